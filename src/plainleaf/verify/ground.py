"""What lies behind and before each run of text: found once, for the checks of contrast, tint and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plainleaf.verify.ink import PAPER, Colour, Patch, Run
from plainleaf.verify.model import PageFacts, ReadBack

_BAND = 36.0
"""Points: height of the bands in which patches are looked for."""
_SAMPLES = 9
"""Points along a run at which the ground is looked at, on each of two heights."""
_HEIGHTS = (0.15, 0.4)
"""Of the text size above the baseline: in all letters, the lowest included."""
_THIN = 0.2
"""Of the text size: what is thinner is a line, which a sample can miss."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A run that does not lie on bare paper. page: from 1.

    colours: what is behind it somewhere; None where nobody can tell (a pattern). on_image: whether a picture is.
    covered: whether something is painted over it, or a line runs through it.
    """

    page: int
    run: Run
    colours: frozenset[Colour | None]
    on_image: bool
    covered: bool


def find_grounds(read: ReadBack) -> Iterator[Ground]:
    """Yield the ground of each run that something else is painted under or over."""
    for number, page in enumerate(read.pages, start=1):
        for run, patches in _meetings(page):
            yield _look_behind(number, run, patches)


def _meetings(page: PageFacts) -> Iterator[tuple[Run, list[Patch]]]:
    bands = _sort_into_bands(page)
    for run in page.drawn.runs:
        _, _, size, left, right, y, *_ = run
        if left > right:
            continue
        low, high = y + _HEIGHTS[0] * size, y + _HEIGHTS[1] * size
        beside = {patch.order: patch for band in _bands(page, low, high) for patch in bands.get(band, ())}
        near = [p for _, p in sorted(beside.items()) if p[1] <= high and p[3] >= low and p[0] <= right and p[2] >= left]
        touching = [patch for patch in near if patch.touches(left, low, right, high)]
        if touching:
            yield run, touching


def _sort_into_bands(page: PageFacts) -> dict[int, list[Patch]]:
    """Return the patches of *page* by the bands they reach into: a map has thousands, a line of text meets few."""
    bands: dict[int, list[Patch]] = {}
    for patch in page.drawn.patches:
        for band in _bands(page, patch.bottom, patch.top):
            bands.setdefault(band, []).append(patch)
    return bands


def _bands(page: PageFacts, low: float, high: float) -> range:
    """Return the numbers of the bands of the page between two heights."""
    first, last = max(0.0, low), min(page.height, high)
    return range(int(first // _BAND), int(last // _BAND) + 1)


def _look_behind(page: int, run: Run, patches: Sequence[Patch]) -> Ground:
    colours: set[Colour | None] = set()
    on_image = covered = False
    for x, y in _sample_points(run, patches):
        behind: Colour | None = PAPER
        image = False
        for patch in patches:
            if not patch.covers(x, y):
                continue
            if patch.order > run.order:
                covered = True
            else:
                behind, image = patch.colour, patch.kind == "image"
        colours.add(behind)
        on_image = on_image or image
    covered = covered or any(patch.top - patch.bottom < _THIN * run.size for patch in patches)
    return Ground(page, run, frozenset(colours), on_image, covered)


def _sample_points(run: Run, patches: Sequence[Patch]) -> Iterator[tuple[float, float]]:
    """Yield points all along *run*, and one in the middle of each of *patches* behind it."""
    step = (run.right - run.left) / _SAMPLES
    across = [run.left + (index + 0.5) * step for index in range(_SAMPLES)]
    across += [(max(run.left, patch.left) + min(run.right, patch.right)) / 2 for patch in patches]
    for height in _HEIGHTS:
        yield from ((x, run.y + height * run.size) for x in across)
