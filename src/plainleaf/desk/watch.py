"""Wait until somebody saves a text: what ``build --watch`` does between two builds."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from plainleaf.roots import Roots

WATCHED = ("content", "locales")
INTERVAL = 0.3
"""Seconds between two looks: short for a person, long enough for an editor to finish saving."""

Snapshot = Mapping[Path, tuple[int, int]]
"""When each watched file was last changed (nanoseconds) and its size in bytes."""


def take_snapshot(roots: Roots) -> Snapshot:
    """Return the state of every file in the watched folders of *roots*; what vanishes meanwhile is left out."""
    found: dict[Path, tuple[int, int]] = {}
    for folder in roots.folders:
        for name in WATCHED:
            for path in (folder / name).rglob("*"):
                with suppress(OSError):
                    if path.is_file() and not path.name.startswith((".", "~")):
                        status = path.stat()
                        found[path] = status.st_mtime_ns, status.st_size
    return found


def wait_for_change(roots: Roots, before: Snapshot, *, sleep: Callable[[float], None] = time.sleep) -> Snapshot:
    """Return the state after a change to *before*, once it has stood still for an interval: saving takes a moment."""
    now = before
    while True:
        sleep(INTERVAL)
        last, now = now, take_snapshot(roots)
        if now != before and now == last:
            return now
