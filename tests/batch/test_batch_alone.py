"""A batch keeps to itself: no network, no patient's word anywhere but in the PDFs, no memory that grows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tables import NAMES, SECRETS, make_row, make_rows, write_table

SOURCE = Path(__file__).parents[2] / "src"
INTERNET = re.compile(r"AF_INET|AF_INET6|AF_PACKET|AF_NETLINK")


def command(table: Path, folder: Path, *more: str) -> list[str]:
    """Return the command line of a batch."""
    return [sys.executable, "-m", "plainleaf", "batch", str(table), "-o", str(folder), "-p", "clear", *more]


def environment(**more: str) -> dict[str, str]:
    """Return what a process needs to find the package."""
    return {**os.environ, "PYTHONPATH": str(SOURCE), **more}


def needs_strace() -> None:
    """Skip where there is no strace, but never in CI."""
    if not shutil.which("strace"):
        assert "CI" not in os.environ, "CI watches system calls: install strace"
        pytest.skip("needs strace")


def test_no_network_is_touched(tmp_path: Path) -> None:
    """Every system call of parent and workers that names a socket: none is of the internet."""
    needs_strace()
    table, log = write_table(tmp_path / "t.csv", make_rows(6, ["en", "ar", "hi"])), tmp_path / "calls"
    watch = ["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(log)]
    done = subprocess.run(
        [*watch, *command(table, tmp_path / "out", "-j", "2")], env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 6
    assert not INTERNET.search(log.read_text(errors="replace"))


def test_the_watch_would_see_a_connection(tmp_path: Path) -> None:
    """The proof above can fail."""
    needs_strace()
    log = tmp_path / "calls"
    call = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    watch = ["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(log)]
    subprocess.run([*watch, sys.executable, "-c", call], check=True)
    assert INTERNET.search(log.read_text(errors="replace"))


def test_names_are_nowhere_but_in_the_pdfs(tmp_path: Path) -> None:
    """Good rows, bad rows, a killed run: not on stdout or stderr, in no file that is left, not in a command line."""
    rows = [*make_rows(12, ["en", "pl"]), make_row(20, morning="0.3"), make_row(21, name=f"={NAMES[0]}"), make_row(1)]
    table, home = write_table(tmp_path / "t.csv", rows), tmp_path / "home"
    home.mkdir()
    clean = environment(HOME=str(home), TMPDIR=str(home), XDG_CACHE_HOME=str(home))
    for more in ([], ["--skip-bad"], ["--skip-bad", "--format", "json"], ["--skip-bad", "-j", "2"]):
        done = subprocess.run(
            command(table, tmp_path / "out", *more), env=clean, capture_output=True, text=True, check=False
        )
        assert done.returncode == (1 if more else 2), done.stderr
        assert not any(secret in done.stdout + done.stderr for secret in SECRETS)
    for path in (*home.rglob("*"), *(tmp_path / "out").rglob("*")):
        assert not any(secret in path.name for secret in SECRETS)
        if path.is_file() and path.suffix != ".pdf":
            data = path.read_bytes()
            assert not any(secret.encode() in data for secret in SECRETS), path.name


MEASURE = """\
import resource, sys
from plainleaf.cli import cli
cli(sys.argv[1:], standalone_mode=False)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """One process prints 60 rows, another 600: the larger table takes at most a tenth more."""
    peaks = []
    for count in (60, 600):
        table = write_table(tmp_path / f"{count}.csv", make_rows(count))
        arguments = command(table, tmp_path / str(count), "-j", "1")[3:]
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, *arguments], env=environment(), capture_output=True, text=True, check=True
        )
        assert len(list((tmp_path / str(count)).glob("*.pdf"))) == count
        peaks.append(int(done.stdout.split()[-1]))
    assert peaks[1] <= 1.1 * peaks[0], peaks
