"""The graphics state of a page while its content stream is read, and what is painted with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plainleaf.verify.ink import BLACK, IDENTITY, PAPER, Colour, Matrix, Patch, Picture, multiply, transform_box

Box = tuple[float, float, float, float]

FILLS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
STROKES = frozenset({b"S", b"s", b"B", b"B*", b"b", b"b*"})
_HAIRLINE = 0.1
"""Half the width of a line of width 0: the thinnest a printer can draw."""


@dataclass(slots=True)
class _State:
    matrix: Matrix = IDENTITY
    fill: Colour | None = BLACK
    stroke: Colour | None = BLACK
    fill_space: str = ""
    stroke_space: str = ""
    width: float = 1.0
    alpha: float = 1.0
    stroke_alpha: float = 1.0
    clip: Box | None = None

    def copy(self) -> _State:
        return _State(
            self.matrix,
            self.fill,
            self.stroke,
            self.fill_space,
            self.stroke_space,
            self.width,
            self.alpha,
            self.stroke_alpha,
            self.clip,
        )


@dataclass(slots=True)
class Painter:
    """Takes the operators that paint. alphas: name of a graphics state to its fill and stroke opacity.

    spaces: name of a colour space to its kind ("DeviceRGB", "Separation" ...).
    """

    spaces: Mapping[str, str] = field(default_factory=dict)
    alphas: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    state: _State = field(default_factory=_State)
    patches: list[Patch] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    order: int = 0
    texts: int = 0
    _saved: list[tuple[_State, int, int, int, bool]] = field(default_factory=list)
    _path: list[list[float]] = field(default_factory=list)
    _clips: bool = False

    @property
    def depth(self) -> int:
        """How many states are saved."""
        return len(self._saved)

    def next(self) -> int:
        """Return the number of the next thing painted."""
        self.order += 1
        return self.order

    def save(self) -> None:
        """q."""
        self._saved.append((self.state, len(self.patches), self.texts, len(self.pictures), False))
        self.state = self.state.copy()

    def restore(self, mcid: int | None) -> None:
        """Q; what was painted since q under a matrix of its own, without text, is a picture."""
        if not self._saved:
            return
        self.state, first, texts, pictures, moved = self._saved.pop()
        parts = self.patches[first:]
        if moved and parts and texts == self.texts and pictures == len(self.pictures):
            lefts, bottoms, rights, tops = zip(*(part[:4] for part in parts), strict=True)
            self.pictures.append(Picture(min(lefts), min(bottoms), max(rights), max(tops), mcid, parts[0].order))

    def concatenate(self, matrix: Matrix) -> None:
        """cm."""
        self.state.matrix = multiply(matrix, self.state.matrix)
        if self._saved:
            self._saved[-1] = (*self._saved[-1][:4], True)

    def set_opacity(self, name: str) -> None:
        """gs."""
        self.state.alpha, self.state.stroke_alpha = self.alphas.get(name, (self.state.alpha, self.state.stroke_alpha))

    def set_colour(self, operator: bytes, operands: Sequence[object]) -> None:
        """g G rg RG k K cs CS sc SC scn SCN."""
        state = self.state
        filling = operator.islower()
        if operator in (b"cs", b"CS"):
            name = str(operands[0]) if operands else ""
            space, colour = self.spaces.get(name, name), BLACK
            if filling:
                state.fill_space, state.fill = space, colour
            else:
                state.stroke_space, state.stroke = space, colour
            return
        space = ""
        if operator.lower() in (b"sc", b"scn"):
            space = state.fill_space if filling else state.stroke_space
        parts = [part for part in operands if isinstance(part, float)]
        made = None if any(isinstance(part, str) for part in operands) else mix(parts, space)
        if filling:
            state.fill = made
        else:
            state.stroke = made

    @property
    def ink(self) -> Colour | None:
        """The colour that fills, and that text is drawn in, as it looks on paper."""
        return _thin(self.state.fill, self.state.alpha)

    def move(self, operands: list[float]) -> None:
        """m."""
        self._path.append(operands[-2:])

    def draw(self, operands: list[float]) -> None:
        """l c v y."""
        if self._path:
            self._path[-1] += operands
        else:
            self._path.append(operands)

    def close(self) -> None:
        """h."""
        if self._path:
            self._path[-1] += self._path[-1][:2]

    def rectangle(self, operands: list[float]) -> None:
        """re."""
        x, y, width, height = operands[-4:]
        self._path.append([x, y, x + width, y, x + width, y + height, x, y + height, x, y])

    def clip(self) -> None:
        """W W*."""
        self._clips = True

    def paint(self, operator: bytes, mcid: int | None) -> None:
        """f S B b n and their kin: paint the path, or end it."""
        path = tuple(map(tuple, self._path))
        self._path = []
        if operator in (b"s", b"b", b"b*"):
            path = tuple((*part, *part[:2]) for part in path)
        clips, self._clips = self._clips, False
        xs = [x for part in path for x in part[0::2]]
        ys = [y for part in path for y in part[1::2]]
        if not xs or not ys:
            return
        state = self.state
        box = transform_box(state.matrix, (min(xs), min(ys), max(xs), max(ys)))
        if operator in FILLS:
            self._add(box, _thin(state.fill, state.alpha), "fill", mcid, 0.0, path)
        if operator in STROKES:
            a, b, c, d, _, _ = state.matrix
            half = max(_HAIRLINE, state.width * abs(a * d - b * c) ** 0.5 / 2)
            self._add(_grow(box, half, path), _thin(state.stroke, state.stroke_alpha), "stroke", mcid, half, path)
        if clips:
            self._clip(box)

    def clip_to(self, box: Box) -> None:
        """Show nothing outside *box*, which is in the coordinates of the moment."""
        self._clip(transform_box(self.state.matrix, box))

    def _clip(self, box: Box) -> None:
        self.state.clip = box if self.state.clip is None else _meet(self.state.clip, box)

    def paint_image(self, mcid: int | None) -> None:
        """Do with an image, BI, sh: the unit square, or all that the clip leaves."""
        box = transform_box(self.state.matrix, (0.0, 0.0, 1.0, 1.0))
        self._add(box, None, "image", mcid, 0.0, ())

    def paint_shading(self, mcid: int | None) -> None:
        """sh: all that the clip leaves."""
        if self.state.clip is not None:
            self._add(self.state.clip, None, "image", mcid, 0.0, ())

    def _add(
        self,
        box: Box,
        colour: Colour | None,
        kind: str,
        mcid: int | None,
        half: float,
        path: tuple[tuple[float, ...], ...],
    ) -> None:
        clip = self.state.clip
        left, bottom, right, top = box if clip is None else _meet(clip, box)
        if left <= right and bottom <= top:
            self.order += 1
            self.patches.append(
                Patch(left, bottom, right, top, colour, kind, mcid, self.order, half, path, self.state.matrix)
            )

    def sees(self, x: float, y: float) -> bool:
        """Tell whether ink at (x, y) is not clipped away."""
        clip = self.state.clip
        return clip is None or (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3])


def mix(parts: Sequence[float], space: str) -> Colour | None:
    """Return the colour of *parts* in colour space *space*; None where only the printer knows it."""
    if space in ("Separation", "DeviceN", "Indexed", "Pattern", "Lab"):
        return (1 - parts[0],) * 3 if space == "Separation" and len(parts) == 1 else None
    if len(parts) == 1:
        return (parts[0], parts[0], parts[0])
    if len(parts) == 3:
        return (parts[0], parts[1], parts[2])
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        return (1 - min(1.0, cyan + black), 1 - min(1.0, magenta + black), 1 - min(1.0, yellow + black))
    return None


def _thin(colour: Colour | None, alpha: float) -> Colour | None:
    """Return *colour* laid over paper with opacity *alpha*."""
    if colour is None or alpha >= 1:
        return colour
    red, green, blue = (part * alpha + paper * (1 - alpha) for part, paper in zip(colour, PAPER, strict=True))
    return red, green, blue


def _grow(box: Box, half: float, path: tuple[tuple[float, ...], ...]) -> Box:
    """Return *box* with a stroke of *half* width on each side; a straight line with butt ends gets no longer."""
    left, bottom, right, top = box
    straight = len(path) == 1 and len(path[0]) == 4
    dx = 0.0 if straight and top - bottom < 1e-6 else half
    dy = 0.0 if straight and right - left < 1e-6 else half
    return left - dx, bottom - dy, right + dx, top + dy


def _meet(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
