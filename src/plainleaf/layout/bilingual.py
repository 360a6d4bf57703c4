"""A leaflet in two languages on facing pages: the patient's on even pages, the clinic's on odd ones.

A leaflet opens on a spread: pages 2 and 3, 4 and 5 and so on face each other. The first page faces the last one on the
outside, where both are seen at once when the leaflet lies open, face down. So each language has a front of its own,
with its name and the warnings to read first, and the same spread is always in step: the patient's sides are pages
1, 2, 4, 6 ..., those of the clinic the last page, 3, 5, 7 ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import zip_longest

from plainleaf.compose.bilingual import Bilingual
from plainleaf.compose.model import Leaflet
from plainleaf.content.model import Drawing
from plainleaf.content.settings import FontShelf, Paper, Profile
from plainleaf.findings import Finding
from plainleaf.layout.card import BULLET_INSET, lay_out_card
from plainleaf.layout.column import Column
from plainleaf.layout.document import lay_out_body, make_metadata
from plainleaf.layout.first_page import lay_out_first_page
from plainleaf.layout.flow import Placed, Slice, loosen, shift
from plainleaf.layout.furniture import footer_height, lay_out_footer, lay_out_notice
from plainleaf.layout.model import Attribute, Bookmark, Item, Layout, Metadata, Node, Page
from plainleaf.layout.numbering import Numbered, Numbering, number_slices, open_numbering
from plainleaf.layout.personal import lay_out_personal, print_black
from plainleaf.layout.sheet import SPACE_LADDER
from plainleaf.layout.spreads import Flow, Unit, add_tall_unit, add_unit, pair_units
from plainleaf.layout.styles import make_styles

MOST_PAGES = 999
"""For how many pages the footer is measured before their number is known."""

Split = tuple[int, ...]
"""How many rows of the key block, or signs of the card, stand on each side."""


def page_of_first(side: int) -> int:
    """Return the number of the page that *side*, from 1, of the first language is."""
    return max(1, 2 * (side - 1))


def page_of_second(side: int) -> int:
    """Return the number of the page that *side*, from 2, of the second language is; the first is the last page."""
    return 2 * side - 1


def lay_out_bilingual(
    pair: Bilingual, profile: Profile, paper: Paper, shelf: FontShelf, read_drawing: Callable[[str], Drawing]
) -> tuple[Layout, tuple[Finding, ...]]:
    """Return *pair* laid out in *profile* on *paper*, with the findings made on the way."""
    halves = (
        _Half.open(pair.first, pair, profile, paper, shelf, read_drawing, page_of_first),
        _Half.open(pair.second, pair, profile, paper, shelf, read_drawing, page_of_second),
    )
    _set_fronts(halves)
    ways = [_fill(halves, cards, share) for cards in _card_ways(halves) for share in SPACE_LADDER]
    best = min(ways, key=lambda way: len(way.sides[0]))
    return best.finish(pair, halves, profile, paper), _findings(halves)


@dataclass(slots=True)
class _Half:
    """One language: what it says, what it is set in, and its parts as they are laid out."""

    leaflet: Leaflet
    column: Column
    numbering: Numbering
    top: float
    bottom: float
    notice: Slice = field(init=False)
    notice_node: Node = field(init=False)
    head: tuple[Numbered, ...] = field(init=False)
    head_nodes: tuple[Node, ...] = field(init=False)
    body: tuple[Numbered, ...] = field(init=False)
    body_nodes: tuple[Node, ...] = field(init=False)
    personal: tuple[Numbered, ...] = field(init=False)
    personal_nodes: tuple[Node, ...] = field(init=False)

    @classmethod
    def open(
        cls,
        leaflet: Leaflet,
        pair: Bilingual,
        profile: Profile,
        paper: Paper,
        shelf: FontShelf,
        read_drawing: Callable[[str], Drawing],
        page_number: Callable[[int], int],
    ) -> _Half:
        """Return one language with its sections laid out."""
        numbering = open_numbering(pair.numbers, profile, leaflet.language, shelf, page_number)
        styles = make_styles(profile, leaflet.language, shelf)
        column = Column(profile, styles, leaflet.language, paper.width, read_drawing, numbering=numbering)
        half = cls(leaflet, column, numbering, paper.height - profile.margin, profile.margin + 2 * profile.unit)
        half.bottom += footer_height(leaflet, half.plain_column, MOST_PAGES)
        slices, half.body_nodes = lay_out_body(leaflet, column)
        half.body = half.number(slices)
        personal = lay_out_personal(leaflet, column, shelf, half.bullet)
        half.personal, half.personal_nodes = half.number(personal.slices), personal.nodes
        return half

    @property
    def plain_column(self) -> Column:
        """The column of what has no numbers: it begins at the margin."""
        return replace(self.column, numbering=None)

    @property
    def bullet(self) -> str:
        """What a screen reader says of a bullet."""
        return self.leaflet.furniture["bullet"].fill().plain

    @property
    def first_top(self) -> float:
        """Where the name stands on the front, below the notice."""
        return self.top - self.notice.height - 3 * self.column.unit

    def number(self, slices: Sequence[Slice]) -> tuple[Numbered, ...]:
        """Return *slices* with the numbers of their passages in the margin."""
        return number_slices(slices, self.numbering, self.column.text, self.column.start - self.numbering.gap)

    def set_front(self, split: Split = ()) -> None:
        """Lay out the notice, the name and the key block; split: as many rows on each side."""
        for brief in (False, True):
            self.notice, self.notice_node = lay_out_notice(self.leaflet, self.plain_column, brief=brief)
            room, next_room = self.first_top - self.bottom, self.top - self.bottom
            ways = lay_out_first_page(self.leaflet, self.column, room, next_room, split, dense=brief)
            head, self.head_nodes = next(ways)
            if not any(part.page_break for part in head):
                break
        self.head = self.number(head)

    def cards(self, split: Split = ()) -> tuple[tuple[tuple[Numbered, ...], Node], ...]:
        """Return the ways to set the card; split: as many signs in each frame."""
        column, numbering = self.column, self.numbering
        end = column.start - numbering.gap
        if column.profile.beside_rail:  # there is room for numbers inside the frame, and none to lose for a warning
            numbering = replace(numbering, room=0.0)
            column = replace(column, numbering=numbering)
            end = column.axis - BULLET_INSET * column.unit - numbering.gap / 2
        ways = lay_out_card(self.leaflet.card, column, self.bullet, self.top - self.bottom, split)
        return tuple((number_slices(slices, numbering, column.text, end), node) for slices, node in ways)

    def count(self, slices: Sequence[Numbered], messages: Sequence[str]) -> Split:
        """Return how many of *messages* begin on each side of *slices*."""
        wanted = {self.numbering.numbers[message] for message in messages}
        return tuple(
            sum(number in wanted for one in side for number in one.numbers) for side in _split_at_breaks(slices)
        )


def _split_at_breaks(slices: Sequence[Numbered]) -> list[list[Numbered]]:
    sides: list[list[Numbered]] = [[]]
    for one in slices:
        if one.slice.page_break and sides[-1]:
            sides.append([])
        sides[-1].append(one)
    return sides


def _set_fronts(halves: tuple[_Half, _Half]) -> None:
    """Lay out both fronts; where a key block goes on overleaf, the other does so after the same row."""
    splits = []
    for half in halves:
        half.set_front()
        splits.append(half.count(half.head, [row.words.id for row in half.leaflet.key_rows]))
    split = _meet(*splits)
    for half, own in zip(halves, splits, strict=True):
        if own != split:
            half.set_front(split)


def _card_ways(halves: tuple[_Half, _Half]) -> Iterator[tuple[tuple[tuple[Numbered, ...], Node], ...]]:
    """Yield the ways to set both cards, the most generous first; where one is in several frames, both are, with the
    same signs in each."""
    ways = [half.cards() for half in halves]
    splits = []
    for half, (most_generous, *_) in zip(halves, ways, strict=True):
        card = half.leaflet.card
        splits.append(half.count(most_generous[0], [*(item.words.id for item in card.items), card.say.id]))
    split = _meet(*splits)
    if len(split) > 1:
        ways = [half.cards(split)[:1] for half in halves]
    for step in range(max(map(len, ways))):
        yield tuple(way[min(step, len(way) - 1)] for way in ways)


def _meet(one: Split, other: Split) -> Split:
    """Return the split that has, up to each side, no more than either of *one* and *other*."""
    total = sum(one)
    made: list[int] = []
    reached = [0, 0]
    for ours, theirs in zip_longest(one, other, fillvalue=0):
        reached = [reached[0] + ours, reached[1] + theirs]
        made.append(min(reached) - sum(made))
    return tuple(made) if sum(made) == total else one


@dataclass(frozen=True, slots=True)
class _Filled:
    """All sides of both languages, and the elements of their cards."""

    sides: tuple[tuple[tuple[Placed, ...], ...], ...]
    card_nodes: tuple[Node, ...]

    def finish(self, pair: Bilingual, halves: tuple[_Half, _Half], profile: Profile, paper: Paper) -> Layout:
        """Return the layout: pages in their order, one language after the other in the structure."""
        total = 2 * len(self.sides[0])
        pages: dict[int, Page] = {}
        outline: list[Bookmark] = []
        parts: list[Node] = []
        numbers: tuple[Callable[[int], int], ...] = (page_of_first, partial(_page_of_clinic, total=total))
        for half, sides, card, number in zip(halves, self.sides, self.card_nodes, numbers, strict=True):
            mine = {number(side): placed for side, placed in enumerate(sides, start=1)}
            made = {page: _make_page(half, paper, placed, page, total) for page, placed in mine.items()}
            black = half.leaflet.clinic is not None and half.leaflet.clinic.black
            pages |= dict(zip(made, print_black(tuple(made.values())), strict=True)) if black else made
            outline += _outline(half.leaflet.language.own_name, mine, half.top)
            nodes = (half.notice_node, *half.head_nodes, card, *half.body_nodes, *half.personal_nodes)
            language = half.leaflet.language
            parts.append(Node("Part", nodes, lang=language.bcp47, title=language.own_name))
        _rename(parts[1], f"{pair.second.language.bcp47}/")
        root = Node("Document", tuple(parts), lang=pair.first.language.bcp47)
        ordered = tuple(pages[number] for number in range(1, total + 1))
        return Layout(ordered, root, tuple(outline), _describe(pair, profile, paper))


def _page_of_clinic(side: int, *, total: int) -> int:
    return total if side == 1 else page_of_second(side)


def _fill(halves: tuple[_Half, _Half], cards: tuple[tuple[tuple[Numbered, ...], Node], ...], share: float) -> _Filled:
    """Return the sides of both languages with *share* of the space between the parts of the text."""
    ours, theirs = halves
    flows = (Flow(ours.top, ours.bottom, ours.first_top), Flow(theirs.top, theirs.bottom, theirs.first_top))
    heads = [_split_at_breaks(half.head) for half in halves]
    for index, (first, second) in enumerate(zip_longest(*heads, fillvalue=[])):
        if index:
            add_unit(flows, _pair(first, second), overleaf=True)
            continue
        for flow, head in zip(flows, (first, second), strict=True):
            flow.place([one.slice for one in head])
    for frame, other in zip_longest(*(card for card, _ in cards)):
        overleaf = any(one.slice.page_break for one in (frame, other) if one)
        add_unit(flows, _pair([frame] if frame else [], [other] if other else []), overleaf=overleaf)
    for unit in pair_units(_tighten(ours.body, share), _tighten(theirs.body, share)):
        add_unit(flows, unit)
    if ours.leaflet.plan is not None:
        add_tall_unit(flows, _pair(ours.personal, theirs.personal))
    elif ours.personal or theirs.personal:
        add_unit(flows, _pair(_tighten(ours.personal, share), _tighten(theirs.personal, share)))
    sides = tuple(
        tuple(loosen(side, flow.bottom + 3 * half.column.unit) if side else () for side in flow.sides)
        for flow, half in zip(flows, halves, strict=True)
    )
    return _Filled(sides, tuple(node for _, node in cards))


def _pair(first: Sequence[Numbered], second: Sequence[Numbered]) -> Unit:
    return tuple(first), tuple(second)


def _tighten(slices: Sequence[Numbered], share: float) -> tuple[Numbered, ...]:
    return tuple(replace(one, slice=one.slice.tighten(share)) for one in slices)


def _make_page(half: _Half, paper: Paper, placed: Sequence[Placed], number: int, total: int) -> Page:
    """Return a side as page *number*; the front has the notice above everything."""
    body: list[Item] = []
    if number in (1, total):
        body += _put(half.notice, half.top)
    for part in placed:
        body += _put(part.slice, part.top)
    footer = lay_out_footer(half.leaflet, half.plain_column, number, total)
    return Page(paper.width, paper.height, tuple(body), _put(footer, half.column.profile.margin + footer.height))


def _put(part: Slice, top: float) -> tuple[Item, ...]:
    return tuple(shift(item, 0.0, top) for item in part.items)


def _outline(name: str, pages: dict[int, tuple[Placed, ...]], top: float) -> Iterator[Bookmark]:
    """Yield the bookmarks of one language, below its own *name*."""
    yield Bookmark(name, 1, next(iter(pages)) - 1, top)
    for number, side in pages.items():
        for part in side:
            if part.slice.bookmark is not None:
                mark = part.slice.bookmark
                yield Bookmark(mark.title, mark.level + 1, number - 1, part.top)


def _rename(node: Node, prefix: str) -> None:
    """Put *prefix* before every id at and below *node*, also where another element names it."""
    node.id = node.id and prefix + node.id
    node.attributes = {
        owner: {key: _rename_ids(value, prefix) for key, value in values.items()}
        for owner, values in node.attributes.items()
    }
    for child in node.children:
        _rename(child, prefix)


def _rename_ids(value: Attribute, prefix: str) -> Attribute:
    """Return *value*, each id in it with *prefix*: a tuple of str names elements."""
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return tuple(f"{prefix}{id}" for id in value)
    return value


def _describe(pair: Bilingual, profile: Profile, paper: Paper) -> Metadata:
    """Return what the file says of itself: as in the first language, with the title in both."""
    own, other = (make_metadata(leaflet, profile, paper) for leaflet in (pair.first, pair.second))
    words = own.keywords.replace(f"status={pair.first.status}", f"status={pair.status}")
    if pair.second.partly_english and not pair.first.partly_english:
        words += " english=partly"
    keywords = f"{words} with={other.language}"
    return replace(
        own,
        title=pair.name_document(large_print=profile.is_large_print),
        keywords=keywords,
        date=max(own.date, other.date),
    )


def _findings(halves: tuple[_Half, _Half]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(finding for half in halves for finding in half.column.findings))
