"""Spans of text to shaped lines: faces chosen, words shaped, lines broken, runs put in order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from plainleaf.compose.model import Span
from plainleaf.faces import Face, ShapedGlyph
from plainleaf.languages import Language
from plainleaf.layout.model import Glyph, GlyphRun, Line, Node
from plainleaf.layout.text.bidi import bidi_class, line_levels, resolve_levels, visual_order
from plainleaf.layout.text.breaking import bar_ranges, break_offsets, cluster_offsets

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
INVISIBLE = frozenset("\u200b\u200e\u200f\u061c\u2060\ufeff\u00ad") | {chr(c) for c in range(0x202A, 0x202F)}
INVISIBLE |= {LRI, "\u2067", FSI, PDI}
"""Characters that steer and are never drawn. U+200C and U+200D stay with their letters."""

SHORTEST_LAST_LINE = 0.2
"""Of the width: a last line shorter than this looks lost."""

_BLANKS = frozenset(" \u00a0\u202f\u2009\u3000")
_LINE_ENDS = dict.fromkeys(map(ord, "\n\r\v\f\x85\u2028\u2029"), " ")
"""Characters that end a line wherever they stand; drawn, and read back, as a blank."""

_MAIN_SCRIPT = {"Aran": "Arab", "Hans": "Hani", "Hant": "Hani", "Jpan": "Hani", "Kore": "Hang"}
"""ISO 15924 codes for languages to those that HarfBuzz shapes by."""


@dataclass(frozen=True, slots=True)
class SizedFace:
    """A face at a size in points."""

    face: Face
    size: float


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How text looks. The first face of a weight is the language's own, the others fall back.

    latin: index of the face that sets isolated values (numbers, names) and English when in Latin letters.
    leading: distance of baselines in points. bold_all: everything is bold, as in headings.
    """

    regular: tuple[SizedFace, ...]
    bold: tuple[SizedFace, ...]
    latin: int
    language: Language
    leading: float
    bold_all: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """The longest stretch of one face, level and span between two places where a line may end."""

    start: int
    end: int
    level: int
    face: SizedFace
    span: int
    width: float
    glyphs: tuple[ShapedGlyph, ...]
    blank: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stays together on a line: pieces, then the blank that follows. last: the line ends after it."""

    pieces: tuple[_Piece, ...]
    width: float
    blank_width: float
    last: bool = False


@dataclass(frozen=True, slots=True)
class ShapedText:
    """A paragraph, shaped and ready to be broken into lines. missing: characters no face has a glyph for."""

    text: str
    style: TextStyle
    base: int
    levels: tuple[int, ...]
    units: tuple[_Unit, ...]
    isolates: tuple[tuple[int, int], ...]
    missing: tuple[str, ...]
    nodes: tuple[Node | None, ...]

    @property
    def widest(self) -> float:
        """Width of the widest part that no line break can stand in, in points."""
        return max((unit.width for unit in self.units), default=0.0)

    @property
    def width(self) -> float:
        """Width on a single line, in points, without a trailing blank."""
        if not self.units:
            return 0.0
        last = self.units[-1].blank_width
        return sum(unit.width + unit.blank_width for unit in self.units) - last


def shape_words(spans: Sequence[Span], style: TextStyle, nodes: Sequence[Node | None]) -> ShapedText:
    """Return *spans* shaped in *style*; nodes: the structure element of each span, None for an artifact.

    A text that is in another language throughout (English in place of a missing translation) runs from left
    to right.
    """
    one = _shape(tuple(spans), style)
    return ShapedText(one.text, style, one.base, one.levels, one.units, one.isolates, one.missing, tuple(nodes))


@lru_cache(maxsize=512)
def _shape(spans: tuple[Span, ...], style: TextStyle) -> ShapedText:
    """Return what shape_words does, without nodes: the copies of a batch have most texts in common."""
    foreign = {span.lang for span in spans}
    own = None in foreign or style.language.bcp47 in foreign
    rtl = style.language.rtl and own
    marked, owners, isolates = _join_spans(spans, rtl=rtl, own=style.language.bcp47)
    text = marked.translate(_LINE_ENDS)
    base, levels = resolve_levels(text, 1 if rtl else 0)
    shaper = _Shaper(text, owners, levels, spans, style)
    offsets = bar_ranges(break_offsets(marked, style.language.bcp47 if own else "en"), isolates)
    units = tuple(shaper.units(offsets, frozenset(at for at in offsets if ord(marked[at - 1]) in _LINE_ENDS)))
    missing = tuple(dict.fromkeys(shaper.missing))
    return ShapedText(text, style, base, tuple(levels), units, tuple(isolates), missing, ())


def _join_spans(spans: Sequence[Span], *, rtl: bool, own: str) -> tuple[str, list[int], list[tuple[int, int]]]:
    """Return the text, the span that each character belongs to, and the ranges that stay on one line.

    own: BCP 47 tag of the style's language; in right-to-left text words of another are isolated too.
    """
    wrap = rtl or any(bidi_class(c) in ("R", "AL", "AN") for span in spans for c in span.text)
    parts: list[str] = []
    owners: list[int] = []
    isolates: list[tuple[int, int]] = []
    for index, span in enumerate(spans):
        apart = span.isolate or span.lang not in (None, own)
        text = f"{_isolate_for(span.text)}{span.text}{PDI}" if apart and wrap else span.text
        if span.isolate:
            isolates.append((len(owners), len(owners) + len(text)))
        parts.append(text)
        before = index - 1 if index and not (span.isolate or spans[index - 1].isolate) else index
        blanks = len(text) - len(text.lstrip(" "))  # a blank alone at the end of a line is lost on some readers
        owners.extend([before] * blanks + [index] * (len(text) - blanks))
    return "".join(parts), owners, isolates


def _isolate_for(text: str) -> str:
    first = next((kind for kind in map(bidi_class, text) if kind in ("L", "R", "AL")), "L")
    return LRI if first == "L" else FSI


class _Shaper:
    """Cuts a paragraph into pieces and shapes each."""

    def __init__(
        self, text: str, owners: Sequence[int], levels: Sequence[int], spans: Sequence[Span], style: TextStyle
    ) -> None:
        self.text, self.owners, self.levels, self.spans, self.style = text, owners, levels, spans, style
        self.missing: list[str] = []
        self._simple = self._is_simple()

    def _is_simple(self) -> bool:
        """Tell whether every span needs no more than one face and one direction: then nothing is looked up
        character by character."""
        if any(self.levels) or INVISIBLE.intersection(self.text):
            return False
        if self.style.latin and any(span.isolate or span.lang for span in self.spans):
            return False
        return all(
            self._faces(index)[0].face.coverage.issuperset(map(ord, span.text)) for index, span in enumerate(self.spans)
        )

    def units(self, offsets: Sequence[int], line_ends: frozenset[int]) -> Iterator[_Unit]:
        """Yield the unbreakable units that end at *offsets*; those that end at *line_ends* end a line."""
        start = 0
        for end in offsets:
            yield self.unit(start, end, last=end in line_ends)
            start = end

    def unit(self, start: int, end: int, *, last: bool) -> _Unit:
        """Return ``text[start:end]`` as a unit, its trailing blank apart."""
        ink_end = end
        while ink_end > start and self.text[ink_end - 1] in _BLANKS:
            ink_end -= 1
        words = tuple(self._pieces(start, ink_end, blank=False))
        blanks = tuple(self._pieces(ink_end, end, blank=True))
        return _Unit(words + blanks, sum(p.width for p in words), sum(p.width for p in blanks), last)

    def _pieces(self, start: int, end: int, *, blank: bool) -> Iterator[_Piece]:
        at = start
        while at < end:
            level, owner = self.levels[at], self.owners[at]
            face = self._faces(owner)[0] if self._simple else self._face_for(at, None)
            stop = end if self._simple and self.owners[end - 1] == owner else self._piece_end(at, end, face)
            yield self._piece(at, stop, level, face, owner, blank)
            at = stop

    def _piece_end(self, start: int, end: int, face: SizedFace) -> int:
        """Return where the piece that begins at *start* ends: at another level, span or face."""
        stop = start + 1
        while (
            stop < end
            and self.levels[stop] == self.levels[start]
            and self.owners[stop] == self.owners[start]
            and (self._simple or self._face_for(stop, face) is face)
        ):
            stop += 1
        return stop

    def _piece(self, start: int, end: int, level: int, face: SizedFace, owner: int, blank: bool) -> _Piece:
        language = self.style.language
        own = face is self._faces(owner)[0]
        script = _MAIN_SCRIPT.get(language.script, language.script) if own else None
        tag = self.spans[owner].lang or language.bcp47
        if own and script not in ("Latn", None) and self.text[start].isascii() and self.text[start].isalpha():
            script = "Latn"
        glyphs = face.face.shape(self.text, start, end, rtl=bool(level & 1), script=script, language=tag)
        width = sum(glyph.advance for glyph in glyphs) * face.size / 1000
        if not self._simple and INVISIBLE.intersection(self.text[start:end]):
            glyphs, width = _without_invisible(self.text[start:end], glyphs, width, face.size)
        return _Piece(start, end, level, face, owner, width, glyphs, blank)

    def _faces(self, owner: int) -> tuple[SizedFace, ...]:
        bold = self.style.bold_all or self.spans[owner].bold
        return self.style.bold if bold else self.style.regular

    def _face_for(self, at: int, current: SizedFace | None) -> SizedFace:
        """Return the face of the character at *at*; marks, joiners and controls keep the *current* one."""
        character = self.text[at]
        owner = self.owners[at]
        faces = self._faces(owner)
        if current is not None and (character in INVISIBLE or _joins(character) or character == " "):
            return current
        if (self.spans[owner].isolate or self.spans[owner].lang) and self.style.latin:
            latin = faces[self.style.latin]
            if latin.face.has(character):
                return latin
        for face in faces:
            if face.face.has(character):
                return face
        if character not in INVISIBLE:
            self.missing.append(character)
        return faces[0]


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Tell whether *character* belongs to the one before it: a mark, a joiner, a variation selector."""
    return character in "\u200c\u200d\ufe0f" or unicodedata.category(character).startswith("M")


def _without_invisible(
    text: str, glyphs: tuple[ShapedGlyph, ...], width: float, size: float
) -> tuple[tuple[ShapedGlyph, ...], float]:
    """Return the glyphs without those of characters that are never drawn."""
    kept = tuple(glyph for glyph in glyphs if text[glyph.cluster] not in INVISIBLE)
    return kept, width - (sum(g.advance for g in glyphs) - sum(g.advance for g in kept)) * size / 1000


def break_lines(shaped: ShapedText, width: float, *, balanced: bool = False) -> tuple[Line, ...]:
    """Return the lines of *shaped*, none wider than *width* points.

    balanced: as many lines as a greedy setting has, as even as they can be. Otherwise greedy, and a last
    line of a single word is given company where that costs no line.
    """
    units = _fit_units(shaped, width)
    rows = _greedy(units, width)
    if balanced and len(rows) > 1:
        rows = _balance(units, width, len(rows))
    elif len(rows) > 1:
        _mend_last(rows, width)
    return tuple(_make_line(shaped, row) for row in rows)


def _fit_units(shaped: ShapedText, width: float) -> list[_Unit]:
    """Return the units, those wider than a line cut where words end, at any blank (of values from outside the
    sentence last), or at grapheme clusters."""
    units = list(shaped.units)
    loose = partial(break_offsets, glue=False)
    for find_offsets, apart in ((break_offsets, True), (loose, True), (loose, False), (cluster_offsets, False)):
        if all(unit.width <= width for unit in units):
            break
        found = find_offsets(shaped.text, shaped.style.language.bcp47)
        offsets = bar_ranges(found, shaped.isolates) if apart else found
        units = [
            part for unit in units for part in ([unit] if unit.width <= width else _cut_unit(shaped, unit, offsets))
        ]
    return units


def _cut_unit(shaped: ShapedText, unit: _Unit, offsets: Sequence[int]) -> Iterator[_Unit]:
    """Yield the parts of *unit* between *offsets* of the text."""
    start, end = unit.pieces[0].start, unit.pieces[-1].end
    for stop in (*(at for at in offsets if start < at < end), end):
        ink_end = start + len(shaped.text[start:stop].rstrip("".join(_BLANKS)))
        words = tuple(_cut_pieces(shaped, unit.pieces, start, ink_end, blank=False))
        blanks = tuple(_cut_pieces(shaped, unit.pieces, ink_end, stop, blank=True))
        last = unit.last and stop == end
        yield _Unit(words + blanks, sum(p.width for p in words), sum(p.width for p in blanks), last)
        start = stop


def _cut_pieces(shaped: ShapedText, pieces: Sequence[_Piece], start: int, end: int, *, blank: bool) -> Iterator[_Piece]:
    """Yield what lies between *start* and *end* of *pieces*, shaped anew where a piece is cut."""
    language = shaped.style.language.bcp47
    for piece in pieces:
        left, right = max(start, piece.start), min(end, piece.end)
        if left >= right:
            continue
        if (left, right) == (piece.start, piece.end):
            yield replace(piece, blank=blank)
            continue
        face, size, rtl = piece.face.face, piece.face.size, bool(piece.level & 1)
        glyphs = face.shape(shaped.text, left, right, rtl=rtl, script=None, language=language)
        width = sum(glyph.advance for glyph in glyphs) * size / 1000
        glyphs, width = _without_invisible(shaped.text[left:right], glyphs, width, size)
        yield _Piece(left, right, piece.level, piece.face, piece.span, width, glyphs, blank)


def _greedy(units: Sequence[_Unit], width: float) -> list[list[_Unit]]:
    rows: list[list[_Unit]] = []
    used = 0.0
    for unit in units:
        if rows and not rows[-1][-1].last and used + unit.width <= width + 1e-6:
            rows[-1].append(unit)
        else:
            rows.append([unit])
            used = 0.0
        used += unit.width + unit.blank_width
    return rows or [[]]


def _balance(units: Sequence[_Unit], width: float, count: int) -> list[list[_Unit]]:
    """Return the rows at the narrowest width that keeps *count* lines (to a quarter of a point)."""
    low, high = max(unit.width for unit in units), width
    while high - low > 0.25:
        middle = (low + high) / 2
        if len(_greedy(units, middle)) <= count:
            high = middle
        else:
            low = middle
    return _greedy(units, high)


def _mend_last(rows: list[list[_Unit]], width: float) -> None:
    """Give a last line that holds almost nothing (a word, a character) company from the line before."""
    while len(rows[-2]) > 2:
        moved, used = rows[-2][-1], _row_width(rows[-1])
        if (used >= SHORTEST_LAST_LINE * width) or (moved.width + moved.blank_width + used > width):
            return
        if moved.last or (moved.blank_width and len(rows[-1]) > 1):
            return
        rows[-1].insert(0, rows[-2].pop())


def _row_width(row: Sequence[_Unit]) -> float:
    return sum(unit.width + unit.blank_width for unit in row) - row[-1].blank_width


def _make_line(shaped: ShapedText, row: Sequence[_Unit]) -> Line:
    """Return the line of *row*: runs in logical order, each at its visual place."""
    pieces = [piece for unit in row for piece in unit.pieces]
    if not pieces:
        return Line((), 0.0, bool(shaped.base))
    levels = _piece_levels(shaped, pieces)
    order = visual_order(levels)
    trailing = len(pieces)
    while trailing and pieces[trailing - 1].blank:
        trailing -= 1
    width = sum(piece.width for piece in pieces[:trailing])
    x = -sum(piece.width for piece in pieces[trailing:]) if shaped.base else 0.0
    places = [0.0] * len(pieces)
    for index in order:
        places[index] = x
        x += pieces[index].width
    return Line(tuple(_make_runs(shaped, pieces, levels, places)), width, bool(shaped.base))


def _piece_levels(shaped: ShapedText, pieces: Sequence[_Piece]) -> list[int]:
    start, end = pieces[0].start, pieces[-1].end
    if not shaped.base and not any(piece.level for piece in pieces):
        return [0] * len(pieces)
    levels = line_levels(shaped.text, shaped.levels, shaped.base, start, end)
    return [levels[piece.start - start] for piece in pieces]


def _make_runs(
    shaped: ShapedText, pieces: Sequence[_Piece], levels: Sequence[int], places: Sequence[float]
) -> Iterator[GlyphRun]:
    """Yield a run for each stretch of one node, face and level; pieces of a run touch each other."""
    start = 0
    while start < len(pieces):
        end = start + 1
        first = pieces[start]
        node = shaped.nodes[first.span]
        while (
            end < len(pieces)
            and shaped.nodes[pieces[end].span] is node
            and pieces[end].face is first.face
            and levels[end] == levels[start]
            and _touch(pieces, places, end, rtl=bool(levels[start] & 1))
        ):
            end += 1
        run = _make_run(shaped, pieces[start:end], places[start:end], rtl=bool(levels[start] & 1), node=node)
        if run.text:
            yield run
        start = end


def _touch(pieces: Sequence[_Piece], places: Sequence[float], at: int, *, rtl: bool) -> bool:
    """Tell whether piece *at* stands right after the one before it, in reading direction."""
    before, after = (at, at - 1) if rtl else (at - 1, at)
    return abs(places[before] + pieces[before].width - places[after]) < 1e-6


def _make_run(
    shaped: ShapedText, pieces: Sequence[_Piece], places: Sequence[float], *, rtl: bool, node: Node | None
) -> GlyphRun:
    origin = pieces[0].start
    ordered = reversed(pieces) if rtl else pieces
    text = shaped.text[origin : pieces[-1].end]
    glyphs = tuple(
        Glyph(glyph.id, glyph.cluster + piece.start - origin, glyph.advance, glyph.dx, glyph.dy)
        for piece in ordered
        for glyph in piece.glyphs
    )
    text, glyphs = _drop_invisible(text, glyphs)
    return GlyphRun(
        pieces[0].face.face,
        pieces[0].face.size,
        text,
        glyphs,
        rtl,
        min(places),
        sum(piece.width for piece in pieces),
        node,
    )


def _drop_invisible(text: str, glyphs: tuple[Glyph, ...]) -> tuple[str, tuple[Glyph, ...]]:
    """Return text and glyphs without the characters that are never drawn; clusters are counted anew."""
    if not INVISIBLE.intersection(text):
        return text, glyphs
    kept = [index for index, character in enumerate(text) if character not in INVISIBLE]
    place = {old: new for new, old in enumerate(kept)}
    renumbered = tuple(
        Glyph(glyph.id, place[glyph.cluster], glyph.advance, glyph.dx, glyph.dy)
        for glyph in glyphs
        if glyph.cluster in place
    )
    return "".join(text[index] for index in kept), renumbered
