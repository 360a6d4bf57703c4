"""What a plan and a clinic say: doses in words, days in the language's own, addresses filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from personal import NAME, make_clinic_from, make_patient_from
from plainleaf.build import Job, compose_job
from plainleaf.compose.code import encode_qr
from plainleaf.compose.model import Leaflet
from plainleaf.compose.plan import add_clinic, add_form, add_plan, day_words
from plainleaf.content.personal import Dose, Patient, Step
from plainleaf.roots import open_roots


@lru_cache
def bare(language: str = "en", country: str = "GB") -> Leaflet:
    return compose_job(Job("baclofen-tablets", language, country), open_roots(None))[0]


def doses(*halves: int) -> Patient:
    steps = tuple(Step(date(2026, 5, 1 + i), (Dose(n),) * 4) for i, n in enumerate(halves))
    return Patient("k", "A B", "10 mg", steps)


def test_every_dose_is_said_in_words() -> None:
    """No fraction, no decimal, never nothing."""
    plan = add_plan(bare(), doses(0, 1, 2, 3, 4, 5, 20)).plan
    assert plan is not None
    said = [row.cells[0].words.plain for row in plan.rows]
    assert said == ["none", "half", "1", "1 and a half", "2", "2 and a half", "10"]
    assert all(span.bold for row in plan.rows for cell in row.cells for span in cell.words.spans)


@pytest.mark.parametrize("language", ["ar", "cy", "fa", "hi", "ja", "km", "so", "th", "ur", "zh_Hans"])
def test_other_languages_say_each_dose_differently(language: str) -> None:
    """Two doses with one wording would be one too many."""
    plan = add_plan(bare(language), doses(0, 1, 2, 3, 4, 5)).plan
    assert plan is not None
    assert len({row.cells[0].words.plain for row in plan.rows}) == 6


@pytest.mark.parametrize(
    ("language", "country", "wanted"),
    [
        ("en", "GB", "4 May 2026"),
        ("en", "US", "May 4, 2026"),
        ("pl", "GB", "4 maja 2026"),
        ("zh_Hans", "GB", "2026年5月4日"),
    ],
)
def test_days_have_their_month_in_words(language: str, country: str, wanted: str) -> None:
    """In the country's order where the language is read there; day and month never part."""
    words = day_words(bare(language, country), date(2026, 5, 4)).plain
    assert words.replace("\u00a0", " ") == wanted
    assert " 4" not in words


def test_digits_are_western_and_the_calendar_is_gregorian() -> None:
    """A date must be the one on the clinic's own calendar."""
    for language in ("ar", "fa", "hi", "th", "ur"):
        words = day_words(bare(language), date(2026, 5, 4)).plain
        assert "2026" in words
        assert "4" in words


def test_a_name_is_isolated_and_has_its_language(tmp_path: Path) -> None:
    """Nothing around it can turn it round, and a screen reader can say it."""
    plan = add_plan(bare("ar"), make_patient_from(tmp_path)).plan
    assert plan is not None
    (name,) = (span for span in plan.title.spans if span.text == NAME)
    assert (name.isolate, name.lang) == (True, "pl")
    assert NAME not in plan.outline.plain


def test_what_is_private_is_not_in_the_repr(tmp_path: Path) -> None:
    """A traceback or a log of a leaflet tells no name."""
    job = Job("baclofen-tablets", "en", patient=make_patient_from(tmp_path))
    leaflet = compose_job(job, open_roots(None))[0]
    assert leaflet.plan is not None
    for shown in (repr(leaflet.plan), repr(job)):
        assert not any(secret in shown for secret in leaflet.plan.private)
        assert "1958" not in shown


def test_a_full_stop_does_not_make_a_decimal_of_a_strength() -> None:
    """From right to left ".10 mg" would be read as a tenth of it."""
    for language in ("ar", "fa"):
        plan = add_plan(bare(language), doses(1)).plan
        assert plan is not None
        last = plan.strength.spans[-1]
        assert not (last.text.strip() == "." and plan.strength.spans[-2].isolate)


def test_a_form_has_room_where_values_stand() -> None:
    """A liquid has two of them, a tablet one."""
    for liquid, count in ((False, 1), (True, 2)):
        plan = add_form(bare(), liquid=liquid).plan
        assert plan is not None
        assert plan.is_form
        assert sum(span.isolate for span in plan.strength.spans) == count


def test_hours_are_in_the_language_of_the_reader_where_the_clinic_has_them(tmp_path: Path) -> None:
    """Else in the letterhead's, and marked as that."""
    clinic = make_clinic_from(tmp_path)
    for language, wanted, lang in (("pl", "od poniedziałku", "pl"), ("ar", "Monday", "en")):
        block = add_clinic(bare(language), clinic).clinic
        assert block is not None
        assert block.hours is not None
        assert block.hours.value is not None
        span = block.hours.value.spans[-1]
        assert (span.text.startswith(wanted), span.lang) == (True, lang)


def test_the_address_is_filled_in_and_coded(tmp_path: Path) -> None:
    """The code, the link and the words are one address."""
    block = add_clinic(bare("zh_Hans"), make_clinic_from(tmp_path)).clinic
    assert block is not None
    assert block.code is not None
    address = "https://clinic.example/baclofen-tablets/zh-Hans"
    assert block.code.address.spans[0].url == address
    assert block.code.address.plain == address.removeprefix("https://")
    assert block.code.modules == encode_qr(address)
    bare_block = add_clinic(bare(), replace(make_clinic_from(tmp_path), web=None)).clinic
    assert bare_block is not None
    assert bare_block.code is None


def test_a_code_is_a_square_of_modules() -> None:
    """With the three corners that a camera looks for."""
    modules = encode_qr("https://clinic.example")
    size = len(modules)
    assert {len(row) for row in modules} == {size}
    assert [modules[0][:7], modules[0][-7:], modules[-1][:7]] == ["1111111"] * 3
