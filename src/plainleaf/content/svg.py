"""Read a logo drawn as SVG: plain shapes in one colour, and nothing that could hide something or fetch it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from plainleaf.content.model import Drawing, Stroke
from plainleaf.content.svg_path import Point, Segment, read_path

MOST_SEGMENTS = 20_000
"""Lines and curves of a logo: more are a photograph traced, which no printer draws well."""
_DEEPEST, _LARGEST = 40, 1e6
_SPACE = "{http://www.w3.org/2000/svg}"
_SILENT = frozenset({"title", "desc", "metadata"})
_PAINTED = frozenset({"fill", "stroke", "stroke-width", "fill-rule", "opacity", "fill-opacity", "stroke-opacity",
                      "display", "visibility", "color"})  # fmt: skip
_FORBIDDEN = {"clip-path", "mask", "filter", "stroke-dasharray", "marker-start", "marker-mid", "marker-end", "href"}
_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_LENGTH = re.compile(rf"\s*({_NUMBER})(?:px|pt|mm|cm|in)?\s*")
_TRANSFORM = re.compile(r"\s*(matrix|translate|scale|rotate)\s*\(([^()]*)\)[\s,]*")

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_svg(text: str, name: str) -> Drawing:
    """Return the drawing in *text*, cut to its ink. Raises ValueError that says what cannot be printed."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("has a DOCTYPE; save it as plain SVG")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, RecursionError):
        raise ValueError("is not well-formed XML") from None
    if root.tag != f"{_SPACE}svg":
        raise ValueError("is not an SVG file")
    reader = _Reader()
    reader.read_children(root, _inherit({"fill": "#000"}, root), _IDENTITY, 0)
    if not any("ink" in (shape.fill, shape.stroke) for shape in reader.shapes):
        raise ValueError("draws nothing that can be printed")
    return _crop(reader.shapes, name)


@dataclass(frozen=True, slots=True)
class _Shape:
    segments: tuple[Segment, ...]
    fill: str | None
    stroke: str | None
    width: float
    even_odd: bool


@dataclass(slots=True)
class _Reader:
    """What has been read: shapes in the order they are painted, and the one colour they have."""

    shapes: list[_Shape] = field(default_factory=list)
    colour: str | None = None
    count: int = 0

    def read_children(self, parent: ElementTree.Element, style: Mapping[str, str], at: Matrix, depth: int) -> None:
        """Read the elements below *parent*."""
        if depth > _DEEPEST:
            raise ValueError("has groups within groups within groups; ungroup them")
        for element in parent:
            self._read(element, style, at, depth)

    def _read(self, element: ElementTree.Element, style: Mapping[str, str], at: Matrix, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag.startswith(_SPACE) or tag.removeprefix(_SPACE) in _SILENT:
            return  # comments, and what drawing programs note for themselves
        kind = tag.removeprefix(_SPACE)
        if kind == "defs" and not len(element):
            return
        style = _inherit(style, element)
        at = _multiply(_read_transform(element.get("transform", "")), at)
        if kind == "g":
            self.read_children(element, style, at, depth + 1)
            return
        if kind not in _SHAPES:
            raise ValueError(f"holds <{kind}>; use paths and plain shapes only")
        self._add(_SHAPES[kind](element), style, at)

    def _add(self, segments: tuple[Segment, ...], style: Mapping[str, str], at: Matrix) -> None:
        if style.get("display") == "none" or style.get("visibility") == "hidden":
            return
        fill, stroke = (self._paint(style.get(kind, "none"), style) for kind in ("fill", "stroke"))
        width = _read_length(style.get("stroke-width", "1")) * math.sqrt(abs(at[0] * at[3] - at[1] * at[2]))
        if not segments or (fill is None and (stroke is None or not width)):
            return
        self.count += len(segments)
        if self.count > MOST_SEGMENTS:
            raise ValueError(f"has more than {MOST_SEGMENTS} lines and curves; simplify it")
        moved = tuple((letter, tuple(_transform(at, point) for point in points)) for letter, points in segments)
        if not all(math.isfinite(v) and abs(v) < _LARGEST for _, points in moved for point in points for v in point):
            raise ValueError("has a point that lies nowhere near the rest")
        rule = style.get("fill-rule") == "evenodd"
        self.shapes.append(_Shape(moved, fill, stroke if width else None, width, rule))

    def _paint(self, colour: str, style: Mapping[str, str]) -> str | None:
        """Return "ink", "paper" or None; the first colour that is not white is the ink."""
        wanted = colour.strip().casefold()
        if wanted in ("none", "transparent"):
            return None
        wanted = style.get("color", "black").casefold() if wanted == "currentcolor" else wanted
        plain = _plain_colour(wanted)
        if plain == "#ffffff":
            return "paper"
        if self.colour not in (None, plain):
            raise ValueError("has more than one colour; a letterhead prints in one")
        self.colour = plain
        return "ink"


def _plain_colour(colour: str) -> str:
    named = {"black": "#000000", "white": "#ffffff"}.get(colour, colour)
    if re.fullmatch(r"#[0-9a-f]{3}", named):
        named = "#" + "".join(2 * digit for digit in named[1:])
    if re.fullmatch(r"#[0-9a-f]{6}", named) or re.fullmatch(r"[a-z]+", named):
        return named
    if re.fullmatch(r"rgb\([0-9 ,%.]+\)", named):
        return named
    raise ValueError("has a fill or a stroke that is no plain colour (a gradient, a pattern or a reference)")


def _inherit(style: Mapping[str, str], element: ElementTree.Element) -> dict[str, str]:
    """Return *style* with what *element* says of its own, in attributes and in its style attribute."""
    own = {key.rsplit("}", 1)[-1]: value for key, value in element.attrib.items()}
    for part in own.pop("style", "").split(";"):
        key, _, value = part.partition(":")
        if key.strip():
            own[key.strip()] = value.strip()
    for key in _FORBIDDEN & own.keys():
        if own[key].strip() not in ("", "none"):
            raise ValueError(f"uses {key}, which is not printed; make it a plain shape")
    for key in ("opacity", "fill-opacity", "stroke-opacity"):
        if key in own and own[key].strip() not in ("1", "1.0", "100%"):
            raise ValueError("has a shape that can be seen through; make it solid")
    return {**style, **{key: value for key, value in own.items() if key in _PAINTED}}


def _read_length(text: str) -> float:
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise ValueError("has a length that is no plain number")
    return float(found[1])


def _length(element: ElementTree.Element, name: str) -> float:
    return _read_length(element.get(name, "0"))


def _read_transform(text: str) -> Matrix:
    made, at = _IDENTITY, 0
    while at < len(text):
        found = _TRANSFORM.match(text, at)
        numbers = [float(n) for n in re.findall(_NUMBER, found[2])] if found else []
        if found is None or (one := _transformation(found[1], numbers)) is None:
            raise ValueError("has a transform other than matrix, translate, scale and rotate")
        made, at = _multiply(one, made), found.end()
    return made


def _transformation(kind: str, n: list[float]) -> Matrix | None:
    match kind, len(n):
        case "matrix", 6:
            return n[0], n[1], n[2], n[3], n[4], n[5]
        case "translate", 1 | 2:
            return 1.0, 0.0, 0.0, 1.0, n[0], n[1] if len(n) > 1 else 0.0
        case "scale", 1 | 2:
            return n[0], 0.0, 0.0, n[-1], 0.0, 0.0
        case "rotate", 1 | 3:
            cos, sin = math.cos(math.radians(n[0])), math.sin(math.radians(n[0]))
            x, y = (n[1], n[2]) if len(n) > 1 else (0.0, 0.0)
            return cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y
    return None


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does *first*, and *then* the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _transform(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _path(element: ElementTree.Element) -> tuple[Segment, ...]:
    return read_path(element.get("d", ""))


def _line(element: ElementTree.Element) -> tuple[Segment, ...]:
    start, end = ((_length(element, f"x{n}"), _length(element, f"y{n}")) for n in (1, 2))
    return ("M", (start,)), ("L", (end,))


def _polyline(element: ElementTree.Element) -> tuple[Segment, ...]:
    numbers = [float(number) for number in re.findall(_NUMBER, element.get("points", ""))]
    points = list(zip(numbers[0::2], numbers[1::2], strict=False))
    return tuple(("L" if index else "M", (point,)) for index, point in enumerate(points))


def _polygon(element: ElementTree.Element) -> tuple[Segment, ...]:
    points = _polyline(element)
    return (*points, ("Z", ())) if points else ()


def _rectangle(element: ElementTree.Element) -> tuple[Segment, ...]:
    x, y, width, height = (_length(element, name) for name in ("x", "y", "width", "height"))
    given = [_length(element, name) if element.get(name) else None for name in ("rx", "ry")]
    rx, ry = given[0] or given[1] or 0.0, given[1] or given[0] or 0.0
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    if width <= 0 or height <= 0:
        return ()
    corner = f"a{rx} {ry} 0 0 1"
    return read_path(
        f"M{x + rx} {y} h{width - 2 * rx} {corner} {rx} {ry} v{height - 2 * ry} {corner} {-rx} {ry}"
        f" h{2 * rx - width} {corner} {-rx} {-ry} v{2 * ry - height} {corner} {rx} {-ry} z"
    )


def _ellipse(element: ElementTree.Element) -> tuple[Segment, ...]:
    x, y = _length(element, "cx"), _length(element, "cy")
    rx, ry = (_length(element, name if element.get(name) else "r") for name in ("rx", "ry"))
    if rx <= 0 or ry <= 0:
        return ()
    half = f"a{rx} {ry} 0 0 1"
    return read_path(f"M{x - rx} {y} {half} {2 * rx} 0 {half} {-2 * rx} 0 z")


_SHAPES: dict[str, Callable[[ElementTree.Element], tuple[Segment, ...]]] = {
    "path": _path,
    "line": _line,
    "polyline": _polyline,
    "polygon": _polygon,
    "rect": _rectangle,
    "circle": _ellipse,
    "ellipse": _ellipse,
}


def _crop(shapes: list[_Shape], name: str) -> Drawing:
    """Return *shapes* moved so that their ink begins at the upper left corner."""
    boxes = [box for shape in shapes for box in _boxes(shape)]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    width, height = max(box[2] for box in boxes) - left, max(box[3] for box in boxes) - top
    if width <= 0 or height <= 0:
        raise ValueError("is a line, not a picture")
    strokes = tuple(
        Stroke(
            tuple((letter, *(v for x, y in points for v in (x - left, y - top))) for letter, points in shape.segments),
            shape.fill,
            shape.stroke,
            shape.width,
            shape.even_odd,
        )
        for shape in shapes
    )
    return Drawing(name, strokes, width, height)


def _boxes(shape: _Shape) -> Iterator[tuple[float, float, float, float]]:
    half = shape.width / 2 if shape.stroke else 0.0
    for _, points in shape.segments:
        for x, y in points:
            yield x - half, y - half, x + half, y + half
