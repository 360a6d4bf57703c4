"""CDS Hooks: when an order is signed, a card that links to its leaflet in the language the patient prefers.

https://cds-hooks.hl7.org/2.0/ (hook order-sign 1.0). A card is advice: what is uncertain is said on it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from plainleaf.catalogues.model import SOURCE_LANGUAGE
from plainleaf.content.codes import Codes
from plainleaf.languages import Language
from plainleaf.web.fhir import Order, read_orders, read_preferred_languages
from plainleaf.web.offer import LeafletOffer, Offer

SERVICE = "patient-leaflet"
LONGEST_SUMMARY = 140
"""Letters, by the standard."""


@dataclass(frozen=True, slots=True)
class Match:
    """The leaflets that may belong to an order, and whether only the medicine's name led to them."""

    medicine: str
    leaflets: tuple[LeafletOffer, ...]
    by_name: bool


def describe_services() -> dict[str, Any]:
    """Return the answer to a discovery request."""
    return {
        "services": [
            {
                "hook": "order-sign",
                "id": SERVICE,
                "title": "Patient leaflets in large print",
                "description": "Links to the leaflet of an ordered medicine, in the language the patient prefers.",
                "prefetch": {"patient": "Patient/{{context.patientId}}"},
            }
        ]
    }


def make_cards(body: dict[str, Any], offer: Offer, codes: Sequence[Codes], url: str) -> list[dict[str, Any]]:
    """Return a card for each medicine ordered in *body* (of an order-sign request) that there is a leaflet for.

    url: of the page. Nothing of the patient but the language is in a card or a link.
    """
    context, prefetch = body.get("context"), body.get("prefetch")
    bundle = context.get("draftOrders") if isinstance(context, dict) else None
    patient = prefetch.get("patient") if isinstance(prefetch, dict) else None
    wanted = read_preferred_languages(patient)
    language, sure = choose_language(wanted, offer)
    matches = dict.fromkeys(match for order in read_orders(bundle) for match in match_order(order, codes, offer))
    return [_make_card(match, language, tuple(_explain(match, language, wanted, sure=sure)), url) for match in matches]


def match_order(order: Order, codes: Sequence[Codes], offer: Offer) -> Iterator[Match]:
    """Yield the leaflets for each medicine that *order* may mean: by its code, else by its name."""
    for medicine in codes:
        known = bool(order.codes & medicine.codes)
        if not known and not medicine.is_named_in(order.texts):
            continue
        pointed = medicine.leaflets_for(order.texts)
        all_of_it = tuple(one for one in offer.leaflets if one.medicine == medicine.medicine)
        chosen = tuple(one for one in all_of_it if one.id in pointed) if len(pointed) == 1 else all_of_it
        yield Match(medicine.medicine, chosen, by_name=not known)


def choose_language(wanted: Sequence[str], offer: Offer) -> tuple[Language | None, bool]:
    """Return the first language of *wanted* (BCP 47 tags or names) that there are leaflets in, or None, and whether it
    is the only one that goes by that name."""
    for name in wanted:
        found = offer.find_language(name)
        if found:
            return found, True
        perhaps = offer.guess_language(name)
        if perhaps:
            return perhaps, False
    return None, True


def _make_card(match: Match, language: Language | None, said: Sequence[str], url: str) -> dict[str, Any]:
    shown = language.english_name if language else "English"
    title = match.leaflets[0].title if len(match.leaflets) == 1 else f"{match.medicine}: choose the leaflet"
    summary = f"Patient leaflet in {shown}: {title}"
    tag = language.bcp47 if language else SOURCE_LANGUAGE
    return {
        "uuid": str(uuid.uuid4()),
        "summary": summary[:LONGEST_SUMMARY],
        "indicator": "info",
        "detail": " ".join(said),
        "source": {"label": "plainleaf"},
        "links": [
            {
                "label": f"{one.title}, {shown}",
                "url": f"{url}/?{urlencode({'leaflet': one.id, 'language': tag})}",
                "type": "absolute",
            }
            for one in match.leaflets
        ],
    }


def _explain(match: Match, language: Language | None, wanted: Sequence[str], *, sure: bool) -> Iterator[str]:
    yield "Large print, with every safety warning. The page says whether the leaflet is a draft."
    if match.by_name:
        yield "Found by the medicine’s name only: check that it is the right medicine."
    if len(match.leaflets) > 1:
        yield "The order does not say which form: choose the leaflet that fits."
    if not wanted:
        yield "The record names no language of the patient: ask, and choose it on the page."
    elif language is None:
        yield "There is no leaflet in the language of the record: use an interpreter."
    elif not sure:
        yield "More than one written language goes by the name in the record: ask which one the patient reads."
