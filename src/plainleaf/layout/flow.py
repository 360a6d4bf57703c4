"""Slices and pages: a leaflet is one column of slices, cut into pages only where a cut does no harm.

Within a slice x is absolute (from the left edge of the page) and y counts from the slice's top edge, up
being positive, so that all ink of a slice has y <= 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from plainleaf.layout.model import Dot, Frame, Image, Item, Picture, Rule, Text


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark at the top of the slice: title and level (from 1)."""

    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A strip of the column that is never cut.

    before: space above, left out at the top of a page. glued: no page break above. kept: none either, unless all
    that would have to stay together is taller than a page. page_break: always a page break above. repeat: slices
    that are drawn again (as artifacts) where a page break falls right above this one: a table's head. at_foot: stands
    at the foot of its page, whatever room is above. slack: how much of the space above was given up to save a page.
    spare: not repeated where what follows would then not fit the page.
    """

    height: float
    items: tuple[Item, ...]
    before: float = 0.0
    glued: bool = False
    kept: bool = False
    page_break: bool = False
    repeat: tuple[Slice, ...] = ()
    bookmark: Mark | None = None
    at_foot: bool = False
    slack: float = 0.0
    spare: bool = False

    def tighten(self, share: float) -> Slice:
        """Return the slice with *share* of the space above it; the rest is its slack."""
        return replace(self, before=self.before * share, slack=self.before * (1 - share))


@dataclass(frozen=True, slots=True)
class Placed:
    """A slice and the y of its top edge on its page."""

    slice: Slice
    top: float


def cut_into_pages(
    slices: Sequence[Slice], top: float, bottom: float, *, first_top: float
) -> tuple[tuple[Placed, ...], ...]:
    """Return the slices of each page, placed between *top* (*first_top* on page 1) and *bottom*, in page
    coordinates (top > bottom).

    Slices that are kept together stay together unless they are taller than a page: then they are cut between
    those that are glued together, and where even these are taller, wherever a page ends: the lesser evil.
    """
    pages: list[list[Placed]] = [[]]
    y = first_top
    for cluster in _fitting_clusters(slices, top - bottom):
        head = cluster[0]
        breaks = head.page_break and bool(pages[-1])
        if pages[-1] and (breaks or y - head.before - _height(cluster) < bottom - 0.01):
            pages.append([])
            y = top
        room = y - bottom - _height(cluster)
        for part in cluster:
            if pages[-1] and y - part.before - part.height < bottom - 0.01:
                pages.append([])
                y = top
            if pages[-1]:
                y -= part.before
            else:
                y = _repeat_head(part, pages, y, room)
            y = min(y, bottom + part.height) if part.at_foot else y
            pages[-1].append(Placed(part, y))
            y -= part.height
    return tuple(tuple(page) for page in pages)


def loosen(page: Sequence[Placed], bottom: float) -> tuple[Placed, ...]:
    """Return *page* with as much of the slack given back, all parts alike, as fits above *bottom*."""
    given_up = sum(placed.slice.slack for placed in page[1:])
    last = page[-1]
    room = last.top - last.slice.height - bottom
    if given_up <= 0 or room <= 0 or any(placed.slice.at_foot for placed in page):
        return tuple(page)
    share, down = min(1.0, room / given_up), 0.0
    loose = [page[0]]
    for placed in page[1:]:
        down += share * placed.slice.slack
        loose.append(replace(placed, top=placed.top - down))
    return tuple(loose)


def _repeat_head(part: Slice, pages: list[list[Placed]], top: float, room: float) -> float:
    """Draw again what *part* repeats, in *room* points if that is to be had without what is spare."""
    if len(pages) == 1:
        return top
    y = top
    heads = part.repeat
    if sum(head.height for head in heads) > room + 0.01:
        needed = tuple(head for head in heads if not head.spare)
        heads = needed if sum(head.height for head in needed) <= room + 0.01 else heads
    for head in heads:
        pages[-1].append(Placed(as_artifact(head), y))
        y -= head.height
    return y


def _fitting_clusters(slices: Iterable[Slice], room: float) -> Iterator[tuple[Slice, ...]]:
    """Yield the runs of slices that stay on one page of *room* points."""
    for cluster in find_clusters(slices, kept=True):
        repeated = sum(head.height for head in cluster[0].repeat if not head.spare)
        if _height(cluster) + repeated <= room:
            yield cluster
        else:
            yield from find_clusters(cluster, kept=False)


def find_clusters(slices: Iterable[Slice], *, kept: bool) -> Iterator[tuple[Slice, ...]]:
    """Yield the runs of *slices* that a page never ends within: those glued together, or *kept* too."""
    cluster: list[Slice] = []
    for part in slices:
        stays = part.glued or (kept and part.kept)
        if cluster and (not stays or part.page_break):
            yield tuple(cluster)
            cluster = []
        cluster.append(part)
    if cluster:
        yield tuple(cluster)


def _height(cluster: Sequence[Slice]) -> float:
    """Return the height of *cluster* without the space above its first slice."""
    return sum(part.height for part in cluster) + sum(part.before for part in cluster[1:])


def glue(slices: Sequence[Slice]) -> tuple[Slice, ...]:
    """Return *slices* with no page break between them."""
    return tuple(part if index == 0 else replace(part, glued=True) for index, part in enumerate(slices))


def keep(slices: Sequence[Slice]) -> tuple[Slice, ...]:
    """Return *slices* with no page break between them where they fit a page."""
    return tuple(part if index == 0 else replace(part, kept=True) for index, part in enumerate(slices))


def glue_first(slices: Sequence[Slice]) -> tuple[Slice, ...]:
    """Return *slices* with no page break above the first of them."""
    return (replace(slices[0], glued=True), *slices[1:]) if slices else ()


def merge(slices: Sequence[Slice]) -> Slice:
    """Return one slice that shows *slices* below each other."""
    y = 0.0
    items: list[Item] = []
    for index, part in enumerate(slices):
        y -= part.before if index else 0.0
        items.extend(shift(item, 0.0, y) for item in part.items)
        y -= part.height
    first = slices[0]
    return replace(first, height=-y, items=tuple(items))


def shift(item: Item, dx: float, dy: float) -> Item:
    """Return *item* moved by (dx, dy)."""
    match item:
        case Text(x, y, line):
            return Text(x + dx, y + dy, line)
        case Rule(x0, y0, x1, y1, width, ink):
            return Rule(x0 + dx, y0 + dy, x1 + dx, y1 + dy, width, ink)
        case Dot(x, y, radius, node):
            return Dot(x + dx, y + dy, radius, node)
        case Frame() | Picture() | Image():
            return replace(item, x=item.x + dx, y=item.y + dy)


def as_artifact(part: Slice) -> Slice:
    """Return *part* without its meaning: the same ink, belonging to no structure element."""
    items: list[Item] = []
    for item in part.items:
        if isinstance(item, Text):
            runs = tuple(replace(run, node=None) for run in item.line.runs)
            items.append(replace(item, line=replace(item.line, runs=runs)))
        else:
            items.append(item)
    return replace(part, items=tuple(items), bookmark=None)
