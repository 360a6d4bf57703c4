"""What the test run prints at its end: how many mutations of warnings were made and caught."""

from __future__ import annotations

from collections import Counter
from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Add up the mutations that the tests of the gate recorded, whichever worker made them."""
    made: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in getattr(report, "user_properties", ()):
            if name == "mutation" and report.when == "call":
                kind, number, found = value
                made[kind] += number
                caught[kind] += found
    if made:
        terminalreporter.section("mutations of warnings, all languages")
        for kind in made:
            terminalreporter.write_line(f"{kind:<24}{made[kind]:>7} made {caught[kind]:>7} caught")
