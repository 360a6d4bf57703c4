"""The little of FHIR that a leaflet needs: what was ordered, and which language the patient prefers.

Read leniently: whatever is not of the expected shape is as if it were not there (FHIR R4 and R5 names).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SYSTEMS = {
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "http://snomed.info/sct": "snomed",
    "http://www.whocc.no/atc": "atc",
}
"""Addresses of code systems (terminology.hl7.org), and what ``codes.toml`` calls them."""

MOST_ORDERS = 50


@dataclass(frozen=True, slots=True)
class Order:
    """One ordered medicine: its codes by system, and every text that names it, its form or its route."""

    codes: frozenset[tuple[str, str]]
    texts: tuple[str, ...]
    routes: frozenset[tuple[str, str]]


def read_orders(bundle: object) -> tuple[Order, ...]:
    """Return the medicines ordered in a FHIR *bundle* (``draftOrders`` of order-sign)."""
    resources = [_dict(_dict(entry).get("resource")) for entry in _list(_dict(bundle).get("entry"))]
    by_id = {f"{one.get('resourceType')}/{one.get('id')}": one for one in resources}
    requests = [one for one in resources if one.get("resourceType") == "MedicationRequest"]
    return tuple(_read_order(one, by_id) for one in requests[:MOST_ORDERS])


def _read_order(request: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Order:
    concepts = [_dict(request.get("medicationCodeableConcept")), _dict(_dict(request.get("medication")).get("concept"))]
    inner = _dict(_dict(request.get("medication")).get("reference"))
    reference = _dict(request.get("medicationReference")) or inner
    medication = _find(reference, request, by_id)
    concepts.append(_dict(medication.get("code")))
    forms = [_dict(medication.get(name)) for name in ("form", "doseForm")]
    dosages = [_dict(one) for one in _list(request.get("dosageInstruction"))]
    routes = [_dict(one.get("route")) for one in dosages]
    texts = [*_texts(concepts), *_texts(forms), *_texts(routes), reference.get("display")]
    texts += [one.get("text") for one in dosages]
    return Order(
        frozenset(_codes(concepts)), tuple(text for text in texts if isinstance(text, str)), frozenset(_codes(routes))
    )


def _find(reference: dict[str, Any], request: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> dict[str, Any]:
    target = reference.get("reference")
    if not isinstance(target, str):
        return {}
    contained = {f"#{one.get('id')}": one for one in map(_dict, _list(request.get("contained")))}
    return contained.get(target) or by_id.get("/".join(target.split("/")[-2:]), {})


def _codes(concepts: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for coding in _codings(concepts):
        system, code = coding.get("system"), coding.get("code")
        if isinstance(system, str) and isinstance(code, str) and system in SYSTEMS:
            yield SYSTEMS[system], code


def _texts(concepts: list[dict[str, Any]]) -> list[object]:
    return [one.get("text") for one in concepts] + [one.get("display") for one in _codings(concepts)]


def _codings(concepts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for concept in concepts:
        yield from map(_dict, _list(concept.get("coding")))


def read_preferred_languages(patient: object) -> tuple[str, ...]:
    """Return the tags and names of the languages of a FHIR *patient*, the preferred ones first."""
    person = _dict(patient)
    spoken = [_dict(one) for one in _list(person.get("communication"))]
    found: list[object] = []
    for one in sorted(spoken, key=lambda one: one.get("preferred") is not True):
        language = _dict(one.get("language"))
        found += [coding.get("code") for coding in _codings([language])]
        found += [coding.get("display") for coding in _codings([language])] + [language.get("text")]
    found.append(person.get("language"))
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str) and one.strip()))


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
