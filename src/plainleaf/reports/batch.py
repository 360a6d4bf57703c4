"""How a batch goes: JSON lines for programs; for people what is wrong, a bar with rate and time left, and a summary."""

from __future__ import annotations

import json
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from plainleaf.findings import Finding, count_of
from plainleaf.reports import show_findings
from plainleaf.roots import shown

if TYPE_CHECKING:
    from rich.progress import Progress

    from plainleaf.batch.ledger import Entry
    from plainleaf.batch.run import Summary


def open_batch_report(form: str) -> BatchReport:
    """Return the report for ``text`` or ``json``."""
    return BatchReport(json_lines=form == "json")


class BatchReport:
    """Data goes to stdout, all else to stderr; the bar is for terminals alone."""

    def __init__(self, *, json_lines: bool) -> None:
        self._json_lines = json_lines
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def begin(self, copies: int) -> None:
        """Every row has been read; so many copies are to be made."""
        if sys.stderr.isatty():
            self._progress = _open_progress(copies)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Say what is wrong, and where."""
        show_findings(findings)

    def show(self, entry: Entry, *, made: bool) -> None:
        """A copy is there; made: now, not by an earlier run."""
        if self._json_lines:
            facts = {name: getattr(entry, name) for name in ("row", "key", "leaflet", "country", "lang", "profile")}
            facts |= {"paper": entry.paper, "path": entry.file, "pages": entry.pages, "sha256": entry.sha256}
            print(json.dumps({**facts, "status": entry.status, "made": made, "findings": []}), flush=True)
        if self._progress is not None:
            self._progress.advance(self._progress.task_ids[0])

    def end(self, summary: Summary) -> None:
        """Say what came of it."""
        parts = [f"{count_of(summary.made, 'copy', 'copies')} made"]
        parts += [f"{count_of(summary.kept, 'was', 'were')} there already"] if summary.kept else []
        parts += [f"{count_of(summary.refused, 'row')} not printed: see rejects.csv"] if summary.refused else []
        earlier = count_of(summary.earlier, "older copy of a row", "older copies of rows")
        parts += [f"{earlier} that the table does not have any more"] if summary.earlier else []
        print("; ".join(parts) + ".", file=sys.stderr)
        for path in summary.print_runs:
            print(f"For the printer: {shown(path)}", file=sys.stderr)


def _open_progress(total: int) -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class RateColumn(ProgressColumn):
        """Copies per second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.finished_speed or task.speed or 0:.0f} a second")

    columns = (TextColumn("Printing copies"), BarColumn(), MofNCompleteColumn(), RateColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task("", total=total)
    progress.start()
    return progress
