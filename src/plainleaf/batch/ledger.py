"""What a batch has made so far: kept on disk from copy to copy, and at the end written as ``manifest.jsonl``.

The manifest is what people and programs read. While a batch runs its ledger stands beside the copies, so that a killed
run goes on where it stopped, and memory does not grow with the number of copies.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from plainleaf.findings import Finding, InputError, Place, make_error
from plainleaf.roots import shown

MANIFEST, REJECTS, LEDGER = "manifest", "rejects", ".plainleaf-batch"
_FIELDS = (
    *("row", "key", "leaflet", "country", "lang", "profile", "paper"),
    *("file", "pages", "sha256", "inputs", "status", "verified"),
)
_TABLES = (
    f"CREATE TABLE IF NOT EXISTS copies ({', '.join(_FIELDS)}, run INTEGER, PRIMARY KEY (key)) WITHOUT ROWID",
    "DROP TABLE IF EXISTS rejects",
    "CREATE TABLE rejects (row INTEGER, key TEXT, place TEXT, code TEXT, message TEXT, hint TEXT)",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One copy that is delivered. A line of the manifest.

    row: of the table. file: name in the folder. inputs: digest of everything that decides the bytes. status: approved
    or draft. verified: "whole", or "personal" where the unchanging pages were read back once for all copies.
    """

    row: int
    key: str
    leaflet: str
    country: str
    lang: str
    profile: str
    paper: str
    file: str
    pages: int
    sha256: str
    inputs: str
    status: str
    verified: str


class Ledger:
    """The entries of one folder. Only one batch at a time may have it open."""

    def __init__(self, folder: Path, part: str = "", owns: Callable[[str], bool] = lambda _: True) -> None:
        """part: of the names of manifest and ledger, for shards. owns: whether a key is in that part.

        A folder that is not there is made, for its owner alone: it will hold patients' plans. Raises InputError where
        it cannot be used.
        """
        self.folder, self._owns, self._whole = folder, owns, not part
        self.manifest = folder / f"{MANIFEST}{part}.jsonl"
        self.rejects = folder / f"{REJECTS}{part}.csv"
        self._path = folder / f"{LEDGER}{part}.sqlite"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._base = self._open()
        except OSError as error:
            raise _unusable(folder, f"cannot be written to: {error.strerror or type(error).__name__}") from None
        except sqlite3.OperationalError:
            raise _unusable(folder, "is in use by another batch, or cannot be written to") from None

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            base.execute("PRAGMA locking_mode=EXCLUSIVE")
            base.execute("PRAGMA synchronous=NORMAL")
            base.execute("BEGIN EXCLUSIVE")
            for statement in _TABLES:
                base.execute(statement)
        except sqlite3.OperationalError:
            base.close()
            raise
        except sqlite3.DatabaseError:  # not a ledger: nothing can be learnt from it
            base.close()
            self._path.unlink()
            return self._open()
        manifests = sorted(self.folder.glob(f"{MANIFEST}*.jsonl"), key=lambda path: path != self.manifest)
        for manifest in manifests:
            self._import(base, manifest)
        base.execute("UPDATE copies SET run = 0")
        base.execute("COMMIT")
        for manifest in manifests if self._whole else [self.manifest]:
            manifest.unlink(missing_ok=True)  # it would not be true any more
        return base

    def _import(self, base: sqlite3.Connection, manifest: Path) -> None:
        """Take over the entries of an earlier run, of the whole table or of a part, where the ledger of a killed run
        has no newer."""
        with suppress(FileNotFoundError), manifest.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                with suppress(ValueError, KeyError, TypeError):
                    record = json.loads(line)
                    values = [_plain(record[name]) for name in _FIELDS]
                    if _is_copy(record["file"]) and self._owns(str(record["key"])):
                        base.execute(
                            f"INSERT OR IGNORE INTO copies VALUES ({', '.join('?' * len(_FIELDS))}, 0)", values
                        )

    def find(self, key: str) -> Entry | None:
        """Return the entry of the copy *key*."""
        row = self._base.execute(f"SELECT {', '.join(_FIELDS)} FROM copies WHERE key = ?", (key,)).fetchone()
        return None if row is None or not _is_copy(row[_FIELDS.index("file")]) else Entry(*row)

    def add(self, entries: list[Entry]) -> None:
        """Write *entries* down for good, in place of older ones."""
        values = ((*asdict(entry).values(), 1) for entry in entries)
        self._write(f"INSERT OR REPLACE INTO copies VALUES ({', '.join('?' * (len(_FIELDS) + 1))})", values)

    def keep(self, entries: list[Entry]) -> None:
        """Note that *entries* stand as they are, though perhaps in other rows."""
        self._write("UPDATE copies SET run = 1, row = ? WHERE key = ?", ((entry.row, entry.key) for entry in entries))

    def drop(self, keys: list[str]) -> None:
        """Forget the copies *keys*."""
        self._write("DELETE FROM copies WHERE key = ?", ((key,) for key in keys))

    def _write(self, statement: str, values: Iterator[tuple[Any, ...]]) -> None:
        with self._base:  # an interrupt takes back what is half done
            self._base.execute("BEGIN")
            self._base.executemany(statement, values)

    def reject(self, row: int, key: str | None, findings: Sequence[Finding]) -> None:
        """Note why there is no copy for *row*."""
        values = ((row, key or "", str(one.place), one.code, one.message, one.hint or "") for one in findings)
        self._write("INSERT INTO rejects VALUES (?, ?, ?, ?, ?, ?)", values)

    def count_earlier(self) -> int:
        """Return how many copies in the folder are of rows that the table does not have any more."""
        count: int = self._base.execute("SELECT count(*) FROM copies WHERE run = 0").fetchone()[0]
        return count

    def list_entries(self) -> list[Entry]:
        """Return the entries of this run in the order of rows."""
        rows = self._base.execute(f"SELECT {', '.join(_FIELDS)} FROM copies WHERE run = 1 ORDER BY row, key")
        return [Entry(*row) for row in rows]

    def export(self, *, everything: bool = False) -> None:
        """Write the manifest and the list of rejected rows, each line in the order of rows, and remove the ledger.

        everything: also copies that this run has not come to. A file without lines is not written.
        """
        chosen = "" if everything else "WHERE run = 1"
        rows = self._base.execute(f"SELECT {', '.join(_FIELDS)} FROM copies {chosen} ORDER BY row, key")
        lines = (json.dumps(dict(zip(_FIELDS, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)
        write_lines(self.manifest, lines)
        rejects = self._base.execute("SELECT * FROM rejects ORDER BY row, rowid")
        write_lines(self.rejects, (_as_csv(row) for row in _with_head(rejects)))
        self.close()
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the ledger; it stays where the manifest has not been written."""
        self._base.close()


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write *lines* beside *path* and move them into place; without lines there is no file."""
    draft = path.with_name(f".plainleaf-{path.name}.tmp")
    empty = True
    with draft.open("w", encoding="utf-8", newline="") as file:
        for line in lines:
            file.write(line)
            empty = False
    if empty:
        draft.unlink()
        path.unlink(missing_ok=True)
    else:
        draft.replace(path)


def _with_head(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield *rows* below the names of their columns, and nothing where there are none."""
    for number, row in enumerate(rows):
        if not number:
            yield "row", "key", "place", "code", "message", "hint"
        yield row


def _as_csv(row: Sequence[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(row)
    return line.getvalue()


def _plain(value: object) -> str | int:
    if not isinstance(value, str | int):
        raise TypeError("a manifest holds texts and numbers")
    return value


def _is_copy(name: object) -> bool:
    """Tell whether *name* can be that of a copy: a file right in the folder, and none of ours that is something else.

    A manifest may come from anywhere; what it names is compared, and removed where it is out of date.
    """
    return isinstance(name, str) and re.fullmatch(r"\w[\w-]*\.pdf", name, re.ASCII) is not None


def _unusable(folder: Path, message: str) -> InputError:
    hint = "wait for the other batch to end, or name another folder with -o"
    return InputError(make_error("B001", f"the folder {message}", Place(shown(folder)), hint))
