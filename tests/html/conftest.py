"""A real browser for the tests of pages: any Chromium there is, with the fonts of this repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browsing import Open, configure_fonts, find_chromium


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser that looks the same on every machine. Not for longer than a module: its event loop would be in
    the way of tests that run one of their own."""
    environment = {**os.environ, **configure_fonts(tmp_path_factory.mktemp("fonts"))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), env=environment)
        yield browser
        browser.close()


@pytest.fixture
def open_html(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Return what opens a page; its windows are closed after the test."""
    contexts = []

    def open_page(html: str, width: int = 1280, height: int = 900, **options: object) -> Page:
        path = tmp_path / f"page-{len(contexts)}.html"
        path.write_text(html, encoding="utf-8")
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        page = contexts[-1].new_page()
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
