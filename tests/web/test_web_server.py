"""The running server: many at once, slow ones, floods, memory, what it says and what it keeps quiet."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from clinic_page import ROOT, Server, free_port
from plainleaf.build import Job, make_pdf

LANGUAGES = ["pl", "ar", "en", "cy", "ur"]
LEAFLETS = ["baclofen-tablets", "baclofen-liquid"]


def ask_leaflet(server: Server, leaflet: str, language: str) -> tuple[int, bytes]:
    """Ask the API on a connection of its own; return status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    body = json.dumps({"leaflet": leaflet, "language": language})
    headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/api/leaflets", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def memory_of(server: Server) -> int:
    """Return the resident memory of the server and its workers, in KiB."""
    threads = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    children = [pid for thread in threads for pid in thread.read_text("utf-8").split()]
    assert len(children) >= 2, "the workers are counted too"
    total = 0
    for pid in (str(server.process.pid), *children):
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text("utf-8"))
        total += int(found[1]) if found else 0
    return total


def test_fifty_clients_at_once_get_each_their_own_file(server: Server) -> None:
    """The very bytes that the command line makes."""
    wanted = {(leaflet, language) for leaflet in LEAFLETS for language in LANGUAGES}
    right = {pair: hashlib.sha256(make_pdf(Job(*pair))[0]).hexdigest() for pair in wanted}
    asked = [*wanted] * 5
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda pair: ask_leaflet(server, *pair), asked))
    assert len(asked) == 50
    assert [status for status, _ in answers] == [200] * 50
    assert [hashlib.sha256(body).hexdigest() for _, body in answers] == [right[pair] for pair in asked]


def test_memory_stays_flat(server: Server) -> None:
    """A hundred leaflets after the first hundred cost nothing more."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: ask_leaflet(server, "baclofen-liquid", "en"), range(60)))
        before = memory_of(server)
        list(pool.map(lambda _: ask_leaflet(server, "baclofen-liquid", "en"), range(100)))
    assert memory_of(server) - before < 16 * 1024


@pytest.fixture
def say(server: Server) -> Iterator[Callable[[bytes], socket.socket]]:
    """Opens a connection and says something; all are closed at the end."""
    with ExitStack() as stack:

        def open_socket(said: bytes) -> socket.socket:
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
            connection.sendall(said)
            return connection

        yield open_socket


Say = Callable[[bytes], socket.socket]


def test_clients_that_hang_do_not_stop_the_others(server: Server, say: Say) -> None:
    """Connections without a word, half a head, half a body: a hundred of each, and a leaflet meanwhile."""
    head = f"POST /api/leaflets HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\n"
    body = f"{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    hanging = [say(said) for said in (b"", head.encode(), body.encode()) for _ in range(100)]
    began = time.monotonic()
    assert ask_leaflet(server, "baclofen-tablets", "pl")[0] == 200
    assert time.monotonic() - began < 8
    answers = [connection.recv(200) for connection in hanging]
    assert time.monotonic() - began < 25
    assert answers[:200] == [b""] * 200, "without a whole head the connection is closed"
    assert all(answer.startswith(b"HTTP/1.1 408") for answer in answers[200:])


def test_a_flood_of_silent_connections_makes_room_for_others(server: Server, say: Say) -> None:
    """More than the server holds: the oldest goes, and whoever asks for something is answered at once."""
    for _ in range(600):
        say(b"GET")
    began = time.monotonic()
    assert ask_leaflet(server, "baclofen-tablets", "pl")[0] == 200
    assert time.monotonic() - began < 8, "before the silent ones run out of time"


def test_a_client_that_takes_nothing_does_not_stop_the_others(server: Server, say: Say) -> None:
    """Asked for files and reads none of them."""
    head = (
        f"Host: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\nContent-Type: application/json\r\n"
    )
    body = b'{"leaflet": "baclofen-tablets", "language": "ur"}'
    said = f"POST /api/leaflets HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    for _ in range(10):
        say(said)
    assert ask_leaflet(server, "baclofen-tablets", "pl")[0] == 200


def test_nonsense_is_answered_and_forgotten(server: Server, say: Say) -> None:
    """Not HTTP, a head without end, a WebSocket."""
    upgrade = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    for said in (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000, upgrade.encode()):
        connection = say(said)
        assert connection.recv(12).split(b" ")[1] in (b"400", b"401", b"431")
        connection.close()
    assert ask_leaflet(server, "baclofen-tablets", "pl")[0] == 200


def test_nothing_that_was_asked_is_logged(tmp_path: Path) -> None:
    """Standard output says where the page is, and then nothing; no file is written anywhere."""
    port = free_port()
    told = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "plainleaf", "serve", "-p", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=told,
        cwd=tmp_path,
    )
    assert process.stdout is not None
    said = ""
    while "token=" not in said:
        said += process.stdout.readline()
    server = Server(process, port, said.split("token=")[1].strip())
    assert ask_leaflet(server, "Ada Lovelace", "Ada Lovelace")[0] == 400
    assert ask_leaflet(server, "baclofen-tablets", "pl")[0] == 200
    process.terminate()
    rest, _ = process.communicate(timeout=30)
    assert "Lovelace" not in rest
    assert len(rest.strip().splitlines()) <= 2, rest
    assert list(tmp_path.rglob("*")) == []


def test_a_taken_port_is_said_so(server: Server) -> None:
    """With the way out, and without a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "plainleaf", "serve", "-p", str(server.port)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "W005" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--host", "0.0.0.0"], "W001"),
        (["--host", "0.0.0.0", "--beyond-this-machine"], "W002"),
        (["-c", "FR"], "C005"),
        (["--paper", "foolscap"], "C005"),
    ],
)
def test_the_command_refuses_an_open_door_and_what_is_not_there(options: list[str], code: str) -> None:
    """Exit code 2, and nothing listens."""
    done = subprocess.run(
        [sys.executable, "-m", "plainleaf", "serve", "-p", str(free_port()), *options],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=False,
        timeout=60,
    )
    assert (done.returncode, code in done.stderr) == (2, True)
