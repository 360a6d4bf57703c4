"""What a page says of itself: the notice above page 1, and the footer of every page."""

from __future__ import annotations

from collections.abc import Sequence

from plainleaf.compose.model import Leaflet, Words
from plainleaf.content.settings import POINTS_PER_MM
from plainleaf.layout.column import Column, baseline
from plainleaf.layout.flow import Slice
from plainleaf.layout.model import Frame, Item, Line, Node

TAG_STROKE = 1.5  # VISUAL, Rules
TAG_RADIUS, TAG_PADDING = 0.25, 0.35  # of the text size: VISUAL, Draft strip
FOOTER_GAP = 4 * POINTS_PER_MM  # VISUAL, Footer


def lay_out_notice(leaflet: Leaflet, column: Column, *, brief: bool) -> tuple[Slice, Node]:
    """Return what stands above everything on page 1, and its structure: when the leaflet was checked, or that
    nobody has.

    A draft says so in its own language and in English, each on a line; brief: both in few words on one line.
    """
    node = Node("Div")
    if leaflet.check_dates is not None:
        dates = leaflet.check_dates
        words = leaflet.furniture["checked"].fill(checked=dates.checked_text, next_check=dates.next_check_text)
        return _stack(column, _lines(column, words, column.live_width, node), column.start), node
    tag, items = _tag(leaflet, column, -baseline(column.styles.footer), node)
    start = column.start + tag + 2 * column.unit
    room = column.width - column.profile.margin - start
    own = [leaflet.furniture[name].fill() for name in ("draft-sentence", "draft-short")]
    pair = (own[-1], *leaflet.staff_notices[-1:])
    if brief and _fits_one_line(column, pair, room):
        text = _beside(column, [_lines(column, words, room, node)[0] for words in pair], start)
    else:
        notices = [own, list(leaflet.staff_notices)] if leaflet.staff_notices else [own]
        lines = [line for choice in notices for line in _lines(column, _longest(column, choice, room), room, node)]
        text = _stack(column, lines, start)
    return Slice(text.height, (*items, *text.items)), node


def _fits_one_line(column: Column, pair: Sequence[Words], room: float) -> bool:
    style = column.styles.footer
    lines = [line for words in pair for line in column.set_lines(words, style, room, None)]
    return len(lines) == len(pair) and sum(line.width + FOOTER_GAP for line in lines) - FOOTER_GAP <= room


def _longest(column: Column, choice: Sequence[Words], room: float) -> Words:
    """Return the first of *choice* that fits on one line of *room* points, else the last."""
    style = column.styles.footer
    fitting = (words for words in choice if len(column.set_lines(words, style, room, None)) == 1)
    return next(fitting, choice[-1])


def _tag(leaflet: Leaflet, column: Column, y: float, node: Node | None) -> tuple[float, tuple[Item, ...]]:
    """Return the width and the ink of the framed word “Draft” at the start edge, baseline at *y*."""
    style = column.styles.footer
    size = style.regular[0].size
    line = _lines(column, leaflet.furniture["draft-tag"].fill().bold, column.live_width, node)[0]
    padding = TAG_PADDING * size
    width = line.width + 2 * padding
    top = y + baseline(style)
    frame = Frame(
        column.left(column.start, width), top - style.leading, width, style.leading, TAG_RADIUS * size, TAG_STROKE
    )
    return width, (frame, column.text(line, column.start + padding, y))


def _lines(column: Column, words: Words, width: float, node: Node | None) -> tuple[Line, ...]:
    """Return *words* as lines; with *node*, as a paragraph below it, else as an artifact."""
    child = None
    if node is not None:
        child = Node("P")
        node.children = (*node.children, child)
    return column.set_lines(words, column.styles.footer, width, child)


def _stack(column: Column, lines: Sequence[Line], start: float) -> Slice:
    style = column.styles.footer
    items = tuple(
        column.text(line, start, -baseline(style) - index * style.leading) for index, line in enumerate(lines)
    )
    return Slice(len(lines) * style.leading, items)


def _beside(column: Column, lines: Sequence[Line], start: float) -> Slice:
    """Return *lines* side by side on one baseline, each after the one before."""
    items: list[Item] = []
    for line in lines:
        items.append(column.text(line, start, -baseline(column.styles.footer)))
        start += line.width + FOOTER_GAP
    return Slice(column.styles.footer.leading, tuple(items))


def footer_height(leaflet: Leaflet, column: Column, pages: int) -> float:
    """Return the height of the footer of a leaflet of *pages* pages."""
    return lay_out_footer(leaflet, column, pages, pages).height


def lay_out_footer(leaflet: Leaflet, column: Column, page: int, pages: int) -> Slice:
    """Return the footer: what the leaflet is (a draft, partly English), medicine, version and page number.

    All on one row where there is room; else the marks, and the version if it must, go to a row above.
    """
    number = _footer_line(column, leaflet.furniture["page-of"].fill(page=str(page), total=str(pages)).bold)
    names = column.set_lines(leaflet.title.bold, column.styles.footer, column.live_width, None)
    name = names[0]
    tag = _tag(leaflet, column, 0.0, None)[0] + FOOTER_GAP if leaflet.status == "draft" else 0.0
    versions = [_footer_line(column, words) for words in leaflet.staff_versions]
    if not leaflet.partly_english:
        for version in versions:
            if tag + name.width + version.width + number.width + 2 * FOOTER_GAP <= column.live_width:
                return _footer(leaflet, column, 1, (name, version, number))
    for version in versions:
        if name.width + version.width + number.width + 2 * FOOTER_GAP <= column.live_width and tag:
            return _footer(leaflet, column, 2, (name, version, number))
    if len(names) == 1 and name.width + number.width + FOOTER_GAP <= column.live_width:
        return _footer(leaflet, column, 2, (name, versions[-1], number), version_above=True)
    return _tall_footer(leaflet, column, names, versions[-1], number)


def _tall_footer(leaflet: Leaflet, column: Column, names: tuple[Line, ...], version: Line, number: Line) -> Slice:
    """Return the footer of very large print: pairs on rows of their own, at start and end where both fit one row.

    The tag alone says that it is a draft: the sentence stands on page 1.
    """
    style = column.styles.footer
    items: list[Item] = []
    y = -baseline(style)
    taken = column.start
    if leaflet.partly_english:
        items += [column.text(line, column.start, y) for line in _mark_lines(leaflet, column, column.live_width)]
        y -= style.leading
    if leaflet.status == "draft":
        width, tag = _tag(leaflet, column, y, None)
        items += tag
        taken += width + FOOTER_GAP
    end = column.width - column.profile.margin
    places = [(number, False), *((name, True) for name in names), (version, False)]
    for line, new_row in places:
        if new_row or taken + line.width > end:
            y -= style.leading
            taken = column.start
        start = column.start if new_row else end - line.width
        items.append(column.text(line, start, y))
        taken = taken + line.width + FOOTER_GAP if new_row else end
    rows = round((-baseline(style) - y) / style.leading) + 1
    return Slice(rows * style.leading, tuple(items))


def _footer(
    leaflet: Leaflet, column: Column, rows: int, parts: tuple[Line, Line, Line], *, version_above: bool = False
) -> Slice:
    """Return name, version and page number on the last row, the marks before the name or on the row above."""
    name, version, number = parts
    style = column.styles.footer
    first = -baseline(style)
    last = first - (rows - 1) * style.leading
    items: list[Item] = []
    start = marks = column.start
    if leaflet.status == "draft":
        width, tag = _tag(leaflet, column, first, None)
        items += tag
        marks += width + FOOTER_GAP
        start = marks if rows == 1 else start
    end = column.width - column.profile.margin
    if version_above:
        version_start = end - version.width
    else:
        centre = (column.width - version.width) / 2
        low, high = start + name.width + FOOTER_GAP, end - number.width - FOOTER_GAP - version.width
        version_start = min(max(centre, low), high)
    items.append(column.text(name, start, last))
    items.append(column.text(version, version_start, first if version_above else last))
    items.append(column.text(number, end - number.width, last))
    if rows > 1:
        room = (version_start - FOOTER_GAP if version_above else end) - marks
        items += [column.text(line, marks, first) for line in _mark_lines(leaflet, column, room)]
    return Slice(rows * style.leading, tuple(items))


def _mark_lines(leaflet: Leaflet, column: Column, room: float) -> tuple[Line, ...]:
    """Return what follows the tag on a row of its own: that parts are in English, else that nobody has checked."""
    if leaflet.partly_english:
        names = ("partly-english", "partly-english-short")
        words = _longest(column, [leaflet.furniture[name].fill() for name in names], room)
    elif leaflet.status == "draft":
        words = leaflet.furniture["draft-short"].fill()
    else:
        return ()
    line = _footer_line(column, words)
    return (line,) if line.width <= room or leaflet.partly_english else ()


def _footer_line(column: Column, words: Words) -> Line:
    return column.set_lines(words, column.styles.footer, column.live_width, None)[0]
