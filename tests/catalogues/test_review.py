"""Who has read a text: states, signatures bound to the very words, release of what is signed and in date."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from plainleaf.build import Job, Result, build_leaflet
from plainleaf.catalogues.model import CatalogueEntry, State
from plainleaf.catalogues.reader import read_catalogues
from plainleaf.catalogues.review import hash_entry, judge_entry, read_reviews
from plainleaf.content.personal import Dose, Patient, Step
from plainleaf.content.settings import read_languages
from plainleaf.findings import Finding, InputError
from plainleaf.roots import built_in_root, open_roots
from signing import APPROVER, REVIEWER, approve_registry, review_entry, sign_language

SAMPLE = Path(__file__).parents[1] / "samples" / "second"
TODAY = date(2026, 11, 23)
MESSAGE = "lumivex/warning/never-chew/text"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the medicine that does not exist."""
    shutil.copytree(SAMPLE, tmp_path / "second")
    return tmp_path / "second"


def entry(root: Path, tag: str = "de") -> CatalogueEntry:
    language = read_languages(open_roots(root))[tag]
    return read_catalogues(open_roots(root), language, ["lumivex"])["lumivex"].entries[MESSAGE]


def judge(root: Path, today: date = TODAY, **signed: str | None) -> tuple[State, list[str]]:
    """Return the state of one German message signed like that, and the codes found."""
    one = entry(root)
    text = review_entry(one.context, one.source, one.translation, **signed)  # type: ignore[arg-type]
    (root / "locales/de/review.toml").write_text(text, encoding="utf-8")
    reviews = read_reviews(open_roots(root), read_languages(open_roots(root))["de"])
    state, findings = judge_entry(one, reviews, today)
    return state, [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("signed", "state"),
    [
        ({"translated": None, "reviewed": None, "approved": None}, State.DRAFT),
        ({"reviewed": None, "approved": None}, State.DRAFT),
        ({"approved": None}, State.REVIEWED),
        ({"translated": None}, State.APPROVED),
        ({}, State.APPROVED),
    ],
)
def test_the_state_is_how_far_the_signatures_go(root: Path, signed: dict[str, None], state: State) -> None:
    """Draft, reviewed by a second person, approved by a qualified one."""
    assert judge(root, **signed) == (state, [])


def test_an_approval_ends(root: Path) -> None:
    """The day named is the last on which it counts."""
    assert judge(root, date(2098, 3, 5))[0] is State.APPROVED
    assert judge(root, date(2098, 3, 6)) == (State.EXPIRED, ["T033"])


def test_nobody_fills_two_roles(root: Path) -> None:
    """Case, blanks and composed letters do not make another person."""
    same = REVIEWER.replace("Rami Reviewer", "tova  TRANSLATOR")
    assert judge(root, reviewed=same) == (State.DRAFT, ["T030"])
    assert judge(root, approved=APPROVER.replace("Ada Approver", "Rami Reviewer")) == (State.DRAFT, ["T030"])


@pytest.mark.parametrize(
    "signed",
    [
        {"reviewed": None},
        {"reviewed": REVIEWER.replace("2026-02-05", "2025-12-31")},
        {"approved": APPROVER.replace("2026-03-05", "2026-12-31")},
        {"approved": APPROVER.replace("until = 2098", "until = 2020")},
    ],
)
def test_signatures_out_of_order_do_not_count(root: Path, signed: dict[str, str | None]) -> None:
    """Approved before reviewed, dated backwards or in the future, ended before it began."""
    assert judge(root, **signed) == (State.DRAFT, ["T031"])


def test_an_approval_needs_a_qualified_person_who_reads_the_language(root: Path) -> None:
    """A role of its own list, and a plain yes."""
    for wrong in (APPROVER.replace("pharmacist", "translator"), APPROVER.replace("true", "false")):
        with pytest.raises(InputError) as caught:
            judge(root, approved=wrong)
        assert [finding.code for finding in caught.value.findings] == ["C003"]
        assert caught.value.findings[0].place.line == 7


@pytest.mark.parametrize("changed", ["id", "source", "translation"])
def test_any_change_unbinds_the_signatures(root: Path, changed: str) -> None:
    """One letter in id, English or translation, and nobody has signed it; whoever reads the findings is told."""
    parts = {"id": MESSAGE, "source": entry(root).source, "translation": entry(root).translation}
    whole = hash_entry(*parts.values())
    parts[changed] += " "
    assert hash_entry(*parts.values()) != whole
    text = review_entry(*parts.values()).replace(f'id = "{parts["id"]}"', f'id = "{MESSAGE}"')
    (root / "locales/de/review.toml").write_text(text, encoding="utf-8")
    reviews = read_reviews(open_roots(root), read_languages(open_roots(root))["de"])
    state, findings = judge_entry(entry(root), reviews, TODAY)
    assert (state, [finding.code for finding in findings]) == (State.DRAFT, ["T032"])


def test_the_parts_of_the_hash_cannot_be_shifted() -> None:
    """A word moved from the end of the English to the start of the translation makes another fingerprint."""
    assert hash_entry("a", "b c", "d") != hash_entry("a", "b", " cd")


def build(root: Path, tag: str = "de", *, release: bool = True, today: date = TODAY) -> Result:
    job = Job("lumivex-drops", tag, "ZZ", folder=root.parent / "out", overlay=root, release=release, today=today)
    return build_leaflet(job)


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.code for finding in findings}


def sign(root: Path, tag: str, **changes: str | None) -> None:
    approve_registry(root)
    sign_language(root, tag, built_in_root(), **changes)


@pytest.mark.parametrize("tag", ["en", "de", "he"])
def test_a_signed_leaflet_is_released_and_says_when_it_was_checked(root: Path, tag: str) -> None:
    """No draft mark is left; page 1 has the day of the check and the day of the next."""
    sign(root, tag)
    result = build(root, tag)
    assert (codes(result.findings), result.status) == (set(), "approved")
    assert result.path is not None
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(result.path.read_bytes())).pages]
    assert "2026" in pages[0]
    assert "2098" in pages[0]
    assert not any(mark in "".join(pages) for mark in ("Draft", "Entwurf", "טיוטה"))


def test_a_release_may_end_with_a_plan(root: Path) -> None:
    """What is approved is released with one patient's doses, which nobody signs but the prescriber."""
    sign(root, "de")
    steps = (Step(date(2026, 5, 4), (Dose(volume="2.5 ml"), Dose(), Dose(), Dose(volume="5 ml"))),)
    patient = Patient("k", "Erika Muster", "5 mg", steps, volume="5 ml")
    job = Job("lumivex-drops", "de", "ZZ", folder=root.parent, overlay=root, release=True, today=TODAY, patient=patient)
    result = build_leaflet(job)
    assert (codes(result.findings), result.status) == (set(), "approved")
    assert result.path is not None
    assert result.path.name == "lumivex-drops-ZZ-de-large-a4-k.pdf"
    assert "Erika Muster" in PdfReader(result.path).pages[-1].extract_text()


def test_one_unsigned_text_keeps_the_whole_leaflet_a_draft(root: Path) -> None:
    """Release refuses it and counts; without release it is made and marked."""
    sign(root, "de")
    path = root / "locales/de/review.toml"
    first = path.read_text(encoding="utf-8").split("[[message]]")[1]
    path.write_text(path.read_text(encoding="utf-8").replace("[[message]]" + first, ""), encoding="utf-8")
    refused = build(root)
    assert (refused.made, codes(refused.findings)) == (False, {"R001"})
    assert "1 of " in refused.findings[0].message
    drafted = build(root, release=False)
    assert (drafted.made, drafted.status) == (True, "draft")


def test_a_changed_text_is_a_draft_again(root: Path) -> None:
    """A release of yesterday's signatures for today's words is refused."""
    sign(root, "de")
    path = root / "locales/de/LC_MESSAGES/lumivex.po"
    text = path.read_text(encoding="utf-8")
    assert "Müde" in text or "müde" in text
    path.write_text(text.replace("müde", "sehr müde"), encoding="utf-8")
    assert codes(build(root).findings) == {"R001"}
    assert "T032" in codes(build(root, release=False).findings)


def test_a_text_whose_approval_has_ended_is_not_released(root: Path) -> None:
    """The last day named still counts, the next does not."""
    sign(root, "de", approved=APPROVER.replace("2098", "2027"))
    assert codes(build(root, today=date(2027, 3, 5)).findings) == set()
    assert codes(build(root, today=date(2027, 3, 6)).findings) == {"R002"}


@pytest.mark.parametrize("review_by", [None, "2026-11-23"])
def test_a_warning_without_clinical_approval_in_date_is_not_released(root: Path, review_by: str | None) -> None:
    """However well it is translated: who approved the English, and until when, is asked for each warning."""
    sign_language(root, "de", built_in_root())
    if review_by:
        approve_registry(root, review_by)
    refused = build(root)
    assert [finding.code for finding in refused.findings] == ["R003"]
    assert "3 of 3 warnings" in refused.findings[0].message
    assert refused.findings[0].place.line


def test_a_line_about_the_country_past_its_review_is_told_and_not_released(root: Path) -> None:
    """A warning in a draft; an error in a release."""
    sign(root, "de")
    country = root / "content/countries/ZZ.toml"
    country.write_text(
        country.read_text(encoding="utf-8").replace("review = 2099-11-23", "review = 2026-11-24", 1), encoding="utf-8"
    )
    assert codes(build(root).findings) == set()
    later = date(2026, 11, 24)
    assert codes(build(root, today=later).findings) == {"R004"}
    drafted = build(root, release=False, today=later)
    assert (drafted.made, codes(drafted.findings)) == (True, {"C040"})


def test_two_texts_that_changed_places_are_found(root: Path) -> None:
    """Each says something fluent and wrong; the records know whose words they are."""
    sign_language(root, "de", built_in_root())
    path = root / "locales/de/LC_MESSAGES/lumivex.po"
    text = path.read_text(encoding="utf-8")
    entries = text.split("\n\n")
    at = [
        next(i for i, e in enumerate(entries) if f'"lumivex/warning/{name}/short"' in e)
        for name in ("never-chew", "sudden-blindness")
    ]
    heads, words = zip(*(entries[i].split("\nmsgstr ") for i in at), strict=True)
    for i, head, translation in zip(at, heads, reversed(words), strict=True):
        entries[i] = f"{head}\nmsgstr {translation}"
    path.write_text("\n\n".join(entries), encoding="utf-8")
    found = [finding for finding in build(root, release=False).findings if finding.code == "T034"]
    assert len(found) == 2
    assert "sudden-blindness" in found[0].message
