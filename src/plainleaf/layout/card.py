"""The emergency card: the only closed frame in the leaflet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plainleaf.compose.model import EmergencyCard
from plainleaf.layout.blocks import list_item
from plainleaf.layout.column import ALARM, Column
from plainleaf.layout.flow import Mark, Slice, as_artifact, merge
from plainleaf.layout.model import Frame, Node

FRAME = 4.5  # VISUAL, Rules
RULE = 1.5  # VISUAL, Rules: the line above "Say"
PADDING = 3.5  # units at the sides: VISUAL, Emergency card
BULLET_INSET = 5
"""Units between a bullet and the axis."""
PICTOGRAM = "emergency-phone"
PICTOGRAM_HEIGHT = 1.75  # of the icon height: VISUAL, Emergency card
GAP = 4.0  # units above a card that does not start a page
HEAD_SHARE = 0.4
"""Of a page: a heading with its lead line that is taller is not said again in full where a card goes on overleaf."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How much white the card has, in units. small: heading one size down, lead as body, no telephone."""

    padding: float = 2.5
    between: float = 1.5
    above_items: float = 3.0
    above_say: float = 3.0
    small: bool = False


LADDER = (
    Fit(),
    Fit(2.0, 1.0, 2.0, 2.0),
    Fit(1.5, 0.5, 1.5, 1.5),
    Fit(1.5, 0.5, 1.5, 1.5, small=True),
)
"""The ways to set the card, the most generous first. Type that warns is never set smaller to make room."""


def lay_out_card(
    card: EmergencyCard, column: Column, bullet: str, room: float, split: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[Slice, ...], Node]]:
    """Yield the ways to set the card, the best first, each with its structure: one slice that is never cut.

    First those that start a page, the most generous first, with small type only where nothing else fits; then those
    that go on below what stands before them, for where that brings the card to an earlier page. Where not even the
    last step of the ladder brings it down to *room* points, there is one way: several slices, each with the heading.
    split: how many signs to put into each slice instead, as they stand in another language; what to say and do counts
    as one.
    """
    fitting: list[tuple[_Parts, tuple[Slice, ...]]] = []
    for fit in LADDER:
        parts = _Parts(card, column, bullet, fit, room)
        frames = parts.pieces(split) if split else (parts.whole(),)
        if all(frame.height <= room for frame in frames):
            fitting.append((parts, frames))
    if not fitting:
        yield parts.pieces(split or parts.count_pieces()), parts.node()
    for parts, frames in fitting:
        if parts is fitting[0][0] or not parts.is_small:
            yield frames, parts.node()
    for parts, (first, *others) in fitting:
        yield (replace(first, page_break=False, before=GAP * column.unit), *others), parts.node()


class _Parts:
    """The parts of the card at one step of the ladder."""

    def __init__(self, card: EmergencyCard, column: Column, bullet: str, fit: Fit, room: float) -> None:
        self._card, self._column, self._fit, self._room = card, column, fit, room
        self._head_nodes = (Node("H2"), Node("P"))
        self._say_nodes = (Node("P"), Node("P"))
        self._head, self._heading = self._make_head()
        self._items, self._entries = self._make_items(bullet)
        self._say = self._make_say()

    @property
    def is_small(self) -> bool:
        """Whether the type of its heading gives way."""
        return self._fit.small

    @property
    def _axis(self) -> float:
        """Where heading and "Say" begin: on the page's axis, or at the padding where there is none."""
        column = self._column
        return column.axis if column.profile.beside_rail else column.start + PADDING * column.unit

    @property
    def _width(self) -> float:
        column = self._column
        return column.width - column.profile.margin - PADDING * column.unit - self._axis

    def node(self) -> Node:
        """Return the card's element."""
        listed = Node("L", self._entries, attributes={"List": {"ListNumbering": "Disc"}})
        return Node("Sect", (*self._head_nodes, listed, *self._say_nodes), id="card")

    def whole(self) -> Slice:
        """Return the card in one frame."""
        framed = self._frame([self._head, *self._items, *self._say])
        return replace(framed, bookmark=Mark(self._card.heading.plain, 1))

    def count_pieces(self) -> tuple[int, ...]:
        """Return how many signs fit the page in a frame, then frame by frame the rest; what to say counts as one."""
        counts: list[int] = []
        head, parts = self._head, [*self._items, merge(self._say)]
        while parts:
            count = len(parts) if counts else len(parts) - 1
            while count > 1 and self._frame([head, *parts[:count]]).height > self._room:
                count -= 1
            counts.append(count)
            head, parts = self._head_again(), parts[count:]
        return tuple(counts)

    def pieces(self, counts: Sequence[int]) -> tuple[Slice, ...]:
        """Return the card in several frames with so many signs each, the rest below the heading again."""
        frames: list[Slice] = []
        head, parts = self._head, [*self._items, merge(self._say)]
        for count in counts:
            frames.append(self._frame([head, *parts[:count]]))
            head, parts = self._head_again(), parts[count:]
        return replace(frames[0], bookmark=Mark(self._card.heading.plain, 1)), *frames[1:]

    def _head_again(self) -> Slice:
        """Return what stands above the signs overleaf: heading and lead line, unless these would fill more than
        HEAD_SHARE of the page."""
        return as_artifact(self._head if self._head.height <= HEAD_SHARE * self._room else self._heading)

    def _frame(self, slices: Sequence[Slice]) -> Slice:
        """Return *slices* in a frame that starts a page."""
        column, unit = self._column, self._column.unit
        padding = Slice(self._fit.padding * unit, ())
        inside = merge([padding, *slices, padding])
        width = column.live_width
        frame = Frame(column.left(column.start, width), -inside.height, width, inside.height, 4 * unit, FRAME, ALARM)
        return replace(inside, items=(frame, *inside.items), page_break=True)

    def _make_head(self) -> tuple[Slice, Slice]:
        """Return heading and lead line at the axis, with the telephone at the end side; and the heading alone."""
        column, styles, nodes = self._column, self._column.styles, self._head_nodes
        share = PICTOGRAM_HEIGHT if column.profile.beside_rail else 1.0
        height = 0.0 if self._fit.small else share * column.profile.icon
        width = self._width - (height + 2 * column.unit if height else 0.0)
        at = column.width - column.profile.margin - PADDING * column.unit - height
        words, axis = self._card.heading, self._axis
        heading = column.paragraph(words, styles.title, nodes[0], start=axis, width=width, balanced=True)
        if len(heading) > 1 or self._fit.small:
            heading = column.paragraph(words, styles.title_small, nodes[0], start=axis, width=width, balanced=True)
        style = styles.body if self._fit.small else styles.lead
        lead = column.paragraph(self._card.lead, style, nodes[1], start=axis, width=width)
        text = merge([*heading, *lead])
        if not height:
            return text, merge(heading)
        total = max(text.height, height)
        picture = column.picture(PICTOGRAM, at, -(total - height) / 2, height)
        moved = merge([Slice((total - text.height) / 2, ()), text])
        return replace(moved, height=total, items=(*moved.items, picture)), merge(heading)

    def _make_items(self, bullet: str) -> tuple[tuple[Slice, ...], tuple[Node, ...]]:
        """Return the signs; text at the axis and bullets 5u before it, or bullets at the padding."""
        made = tuple(self._item_slices(bullet))
        return tuple(part for part, _ in made), tuple(node for _, node in made)

    def _item_slices(self, bullet: str) -> Iterator[tuple[Slice, Node]]:
        column = self._column
        inset = BULLET_INSET * column.unit
        start = self._axis - (inset if column.profile.beside_rail else 0.0)
        width = column.width - column.profile.margin - PADDING * column.unit - start - inset
        before = self._fit.above_items
        for item in self._card.items:
            id = f"card/{item.warning}/{item.id}"
            part, node = list_item(item.words, column, bullet, start, id=id, indent=(0.0, inset), width=width)
            yield replace(part, before=before * column.unit), node
            before = self._fit.between

    def _make_say(self) -> tuple[Slice, ...]:
        """Return the rule and what to say and do."""
        column, unit, nodes = self._column, self._column.unit, self._say_nodes
        start, rule_width = column.start + PADDING * unit, column.live_width - 2 * PADDING * unit
        rule = Slice(RULE, (column.rule(0.0, RULE, start, rule_width),), before=self._fit.above_say * unit)
        body, axis = column.styles.body, self._axis
        say = column.paragraph(self._card.say, body, nodes[0], start=axis, width=self._width)
        then = column.paragraph(self._card.then, body, nodes[1], start=axis, width=self._width)
        return (rule, replace(say[0], before=self._fit.between * unit), *say[1:], *then)
