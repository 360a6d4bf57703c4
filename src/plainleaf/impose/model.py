"""How pages lie on sheets: schemes, sides and the cells on them, in points, the origin at the lower left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way to put pages on a sheet. columns, rows: of one side. folded: sheets are nested and folded in the middle."""

    name: str
    columns: int
    rows: int
    folded: bool = False

    @property
    def pages_a_side(self) -> int:
        """How many pages one side of a sheet holds."""
        return self.columns * self.rows


SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {
        scheme.name: scheme
        for scheme in (Scheme("booklet", 2, 1, folded=True), Scheme("2-up", 2, 1), Scheme("4-up", 2, 2))
    }
)
"""Every scheme by its name on the command line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one page lies: its number from 0, the lower left corner it is moved to, and its scale."""

    page: int
    x: float
    y: float
    scale: float


@dataclass(frozen=True, slots=True)
class Imposition:
    """All sides in the order they are printed, two to a sheet; a side holds its cells in reading order.

    width, height: of a sheet. rtl: bound, or read, from the right.
    """

    scheme: Scheme
    width: float
    height: float
    rtl: bool
    sides: tuple[tuple[Cell, ...], ...]

    @property
    def sheets(self) -> int:
        """How many sheets of paper it takes, printed on both sides."""
        return (len(self.sides) + 1) // 2

    @property
    def scale(self) -> float:
        """The smallest scale of a page."""
        return min(cell.scale for side in self.sides for cell in side)

    @property
    def duplex(self) -> str:
        """The entry /Duplex of the viewer preferences: sheets turn like leaves of a book, about a vertical edge."""
        if len(self.sides) == 1:
            return "Simplex"
        return "DuplexFlipShortEdge" if self.width > self.height else "DuplexFlipLongEdge"
