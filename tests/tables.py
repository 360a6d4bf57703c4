"""Tables of patients for tests, and ways to print them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from plainleaf.batch.executors import Pool, open_local
from plainleaf.batch.ledger import Entry
from plainleaf.batch.press import Settings, Thoroughness
from plainleaf.batch.rows import Defaults, Sheet
from plainleaf.batch.run import Batch, Shard, Summary, run_batch
from plainleaf.findings import Finding

HEADER = (
    *("key", "leaflet", "language", "name", "born", "number", "prescriber", "strength", "notes"),
    *("from", "morning", "noon", "evening", "bedtime", "from_2", "morning_2", "noon_2", "evening_2", "bedtime_2"),
    "next_appointment",
)
NAMES = ("Quirina Zabłocka", "محمد الخطيب", "Lê Thị Xuân", "Оксана Вірченко", "José Zúñiga", "李小龍")
SECRETS = {word for name in NAMES for word in name.split() if len(word) > 2} | {"Xenia", "5919", "1958"}
"""Words of patients that must stand on their pages and nowhere else."""


def make_row(number: int, **changes: str) -> dict[str, str]:
    """Return the cells of row *number*, with some of them changed."""
    row = {"key": f"R{number:04}", "leaflet": "baclofen-tablets", "language": "en"}
    row |= {"name": NAMES[number % len(NAMES)], "born": "1958-03-04", "number": "943 476 5919"}
    row |= {"prescriber": "Dr Xenia Vidal", "strength": "10 mg", "notes": "bring", "next_appointment": "2027-01-20"}
    row |= {"from": "2026-12-01", "morning": "0.5", "noon": "0", "evening": str(1 + number % 3), "bedtime": "1.5"}
    row |= {"from_2": "2026-12-15", "morning_2": "1", "noon_2": "1", "evening_2": "2", "bedtime_2": "2"}
    return row | changes


def write_table(path: Path, rows: Iterable[Mapping[str, str]], header: Sequence[str] = HEADER) -> Path:
    """Write *rows* as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def make_rows(count: int, languages: Sequence[str] = ("en",)) -> list[dict[str, str]]:
    """Return *count* rows that take turns in *languages*."""
    return [make_row(number, language=languages[number % len(languages)]) for number in range(count)]


class Witness:
    """Listens to a batch and remembers all it is told. stop_after: copies until it interrupts."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.findings: list[Finding] = []
        self.made: list[str] = []
        self.kept: list[str] = []
        self._stop_after = stop_after

    def begin(self, copies: int) -> None:
        """Part of the protocol."""

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Remember what is wrong."""
        self.findings += findings

    def show(self, entry: Entry, *, made: bool) -> None:
        """Remember the copy, and interrupt where that is wanted."""
        (self.made if made else self.kept).append(entry.key)
        if self._stop_after is not None and len(self.made) >= self._stop_after:
            raise KeyboardInterrupt

    @property
    def words(self) -> str:
        """Everything that was said."""
        return "\n".join(f"{one.code} {one.place} {one.message} {one.hint}" for one in self.findings)


def print_table(
    table: Path,
    folder: Path,
    witness: Witness | None = None,
    *,
    pool: Pool | None = None,
    skip_bad: bool = False,
    verify: Thoroughness = "plates",
    shard: Shard | None = None,
    overlay: Path | None = None,
    print_run: bool = False,
) -> Summary:
    """Make a copy for each row of *table*, in this process where there is no *pool*."""
    sheet = Sheet(table, defaults=Defaults(profile="clear"), overlay=overlay)
    batch = Batch(sheet, folder, Settings(folder, overlay, verify=verify), skip_bad, shard or Shard(), print_run)
    witness = witness or Witness()
    if pool is not None:
        return run_batch(batch, pool, witness)
    with open_local(1) as here:
        return run_batch(batch, here, witness)


def read_manifest(folder: Path, name: str = "manifest.jsonl") -> list[dict[str, object]]:
    """Return the lines of a manifest."""
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


def digest_folder(folder: Path) -> dict[str, str]:
    """Return the digest of every file in *folder*, by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
