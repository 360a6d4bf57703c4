"""Every code that a person may read is on the page that explains it, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = re.compile(r"\"([A-Z]\d{3})\"")
ROW = re.compile(r"^\| ([A-Z]\d{3}) \| (.+) \| (.+) \|$", re.MULTILINE)


def codes_in_source() -> set[str]:
    return {code for path in (ROOT / "src").rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}


def rows() -> dict[str, tuple[str, str]]:
    page = (ROOT / "content" / "ERRORS.md").read_text("utf-8")
    found = ROW.findall(page)
    assert len({code for code, _, _ in found}) == len(found), "a code has two rows"
    return {code: (cause, remedy) for code, cause, remedy in found}


def test_every_code_is_explained() -> None:
    """content/ERRORS.md says for each code what caused it and what to do, each in a sentence."""
    assert set(rows()) == codes_in_source()
    assert all(cause.endswith(".") and remedy.endswith(".") for cause, remedy in rows().values())
