"""What stands on every page: the draft strip above, the footer below."""

from __future__ import annotations

from plainleaf.compose.model import Leaflet, Words
from plainleaf.content.settings import POINTS_PER_MM
from plainleaf.layout.column import Column, baseline
from plainleaf.layout.flow import Slice
from plainleaf.layout.model import Frame, Item, Line, Node

TAG_STROKE = 1.5  # VISUAL, Rules
TAG_RADIUS, TAG_PADDING = 0.25, 0.35  # of the text size: VISUAL, Draft strip
FOOTER_GAP = 4 * POINTS_PER_MM  # VISUAL, Footer


def lay_out_strip(leaflet: Leaflet, column: Column, node: Node | None) -> Slice:
    """Return the strip that says that nobody has checked the leaflet; *node* None makes it an artifact."""
    style = column.styles.footer
    size = style.regular[0].size
    tag_words = leaflet.furniture["draft-tag"].fill()
    tag = column.set_lines(tag_words.bold, style, column.live_width, _add_child(node))[0]
    padding = TAG_PADDING * size
    tag_width = tag.width + 2 * padding
    start = column.start + tag_width + 2 * column.unit
    sentence = _sentence(leaflet, column, node, column.width - column.profile.margin - start)
    y = -baseline(style)
    left = column.left(column.start, tag_width)
    frame = Frame(left, -style.leading, tag_width, style.leading, TAG_RADIUS * size, TAG_STROKE)
    texts: list[Item] = [column.text(tag, column.start + padding, y), column.text(sentence, start, y)]
    return Slice(style.leading, (frame, *texts))


def _sentence(leaflet: Leaflet, column: Column, node: Node | None, width: float) -> Line:
    """Return the longer of the two sentences if it fits on one line, else the shorter."""
    style = column.styles.footer
    words = leaflet.furniture["draft-sentence"].fill()
    if len(column.set_lines(words, style, width, None)) > 1:
        words = leaflet.furniture["draft-short"].fill()
    return column.set_lines(words, style, width, _add_child(node))[0]


def _add_child(node: Node | None) -> Node | None:
    if node is None:
        return None
    child = Node("P")
    node.children = (*node.children, child)
    return child


def footer_height(leaflet: Leaflet, column: Column, pages: int) -> float:
    """Return the height that the footer needs: one line, or two where three parts do not fit on one."""
    return _footer_lines(leaflet, column, pages, pages)[1] * column.styles.footer.leading


def lay_out_footer(leaflet: Leaflet, column: Column, page: int, pages: int) -> Slice:
    """Return medicine, version and page number; the page number never breaks."""
    (name, version, number), rows = _footer_lines(leaflet, column, page, pages)
    style = column.styles.footer
    y = -baseline(style) - (rows - 1) * style.leading
    end = column.width - column.profile.margin - number.width
    centre = (column.width - version.width) / 2
    if rows == 1:
        first, last = column.start + name.width + FOOTER_GAP, end - FOOTER_GAP - version.width
        centre = min(max(centre, first), last)
    else:
        centre = column.start
    items = (
        column.text(name, column.start, y),
        column.text(version, centre, -baseline(style)),
        column.text(number, end, y),
    )
    return Slice(rows * style.leading, items)


def _footer_lines(leaflet: Leaflet, column: Column, page: int, pages: int) -> tuple[tuple[Line, Line, Line], int]:
    """Return the three parts and on how many lines they stand; a shorter version line before a second line."""
    number = leaflet.furniture["page-of"].fill(page=str(page), total=str(pages))
    name, counter = (_footer_line(words.bold, column) for words in (leaflet.title, number))
    for words in leaflet.staff_versions:
        version = _footer_line(words, column)
        if name.width + version.width + counter.width + 2 * FOOTER_GAP <= column.live_width:
            return (name, version, counter), 1
    return (name, version, counter), 2


def _footer_line(words: Words, column: Column) -> Line:
    return column.set_lines(words, column.styles.footer, column.live_width, None)[0]
