"""What no cell of a table may hold, whatever column it is in."""

from __future__ import annotations

import unicodedata

LONGEST_CELL = 1000
"""Characters: the longest field of a patient's plan has 120."""
_FORMULA = ("=", "+", "-", "@")
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")


def find_cell_fault(text: str) -> str | None:
    """Return why a cell cannot stand, without a word of it; None where it can.

    Formulas (CWE-1236) are refused even where the press would not run them: the table came from a program that would.
    """
    if len(text) > LONGEST_CELL:
        return f"is longer than {LONGEST_CELL} characters"
    if text.isascii() and text.isprintable():
        return "begins like a formula" if text.startswith(_FORMULA) else None
    if text.lstrip().startswith(_FORMULA):
        return "begins like a formula"
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "holds bytes that are not text in the encoding of the file"
    if not _TURNING.isdisjoint(text):
        return "holds a sign that would turn the writing direction around"
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") and c not in _JOINERS for c in text):
        return "holds a control character, a line end or another sign that cannot be seen"
    return None
