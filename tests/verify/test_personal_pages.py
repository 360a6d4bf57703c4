"""The plan and the clinic's words are read back: each change of a dose, a day or a name is found, and not repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from personal import CLINIC, NAME, NUMBER, PRESCRIBER, make_clinic_from, make_patient_from
from plainleaf.build import Job, compose_job, font_shelf, verify_made
from plainleaf.compose.model import Leaflet, Span, Words
from plainleaf.content.drawings import read_drawing
from plainleaf.content.settings import read_papers
from plainleaf.content.sizes import find_profile
from plainleaf.findings import Finding
from plainleaf.layout.document import lay_out
from plainleaf.layout.model import Item, Layout, Picture, Text
from plainleaf.pdf import write_pdf
from plainleaf.roots import open_roots

ROOTS = open_roots(None)
SECRETS = (NAME, *NAME.split(), NUMBER, PRESCRIBER)


@lru_cache
def composed(language: str = "en") -> Leaflet:
    """Return the leaflet with a plan and a clinic."""
    with TemporaryDirectory() as folder:
        path = Path(folder)
        job = Job("baclofen-tablets", language, patient=make_patient_from(path), clinic=make_clinic_from(path, CLINIC))
    return compose_job(job, ROOTS)[0]


def set_pages(leaflet: Leaflet) -> Layout:
    """Return *leaflet* laid out."""
    profile, paper = find_profile(ROOTS, "large"), read_papers(ROOTS)["a4"]
    layout, findings = lay_out(leaflet, profile, paper, font_shelf(ROOTS), lambda name: read_drawing(ROOTS, name))
    assert findings == ()
    return layout


def check(layout: Layout, wanted: Leaflet) -> tuple[Finding, ...]:
    """Return what is found in *layout* when it must say *wanted*; none of it repeats the patient's words."""
    found = verify_made(write_pdf(layout), wanted, find_profile(ROOTS, "large"), font_shelf(ROOTS), copied_text=True)
    assert not any(secret in repr(finding) for finding in found for secret in SECRETS)
    return found


def codes(layout: Layout, wanted: Leaflet) -> set[str]:
    return {finding.code for finding in check(layout, wanted)}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_unspoilt_pages_pass(language: str) -> None:
    """Else a red check below would prove nothing."""
    assert codes(set_pages(composed(language)), composed(language)) == set()


def in_plan(**changes: Any) -> Callable[[Leaflet], Leaflet]:
    def change(leaflet: Leaflet) -> Leaflet:
        assert leaflet.plan is not None
        return replace(leaflet, plan=replace(leaflet.plan, **{k: v(leaflet.plan) for k, v in changes.items()}))

    return change


def in_clinic(**changes: Any) -> Callable[[Leaflet], Leaflet]:
    def change(leaflet: Leaflet) -> Leaflet:
        assert leaflet.clinic is not None
        return replace(leaflet, clinic=replace(leaflet.clinic, **{k: v(leaflet.clinic) for k, v in changes.items()}))

    return change


def swap_doses(plan: Any) -> Any:
    """Return the rows with the morning's and the evening's dose of the first day exchanged."""
    first, *rest = plan.rows
    a, b, c, d = first.cells
    return (replace(first, cells=(c, b, a, d)), *rest)


def swap_days(plan: Any) -> Any:
    one, two = plan.rows
    return replace(one, date=two.date), replace(two, date=one.date)


def draw_more(plan: Any) -> Any:
    """Return the rows with a tablet more drawn than the words say."""
    first, *rest = plan.rows
    return (replace(first, cells=(replace(first.cells[0], halves=3), *first.cells[1:])), *rest)


def flip_module(clinic: Any) -> Any:
    rows = list(clinic.code.modules)
    rows[12] = rows[12][:12] + "10"[int(rows[12][12])] + rows[12][13:]
    return replace(clinic.code, modules=tuple(rows))


def words(text: str) -> Callable[[Any], Words]:
    return lambda _: Words("x", (Span(text, isolate=True),))


SPOILT: dict[str, tuple[Callable[[Leaflet], Leaflet], str]] = {
    "doses exchanged": (in_plan(rows=swap_doses), "V162"),
    "a tablet more drawn": (in_plan(rows=draw_more), "V162"),
    "days exchanged": (in_plan(rows=swap_days), "V163"),
    "a day left out": (in_plan(rows=lambda plan: plan.rows[:1]), "V164"),
    "another name": (in_plan(title=words("Plan for Mallory")), "V164"),
    "another strength": (in_plan(strength=words("Each tablet is 25 mg.")), "V164"),
    "no warning not to stop": (in_plan(keep=words("Stop when you like.")), "V164"),
    "another appointment": (in_plan(next_appointment=lambda plan: replace(plan.next_appointment, value=None)), "V163"),
    "no plan": (lambda leaflet: replace(leaflet, plan=None), "V161"),
    "no clinic": (lambda leaflet: replace(leaflet, clinic=None), "V161"),
    "another number": (in_clinic(phone=words("01632 960 124")), "V165"),
    "another logo": (in_clinic(logo_alt=words("Logo of another")), "V165"),
    "another code": (in_clinic(code=flip_module), "V166"),
}


@pytest.mark.parametrize(("spoil", "code"), SPOILT.values(), ids=SPOILT)
def test_what_is_not_as_it_was_given_is_found(spoil: Callable[[Leaflet], Leaflet], code: str) -> None:
    """The page is held against what was given, not against what was meant."""
    assert code in codes(set_pages(spoil(composed())), composed())


def test_a_plan_that_nobody_asked_for_is_found() -> None:
    """One patient's plan must not leave with another leaflet."""
    bare = replace(composed(), plan=None)
    assert "V161" in codes(set_pages(composed()), bare)


def edit(layout: Layout, change: Callable[[Item], Item | None]) -> Layout:
    """Return *layout* with each item of its last pages changed."""
    pages = [
        replace(page, items=tuple(new for item in page.items if (new := change(item)) is not None))
        for page in layout.pages[-3:]
    ]
    return replace(layout, pages=(*layout.pages[:-3], *pages))


def text_of(item: Item) -> str:
    return "".join(run.text for run in item.line.runs).strip() if isinstance(item, Text) else ""


def test_a_dose_under_another_time_is_found() -> None:
    """Words that a screen reader finds in the right cell may still stand in the wrong column."""
    moved = edit(
        set_pages(composed()),
        lambda item: replace(item, x=item.x + 85) if text_of(item) == "none" else item,  # type: ignore[type-var]
    )
    assert "V167" in codes(moved, composed())


def test_a_row_that_slips_into_the_one_above_is_found() -> None:
    """Beside another day a dose is a wrong dose."""
    moved = edit(
        set_pages(composed()),
        lambda item: replace(item, y=item.y + 90) if text_of(item) == "3" else item,  # type: ignore[type-var]
    )
    assert "V167" in codes(moved, composed())


def test_a_tablet_that_is_not_drawn_is_found() -> None:
    """Who counts must count right."""

    def drop(item: Item) -> Item | None:
        return None if isinstance(item, Picture) and item.drawing.name == "half-tablet" else item

    assert "V162" in codes(edit(set_pages(composed()), drop), composed())


def test_a_code_that_is_too_small_or_hemmed_in_is_found() -> None:
    """A telephone needs size and white around it."""

    def shrink(item: Item) -> Item:
        if isinstance(item, Picture) and item.drawing.name == "code":
            return replace(item, width=item.width / 2, height=item.height / 2)
        return item

    def hem_in(item: Item) -> Item:
        wanted = isinstance(item, Picture) and item.drawing.name == "doctor"
        codes_at = next(
            i for page in layout.pages for i in page.items if isinstance(i, Picture) and i.drawing.name == "code"
        )
        return replace(item, x=codes_at.x - item.width - 2) if wanted else item  # type: ignore[type-var, union-attr]

    layout = set_pages(composed())
    assert "V166" in codes(edit(layout, shrink), composed())
    assert "V166" in codes(edit(layout, hem_in), composed())


def test_findings_about_the_page_do_not_quote_a_name() -> None:
    """The checks of the page quote what they find; not where a name stands."""

    def shrink(item: Item) -> Item:
        if NAME not in text_of(item):
            return item
        runs = tuple(replace(run, size=8.0) for run in item.line.runs)  # type: ignore[union-attr]
        return replace(item, line=replace(item.line, runs=runs))  # type: ignore[type-var, union-attr]

    assert "V201" in codes(edit(set_pages(composed()), shrink), composed())
