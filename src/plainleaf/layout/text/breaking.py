"""Where a line may end: ICU's rules, less the places where a break would harm. icu4py's one home."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from icu4py.breakers import CharacterBreaker, LineBreaker

_LOCALES = {"ja": "ja-u-lb-strict", "zh": "zh-u-lb-strict"}
"""Strict line-start rules (kinsoku) where the language has them."""

_BLANK = "[ \u00a0\u202f\u2009]"
_UNITS = "mg|ml|mcg|g|kg|µg|μg|l|cm|mm|m|km|h|min|s|pt|мг|мл|мкг|г|кг|мкл|°C|°F|%"

GLUED = re.compile(
    rf"\d{_BLANK}(?=\d)"  # groups of one number: 0800 198 5000
    rf"|\d{_BLANK}(?=(?:{_UNITS})(?![A-Za-z\u00c0-\u024f\u0400-\u052f]))"  # a number and its unit: 10 mg씩 too
    rf"|(?:(?<=\s)|(?<=^)|(?<=\())[^\W\d_\u3040-\u9fff\uac00-\ud7a3\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{_BLANK}(?=\S)"
    # a one-letter word and the next word
    rf"|\S{_BLANK}(?=[:;!?»](?:\s|$))"  # French punctuation after its blank
    rf"|«{_BLANK}(?=\S)"
    r"|(?<=[^\s\d])[-‐](?=[^\s\d])"  # a hyphen inside a word: readers of the file take it for a broken word
)
"""Each match ends where a line must not."""


@lru_cache(maxsize=20_000)
def break_offsets(text: str, language: str, *, glue: bool = True) -> tuple[int, ...]:
    """Return the offsets (code points) where a line of *text* may end, the end of the text among them.

    language: BCP 47 tag. Nothing is hyphenated; a soft hyphen is no place to break.
    glue: whether what GLUED keeps together stays so; a phone number wider than a line is cut at its blanks.
    """
    base = language.split("-")[0]
    offsets = _icu_offsets(text, _LOCALES.get(base, language))
    barred = {match.end() for match in GLUED.finditer(text)} if glue else set()
    barred.update(match.end() for match in re.finditer("\u00ad", text))
    if base == "ko" and glue:
        barred.update(at for at in offsets if _inside_korean_word(text, at))
    return tuple(at for at in offsets if at == len(text) or at not in barred)


def bar_ranges(offsets: Iterable[int], ranges: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return *offsets* without those strictly inside one of *ranges* (start, end)."""
    return tuple(at for at in offsets if not any(start < at < end for start, end in ranges))


def cluster_offsets(text: str, language: str) -> tuple[int, ...]:
    """Return the ends of the grapheme clusters of *text*: the last resort for a word wider than a line."""
    ends, at = [], 0
    for cluster in CharacterBreaker(text, language):
        at += len(cluster)
        ends.append(at)
    return tuple(ends)


def _icu_offsets(text: str, locale: str) -> list[int]:
    """Return ICU's break offsets; it counts UTF-16 units, we count code points."""
    units = [end for _, end in LineBreaker(text, locale).segments()]
    if all(ord(character) < 0x10000 for character in text):
        return units
    code_points, at = {}, 0
    for index, character in enumerate(text):
        code_points[at] = index
        at += 2 if ord(character) > 0xFFFF else 1
    code_points[at] = len(text)
    return [code_points[unit] for unit in units]


def _inside_korean_word(text: str, at: int) -> bool:
    """Tell whether a break at *at* would cut a Korean word, which is written between blanks: 알(10 mg)을."""
    if at >= len(text):
        return False
    before, after = text[at - 1], text[at]
    return not before.isspace() and (_is_hangul(before) or _is_hangul(after))


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"
