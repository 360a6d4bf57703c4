"""Places where a line may end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainleaf.layout.text.breaking import bar_ranges, break_offsets, cluster_offsets


def pieces(text: str, language: str = "en") -> list[str]:
    """Return *text* cut wherever a line may end."""
    ends = break_offsets(text, language)
    return [text[start:end] for start, end in zip((0, *ends), ends, strict=False)]


@given(st.text(min_size=1, max_size=40))
def test_breaking_loses_nothing(text: str) -> None:
    """The pieces joined are the text, whatever planes its characters come from."""
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize("glued", ["10 mg", "5 ml", "25 °C", "0800 198 5000"])
def test_a_number_stays_with_its_unit_or_its_groups(glued: str) -> None:
    """No line ends between them."""
    assert any(glued in piece for piece in pieces(f"take {glued} now"))


def test_a_one_letter_word_stays_with_the_next() -> None:
    """Polish leaves no preposition at the end of a line."""
    assert "w domu " in pieces("Lek w domu pacjenta", "pl")


def test_a_soft_hyphen_is_no_place_to_break() -> None:
    """Nothing is hyphenated."""
    assert pieces("para\u00adcetamol") == ["para\u00adcetamol"]


def test_a_korean_word_stays_whole() -> None:
    """Hangul breaks at blanks alone."""
    assert pieces("약을 드십시오", "ko") == ["약을 ", "드십시오"]


@pytest.mark.parametrize("mark", "。、」")
def test_no_japanese_line_starts_with_a_closing_mark(mark: str) -> None:
    """A closing mark follows what it closes."""
    assert not any(piece.startswith(mark) for piece in pieces(f"薬を飲む{mark}水を飲む", "ja"))


def test_a_barred_range_keeps_its_ends() -> None:
    """A line may end before and after an isolated value, not in it."""
    assert bar_ranges((2, 4, 6, 9), [(2, 6)]) == (2, 6, 9)


def test_clusters_keep_marks_with_their_base() -> None:
    """The emergency break never parts a letter from its accent."""
    assert cluster_offsets("e\u0301a", "en") == (2, 3)
