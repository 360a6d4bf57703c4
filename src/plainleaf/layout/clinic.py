"""Whom to call, the code to scan, and the letterhead at the foot of the last page (VISUAL, Personal plan; 12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plainleaf.compose.model import Words
from plainleaf.compose.personal import ClinicBlock, QrCode
from plainleaf.content.model import Drawing, Stroke
from plainleaf.content.settings import POINTS_PER_MM
from plainleaf.layout.blocks import SECTION_RULE, Set
from plainleaf.layout.column import Column
from plainleaf.layout.flow import Slice, merge
from plainleaf.layout.model import Image, Item, Node, Picture
from plainleaf.layout.text import TextStyle

CODE_SIZE = 31 * POINTS_PER_MM  # VISUAL, Personal plan
SMALLEST_MODULE = 0.8 * POINTS_PER_MM
"""Width of a module of a code with a long address: a telephone's camera resolves half of it at arm's length."""
QUIET_ZONE = 4
"""Modules of white around a code: ISO/IEC 18004."""
TALLEST = 0.9
"""Of the width of the page: a block that is taller is taken apart where a page may end."""
_LATIN_END = 0x250
LOGO_HEIGHT = 18 * POINTS_PER_MM  # VISUAL, 12
LOGO_WIDTH = 0.4
"""Of the live width, at most."""


def lay_out_clinic(clinic: ClinicBlock, column: Column, level: str) -> Set:
    """Return whom to call, with the code below where both would be taller than a page, and the letterhead.

    level: structure type of the heading.
    """
    call, nodes = _Contact(clinic, column, level).lay_out()
    letterhead, letter_nodes = _letterhead(clinic, column)
    section = Node("Sect", (*nodes, *letter_nodes), id="clinic")
    return Set((*call, letterhead), (section,))


@dataclass(slots=True)
class _Contact:
    """Heading, number, hours; the code and its address beside them, or below where that is too narrow."""

    clinic: ClinicBlock
    column: Column
    level: str

    def lay_out(self) -> tuple[tuple[Slice, ...], tuple[Node, ...]]:
        column, u = self.column, self.column.unit
        code = self.clinic.code
        reserved = 0.0 if code is None else code_size(code) + max(4 * u, QUIET_ZONE * _module(code))
        width = column.beside_width - reserved
        call, web = list(self._call()), list(self._web())
        whole, nodes = self._set([*call, *web], width) if self._fits([*call, *web], width) else (None, [])
        if whole is not None and (code is None or whole.height <= TALLEST * column.width):
            parts = [self._beside(whole, code)]
        elif code is None:
            text, nodes = self._set(call, column.beside_width)
            parts = [text]
        else:
            text, nodes = self._set(call, column.beside_width)
            beside = self._fits(web, width)
            words, web_nodes = self._set(web, width if beside else column.beside_width)
            below = self._beside(words, code) if beside else self._below(words, code)
            parts, nodes = [text, replace(below, before=4 * u, kept=True)], [*nodes, *web_nodes]
        rule = Slice(SECTION_RULE + 4 * u, (column.rule(0.0, SECTION_RULE),))
        first = self._hang_doctor(merge([rule, parts[0]]))
        parts = [replace(first, before=6 * u), *parts[1:]]
        figures = [item.node for part in parts for item in part.items if isinstance(item, Picture) and item.node]
        return tuple(parts), (*nodes, *figures)

    def _below(self, text: Slice, code: QrCode | None) -> Slice:
        return merge([text, Slice(4 * self.column.unit, ()), self._beside(Slice(0.0, ()), code)])

    def _call(self) -> Iterator[tuple[Words, TextStyle, str]]:
        styles = self.column.styles
        yield self.clinic.heading, styles.heading, self.level
        yield self.clinic.phone, styles.section, "P"
        if self.clinic.hours is not None:
            yield self.clinic.hours.words, styles.body, "P"

    def _web(self) -> Iterator[tuple[Words, TextStyle, str]]:
        if self.clinic.code is not None:
            yield self.clinic.code.invitation, self.column.styles.body, "P"
            yield self.clinic.code.address, self.column.styles.body, "P"

    def _fits(self, texts: Sequence[tuple[Words, TextStyle, str]], width: float) -> bool:
        return all(self.column.widest_word(words, style) <= width for words, style, _ in texts)

    def _set(self, texts: Sequence[tuple[Words, TextStyle, str]], width: float) -> tuple[Slice, list[Node]]:
        nodes = [Node(tag) for _, _, tag in texts]
        lines = [
            line
            for (words, style, tag), node in zip(texts, nodes, strict=True)
            for line in self.column.paragraph(
                words, style, node, start=self.column.beside, width=width, balanced=tag != "P"
            )
        ]
        return merge(lines), nodes

    def _beside(self, text: Slice, code: QrCode | None) -> Slice:
        """Return *text* with *code* at the end side, their upper edges on one line, with the white it needs below."""
        if code is None:
            return text
        size = code_size(code)
        start = self.column.width - self.column.profile.margin - size
        figure = Node("Figure", alt=code.alt.plain, attributes={"Layout": {"Placement": "Block"}})
        picture = Picture(self.column.left(start, size), -size, size, size, draw_code(code), node=figure)
        return Slice(max(text.height, size + QUIET_ZONE * _module(code)), (*text.items, picture))

    def _hang_doctor(self, part: Slice) -> Slice:
        top = -SECTION_RULE - 4 * self.column.unit
        picture = self.column.picture("doctor", self.column.start, top, self.column.profile.icon)
        return replace(part, items=(*part.items, picture))


def code_size(code: QrCode) -> float:
    """Return the width of *code* without the white around it, in points."""
    return max(CODE_SIZE, len(code.modules) * SMALLEST_MODULE)


def _module(code: QrCode) -> float:
    return code_size(code) / len(code.modules)


def draw_code(code: QrCode) -> Drawing:
    """Return *code* as one filled path of as few rectangles as rows that repeat allow."""
    segments: list[tuple[str | float, ...]] = []
    for left, top, right, bottom in _rectangles(code.modules):
        segments += [("M", left, top), ("L", right, top), ("L", right, bottom), ("L", left, bottom), ("Z",)]
    size = float(len(code.modules))
    return Drawing("code", (Stroke(tuple(segments), "ink", None, 0.0),), size, size)


def _rectangles(modules: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, right and bottom of the black parts: runs of a row, grown downwards while rows repeat them."""
    open_runs: dict[tuple[int, int], int] = {}
    for y, row in enumerate((*modules, "0" * len(modules))):
        runs = set(_runs(row))
        for run in [run for run in open_runs if run not in runs]:
            yield run[0], open_runs.pop(run), run[1], y
        for run in sorted(runs):
            open_runs.setdefault(run, y)


def _runs(row: str) -> Iterator[tuple[int, int]]:
    start = None
    for x, module in enumerate((*row, "0")):
        if module == "1" and start is None:
            start = x
        elif module == "0" and start is not None:
            yield start, x
            start = None


def _letterhead(clinic: ClinicBlock, column: Column) -> tuple[Slice, tuple[Node, ...]]:
    """Return name and address at the margin and the logo at the end side, at the foot of the page."""
    logo = _logo(clinic, column)
    taken = 0.0 if logo is None else logo.width + 4 * column.unit
    texts = (clinic.name, *clinic.address)
    nodes = [Node("P") for _ in texts]
    style = column.styles.body
    if style.latin and all(ord(character) < _LATIN_END for words in texts for character in words.plain):
        style = replace(style, leading=column.profile.type.body.leading)  # no taller script in these lines
    lines = [
        line
        for words, node in zip(texts, nodes, strict=True)
        for line in column.paragraph(words, style, node, start=column.start, width=column.live_width - taken)
    ]
    text = merge(lines)
    items: tuple[Item, ...] = text.items if logo is None else (*text.items, logo)
    height = max(text.height, 0.0 if logo is None else logo.height)
    figures = () if logo is None or logo.node is None else (logo.node,)
    return Slice(height, items, before=4 * column.unit, glued=True, at_foot=True), (*figures, *nodes)


def _logo(clinic: ClinicBlock, column: Column) -> Picture | Image | None:
    """Return the logo with its upper edge at 0, as large as height and width allow."""
    logo = clinic.logo
    if logo is None:
        return None
    scale = min(LOGO_HEIGHT / logo.height, LOGO_WIDTH * column.live_width / logo.width)
    width, height = logo.width * scale, logo.height * scale
    left = column.left(column.width - column.profile.margin - width, width)
    node = Node("Figure", alt=clinic.logo_alt.plain, attributes={"Layout": {"Placement": "Block"}})
    if isinstance(logo, Drawing):
        return Picture(left, -height, width, height, logo, node=node)
    return Image(left, -height, width, height, logo, node)
