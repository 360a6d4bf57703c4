"""Shaped clusters: the unit that is drawn as one embedded glyph and read back as one piece of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plainleaf.layout.model import Glyph, GlyphRun
from plainleaf.truetype import Composite

NEVER_DRAWN = frozenset("\u200b\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e")
"""Controls whose work is done once the text is laid out. U+200C and U+200D stay: they belong to spelling."""


MOST_OWED = 8.0
"""Font units that rounding may put the pen off its place: a quarter of a point at 28 pt."""


class Cluster(NamedTuple):
    """One glyph or composite, the characters it stands for and its shaped advance (1/1000 em)."""

    glyph: int | Composite
    text: str
    advance: float


def split_clusters(run: GlyphRun, *, bake_advance: bool) -> Iterator[Cluster]:
    """Yield the clusters of *run* from left to right.

    Several glyphs, or one with an offset, become a composite: a plain string of codes then draws the run,
    and readers that cut text at every shift have nothing to cut. bake_advance: also where only the
    advance differs from the font's own (kerning).
    """
    glyphs, text, scale = run.glyphs, run.text, run.face.upem / 1000
    starts = sorted({glyph.cluster for glyph in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    if not bake_advance and len(starts) == len(glyphs) and not any(glyph.dx or glyph.dy for glyph in glyphs):
        for glyph in glyphs:  # plain text, the common case
            yield Cluster(glyph.id, text[glyph.cluster : ends[glyph.cluster]], glyph.advance)
        return
    at, carry = 0, 0.0
    while at < len(glyphs):
        first = at
        while at < len(glyphs) and glyphs[at].cluster == glyphs[first].cluster:
            at += 1
        start = glyphs[first].cluster
        characters = "".join(c for c in text[start : ends[start]] if c not in NEVER_DRAWN)
        owed = carry if abs(carry) >= MOST_OWED else 0.0
        drawn, advance = _combine(run, glyphs[first:at], scale, owed, bake_advance=bake_advance)
        if bake_advance:
            stored = run.face.advance(drawn) * scale if isinstance(drawn, int) else drawn[0]
            carry += advance * scale - stored
        if characters or advance > 0:
            yield Cluster(drawn, characters or "\u200b", advance)  # an empty mapping reads back as rubbish


def _combine(
    run: GlyphRun, glyphs: Sequence[Glyph], scale: float, owed: float, *, bake_advance: bool
) -> tuple[int | Composite, float]:
    """Return the glyph of one cluster, or the composite that stands for several, and its shaped advance.

    owed: font units by which the pen stands too far left, made good by this cluster.
    """
    pen, parts = owed / scale, []
    for glyph in glyphs:
        parts.append((glyph.id, round((pen + glyph.dx) * scale), round(glyph.dy * scale)))
        pen += glyph.advance
    plain = len(parts) == 1 and parts[0][1:] == (0, 0)
    if plain and bake_advance:
        plain = abs(run.face.advance(parts[0][0]) - pen) * scale < 0.5
    # a negative advance cannot be stored in a font: the next cluster makes it good
    return (parts[0][0] if plain else (max(0, round(pen * scale)), tuple(parts))), pen - owed / scale
