"""The lines of a finished page and the blocks they make up, by the structure tree or, without one, by eye."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from plainleaf.verify.ink import Run
from plainleaf.verify.model import MarkedContent, ReadBack, StructureElement
from plainleaf.verify.normal import CONTROLS

INLINE_TAGS = frozenset({"Span", "Link", "Em", "Strong", "Quote", "Code", "Reference", "Annot", "Sub", "BibEntry"})
"""Structure types that are part of a line (inline-level elements of ISO 32000-1, 14.8.4.4)."""

_SAME_LINE = 0.4
"""Of the text size: baselines nearer than this are one line, a raised number and its word."""
_SAME_BLOCK = 2.2
"""Of the text size: lines further apart than this are no block, where no structure says so."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. page: from 0. left, right: edges of what is not blank, in points. text: with blanks."""

    page: int
    runs: tuple[Run, ...]
    y: float
    size: float
    left: float
    right: float
    text: str

    @property
    def top(self) -> float:
        """Upper edge of the capitals."""
        return self.y + CAPITAL_HEIGHT * self.size


CAPITAL_HEIGHT = 0.72
"""Of the text size: height of capitals in most text faces (0.714 in Noto Sans, 0.716 in Arial)."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one block-level element, with the elements around it, the outermost first.

    element: None where the file is not tagged.
    """

    element: StructureElement | None
    path: tuple[StructureElement, ...]
    lines: tuple[Line, ...]
    pages: tuple[int, ...]

    @property
    def tag(self) -> str:
        """Structure type; "" without structure."""
        return self.element.tag if self.element else ""

    @property
    def text(self) -> str:
        """All its lines."""
        return "".join(line.text for line in self.lines)

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return re.fullmatch("H[1-6]?", self.tag) is not None

    def inside(self, *tags: str) -> bool:
        """Tell whether it is, or is within, an element of one of *tags*."""
        return self.tag in tags or any(element.tag in tags for element in self.path)

    @property
    def is_personal(self) -> bool:
        """Whether it is about one patient or one clinic: names and addresses are spelt as they are."""
        return any(element.id in ("plan", "clinic") for element in self.path)

    def pairs(self) -> Iterator[tuple[Line, Line]]:
        """Yield each two lines that follow each other."""
        yield from pairwise(self.lines)


@dataclass(slots=True)
class _Found:
    """A block while its contents are gathered."""

    element: StructureElement
    path: tuple[StructureElement, ...]
    contents: list[MarkedContent] = field(default_factory=list)


def read_blocks(read: ReadBack) -> tuple[Block, ...]:
    """Return the blocks in reading order; those of text outside the structure only where there is none."""
    placed = _runs_by_content(read)
    found: list[_Found] = []
    if read.root is not None:
        _gather(read.root, (), None, found)
    blocks = tuple(_make_block(item, placed) for item in found if item.contents)
    if any(block.lines for block in blocks):
        return blocks
    return tuple(block for page in range(len(read.pages)) for block in _guess_blocks(loose_lines(read, page)))


def _runs_by_content(read: ReadBack) -> Mapping[tuple[int, int], list[Run]]:
    placed: dict[tuple[int, int], list[Run]] = {}
    for number, page in enumerate(read.pages):
        for run in page.drawn.runs:
            if run.mcid is not None:
                placed.setdefault((number, run.mcid), []).append(run)
    return placed


def _gather(
    element: StructureElement, path: tuple[StructureElement, ...], block: _Found | None, found: list[_Found]
) -> None:
    if block is None or element.tag not in INLINE_TAGS:
        block = _Found(element, path)
        found.append(block)
    for kid in element.kids:
        if isinstance(kid, MarkedContent):
            block.contents.append(kid)
        else:
            _gather(kid, (*path, element), block, found)


def _make_block(found: _Found, placed: Mapping[tuple[int, int], list[Run]]) -> Block:
    runs = ((c.page, run) for c in found.contents for run in placed.get((c.page, c.mcid), ()))
    pages = tuple(sorted({content.page for content in found.contents}))
    return Block(found.element, found.path, tuple(_set_lines(runs)), pages)


def loose_lines(read: ReadBack, page: int) -> tuple[Line, ...]:
    """Return the lines of *page* (from 0) that belong to no structure element, in the order they are painted."""
    return tuple(_set_lines((page, run) for run in read.pages[page].drawn.runs if run.mcid is None))


def _set_lines(runs: Iterable[tuple[int, Run]]) -> Iterator[Line]:
    """Yield the lines of *runs*, each with its page; blank runs stay with the line before."""
    current: list[Run] = []
    number = -1
    for page, run in runs:
        if current and (page != number or abs(run.y - current[0].y) > _SAME_LINE * max(run.size, current[0].size)):
            yield _make_line(number, current)
            current = []
        number = page
        current.append(run)
    if current:
        yield _make_line(number, current)


def _make_line(page: int, runs: Sequence[Run]) -> Line:
    seen = [run for run in runs if not run.blank] or list(runs)
    return Line(
        page,
        tuple(runs),
        seen[0].y,
        max(run.size for run in seen),
        min(run.left for run in seen),
        max(run.right for run in seen),
        CONTROLS.sub("", "".join(run.text for run in runs)),
    )


def _guess_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield blocks of *lines* that stand below each other in one size."""
    current: list[Line] = []
    for line in lines:
        if current and not _continues(current[-1], line):
            yield Block(None, (), tuple(current), (line.page,))
            current = []
        current.append(line)
    if current:
        yield Block(None, (), tuple(current), (current[0].page,))


def _continues(upper: Line, lower: Line) -> bool:
    distance = upper.y - lower.y
    beside = min(upper.right, lower.right) > max(upper.left, lower.left)
    return abs(upper.size - lower.size) < 0.1 and 0 < distance < _SAME_BLOCK * lower.size and beside
