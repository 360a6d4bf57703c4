"""Blocks of a section as slices and structure: paragraphs, lists, warnings, notes, figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plainleaf.compose.model import (
    BandedTable,
    Block,
    BulletList,
    Figure,
    Note,
    Paragraph,
    Section,
    Span,
    WarningBlock,
    Words,
)
from plainleaf.layout.column import BAR, PINE, Column, baseline, space_before
from plainleaf.layout.flow import Mark, Slice, glue, glue_first, keep, merge
from plainleaf.layout.model import Item, Node, Rule
from plainleaf.layout.tables import lay_out_table

SECTION_RULE = 2.25  # VISUAL, Rules


@dataclass(frozen=True, slots=True)
class Set:
    """Something laid out: its slices and its structure."""

    slices: tuple[Slice, ...]
    nodes: tuple[Node, ...]


def lay_out_section(section: Section, number: int, column: Column, bullet: str) -> Set:
    """Return a numbered section: rule, number and title, then its blocks."""
    title, heading = _section_heading(section, number, column)
    slices: list[Slice] = [title]
    nodes = [heading]
    previous: Block | None = None
    for block in section.blocks:
        done = _lay_out_block(block, column, bullet)
        spaced = space_before(done.slices, _space_between(previous, block, column))
        slices.extend(glue_first(spaced) if previous is None else spaced)
        nodes.extend(done.nodes)
        previous = block
    return Set(tuple(slices), (Node("Sect", tuple(nodes), id=f"section/{section.id}"),))


def _section_heading(section: Section, number: int, column: Column) -> tuple[Slice, Node]:
    """Return rule, number in the rail and title on one baseline; without a rail the title follows its number.

    Where every passage has a number in the margin, the title has no other.
    """
    if column.numbering is not None:
        return _unnumbered_heading(section, column)
    style = column.styles.section
    words = section.title
    number_leaf, title_leaf = Node("Span"), Node("Span")
    figure = column.set_lines(Words(words.id, _bold(f"{number} ")), style, column.live_width, number_leaf)[0]
    start = column.axis if column.profile.beside_rail else column.start + figure.width + 2 * column.unit
    width = column.width - column.profile.margin - start
    lines = column.set_lines(words, style, width, title_leaf, balanced=True)
    top = -(SECTION_RULE + 2 * column.unit)
    first = top - baseline(style)
    items: list[Item] = [column.rule(0.0, SECTION_RULE), column.text(figure, column.start, first)]
    items += [column.text(line, start, first - index * style.leading) for index, line in enumerate(lines)]
    height = SECTION_RULE + 2 * column.unit + len(lines) * style.leading
    mark = Mark(f"{number} {words.plain}", 1)
    part = Slice(height, tuple(items), before=6 * column.unit, bookmark=mark)
    return part, Node("H2", (number_leaf, title_leaf))


def _unnumbered_heading(section: Section, column: Column) -> tuple[Slice, Node]:
    """Return rule and title."""
    node = Node("H2")
    lines = column.paragraph(section.title, column.styles.section, node, start=column.axis, balanced=True)
    rule = Slice(SECTION_RULE + 2 * column.unit, (column.rule(0.0, SECTION_RULE),), before=6 * column.unit)
    return replace(merge([rule, *lines]), bookmark=Mark(section.title.plain, 1)), node


def _bold(text: str) -> tuple[Span, ...]:
    return (Span(text, bold=True),)


def _space_between(previous: Block | None, block: Block, column: Column) -> float:
    """Return the space above *block* (VISUAL, Space)."""
    if previous is None:
        return 2 * column.unit
    if isinstance(block, BulletList) and block.lead is None:
        return 2 * column.unit
    return 5 * column.unit if _is_titled(block) or _is_titled(previous) else 4 * column.unit


def _is_titled(block: Block) -> bool:
    return isinstance(block, (WarningBlock, Note))


def _lay_out_block(block: Block, column: Column, bullet: str) -> Set:
    match block:
        case Paragraph() | BulletList():
            return lay_out_text(block, column, bullet)
        case WarningBlock():
            inner = _titled(block.title, block.pictogram, block.body, column, bullet)
            return Set(inner.slices, (Node("Sect", inner.nodes, id=block.id),))
        case Note():
            start = max(column.axis, column.start + BAR + 3 * column.unit) if block.aside else None
            inner = _titled(block.title, block.pictogram, block.body, column, bullet, start)
            slices = inner.slices if start is None else _beside_bar(inner.slices, column, start)
            return Set(slices, (Node("Sect", inner.nodes),))
        case Figure():
            return _figure(block, column)
        case BandedTable():
            return Set(*lay_out_table(block, column))


def lay_out_text(block: Paragraph | BulletList, column: Column, bullet: str, start: float | None = None) -> Set:
    """Return a paragraph, or a list with its lead-in, that begins at *start*, or at the axis."""
    start = column.axis if start is None else start
    if isinstance(block, Paragraph):
        node = Node("P")
        return Set(column.paragraph(block.words, column.styles.body, node, start=start), (node,))
    slices: list[Slice] = []
    nodes: list[Node] = []
    if block.lead is not None:
        nodes.append(Node("P"))
        slices.extend(glue(column.paragraph(block.lead, column.styles.body, nodes[0], start=start)))
    entries: list[Node] = []
    for words in block.items:
        part, entry = list_item(words, column, bullet, start)
        first = bool(slices) and not entries
        slices.append(replace(part, before=2 * column.unit if slices else 0.0, glued=first))
        entries.append(entry)
    if len(entries) > 1:  # one item alone never starts a page
        slices[-1] = replace(slices[-1], glued=True)
    nodes.append(Node("L", tuple(entries), attributes={"List": {"ListNumbering": "Disc"}}))
    return Set(tuple(slices), tuple(nodes))


def list_item(
    words: Words,
    column: Column,
    bullet: str,
    start: float,
    *,
    id: str | None = None,
    indent: tuple[float, float] | None = None,
    width: float | None = None,
) -> tuple[Slice, Node]:
    """Return one item as a slice that is never split, and its LI.

    start: of the list. indent: of bullet and text from there; 1u and 6u unless given (VISUAL, Lists).
    """
    style = column.styles.body
    at, text_at = indent or (column.unit, 6 * column.unit)
    label, body = Node("Lbl", actual_text=bullet), Node("LBody")
    width = column.width - column.profile.margin - start - text_at if width is None else width
    lines = column.set_lines(words, style, width, body)
    dot = column.bullet(start + at, -baseline(style), style.regular[0].size, label)
    texts = [
        column.text(line, start + text_at, -baseline(style) - index * style.leading) for index, line in enumerate(lines)
    ]
    return Slice(len(lines) * style.leading, (dot, *texts)), Node("LI", (label, body), id=id)


def _titled(
    title: Words | None,
    pictogram: str | None,
    body: Sequence[Paragraph | BulletList],
    column: Column,
    bullet: str,
    start: float | None = None,
) -> Set:
    """Return a heading with its pictogram in the rail, and its text at *start* or the axis (VISUAL, Section).

    Where running text stands at the margin, only what is beside the pictogram keeps clear of it: the heading, or
    the text that has none.
    """
    slices: list[Slice] = []
    nodes: list[Node] = []
    beside = column.beside if pictogram is not None else start
    if title is not None:
        nodes.append(Node("H3"))
        style = column.styles.heading
        above = pictogram is not None and column.widest_word(title, style) > column.beside_width
        at = start if above else beside
        slices.extend(glue(column.paragraph(title, style, nodes[0], start=at, balanced=True)))
        if pictogram is not None and above:
            icon = column.profile.icon
            picture = Slice(icon, (column.picture(pictogram, column.start, 0.0, icon),))
            slices, pictogram = [picture, *glue_first(slices)], None
        elif pictogram is not None and not column.profile.beside_rail:
            slices, pictogram = [_centred(slices, pictogram, column)], None
        slices[0] = replace(slices[0], bookmark=Mark(title.plain, 2))
    for index, block in enumerate(body):
        done = lay_out_text(block, column, bullet, start if title is not None else beside)
        gap = (0.5 * column.unit if title is not None else 0.0) if index == 0 else 2 * column.unit
        spaced = space_before(done.slices, gap)
        slices.extend(glue_first(spaced) if index == 0 else spaced)
        nodes.extend(done.nodes)
    if title is None and pictogram is not None:
        return Set((_centred(slices, pictogram, column),), tuple(nodes))
    if pictogram is not None:
        slices = _hang_picture(slices, pictogram, column)
    return Set(keep(slices), tuple(nodes))


def _hang_picture(slices: list[Slice], pictogram: str, column: Column) -> list[Slice]:
    """Return *slices* with the pictogram in the rail, its top on the top of the first; never cut through it."""
    picture = column.picture(pictogram, column.start, 0.0, column.profile.icon)
    hung = [replace(slices[0], items=(*slices[0].items, picture)), *slices[1:]]
    height = hung[0].height
    for index in range(1, len(hung)):
        if height >= column.profile.icon:
            break
        hung[index] = replace(hung[index], glued=True)
        height += hung[index].before + hung[index].height
    if height < column.profile.icon:
        hung[-1] = replace(hung[-1], height=hung[-1].height + column.profile.icon - height)
    return hung


def _centred(slices: Sequence[Slice], pictogram: str, column: Column) -> Slice:
    """Return pictogram and text beside each other, centred on each other."""
    text = merge(slices)
    height = max(text.height, column.profile.icon)
    moved = merge([Slice((height - text.height) / 2, ()), text])
    picture = column.picture(pictogram, column.start, -(height - column.profile.icon) / 2, column.profile.icon)
    return replace(moved, height=height, items=(*moved.items, picture))


def _beside_bar(slices: Sequence[Slice], column: Column, start: float) -> tuple[Slice, ...]:
    """Return *slices* as one, with a bar 3u before their *start* (VISUAL, "Did you know?")."""
    whole = merge(slices)
    left = column.left(start - 3 * column.unit - BAR, BAR)
    bar = Rule(left + BAR / 2, 0.0, left + BAR / 2, -whole.height, BAR, PINE)
    return (replace(whole, items=(*whole.items, bar)),)


def _figure(block: Figure, column: Column) -> Set:
    node = Node("Figure", alt=block.alt.plain, attributes={"Layout": {"Placement": "Block"}})
    height = 1.4 * column.profile.icon
    picture = replace(column.picture(block.drawing, column.axis, 0.0, height), node=node)
    return Set((Slice(height, (picture,), glued=True),), (node,))
