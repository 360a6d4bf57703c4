"""Every profile on every paper that has room for it: in the languages that ask most of a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from personal import make_clinic_from, make_patient_from
from plainleaf.build import Job, build_leaflet

SHEETS = [
    *(("clear", paper) for paper in ("a4", "letter", "a5", "a3")),
    *((profile, paper) for profile in ("large", "giant") for paper in ("a4", "letter", "a3")),
    ("16pt", "letter"),
    ("24pt", "a4"),
    ("36pt", "a3"),
]
LANGUAGES = ["en", "de", "ta", "ur", "ar", "zh_Hans", "km"]
"""German and Tamil: the longest words. Urdu: the tallest lines. Arabic: mirrored. Chinese, Khmer: no spaces."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("profile", "paper"), SHEETS, ids=lambda value: value)
def test_a_leaflet_is_built_in_every_size_on_every_paper(
    profile: str, paper: str, language: str, tmp_path: Path
) -> None:
    """Laid out, written and read back without a finding: nothing clipped, overlapping, split or too small."""
    leaflet = "baclofen-pump" if language in ("ta", "ur") else "baclofen-tablets"
    result = build_leaflet(Job(leaflet, language, profile=profile, paper=paper, folder=tmp_path))
    assert [finding.message for finding in result.findings] == []
    assert result.made


PLANS = [("clear", "a5"), ("clear", "a4"), ("large", "letter"), ("giant", "a4")]


@pytest.mark.parametrize("language", ["en", "de", "it", "hu", "ko", "ur", "ar"])
@pytest.mark.parametrize(("profile", "paper"), PLANS, ids=lambda value: value)
def test_a_plan_and_a_clinic_are_built_in_every_size(profile: str, paper: str, language: str, tmp_path: Path) -> None:
    """Italian and Hungarian: long names of the times of day. Korean: blanks of two widths. Urdu: tall lines."""
    patient, clinic = make_patient_from(tmp_path), make_clinic_from(tmp_path)
    job = Job(
        "baclofen-tablets", language, profile=profile, paper=paper, folder=tmp_path, patient=patient, clinic=clinic
    )
    result = build_leaflet(job)
    assert [finding.message for finding in result.findings] == []
    assert result.made


@pytest.mark.parametrize("profile", ["clear", "large", "giant"])
@pytest.mark.parametrize(
    ("leaflet", "language"), [("tablets", "fr"), ("liquid", "ta"), ("liquid", "so"), ("liquid", "ko")]
)
def test_a_plan_to_fill_in_by_hand_is_built_in_every_size(
    leaflet: str, language: str, profile: str, tmp_path: Path
) -> None:
    """The lines to write on end or begin a line of text, and stay within the margins."""
    result = build_leaflet(Job(f"baclofen-{leaflet}", language, profile=profile, folder=tmp_path, form=True))
    assert [finding.message for finding in result.findings] == []
    assert result.made


@pytest.mark.parametrize("profile", ["clear", "large", "giant"])
@pytest.mark.parametrize("name", ["Bob Very-Long-Name Smith-Featherstone", "Anna Featherstonehaugh-Cholmondeley"])
def test_a_name_with_hyphens_may_end_a_line_at_one(name: str, profile: str, tmp_path: Path) -> None:
    """Nobody can be asked for a shorter name."""
    patient = replace(make_patient_from(tmp_path), name=name)
    result = build_leaflet(Job("baclofen-tablets", "en", profile=profile, folder=tmp_path, patient=patient))
    assert [finding.message for finding in result.findings] == []
    assert result.made
