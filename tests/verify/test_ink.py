"""Colours, matrices and shapes are measured as the standards define them."""

from __future__ import annotations

import math

import pytest

from plainleaf.verify.ink import BLACK, IDENTITY, PAPER, Matrix, Patch, contrast, form_of, multiply, transform
from plainleaf.verify.painting import Painter, mix


def hexadecimal(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("000000", 21.0), ("212b32", 14.4), ("005eb8", 6.38), ("d5281b", 5.06), ("595959", 7.0), ("ffffff", 1.0)],
)
def test_contrast_on_white_is_that_of_wcag(colour: str, ratio: float) -> None:
    """The NHS colours and the lightest grey that reaches 7:1, as published."""
    assert contrast(hexadecimal(colour), PAPER) == pytest.approx(ratio, abs=0.05)
    assert contrast(PAPER, hexadecimal(colour)) == contrast(hexadecimal(colour), PAPER)


def test_matrices_work_in_the_order_of_the_standard() -> None:
    """First the text matrix, then the page's: a shift by 10 in a space twice as large is one by 20."""
    shift: Matrix = (1, 0, 0, 1, 10, 0)
    double: Matrix = (2, 0, 0, 2, 5, 5)
    assert transform(multiply(shift, double), 0, 0) == (25, 5)
    assert multiply(IDENTITY, double) == double


@pytest.mark.parametrize(
    ("matrix", "form"),
    [
        (IDENTITY, "upright"),
        ((3, 0, 0, 5, 1, 1), "upright"),
        ((1, 0, 0.2, 1, 0, 0), "sheared"),
        ((math.cos(0.1), math.sin(0.1), -math.sin(0.1), math.cos(0.1), 0, 0), "turned"),
        ((0, 1, -1, 0, 0, 0), "turned"),
        ((-1, 0, 0, 1, 0, 0), "turned"),
        ((1, 0, 0, -1, 0, 0), "turned"),
    ],
)
def test_a_matrix_says_how_text_stands(matrix: Matrix, form: str) -> None:
    """Mirrored text counts as turned."""
    assert form_of(matrix) == form


def painted(*operators: tuple[bytes, list[float]], paint: bytes) -> Patch:
    painter = Painter()
    for operator, operands in operators:
        {b"re": painter.rectangle, b"m": painter.move, b"l": painter.draw}[operator](operands)
    painter.paint(paint, None)
    return painter.patches[0]


def test_a_fill_covers_its_inside_alone() -> None:
    """A triangle leaves the corner of its box free."""
    triangle = painted((b"m", [0, 0]), (b"l", [10, 0]), (b"l", [0, 10]), paint=b"f")
    assert triangle.covers(2, 2)
    assert not triangle.covers(8, 8)


def test_a_frame_covers_its_line_alone() -> None:
    """Words inside a frame lie on paper."""
    frame = painted((b"re", [0, 0, 100, 50]), paint=b"S")
    assert frame[:4] == (-0.5, -0.5, 100.5, 50.5)
    assert frame.covers(50, 0.2)
    assert not frame.covers(50, 25)
    assert not frame.touches(10, 10, 90, 40)
    assert frame.touches(10, 10, 110, 40)


def test_a_clip_cuts_what_is_painted_and_hides_what_is_outside() -> None:
    """W takes effect after the path; Q ends it."""
    painter = Painter()
    painter.save()
    painter.rectangle([0, 0, 10, 10])
    painter.clip()
    painter.paint(b"n", None)
    painter.rectangle([5, 5, 100, 100])
    painter.paint(b"f", None)
    assert painter.patches[0][:4] == (5, 5, 10, 10)
    assert not painter.sees(20, 20)
    painter.restore(None)
    assert painter.sees(20, 20)


def test_what_is_drawn_under_its_own_matrix_is_a_picture() -> None:
    """A rule by itself is none."""
    painter = Painter()
    painter.rectangle([0, 0, 10, 1])
    painter.paint(b"f", None)
    painter.save()
    painter.concatenate((2, 0, 0, 2, 100, 100))
    painter.rectangle([0, 0, 10, 10])
    painter.paint(b"f", None)
    painter.restore(None)
    assert [picture[:4] for picture in painter.pictures] == [(100, 100, 120, 120)]


@pytest.mark.parametrize(
    ("parts", "space", "colour"),
    [
        ([0.5], "", (0.5, 0.5, 0.5)),
        ([1, 0, 0], "DeviceRGB", (1, 0, 0)),
        ([0, 0, 0, 1], "", BLACK),
        ([1.0], "Separation", BLACK),
        ([3], "Indexed", None),
        ([], "Pattern", None),
    ],
)
def test_colours_of_every_space_are_mixed(parts: list[float], space: str, colour: object) -> None:
    """None where only the printer knows."""
    assert mix(parts, space) == colour
