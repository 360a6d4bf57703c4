"""Every finished file keeps PDF/UA-1 and the PDF/A-2a rules of a tagged file, by a checker that is itself proved."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pdfua_checker import CHECKS, check_pdfua
from pdfua_mutations import MUTATIONS
from pdfua_spoiling import save

from plainleaf.build import Job, make_pdf, plan_jobs

SECOND = Path(__file__).parents[1] / "samples" / "second"
JOBS = (*plan_jobs(), *plan_jobs(["lumivex-drops"], ["he"], country="ZZ", overlay=SECOND))


@cache
def build(job: Job) -> bytes:
    """Return the finished file of *job*, made once."""
    return make_pdf(job)[0]


@pytest.fixture(scope="module")
def good_file() -> bytes:
    """The English leaflet: it has a list, a table, a figure and a link."""
    return build(next(job for job in JOBS if job.language == "en"))


@pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.leaflet}-{job.language}")
def test_a_finished_leaflet_passes_every_check(job: Job) -> None:
    """No leaflet in any language has a failure."""
    assert check_pdfua(build(job)) == []


@pytest.mark.parametrize("id", MUTATIONS)
def test_a_spoiled_file_is_caught(id: str, good_file: bytes) -> None:
    """Each check reports the file that breaks its rule."""
    assert id in {failure.id for failure in check_pdfua(MUTATIONS[id](good_file))}


def test_every_check_is_proved_by_a_mutation() -> None:
    """No check stands that has never been seen to fail; no two have one id."""
    assert sorted(check.id for check in CHECKS) == sorted(MUTATIONS)


def test_a_rewritten_file_still_passes(good_file: bytes) -> None:
    """What the mutations are caught for is the change, not the rewriting by another library."""
    with pikepdf.open(BytesIO(good_file)) as pdf:
        assert check_pdfua(save(pdf)) == []


def test_every_check_names_its_source() -> None:
    """The docstring of each check says which clause it comes from."""
    assert [check.id for check in CHECKS if "Source: ISO" not in (check.find_places.__doc__ or "")] == []
