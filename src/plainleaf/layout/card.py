"""The emergency card: the only closed frame in the leaflet."""

from __future__ import annotations

from dataclasses import replace

from plainleaf.compose.model import EmergencyCard
from plainleaf.layout.blocks import list_item
from plainleaf.layout.column import ALARM, Column
from plainleaf.layout.flow import Mark, Slice, merge
from plainleaf.layout.model import Frame, Node

FRAME = 4.5  # VISUAL, Rules
RULE = 1.5  # VISUAL, Rules: the line above "Say"
PICTOGRAM = "emergency-phone"
PICTOGRAM_HEIGHT = 1.75  # of the icon height: VISUAL, Emergency card


def lay_out_card(card: EmergencyCard, column: Column, bullet: str) -> tuple[Slice, Node]:
    """Return the card as one slice that starts a page, and its structure."""
    unit = column.unit
    head, head_nodes = _head(card, column)
    items, entries = _items(card, column, bullet)
    say, say_nodes = _say(card, column)
    rule_width = column.live_width - 7 * unit
    rule = Slice(RULE, (column.rule(0.0, RULE, column.start + 3.5 * unit, rule_width),), before=3 * unit)
    inside = merge([Slice(2.5 * unit, ()), head, *items, rule, *say, Slice(2.5 * unit, ())])
    frame = Frame(column.profile.margin, -inside.height, column.live_width, inside.height, 4 * unit, FRAME, ALARM)
    listed = Node("L", entries, attributes={"List": {"ListNumbering": "Disc"}})
    node = Node("Sect", (*head_nodes, listed, *say_nodes), id="card")
    mark = Mark(card.heading.plain, 1)
    return replace(inside, items=(frame, *inside.items), page_break=True, bookmark=mark), node


def _head(card: EmergencyCard, column: Column) -> tuple[Slice, tuple[Node, ...]]:
    """Return heading and lead line at the axis, with the telephone at the end side."""
    nodes = (Node("H2"), Node("P"))
    height = PICTOGRAM_HEIGHT * column.profile.icon
    at = column.width - column.profile.margin - 3.5 * column.unit - height
    width = at - column.axis - 2 * column.unit
    heading = column.paragraph(card.heading, column.styles.title, nodes[0], width=width, balanced=True)
    if len(heading) > 1:
        heading = column.paragraph(card.heading, column.styles.title_small, nodes[0], width=width, balanced=True)
    lead = column.paragraph(card.lead, column.styles.lead, nodes[1], width=width)
    text = merge([*heading, *lead])
    total = max(text.height, height)
    picture = column.picture(PICTOGRAM, at, -(total - height) / 2, height)
    moved = merge([Slice((total - text.height) / 2, ()), text])
    return replace(moved, height=total, items=(*moved.items, picture)), nodes


def _items(card: EmergencyCard, column: Column, bullet: str) -> tuple[list[Slice], tuple[Node, ...]]:
    """Return the signs; text at the axis, bullets 5u before it, 1.5u between."""
    slices: list[Slice] = []
    nodes: list[Node] = []
    start = column.axis - 5 * column.unit
    width = column.width - column.profile.margin - 3.5 * column.unit - column.axis
    for item in card.items:
        part, node = list_item(
            item.words,
            column,
            bullet,
            start,
            id=f"card/{item.warning}/{item.id}",
            indent=(0.0, 5 * column.unit),
            width=width,
        )
        slices.append(replace(part, before=(1.5 if nodes else 3) * column.unit))
        nodes.append(node)
    return slices, tuple(nodes)


def _say(card: EmergencyCard, column: Column) -> tuple[list[Slice], tuple[Node, ...]]:
    nodes = (Node("P"), Node("P"))
    width = column.width - column.profile.margin - 3.5 * column.unit - column.axis
    say = column.paragraph(card.say, column.styles.body, nodes[0], width=width)
    then = column.paragraph(card.then, column.styles.body, nodes[1], width=width)
    return [replace(say[0], before=1.5 * column.unit), *say[1:], *then], nodes
