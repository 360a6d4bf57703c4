"""Profiles, sizes and papers: type never gives way, and a sheet that is too small says so."""

from __future__ import annotations

import pytest

from plainleaf.build import sheet_profile
from plainleaf.content.settings import read_papers
from plainleaf.content.sizes import find_profile
from plainleaf.findings import InputError
from plainleaf.roots import open_roots

ROOTS = open_roots(None)


def refusal(profile: str, paper: str) -> str:
    """Return the code and message that *profile* on *paper* is refused with."""
    with pytest.raises(InputError) as error:
        sheet_profile(ROOTS, profile, paper)
    (finding,) = error.value.findings
    return f"{finding.code} {finding.message}"


@pytest.mark.parametrize("points", [16, 18, 20, 21, 24, 36, 48])
def test_a_size_is_the_size_of_running_text(points: int) -> None:
    """Headings, spaces and pictograms follow; letters that are measured are as high in proportion."""
    profile = find_profile(ROOTS, f"{points}pt")
    base = find_profile(ROOTS, "large" if points < 21 else "giant")
    factor = points / base.type.body.size
    assert profile.type.body.size == points
    assert profile.unit == pytest.approx(base.unit * factor)
    assert profile.icon == pytest.approx(base.icon * factor)
    assert profile.smallest_letter_mm >= 3.0
    assert profile.limits.smallest_text >= 16


@pytest.mark.parametrize("name", ["15pt", "49pt", "8pt", "100pt"])
def test_sizes_that_are_not_offered_are_refused(name: str) -> None:
    """Smaller than 16 points is the business of clear, larger than 48 of no sheet."""
    with pytest.raises(InputError) as error:
        find_profile(ROOTS, name)
    assert error.value.findings[0].code == "C045"


@pytest.mark.parametrize("profile", ["large", "giant", "16pt", "20pt"])
def test_a5_has_room_for_clear_print_only(profile: str) -> None:
    """Larger print on half a sheet would leave a word or two a line, and a warning a page."""
    assert refusal(profile, "a5").startswith("C046 A5 is too small for")


def test_print_too_large_for_a_sheet_names_the_length_of_line() -> None:
    """48 points take A3."""
    assert refusal("48pt", "a4") == "C046 A4 is too narrow for 48 pt: lines need 25 characters"
    assert sheet_profile(ROOTS, "48pt", "a3")[0].type.body.size == 48


def test_type_is_the_same_on_every_paper() -> None:
    """What gives way is margins and the rail, never the letters."""
    for name in ("clear", "large", "giant"):
        own = find_profile(ROOTS, name)
        for paper in read_papers(ROOTS).values():
            if not paper.profiles or name in paper.profiles:
                assert sheet_profile(ROOTS, name, paper.id)[0].type == own.type


def test_a_small_sheet_has_limits_of_its_own_and_others_have_the_profiles() -> None:
    """A5: lines as long as large print's, short warnings on the four pages of its first sheet."""
    small, own = sheet_profile(ROOTS, "clear", "a5")[0].limits, find_profile(ROOTS, "clear").limits
    assert (small.fewest_characters, small.key_block_pages, small.key_rows_before_break) == (35, 4, 2)
    assert small.smallest_text == own.smallest_text
    assert sheet_profile(ROOTS, "clear", "a4")[0].limits == own
