"""Read the sheets back and hold them against the leaflet: every page once, in its place, in its size, and readable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from plainleaf.findings import Finding, Place, make_error
from plainleaf.impose.model import Cell, Imposition
from plainleaf.verify.model import PageFacts, ReadBack

MM_PER_POINT = 25.4 / 72
NEAR = 0.05
"""Points by which ink may lie elsewhere than it should: rounding of the matrix, 0.02 mm."""
_ROUNDING = 0.005
"""Points that five decimals of a scale and three of a size can take from a letter."""


class Letters(NamedTuple):
    """The letters of a file that come closest to being too small.

    font: PostScript name. points, mm: their size, and the height of a plain letter. least: the points it must have.
    """

    font: str
    points: float
    mm: float
    least: float

    @property
    def spare(self) -> float:
        """How many times the least size it has: below 1 it is too small."""
        return (self.points + _ROUNDING) / self.least


class Standard(NamedTuple):
    """What a font is held to: the least size in points, and the height of a plain letter in em."""

    least: float
    height: float


def find_smallest(read: ReadBack, standards: Mapping[str, Standard]) -> Letters:
    """Return the smallest letters in *read*, footers too, by what their font is held to. Letters are never none.

    standards: by PostScript name. A font that is not among them is held to the strictest.
    """
    strictest = Standard(max(one.least for one in standards.values()), min(one.height for one in standards.values()))
    used = {(run.font.name if run.font else "", run.size) for page in read.pages for run in page.drawn.runs}
    letters = []
    for font, points in sorted(used):
        standard = standards.get(font, strictest)
        letters.append(Letters(font, points, points * standard.height * MM_PER_POINT, standard.least))
    return min(letters, key=lambda one: one.spare)


def check_sheets(sheets: ReadBack, source: ReadBack, imposition: Imposition) -> Iterator[Finding]:
    """I004: the sheets hold every page of the leaflet once, in its place and scale, and claim no tags.

    Why: a page lost, doubled or cut in imposition is a warning lost. Source: the rule of the whole press.
    """
    numbers = sorted(cell.page for side in imposition.sides for cell in side)
    if numbers != list(range(len(source.pages))) or len(sheets.pages) != len(imposition.sides):
        yield _fault("the sheets do not hold every page once", 0)
        return
    if sheets.marked or sheets.root is not None or sheets.pdfua_part or sheets.pdfa_part:
        yield _fault("the sheets say that they are tagged", 0)
    for number, (page, side) in enumerate(zip(sheets.pages, imposition.sides, strict=True), start=1):
        if (round(page.width, 2), round(page.height, 2)) != (round(imposition.width, 2), round(imposition.height, 2)):
            yield _fault(f"side {number} has the wrong size", number)
        if not _alike(list(_inks([page])), [ink for cell in side for ink in _moved(source.pages[cell.page], cell)]):
            yield _fault(f"side {number} does not show its pages as they are", number)


class _Ink(NamedTuple):
    """Text or a painted patch, and its measures in points."""

    what: str
    numbers: tuple[float, ...]


def _inks(pages: Iterable[PageFacts]) -> Iterator[_Ink]:
    for page in pages:
        for run in page.drawn.runs:
            font = run.font.name if run.font else ""
            edges = (0.0, 0.0) if run.blank else (run.left, run.right)
            yield _Ink(f"{font} {run.form} {run.colour} {run.text}", (*edges, run.y, run.size))
        for patch in page.drawn.patches:
            yield _Ink(f"{patch.kind} {patch.colour}", patch[:4])


def _moved(page: PageFacts, cell: Cell) -> Iterator[_Ink]:
    """Yield what *page* draws, where *cell* puts it."""
    for run in page.drawn.runs:
        font = run.font.name if run.font else ""
        edges = (0.0, 0.0) if run.blank else (cell.x + run.left * cell.scale, cell.x + run.right * cell.scale)
        numbers = (*edges, cell.y + run.y * cell.scale, run.size * cell.scale)
        yield _Ink(f"{font} {run.form} {run.colour} {run.text}", numbers)
    for patch in page.drawn.patches:
        left, bottom, right, top = (edge * cell.scale for edge in patch[:4])
        yield _Ink(f"{patch.kind} {patch.colour}", (cell.x + left, cell.y + bottom, cell.x + right, cell.y + top))


def _alike(found: list[_Ink], wanted: list[_Ink]) -> bool:
    """Tell whether both hold the same ink within NEAR, in any order of painting of texts and patches."""
    one, other = _sort(found), _sort(wanted)
    return len(one) == len(other) and all(
        a.what == b.what and all(abs(x - y) <= NEAR for x, y in zip(a.numbers, b.numbers, strict=True))
        for a, b in zip(one, other, strict=True)
    )


def _sort(inks: list[_Ink]) -> list[_Ink]:
    """Return *inks* by what they are; those that are alike stay in the order they are painted in."""
    return sorted(inks, key=lambda ink: ink.what)


def _fault(message: str, side: int) -> Finding:
    place = Place(f"side {side}" if side else "sheets")
    return make_error("I004", message, place, "do not print this file; report the fault")
