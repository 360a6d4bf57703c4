"""Read a pictogram: SVG reduced to paths of absolute M, L, C and Z, so nothing else can hide in a picture."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from plainleaf.content.model import Drawing, Stroke
from plainleaf.findings import Finding, InputError, Place, Severity
from plainleaf.roots import Roots, shown

_SVG = re.compile(r"<svg\b([^>]*)>(.*)</svg>\s*\Z", re.DOTALL)
_PATH = re.compile(r"<path\b([^>]*?)/>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"', re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")
_ARGUMENTS = {"M": 2, "L": 2, "C": 6, "Z": 0}
_PAINT = {"none": None, "#000": "ink", "#fff": "paper"}


def read_drawing(roots: Roots, name: str) -> Drawing:
    """Return the pictogram *name*. Raises InputError where it is missing or holds more than plain paths."""
    path = roots.find(f"content/pictograms/{name}.svg")
    if path is None:
        place = Place(shown(roots.target(f"content/pictograms/{name}.svg")))
        raise InputError(Finding("C020", Severity.ERROR, f"there is no pictogram {name!r}", place))
    return _parse(path)


def forget_drawings() -> None:
    """Forget what was read, so that a drawing that is saved again is read again."""
    _parse.cache_clear()


@cache
def _parse(path: Path) -> Drawing:
    svg = _SVG.search(path.read_text(encoding="utf-8"))
    if svg is None or _PATH.sub("", svg[2]).strip():
        raise _fault(path, "a pictogram is one <svg> with nothing but <path .../> in it")
    shared = dict(_ATTRIBUTE.findall(svg[1]))
    box = [float(part) for part in shared.get("viewBox", "").split()]
    if len(box) != 4 or box[:2] != [0, 0]:
        raise _fault(path, 'the viewBox must be "0 0 width height"')
    strokes = tuple(_stroke(path, {**shared, **dict(_ATTRIBUTE.findall(m[1]))}) for m in _PATH.finditer(svg[2]))
    return Drawing(path.stem, strokes, box[2], box[3])


def _stroke(path: Path, attributes: dict[str, str]) -> Stroke:
    paints = [attributes.get(kind, "none") for kind in ("fill", "stroke")]
    if any(paint not in _PAINT for paint in paints):
        raise _fault(path, "fill and stroke may be none, #000 or #fff")
    fill, stroke = (_PAINT[paint] for paint in paints)
    width = float(attributes.get("stroke-width", "3"))
    return Stroke(_segments(path, attributes.get("d", "")), fill, stroke, width)


def _segments(path: Path, data: str) -> tuple[tuple[str | float, ...], ...]:
    tokens = _TOKEN.findall(data)
    segments: list[tuple[str | float, ...]] = []
    at = 0
    while at < len(tokens):
        count = _ARGUMENTS.get(tokens[at])
        numbers = tokens[at + 1 : at + 1 + (count or 0)]
        if count is None or len(numbers) < count or any(n.isalpha() for n in numbers):
            raise _fault(path, "a path may hold absolute M, L, C and Z only, each with its own letter")
        segments.append((tokens[at], *(float(number) for number in numbers)))
        at += 1 + count
    return tuple(segments)


def _fault(path: Path, message: str) -> InputError:
    return InputError(Finding("C021", Severity.ERROR, message, Place(shown(path))))
