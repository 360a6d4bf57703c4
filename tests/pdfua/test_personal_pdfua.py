"""Leaflets with a plan, a form or a letterhead keep PDF/UA-1 and the PDF/A-2a rules, and every reader reads them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pdfua_checker import check_pdfua

from personal import NAME, make_clinic_from, make_patient_from
from plainleaf.build import Job, make_pdf
from plainleaf.content.personal import Raster
from readers import clean, read_with_all


@pytest.mark.parametrize("language", ["en", "pl", "ar", "ur", "hi", "zh_Hans", "ja", "th"])
def test_a_plan_passes_every_check(language: str, tmp_path: Path) -> None:
    """In each kind of script."""
    patient, clinic = make_patient_from(tmp_path), make_clinic_from(tmp_path)
    assert check_pdfua(make_pdf(Job("baclofen-tablets", language, patient=patient, clinic=clinic))[0]) == []


@pytest.mark.parametrize("name", ["محمد علي الهاشمي", "श्रीमती शर्मा", "አበበ ቢቂላ"])
def test_a_name_in_another_script_passes_every_check(name: str, tmp_path: Path) -> None:
    """Fallback faces are embedded and have their text."""
    patient = replace(make_patient_from(tmp_path), name=name, language=None)
    assert check_pdfua(make_pdf(Job("baclofen-tablets", "en", patient=patient))[0]) == []


@pytest.mark.parametrize(("language", "profile"), [("en", "large"), ("ar", "giant"), ("hi", "clear")])
def test_a_form_passes_every_check(language: str, profile: str, tmp_path: Path) -> None:
    """Empty cells are cells, too; with the clinic's words after it or without."""
    for clinic in (None, make_clinic_from(tmp_path)):
        job = Job("baclofen-tablets", language, profile=profile, form=True, clinic=clinic)
        assert check_pdfua(make_pdf(job)[0]) == []


def test_a_grey_logo_is_an_image_without_alpha(tmp_path: Path) -> None:
    """PDF/A-2: device grey under the output intent, 8 bits, nothing to see through; written once."""
    clinic = replace(make_clinic_from(tmp_path), logo=Raster(40, 20, bytes(800)))
    made = make_pdf(Job("baclofen-tablets", "en", clinic=clinic))[0]
    assert check_pdfua(made) == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        images = [o for page in pdf.pages for o in page.Resources.get("/XObject", {}).values()]
        (image,) = images
        assert (image.ColorSpace, image.BitsPerComponent, "/SMask" in image) == ("/DeviceGray", 8, False)
        assert image.read_bytes() == bytes(800)


@pytest.mark.parametrize("language", ["en", "ar", "zh_Hans"])
def test_every_reader_finds_name_doses_and_number(language: str, tmp_path: Path) -> None:
    """Copied text is the text."""
    patient, clinic = make_patient_from(tmp_path), make_clinic_from(tmp_path)
    made = make_pdf(Job("baclofen-tablets", language, patient=patient, clinic=clinic))[0]
    for text in read_with_all(made, tmp_path / "made.pdf").values():
        assert all(clean(wanted) in text for wanted in (NAME, "943 476 5919", "01632 960 123"))
