"""The API for other software: JSON in, PDF out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from plainleaf.content.codes import Codes
from plainleaf.content.patient import make_patient
from plainleaf.content.personal import TIMES, Patient, Step
from plainleaf.findings import Finding, InputError, Place, PlainleafError, make_error
from plainleaf.toml import Steps
from plainleaf.web.bench import Made
from plainleaf.web.cds import SERVICE, describe_services, make_cards
from plainleaf.web.choices import first_choices, plan_job
from plainleaf.web.guard import RefusedError, Visitor
from plainleaf.web.offer import Offer
from plainleaf.web.press import BusyError, FailedError, Press, log_fault
from plainleaf.web.settings import Settings

KEYS = {
    "leaflet": str,
    "language": str,
    "country": str,
    "profile": str,
    "paper": str,
    "second": str,
    "release": bool,
    "patient": dict,
    "form": bool,
}
REQUIRED = ("leaflet", "language")
PATIENT_KEYS = frozenset({field.name for field in (*fields(Patient), *fields(Step))} | {"from", "step", *TIMES})


@dataclass(slots=True)
class Api:
    """Everything the API answers from. notes: ids of the notes that a patient's plan may print."""

    settings: Settings
    offer: Offer
    codes: Sequence[Codes]
    press: Press
    notes: tuple[str, ...]

    async def list_leaflets(self, _: Request) -> Response:
        """What there is to print."""
        offer = self.offer
        return JSONResponse(
            {
                "leaflets": [
                    {"id": one.id, "medicine": one.medicine, "route": one.route, "title": one.title}
                    for one in offer.leaflets
                ],
                "languages": [
                    {"lang": one.bcp47, "name": one.english_name, "own_name": one.own_name, "rtl": one.rtl}
                    for one in offer.languages
                ],
                "countries": [{"id": one.id, "name": one.name} for one in offer.countries],
                "profiles": [{"id": one.id, "name": one.name} for one in offer.profiles],
                "papers": [{"id": one.id, "name": one.name} for one in offer.papers],
            }
        )

    async def make_leaflet(self, request: Request) -> Response:
        """One leaflet, as a PDF file."""
        wish = _read_object(await request.body())
        faults = tuple(_check_keys(wish))
        texts = {name: value for name, value in wish.items() if isinstance(value, str)}
        choices = first_choices(self.settings, self.offer, texts)
        unknown = (*choices.missing, *(["second"] if "second" in wish and not choices.second else ()))
        faults += tuple(self._check_names(texts, unknown))
        if "second" in choices.faults:
            faults += (make_error("B003", "a language cannot face itself", Place("second"), "name another one"),)
        if faults:
            return _answer_findings(faults, 400)
        visitor: Visitor = request.state.visitor
        release, form = wish.get("release") is True, wish.get("form") is True
        job = plan_job(choices, self.settings, release=release, patient=self._read_patient(wish), form=form)
        try:
            made: Made = await self.press.ask(visitor.client, "make", job)
        except PlainleafError as error:
            return _answer_findings(error.findings, 422)
        headers = {
            "Content-Disposition": f'attachment; filename="{job.path.name}"',
            "Plainleaf-Status": made.status,
            "Plainleaf-Pages": str(made.pages),
        }
        return Response(made.pdf, media_type="application/pdf", headers=headers)

    def _read_patient(self, wish: Mapping[str, Any]) -> Patient | None:
        """Return the plan in *wish*, if there is one. Raises InputError, without a word of it."""
        if "patient" not in wish:
            return None
        if wish.get("form") is True:
            raise InputError(make_error("W010", "a plan is filled in or empty, not both", Place("form")))
        return make_patient(wish["patient"], _place_in_patient, self.notes)

    def _check_names(self, texts: Mapping[str, str], missing: Sequence[str]) -> list[Finding]:
        offer = self.offer
        known = {
            "leaflet": [one.id for one in offer.leaflets],
            "language": [one.bcp47 for one in offer.languages],
            "second": [one.bcp47 for one in offer.languages],
            "country": [one.id for one in offer.countries],
            "profile": [one.id for one in offer.profiles],
            "paper": [one.id for one in offer.papers],
        }
        return [
            make_error("W011", f"there is no {name} of that name", Place(name), f"known: {', '.join(known[name])}")
            for name in missing
            if name in texts
        ]

    async def describe(self, _: Request) -> Response:
        """The description of the API (OpenAPI 3.1)."""
        return Response(read_description(), media_type="application/json")

    async def list_services(self, _: Request) -> Response:
        """The CDS services."""
        return JSONResponse(describe_services())

    async def advise(self, request: Request) -> Response:
        """The cards for orders about to be signed."""
        if request.path_params["service"] != SERVICE:
            raise RefusedError(404)
        body = _read_object(await request.body())
        if body.get("hook") != "order-sign":
            return _answer_findings((make_error("W010", "hook is not order-sign", Place("hook")),), 400)
        return JSONResponse({"cards": make_cards(body, self.offer, self.codes, self.settings.own_url)})

    def refuse(self, error: Exception) -> Response:
        """Return the answer for a request that is refused or failed."""
        match error:
            case PlainleafError(findings=findings):
                return _answer_findings(findings, 400)
            case BusyError():
                fault = make_error("W020", "too much is waiting", Place("request"), "try again in a few seconds")
                return _answer_findings((fault,), 503, {"Retry-After": "5"})
            case RefusedError(status=status, headers=headers):
                fault = make_error("W021", REASONS.get(status, "refused"), Place("request"))
                return _answer_findings((fault,), status, headers)
            case FailedError():
                log_fault(error)
        fault = make_error("W022", "the leaflet could not be made", Place("request"), "try again")
        return _answer_findings((fault,), 500)


REASONS = {
    401: "no valid login",
    403: "not from another page",
    404: "there is no such thing",
    405: "not this method",
    408: "the body came too slowly",
    413: "the body is too large",
    414: "the address is too long",
    415: "the body is not application/json",
    421: "the host is not ours",
}


def read_description() -> str:
    """Return the OpenAPI description as JSON text."""
    return (Path(__file__).parent / "openapi.json").read_text(encoding="utf-8")


def _read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in *body*. Raises PlainleafError for anything else, without repeating it."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_refuse_twins)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise PlainleafError(make_error("W010", "the body is no JSON object, or one with a key twice", Place("body")))
    return value


def _place_in_patient(steps: Steps) -> Place:
    """Return the name of a field of a plan; of one that we do not know, nothing, for it may be somebody's words."""
    known = [str(step) for step in steps if isinstance(step, int) or step in PATIENT_KEYS]
    return Place(".".join(["patient", *known]))


def _refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of *pairs*. Raises ValueError where a key stands twice: which dose would be meant?"""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError
    return dict(pairs)


def _check_keys(fields: Mapping[str, Any]) -> list[Finding]:
    faults = [
        make_error("W010", f"{name} is missing", Place(name), "say which") for name in REQUIRED if name not in fields
    ]
    for name, value in fields.items():
        if name not in KEYS:
            faults.append(make_error("W010", "unknown key", Place("body"), f"known: {', '.join(KEYS)}"))
        elif not isinstance(value, KEYS[name]):
            faults.append(make_error("W010", f"{name} is of the wrong kind", Place(name)))
    return faults


def _answer_findings(
    findings: Sequence[Finding], status: int, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse({"findings": [one.as_record() for one in findings]}, status, headers)
