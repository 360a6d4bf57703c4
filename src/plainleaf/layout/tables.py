"""Tables in bands: a head, then rows under headings such as "More than 1 in 10 people"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plainleaf.compose.model import Band, BandedTable, Row, Words
from plainleaf.layout.column import Column, baseline
from plainleaf.layout.flow import Slice, merge
from plainleaf.layout.model import Item, Line, Node

HEAD_RULE = 2.25  # VISUAL, Rules
ROW_RULE = 0.75  # VISUAL, Rules
FIRST_COLUMN = 0.46  # of the live width: VISUAL, Tables


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells of a table stand: start and width of each column. stacked: below each other."""

    columns: tuple[tuple[float, float], ...]
    stacked: bool


def lay_out_table(table: BandedTable, column: Column) -> tuple[tuple[Slice, ...], tuple[Node, ...]]:
    """Return the slices and the structure of *table*; its head is repeated after a page break.

    Where a word is wider than its column, and in very large print, the cells of a row stand below each other.
    """
    grid = _choose_grid(table, column)
    head, head_node = _head(table.columns, column, grid)
    slices: list[Slice] = [head]
    bodies: list[Node] = []
    for band in table.bands:
        band_slices, body = _band(band, column, grid)
        slices.append(replace(band_slices[0], glued=not bodies, repeat=(head,)))
        slices.extend(replace(part, repeat=(head,)) for part in band_slices[1:])
        bodies.append(body)
    return tuple(slices), (Node("Table", (Node("THead", (head_node,)), *bodies)),)


def _choose_grid(table: BandedTable, column: Column) -> _Grid:
    """Return columns beside each other, 46 % for the first and 4u between, or stacked where a word needs more."""
    count = len(table.columns)
    first = FIRST_COLUMN * column.live_width
    rest = (column.live_width - first) / (count - 1)
    gap = 4 * column.unit
    starts = [column.start + first + index * rest for index in range(count - 1)]
    beside = ((column.start, first - gap), *((at, rest - (gap if at != starts[-1] else 0)) for at in starts))
    rows = [tuple(words.bold for words in table.columns), *(row.cells for band in table.bands for row in band.rows)]
    style = column.styles.body
    cells = ((words, width) for row in rows for words, (_, width) in zip(row, beside, strict=True))
    wide = column.profile.beside_rail  # else lines are short enough already
    if wide and all(column.widest_word(words, style) <= width for words, width in cells):
        return _Grid(beside, stacked=False)
    return _Grid(((column.start, column.live_width),) * count, stacked=True)


def _head(columns: tuple[Words, ...], column: Column, grid: _Grid) -> tuple[Slice, Node]:
    cells = [Node("TH", attributes={"Table": {"Scope": "Column"}}) for _ in columns]
    texts = [words.bold for words in columns]
    part = _row(texts, cells, column, grid, below=0.5 * column.unit)
    rule = column.rule(-part.height, HEAD_RULE)
    return Slice(part.height + HEAD_RULE, (*part.items, rule)), Node("TR", tuple(cells))


def _band(band: Band, column: Column, grid: _Grid) -> tuple[list[Slice], Node]:
    """Return a band's heading and rows; the heading keeps two rows, and no row ends a page alone.

    Stacked, a row is a table by itself: the heading keeps one, and one may end a page.
    """
    cell = Node("TH", attributes={"Table": {"Scope": "Column", "ColSpan": len(grid.columns)}})
    lines = column.paragraph(
        band.title, column.styles.heading, _content(cell), start=column.start, width=column.live_width, balanced=True
    )
    gap, below = 2 * column.unit, 0.75 * column.unit
    height = sum(part.height for part in lines) + below
    items = (*merge(lines).items, column.rule(-height, ROW_RULE))
    slices = [Slice(height + ROW_RULE, items, before=gap)]
    rows: list[Node] = [Node("TR", (cell,))]
    for index, row in enumerate(band.rows):
        part, node = _body_row(row, column, grid, ruled=index > 0)
        stays = index == 0 if grid.stacked else index < 2 or index == len(band.rows) - 1
        slices.append(replace(part, glued=stays))
        rows.append(node)
    return slices, Node("TBody", tuple(rows))


def _content(cell: Node) -> Node:
    """Return the paragraph that holds a cell's text."""
    paragraph = Node("P")
    cell.children = (paragraph,)
    return paragraph


def _body_row(row: Row, column: Column, grid: _Grid, *, ruled: bool) -> tuple[Slice, Node]:
    head = Node("TH", attributes={"Table": {"Scope": "Row"}})
    cells = [head, *(Node("TD") for _ in row.cells[1:])]
    padding = 1.25 * column.unit
    texts = (row.cells[0].bold, *row.cells[1:]) if grid.stacked else row.cells
    part = _row(texts, cells, column, grid, above=padding, below=padding)
    rules = (column.rule(0.0, ROW_RULE),) if ruled else ()
    return replace(part, items=(*rules, *part.items)), Node("TR", tuple(cells))


def _row(
    texts: Sequence[Words], cells: list[Node], column: Column, grid: _Grid, *, above: float = 0.0, below: float = 0.0
) -> Slice:
    """Return the cells of a row: beside each other with their tops aligned, or below each other."""
    style = column.styles.body
    items: list[Item] = []
    first = tallest = 0
    for (start, width), words, cell in zip(grid.columns, texts, cells, strict=True):
        lines: tuple[Line, ...] = column.set_lines(words, style, width, _content(cell))
        items += [
            column.text(line, start, -above - baseline(style) - (first + index) * style.leading)
            for index, line in enumerate(lines)
        ]
        tallest = max(tallest, first + len(lines))
        first = tallest if grid.stacked else 0
    return Slice(above + tallest * style.leading + below, tuple(items))
