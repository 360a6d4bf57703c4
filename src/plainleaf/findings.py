"""Problems as data: what every stage returns beside its result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is; only an error stops a leaflet."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a file (or a message id where there is no file) and a line, counted from 1."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: a stable code, how bad it is, where it is, and a way forward."""

    code: str
    severity: Severity
    message: str
    place: Place
    hint: str | None = None

    def as_record(self) -> dict[str, str | int | None]:
        """Return the finding as the JSON object of the command-line contract."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "path": self.place.path,
            "line": self.place.line,
            "hint": self.hint,
        }


def make_error(code: str, message: str, place: Place, hint: str | None = None) -> Finding:
    """Return a finding of severity error, which stops a leaflet."""
    return Finding(code, Severity.ERROR, message, place, hint)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any of *findings* is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def count_of(number: int, one: str, more: str | None = None) -> str:
    """Return *number* with what it counts: *one* of it, or *more* (with an s)."""
    return f"{number} {one}" if number == 1 else f"{number} {more or f'{one}s'}"


class PlainleafError(Exception):
    """A stage cannot go on. Carries every finding made so far and the exit code of the command."""

    exit_code = 1

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(f"{f.place}: {f.message}" for f in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[type[PlainleafError], tuple[Finding, ...]]:
        return type(self), self.findings


class UnsafeLeafletError(PlainleafError):
    """The leaflet would not be safe to hand out, so it is not made (exit code 1)."""

    exit_code = 1


class InputError(PlainleafError):
    """Wrong usage, or a file that cannot be read or understood (exit code 2)."""

    exit_code = 2


class MissingError(PlainleafError):
    """Something the machine should have is not there (exit code 3)."""

    exit_code = 3
