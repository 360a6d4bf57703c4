"""The sheet a leaflet is laid out on, and how slices are cut into the fewest pages of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plainleaf.content.settings import FontShelf, Paper
from plainleaf.layout.column import Column
from plainleaf.layout.flow import Placed, Slice, cut_into_pages, loosen
from plainleaf.layout.model import Node

SPACE_LADDER = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""Shares of the space between parts that may be given up where that saves a page."""

Pages = tuple[tuple[Placed, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What pages are laid out on: the column, and the upper and lower edge of what stands on a page, in points."""

    column: Column
    paper: Paper
    shelf: FontShelf
    top: float
    bottom: float

    @property
    def room(self) -> float:
        """Height of what stands on a page."""
        return self.top - self.bottom

    def cut_closest(self, slices: Sequence[Slice]) -> Pages:
        """Return the pages with the most white space between *slices* that needs no page more than the least."""
        fewest = len(self._cut(_tighten(slices, SPACE_LADDER[-1]), self.top))
        return self._cut_widest((), slices, self.top, fewest)

    def cut_shortest(
        self,
        fronts: Sequence[tuple[Sequence[Slice], Sequence[Node]]],
        cards: Sequence[tuple[Sequence[Slice], Node]],
        rest: Sequence[Slice],
        *,
        first_top: float,
    ) -> tuple[Pages, tuple[Node, ...]]:
        """Return the fewest pages that one of *fronts*, one of *cards* and *rest* take, and the nodes of these two.

        Of the fronts the first that brings the card to the earliest page; of the cards the first that stands on the
        earliest page and needs no page more than another; of the spaces the widest. first_top: upper edge on page 1.
        """
        tight = _tighten(rest, SPACE_LADDER[-1])
        tried = []
        for front, nodes in fronts:
            costs = []
            for card, _ in cards:
                first, *others = _tighten(card, SPACE_LADDER[-1])
                cut = self._cut((*front, first, *others, *tight), first_top)
                costs.append((len(cut), _page_of(first, cut)))
            fewest, page = min(costs)
            card, node = cards[costs.index((fewest, page))]
            tried.append((page, fewest, front, card, (*nodes, node)))
        _, fewest, front, card, found = min(tried, key=lambda way: way[0])
        return self._cut_widest(front, (*card, *rest), first_top, fewest), found

    def _cut_widest(self, head: Sequence[Slice], slices: Sequence[Slice], first_top: float, fewest: int) -> Pages:
        """Return *fewest* pages with the widest spaces that fit these.

        Where a page has room, its parts get back what they gave up; 3 units above the footer stay free.
        """
        pages = next(
            pages
            for share in SPACE_LADDER
            if len(pages := self._cut((*head, *_tighten(slices, share)), first_top)) == fewest
        )
        return tuple(loosen(page, self.bottom + 3 * self.column.unit) for page in pages)

    def _cut(self, slices: Sequence[Slice], first_top: float) -> Pages:
        return cut_into_pages(slices, self.top, self.bottom, first_top=first_top)


def _page_of(part: Slice, pages: Pages) -> int:
    return next(number for number, page in enumerate(pages) if any(placed.slice is part for placed in page))


def _tighten(slices: Sequence[Slice], share: float) -> tuple[Slice, ...]:
    return tuple(part.tighten(share) for part in slices)
