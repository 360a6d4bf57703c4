"""The text operators: where each run of text stands, in which font, size and colour, and what it says."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace

from plainleaf.verify.font import FontFacts
from plainleaf.verify.ink import IDENTITY, Colour, Matrix, Run, form_of, multiply, transform
from plainleaf.verify.painting import Painter
from plainleaf.verify.tokens import Operand

ARABIC_LETTER_MARK = "\u061c"
"""Stands first in the text layer of every right-to-left run, whose glyphs are in visual order."""

_INVISIBLE = (3, 7)
"""Text rendering modes without ink (ISO 32000-1, table 106)."""
_BLANK = 32
"""The code that word spacing applies to, in fonts of one-byte codes."""
_UNKNOWN = ("\ufffd", 0.5, True)
"""Text, width in em and visibility of a code in a font that is not there."""


@dataclass(slots=True)
class _State:
    """The text state of ISO 32000-1, 9.3; lengths in unscaled text space."""

    font: FontFacts | None = None
    size: float = 0.0
    mode: int = 0
    rise: float = 0.0
    leading: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0


class Pen:
    """Takes the text operators of one page. Set *mcid* to the marked content, *fonts* to the resources.

    contents: texts of each MCID in logical order. artifacts: texts outside the structure. sizes, codes: as
    DrawnText has them.
    """

    def __init__(self, painter: Painter, fonts: Mapping[str, FontFacts]) -> None:
        self._painter = painter
        self.fonts = fonts
        self.mcid: int | None = None
        self.state = _State()
        self.contents: dict[int, list[str]] = {}
        self.artifacts: list[str] = []
        self.sizes: set[tuple[FontFacts | None, float]] = set()
        self.codes: dict[FontFacts | None, set[int]] = {}
        self.runs: list[Run] = []
        self._saved: list[_State] = []
        self._matrix: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._pen = self._last = 0.0
        self._text: list[str] = []
        self._first: float | None = None
        self._spaced = False
        self._gaps: list[float] = []
        self._colour: Colour | None = None

    def show(self, operator: bytes, operands: list[Operand]) -> None:
        """Tj TJ ' and \"."""
        if operator in (b"'", b'"'):
            self.next_line(operator, operands)
        colour = self._painter.ink
        if self._text and colour != self._colour:
            self._part_run()
        self._colour = colour
        if self.state.mode in _INVISIBLE:
            return
        state = self.state
        font, size, stretch = state.font, state.size, state.stretch
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
        spacing = self.state.spacing * self.state.stretch
        blank = self.state.word_spacing * self.state.stretch if font and not font.wide else 0.0
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
            if spacing or blank:
                pen += spacing + (blank if code == _BLANK else 0.0)
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
        if self.mcid is None:
            self.artifacts.append(text)
        else:
            self.contents.setdefault(self.mcid, []).append(text)
        self._forget_run()

    def _place_run(self, text: str) -> bool:
        """Keep the run with its place; False where it has no size or is clipped away."""
        page, state = self._painter.state.matrix, self.state
        whole = self._matrix if page is IDENTITY else multiply(self._matrix, page)
        a, b, c, d, _, _ = whole
        tall, wide = (c * c + d * d) ** 0.5, (a * a + b * b) ** 0.5 * abs(state.stretch)
        size = round(abs(state.size) * min(tall, wide), 3)
        if not size:
            return False
        self.sizes.add((state.font, size))
        self._painter.texts += 1
        first = self._first
        left, y = transform(whole, self._last if first is None else first, state.rise)
        right, end = transform(whole, self._last, state.rise)
        if first is None:
            left, right = right, right - 1.0
        elif not self._painter.sees((left + right) / 2, (y + end) / 2 + size / 4):
            return False
        form = "upright" if b == c == 0.0 and a > 0 and d > 0 and state.size > 0 else form_of(whole)
        if form == "turned" and right < left:
            left, right = right, left
        gaps = tuple(gap / (state.size * state.stretch or 1.0) for gap in self._gaps)
        self.runs.append(
            Run(text, state.font, size, left, right, y, form, self._colour, self.mcid, self._painter.next(), gaps)
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
        font = self.fonts.get(str(operands[-2]))
        size = float(operands[-1])
        if self._text and (font is not self.state.font or size != self.state.size):
            self._part_run()
        self.state.font, self.state.size = font, size

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
            self.state.leading = -y
        self._matrix = self._line = multiply((1.0, 0.0, 0.0, 1.0, x, y), self._line)
        self._pen = 0.0

    def next_line(self, operator: bytes, operands: list[Operand]) -> None:
        """T*, and the first part of ' and \"."""
        if operator == b'"' and len(operands) >= 3:
            self.state.word_spacing, self.state.spacing = float(operands[0]), float(operands[1])
            del operands[:2]
        self.move_line(b"Td", [0.0, -self.state.leading])

    def set_text_state(self, operator: bytes, operands: list[Operand]) -> None:
        """Tc Tw Tz TL Tr Ts."""
        value = float(operands[-1])
        match operator:
            case b"Tc":
                self.state.spacing = value
            case b"Tw":
                self.state.word_spacing = value
            case b"Tz":
                self.state.stretch = value / 100
            case b"TL":
                self.state.leading = value
            case b"Tr":
                self.state.mode = int(value)
            case b"Ts":
                self._part_run()
                self.state.rise = value

    def save(self) -> None:
        """q."""
        self._saved.append(replace(self.state))

    def restore(self) -> None:
        """Q."""
        if self._saved:
            self.state = self._saved.pop()


def _split_codes(data: bytes, font: FontFacts | None) -> tuple[int, ...] | bytes:
    """Return the codes in *data*: of two bytes in composite fonts, of one in simple fonts."""
    if font is None or font.wide:
        return struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])
    return data
