"""Every code that a person may read is on the page that explains it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = re.compile(r"\"([A-Z]\d{3})\"")
RANGE = re.compile(r"([A-Z])(\d{3})(?:–[A-Z](\d{3}))?")


def codes_in_source() -> set[str]:
    return {code for path in (ROOT / "src").rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}


def codes_on_page() -> set[str]:
    rows = [
        line.split("|")[1] for line in (ROOT / "content" / "README.md").read_text("utf-8").splitlines() if "|" in line
    ]
    found = set()
    for letter, first, last in RANGE.findall(" ".join(rows)):
        found |= {f"{letter}{number:03}" for number in range(int(first), int(last or first) + 1)}
    return found


def test_every_code_is_explained() -> None:
    """content/README.md says for each code what caused it and what to do."""
    assert codes_in_source() - codes_on_page() == set()
