"""Walk the content stream of a page once: the text each marked content draws, and all ink in its place."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plainleaf.verify.ink import IDENTITY, Matrix, Run, form_of, multiply, transform
from plainleaf.verify.model import DrawnText, FontFacts
from plainleaf.verify.painting import FILLS, STROKES, Painter
from plainleaf.verify.tokens import Operand, Properties, read_operators

ARABIC_LETTER_MARK = "\u061c"
"""Stands first in the text layer of every right-to-left run, whose glyphs are in visual order."""

_MCID = re.compile(rb"/MCID\s+(\d+)")
_INVISIBLE = (3, 7)
"""Text rendering modes without ink (ISO 32000-1, table 106)."""
_DEEPEST_FORM, _MOST_FORMS = 8, 5000
"""Forms within forms, and forms on a page: more are a file made to stop its reader."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form XObject: a content stream of its own, placed by *matrix*."""

    stream: bytes
    matrix: Matrix
    resources: Resources


def _no_form(name: str) -> None:
    """Know no form by *name*."""
    del name


@dataclass(frozen=True, slots=True)
class Resources:
    """What the names in a content stream stand for.

    open_form: from a name to the form, "image" or None. spaces, alphas: as Painter has them.
    mcids: names of property lists to their MCID.
    """

    fonts: Mapping[str, FontFacts] = field(default_factory=dict)
    open_form: Callable[[str], Form | str | None] = _no_form
    spaces: Mapping[str, str] = field(default_factory=dict)
    alphas: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    mcids: Mapping[str, int] = field(default_factory=dict)


def read_drawn(stream: bytes, resources: Resources, matrix: Matrix = IDENTITY) -> DrawnText:
    """Return what *stream* draws. matrix: from its coordinates to the page as it is seen."""
    walk = _Walk(resources, matrix)
    walk.read(stream)
    return DrawnText(
        {mcid: "".join(parts) for mcid, parts in walk.contents.items()},
        tuple(walk.artifacts),
        frozenset(walk.sizes),
        {font: frozenset(codes) for font, codes in walk.codes.items()},
        tuple(walk.runs),
        tuple(walk.painter.patches),
        tuple(walk.painter.pictures),
    )


class _Walk:
    """The state of one walk: marked contents, text state and the run being read."""

    def __init__(self, resources: Resources, matrix: Matrix) -> None:
        self._resources = resources
        self.painter = Painter(resources.spaces, resources.alphas)
        self.painter.state.matrix = matrix
        self.contents: dict[int, list[str]] = {}
        self.artifacts: list[str] = []
        self.sizes: set[tuple[FontFacts | None, float]] = set()
        self.codes: dict[FontFacts | None, set[int]] = {}
        self.runs: list[Run] = []
        self._marks: list[int | None] = []
        self._mcid: int | None = None
        self._depth = self._forms = 0
        self._font: FontFacts | None = None
        self._size, self._mode, self._rise, self._leading = 0.0, 0, 0.0, 0.0
        self._spacing, self._word_spacing, self._stretch = 0.0, 0.0, 1.0
        self._texts: list[tuple[Any, ...]] = []
        self._matrix = self._line = IDENTITY
        self._pen = 0.0
        self._text: list[str] = []
        self._first: float | None = None
        self._last = 0.0
        self._spaced = False
        self._gaps: list[float] = []
        self._colour: Any = None

    def read(self, stream: bytes) -> None:
        """Take the operators of *stream*."""
        table, painter = _TABLE, self.painter
        for operator, operands in read_operators(stream):
            if operator == b"l" or operator == b"c":
                painter.draw(operands)  # type: ignore[arg-type]
            elif operator == b"m":
                painter.move(operands)  # type: ignore[arg-type]
            else:
                take = table.get(operator)
                if take is not None:
                    take(self, operator, operands)
        self.end_run()

    def show(self, operator: bytes, operands: list[Operand]) -> None:
        """Tj TJ ' and \"."""
        if operator in (b"'", b'"'):
            self.next_line(operator, operands)
        colour = self.painter.ink
        if self._text and colour != self._colour:
            self._part_run()
        self._colour = colour
        if self._mode in _INVISIBLE:
            return
        font, size, stretch = self._font, self._size, self._stretch
        used = self.codes.setdefault(font, set())
        for value in operands:
            if isinstance(value, float):
                self._pen -= value * size * stretch / 1000
            elif isinstance(value, bytes):
                codes = _split_codes(value, font)
                used.update(codes)
                self._show_codes(codes, font, size * stretch)

    def _show_codes(self, codes: tuple[int, ...] | bytes, font: FontFacts | None, scale: float) -> None:
        pen, text = self._pen, self._text
        glyphs = font.glyph_facts if font else {}
        plain = not (self._spacing or self._word_spacing)
        for code in codes:
            mapped, width, visible = glyphs.get(code) or (font.look_up(code) if font else _UNKNOWN)
            text.append(mapped)
            if visible:
                if self._first is None:
                    self._first = pen
                elif self._spaced:
                    self._gaps.append(pen - self._last)
                pen += width * scale
                self._last = pen
                self._spaced = False
            else:
                pen += width * scale
                self._spaced = self._spaced or mapped == " "
            if not plain:
                pen += self._spacing * self._stretch
                pen += self._word_spacing * self._stretch if code == 32 and font and not font.wide else 0.0
        self._pen = pen

    def end_run(self) -> None:
        """Put the run read so far where it belongs, turned into logical order."""
        if not self._text:
            return
        rtl = any(ARABIC_LETTER_MARK in cluster for cluster in self._text)
        text = "".join(reversed(self._text) if rtl else self._text)
        if not self._place_run(text):
            self._forget_run()
            return
        if self._mcid is None:
            self.artifacts.append(text)
        else:
            self.contents.setdefault(self._mcid, []).append(text)
        self._forget_run()

    def _place_run(self, text: str) -> bool:
        """Keep the run with its place; False where it has no size or is clipped away."""
        state = self.painter.state.matrix
        whole = self._matrix if state is IDENTITY else multiply(self._matrix, state)
        a, b, c, d, _, _ = whole
        tall, wide = (c * c + d * d) ** 0.5, (a * a + b * b) ** 0.5 * abs(self._stretch)
        size = round(abs(self._size) * min(tall, wide), 3)
        if not size:
            return False
        self.sizes.add((self._font, size))
        self.painter.texts += 1
        first = self._first
        left, y = transform(whole, self._last if first is None else first, self._rise)
        right, end = transform(whole, self._last, self._rise)
        if first is None:
            left, right = right, right - 1.0
        elif not self.painter.sees((left + right) / 2, (y + end) / 2 + size / 4):
            return False
        form = "upright" if b == c == 0.0 and a > 0 and d > 0 and self._size > 0 else form_of(whole)
        if form == "turned" and right < left:
            left, right = right, left
        gaps = tuple(gap / (self._size * self._stretch or 1.0) for gap in self._gaps)
        self.runs.append(
            Run(text, self._font, size, left, right, y, form, self._colour, self._mcid, self.painter.next(), gaps)
        )
        return True

    def _part_run(self) -> None:
        """End the run where the font or colour changes, the pen staying where it is."""
        pen = self._pen
        self.end_run()
        self._pen = pen

    def _forget_run(self) -> None:
        self._text, self._gaps = [], []
        self._first, self._spaced = None, False

    def set_font(self, _: bytes, operands: list[Operand]) -> None:
        """Tf."""
        font = self._resources.fonts.get(str(operands[-2]))
        size = float(operands[-1])
        if self._text and (font is not self._font or size != self._size):
            self._part_run()
        self._font, self._size = font, size

    def set_text_matrix(self, _: bytes, operands: list[Operand]) -> None:
        """Tm."""
        self.end_run()
        self._matrix = self._line = tuple(operands[-6:])  # type: ignore[assignment]
        self._pen = 0.0

    def begin_text(self, _: bytes, operands: list[Operand]) -> None:
        """BT."""
        del operands
        self.end_run()
        self._matrix = self._line = IDENTITY
        self._pen = 0.0

    def end_text(self, _: bytes, operands: list[Operand]) -> None:
        """ET."""
        del operands
        self.end_run()

    def move_line(self, operator: bytes, operands: list[Operand]) -> None:
        """Td TD."""
        self.end_run()
        x, y = float(operands[-2]), float(operands[-1])
        if operator == b"TD":
            self._leading = -y
        self._matrix = self._line = multiply((1.0, 0.0, 0.0, 1.0, x, y), self._line)
        self._pen = 0.0

    def next_line(self, operator: bytes, operands: list[Operand]) -> None:
        """T*, and the first part of ' and \"."""
        if operator == b'"' and len(operands) >= 3:
            self._word_spacing, self._spacing = float(operands[0]), float(operands[1])
            del operands[:2]
        self.move_line(b"Td", [0.0, -self._leading])

    def set_text_state(self, operator: bytes, operands: list[Operand]) -> None:
        """Tc Tw Tz TL Tr Ts."""
        value = float(operands[-1])
        match operator:
            case b"Tc":
                self._spacing = value
            case b"Tw":
                self._word_spacing = value
            case b"Tz":
                self._stretch = value / 100
            case b"TL":
                self._leading = value
            case b"Tr":
                self._mode = int(value)
            case b"Ts":
                self._part_run()
                self._rise = value

    def begin_mark(self, operator: bytes, operands: list[Operand]) -> None:
        """BDC BMC."""
        self.end_run()
        mcid = self._mcid
        if operator == b"BDC" and operands:
            last = operands[-1]
            if isinstance(last, Properties):
                found = _MCID.search(last)
                mcid = int(found[1]) if found else mcid
            else:
                mcid = self._resources.mcids.get(str(last), mcid)
        self._marks.append(self._mcid)
        self._mcid = mcid

    def end_mark(self, _: bytes, operands: list[Operand]) -> None:
        """EMC."""
        del operands
        self.end_run()
        if self._marks:
            self._mcid = self._marks.pop()

    def save(self, _: bytes, operands: list[Operand]) -> None:
        """q."""
        del operands
        self.painter.save()
        state = (self._font, self._size, self._mode, self._rise, self._leading)
        self._texts.append((*state, self._spacing, self._word_spacing, self._stretch))

    def restore(self, _: bytes, operands: list[Operand]) -> None:
        """Q."""
        del operands
        self.end_run()
        self.painter.restore(self._mcid)
        if self._texts:
            self._font, self._size, self._mode, self._rise, self._leading, *rest = self._texts.pop()
            self._spacing, self._word_spacing, self._stretch = rest

    def concatenate(self, _: bytes, operands: list[Operand]) -> None:
        """cm."""
        self.end_run()
        self.painter.concatenate(tuple(operands[-6:]))  # type: ignore[arg-type]

    def paint(self, operator: bytes, operands: list[Operand]) -> None:
        """F, S and their kin."""
        del operands
        self.painter.paint(operator, self._mcid)

    def set_colour(self, operator: bytes, operands: list[Operand]) -> None:
        """G, rg and their kin."""
        self.painter.set_colour(operator, operands)

    def set_width(self, _: bytes, operands: list[Operand]) -> None:
        """w."""
        self.painter.state.width = float(operands[-1])

    def rectangle(self, _: bytes, operands: list[Operand]) -> None:
        """re."""
        self.painter.rectangle(operands)  # type: ignore[arg-type]

    def curve(self, _: bytes, operands: list[Operand]) -> None:
        """v y."""
        self.painter.draw(operands)  # type: ignore[arg-type]

    def close(self, _: bytes, operands: list[Operand]) -> None:
        """h."""
        del operands
        self.painter.close()

    def clip(self, _: bytes, operands: list[Operand]) -> None:
        """W W*."""
        del operands
        self.painter.clip()

    def set_opacity(self, _: bytes, operands: list[Operand]) -> None:
        """gs."""
        self.painter.set_opacity(str(operands[-1]))

    def paint_image(self, operator: bytes, operands: list[Operand]) -> None:
        """BI sh."""
        del operands
        if operator == b"sh":
            self.painter.paint_shading(self._mcid)
        else:
            self.painter.paint_image(self._mcid)

    def paint_object(self, _: bytes, operands: list[Operand]) -> None:
        """Do: an image, or a form with operators of its own."""
        self.end_run()
        found = self._resources.open_form(str(operands[-1]))
        if found == "image":
            self.painter.paint_image(self._mcid)
        elif isinstance(found, Form) and self._depth < _DEEPEST_FORM and self._forms < _MOST_FORMS:
            self._forms += 1
            self._read_form(found)

    def _read_form(self, form: Form) -> None:
        outer, depth = self._resources, len(self.painter._saved)
        self.save(b"q", [])
        self.painter.state.matrix = multiply(form.matrix, self.painter.state.matrix)
        self._resources = form.resources
        self.painter.spaces, self.painter.alphas = form.resources.spaces, form.resources.alphas
        self._depth += 1
        self.read(form.stream)
        self._depth -= 1
        self._resources = outer
        self.painter.spaces, self.painter.alphas = outer.spaces, outer.alphas
        while len(self.painter._saved) > depth:
            self.restore(b"Q", [])


_UNKNOWN = ("\ufffd", 0.5, True)
"""Text, width in em and visibility of a code in a font that is not there."""


def _split_codes(data: bytes, font: FontFacts | None) -> tuple[int, ...] | bytes:
    """Return the codes in *data*: of two bytes in composite fonts, of one in simple fonts."""
    if font is None or font.wide:
        return struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])
    return data


_TABLE: dict[bytes, Callable[[_Walk, bytes, list[Operand]], None]] = {
    **dict.fromkeys((b"Tj", b"TJ", b"'", b'"'), _Walk.show),
    **dict.fromkeys((*FILLS, *STROKES, b"n"), _Walk.paint),
    **dict.fromkeys((b"Tc", b"Tw", b"Tz", b"TL", b"Tr", b"Ts"), _Walk.set_text_state),
    **dict.fromkeys((b"BDC", b"BMC"), _Walk.begin_mark),
    **dict.fromkeys((b"Td", b"TD"), _Walk.move_line),
    **dict.fromkeys((b"v", b"y"), _Walk.curve),
    **dict.fromkeys((b"W", b"W*"), _Walk.clip),
    **dict.fromkeys((b"BI", b"sh"), _Walk.paint_image),
    **dict.fromkeys((b"g", b"G", b"rg", b"RG", b"k", b"K", b"cs", b"CS"), _Walk.set_colour),
    **dict.fromkeys((b"sc", b"SC", b"scn", b"SCN"), _Walk.set_colour),
    b"Tf": _Walk.set_font,
    b"Tm": _Walk.set_text_matrix,
    b"T*": _Walk.next_line,
    b"BT": _Walk.begin_text,
    b"ET": _Walk.end_text,
    b"EMC": _Walk.end_mark,
    b"q": _Walk.save,
    b"Q": _Walk.restore,
    b"cm": _Walk.concatenate,
    b"w": _Walk.set_width,
    b"re": _Walk.rectangle,
    b"h": _Walk.close,
    b"gs": _Walk.set_opacity,
    b"Do": _Walk.paint_object,
}
