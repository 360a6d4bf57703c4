"""Layouts set by hand, one sentence a line, for the tests of the writer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from plainleaf.faces import Face, open_face
from plainleaf.layout.model import Bookmark, Glyph, GlyphRun, Item, Layout, Line, Metadata, Node, Page, Text
from plainleaf.layout.text.bidi import resolve_levels, visual_order

_FONTS = Path(__file__).parents[2] / "fonts"

Piece = tuple[str, Node]


@cache
def find_face(family: str) -> Face:
    """Return the text weight of *family* from the repository."""
    return open_face(next(_FONTS.rglob(f"{family}-Medium.ttf")))


def set_line(face: Face, pieces: Sequence[Piece], *, rtl: bool, script: str, language: str, size: float = 12) -> Line:
    """Return one line of *pieces*, shaped and ordered."""
    text = "".join(part for part, _ in pieces)
    owners = [node for part, node in pieces for _ in part]
    _, levels = resolve_levels(text, int(rtl))
    runs = []
    for _, group in groupby(range(len(text)), key=lambda at: (levels[at], id(owners[at]))):
        at = list(group)
        level, start, end = levels[at[0]], at[0], at[-1] + 1
        shaped = face.shape(text, start, end, rtl=bool(level & 1), script=script, language=language)
        glyphs = tuple(Glyph(g.id, g.cluster, g.advance, g.dx, g.dy) for g in shaped)
        width = sum(glyph.advance for glyph in glyphs) * size / 1000
        runs.append((level, GlyphRun(face, size, text[start:end], glyphs, bool(level & 1), 0.0, width, owners[start])))
    x, left = 0.0, {}
    for place in visual_order([level for level, _ in runs]):
        left[place] = x
        x += runs[place][1].width
    placed = tuple(
        GlyphRun(r.face, r.size, r.text, r.glyphs, r.rtl, left[at], r.width, r.node) for at, (_, r) in enumerate(runs)
    )
    return Line(placed, x, rtl)


def set_page(
    family: str, paragraphs: Sequence[Sequence[Piece]], root: Node, *, rtl: bool = False, script: str = "Latn"
) -> Layout:
    """Return a layout with one line for each paragraph."""
    language = root.lang or "en"
    items: list[Item] = []
    for number, pieces in enumerate(paragraphs):
        line = set_line(find_face(family), pieces, rtl=rtl, script=script, language=language)
        items.append(Text(545 - line.width if rtl else 50, 790 - 40 * number, line))
    metadata = Metadata("Title & more", language, rtl, "Author", "Subject", "keys", "2026-01-02")
    return Layout((Page(595, 842, tuple(items)),), root, (Bookmark("One", 1, 0, 800),), metadata)


def set_sentences(family: str, language: str, sentences: Sequence[str], *, rtl: bool, script: str) -> Layout:
    """Return a layout with a paragraph for each sentence."""
    nodes = tuple(Node("P") for _ in sentences)
    paragraphs = [[(sentence, node)] for sentence, node in zip(sentences, nodes, strict=True)]
    return set_page(family, paragraphs, Node("Document", nodes, lang=language), rtl=rtl, script=script)
