"""Results of a build for CI servers: JUnit, SARIF, GitHub's annotations."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from plainleaf.findings import Severity
from plainleaf.reports.formats import Case, Suite, write_github, write_junit, write_sarif

if TYPE_CHECKING:
    from plainleaf.build import Result


class GatheredReport:
    """Writes when all results are there, in the order of their files: processes end in any order."""

    def __init__(self, form: str) -> None:
        self._form = form
        self._results: list[Result] = []

    def __enter__(self) -> Self:
        return self

    def show(self, result: Result) -> None:
        """Keep one result until the end."""
        self._results.append(result)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            write_results(sorted(self._results, key=lambda result: result.job.path), self._form)


def write_results(results: Sequence[Result], form: str) -> None:
    """Write *results* as ``junit``, ``sarif`` or ``github``; the last two say once what several leaflets share."""
    if form == "junit":
        write_junit([Suite("plainleaf build", tuple(map(_as_case, results)))])
        return
    write = write_sarif if form == "sarif" else write_github
    write(list(dict.fromkeys(finding for result in results for finding in result.findings)))


def _as_case(result: Result) -> Case:
    errors = tuple(finding for finding in result.findings if finding.severity is Severity.ERROR)
    others = tuple(finding for finding in result.findings if finding.severity is not Severity.ERROR)
    return Case(result.job.leaflet, result.job.path.name, errors, others)
