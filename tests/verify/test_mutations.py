"""Each check of the finished file goes red on a file spoilt in just the way it is there for."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest
from spoilt_files import EXACT, MUTATIONS, NUMBERED, WARNING, Mutation, change_digit, erase_warning
from spoilt_layouts import LAYOUTS
from spoilt_leaflets import LEAFLETS

from plainleaf.build import Job, compose_job, font_shelf, make_pdf, verify_made
from plainleaf.compose.model import Phrase, Span
from plainleaf.content.settings import read_profile
from plainleaf.findings import Finding
from plainleaf.roots import open_roots
from plainleaf.verify import CODES

SAMPLE = Path(__file__).parents[1] / "samples" / "second"
JOBS = {language: Job("lumivex-drops", language, "ZZ", overlay=SAMPLE) for language in ("de", "he")}


@lru_cache
def made(language: str) -> bytes:
    """Return the finished file in *language*."""
    return make_pdf(JOBS[language])[0]


def findings(pdf: bytes, language: str) -> tuple[Finding, ...]:
    """Return everything found in *pdf*."""
    job, roots = JOBS[language], open_roots(SAMPLE)
    leaflet, _ = compose_job(job, roots)
    profile = read_profile(roots, job.profile)
    return verify_made(pdf, leaflet, profile, font_shelf(roots), copied_text=True)


def codes(pdf: bytes, language: str) -> set[str]:
    """Return the codes of everything found in *pdf*."""
    return {finding.code for finding in findings(pdf, language)}


def spoil(by: Mutation, language: str) -> bytes:
    """Return the finished file in *language*, spoilt."""
    with pikepdf.open(io.BytesIO(made(language))) as pdf:
        by(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", JOBS)
def test_the_unspoilt_file_passes(language: str) -> None:
    """Else a red check below would prove nothing."""
    assert codes(made(language), language) == set()


@pytest.mark.parametrize("language", JOBS)
@pytest.mark.parametrize(("by", "expected"), MUTATIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_spoilt_file_is_refused(by: Mutation, expected: set[str], language: str) -> None:
    """The codes of the fault are among those found."""
    assert expected <= codes(spoil(by, language), language)


@pytest.mark.parametrize("language", JOBS)
@pytest.mark.parametrize(("by", "expected"), EXACT, ids=lambda value: getattr(value, "__name__", ""))
def test_a_spoilt_file_is_refused_for_just_that(by: Mutation, expected: set[str], language: str) -> None:
    """The codes found are those of the fault, and no more."""
    assert codes(spoil(by, language), language) == expected


@pytest.mark.parametrize(("by", "warning"), [(change_digit, NUMBERED), (erase_warning, WARNING)])
def test_only_the_spoilt_warning_is_named(by: Mutation, warning: str) -> None:
    """Who mends the fault is told where it is."""
    found = findings(spoil(by, "de"), "de")
    assert {finding.place.path for finding in found if finding.code in ("V103", "V104")} == {warning}


def test_a_draft_without_its_mark_is_refused() -> None:
    """V153: no page says that it is a draft, because the leaflet calls drafts by another word than the page."""
    job, roots = JOBS["de"], open_roots(SAMPLE)
    leaflet, _ = compose_job(job, roots)
    other = {**leaflet.furniture, "draft-tag": Phrase("draft-tag", (Span("Kladde"),), frozenset())}
    leaflet = replace(leaflet, furniture=other)
    found = verify_made(made("de"), leaflet, read_profile(roots, job.profile), font_shelf(roots))
    assert {finding.code for finding in found} == {"V153"}


def test_what_is_no_pdf_is_refused() -> None:
    """V001."""
    assert codes(b"no PDF", "de") == {"V001"}


PERSONAL = {f"V16{number}" for number in range(1, 8)}
BILINGUAL = {"V171", "V172", "V173"}
BY_OTHER_TESTS = {"V001", "V191", "V204", "V223"} | PERSONAL | BILINGUAL
"""test_what_is_no_pdf_is_refused, test_long_lines_are_refused, test_an_approved_leaflet_shows_its_dates ...; those of
plans and clinics are in test_personal_pages.py, those of two languages in test_bilingual.py, V191 in
test_batch_copies.py."""


def test_every_code_has_a_sample_that_turns_it_red() -> None:
    """A new check comes with a file, a layout or a leaflet that it refuses."""
    tables = (MUTATIONS, EXACT, LAYOUTS, LEAFLETS)
    red = set().union(*(case[-1] for table in tables for case in table))
    assert red | BY_OTHER_TESTS == set(CODES)
    assert not red & BY_OTHER_TESTS
