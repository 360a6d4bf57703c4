"""Two languages in step: the same numbers stand on both sides of a spread, and a side that needs less stays white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from plainleaf.layout.flow import Placed, Slice, as_artifact, cut_into_pages, find_clusters
from plainleaf.layout.numbering import Numbered

Unit = tuple[tuple[Numbered, ...], tuple[Numbered, ...]]
"""The same passages in both languages: what stands on one spread where it fits."""


class Grain(Enum):
    """Where a page may end: between what should stay together, what must, or above any number."""

    KEPT, GLUED, ANY = 1, 2, 3


def pair_units(first: Sequence[Numbered], second: Sequence[Numbered], grain: Grain = Grain.KEPT) -> tuple[Unit, ...]:
    """Return the stretches between the numbers above which a page may end in both languages."""
    ours, theirs = (_find_starts(slices, grain) for slices in (first, second))
    common = [number for number in ours if number in theirs]
    cuts = [(0, 0), *((ours[number], theirs[number]) for number in common[1:]), (len(first), len(second))]
    return tuple((tuple(first[a:c]), tuple(second[b:d])) for (a, b), (c, d) in pairwise(cuts))


def _find_starts(slices: Sequence[Numbered], grain: Grain) -> dict[int, int]:
    """Return the index of each slice above which a page may end and in which a number begins, by that number."""
    if grain is Grain.ANY:
        return {one.numbers[0]: index for index, one in enumerate(slices) if one.numbers}
    found: dict[int, int] = {}
    index = 0
    for cluster in find_clusters([one.slice for one in slices], kept=grain is Grain.KEPT):
        if slices[index].numbers:
            found[slices[index].numbers[0]] = index
        index += len(cluster)
    return found


@dataclass(slots=True)
class Flow:
    """The sides of one language as they fill up. top, bottom: in page coordinates; y: where the next slice goes."""

    top: float
    bottom: float
    y: float
    sides: list[list[Placed]] = field(default_factory=lambda: [[]])

    def measure(self, slices: Sequence[Slice], *, overleaf: bool) -> float:
        """Return the height that *slices* need below what is there, or at the head of a side."""
        height = sum(part.before + part.height for part in slices)
        if not slices or (self.sides[-1] and not overleaf):
            return height
        repeated = sum(head.height for head in slices[0].repeat)
        return height + repeated - (0.0 if repeated else slices[0].before)

    def fits(self, slices: Sequence[Slice], *, overleaf: bool) -> bool:
        """Tell whether there is room for *slices* below what is there, or on a side of their own."""
        room = self.top - self.bottom if overleaf else self.y - self.bottom
        return self.measure(slices, overleaf=overleaf) <= room + 0.01

    def turn(self) -> None:
        """Begin a side."""
        self.sides.append([])
        self.y = self.top

    def place(self, slices: Sequence[Slice]) -> None:
        """Put *slices* below what is there; a table that goes on overleaf gets its head again."""
        for part in slices:
            if not self.sides[-1] and len(self.sides) > 1:
                for head in part.repeat:
                    self.sides[-1].append(Placed(as_artifact(head), self.y))
                    self.y -= head.height
            self.y -= part.before if self.sides[-1] else 0.0
            self.y = min(self.y, self.bottom + part.height) if part.at_foot else self.y
            self.sides[-1].append(Placed(part, self.y))
            self.y -= part.height

    def cut(self, slices: Sequence[Slice]) -> tuple[tuple[Placed, ...], ...]:
        """Return *slices* on as many sides as they need."""
        return cut_into_pages(slices, self.top, self.bottom, first_top=self.top)

    def place_tall(self, slices: Sequence[Slice]) -> None:
        """Put *slices* on this side, which is empty, and on as many more as they need."""
        for index, side in enumerate(self.cut(slices)):
            if index:
                self.turn()
            self.sides[-1].extend(side)
            self.y = side[-1].top - side[-1].slice.height if side else self.y


def add_unit(flows: tuple[Flow, Flow], unit: Unit, *, overleaf: bool = False) -> None:
    """Add *unit* where both languages have room for it: below what is there, else, or *overleaf*, on a new spread.

    What is taller than a page in either language is cut above a number, in both languages the same.
    """
    slices = tuple([one.slice for one in numbered] for numbered in unit)
    both = tuple(zip(flows, slices, strict=True))
    if not overleaf and all(flow.fits(mine, overleaf=False) for flow, mine in both):
        for flow, mine in both:
            flow.place(mine)
    elif all(flow.fits(mine, overleaf=True) for flow, mine in both):
        for flow, mine in both:
            flow.turn()
            flow.place(mine)
    else:
        _add_parts(flows, unit, overleaf=overleaf)


def _add_parts(flows: tuple[Flow, Flow], unit: Unit, *, overleaf: bool) -> None:
    """Add *unit*, which is taller than a page: between what must stay together, else as each language is cut by
    itself where that leaves them in step, else above any number."""
    parts = pair_units(*unit, Grain.GLUED)
    if len(parts) == 1 and not _keeps_step(flows, unit):
        parts = pair_units(*unit, Grain.ANY)
    if len(parts) == 1:
        add_tall_unit(flows, unit)
        return
    for index, part in enumerate(parts):
        add_unit(flows, part, overleaf=overleaf and index == 0)


def _keeps_step(flows: tuple[Flow, Flow], unit: Unit) -> bool:
    """Tell whether *unit*, cut by itself in each language, has the same numbers on each side of both."""
    sides: list[dict[int, int]] = []
    for flow, slices in zip(flows, unit, strict=True):
        pages = flow.cut([one.slice for one in slices])
        page_of = {id(part.slice): number for number, page in enumerate(pages) for part in page}
        sides.append({number: page_of[id(one.slice)] for one in slices for number in one.numbers})
    ours, theirs = sides
    return all(ours[number] == theirs[number] for number in ours.keys() & theirs.keys())


def add_tall_unit(flows: tuple[Flow, Flow], unit: Unit) -> None:
    """Add *unit* on spreads of its own, each language cut by itself; the shorter one leaves its last sides white."""
    for flow, numbered in zip(flows, unit, strict=True):
        flow.turn()
        flow.place_tall([one.slice for one in numbered])
    most = max(len(flow.sides) for flow in flows)
    for flow in flows:
        while len(flow.sides) < most:
            flow.turn()
