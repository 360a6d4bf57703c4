"""A running page for the tests, inside the process and as a server of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from clinic_page import SETTINGS, TOKEN, URL, Server, open_browser, start_server
from plainleaf.web.app import make_app


@pytest.fixture(scope="session")
def running() -> Iterator[TestClient]:
    """The application with its worker, and a client that has not opened the page yet."""
    with TestClient(make_app(SETTINGS), base_url=URL, follow_redirects=False) as client:
        yield client


@pytest.fixture
def browser(running: TestClient) -> TestClient:
    """A browser that has opened the page."""
    return open_browser(running)


@pytest.fixture
def program(running: TestClient) -> TestClient:
    """A program that knows the token."""
    client = TestClient(running.app, base_url=URL, headers={"Authorization": f"Bearer {TOKEN}"})
    client.portal = running.portal
    return client


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The command, started as people start it."""
    server = start_server()
    yield server
    server.process.terminate()
    server.process.communicate(timeout=30)
