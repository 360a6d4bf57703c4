"""Checks of the ends of pages: what must not be cut, and what must not be left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from plainleaf.content.settings import Limits
from plainleaf.findings import Finding
from plainleaf.verify.lines import Block, Line
from plainleaf.verify.measured import Measured, page_error, quote
from plainleaf.verify.model import StructureElement
from plainleaf.verify.warnings import error

_WHOLE = ("LI", "TR", "Caption")
"""Structure types of which no part may stand on another page."""
_FULL_PAGE = 0.8
"""Of the fullest page of the leaflet: what is taller than this, with its spaces and frame, need not fit one page."""


def check_stranded_headings(measured: Measured) -> Iterator[Finding]:
    """V212: under every heading stands something of what it is the heading of.

    Why: a heading at the foot of a page belongs to nothing. Source: P12; ACB, no orphans.
    """
    blocks = [block for block in measured.blocks if block.pages]
    for index, block in enumerate(blocks):
        following = _first_after(blocks, index)
        if block.is_heading and following is not None and following != block.pages[-1]:
            yield page_error("V212", f"the heading {quote(block.text)} is the last of its page", block.pages[-1] + 1)
        if block.is_heading and len(block.pages) > 1:
            yield page_error("V212", f"the heading {quote(block.text)} goes on overleaf", block.pages[0] + 1)


def _first_after(blocks: Sequence[Block], index: int) -> int | None:
    return blocks[index + 1].pages[0] if index + 1 < len(blocks) else None


def check_split_paragraphs(measured: Measured) -> Iterator[Finding]:
    """V212: a paragraph that goes on overleaf has lines_beside_break lines on either page; a short one stays whole.

    Why: one line alone loses its sentence. Source: P12; the layout's rule 5 of breaking.
    """
    limits = measured.limits
    for block in measured.blocks:
        counts = Counter(line.page for line in block.lines)
        if len(counts) < 2 or block.is_heading or block.inside(*_WHOLE):
            continue
        if len(block.lines) <= limits.whole_paragraph_lines or min(counts.values()) < limits.lines_beside_break:
            yield page_error("V212", f"{quote(block.text)} leaves a line alone overleaf", min(counts) + 1)


def check_split_items(measured: Measured) -> Iterator[Finding]:
    """V212: no item of a list and no row of a table is split over pages.

    Why: half an item reads as a whole one. Source: P12; the layout's rules 1 and 6 of breaking.
    """
    for element in measured.read.root.walk() if measured.read.root else ():
        if element.tag in _WHOLE and len(element.pages) > 1 and not _has_parts(element):
            yield page_error("V212", f"part of {_name(measured, element)} stands overleaf", element.pages[0] + 1)


def _has_parts(element: StructureElement) -> bool:
    """Tell whether *element* holds a list or a table of its own, whose parts are judged by themselves."""
    return any(inner.tag in ("L", "Table") for inner in element.walk())


def _name(measured: Measured, element: StructureElement) -> str:
    return quote(" ".join(measured.read.actual_text(child) for child in element.children))


def check_split_warnings(measured: Measured) -> Iterator[Finding]:
    """V212: an emergency warning, a short warning and the card stay on one page unless they are taller than one.

    Other warnings do up to whole_warning_lines lines. The key block may go on overleaf after 3 rows, with 2.
    Why: who finds half a warning acts on half. Source: P12; the layout's rules 1 to 3 of breaking.
    """
    if measured.leaflet is None:
        return
    emergencies = {warning.id for warning in measured.leaflet.warnings() if warning.severity == "emergency"}
    warnings = {warning.id for warning in measured.leaflet.warnings()}
    for element in measured.read.root.walk() if measured.read.root else ():
        id = element.id or ""
        if len(element.pages) < 2 or id in measured.cut_elsewhere:
            continue
        lines = _lines_of(measured, element)
        text = [line for line, heading in lines if not heading]
        short = len(text) <= measured.limits.whole_warning_lines
        fits = not _is_tall(measured, lines)
        if id in warnings and (short or id in emergencies) and fits:
            yield page_error("V212", f"the warning {id} is split", element.pages[0] + 1)
        elif id == "card" and fits:
            yield page_error("V212", "the emergency card is split", element.pages[0] + 1)
        elif id.startswith(("short/", "card/")):
            yield page_error("V212", f"the short warning {id} is split", element.pages[0] + 1)
        elif id == "key-block" and not _key_block_breaks_well(element, measured.limits):
            yield page_error("V212", "the short warnings are cut in the wrong place", element.pages[0] + 1)


def find_tall(measured: Measured) -> frozenset[str]:
    """Return the ids of the split elements that would not fit one page."""
    root = measured.read.root
    split = [element for element in root.walk() if element.id and len(element.pages) > 1] if root else []
    return frozenset(element.id or "" for element in split if _is_tall(measured, _lines_of(measured, element)))


def check_key_pages(measured: Measured) -> Iterator[Finding]:
    """V111: the short warnings stand on page 1, or as many as the profile demands there, the rest right after.

    Why: what is not on the first page is not read. Source: the design's breaking rule for the key block.
    """
    if measured.leaflet is None or measured.read.root is None:
        return
    limits, rows = measured.limits, [f"short/{row.warning}" for row in measured.leaflet.key_rows]
    for element in measured.read.root.walk():
        if element.id in rows and element.pages:
            last = 0 if rows.index(element.id) < limits.key_rows_before_break else limits.key_block_pages - 1
            if element.pages[-1] > last:
                name = element.id.removeprefix("short/")
                hint = "take larger paper or a smaller size; if neither helps, report the fault"
                yield error("V111", f"the short warning {name} stands after page {last + 1}", element.id, hint)


def _lines_of(measured: Measured, element: StructureElement) -> list[tuple[Line, bool]]:
    """Return the lines within *element*, each with whether it is a heading's."""
    return [
        (line, block.is_heading)
        for block in measured.blocks
        if any(outer is element for outer in (*block.path, block.element))
        for line in block.lines
    ]


def _headings_above(measured: Measured, lines: Sequence[tuple[Line, bool]]) -> list[tuple[Line, bool]]:
    """Return the lines of the headings right above *lines*: of a section, which is never left behind alone."""
    first = next((line for line, _ in lines), None)
    blocks = [block for block in measured.blocks if block.lines]
    start = next((index for index, block in enumerate(blocks) if first in block.lines), 0)
    above: list[tuple[Line, bool]] = []
    for block in reversed(blocks[:start]):
        if not block.is_heading:
            break
        above[:0] = [(line, True) for line in block.lines]
    return above


def _is_tall(measured: Measured, lines: Sequence[tuple[Line, bool]]) -> bool:
    return _fills_page(measured, [*_headings_above(measured, lines), *lines])


def _fills_page(measured: Measured, lines: Sequence[tuple[Line, bool]]) -> bool:
    """Tell whether *lines* would not fit one page: they are taller than what stands on the fullest."""
    tallest = max((_extent(list(page)) for page in _by_page(measured)), default=0.0)
    mine = [list(group) for _, group in groupby((line for line, _ in lines), key=lambda line: line.page)]
    return sum(map(_extent, mine)) > _FULL_PAGE * tallest


def _by_page(measured: Measured) -> Iterator[Iterator[Line]]:
    lines = sorted((line for block in measured.blocks for line in block.lines), key=lambda line: line.page)
    for _, group in groupby(lines, key=lambda line: line.page):
        yield group


def _extent(lines: Sequence[Line]) -> float:
    """Return the distance from the highest to the lowest baseline of *lines*, and one line more."""
    return max(line.y for line in lines) - min(line.y for line in lines) + max(line.size for line in lines)


def _key_block_breaks_well(element: StructureElement, limits: Limits) -> bool:
    rows = [child for child in element.walk() if (child.id or "").startswith("short/")]
    counts = Counter(row.pages[0] for row in rows if row.pages)
    ordered = [counts[page] for page in sorted(counts)]
    enough = ordered[0] >= limits.key_rows_before_break and ordered[-1] >= limits.key_rows_after_break
    return len(ordered) < 2 or (enough and len(ordered) <= limits.key_block_pages)
