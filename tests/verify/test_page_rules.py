"""Each rule of accessible print goes red on a page that breaks it, and no other rule does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from spoilt_layouts import LAYOUTS, Spoil, break_line
from spoilt_leaflets import LEAFLETS, SpoilWords, say

from plainleaf.build import Job, compose_job, font_shelf, read_typefaces, verify_made
from plainleaf.compose.model import CheckDates, Leaflet
from plainleaf.content.drawings import read_drawing
from plainleaf.content.settings import Profile, read_papers, read_profile
from plainleaf.layout.document import lay_out
from plainleaf.layout.model import Layout
from plainleaf.pdf import write_pdf
from plainleaf.roots import open_roots
from plainleaf.verify import verify_pdf

SAMPLE = Path(__file__).parents[1] / "samples" / "second"
ROOTS = open_roots(SAMPLE)
PROFILE = read_profile(ROOTS, "large")


@lru_cache
def leaflet() -> Leaflet:
    return compose_job(Job("lumivex-drops", "en", "ZZ", overlay=SAMPLE), ROOTS)[0]


def set_leaflet(words: Leaflet) -> Layout:
    """Return *words* laid out on paper so short that it takes three pages, with room at the foot of each."""
    paper = replace(read_papers(ROOTS)["a4"], height=742.0)
    layout, faults = lay_out(words, PROFILE, paper, font_shelf(ROOTS), lambda name: read_drawing(ROOTS, name))
    assert not faults
    return layout


@lru_cache
def layout() -> Layout:
    return set_leaflet(leaflet())


def codes(pdf: bytes, words: Leaflet | None = None, profile: Profile = PROFILE) -> set[str]:
    found = verify_made(pdf, words or leaflet(), profile, font_shelf(ROOTS))
    return {finding.code for finding in found}


def test_the_unspoilt_layout_passes() -> None:
    """Else a red check below would prove nothing."""
    assert codes(write_pdf(layout())) == set()


@pytest.mark.parametrize(("spoil", "expected"), [case[1:] for case in LAYOUTS], ids=[case[0] for case in LAYOUTS])
def test_a_spoilt_page_is_refused_for_just_that(spoil: Spoil, expected: set[str]) -> None:
    """The codes found are those of the rule that is broken, and no more."""
    assert codes(write_pdf(spoil(layout()))) == expected


@pytest.mark.parametrize(("spoil", "expected"), [case[1:] for case in LEAFLETS], ids=[case[0] for case in LEAFLETS])
def test_a_leaflet_that_is_hard_to_read_is_refused(spoil: SpoilWords, expected: set[str]) -> None:
    """The codes found are those of the rule that is broken, and no more."""
    spoilt = spoil(leaflet())
    assert codes(write_pdf(set_leaflet(spoilt)), spoilt) == expected


def test_an_allowed_word_in_capitals_is_not_shouted() -> None:
    """NHS, A&E and their like are names."""
    spoilt = say("Ask the NHS or A&E or your GP. The NHS GP A&E MS can help.")(leaflet())
    assert codes(write_pdf(set_leaflet(spoilt)), spoilt) == set()


def test_a_hyphen_that_nobody_wrote_is_refused() -> None:
    """V210: "mor-" and "ning" are "morning" broken, but a word that is written with a hyphen may end a line."""
    written = say("Put 1 drop in each mor-ning.")(leaflet())
    pdf = write_pdf(break_line("Put 1 drop", "ning")(set_leaflet(written)))
    assert codes(pdf, written) == set()
    assert codes(pdf, leaflet()) == {"V210"}


def with_limits(**limits: float) -> Profile:
    return PROFILE.model_copy(update={"limits": PROFILE.limits.model_copy(update=limits)})


def test_long_lines_are_refused() -> None:
    """V204: a line has more characters than the profile allows."""
    assert codes(write_pdf(layout()), profile=with_limits(most_characters=45)) == {"V204"}


def test_short_lines_of_running_text_are_refused() -> None:
    """V204: lines that all are a little short have a mean; the last line of a paragraph does not count."""
    spoilt = say("We set this in lines as long as all the others are, so that you can see it. " * 3)(leaflet())
    section = spoilt.sections[0]
    spoilt = replace(spoilt, sections=(replace(section, blocks=(section.blocks[0],) * 4), *spoilt.sections[1:]))
    pdf = write_pdf(set_leaflet(spoilt))
    assert "V204" not in codes(pdf, spoilt)
    assert "V204" in codes(pdf, spoilt, with_limits(fewest_characters=60))


def test_a_font_that_may_not_be_embedded_is_refused() -> None:
    """V141: fsType 2, restricted licence embedding; 0x0100, no subsetting. 8, editable embedding, is enough."""
    faces = read_typefaces(font_shelf(ROOTS), {"Latn"})
    pdf = write_pdf(layout())
    found = {}
    for rights in (0, 2, 8, 0x0100, 0x0200):
        limited = {name: replace(face, embedding=rights) for name, face in faces.items()}
        found[rights] = {f.code for f in verify_pdf(pdf, leaflet(), PROFILE, limited)}
    assert found == {0: set(), 2: {"V141"}, 8: set(), 0x0100: {"V141"}, 0x0200: {"V141"}}


def test_lines_are_as_far_apart_as_the_face_is_tall() -> None:
    """V203: where the natural leading of a face is more than the profile asks, the face wins."""
    faces = read_typefaces(font_shelf(ROOTS), {"Latn"})
    tall = {name: replace(face, leading=1.6) for name, face in faces.items()}
    assert {f.code for f in verify_pdf(write_pdf(layout()), leaflet(), PROFILE, tall)} == {"V203"}


def test_every_font_on_the_shelf_may_be_embedded() -> None:
    """All have an OS/2 table that says so."""
    assert {face.embedding for face in read_typefaces(font_shelf(ROOTS)).values()} == {0}


CHECKED = CheckDates(date(2026, 3, 12), date(2027, 5, 4), "12 March 2026", "4 May 2027")


@pytest.mark.parametrize(
    ("dates", "today", "expected"),
    [
        (CHECKED, date(2027, 5, 4), set()),
        (CHECKED, date(2027, 5, 5), {"V223"}),
        (replace(CHECKED, checked_text="13 March 2026"), date(2027, 5, 4), {"V223"}),
        (replace(CHECKED, next_check_text="4 May 2028"), date(2027, 5, 4), {"V223"}),
        (None, date(2027, 5, 4), {"V223"}),
    ],
    ids=["in time", "past", "another day", "another year", "no dates"],
)
def test_an_approved_leaflet_shows_its_dates_and_is_in_time(
    dates: CheckDates | None, today: date, expected: set[str]
) -> None:
    """V223: both dates are on the page, and the next check is not past."""
    approved = replace(leaflet(), status="approved", check_dates=CHECKED)
    pdf = write_pdf(set_leaflet(approved))
    faces = read_typefaces(font_shelf(ROOTS), {"Latn"})
    found = verify_pdf(pdf, replace(approved, check_dates=dates), PROFILE, faces, today=today)
    assert {finding.code for finding in found} == expected
