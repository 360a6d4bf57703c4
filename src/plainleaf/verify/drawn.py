"""Walk the content stream of a page once: the text each marked content draws, and all ink in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from plainleaf.verify.font import FontFacts
from plainleaf.verify.ink import IDENTITY, Matrix, multiply
from plainleaf.verify.model import DrawnText
from plainleaf.verify.painting import FILLS, STROKES, Box, Painter
from plainleaf.verify.pen import Pen
from plainleaf.verify.tokens import Operand, Properties, read_operators

_MCID = re.compile(rb"/MCID\s+(\d+)")
_DEEPEST_FORM, _MOST_FORMS = 8, 5000
"""Forms within forms, and forms on a page: more are a file made to stop its reader."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form XObject: a content stream of its own, placed by *matrix*. box: what it is clipped to."""

    stream: bytes
    matrix: Matrix
    box: Box | None
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
        {mcid: "".join(parts) for mcid, parts in walk.pen.contents.items()},
        tuple(walk.pen.artifacts),
        frozenset(walk.pen.sizes),
        {font: frozenset(codes) for font, codes in walk.pen.codes.items()},
        tuple(walk.pen.runs),
        tuple(walk.painter.patches),
        tuple(walk.painter.pictures),
    )


class _Walk:
    """The state of one walk: marked contents, text state and the run being read."""

    def __init__(self, resources: Resources, matrix: Matrix) -> None:
        self._resources = resources
        self.painter = Painter(resources.spaces, resources.alphas)
        self.painter.state.matrix = matrix
        self.pen = Pen(self.painter, resources.fonts)
        self._marks: list[int | None] = []
        self._depth = self._forms = 0

    def read(self, stream: bytes) -> None:
        """Take the operators of *stream*."""
        table, painter, pen = _TABLE, self.painter, self.pen
        for operator, operands in read_operators(stream):
            if operator == b"l" or operator == b"c":
                painter.draw(operands)  # type: ignore[arg-type]
            elif operator == b"m":
                painter.move(operands)  # type: ignore[arg-type]
            else:
                write = _TEXT_TABLE.get(operator)
                if write is not None:
                    write(pen, operator, operands)
                    continue
                take = table.get(operator)
                if take is not None:
                    take(self, operator, operands)
        self.pen.end_run()

    def begin_mark(self, operator: bytes, operands: list[Operand]) -> None:
        """BDC BMC."""
        self.pen.end_run()
        mcid = self.pen.mcid
        if operator == b"BDC" and operands:
            last = operands[-1]
            if isinstance(last, Properties):
                found = _MCID.search(last)
                mcid = int(found[1]) if found else mcid
            else:
                mcid = self._resources.mcids.get(str(last), mcid)
        self._marks.append(self.pen.mcid)
        self.pen.mcid = mcid

    def end_mark(self, _: bytes, operands: list[Operand]) -> None:
        """EMC."""
        del operands
        self.pen.end_run()
        if self._marks:
            self.pen.mcid = self._marks.pop()

    def save(self, _: bytes, operands: list[Operand]) -> None:
        """q."""
        del operands
        self.painter.save()
        self.pen.save()

    def restore(self, _: bytes, operands: list[Operand]) -> None:
        """Q."""
        del operands
        self.pen.end_run()
        self.painter.restore(self.pen.mcid)
        self.pen.restore()

    def concatenate(self, _: bytes, operands: list[Operand]) -> None:
        """cm."""
        self.pen.end_run()
        self.painter.concatenate(tuple(operands[-6:]))  # type: ignore[arg-type]

    def paint(self, operator: bytes, operands: list[Operand]) -> None:
        """F, S and their kin."""
        del operands
        self.painter.paint(operator, self.pen.mcid)

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
            self.painter.paint_shading(self.pen.mcid)
        else:
            self.painter.paint_image(self.pen.mcid)

    def paint_object(self, _: bytes, operands: list[Operand]) -> None:
        """Do: an image, or a form with operators of its own."""
        self.pen.end_run()
        found = self._resources.open_form(str(operands[-1]))
        if found == "image":
            self.painter.paint_image(self.pen.mcid)
        elif isinstance(found, Form) and self._depth < _DEEPEST_FORM and self._forms < _MOST_FORMS:
            self._forms += 1
            self._read_form(found)

    def _read_form(self, form: Form) -> None:
        outer, depth = self._resources, self.painter.depth
        self.save(b"q", [])
        self.painter.state.matrix = multiply(form.matrix, self.painter.state.matrix)
        if form.box is not None:
            self.painter.clip_to(form.box)
        self._resources = form.resources
        self.pen.fonts = form.resources.fonts
        self.painter.spaces, self.painter.alphas = form.resources.spaces, form.resources.alphas
        self._depth += 1
        self.read(form.stream)
        self._depth -= 1
        self._resources = outer
        self.pen.fonts = outer.fonts
        self.painter.spaces, self.painter.alphas = outer.spaces, outer.alphas
        while self.painter.depth > depth:
            self.restore(b"Q", [])


_TEXT_TABLE: dict[bytes, Callable[[Pen, bytes, list[Operand]], None]] = {
    **dict.fromkeys((b"Tj", b"TJ", b"'", b'"'), Pen.show),
    **dict.fromkeys((b"Tc", b"Tw", b"Tz", b"TL", b"Tr", b"Ts"), Pen.set_text_state),
    **dict.fromkeys((b"Td", b"TD"), Pen.move_line),
    b"Tf": Pen.set_font,
    b"Tm": Pen.set_text_matrix,
    b"T*": Pen.next_line,
    b"BT": Pen.begin_text,
    b"ET": Pen.end_text,
}

_TABLE: dict[bytes, Callable[[_Walk, bytes, list[Operand]], None]] = {
    **dict.fromkeys((*FILLS, *STROKES, b"n"), _Walk.paint),
    **dict.fromkeys((b"BDC", b"BMC"), _Walk.begin_mark),
    **dict.fromkeys((b"v", b"y"), _Walk.curve),
    **dict.fromkeys((b"W", b"W*"), _Walk.clip),
    **dict.fromkeys((b"BI", b"sh"), _Walk.paint_image),
    **dict.fromkeys((b"g", b"G", b"rg", b"RG", b"k", b"K", b"cs", b"CS"), _Walk.set_colour),
    **dict.fromkeys((b"sc", b"SC", b"scn", b"SCN"), _Walk.set_colour),
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
