"""Checks of the letters: how large, how slanted, how loud they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plainleaf.findings import Finding
from plainleaf.verify.measured import Measured, page_error, quote

_ROUNDING = 0.01
"""Points that the writer's three decimals and a scaled matrix can take from a size."""
_WORD = re.compile(r"[^\W\d_][\w&’'-]*|\S")
_LARGER = "set it in the sizes of the profile"


def check_smallest_text(measured: Measured) -> Iterator[Finding]:
    """V201: no text is smaller than the profile's smallest_text, the footer and captions included.

    Why: who needs large print cannot read the small print. Source: P01; UKAAF G003 (16 pt), ACB (18 pt).
    """
    least = measured.limits.smallest_text
    for page, run in measured.runs():
        if run.size < least - _ROUNDING:
            yield page_error("V201", f"{quote(run.text)} is set in {run.size:g} pt, not {least:g}", page, _LARGER)


def check_slant(measured: Measured) -> Iterator[Finding]:
    """V206: no letter is italic, oblique or slanted by its matrix.

    Why: slanted letters run into each other in blurred sight. Source: P06; UKAAF G003, ACB 2025.
    """
    for page, run in measured.runs():
        if run.form == "sheared" or (run.font is not None and run.font.italic):
            yield page_error("V206", f"{quote(run.text)} is slanted", page, "use an upright font")


def check_rotation(measured: Measured) -> Iterator[Finding]:
    """V215: no text is turned or mirrored.

    Why: a magnifier follows lines, not corners. Source: P15; UKAAF G003, horizontal text.
    """
    for page, run in measured.runs():
        if run.form == "turned":
            yield page_error("V215", f"{quote(run.text)} is not horizontal", page)


def check_capitals(measured: Measured) -> Iterator[Finding]:
    """V208: no more than most_capital_words words in capitals follow each other, capital_words not counted.

    Why: words in capitals lose their outlines. Source: P08; UKAAF G003, ACB.
    """
    for page, text in _texts(measured):
        shouted = _longest_shout(text, measured.limits.capital_words)
        if len(shouted) > measured.limits.most_capital_words:
            yield page_error("V208", f"{quote(' '.join(shouted))} is in capitals", page, "write it in small letters")


def _texts(measured: Measured) -> Iterator[tuple[int, str]]:
    """Yield each text that is one passage, with its page (from 1); not of names and addresses, nor beside them."""
    for block in measured.blocks:
        if block.lines and not block.is_personal:
            yield block.lines[0].page + 1, block.text
    personal = measured.personal_pages
    for number, lines in enumerate(measured.loose, start=1):
        for line in lines if number - 1 not in personal else ():
            yield number, line.text


def _longest_shout(text: str, allowed: frozenset[str]) -> list[str]:
    longest: list[str] = []
    current: list[str] = []
    if text.upper() == text.lower():  # a script without capitals
        return longest
    for word in _WORD.findall(text):
        if word in allowed:
            continue
        current = [*current, word] if len(word) > 1 and word.isupper() else []
        longest = max(longest, current, key=len)
    return longest
