"""The list of PDF/UA and PDF/A checks, and what a check gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pdfua_reading import Reading

Places = Iterator[str]


@dataclass(frozen=True, slots=True)
class Failure:
    """One place where a file breaks one rule.

    *id* is the failure condition of the Matterhorn Protocol 1.1 ("01-005"); for a rule the protocol
    does not number, it is the clause of the standard ("19005-2:6.1.3/id").
    """

    id: str
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class Check:
    """One registered rule: *find_places* yields every place that breaks it."""

    id: str
    reason: str
    find_places: Callable[[Reading], Places]

    def run(self, reading: Reading) -> list[Failure]:
        """Return a failure for every place that breaks this rule."""
        return [Failure(self.id, self.reason, place) for place in self.find_places(reading)]


CHECKS: list[Check] = []


def check(id: str, reason: str) -> Callable[[Callable[[Reading], Places]], Callable[[Reading], Places]]:
    """Register the function below under the failure condition *id*; its docstring names the source."""

    def register(find_places: Callable[[Reading], Places]) -> Callable[[Reading], Places]:
        CHECKS.append(Check(id, reason, find_places))
        return find_places

    return register
