"""Checks of where a dose stands: under its time, beside its day, as many tablets above it as it says; the QR code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plainleaf.compose.model import Leaflet
from plainleaf.content.personal import TIMES
from plainleaf.findings import Finding
from plainleaf.verify.ink import Patch, Run, transform
from plainleaf.verify.model import ReadBack, StructureElement
from plainleaf.verify.warnings import error

_EDGE = 0.5
"""Points by which edges below each other may differ."""
_MOST_DRAWN = 3
"""Tablets that are drawn at most: more are not counted but read."""
_REACH = 4.2
"""Of the text size: how far above the first line of a dose its tablets reach, in Nastaliq too; a row above is further
away, for it has words and white of its own."""
_QUIET_ZONE = 4
"""Modules of white around a QR code: ISO/IEC 18004."""
_SMALLEST_CODE = 31 * 72 / 25.4
_ROUNDING = 0.05

Box = tuple[float, float, float, float]


def check_places(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V167: each dose stands under its time of day and beside its day, and rows do not reach into each other.

    Why: who cannot see the tags reads by place.
    """
    if leaflet.plan is None or leaflet.plan.is_form:
        return
    rtl = leaflet.language.rtl
    for table in _tables(read):
        heads = [_start(read, head, rtl) for part in table.children if part.tag == "THead" for head in _cells(part)]
        rows = [row for part in table.children if part.tag == "TBody" for row in part.children]
        previous: tuple[int, float] | None = None
        for number, row in enumerate(rows, start=1):
            cells = _cells(row)
            if heads and any(
                start is not None and head is not None and abs(start - head) > _EDGE
                for head, start in zip(heads, (_start(read, cell, rtl) for cell in cells), strict=False)
            ):
                yield error("V167", f"a dose in row {number} does not stand under its time of day", "plan")
            page, low, high = _band(read, row)
            if previous is not None and previous[0] == page and high >= previous[1]:
                yield error("V167", f"row {number} reaches into the row above", "plan")
            previous = page, low


def check_drawn_tablets(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V162, too: as many tablets are drawn above each dose as it says, or none where there are too many to count.

    Why: who cannot read counts.
    """
    if leaflet.plan is None or leaflet.plan.is_form:
        return
    rtl = leaflet.language.rtl
    drawn = [
        _count_above(read, cell, [other for other in _cells(row) if other is not cell], rtl)
        for table in _tables(read)
        for row in table.walk()
        if row.tag == "TR"
        for cell in _cells(row)
        if cell.tag == "TD"
    ]
    wanted = [
        (f"step {number}, {time}", -(-cell.halves // 2))
        for number, row in enumerate(leaflet.plan.rows, start=1)
        for time, cell in zip(TIMES, row.cells, strict=True)
    ]
    for (name, count), found in zip(wanted, drawn, strict=False):
        if found != (count if count <= _MOST_DRAWN else 0):
            yield error("V162", f"{name}: another number of tablets is drawn than the dose says", "plan")


def _count_above(read: ReadBack, cell: StructureElement, others: list[StructureElement], rtl: bool) -> int:
    """Return how many artifacts are drawn above the words of *cell*, up to where the next of *others* begins."""
    runs = _runs(read, cell)
    start = _start(read, cell, rtl)
    if not runs or start is None:
        return 0
    side = -1 if rtl else 1
    starts = [side * at for at in (_start(read, other, rtl) for other in others) if at is not None]
    limit = min((at for at in starts if at > side * start + _EDGE), default=float("inf"))
    top, size = max(run.y for run in runs), max(run.size for run in runs)
    edges = [
        side * (picture.right if rtl else picture.left)
        for picture in read.pages[cell.pages[0]].drawn.pictures
        if picture.mcid is None and top < picture.bottom and picture.top < top + _REACH * size
    ]
    return sum(side * start - _EDGE <= edge < limit for edge in edges)


def check_code(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V166: the QR code is drawn module for module, large enough, with its white around it.

    Why: a code that leads nowhere, or elsewhere, sends the patient there. Source: ISO/IEC 18004.
    """
    if leaflet.clinic is None or leaflet.clinic.code is None:
        return
    code = leaflet.clinic.code
    for section in read.elements("clinic"):
        figures = [e for e in section.walk() if e.tag == "Figure" and e.alt == code.alt.plain]
        drawn = [_code_patches(read, figure) for figure in figures]
        if len(drawn) != 1 or len(drawn[0][1]) != 1:
            yield error("V166", "the QR code is not drawn once", "clinic")
            continue
        page, (patch,) = drawn[0]
        if _read_modules(patch, len(code.modules)) != code.modules:
            yield error("V166", "the QR code does not hold the address", "clinic")
        if patch.right - patch.left < _SMALLEST_CODE - _ROUNDING:
            yield error("V166", "the QR code is smaller than 31 mm", "clinic")
        white = _QUIET_ZONE * (patch.right - patch.left) / len(code.modules) - _ROUNDING
        if any(_touches(item, patch, white) for item in _all_ink(read, page) if item is not patch):
            yield error("V166", "something stands in the white around the QR code", "clinic")


def _code_patches(read: ReadBack, figure: StructureElement) -> tuple[int, list[Patch]]:
    marks = {(content.page, content.mcid) for content in figure.contents()}
    pages = sorted({page for page, _ in marks if 0 <= page < len(read.pages)})
    if not pages:
        return 0, []
    patches = [p for p in read.pages[pages[0]].drawn.patches if (pages[0], p.mcid) in marks]
    return pages[0], patches


def _read_modules(patch: Patch, size: int) -> tuple[str, ...]:
    """Return the modules that the rectangles of *patch* paint black; nothing where they are no rectangles."""
    step = (patch.right - patch.left) / size
    grid = [["0"] * size for _ in range(size)]
    for part in patch.path if patch.kind == "fill" and step > 0 else ():
        points = [transform(patch.matrix, x, y) for x, y in zip(part[0::2], part[1::2], strict=False)]
        xs = sorted({round((x - patch.left) / step, 1) for x, _ in points})
        ys = sorted({round((patch.top - y) / step, 1) for _, y in points})
        if len(xs) != 2 or len(ys) != 2 or any(value != int(value) for value in (*xs, *ys)):
            return ()
        for y in range(int(ys[0]), int(ys[1])):
            for x in range(int(xs[0]), int(xs[1])):
                grid[y][x] = "1"
    return tuple("".join(row) for row in grid)


def _all_ink(read: ReadBack, page: int) -> Iterator[Run | Patch]:
    yield from (run for run in read.pages[page].drawn.runs if not run.blank)
    yield from read.pages[page].drawn.patches


def _touches(item: Run | Patch, patch: Patch, white: float) -> bool:
    left, bottom, right, top = patch.left - white, patch.bottom - white, patch.right + white, patch.top + white
    low, high = (item.bottom, item.top) if isinstance(item, Patch) else (item.y, item.y + item.size / 2)
    return item.left < right and item.right > left and low < top and high > bottom


def _tables(read: ReadBack) -> list[StructureElement]:
    return [e for section in read.elements("plan") for e in section.walk() if e.tag == "Table"]


def _cells(part: StructureElement) -> list[StructureElement]:
    return [cell for cell in part.walk() if cell.tag in ("TH", "TD")]


def _runs(read: ReadBack, element: StructureElement) -> list[Run]:
    marks = {(content.page, content.mcid) for content in element.contents()}
    pages: Sequence[int] = [page for page in element.pages if 0 <= page < len(read.pages)]
    return [run for p in pages for run in read.pages[p].drawn.runs if (p, run.mcid) in marks and not run.blank]


def _start(read: ReadBack, cell: StructureElement, rtl: bool) -> float | None:
    """Return where the words of *cell* begin; None where it has none."""
    runs = _runs(read, cell)
    if not runs:
        return None
    return max(run.right for run in runs) if rtl else min(run.left for run in runs)


def _band(read: ReadBack, row: StructureElement) -> tuple[int, float, float]:
    """Return the page of *row*, and its lowest and highest baseline."""
    runs = _runs(read, row)
    page = row.pages[0] if row.pages else -1
    return page, min((run.y for run in runs), default=0.0), max((run.y for run in runs), default=0.0)
