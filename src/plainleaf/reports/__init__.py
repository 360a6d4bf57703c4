"""Faces of the results: words for people, JSON lines for programs. Data goes to stdout, all else to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from plainleaf.findings import Finding
from plainleaf.roots import shown

if TYPE_CHECKING:
    from rich.progress import Progress

    from plainleaf.build import Result
    from plainleaf.inventory import Inventory
    from plainleaf.recheck import Verdict


NOT_YET = frozenset({"T010", "T011"})
"""Codes of texts that nobody has translated yet: work to do rather than mistakes."""

MOST_NOT_YET = 5


class Report(Protocol):
    """Shows results as they come in."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def show(self, result: Result) -> None:
        """Show one result."""


def open_report(form: str, total: int) -> Report:
    """Return the report in the form that is asked for; *total* results are expected."""
    if form in ("junit", "sarif", "github"):
        from plainleaf.reports.builds import GatheredReport

        return GatheredReport(form)
    return JsonReport() if form == "json" else TextReport(total)


class JsonReport:
    """One JSON object a line on stdout, as the command-line contract says."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def show(self, result: Result) -> None:
        """Write one result and flush, so that a reader sees it at once."""
        _write_line(as_record(result))


def as_record(result: Result) -> dict[str, object]:
    """Return *result* as the JSON object of the contract."""
    job = result.job
    return {
        "leaflet": job.leaflet,
        "country": job.country,
        "lang": job.bcp47,
        "profile": job.profile,
        "paper": job.paper,
        "path": None if result.path is None else shown(result.path),
        "pages": result.pages,
        "sha256": result.sha256,
        "status": result.status,
        "findings": [finding.as_record() for finding in result.findings],
    }


class TextReport:
    """A line for each leaflet, a progress bar on a terminal, a summary at the end."""

    def __init__(self, total: int) -> None:
        self._total, self._made, self._refused = total, 0, 0
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._progress = _open_progress(self._total)
        return self

    def show(self, result: Result) -> None:
        """Show one result; what is wrong goes to stderr."""
        job = result.job
        if result.path is None:
            self._refused += 1
            print(f"NOT MADE  {job.leaflet}  {job.bcp47}{'' if job.edition == 'pdf' else f'  {job.edition}'}")
        else:
            self._made += 1
            status = "" if result.status == "approved" else f"  ({result.status})"
            pages = f"  {result.pages} pages" if job.edition == "pdf" else ""
            print(f"made      {shown(result.path)}{pages}{status}")
        sys.stdout.flush()
        show_findings(result.findings)
        if self._progress is not None:
            self._progress.advance(self._progress.task_ids[0])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()
        if kind is None:
            refused = f", {self._refused} not made" if self._refused else ""
            print(f"{self._made} of {self._total} leaflets made{refused}.", file=sys.stderr)


def _open_progress(total: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    progress = Progress(
        TextColumn("Printing leaflets"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    progress.add_task("", total=total)
    progress.start()
    return progress


def show_findings(findings: Iterable[Finding]) -> None:
    """Write findings to stderr: where, how bad, what, and the way out. Mistakes come before what is not yet
    there, and of many texts that are not yet there only the first few are named."""
    shown_first = sorted(findings, key=lambda finding: finding.code in NOT_YET)
    left = [finding for finding in shown_first if finding.code in NOT_YET]
    hidden = left[MOST_NOT_YET:]
    for finding in shown_first[: len(shown_first) - len(hidden)]:
        print(f"{finding.place}: {finding.severity.value} {finding.code}: {finding.message}", file=sys.stderr)
        if finding.hint:
            print(f"    hint: {finding.hint}", file=sys.stderr)
    if hidden:
        print(f"... and {len(hidden)} more texts to translate, from {hidden[0].place} on", file=sys.stderr)


def show_verdict(verdict: Verdict, form: str) -> None:
    """Show what ``plainleaf verify`` found in one file."""
    if form == "json":
        facts: dict[str, object] = (
            {}
            if verdict.job is None
            else {
                "leaflet": verdict.job.leaflet,
                "country": verdict.job.country,
                "lang": verdict.job.bcp47,
                "profile": verdict.job.profile,
                "paper": verdict.job.paper,
            }
        )
        status = "passed" if verdict.passed else "failed"
        findings = [finding.as_record() for finding in verdict.findings]
        _write_line({**facts, "path": shown(verdict.path), "status": status, "findings": findings})
        return
    print(f"{'passed' if verdict.passed else 'FAILED'}  {shown(verdict.path)}")
    sys.stdout.flush()
    show_findings(verdict.findings)


def show_inventory(inventory: Inventory, form: str) -> None:
    """Show what there is to print."""
    if form == "json":
        for leaflet in inventory.leaflets:
            _write_line(
                {
                    "leaflet": leaflet,
                    "languages": [language.bcp47 for language in inventory.languages],
                    "countries": list(inventory.countries),
                    "profiles": list(inventory.profiles),
                    "papers": list(inventory.papers),
                }
            )
        return
    print("leaflets:  " + ", ".join(inventory.leaflets))
    print("countries: " + ", ".join(inventory.countries))
    print("profiles:  " + ", ".join(inventory.profiles))
    print("papers:    " + ", ".join(inventory.papers))
    print("languages:")
    for language in inventory.languages:
        print(f"  {language.tag:<8} {language.english_name} · {language.own_name}")


def _write_line(record: dict[str, object]) -> None:
    print(json.dumps(record, ensure_ascii=False), flush=True)
