"""A real browser for the tests of pages: any Chromium there is, with the fonts of this repository."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

FONTS = Path(__file__).parents[2] / "fonts"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""

Open = Callable[..., Page]


def find_chromium(playwright: Playwright) -> str:
    """Return the path of a Chromium: the system's, or Playwright's own."""
    found = next(filter(None, map(shutil.which, NAMES)), None) or playwright.chromium.executable_path
    if not Path(found).is_file():
        pytest.fail("no Chromium: apt-get install chromium, or: playwright install chromium", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser that knows no fonts but ours, so that pages look the same on every machine."""
    folder = tmp_path_factory.mktemp("fonts")
    configuration = folder / "fonts.conf"
    configuration.write_text(FONT_CONFIGURATION.format(fonts=FONTS, cache=folder / "cache"), encoding="utf-8")
    with sync_playwright() as playwright:
        environment = {**os.environ, "FONTCONFIG_FILE": str(configuration)}
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), env=environment)
        yield browser
        browser.close()


@pytest.fixture
def open_html(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Return what opens a page of HTML in a window of a width and height in CSS pixels."""
    contexts = []

    def open_page(html: str, width: int = 1280, height: int = 900, **options: object) -> Page:
        path = tmp_path / f"page-{len(contexts)}.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
