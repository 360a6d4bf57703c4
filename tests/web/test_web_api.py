"""The API: what it gives, what it says when it does not, and that it is what its description says."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from clinic_page import SETTINGS, URL
from plainleaf.content.patient import make_patient
from plainleaf.content.personal import Clinic
from plainleaf.findings import Place
from plainleaf.recheck import recheck_file
from plainleaf.web.api import KEYS, REASONS, read_description
from plainleaf.web.bench import make_leaflet
from plainleaf.web.choices import Choices, plan_job

DESCRIPTION: dict[str, Any] = json.loads(read_description())


def check_shape(value: object, name: str) -> None:
    """Fail where *value* is not what the description says of the schema *name*."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    Draft202012Validator(schema).validate(value)


def test_the_description_is_valid() -> None:
    """OpenAPI 3.1."""
    validate(DESCRIPTION)


def test_the_description_knows_every_key_and_path(program: TestClient) -> None:
    """What the code reads is what the description offers."""
    assert set(DESCRIPTION["components"]["schemas"]["Wish"]["properties"]) == set(KEYS)
    served = program.get("/api/openapi.json")
    assert served.json() == DESCRIPTION
    for path, methods in DESCRIPTION["paths"].items():
        for method in methods:
            answer = program.request(method, path, **({"json": {}} if method == "post" else {}))
            assert answer.status_code in (200, 400), path


def test_the_list_is_what_there_is(program: TestClient) -> None:
    """In the shape of the description."""
    offer = program.get("/api/leaflets").json()
    check_shape(offer, "Offer")
    assert {one["id"] for one in offer["leaflets"]} == {"baclofen-tablets", "baclofen-liquid", "baclofen-pump"}
    assert {"lang": "ar", "name": "Arabic", "own_name": "العربية", "rtl": True} in offer["languages"]


@pytest.mark.parametrize("language", ["pl", "Polish", "polski", "PL"])
def test_json_gives_a_verified_file(program: TestClient, tmp_path: Path, language: str) -> None:
    """By tag or by either name."""
    answer = program.post("/api/leaflets", json={"leaflet": "baclofen-tablets", "language": language, "country": "IE"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["plainleaf-status"] == "draft"
    assert int(answer.headers["plainleaf-pages"]) > 10
    assert "baclofen-tablets-IE-pl-large-a4.pdf" in answer.headers["content-disposition"]
    path = tmp_path / "a.pdf"
    path.write_bytes(answer.content)
    assert recheck_file(path, None).passed


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({}, 400, "W010"),
        ({"leaflet": "baclofen-tablets"}, 400, "W010"),
        ({"leaflet": "baclofen-tablets", "language": "pl", "patient": "x"}, 400, "W010"),
        ({"leaflet": ["baclofen-tablets"], "language": "pl"}, 400, "W010"),
        ({"leaflet": "baclofen-tablets", "language": "pl", "release": "yes"}, 400, "W010"),
        ({"leaflet": "aspirin-tablets", "language": "pl"}, 400, "W011"),
        ({"leaflet": "baclofen-tablets", "language": "tlh"}, 400, "W011"),
        ({"leaflet": "baclofen-tablets", "language": "pl", "country": "XX"}, 400, "W011"),
        ({"leaflet": "baclofen-tablets", "language": "pl", "release": True}, 422, "R001"),
    ],
)
def test_a_refusal_says_why(program: TestClient, wish: dict[str, object], status: int, code: str) -> None:
    """In findings, as the command line gives them; nothing is made."""
    answer = program.post("/api/leaflets", json=wish)
    assert answer.status_code == status
    check_shape(answer.json(), "Findings")
    assert code in {finding["code"] for finding in answer.json()["findings"]}


PATIENT = {
    "key": "K-17",
    "name": "Quirina Zabłocka",
    "strength": "10 mg",
    "step": [{"from": "2026-05-04", "morning": 0.5, "noon": 0, "evening": 1.5, "bedtime": 2.5}],
}
TABLETS = {"leaflet": "baclofen-tablets", "language": "pl"}


def test_a_patients_plan_is_the_last_page(program: TestClient, tmp_path: Path) -> None:
    """The doses as they were sent; the name is in the pages, and in nothing around them."""
    answer = program.post("/api/leaflets", json={**TABLETS, "patient": PATIENT})
    assert answer.status_code == 200
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert "Quirina" in pages[-1].extract_text()
    assert not any("Quirina" in page.extract_text() for page in pages[:-1])
    assert "Quirina" not in str(answer.headers)
    path = tmp_path / "a.pdf"
    path.write_bytes(answer.content)
    plan = make_patient(PATIENT, lambda _: Place("x"), frozenset())
    assert recheck_file(path, None, patient=plan).passed


def test_the_letterhead_of_the_clinic_is_printed() -> None:
    """On what the page and the API make alike."""
    settings = replace(SETTINGS, clinic=Clinic("Example Clinic", "01632 960 123"))
    choices = Choices("baclofen-pump", "pl", "large", "GB", "a4")
    pages = pypdf.PdfReader(io.BytesIO(make_leaflet(plan_job(choices, settings)).pdf)).pages
    assert "01632" in pages[-1].extract_text()


def test_two_languages_face_each_other(program: TestClient, tmp_path: Path) -> None:
    """``second`` is a language like the other, and not the same one."""
    answer = program.post("/api/leaflets", json={**TABLETS, "second": "en"})
    assert answer.status_code == 200
    assert "-pl+en-" in answer.headers["content-disposition"]
    path = tmp_path / "a.pdf"
    path.write_bytes(answer.content)
    assert recheck_file(path, None).passed
    for wrong, code in (("pl", "B003"), ("xx", "W011")):
        refused = program.post("/api/leaflets", json={**TABLETS, "second": wrong})
        assert (refused.status_code, refused.json()["findings"][0]["code"]) == (400, code)


def test_an_empty_plan_can_be_asked_for(program: TestClient) -> None:
    """To fill in by hand; not together with a filled one."""
    answer = program.post("/api/leaflets", json={**TABLETS, "form": True})
    assert (answer.status_code, "blank" in answer.headers["content-disposition"]) == (200, True)
    assert program.post("/api/leaflets", json={**TABLETS, "form": True, "patient": PATIENT}).status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Quirina\u202eZabłocka"},
        {"strength": "Quirina"},
        {"Quirina": "Quirina"},
        {"step": [{**PATIENT["step"][0], "morning": 0.3}]},  # type: ignore[dict-item]
        {"step": [{**PATIENT["step"][0], "Quirina": 1}]},  # type: ignore[dict-item]
        {"step": "Quirina"},
        {"step": []},
        {"notes": ["Quirina"]},
    ],
)
def test_a_faulty_plan_is_refused_without_repeating_it(program: TestClient, change: dict[str, object]) -> None:
    """The field is named, never what stands there."""
    answer = program.post("/api/leaflets", json={**TABLETS, "patient": {**PATIENT, **change}})
    assert answer.status_code == 400
    check_shape(answer.json(), "Findings")
    assert "Quirina" not in answer.text
    assert all(finding["path"].startswith("patient") for finding in answer.json()["findings"])


def test_a_dose_that_stands_twice_is_refused(program: TestClient) -> None:
    """JSON readers would silently take the last."""
    body = json.dumps({**TABLETS, "patient": PATIENT}).replace('"noon": 0', '"noon": 0, "noon": 1')
    answer = program.post("/api/leaflets", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b'"x"', b"[" * 100_000])
def test_what_is_no_object_is_refused_without_repeating_it(program: TestClient, body: bytes) -> None:
    """Errors end in logs of other programs."""
    answer = program.post("/api/leaflets", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    check_shape(answer.json(), "Findings")


def test_a_refusal_never_repeats_what_was_sent(program: TestClient) -> None:
    """It could be a patient's name."""
    sent = {"leaflet": "Ada Lovelace", "language": "Ada Lovelace", "Ada Lovelace": "Ada Lovelace"}
    assert "Lovelace" not in program.post("/api/leaflets", json=sent).text


def test_refusals_of_the_guard_are_findings_too(program: TestClient) -> None:
    """Each with its reason."""
    answer = program.get("/api/leaflets", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["findings"][0]["message"]) == (421, REASONS[421])
    assert program.post("/cds-services/other", json={}).status_code == 404
    assert program.get("/api/nothing").json()["findings"][0]["code"] == "W021"
    assert program.base_url == URL
