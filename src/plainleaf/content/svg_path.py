"""The path data of SVG 1.1 (8.3) as absolute moves, lines and curves."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

Point = tuple[float, float]
Segment = tuple[str, tuple[Point, ...]]
"""A letter (M, L, C or Z) and its points: one, one, three or none."""

_TOKEN = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)|([\s,]+)|(.)")
_FLAGS = re.compile(r"([01])[\s,]*([01])[\s,]*")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def read_path(data: str) -> tuple[Segment, ...]:
    """Return the segments of *data*. Raises ValueError where it is not path data."""
    pen = _Pen()
    for letter, numbers in _read_commands(data):
        pen.draw(letter, numbers)
    return tuple(pen.segments)


def _read_commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with as many numbers as it takes; numbers that follow repeat it."""
    letter, numbers = "", list[float]()
    for token in _split(data):
        if isinstance(token, str):
            if numbers:
                raise ValueError("a path command has too few numbers")
            letter = token
            if letter in "Zz":
                yield letter, []
                letter = ""
            continue
        if not letter:
            raise ValueError("a path begins with a number")
        numbers.append(token)
        if len(numbers) == _COUNTS[letter.upper()]:
            yield letter, numbers
            numbers = []
            letter = {"M": "L", "m": "l"}.get(letter, letter)
    if numbers:
        raise ValueError("a path command has too few numbers")


def _split(data: str) -> Iterator[str | float]:
    at, letter, count = 0, "", 0
    while at < len(data):
        if letter in ("A", "a") and count % 7 == 3 and (flags := _FLAGS.match(data, at)):
            yield from (float(flags[1]), float(flags[2]))
            at, count = flags.end(), count + 2
            continue
        found = _TOKEN.match(data, at)
        if found is None or found[4] is not None:
            raise ValueError("a path holds a sign that means nothing there")
        at = found.end()
        if found[1]:
            letter, count = found[1], 0
            yield letter
        elif found[2]:
            count += 1
            yield float(found[2])


class _Pen:
    """Where the path is, and what it has drawn."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self._at: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)
        self._control: Point | None = None
        self._last = ""

    def draw(self, letter: str, numbers: Sequence[float]) -> None:
        """Add one command."""
        kind = letter.upper()
        if kind != "M" and not self.segments:
            raise ValueError("a path does not begin with a move")
        if kind == "Z":
            self._add("Z", ())
            self._at, self._control = self._start, None
        elif kind == "A":
            self._arc(numbers, self._to(letter, numbers[5:7]))
        elif kind in "HV":
            self._line(letter, numbers[0])
        else:
            points = [self._to(letter, numbers[i : i + 2]) for i in range(0, len(numbers), 2)]
            self._curve(kind, points)
        self._last = kind

    def _to(self, letter: str, pair: Sequence[float]) -> Point:
        x, y = self._at if letter.islower() else (0.0, 0.0)
        return x + pair[0], y + pair[1]

    def _line(self, letter: str, value: float) -> None:
        x, y = self._at
        value += (x if letter == "h" else y) if letter.islower() else 0.0
        self._add("L", ((value, y) if letter in "Hh" else (x, value),))
        self._control = None

    def _curve(self, kind: str, points: list[Point]) -> None:
        """Add M, L, C, S, Q or T; a quadratic curve becomes the cubic one that is the same."""
        if kind == "M":
            self._start = points[0]
        if kind in "ML":
            self._add(kind, (points[0],))
            self._control = None
            return
        smooth = {"S": "CS", "T": "QT"}.get(kind)
        if smooth:
            reflected = self._reflect() if self._last and self._last in smooth else self._at
            points = [reflected, *points]
        if kind in "QT":
            (x, y), (cx, cy), (ex, ey) = self._at, points[0], points[1]
            cubic = ((x + 2 * (cx - x) / 3, y + 2 * (cy - y) / 3), (ex + 2 * (cx - ex) / 3, ey + 2 * (cy - ey) / 3))
            self._add("C", (*cubic, points[1]))
            self._control = points[0]
        else:
            self._add("C", tuple(points))
            self._control = points[1]

    def _reflect(self) -> Point:
        (x, y), (cx, cy) = self._at, self._control or self._at
        return 2 * x - cx, 2 * y - cy

    def _add(self, letter: str, points: tuple[Point, ...]) -> None:
        self.segments.append((letter, points))
        if points:
            self._at = points[-1]

    def _arc(self, numbers: Sequence[float], end: Point) -> None:
        rx, ry, turn = abs(numbers[0]), abs(numbers[1]), math.radians(numbers[2])
        if self._at != end:
            if rx and ry:
                for points in _arc_curves(self._at, end, rx, ry, turn, bool(numbers[3]), bool(numbers[4])):
                    self._add("C", points)
            else:
                self._add("L", (end,))
        self._control = None


def _arc_curves(
    start: Point, end: Point, rx: float, ry: float, turn: float, large: bool, sweep: bool
) -> Iterator[tuple[Point, Point, Point]]:
    """Yield the curves of an elliptical arc, a quarter each at most (SVG 1.1, F.6.5)."""
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, -sin * dx + cos * dy
    grow = math.sqrt(max(1.0, (x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    square = max(0.0, (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2) / ((rx * y) ** 2 + (ry * x) ** 2)
    factor = math.sqrt(square) * (-1 if large == sweep else 1)
    cx, cy = factor * rx * y / ry, -factor * ry * x / rx
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    span = math.atan2((-y - cy) / ry, (-x - cx) / rx) - first
    if sweep and span < 0:
        span += 2 * math.pi
    elif not sweep and span > 0:
        span -= 2 * math.pi
    middle = (start[0] + end[0]) / 2 + cos * cx - sin * cy, (start[1] + end[1]) / 2 + sin * cx + cos * cy

    def place(px: float, py: float) -> Point:
        return middle[0] + cos * rx * px - sin * ry * py, middle[1] + sin * rx * px + cos * ry * py

    count = max(1, math.ceil(abs(span) / (math.pi / 2) - 1e-9))
    step = span / count
    arm = 4 / 3 * math.tan(step / 4)
    for index in range(count):
        a, b = first + index * step, first + (index + 1) * step
        one = place(math.cos(a) - arm * math.sin(a), math.sin(a) + arm * math.cos(a))
        two = place(math.cos(b) + arm * math.sin(b), math.sin(b) - arm * math.cos(b))
        yield one, two, end if index == count - 1 else place(math.cos(b), math.sin(b))
