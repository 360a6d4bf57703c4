"""Operators for rules, frames, bullets and pictures."""

from __future__ import annotations

from functools import lru_cache

from plainleaf.content.model import Drawing, Stroke
from plainleaf.layout.model import BLACK, Dot, Frame, Image, Ink, Picture, Rule
from plainleaf.pdf.objects import format_numbers

_ARC = 0.5523
"""Length of the control arms of a quarter circle of radius 1, drawn as a Bezier curve."""
_PAPER = Ink(1.0, 1.0, 1.0)


def draw_rule(rule: Rule) -> str:
    """Return the operators of a straight line."""
    line = f"{format_numbers(rule.width)} w {format_numbers(rule.x0, rule.y0)} m {format_numbers(rule.x1, rule.y1)} l S"
    return _in_ink(line, rule.ink)


def draw_frame(frame: Frame) -> str:
    """Return the operators of a rounded rectangle; the stroke lies inside."""
    half = frame.stroke / 2
    left, bottom = frame.x + half, frame.y + half
    right, top = frame.x + frame.width - half, frame.y + frame.height - half
    r = max(0.0, min(frame.radius - half, (right - left) / 2, (top - bottom) / 2))
    if not r:
        path = f"{format_numbers(left, bottom, right - left, top - bottom)} re"
    else:
        k = r * (1 - _ARC)
        path = " ".join(
            (
                f"{format_numbers(left + r, bottom)} m {format_numbers(right - r, bottom)} l",
                f"{format_numbers(right - k, bottom, right, bottom + k, right, bottom + r)} c",
                f"{format_numbers(right, top - r)} l",
                f"{format_numbers(right, top - k, right - k, top, right - r, top)} c",
                f"{format_numbers(left + r, top)} l",
                f"{format_numbers(left + k, top, left, top - k, left, top - r)} c",
                f"{format_numbers(left, bottom + r)} l",
                f"{format_numbers(left, bottom + k, left + k, bottom, left + r, bottom)} c h",
            )
        )
    return _in_ink(f"{format_numbers(frame.stroke)} w {path} S", frame.ink)


def draw_dot(dot: Dot) -> str:
    """Return the operators of a filled circle."""
    x, y, r, k = dot.x, dot.y, dot.radius, dot.radius * _ARC
    return " ".join(
        (
            f"{format_numbers(x + r, y)} m",
            f"{format_numbers(x + r, y + k, x + k, y + r, x, y + r)} c",
            f"{format_numbers(x - k, y + r, x - r, y + k, x - r, y)} c",
            f"{format_numbers(x - r, y - k, x - k, y - r, x, y - r)} c",
            f"{format_numbers(x + k, y - r, x + r, y - k, x + r, y)} c f",
        )
    )


def draw_picture(picture: Picture) -> str:
    """Return the operators of a drawing, its y axis turned upwards and mirrored where asked."""
    sx, sy = picture.width / picture.drawing.width, picture.height / picture.drawing.height
    left, top = picture.x, picture.y + picture.height
    if picture.mirrored:
        sx, left = -sx, left + picture.width
    matrix = " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in (sx, 0, 0, -sy))
    return f"q\n{matrix} {format_numbers(left, top)} cm 1 J 1 j\n{_draw_strokes(picture.drawing, picture.ink)}Q"


@lru_cache(maxsize=256)
def _draw_strokes(drawing: Drawing, ink: Ink) -> str:
    """Return the strokes of *drawing*, each in a line, where it is on the page and how large is said before."""
    return "".join(f"{_draw_stroke(stroke, ink)}\n" for stroke in drawing.strokes)


def place_image(image: Image, name: str) -> str:
    """Return the operators that put the image resource *name* where *image* stands."""
    return f"q {format_numbers(image.width, 0, 0, image.height, image.x, image.y)} cm /{name} Do Q"


def _draw_stroke(stroke: Stroke, ink: Ink) -> str:
    colours = {"ink": ink, "paper": _PAPER}
    parts = []
    if stroke.fill:
        parts.append(_colour(colours[stroke.fill], "rg"))
    if stroke.stroke:
        parts.append(f"{_colour(colours[stroke.stroke], 'RG')} {format_numbers(stroke.width)} w")
    for letter, *numbers in stroke.segments:
        coordinates = format_numbers(*(float(number) for number in numbers))
        parts.append("h" if letter == "Z" else f"{coordinates} {str(letter).lower()}")
    paint = {(True, True): "B", (True, False): "f", (False, True): "S"}
    operator = paint.get((bool(stroke.fill), bool(stroke.stroke)), "n")
    parts.append(f"{operator}*" if stroke.even_odd and stroke.fill else operator)
    return " ".join(parts)


def _colour(ink: Ink, operator: str) -> str:
    return f"{format_numbers(ink.red, ink.green, ink.blue)} {operator}"


def _in_ink(operators: str, ink: Ink) -> str:
    return operators if ink == BLACK else f"q {_colour(ink, 'RG')} {operators} Q"
