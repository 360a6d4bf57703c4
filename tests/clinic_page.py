"""What the tests of the clinic's page share: its settings, browsers that open it, a server of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from starlette.testclient import TestClient

from plainleaf.web.settings import Settings

ROOT = Path(__file__).parents[1]
URL = "http://127.0.0.1:8417"
TOKEN = "a-token-of-the-tests-that-nobody-guesses"
SETTINGS = Settings(workers=1, token=TOKEN)


def open_browser(running: TestClient, address: str = f"/?token={TOKEN}") -> TestClient:
    """Return a client with cookies of its own that has opened the page of *running*."""
    client = TestClient(running.app, base_url=URL, follow_redirects=False, headers={"Origin": URL})
    client.portal = running.portal  # one event loop for all, as in a server
    answer = client.get(address)
    assert answer.status_code == 303, answer.text
    return client


WANTED = {"leaflet": "baclofen-tablets", "language": "pl", "profile": "large", "country": "GB", "paper": "a4"}


def make_sheet(browser: TestClient, **changes: str) -> str:
    """Make a leaflet as the form does; return the address of its pages."""
    answer = browser.post("/choose", data={**WANTED, "do": "show", **changes})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def find_file(page: str) -> str:
    """Return the address of the PDF file that *page* links to."""
    found = re.search(r'href="(/leaflet/[^"#?]+\.pdf)"', page)
    assert found, page
    return found[1]


@dataclass(frozen=True)
class Server:
    """``plainleaf serve`` in a process of its own."""

    process: subprocess.Popen[str]
    port: int
    token: str

    @property
    def url(self) -> str:
        """Its address without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def opening(self) -> str:
        """The address that was printed."""
        return f"{self.url}/?token={self.token}"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(*options: str) -> Server:
    """Start ``plainleaf serve`` as people start it, and wait until it says where it is."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "plainleaf", "serve", "--port", str(port), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert process.stdout is not None
    said = ""
    while (found := re.search(r"token=(\S+)", said)) is None:
        line = process.stdout.readline()
        assert line, f"the server ended: {said}"
        said += line
    return Server(process, port, found[1])
