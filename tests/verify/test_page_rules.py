"""Each rule of accessible print goes red on a page that breaks it, and no other rule does."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from spoilt_layouts import LAYOUTS, Spoil

from plainleaf.build import Job, compose_job, font_shelf, verify_made
from plainleaf.compose.model import Leaflet
from plainleaf.content.drawings import read_drawing
from plainleaf.content.settings import read_papers, read_profile
from plainleaf.layout.document import lay_out
from plainleaf.layout.model import Layout
from plainleaf.pdf import write_pdf
from plainleaf.roots import open_roots

SAMPLE = Path(__file__).parents[1] / "samples" / "second"
ROOTS = open_roots(SAMPLE)
PROFILE = read_profile(ROOTS, "large")


@lru_cache
def leaflet() -> Leaflet:
    return compose_job(Job("lumivex-drops", "en", "ZZ", overlay=SAMPLE), ROOTS)[0]


def set_leaflet(words: Leaflet) -> Layout:
    """Return *words* as it is laid out."""
    paper = read_papers(ROOTS)["a4"]
    layout, faults = lay_out(words, PROFILE, paper, font_shelf(ROOTS), lambda name: read_drawing(ROOTS, name))
    assert not faults
    return layout


@lru_cache
def layout() -> Layout:
    return set_leaflet(leaflet())


def codes(pdf: bytes) -> set[str]:
    return {finding.code for finding in verify_made(pdf, leaflet(), PROFILE, font_shelf(ROOTS))}


def test_the_unspoilt_layout_passes() -> None:
    """Else a red check below would prove nothing."""
    assert codes(write_pdf(layout())) == set()


@pytest.mark.parametrize(("spoil", "expected"), [case[1:] for case in LAYOUTS], ids=[case[0] for case in LAYOUTS])
def test_a_spoilt_page_is_refused_for_just_that(spoil: Spoil, expected: set[str]) -> None:
    """The codes found are those of the rule that is broken, and no more."""
    assert codes(write_pdf(spoil(layout()))) == expected
