"""Spans shaped and broken into lines: nothing lost, nothing too wide, values whole."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainleaf.build import font_shelf, known_languages
from plainleaf.compose.model import Span
from plainleaf.content.settings import read_profile
from plainleaf.layout.model import Line
from plainleaf.layout.styles import make_styles
from plainleaf.layout.text.setting import SHORTEST_LAST_LINE, ShapedText, TextStyle, break_lines, shape_words
from plainleaf.roots import open_roots

WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzéł", min_size=1, max_size=9), min_size=1, max_size=25)
PHONE = "0800 198 5000"


@cache
def body(tag: str) -> TextStyle:
    roots = open_roots(None)
    return make_styles(read_profile(roots, "large"), known_languages(roots)[tag], font_shelf(roots)).body


def shape(*spans: Span | str, tag: str = "en") -> ShapedText:
    made = tuple(Span(span) if isinstance(span, str) else span for span in spans)
    return shape_words(made, body(tag), (None,) * len(made))


def texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in lines]


@settings(max_examples=60, deadline=None)
@given(WORDS, st.integers(20, 500), st.booleans())
def test_no_line_loses_text_or_sticks_out(words: list[str], width: int, balanced: bool) -> None:
    """The lines joined are the text; a line wider than asked holds a single letter."""
    text = " ".join(words)
    lines = break_lines(shape(text), width, balanced=balanced)
    assert "".join(texts(lines)) == text
    assert all(
        line.width <= width + 1e-6 or len(said.strip()) == 1 for line, said in zip(lines, texts(lines), strict=True)
    )


@settings(max_examples=40, deadline=None)
@given(WORDS, st.integers(120, 400))
def test_balanced_lines_are_no_more_and_no_wider(words: list[str], width: int) -> None:
    """Balancing keeps the number of lines, and the widest is no wider than a greedy setting's."""
    shaped = shape(" ".join(words))
    greedy, balanced = break_lines(shaped, width), break_lines(shaped, width, balanced=True)
    assert len(balanced) == len(greedy)
    assert max(line.width for line in balanced) <= max(line.width for line in greedy) + 0.25


def test_a_lonely_last_word_gets_company() -> None:
    """A last line below a fifth of the width takes a word from the line before."""
    text = "one two three four five six a"
    width = shape("one two three four five six").width + 1
    lines = break_lines(shape(text), width)
    assert len(lines) == 2
    assert texts(lines)[1].startswith("six")
    assert shape("a").width < SHORTEST_LAST_LINE * width


@pytest.mark.parametrize("tag", ["en", "ar", "he", "th"])
@pytest.mark.parametrize("value", [PHONE, "Dr Mary Ann Smith of the North Ward"])
def test_a_value_that_fits_is_never_cut(tag: str, value: str) -> None:
    """However many words it has."""
    span = Span(value, isolate=True)
    width = shape(span, tag=tag).width + 1
    for before in ("to", "to be or", "to be or not to be"):
        assert any(value in said for said in texts(break_lines(shape(f"{before} ", span, " so", tag=tag), width)))


def test_a_value_wider_than_a_line_is_cut_at_blanks() -> None:
    """Digits of one group stay together."""
    span = Span(PHONE, isolate=True)
    lines = break_lines(shape(span), shape(span).width - 5)
    assert texts(lines) == ["0800 198 ", "5000"]


def test_a_latin_name_in_arabic_falls_back() -> None:
    """The name is set in the Latin face, the rest in the language's own."""
    style = body("ar")
    (line,) = break_lines(shape("خذ ", Span("Żółć 5", isolate=True), " الآن", tag="ar"), 400)
    faces = {run.text.strip(): run.face for run in line.runs if run.text.strip()}
    assert faces["Żółć 5"] is style.regular[style.latin].face
    assert faces["خذ"] is style.regular[0].face


def test_a_trailing_blank_hangs_left_of_a_right_to_left_line() -> None:
    """Its run starts below 0; the ink starts at 0 or later."""
    lines = break_lines(shape("שלום עולם טוב", tag="he"), shape("שלום עולם", tag="he").width + 1)
    assert len(lines) == 2
    assert min(run.x for run in lines[0].runs) < 0
    assert min(run.x for run in lines[1].runs) >= 0


def test_a_character_no_face_has_is_named_once() -> None:
    """In the order they come."""
    assert shape("a \U000e0fff b \U000e0fff").missing == ("\U000e0fff",)


@pytest.mark.parametrize("end", ["\n", "\u2028"])
def test_a_line_separator_ends_the_line(end: str) -> None:
    """It reads back as a blank, draws no box, and balancing keeps it."""
    for balanced in (False, True):
        lines = break_lines(shape(f"one{end}two three"), 400, balanced=balanced)
        assert texts(lines)[0] == "one "
        assert 0 not in [glyph.id for line in lines for run in line.runs for glyph in run.glyphs]


def test_the_blank_after_bold_words_is_drawn_with_them() -> None:
    """A blank alone at the end of a line is lost on pdfium, and two words become one."""
    shaped = shape(Span("Call the clinic", bold=True), " if it makes a sound.")
    first = break_lines(shaped, shape(Span("Call the clinic ", bold=True)).width + 1)[0]
    assert [run.text for run in first.runs] == ["Call the clinic "]
