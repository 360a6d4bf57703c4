"""Words as runs for the template: what is bold, what is in another language, what is a link or an isolate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from plainleaf.compose.model import Span, Words

_PHONE = re.compile(r"\+?\d[\d ()-]*\d")
_FEWEST_DIGITS = 3
"""The shortest telephone number: 112, 911, 999."""

_GLUED = re.compile(r"(?<=\d) (?=\d|%|[^\W\d_]{1,3}(?!\w))")
"""A blank inside a number, or between a number and its unit (P13): 0800 198 5000, 10 mg."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one kind. link: where it leads. apart: a bidi isolate of its own, left to right."""

    text: str
    link: str | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces that are all bold, or all not."""

    bold: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Parts in one language; *lang* is a BCP 47 tag where it is not the page's."""

    lang: str | None
    parts: tuple[Part, ...]


def group_words(words: Words, page: str, *, linked: bool = True) -> tuple[Run, ...]:
    """Return *words* as runs for a page in the language *page* (BCP 47). linked: false inside a link."""
    return group_spans(words.spans, page, linked=linked)


def group_spans(spans: Iterable[Span], page: str, *, linked: bool = True) -> tuple[Run, ...]:
    """Return *spans* as runs. A run in another language is an isolate as a whole, so none of its pieces is."""

    def foreign(span: Span) -> str | None:
        return None if span.lang == page else span.lang

    runs = []
    for lang, members in groupby(spans, foreign):
        parts = tuple(
            Part(bold, tuple(_make_piece(span, linked=linked, inside=lang is not None) for span in group))
            for bold, group in groupby(members, lambda span: span.bold)
        )
        runs.append(Run(lang, parts))
    return tuple(runs)


def _make_piece(span: Span, *, linked: bool, inside: bool) -> Piece:
    text = _GLUED.sub("\u00a0", span.text)
    return Piece(text, _find_link(span) if linked else None, span.isolate and not inside)


def _find_link(span: Span) -> str | None:
    """Return where *span* leads: a number is dialled, whatever page it also has; an address is opened."""
    digits = re.sub(r"\D", "", span.text)
    if span.isolate and _PHONE.fullmatch(span.text) and len(digits) >= _FEWEST_DIGITS:
        return f"tel:{'+' if span.text.startswith('+') else ''}{digits}"
    return span.url if span.url and span.url.startswith("https://") else None
