"""A whole batch: every row is validated, then every copy is made, read back, delivered and written down."""

from __future__ import annotations

import hashlib
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from plainleaf.batch.digests import Digests
from plainleaf.batch.executors import Pool
from plainleaf.batch.ledger import Entry, Ledger
from plainleaf.batch.press import Copy, Settings, edition_key, open_edition, print_copies
from plainleaf.batch.print_run import remove_print_runs, write_print_runs
from plainleaf.batch.rows import BadRow, Order, Sheet
from plainleaf.build import write_atomically
from plainleaf.findings import Finding, InputError, Place, UnsafeLeafletError, count_of, make_error

CHUNK = 16
"""Copies of one edition that a worker is given at a time."""
AHEAD = 2
"""Chunks per worker that are under way or wait."""
_MOST_RESTARTS = 3


@dataclass(frozen=True, slots=True)
class Shard:
    """Part *number* (from 1) of *count* of the rows, by their keys: the same rows wherever they stand in the table."""

    number: int = 1
    count: int = 1

    def has(self, key: str) -> bool:
        """Tell whether the row *key* is in this part."""
        digest = hashlib.sha256(key.casefold().encode()).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1

    @property
    def suffix(self) -> str:
        """What the names of the manifest and of other files of this part end in."""
        return "" if self.count == 1 else f"-{self.number}-of-{self.count}"


@dataclass(frozen=True, slots=True)
class Batch:
    """What to do: the table of patients, the folder, what all copies have in common.

    print_run: whether the copies are also put into one file for the printer.
    """

    sheet: Sheet
    folder: Path
    settings: Settings
    skip_bad: bool = False
    shard: Shard = Shard()
    print_run: bool = False


@dataclass(slots=True)
class Summary:
    """What came of a batch: numbers of copies, and the files for the printer."""

    made: int = 0
    kept: int = 0
    refused: int = 0
    earlier: int = 0
    print_runs: list[Path] = field(default_factory=list)


class Listener(Protocol):
    """Who is told how a batch goes. Nothing it is told holds a patient's words."""

    def begin(self, copies: int) -> None:
        """Every row has been read; so many copies are to be made."""
        ...

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Something is wrong with the table, a leaflet or a copy."""
        ...

    def show(self, entry: Entry, *, made: bool) -> None:
        """A copy is there; made: now, not by an earlier run."""
        ...


@dataclass(slots=True)
class Survey:
    """What a first reading of the table found: how many copies, how many bad rows, an order for each edition, and rows
    whose key a row below has too."""

    copies: int = 0
    bad: int = 0
    repeated: dict[int, int] = field(default_factory=dict)
    editions: dict[tuple[str, ...], Order] = field(default_factory=dict)
    statuses: dict[tuple[str, ...], str | tuple[Finding, ...]] = field(default_factory=dict)


def run_batch(batch: Batch, pool: Pool, listener: Listener) -> Summary:
    """Make every copy that *batch* asks for, and return how many.

    Raises InputError where the table cannot be read, or has bad rows and these are not to be skipped;
    UnsafeLeafletError where a leaflet cannot be made in a language that is asked for. Nothing has been made then.
    An interrupt ends what is under way; what has been made is written down.
    """
    survey = survey_table(batch, listener)
    _survey_editions(batch, pool, survey, listener)
    listener.begin(survey.copies)
    with Ledger(batch.folder, batch.shard.suffix, batch.shard.has) as ledger:
        remove_leftovers(batch.folder)
        remove_print_runs(batch.folder, batch.shard.suffix)
        run = _Run(batch, pool, listener, ledger, survey)
        try:
            run.make_copies()
        except KeyboardInterrupt:
            run.stop()
            ledger.export(everything=True)
            raise
        run.summary.earlier = ledger.count_earlier()
        entries = ledger.list_entries() if batch.print_run else []
        ledger.export()
    if batch.print_run:
        run.summary.print_runs = write_print_runs(batch.folder, entries, batch.shard.suffix, batch.settings.overlay)
    return run.summary


def survey_table(batch: Batch, listener: Listener) -> Survey:
    """Return what the table asks for, having named every fault. Raises InputError where bad rows are not skipped."""
    survey = Survey()
    listener.show_findings(batch.sheet.list_others())
    for row in batch.sheet.read():
        if isinstance(row, BadRow):
            survey.bad += 1
            listener.show_findings(row.findings)
            if row.twin is not None:
                survey.repeated[row.twin] = row.row
        elif batch.shard.has(row.key):
            survey.copies += 1
            survey.editions.setdefault(edition_key(row), row)
    if survey.bad and not batch.skip_bad:
        message = f"{count_of(survey.bad, 'row')} cannot be printed, so none is"
        hint = "mend them, or leave them out with --skip-bad"
        raise InputError(make_error("B018", message, Place(batch.sheet.path.name), hint))
    return survey


def _survey_editions(batch: Batch, pool: Pool, survey: Survey, listener: Listener) -> None:
    """Find out whether each leaflet can be made in each language that is asked for."""
    futures = {key: pool.submit(open_edition, batch.settings, order) for key, order in survey.editions.items()}
    failed: list[Finding] = []
    for key, future in futures.items():
        status, findings = future.result()
        survey.statuses[key] = findings if status is None else status
        if findings:
            listener.show_findings(findings)
        failed += findings if status is None else ()
    if failed and not batch.skip_bad:
        message = "a leaflet that rows ask for cannot be made, so nothing is"
        raise UnsafeLeafletError(make_error("B018", message, Place(batch.sheet.path.name), "mend it, or --skip-bad"))


def remove_leftovers(folder: Path) -> None:
    """Remove what a killed run has begun to write."""
    for path in folder.glob(".plainleaf-*.tmp"):
        path.unlink(missing_ok=True)


@dataclass(slots=True)
class _Run:
    """One run: which orders are under way, and what came of the others."""

    batch: Batch
    pool: Pool
    listener: Listener
    ledger: Ledger
    survey: Survey
    summary: Summary = field(default_factory=Summary)
    _digests: Digests = field(init=False)
    _settings: Settings = field(init=False)
    _waiting: dict[tuple[str, ...], list[tuple[Order, str]]] = field(default_factory=dict)
    _under_way: dict[Future[list[Copy]], list[tuple[Order, str]]] = field(default_factory=dict)
    _kept: list[Entry] = field(default_factory=list)
    _restarts: int = 0

    def __post_init__(self) -> None:
        self._digests = Digests(self.batch.settings)
        self._settings = replace(self.batch.settings, folder=self.batch.folder if self.pool.shared else None)

    def make_copies(self) -> None:
        """Make all copies that are not there yet."""
        for row in self.batch.sheet.read(self.survey.repeated):
            if isinstance(row, BadRow):
                if row.row in self.survey.repeated:
                    self.listener.show_findings(row.findings)
                if row.key is None or self.batch.shard.has(row.key):
                    self._reject(row.row, row.key, row.findings)
            elif self.batch.shard.has(row.key):
                self._take(row)
        for orders in list(self._waiting.values()):
            self._submit(orders)
        while self._under_way:
            self._collect()
        self._flush_kept()

    def stop(self) -> None:
        """Give up what has not begun, and write down what comes of the rest."""
        for future in list(self._under_way):
            if future.cancel():
                del self._under_way[future]
        while self._under_way:
            self._collect()
        self._flush_kept()

    def _take(self, order: Order) -> None:
        """Keep the copy that is there, or have it made with others of its edition."""
        key = edition_key(order)
        status = self.survey.statuses.get(key)
        if not isinstance(status, str):
            self._reject(order.row, order.key, status or ())
            return
        inputs = self._digests.digest(order, status)
        entry = self.ledger.find(order.key)
        if entry is not None and self._stands(entry, inputs):
            self._keep(replace(entry, row=order.row))
            return
        orders = self._waiting.setdefault(key, [])
        orders.append((order, inputs))
        if len(orders) >= CHUNK:
            self._submit(orders)

    def _stands(self, entry: Entry, inputs: str) -> bool:
        """Tell whether the copy of *entry* need not be made again."""
        if entry.inputs != inputs or (self._settings.verify == "all" and entry.verified != "whole"):
            return False
        with suppress(OSError), (self.batch.folder / entry.file).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
        return False

    def _keep(self, entry: Entry) -> None:
        self.summary.kept += 1
        self._kept.append(entry)
        self.listener.show(entry, made=False)
        if len(self._kept) >= 1000:
            self._flush_kept()

    def _flush_kept(self) -> None:
        if self._kept:
            self.ledger.keep(self._kept)
            self._kept.clear()

    def _submit(self, orders: list[tuple[Order, str]]) -> None:
        chunk = list(orders)
        orders.clear()
        if not chunk:
            return
        while len(self._under_way) >= AHEAD * self.pool.workers:
            self._collect()
        self._start(chunk)

    def _start(self, chunk: list[tuple[Order, str]]) -> None:
        future = self.pool.submit(print_copies, self._settings, tuple(order for order, _ in chunk))
        self._under_way[future] = chunk

    def _collect(self) -> None:
        """Write down what has ended; wait for something to end."""
        done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        for future in done:
            chunk = self._under_way.pop(future, None)
            if chunk is None:
                continue
            try:
                copies = future.result()
            except BrokenExecutor:
                self._start_again(chunk)
                return
            self._deliver(copies, {order.key: inputs for order, inputs in chunk})

    def _start_again(self, chunk: list[tuple[Order, str]]) -> None:
        """A worker has died, and with it the pool: have everything that was under way made by new ones."""
        self._restarts += 1
        if self._restarts > _MOST_RESTARTS:
            hint = "the machine may be short of memory: try fewer --jobs; the same command goes on where this one ended"
            raise InputError(make_error("B017", "workers die again and again", Place("--jobs"), hint))
        chunks = [chunk, *self._under_way.values()]
        self._under_way.clear()
        self.pool.restart()
        for lost in chunks:
            self._start(lost)

    def _deliver(self, copies: list[Copy], inputs: dict[str, str]) -> None:
        entries = []
        for copy in copies:
            if copy.sha256 is None:
                self._reject(copy.order.row, copy.order.key, copy.findings)
                self.listener.show_findings(copy.findings)
                continue
            if copy.data is not None:
                write_atomically(self.batch.folder / copy.name, copy.data)
            self._remove_old(copy.order.key, copy.name)
            entries.append(_make_entry(copy, inputs[copy.order.key]))
        self.ledger.add(entries)
        for entry in entries:
            self.summary.made += 1
            self.listener.show(entry, made=True)

    def _remove_old(self, key: str, name: str | None = None) -> None:
        """Remove the copy that an earlier run made of the row *key*, where it is not called *name*."""
        entry = self.ledger.find(key)
        if entry is not None and entry.file != name:
            (self.batch.folder / entry.file).unlink(missing_ok=True)

    def _reject(self, row: int, key: str | None, findings: tuple[Finding, ...]) -> None:
        """Deliver nothing for a row, and leave nothing old in its place."""
        if key is not None:
            self._remove_old(key)
            self.ledger.drop([key])
        self.summary.refused += 1
        self.ledger.reject(row, key, findings)


def _make_entry(copy: Copy, inputs: str) -> Entry:
    order = copy.order
    return Entry(
        row=order.row,
        key=order.key,
        leaflet=order.leaflet,
        country=order.country,
        lang=order.language.replace("_", "-"),
        profile=order.profile,
        paper=order.paper,
        file=copy.name,
        pages=copy.pages,
        sha256=str(copy.sha256),
        inputs=inputs,
        status=copy.status,
        verified="whole" if copy.whole else "personal",
    )
