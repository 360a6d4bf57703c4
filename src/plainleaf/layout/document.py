"""Stage 4: a leaflet on paper. Returns pages of placed ink and the structure tree that explains it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from plainleaf.compose.model import Leaflet, Words
from plainleaf.content.model import Drawing
from plainleaf.content.settings import FontShelf, Paper, Profile
from plainleaf.findings import Finding
from plainleaf.layout.blocks import SECTION_RULE, lay_out_section
from plainleaf.layout.card import lay_out_card
from plainleaf.layout.column import Column
from plainleaf.layout.first_page import lay_out_first_page
from plainleaf.layout.flow import Placed, Slice, cut_into_pages, keep, loosen, shift
from plainleaf.layout.furniture import footer_height, lay_out_footer, lay_out_notice
from plainleaf.layout.model import Bookmark, Item, Layout, Metadata, Node, Page
from plainleaf.layout.personal import lay_out_personal, print_black
from plainleaf.layout.styles import make_styles

SPACE_LADDER = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""Shares of the space between parts that may be given up where that saves a page."""

MOST_PAGES = 99
"""For how many pages the footer is measured before their number is known."""


def lay_out(
    leaflet: Leaflet, profile: Profile, paper: Paper, shelf: FontShelf, read_drawing: Callable[[str], Drawing]
) -> tuple[Layout, tuple[Finding, ...]]:
    """Return *leaflet* laid out in *profile* on *paper*, with the findings made on the way."""
    styles = make_styles(profile, leaflet.language, shelf)
    column = Column(profile, styles, leaflet.language, paper.width, read_drawing)
    bottom = profile.margin + footer_height(leaflet, column, MOST_PAGES) + 2 * profile.unit
    top = paper.height - profile.margin
    for brief in (False, True):
        notice, notice_node = lay_out_notice(leaflet, column, brief=brief)
        first_top = top - notice.height - 3 * profile.unit
        head, head_nodes = lay_out_first_page(leaflet, column, first_top - bottom, top - bottom)
        if not any(part.page_break for part in head):  # else the key block goes over: try with fewer words above
            break
    slices, nodes = lay_out_body(leaflet, column)
    personal = lay_out_personal(leaflet, column, shelf, leaflet.furniture["bullet"].fill().plain)
    rest = (*slices, *personal.slices)
    cards = lay_out_card(leaflet.card, column, leaflet.furniture["bullet"].fill().plain, top - bottom)
    sheet = _Sheet(top, bottom, first_top, profile.unit)
    placed, card_node = sheet.cut_shortest(head, list(cards), rest)
    pages = _make_pages(leaflet, column, paper, notice, placed)
    pages = print_black(pages) if leaflet.clinic is not None and leaflet.clinic.black else pages
    root = Node("Document", (notice_node, *head_nodes, card_node, *nodes, *personal.nodes), lang=leaflet.language.bcp47)
    layout = Layout(pages, root, _outline(placed), make_metadata(leaflet, profile, paper))
    return layout, tuple(dict.fromkeys(column.findings))


def lay_out_body(leaflet: Leaflet, column: Column) -> tuple[tuple[Slice, ...], tuple[Node, ...]]:
    """Return everything after the emergency card: sections and ending."""
    bullet = leaflet.furniture["bullet"].fill().plain
    all_slices: list[Slice] = []
    all_nodes: list[Node] = []
    for number, section in enumerate(leaflet.sections, start=1):
        done = lay_out_section(section, number, column, bullet)
        all_slices.extend(done.slices)
        all_nodes.extend(done.nodes)
    ending, ending_nodes = _lay_out_ending(leaflet.ending, column)
    kept = tuple(replace(part, kept=True) for part in ending[:1])  # the last lines never stand on a page alone
    return (*all_slices, *kept, *ending[1:]), (*all_nodes, *ending_nodes)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where pages begin and end (the first lower), in points, and the unit of their spaces."""

    top: float
    bottom: float
    first_top: float
    unit: float

    def cut_shortest(
        self, head: Sequence[Slice], cards: Sequence[tuple[Sequence[Slice], Node]], rest: Sequence[Slice]
    ) -> tuple[tuple[tuple[Placed, ...], ...], Node]:
        """Return the fewest pages that *head*, one of *cards* and *rest* take, and the node of that card.

        Of the cards the first that stands on the earliest page and needs no page more than another; of the spaces
        the widest. Where a page has room, its parts get back what they gave up; 3 units above the footer stay free.
        """
        tight = _tighten(rest, SPACE_LADDER[-1])
        costs = []
        for card, _ in cards:
            first, *others = _tighten(card, SPACE_LADDER[-1])
            cut = self._cut((*head, first, *others, *tight))
            costs.append((len(cut), _page_of(first, cut)))
        fewest = min(costs)
        card, node = cards[costs.index(fewest)]
        pages = next(
            pages
            for share in SPACE_LADDER
            if len(pages := self._cut((*head, *_tighten((*card, *rest), share)))) == fewest[0]
        )
        return tuple(loosen(page, self.bottom + 3 * self.unit) for page in pages), node

    def _cut(self, slices: Sequence[Slice]) -> tuple[tuple[Placed, ...], ...]:
        return cut_into_pages(slices, self.top, self.bottom, first_top=self.first_top)


def _page_of(part: Slice, pages: Sequence[Sequence[Placed]]) -> int:
    return next(number for number, page in enumerate(pages) if any(placed.slice is part for placed in page))


def _tighten(slices: Sequence[Slice], share: float) -> tuple[Slice, ...]:
    return tuple(part.tighten(share) for part in slices)


def _lay_out_ending(ending: Sequence[Words], column: Column) -> tuple[tuple[Slice, ...], tuple[Node, ...]]:
    """Return the last lines, under a rule, on one page."""
    if not ending:
        return (), ()
    rule = Slice(SECTION_RULE, (column.rule(0.0, SECTION_RULE),), before=6 * column.unit)
    slices, nodes = [rule], []
    for words in ending:
        node = Node("P")
        lines = column.paragraph(words, column.styles.body, node)
        slices.append(Slice(2 * column.unit, ()))
        slices.extend(lines)
        nodes.append(node)
    return keep(slices), tuple(nodes)


def _make_pages(
    leaflet: Leaflet, column: Column, paper: Paper, notice: Slice, placed: Sequence[Sequence[Placed]]
) -> tuple[Page, ...]:
    pages = []
    for index, parts in enumerate(placed):
        body = [item for part in parts for item in _put(part.slice, part.top)]
        if index == 0:
            body = [*_put(notice, paper.height - column.profile.margin), *body]
        footer = lay_out_footer(leaflet, column, index + 1, len(placed))
        footer_items = _put(footer, column.profile.margin + footer.height)
        pages.append(Page(paper.width, paper.height, tuple(body), footer_items))
    return tuple(pages)


def _put(part: Slice, top: float) -> tuple[Item, ...]:
    return tuple(shift(item, 0.0, top) for item in part.items)


def _outline(placed: Sequence[Sequence[Placed]]) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(part.slice.bookmark.title, part.slice.bookmark.level, page, part.top)
        for page, parts in enumerate(placed)
        for part in parts
        if part.slice.bookmark is not None
    )


def _personal_identity(leaflet: Leaflet) -> str:
    """Return that there is a plan, a form or a clinic, never whose."""
    plan = "" if leaflet.plan is None else " plan=form" if leaflet.plan.is_form else " plan=personal"
    return plan if leaflet.clinic is None else f"{plan} clinic=yes"


def make_metadata(leaflet: Leaflet, profile: Profile, paper: Paper) -> Metadata:
    """Return what the file says of itself: nothing of a patient."""
    identity = (
        f"plainleaf leaflet={leaflet.id} country={leaflet.country} lang={leaflet.language.bcp47}"
        f" profile={profile.id} paper={paper.id} version={leaflet.version} status={leaflet.status}"
        f"{' english=partly' if leaflet.partly_english else ''}{_personal_identity(leaflet)}"
    )
    return Metadata(
        title=leaflet.name_document(large_print=profile.is_large_print),
        language=leaflet.language.bcp47,
        rtl=leaflet.language.rtl,
        author="plainleaf",
        subject=leaflet.furniture["document-subject"].fill().plain,
        keywords=identity,
        date=leaflet.date,
    )
