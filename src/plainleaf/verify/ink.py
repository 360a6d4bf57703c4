"""What lies on a page, measured: runs of text and painted patches, in points, the origin at the lower left."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from plainleaf.verify.font import FontFacts

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f of ISO 32000-1, 8.3.4: x' = a x + c y + e, y' = b x + d y + f."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1, in sRGB."""

BLACK: Colour = (0.0, 0.0, 0.0)
PAPER: Colour = (1.0, 1.0, 1.0)

_HAIR = 1e-3


class Run(NamedTuple):
    """Text drawn in one go: one font, size and colour, on one baseline.

    text: in logical order, blanks and invisible marks included. font: None where the page has none by that
    name. left, right: edges of what is not blank (advance widths); left > right where all is blank.
    y: the baseline. form: "upright", "sheared" or "turned". colour: None where it is a pattern. mcid: None
    outside the structure. order: when it is painted, counted with the patches. gaps: widths between words, in em.
    """

    text: str
    font: FontFacts | None
    size: float
    left: float
    right: float
    y: float
    form: str
    colour: Colour | None
    mcid: int | None
    order: int
    gaps: tuple[float, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing of it can be seen."""
        return self.left > self.right


class Patch(NamedTuple):
    """Something painted: a filled or stroked path, or an image, with the box around it.

    kind: "fill", "stroke" or "image". half: half the width of a stroke. path: its subpaths as coordinates
    before *matrix*; curves by their control points.
    """

    left: float
    bottom: float
    right: float
    top: float
    colour: Colour | None
    kind: str
    mcid: int | None
    order: int
    half: float
    path: tuple[tuple[float, ...], ...]
    matrix: Matrix

    def covers(self, x: float, y: float) -> bool:
        """Tell whether the point (x, y) is painted by it."""
        if not (self.left <= x <= self.right and self.bottom <= y <= self.top):
            return False
        if self.kind == "image":
            return True
        outlines = [_points(part, self.matrix) for part in self.path]
        if self.kind == "fill":
            return sum(_crosses(outline, x, y) for outline in outlines) % 2 == 1
        return any(_near(a, b, x, y, self.half) for outline in outlines for a, b in pairwise(outline))

    def touches(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Tell whether it paints in the box, by the boxes around the parts of a stroke."""
        if self.kind != "stroke":
            return self.left <= right and self.right >= left and self.bottom <= top and self.top >= bottom
        half = self.half
        for part in self.path:
            outline = _points(part, self.matrix)
            for (x0, y0), (x1, y1) in pairwise(outline):
                wide = min(x0, x1) - half <= right and max(x0, x1) + half >= left
                if wide and min(y0, y1) - half <= top and max(y0, y1) + half >= bottom:
                    return True
        return False


class Picture(NamedTuple):
    """A drawing made of patches: the box around all of them."""

    left: float
    bottom: float
    right: float
    top: float
    mcid: int | None
    order: int


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does *first*, and *then* the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def transform(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where *matrix* puts the point (x, y)."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def transform_box(matrix: Matrix, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the box around *box* (left, bottom, right, top) after *matrix*."""
    if matrix is IDENTITY:
        return box
    left, bottom, right, top = box
    corners = [transform(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def form_of(matrix: Matrix) -> str:
    """Return how *matrix* sets text: "upright", "sheared" (slanted) or "turned"."""
    a, b, c, d, _, _ = matrix
    if abs(b) > _HAIR * abs(a) or a <= 0 or d <= 0:
        return "turned"
    return "sheared" if abs(c) > _HAIR * abs(d) else "upright"


def luminance(colour: Colour) -> float:
    """Return the relative luminance of *colour*, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(part) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2).

    >>> contrast(BLACK, PAPER)
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return round((high + 0.05) / (low + 0.05), 6)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _points(part: tuple[float, ...], matrix: Matrix) -> list[tuple[float, float]]:
    return [transform(matrix, x, y) for x, y in zip(part[0::2], part[1::2], strict=False)]


def _crosses(outline: list[tuple[float, float]], x: float, y: float) -> bool:
    """Tell whether (x, y) is inside the closed *outline* (even-odd rule)."""
    inside = False
    for (x0, y0), (x1, y1) in _edges(outline):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


def _edges(outline: list[tuple[float, float]]) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    yield from zip(outline, [*outline[1:], *outline[:1]], strict=True)


def _near(a: tuple[float, float], b: tuple[float, float], x: float, y: float, distance: float) -> bool:
    """Tell whether (x, y) is within *distance* of the line from *a* to *b*."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if not length else max(0.0, min(1.0, ((x - a[0]) * dx + (y - a[1]) * dy) / length))
    return math.hypot(a[0] + along * dx - x, a[1] + along * dy - y) <= distance
