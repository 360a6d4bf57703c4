"""CDS Hooks: the right leaflet for an order, in the language the patient prefers, and what is uncertain is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from test_web_api import check_shape

from plainleaf.content.codes import read_codes
from plainleaf.roots import open_roots
from plainleaf.web.cds import choose_language, make_cards
from plainleaf.web.offer import read_offer

OFFER, CODES = read_offer(open_roots(None)), read_codes(open_roots(None))
RXNORM, SNOMED, ATC = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://snomed.info/sct", "http://www.whocc.no/atc"


def order(*codings: tuple[str, str], text: str = "", dose: str = "", **more: Any) -> dict[str, Any]:
    """Return a MedicationRequest."""
    concept = {"coding": [{"system": system, "code": code} for system, code in codings], "text": text}
    return {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "medicationCodeableConcept": concept,
        "dosageInstruction": [{"text": dose}],
        **more,
    }


def speaks(*languages: str, preferred: int = 0) -> dict[str, Any]:
    """Return a Patient who speaks *languages*."""
    spoken = [
        {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": code}]}, "preferred": index == preferred}
        for index, code in enumerate(languages)
    ]
    return {"resourceType": "Patient", "name": [{"family": "Lovelace"}], "communication": spoken}


def hook(patient: object, *orders: dict[str, Any]) -> dict[str, Any]:
    """Return the body of an order-sign request."""
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in orders]}
    context = {"userId": "Practitioner/1", "patientId": "1", "draftOrders": bundle}
    return {"hook": "order-sign", "hookInstance": "x", "context": context, "prefetch": {"patient": patient}}


def cards(patient: object, *orders: dict[str, Any]) -> list[dict[str, Any]]:
    return make_cards(hook(patient, *orders), OFFER, CODES, "http://127.0.0.1:8417")


@pytest.mark.parametrize("coding", [(RXNORM, "1292"), (SNOMED, "387342009"), (ATC, "M03BX01")])
def test_a_code_leads_to_the_leaflet_in_the_preferred_language(coding: tuple[str, str]) -> None:
    """One card, one link."""
    (card,) = cards(speaks("en", "pl-PL", preferred=1), order(coding, text="Baclofen 10 mg tablet"))
    assert card["summary"] == "Patient leaflet in Polish: Baclofen tablets"
    (link,) = card["links"]
    assert link["url"] == "http://127.0.0.1:8417/?leaflet=baclofen-tablets&language=pl"
    assert "name only" not in card["detail"]


def test_a_name_alone_is_said_to_be_one() -> None:
    """Codes of products are not known; whoever signs must look."""
    (card,) = cards(speaks("pl"), order((RXNORM, "999999"), text="baclofen 10 MG Oral Tablet"))
    assert "by the medicine’s name only" in card["detail"]


@pytest.mark.parametrize(
    ("text", "leaflet"),
    [
        ("Baclofen 5 mg/5 mL oral solution", "baclofen-liquid"),
        ("Baclofen intrathecal 0.05 mg/mL", "baclofen-pump"),
        ("BACLOFEN 10MG TABS", "baclofen-tablets"),
    ],
)
def test_the_form_decides_which_leaflet(text: str, leaflet: str) -> None:
    """A pump patient must not get the tablets' leaflet."""
    (card,) = cards(speaks("ar"), order((ATC, "M03BX01"), text=text))
    assert [link["url"] for link in card["links"]] == [f"http://127.0.0.1:8417/?leaflet={leaflet}&language=ar"]


@pytest.mark.parametrize("text", ["Baclofen", "Baclofen tablet, after the pump"])
def test_an_unclear_form_offers_all(text: str) -> None:
    """Nothing is guessed."""
    (card,) = cards(speaks("ar"), order((ATC, "M03BX01"), text=text))
    assert len(card["links"]) == 3
    assert "does not say which form" in card["detail"]


@pytest.mark.parametrize("text", ["Amoxicillin 500 mg", "arbaclofen 10 mg tablet", "", "baclofenum-like"])
def test_other_medicines_have_no_card(text: str) -> None:
    """A name inside another name is another name."""
    assert cards(speaks("pl"), order((RXNORM, "723"), text=text)) == []


def test_a_code_of_another_system_is_another_code() -> None:
    """1292 means something else elsewhere."""
    assert cards(speaks("pl"), order(("http://example.org", "1292"), (SNOMED, "1292"))) == []


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        ("zh-CN", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("pt-BR", "pt_BR"),
        ("pt-PT", "pt"),
        ("Urdu", "ur"),
        ("es-419", "es"),
        ("bn-BD", "bn"),
        ("Bengali", "bn"),
        ("Farsi", "fa"),
        ("pan", "pa"),
        ("Moldovan", "ro"),
        ("Mandarin", "zh_Hans"),
        ("zh-Hant-HK", "zh_Hant"),
        ("tlh", None),
        ("pl-Cyrl", None),
    ],
)
def test_languages_of_records_are_understood(wanted: str, tag: str | None) -> None:
    """Regions are passed over; another script is another language to a reader."""
    found, sure = choose_language([wanted], OFFER)
    assert (found.tag if found else None) == tag
    assert sure


@pytest.mark.parametrize(
    ("wanted", "tag"), [("zh", "zh_Hans"), ("Chinese", "zh_Hans"), ("ku", "ckb"), ("Kurdish", "ckb")]
)
def test_a_name_that_more_than_one_language_goes_by_is_asked_back(wanted: str, tag: str) -> None:
    """Plain “ku” is Kurmanji to many, which there may be no leaflet in."""
    (card,) = cards(speaks(wanted), order((RXNORM, "1292"), text="tablet"))
    assert card["links"][0]["url"].endswith(f"language={tag.replace('_', '-')}")
    assert "ask which one" in card["detail"]


def test_no_language_or_one_we_lack_is_said() -> None:
    """The English leaflet is offered, and what to do."""
    (nothing,) = cards({}, order((RXNORM, "1292"), text="tablet"))
    (klingon,) = cards(speaks("tlh"), order((RXNORM, "1292"), text="tablet"))
    assert "names no language" in nothing["detail"]
    assert "use an interpreter" in klingon["detail"]
    assert klingon["links"][0]["url"].endswith("language=en")


def test_medicines_are_found_where_fhir_puts_them() -> None:
    """By reference, contained or in the bundle; R5's names too."""
    code = {"coding": [{"system": RXNORM, "code": "1292"}]}
    medication = {"resourceType": "Medication", "id": "a", "code": code, "form": {"text": "tablet"}}
    base = {"resourceType": "MedicationRequest"}
    contained = {**base, "medicationReference": {"reference": "#a"}, "contained": [medication]}
    referred = {**base, "medicationReference": {"reference": "Medication/a"}}
    fifth = {**base, "medication": {"concept": {**code, "text": "tablet"}}}
    for orders in ([contained], [referred, medication], [fifth]):
        (card,) = cards(speaks("pl"), *orders)
        assert card["links"][0]["url"].endswith("leaflet=baclofen-tablets&language=pl")


def test_the_same_order_twice_is_one_card() -> None:
    """And nothing of the patient but the language is in it."""
    both = cards(speaks("pl"), order((RXNORM, "1292"), text="tablet"), order((ATC, "M03BX01"), text="tabs"))
    assert len(both) == 1
    assert "Lovelace" not in str(both)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["entry", "resource", "coding", "code", "text", "medication", "communication", "language"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=10,
)


@settings(deadline=None, max_examples=60)
@given(JSON, JSON, JSON)
def test_no_record_breaks_the_service(context: object, patient: object, resource: object) -> None:
    """What is not of the expected shape is as if it were not there."""
    make_cards({"context": context, "prefetch": patient}, OFFER, CODES, "http://x")
    inner = {**resource, "resourceType": "MedicationRequest"} if isinstance(resource, dict) else {}
    make_cards(hook(patient, inner), OFFER, CODES, "http://x")


def test_the_service_answers_as_the_standard_says(program: TestClient) -> None:
    """Discovery, then cards, in the shape of the description."""
    services = program.get("/cds-services").json()
    check_shape(services, "Services")
    (service,) = services["services"]
    answer = program.post(f"/cds-services/{service['id']}", json=hook(speaks("pl"), order((RXNORM, "1292"))))
    assert answer.status_code == 200
    check_shape(answer.json(), "Cards")
    assert program.post("/cds-services/patient-leaflet", json={"hook": "order-select"}).status_code == 400
