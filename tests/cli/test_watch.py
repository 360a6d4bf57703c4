"""``build --watch``: a saved text is on the page a moment later, and a broken file does not end it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from plainleaf.desk.watch import take_snapshot, wait_for_change
from plainleaf.roots import Roots

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds for one build on a busy machine."""


def test_a_change_counts_once_it_stands_still(tmp_path: Path) -> None:
    """While an editor is writing nothing is built."""
    file = tmp_path / "locales" / "pl" / "one.po"
    file.parent.mkdir(parents=True)
    file.write_text("a", encoding="utf-8")
    roots = Roots((tmp_path,))
    before = take_snapshot(roots)
    writes = ["ab", "abc", "abcd"]
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if writes:
            file.write_text(writes.pop(0), encoding="utf-8")

    after = wait_for_change(roots, before, sleep=sleep)
    assert after[file][1] == len("abcd")
    assert len(slept) == 4
    assert take_snapshot(roots) == after


def wait_for(log: Path, text: str, count: int) -> str:
    """Return what *log* holds once it holds *text* so many times."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        said = log.read_text(encoding="utf-8")
        if said.count(text) >= count:
            return said
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


def test_a_saved_text_is_printed_and_a_broken_file_is_named(tmp_path: Path) -> None:
    """Good, then fuzzy, then good again; an interrupt ends with 130."""
    overlay, log = tmp_path / "root", tmp_path / "log"
    catalogue = overlay / "locales" / "pl" / "LC_MESSAGES" / "common.po"
    catalogue.parent.mkdir(parents=True)
    shutil.copy(ROOT / "locales" / "pl" / "LC_MESSAGES" / "common.po", catalogue)
    good = catalogue.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "plainleaf", "build", "baclofen-pump", "-l", "pl", "--root", str(overlay)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with log.open("w", encoding="utf-8") as out:
        running = subprocess.Popen(
            [*command, "-o", str(tmp_path / "out"), "--watch"], stdout=out, stderr=out, env=environment
        )
        try:
            wait_for(log, "Waiting for a text", 1)
            catalogue.write_text(good.replace('msgctxt "common/read-first"', '#, fuzzy\nmsgctxt "common/read-first"'))
            said = wait_for(log, "Waiting for a text", 2)
            assert "common/read-first" in said
            assert list((tmp_path / "out").iterdir()) == []
            catalogue.write_text(good, encoding="utf-8")
            assert wait_for(log, "Waiting for a text", 3).count("1 of 1 leaflets made.") == 2
            running.send_signal(signal.SIGINT)
            assert running.wait(PATIENCE) == 130
        finally:
            running.kill()
            running.wait()
    assert len(list((tmp_path / "out").iterdir())) == 1
