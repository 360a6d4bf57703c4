"""What stage 1 returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stroke:
    """One path of a drawing, y downwards as in SVG.

    segments: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",).
    fill, stroke: "ink", "paper" (a knock-out, painted in file order) or None. width: of the stroke.
    """

    segments: tuple[tuple[str | float, ...], ...]
    fill: str | None
    stroke: str | None
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: strokes painted one over the other with round caps and joins, on a grid of *width* by
    *height* units (pictograms: 48 by 48)."""

    name: str
    strokes: tuple[Stroke, ...]
    width: float = 48.0
    height: float = 48.0
