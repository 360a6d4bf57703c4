"""Which page lies where, and how large."""

from __future__ import annotations

from collections.abc import Sequence

from plainleaf.impose.model import Cell, Imposition, Scheme

Size = tuple[float, float]
"""Width and height in points."""


def impose_pages(pages: Sequence[Size], scheme: Scheme, paper: Size, *, rtl: bool) -> Imposition:
    """Return where *pages* lie on sheets of *paper*, which is turned the way that leaves them larger.

    All pages have one scale, the largest at which each fits its cell, and stand in the middle of their cells.
    """
    width, height = max((paper, paper[::-1]), key=lambda sheet: find_scale(pages, scheme, sheet))
    scale = find_scale(pages, scheme, (width, height))
    cell = width / scheme.columns, height / scheme.rows
    sides = []
    for numbers in order_pages(len(pages), scheme):
        cells = []
        for place, number in enumerate(numbers):
            if number < len(pages):
                row, column = divmod(place, scheme.columns)
                column = scheme.columns - 1 - column if rtl else column
                wide, high = (length * scale for length in pages[number])
                x = column * cell[0] + (cell[0] - wide) / 2
                y = height - (row + 1) * cell[1] + (cell[1] - high) / 2
                cells.append(Cell(number, round(x, 3), round(y, 3), scale))
        sides.append(tuple(cells))
    return Imposition(scheme, width, height, rtl, tuple(sides))


def find_scale(pages: Sequence[Size], scheme: Scheme, sheet: Size) -> float:
    """Return the largest scale at which every page fits its cell of *sheet*, rounded down to five decimals."""
    width, height = sheet[0] / scheme.columns, sheet[1] / scheme.rows
    scale = min(min(width / page[0], height / page[1]) for page in pages)
    return int(scale * 100_000 + 1e-6) / 100_000


def order_pages(count: int, scheme: Scheme) -> list[tuple[int, ...]]:
    """Return the page numbers of each side, from 0, in reading order; numbers from *count* on are blank.

    A booklet's sheets lie in each other: the outermost holds the last and the first page, then the second and the
    last but one. Sides of no page at all are left out, except in a booklet, whose blanks are part of its sheets.

    >>> order_pages(6, Scheme("booklet", 2, 1, folded=True))
    [(7, 0), (1, 6), (5, 2), (3, 4)]
    """
    if not scheme.folded:
        step = scheme.pages_a_side
        return [tuple(range(first, first + step)) for first in range(0, count, step)]
    total = -(-count // 4) * 4
    sides: list[tuple[int, ...]] = []
    for outer in range(0, total // 2, 2):
        sides += [(total - 1 - outer, outer), (outer + 1, total - 2 - outer)]
    return sides
