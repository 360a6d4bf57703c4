"""A leaflet in two languages on facing pages: both say everything, in step, and a fault in either is found."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from plainleaf import build
from plainleaf.build import (
    EditionName,
    Job,
    build_leaflet,
    compose_pair,
    font_shelf,
    make_pdf,
    plan_jobs,
    sheet_profile,
    verify_pair,
)
from plainleaf.compose.model import Words
from plainleaf.findings import InputError
from plainleaf.recheck import recheck_file
from plainleaf.roots import open_roots
from plainleaf.verify.bilingual import find_pages, split_halves
from plainleaf.verify.reader import read_back
from readers import clean, read_with_all

PAIRS = (
    Job("baclofen-tablets", "pl", "GB", second="en"),
    Job("baclofen-pump", "ar", "GB", "clear", "a5", second="en"),
    Job("baclofen-liquid", "zh_Hans", "GB", "clear", second="ur"),
    Job("baclofen-tablets", "ta", "US", "large", "letter", second="de"),
)
"""Left and right, two scripts that run from the right, long words and short ones, small sheets and large type."""

POLISH = PAIRS[0]


@lru_cache
def made(job: Job) -> bytes:
    """Return the finished file."""
    return make_pdf(job)[0]


def findings(pdf: bytes, job: Job) -> set[tuple[str, str]]:
    """Return code and place of everything found in *pdf*."""
    roots = open_roots(None)
    pair, _ = compose_pair(job, roots)
    profile = sheet_profile(roots, job.profile, job.paper, numbered=True)[0]
    found = verify_pair(pdf, pair, profile, font_shelf(roots), copied_text=True)
    return {(finding.code, finding.place.path) for finding in found}


def spoil(by: Callable[[Any], None], job: Job = POLISH) -> bytes:
    """Return the finished file, spoilt."""
    with pikepdf.open(io.BytesIO(made(job))) as pdf:
        by(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def warnings(job: Job) -> list[Words]:
    """Return what warns in the languages that run from the left: those programs copy as it is written."""
    pair, _ = compose_pair(job, open_roots(None))
    both = [one for one in (pair.first, pair.second) if not one.language.rtl]
    full = [words for one in both for warning in one.warnings() for words in warning.texts()]
    key = [row.words for one in both for row in one.key_rows]
    card = [item.words for one in both for item in one.card.items]
    return [*full, *key, *card]


@pytest.mark.parametrize("job", PAIRS, ids=lambda job: job.path.stem)
def test_both_languages_say_every_warning(job: Job, tmp_path: Path) -> None:
    """As other programs read the file, not only as it is read back here.

    pdfium takes a whole file to run as its first language does, so it is asked where that is from the left.
    """
    texts = read_with_all(made(job), tmp_path / "pair.pdf")
    wanted = warnings(job)
    assert len(wanted) > 40
    first_from_left = job.language not in ("ar", "ur")
    for reader in ("pypdf", "mupdf", "pdfium") if first_from_left else ("pypdf", "mupdf"):
        lost = [words.id for words in wanted if clean(words.plain) not in texts[reader]]
        assert not lost, reader
    assert findings(made(job), job) == set()


@pytest.mark.parametrize("job", PAIRS, ids=lambda job: job.path.stem)
def test_each_language_has_pages_of_its_own_that_face_each_other(job: Job) -> None:
    """The first page and the last are the outside; every spread between them has both languages."""
    read = read_back(made(job))
    pair, _ = compose_pair(job, open_roots(None))
    halves = split_halves(read, pair, large_print=job.profile == "large")
    assert [half.pages for half in halves] == [*find_pages(len(read.pages))]
    for half, other in zip(halves, reversed(halves), strict=True):
        assert half.read.root is not None
        assert {content.page for content in half.read.root.contents()} == set(range(len(half.pages)))
        assert not set(half.pages) & set(other.pages)


def test_a_fresh_file_passes_again_and_says_both_languages(tmp_path: Path) -> None:
    """plainleaf verify composes both languages anew."""
    path = build_leaflet(replace(POLISH, folder=tmp_path)).path
    assert path is not None
    assert path.name == "baclofen-tablets-GB-pl+en-large-a4.pdf"
    verdict = recheck_file(path, None)
    assert verdict.passed
    assert verdict.job is not None
    assert (verdict.job.language, verdict.job.second) == ("pl", "en")


def swap_parts(pdf: Any) -> None:
    """The clinic's language is read first."""
    document = pdf.Root.StructTreeRoot.K
    document.K = pikepdf.Array(reversed(list(document.K)))


def join_parts(pdf: Any) -> None:
    """A screen reader is told of one language only."""
    pdf.Root.StructTreeRoot.K.K[1].Lang = pikepdf.String("pl")


def swap_spreads(pdf: Any) -> None:
    """Two pages of one language change places, those they faced do not."""
    kids = list(pdf.Root.Pages.Kids)
    kids[3], kids[5] = kids[5], kids[3]
    pdf.Root.Pages.Kids = pikepdf.Array(kids)


def add_page(pdf: Any) -> None:
    """One page more than the languages have."""
    pdf.add_blank_page()


def rename_warning(pdf: Any) -> None:
    """A warning of the clinic's language is no longer called one."""

    def walk(node: Any) -> None:
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                if str(kid.get("/ID", "")) == "en/kidney":
                    del kid.ID
                walk(kid)

    walk(pdf.Root.StructTreeRoot)


SPOILT = (
    (swap_parts, "V173"),
    (join_parts, "V173"),
    (swap_spreads, "V172"),
    (add_page, "V172"),
    (rename_warning, "V101"),
)


@pytest.mark.parametrize(("by", "code"), SPOILT, ids=lambda value: getattr(value, "__name__", ""))
def test_a_spoilt_file_is_refused(by: Callable[[Any], None], code: str) -> None:
    """The codes of the fault are among those found."""
    assert code in {found for found, _ in findings(spoil(by), POLISH)}


def test_a_fault_is_laid_at_the_door_of_its_language() -> None:
    """Both languages have messages of the same name."""
    assert ("V101", "en/kidney") in findings(spoil(rename_warning), POLISH)


def test_a_number_that_is_missing_or_points_elsewhere_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff and carers point at a number, and must mean the same sentence."""
    honest = build.pair_leaflets

    def pair_wrongly(*leaflets: Any) -> Any:
        pair = honest(*leaflets)
        first, second, *others = pair.items
        return replace(pair, items=(replace(first, number=2), replace(second, number=1), *others[:-1]))

    job = replace(PAIRS[1])
    right = made(job)
    monkeypatch.setattr(build, "pair_leaflets", pair_wrongly)
    wrong = {code for code, _ in findings(right, job)}
    assert wrong == {"V171"}


def test_a_language_cannot_face_itself_and_a_web_page_has_one() -> None:
    """Said before anything is made."""
    cases: list[tuple[tuple[EditionName, ...], tuple[str, ...]]] = [(("pdf",), ("en",)), (("html",), ("pl",))]
    for editions, languages in cases:
        with pytest.raises(InputError) as refused:
            plan_jobs(("baclofen-tablets",), languages, second="en", editions=editions)
        assert [finding.code for finding in refused.value.findings] == ["B003"]


def test_the_other_languages_are_made_where_one_is_the_clinics() -> None:
    """Asked for all, each faces the clinic's, but not itself."""
    jobs = plan_jobs(("baclofen-tablets",), second="English")
    assert {job.second for job in jobs} == {"en"}
    assert "en" not in {job.language for job in jobs}
    assert len(jobs) > 30
