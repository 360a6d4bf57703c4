"""Checks of colour and of what is painted: contrast, tints, underlines, pictures behind words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from plainleaf.findings import Finding
from plainleaf.verify.ink import PAPER, Colour, Patch, Run, contrast, transform
from plainleaf.verify.lines import Block
from plainleaf.verify.measured import Measured, page_error, quote

_THIN_RULE = 0.15
"""Of the text size: the thickest line that underlines rather than fills."""
_BELOW = 0.3
"""Of the text size below the baseline: what lies deeper is a rule between rows, which stays clear of descenders."""
_ABOVE = 0.02
_OVERLAP = 0.25
"""Of the text size: a line that goes along below less of a word than that is part of something else."""
_THICKEST_RULE = 12.0
"""Points: no line under a word is thicker, at any size in use."""
_LETTERS = 0.5
"""Of the text size: how high small letters reach."""
_MOST_PATCHES = 2000
"""Patches of a page of a leaflet; more are a map, whose colours are held against paper alone."""
_BLACK = "print the text in black on white"


def check_contrast(measured: Measured) -> Iterator[Finding]:
    """V205: all text stands out from what is really behind it, and nothing is painted over it.

    Why: pale letters are the first that low vision loses. Source: P05; WCAG 2.2, 1.4.6, 7:1 at every size.
    """
    least = measured.limits.contrast
    for page, run in measured.runs():
        if run.colour is None:
            yield page_error("V205", f"the colour of {quote(run.text)} cannot be measured", page, _BLACK)
        elif contrast(run.colour, PAPER) < least and not _on_dark(measured, run):
            yield page_error("V205", _too_pale(run, contrast(run.colour, PAPER)), page, _BLACK)
    for ground in measured.grounds:
        if ground.covered:
            yield page_error("V205", f"something is painted over {quote(ground.run.text)}", ground.page)
        for colour in ground.colours:
            ratio = 0.0 if colour is None or ground.run.colour is None else contrast(ground.run.colour, colour)
            if ratio < least and not ground.on_image:
                yield page_error("V205", _too_pale(ground.run, ratio), ground.page, _BLACK)


def _too_pale(run: Run, ratio: float) -> str:
    return f"{quote(run.text)} has a contrast of {ratio:.1f} : 1"


def _on_dark(measured: Measured, run: Run) -> bool:
    """Tell whether *run* has a ground of its own, which is judged by itself."""
    return any(ground.run is run and PAPER not in ground.colours for ground in measured.grounds)


def check_overprint(measured: Measured) -> Iterator[Finding]:
    """V205, too: no two pieces of text are printed over each other.

    Why: neither can be read. Source: P05, what is really behind the text.
    """
    for number, page in enumerate(measured.read.pages, start=1):
        runs = sorted((run for run in page.drawn.runs if not run.blank), key=_baseline)
        for index, lower in enumerate(runs):
            for upper in islice(runs, index + 1, None):
                if upper.y - lower.y > _LETTERS * lower.size:
                    break
                if min(upper.right, lower.right) - max(upper.left, lower.left) > _OVERLAP * upper.size:
                    message = f"{quote(lower.text)} and {quote(upper.text)} are printed over each other"
                    yield page_error("V205", message, number)


def _baseline(run: Run) -> float:
    return run.y


def check_tint(measured: Measured) -> Iterator[Finding]:
    """V214: no text lies over an image, nor on a tint darker than darkest_tint.

    Why: a laser printer turns a tint into specks around the letters. Source: P14; UKAAF G003.
    """
    for ground in measured.grounds:
        if ground.on_image:
            yield page_error("V214", f"{quote(ground.run.text)} is printed over a picture", ground.page, _BLACK)
        darkest = max((_greyness(colour) for colour in ground.colours if colour is not None), default=0.0)
        if darkest > measured.limits.darkest_tint + 1e-6:
            message = f"{quote(ground.run.text)} lies on a tint of {darkest:.0%}"
            yield page_error("V214", message, ground.page, _BLACK)


def _greyness(colour: Colour) -> float:
    """Return how dark *colour* prints in black alone, 0 to 1 (weights of ITU-R BT.601)."""
    red, green, blue = colour
    return 1 - (0.299 * red + 0.587 * green + 0.114 * blue)


def check_underline(measured: Measured) -> Iterator[Finding]:
    """V207: no text is underlined, links excepted.

    Why: the line cuts off descenders and joins the words. Source: P07; UKAAF G003, NHS service manual.
    """
    links = {content for block in measured.blocks for content in _link_contents(block)}
    for number, page in enumerate(measured.read.pages, start=1):
        flat = [patch for patch in page.drawn.patches if patch.top - patch.bottom < _THICKEST_RULE]
        for run in page.drawn.runs if flat else ():
            low, high = run.y - _BELOW * run.size, run.y + _ABOVE * run.size
            near = [patch for patch in flat if patch.top >= low and patch.bottom <= high]
            if near and (number - 1, run.mcid) not in links and any(_underlines(patch, run) for patch in near):
                yield page_error("V207", f"{quote(run.text)} is underlined", number, "leave the line out")


def _link_contents(block: Block) -> Iterator[tuple[int, int]]:
    for element in block.element.walk() if block.element else ():
        if element.tag == "Link":
            yield from ((content.page, content.mcid) for content in element.contents())


def _underlines(patch: Patch, run: Run) -> bool:
    thin = patch.top - patch.bottom < _THIN_RULE * run.size
    return thin and min(patch.right, run.right) - max(patch.left, run.left) > _OVERLAP * run.size


def check_paint(measured: Measured) -> Iterator[Finding]:
    """V225: every painted colour stands out from what is behind it in grey, too; white on ink is a knock-out.

    Why: colour is never the only signal, and most leaflets are printed in black. Source: P25; WCAG 2.2, 1.4.1
    and 1.4.11 (3:1).
    """
    least = measured.limits.colour_contrast
    for number, page in enumerate(measured.read.pages, start=1):
        grounds = {pair for pair in _painted_pairs(page.drawn.patches) if contrast(*pair) < least}
        for colour, ground in sorted(grounds):
            message = (
                f"the colour {_shown(colour)} on {_shown(ground)} has a contrast of {contrast(colour, ground):.1f} : 1"
            )
            yield page_error("V225", message, number, "paint it darker, or keep the shapes apart")


def _painted_pairs(patches: Sequence[Patch]) -> Iterator[tuple[Colour, Colour]]:
    """Yield each colour painted with the other colour that is behind it; white on anything is a knock-out."""
    if len(patches) > _MOST_PATCHES:
        yield from {(patch.colour, PAPER) for patch in patches if patch.colour not in (None, PAPER)}
        return
    for index, patch in enumerate(patches):
        if patch.colour is None or patch.colour == PAPER:
            continue
        below = [p for p in patches[:index] if p.colour not in (None, patch.colour) and _boxes_meet(p, patch)]
        for x, y in _points_within(patch) if below else ((patch.left, patch.top),):
            ground = next((p.colour for p in reversed(below) if p.covers(x, y)), None) or PAPER
            yield patch.colour, ground


def _boxes_meet(one: Patch, other: Patch) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _points_within(patch: Patch) -> Iterator[tuple[float, float]]:
    """Yield points that *patch* paints: the corners of its path, drawn in a little, and its middle."""
    middle = (patch.left + patch.right) / 2, (patch.bottom + patch.top) / 2
    yield middle
    for part in patch.path:
        for x, y in zip(part[0::2], part[1::2], strict=False):
            across, up = transform(patch.matrix, x, y)
            yield across + 0.01 * (middle[0] - across), up + 0.01 * (middle[1] - up)


def _shown(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)
