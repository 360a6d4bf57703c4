"""The Unicode bidirectional algorithm: levels, line ends, visual order."""

from hypothesis import given
from hypothesis import strategies as st

from plainleaf.layout.text.bidi import line_levels, resolve_levels, visual_order

MIXED = st.text(alphabet="ab1+-,.( )[]%\u05d0\u0628\u0661\u064b\u2066\u2067\u2068\u2069\u200f\u202b\u202c", max_size=30)


@given(MIXED, st.sampled_from([0, 1, None]))
def test_levels_stay_within_bounds(text: str, base: int | None) -> None:
    """Each character has a level between the paragraph's and UAX #9's highest."""
    found, levels = resolve_levels(text, base)
    assert len(levels) == len(text)
    assert all(found <= level <= 126 for level in levels)


@given(st.lists(st.integers(0, 8), max_size=20))
def test_visual_order_is_a_permutation(levels: list[int]) -> None:
    """No item is lost or doubled."""
    assert sorted(visual_order(levels)) == list(range(len(levels)))


def test_a_number_reads_left_to_right_in_hebrew() -> None:
    """Digits stand at an even level inside right-to-left text."""
    assert resolve_levels("\u05d0 12 \u05d1", 1)[1] == [1, 1, 2, 2, 1, 1]


def test_a_trailing_blank_takes_the_paragraphs_level() -> None:
    """Rule L1: the blank at a line's end goes to the paragraph's end side."""
    base, levels = resolve_levels("ab cd", 1)
    assert line_levels("ab cd", levels, base, 0, 3) == [2, 2, 1]
