"""A patient's plan on the clinic's page: just as it was written, in one browser's memory, and nowhere else."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import pypdf
import pytest
from starlette.testclient import TestClient

from clinic_page import SETTINGS, WANTED, find_file, make_sheet, open_browser
from plainleaf.content.patient import make_patient
from plainleaf.findings import Place
from plainleaf.recheck import recheck_file
from plainleaf.web.plan_form import MOST_STEPS, NO_PLAN, make_plan, read_plan_form

NAME = "Quirina Zabłocka"
PLAN = {
    "plan": "plan",
    "plan-name": NAME,
    "plan-born": "1958-03-04",
    "plan-number": "943 476 5919",
    "plan-prescriber": "Dr Xenia Vidal",
    "plan-strength": "10 mg",
    "plan-next_appointment": "2026-05-25",
    "note-bring": "on",
    "from-1": "2026-05-04",
    "morning-1": "0.5",
    "noon-1": "0",
    "evening-1": "0.5",
    "bedtime-1": "1.5",
    "from-2": "2026-05-11",
    "morning-2": "1",
    "noon-2": "0",
    "evening-2": "1",
    "bedtime-2": "2",
}
SECRETS = ("Quirina", "Zabłocka", "5919", "Xenia", "1958")


def post(browser: TestClient, **changes: str) -> tuple[int, str]:
    """Send the form; return the status and the page, with letters instead of entities."""
    answer = browser.post("/choose", data={**WANTED, **PLAN, "do": "show", **changes})
    return answer.status_code, html.unescape(answer.text)


def test_a_plan_is_the_last_page(browser: TestClient, tmp_path: Path) -> None:
    """Each dose and day as written; the file passes verify with the same plan, and says its name nowhere else."""
    place = make_sheet(browser, **PLAN)
    page = browser.get(place).text
    file = find_file(page)
    assert file.endswith("/baclofen-tablets-GB-pl-large-a4-plan.pdf")
    answer = browser.get(file + "?download")
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    texts = [one.extract_text() for one in pages]
    assert "Quirina" in texts[-2]
    assert not any("Quirina" in text for text in texts[:-2])
    assert not any(secret in str(answer.headers) + place for secret in SECRETS)
    path = tmp_path / "one.pdf"
    path.write_bytes(answer.content)
    step = {"from": "2026-05-04", "morning": "0.5", "noon": "0", "evening": "0.5", "bedtime": "1.5"}
    other = {"from": "2026-05-11", "morning": "1", "noon": "0", "evening": "1", "bedtime": "2"}
    data = {"key": "plan", "name": NAME, "born": "1958-03-04", "number": "943 476 5919", "strength": "10 mg"}
    data |= {"prescriber": "Dr Xenia Vidal", "next_appointment": "2026-05-25"}
    whole = {**data, "notes": ["bring"], "step": [step, other]}
    patient = make_patient(whole, lambda _: Place("x"), {"bring"})
    assert recheck_file(path, None, patient=patient).passed
    changed = make_patient({**whole, "step": [step, {**other, "noon": "0.5"}]}, lambda _: Place("x"), {"bring"})
    assert not recheck_file(path, None, patient=changed).passed


def test_what_was_written_can_be_changed_and_printed_again(browser: TestClient) -> None:
    """The page of the leaflet shows the form as it was filled in; the next patient's is empty."""
    page = html.unescape(browser.get(make_sheet(browser, **PLAN)).text)
    for name, text in PLAN.items():
        if name not in ("plan", "note-bring"):
            assert re.search(rf'name="{name}" value="{re.escape(text)}"', page), name
    assert re.search(r'id="plan-plan" checked', page)
    assert re.search(r'id="note-bring" checked', page)
    browser.post("/forget")
    fresh = browser.get("/").text
    assert not any(secret in html.unescape(fresh) for secret in SECRETS)
    assert re.search(r'id="plan-none" checked', fresh)


def test_an_empty_plan_to_fill_in(browser: TestClient) -> None:
    """For a pen."""
    page = browser.get(make_sheet(browser, plan="blank")).text
    assert find_file(page).endswith("-blank.pdf")


def test_a_second_browser_sees_no_plan(running: TestClient) -> None:
    """Neither the form nor the pages nor the file, though it knows every address."""
    first, second = open_browser(running), open_browser(running)
    place = make_sheet(first, **PLAN)
    file = find_file(first.get(place).text)
    for address in (place, file, f"{place}/page-1.png", f"{place}/english"):
        answer = second.get(address)
        assert answer.status_code == 410
        assert not any(secret in answer.text for secret in SECRETS)
    assert "Quirina" not in html.unescape(second.get("/").text)


FAULTS = [
    ({"plan-name": ""}, "plan-name", "Write the name"),
    ({"plan-name": "Quirina\u202e"}, "plan-name", "Write the name"),
    ({"plan-name": "Quirina 😀"}, "plan-name", "cannot be printed"),
    ({"plan-prescriber": "Dr \u0780"}, "plan-prescriber", "cannot be printed"),
    ({"plan-born": "2031-01-01"}, "plan-born", "Choose a day that can be right"),
    ({"plan-born": "yesterday"}, "plan-born", "Choose a day that can be right"),
    ({"plan-number": "9" * 40}, "plan-number", "one line"),
    ({"plan-strength": "ten"}, "plan-strength", "as on the pack"),
    ({"plan-volume": "5 ml"}, "plan-volume", "For tablets, leave it empty"),
    ({"from-2": "2026-05-01"}, "from-2", "later than the one before"),
    ({"from-2": ""}, "from-2", "Choose a day for each step"),
    ({"noon-2": ""}, "noon-2", "Write each dose"),
    ({"bedtime-1": "0.3"}, "bedtime-1", "Write each dose"),
    ({"bedtime-1": "1,5"}, "bedtime-1", "Write each dose"),
    ({"bedtime-1": "11"}, "bedtime-1", "at most 10"),
    ({"bedtime-1": "5 ml"}, "bedtime-1", "Write each dose"),
    ({name: "" for name in PLAN if name[-2:] in ("-1", "-2")}, "plan-steps", "at least one step"),
    ({"plan": "none"}, "plan", "Choose it, or empty its fields"),
    ({"leaflet": "baclofen-pump"}, "plan", "the clinic sets the pump"),
    ({"leaflet": "baclofen-pump", "plan": "blank"}, "plan", "the clinic sets the pump"),
    ({"leaflet": "baclofen-liquid"}, "plan-volume", "For a liquid, write the volume"),
    ({"second": "pl"}, "second", "two different languages"),
]


@pytest.mark.parametrize(("changes", "name", "words"), FAULTS, ids=lambda value: str(value)[:30])
def test_a_fault_is_said_at_its_field(browser: TestClient, changes: dict[str, str], name: str, words: str) -> None:
    """And in the list above, with a link; everything typed is there again; nothing is made."""
    status, page = post(browser, **changes)
    assert status == 422
    assert f'<a href="#{name}">' in page
    assert f'id="{name}"' in page
    found = re.search(rf'id="fault-{name}">([^<]*)<', page)
    assert found is not None
    assert words in found[1]
    for field, text in {**PLAN, **changes}.items():
        if field.startswith("plan-") and text.isascii():
            assert f'name="{field}" value="{text}"' in page


def test_the_list_of_faults_says_which_dose(browser: TestClient) -> None:
    """Four wrong doses are four different links."""
    _, page = post(browser, **{"noon-1": "half", "bedtime-2": "11", "from-2": "tomorrow"})
    said = re.findall(r'<a href="#[\w-]+">([^<:]*):', page)
    assert said == ["Step 1 · Noon", "Step 2 · From this day on", "Step 2 · Bedtime"]


def test_a_volume_for_tablets_is_one_fault(browser: TestClient) -> None:
    """The doses are right; it is the volume that has no place."""
    _, page = post(browser, **{"plan-volume": "5 ml"})
    assert re.findall(r'<li><a href="#([\w-]+)">', page) == ["plan-volume"]


def test_a_liquid_has_volumes(browser: TestClient) -> None:
    """Doses in millilitres, with the strength of so many."""
    doses = {name: "2.5 ml" for name in PLAN if name[-2:] in ("-1", "-2") and not name.startswith("from")}
    place = make_sheet(
        browser, **{**PLAN, **doses, "leaflet": "baclofen-liquid", "plan-strength": "5 mg", "plan-volume": "5 ml"}
    )
    assert find_file(browser.get(place).text).endswith("-plan.pdf")


def test_more_steps_keep_what_is_written(browser: TestClient) -> None:
    """Without a script: a button gives rows, up to as many as there is room for."""
    fields = {**WANTED, **PLAN}
    for count in (6, 9, 12, 15, 18, 21, 24, 24):
        page = html.unescape(browser.post("/choose", data={**fields, "do": "more"}).text)
        rows = re.findall(r'name="from-(\d+)"', page)
        assert len(rows) == count
        assert f'value="{NAME}"' in page
        fields |= {f"from-{number}": fields.get(f"from-{number}", "") for number in map(int, rows)}
    assert 'id="more"' not in page
    assert count == MOST_STEPS


def test_a_long_plan_is_printed_whole(browser: TestClient) -> None:
    """Every row of the form."""
    rows = {}
    for number in range(1, MOST_STEPS + 1):
        rows[f"from-{number}"] = f"2027-{1 + (number - 1) // 2:02}-{1 + 14 * ((number - 1) % 2):02}"
        rows |= {f"{time}-{number}": "1" for time in ("morning", "noon", "evening", "bedtime")}
    page = browser.get(make_sheet(browser, **{**PLAN, **rows})).text
    pdf = browser.get(find_file(page)).content
    text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "15 grudnia 2027" in " ".join(text.split())


def test_two_languages_face_each_other(browser: TestClient) -> None:
    """The second is chosen from the same languages; the file says both."""
    page = browser.get(make_sheet(browser, second="en")).text
    assert find_file(page).endswith("/baclofen-tablets-GB-pl+en-large-a4.pdf")
    assert re.search(r'<option value="en" selected', page)


INJECTIONS = [
    "{{7*191}}x",
    "{%for i in x%}",
    "${7*191}x",
    "<script>alert(1)</script>",
    '"><img src=x onerror=a()>',
    "'--x",
]


@pytest.mark.parametrize("value", INJECTIONS)
@pytest.mark.parametrize("name", [*PLAN, "second", "plan-volume", "note-x", "from-99"])
def test_what_is_typed_is_text(browser: TestClient, name: str, value: str) -> None:
    """In every field, whether it is refused or printed."""
    for do in ("show", "more", "search"):
        answer = browser.post("/choose", data={**WANTED, **PLAN, "do": do, name: value}, follow_redirects=True)
        assert answer.status_code in (200, 422)
        assert "1337" not in answer.text
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text


def test_no_answer_is_kept_and_no_address_tells(browser: TestClient) -> None:
    """Every answer that holds a plan says no-store; addresses hold ids that nobody can guess."""
    answer = browser.post("/choose", data={**WANTED, **PLAN, "do": "show"})
    place = answer.headers["location"]
    assert re.fullmatch(r"/leaflet/[\w-]{20,}", place)
    for address in (place, find_file(browser.get(place).text)):
        assert browser.get(address).headers["cache-control"] == "no-store"
    assert browser.post("/choose", data={**WANTED, **PLAN, "do": "more"}).headers["cache-control"] == "no-store"


def test_a_plan_in_the_address_is_not_read(browser: TestClient) -> None:
    """Links choose a leaflet; a patient's words have no place in them."""
    query = "&".join(f"{name}={text}" for name, text in PLAN.items())
    assert not any(secret in html.unescape(browser.get(f"/?{query}").text) for secret in SECRETS)


def test_the_form_keeps_its_words_to_itself() -> None:
    """Its repr, which a traceback may show, says nothing."""
    form = read_plan_form(PLAN, ["bring"])
    assert form.is_written
    assert not any(secret in repr(form) for secret in SECRETS)
    patient, faults = make_plan(form, ["bring"], liquid=False)
    assert (faults, patient is not None) == ({}, True)
    assert not any(secret in repr(patient) for secret in SECRETS)
    assert make_plan(NO_PLAN, [], liquid=None) == (None, {})
    assert SETTINGS.token not in repr(form)
