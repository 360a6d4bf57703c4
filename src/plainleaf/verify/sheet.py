"""Checks of the sheet: margins, and pictures beside their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plainleaf.findings import Finding
from plainleaf.verify.ink import PAPER, Patch, Picture, Run
from plainleaf.verify.lines import CAPITAL_HEIGHT, Line
from plainleaf.verify.measured import Measured, page_error, quote
from plainleaf.verify.setting import natural_leading

_ROUNDING = 0.5
"""Points: the roundings of a page of whole points."""
_DESCENT = 0.2
"""Of the text size: depth of letters below the baseline."""
_MM = 25.4 / 72


def check_margins(measured: Measured) -> Iterator[Finding]:
    """V226: nothing is drawn nearer to the edge of the sheet than the profile's margin.

    Why: printers cut the edges off, and fingers hold them. Source: P26.
    """
    margin = measured.profile.margin
    for number, page in enumerate(measured.read.pages, start=1):
        items: list[Run | Patch] = [*(run for run in page.drawn.runs if not run.blank), *page.drawn.patches]
        for item in items:
            left, bottom, right, top = _box(item)
            nearest = min(left, bottom, page.width - right, page.height - top)
            if nearest < margin - _ROUNDING and (isinstance(item, Run) or item.colour != PAPER):
                name = quote(item.text) if isinstance(item, Run) else "a shape"
                message = f"{name} is {nearest * _MM:.1f} mm from the edge, not {measured.profile.margin_mm:g}"
                yield page_error("V226", message, number, "print it on the paper it was made for")


def _box(item: Run | Patch) -> tuple[float, float, float, float]:
    if isinstance(item, Patch):
        return item[:4]
    return item.left, item.y - _DESCENT * item.size, item.right, item.y + CAPITAL_HEIGHT * item.size


def check_pictures(measured: Measured) -> Iterator[Finding]:
    """V224: every picture has words beside it, or right above or below, and is as high as their capitals.

    Why: a picture alone is guessed at, and a small one not seen. Source: P24. A picture that says something
    of its own (a Figure with a text) needs no words beside it.
    """
    for number, page in enumerate(measured.read.pages):
        lines = [line for line in measured.lines_on(number) if line.left <= line.right]
        for picture in _join_rows(picture for picture in page.drawn.pictures if picture.mcid is None):
            beside = [line for line in lines if _is_beside(picture, line, natural_leading(measured, line))]
            if not beside:
                yield page_error("V224", "a picture has no words beside it", number + 1)
                continue
            tallest = max(beside, key=lambda line: line.size)
            least = max(CAPITAL_HEIGHT * tallest.size, measured.limits.smallest_text)
            if picture.top - picture.bottom < least - _ROUNDING:
                yield page_error("V224", f"the picture beside {quote(tallest.text)} is too small", number + 1)


def _join_rows(pictures: Iterable[Picture]) -> list[Picture]:
    """Return *pictures*, those of one height that stand close together on one line as one: tablets over their
    number."""
    rows: list[Picture] = []
    for picture in sorted(pictures, key=lambda one: (one.bottom, one.left)):
        last = rows[-1] if rows else None
        same_line = last is not None and max(abs(last.bottom - picture.bottom), abs(last.top - picture.top)) < _ROUNDING
        if last is not None and same_line and picture.left - last.right < (picture.top - picture.bottom) / 2:
            rows[-1] = last._replace(right=picture.right)
        else:
            rows.append(picture)
    return rows


def _is_beside(picture: Picture, line: Line, leading: float) -> bool:
    """Tell whether *line* is beside *picture*, or within the size of its letters above or below; in Nastaliq, which
    hangs low in its line, the white that its natural *leading* adds."""
    if line.y < picture.top and picture.bottom < line.top:
        return line.left >= picture.right or line.right <= picture.left
    near = min(abs(picture.bottom - line.top), abs(line.y - picture.top)) < line.size * max(
        1.0, leading - CAPITAL_HEIGHT
    )
    return near and line.left < picture.right and picture.left < line.right
