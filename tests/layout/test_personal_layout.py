"""The plan on paper: at the top of a page, its rows whole, its cells tagged, its drawings where they are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest

from personal import make_clinic_from
from plainleaf.build import Job, compose_job, font_shelf, make_pdf, sheet_profile
from plainleaf.compose.code import encode_qr
from plainleaf.compose.model import Span, Words
from plainleaf.compose.personal import QrCode
from plainleaf.content.drawings import read_drawing
from plainleaf.content.personal import TIMES, Dose, Patient, Raster, Step
from plainleaf.content.settings import POINTS_PER_MM
from plainleaf.layout.clinic import code_size, draw_code
from plainleaf.layout.document import lay_out
from plainleaf.layout.model import Image, Layout, Node, Page, Picture, Text
from plainleaf.roots import open_roots

ROOTS = open_roots(None)
REPEATED = ("Quirina", "Each tablet is", "From", "Morning", "Noon", "Evening", "Bedtime")
NAMES = [
    ("محمد علي", "ar"),
    ("श्रीमती शर्मा", "hi"),
    ("山田 太郎", "ja"),
    ("สมชาย ใจดี", "th"),
    ("אברהם", None),
    ("محمد", "ur"),
]


def long_plan(count: int, name: str = "Quirina Zabłocka", language: str | None = None) -> Patient:
    """Return a plan of *count* steps with every kind of dose."""
    start = date(2026, 9, 10)
    steps = tuple(
        Step(start + timedelta(days=20 * i), tuple(Dose((i + n) % 9) for n in range(4))) for i in range(count)
    )
    return Patient("k", name, "10 mg", steps, language)


def set_pages(job: Job) -> Layout:
    """Return *job* laid out, without findings."""
    leaflet, _ = compose_job(job, ROOTS)
    profile, paper = sheet_profile(ROOTS, job.profile, job.paper)
    layout, findings = lay_out(leaflet, profile, paper, font_shelf(ROOTS), lambda name: read_drawing(ROOTS, name))
    assert findings == ()
    return layout


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from walk(child)


def text_on(page: Page) -> str:
    return "\n".join("".join(run.text for run in item.line.runs) for item in page.items if isinstance(item, Text))


def plan_pages(layout: Layout) -> tuple[Page, ...]:
    """Return the pages from the plan's title on."""
    at = next(i for i, page in enumerate(layout.pages) if "Plan for" in text_on(page))
    return layout.pages[at:]


@lru_cache
def long_layout(paper: str = "a4") -> Layout:
    return set_pages(Job("baclofen-tablets", "en", paper=paper, patient=long_plan(12)))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_plan_that_goes_on_repeats_its_head(paper: str) -> None:
    """Title, strength and times stand on every page that has rows; they are said once."""
    pages = [page for page in plan_pages(long_layout(paper)) if "Morning" in text_on(page)]
    assert len(pages) > 1
    for page in pages:
        text = text_on(page)
        assert all(word in text for word in REPEATED)
    runs = [run for page in pages for item in page.items if isinstance(item, Text) for run in item.line.runs]
    titles = [run.node for run in runs if "Plan for" in run.text]
    assert len(titles) == len(pages)
    assert sum(node is not None for node in titles) == 1


@pytest.mark.parametrize("profile", ["large", "giant"])
@pytest.mark.parametrize("language", ["pl", "en", "fa"])
def test_every_page_of_a_plan_says_whose_it_is(language: str, profile: str) -> None:
    """“Bring this page to every visit”: also the one that has notes alone; on a form there is a line for the name."""
    notes = ("bring", "ask", "strength")
    patient = replace(long_plan(2), notes=notes, next_appointment=date(2027, 5, 25))
    for job in (Job("baclofen-tablets", language, patient=patient), Job("baclofen-tablets", language, form=True)):
        layout = set_pages(replace(job, profile=profile))
        leaflet, _ = compose_job(job, ROOTS)
        assert leaflet.plan is not None
        wanted = "Quirina" if job.patient else leaflet.plan.details[0].words.plain
        first = next(n for n, page in enumerate(layout.pages) if wanted in text_on(page))
        assert len(layout.pages) - first > 1 or profile == "large"
        assert all(wanted in text_on(page) for page in layout.pages[first:])


def test_notes_that_take_a_page_stand_there_whole() -> None:
    """Urdu in giant print: under the name repeated, their heading would have stood alone."""
    notes = ("bring", "ask", "strength")
    patient = replace(long_plan(2), notes=notes, next_appointment=date(2027, 5, 25))
    assert make_pdf(Job("baclofen-tablets", "ur", profile="giant", patient=patient))[1] > 60


def test_the_plan_begins_at_the_top_of_a_page() -> None:
    """Somebody hangs it on the refrigerator."""
    page = plan_pages(long_layout())[0]
    assert text_on(page).startswith("Plan for")


def test_no_row_stands_on_a_page_alone() -> None:
    """A last dose alone overleaf is overlooked."""
    for count in range(1, 9):
        layout = set_pages(Job("baclofen-tablets", "en", patient=long_plan(count)))
        rows = [text_on(page).count("2026") + text_on(page).count("2027") for page in plan_pages(layout)]
        with_rows = [number for number in rows if number]
        assert sum(with_rows) == count
        assert len(with_rows) == 1 or with_rows[-1] > 1


def test_each_cell_names_its_headers() -> None:
    """Who hears a dose hears its day and its time."""
    nodes = list(walk(long_layout().root))
    ids = {node.id for node in nodes if node.tag == "TH"}
    cells = [node for node in nodes if node.tag == "TD" and "Headers" in node.attributes.get("Table", {})]
    assert len(cells) == 12 * len(TIMES)
    for index, cell in enumerate(cells):
        row, time = divmod(index, len(TIMES))
        assert cell.attributes["Table"]["Headers"] == (f"plan/step-{row + 1}", f"plan/{TIMES[time]}")
    assert {f"plan/{time}" for time in TIMES} <= ids
    assert {f"plan/step-{number}" for number in range(1, 13)} <= ids


def test_at_most_three_tablets_are_drawn_above_a_dose() -> None:
    """More are not counted at a glance; words say them."""
    pages = plan_pages(long_layout())
    drawn = [item.drawing.name for page in pages for item in page.items if isinstance(item, Picture)]
    doses = [dose.halves for step in long_plan(12).steps for dose in step.doses]
    counted = [halves for halves in doses if -(-halves // 2) <= 3]
    assert drawn.count("tablet") == sum(halves // 2 for halves in counted)
    assert drawn.count("half-tablet") == sum(halves % 2 for halves in counted)


def test_columns_are_mirrored_with_the_script_and_tablets_are_not() -> None:
    """In Arabic the morning is on the right, a half tablet keeps its shape, and whole ones come first."""
    patient = replace(long_plan(1), steps=(Step(date(2026, 5, 4), (Dose(3), Dose(), Dose(), Dose())),))
    layout = set_pages(Job("baclofen-tablets", "ar", patient=patient))
    last = {item.drawing.name: item for page in layout.pages[-2:] for item in page.items if isinstance(item, Picture)}
    assert last["morning"].x > last["noon"].x > last["evening"].x > last["bedtime"].x
    assert last["tablet"].x > last["half-tablet"].x
    assert not last["half-tablet"].mirrored


def test_giant_print_has_a_table_for_each_day() -> None:
    """Five columns of giant letters do not fit a page: times of day become rows."""
    layout = set_pages(Job("baclofen-tablets", "en", profile="giant", patient=long_plan(2)))
    (plan,) = (node for node in walk(layout.root) if node.id == "plan")
    tables = [node for node in plan.children if node.tag == "Table"]
    assert len(tables) == 2
    assert [len([n for n in walk(table) if n.tag == "TR"]) for table in tables] == [4, 4]


@pytest.mark.parametrize("language", ["en", "ko", "zh_Hans"])
def test_the_doses_of_a_day_stand_on_one_page(language: str) -> None:
    """The page that a day goes on to begins with the title again, and still has room for all four times."""
    layout = set_pages(Job("baclofen-tablets", language, profile="giant", patient=long_plan(6)))
    pictured = [
        [item.drawing.name for item in page.items if isinstance(item, Picture) and item.drawing.name in TIMES]
        for page in layout.pages
    ]
    days = [names for names in pictured if names]
    assert len(days) > 2
    assert all(names == list(TIMES) * (len(names) // 4) for names in days)


@pytest.mark.parametrize(("name", "language"), NAMES)
def test_a_name_in_another_script_is_set_in_a_face_that_has_it(name: str, language: str | None) -> None:
    """No empty boxes; what a screen reader says is the name itself."""
    layout = set_pages(Job("baclofen-tablets", "en", patient=long_plan(1, name, language)))
    heading = next(n for n in walk(layout.root) if n.id == "plan").children[0]
    runs = [
        run
        for page in layout.pages
        for item in page.items
        if isinstance(item, Text)
        for run in item.line.runs
        if run.node is not None and run.node in set(walk(heading))
    ]
    assert name in (heading.actual_text or "".join(run.text for run in runs))
    assert all(glyph.id for run in runs for glyph in run.glyphs)
    if language is not None:
        assert language in {node.lang for node in walk(heading)}


def test_a_code_is_drawn_with_few_rectangles_and_exactly() -> None:
    """Rows that repeat are one rectangle; painting them gives the modules back."""
    words = Words("x", (Span("x"),))
    code = QrCode(encode_qr("https://clinic.example/" + "a" * 70), words, words, words)
    (stroke,) = draw_code(code).strokes
    size = len(code.modules)
    grid = [["0"] * size for _ in range(size)]
    corners = [(segment[1], segment[2]) for segment in stroke.segments if segment[0] != "Z"]
    for start in range(0, len(corners), 4):
        (left, top), (right, bottom) = corners[start], corners[start + 2]
        for y in range(int(top), int(bottom)):  # type: ignore[arg-type]
            for x in range(int(left), int(right)):  # type: ignore[arg-type]
                assert grid[y][x] == "0", "no module is painted twice"
                grid[y][x] = "1"
    assert tuple("".join(row) for row in grid) == code.modules
    assert len(corners) / 4 < sum(row.count("1") for row in code.modules) / 2
    assert code_size(code) >= 31 * POINTS_PER_MM


def test_a_logo_is_small_and_stands_above_the_last_footer(tmp_path: Path) -> None:
    """SVG or PNG: at most 18 mm high, on the last page."""
    clinic = make_clinic_from(tmp_path)
    for logo in (clinic.logo, Raster(400, 300, bytes(120_000)), Raster(900, 20, bytes(18_000))):
        layout = set_pages(Job("baclofen-tablets", "en", clinic=replace(clinic, logo=logo)))
        pictures = [item for item in layout.pages[-1].items if isinstance(item, Picture | Image)]
        placed = next(item for item in reversed(pictures) if item.node is not None)
        assert placed.height <= 18 * POINTS_PER_MM + 0.01
        assert placed.width <= 0.4 * layout.pages[-1].width
        words = [item.y for item in layout.pages[-1].items if isinstance(item, Text)]
        assert placed.y < sorted(words)[3]
        assert placed.node is not None
        assert placed.node.alt == "Logo of Example Clinic"


def test_structure_follows_the_page() -> None:
    """Title, strength, table, what not to do: in this order, and every element has ink or is an empty cell."""
    (plan,) = (node for node in walk(long_layout().root) if node.id == "plan")
    assert [node.tag for node in plan.children] == ["H2", "P", "Table", "P"]
    assert all(before is not after for before, after in pairwise(plan.children))
