"""The pages that staff see: the choices, the preview, the file, the words beside the English, and what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Scope

from plainleaf.findings import Finding, PlainleafError
from plainleaf.web.bench import Made
from plainleaf.web.choices import Choices, first_choices, plan_job, read_choices
from plainleaf.web.guard import RefusedError, Visitor
from plainleaf.web.interface import Interface, choose_interface
from plainleaf.web.offer import Offer, order_languages, search_languages, search_names
from plainleaf.web.plan_form import MOST_STEPS, NO_PLAN, PlanForm, make_plan, read_plan_form
from plainleaf.web.press import BusyError, FailedError, Press, log_fault
from plainleaf.web.sessions import Session, Sessions, Sheet
from plainleaf.web.settings import Settings

MOST_FIELDS = 200
_WORDS_OF_PATIENTS = {
    "common/plan-title": "plan-name",
    "common/plan-number": "plan-number",
    "common/plan-prescriber": "plan-prescriber",
}
"""Messages that hold what somebody wrote, and the fields it was written in."""
SMALLEST_WIDTH, USUAL_WIDTH = 100, 900
PROBLEMS = {
    401: ("locked", "locked-help"),
    404: ("not-found", None),
    410: ("gone", "gone-help"),
    503: ("busy", "busy-help"),
    500: ("failed", "failed-help"),
}
"""What a page says for a status; a status that is not here comes from no page of ours, and is answered in a line."""


def make_environment() -> Environment:
    """Return the templates: every value is escaped, and one that is not there is an error."""
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(slots=True)
class Pages:
    """Everything that the pages are made from. printed: how often each language was printed in this run."""

    settings: Settings
    offer: Offer
    interfaces: Mapping[str, Interface]
    sessions: Sessions
    press: Press
    environment: Environment = field(default_factory=make_environment)
    printed: Counter[str] = field(default_factory=Counter)

    async def show_start(self, request: Request) -> Response:
        """The choices, with those of the address already made."""
        if {"ui", "token"} & request.query_params.keys():
            return self._settle(request)
        return self._show_choices(request, first_choices(self.settings, self.offer, request.query_params))

    def _settle(self, request: Request) -> Response:
        """Remember the language of the page, and leave the address without it and without the token."""
        chosen = request.query_params.get("ui", "")
        if chosen in self.interfaces:
            _session(request).interface = chosen
        rest = [(name, value) for name, value in request.query_params.multi_items() if name not in ("ui", "token")]
        return RedirectResponse(request.url.path + (f"?{urlencode(rest)}" if rest else ""), 303)

    async def choose(self, request: Request) -> Response:
        """Find a language, give the plan more steps, or make the leaflet and go to its pages."""
        fields = await read_fields(request)
        choices, notes = read_choices(fields, self.offer), [one.id for one in self.offer.notes]
        plan = read_plan_form(fields, notes)
        do = "search" if _has_new_words(fields) else fields.get("do")
        if do in ("search", "more"):
            return self._show_choices(request, choices, plan, more=do == "more")
        liquid = next((one.liquid for one in self.offer.leaflets if one.id == choices.leaflet), None)
        patient, faults = make_plan(plan, notes, liquid=liquid) if choices.leaflet else (None, {})
        if faults := {**choices.faults, **faults}:
            return self._show_choices(request, choices, plan, faults=faults, status=422)
        job = plan_job(choices, self.settings, patient=patient, form=plan.kind == "blank")
        session = _session(request)
        try:
            made: Made = await self.press.ask(session.id, "make", job)
        except PlainleafError as error:
            faults = _find_fields(error.findings, plan)
            refused = () if faults else error.findings
            return self._show_choices(request, choices, plan, faults=faults, refused=refused, status=422)
        sheet = self.sessions.keep(session, choices, plan, job, made)
        return RedirectResponse(f"/leaflet/{sheet.id}", 303)

    async def show_sheet(self, request: Request) -> Response:
        """The choices beside the pages that came of them."""
        sheet = self._find(request)
        if "ui" in request.query_params:
            return self._settle(request)
        return self._show_choices(request, sheet.choices, sheet.plan, sheet=sheet)

    async def show_picture(self, request: Request) -> Response:
        """One page as a picture."""
        sheet = self._find(request)
        try:
            width = max(SMALLEST_WIDTH, int(request.query_params.get("width", USUAL_WIDTH)))
            arguments = (sheet.made.pdf, request.path_params["number"], width)
            picture = await self.press.ask(_session(request).id, "paint", *arguments)
        except (IndexError, ValueError):
            raise RefusedError(404) from None
        return Response(picture, media_type="image/png")

    async def show_file(self, request: Request) -> Response:
        """The PDF file, in the browser's viewer or to be saved; its name says nothing of a patient."""
        sheet = self._find(request)
        if request.path_params["name"] != sheet.job.path.name:
            raise RefusedError(404)
        self.printed[sheet.job.language] += 1
        way = "attachment" if "download" in request.query_params else "inline"
        headers = {"Content-Disposition": f'{way}; filename="{sheet.job.path.name}"'}
        # a viewer is a page of the browser's own, which our rules for pages would leave blank
        headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        return Response(sheet.made.pdf, media_type="application/pdf", headers=headers)

    async def show_english(self, request: Request) -> Response:
        """Every text of the leaflet beside its English."""
        sheet = self._find(request)
        if "ui" in request.query_params:
            return self._settle(request)
        pairs = await self.press.ask(_session(request).id, "pair", sheet.job)
        language = self.offer.by_tag[sheet.job.language]
        return self._render(
            request, "english.html", title="beside-english", sheet=sheet, pairs=pairs, language=language
        )

    async def forget(self, request: Request) -> Response:
        """Forget what this browser has made, and begin again."""
        self.sessions.forget(_session(request))
        return RedirectResponse("/", 303)

    def refuse(self, scope: Scope, error: RefusedError) -> Response:
        """Return the page for a request that is refused."""
        if error.status not in PROBLEMS:
            return Response(f"{error.status}\n", error.status, error.headers, media_type="text/plain")
        title, help = PROBLEMS[error.status]
        return self._render(
            Request(scope), "problem.html", error.status, error.headers, title=title, help=help, address=_address(scope)
        )

    def answer_fault(self, request: Request, error: Exception) -> Response:
        """Return the page for something that went wrong in making a leaflet or in finding a page."""
        if isinstance(error, FailedError):
            log_fault(error)
        status = error.status if isinstance(error, RefusedError) else 503 if isinstance(error, BusyError) else 500
        headers = {"Retry-After": "5"} if status == 503 else {}
        return self.refuse(request.scope, RefusedError(status, **headers))

    def _find(self, request: Request) -> Sheet:
        sheet = self.sessions.sheet(_session(request), request.path_params["sheet"])
        if sheet is None:
            raise RefusedError(410)
        return sheet

    def _show_choices(
        self,
        request: Request,
        choices: Choices,
        plan: PlanForm = NO_PLAN,
        *,
        sheet: Sheet | None = None,
        faults: Mapping[str, str] = MappingProxyType({}),
        refused: tuple[Finding, ...] = (),
        more: bool = False,
        status: int = 200,
    ) -> Response:
        languages = self.offer.languages
        found = search_languages(languages, choices.search) if choices.search else None
        first, others = order_languages(languages, self.settings.first, self.printed, found or ())
        return self._render(
            request,
            "choices.html",
            status,
            title="title",
            offer=self.offer,
            choices=choices,
            chosen=self.offer.by_tag.get(choices.language),
            plan=plan,
            most_steps=MOST_STEPS,
            more=more,
            faults=faults,
            first=first,
            others=others,
            found=found,
            search_names=search_names,
            sheet=sheet,
            refused=refused,
        )

    def _render(
        self,
        request: Request,
        template: str,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> HTMLResponse:
        interface = self._interface(request.scope)
        text = self.environment.get_template(template).render(
            say=interface.say,
            interface=interface.language,
            interfaces=[one.language for one in self.interfaces.values()] if status != 401 else [],
            path="/" if template == "problem.html" else "",
            **values,
        )
        return HTMLResponse(text, status, headers)

    def _interface(self, scope: Scope) -> Interface:
        visitor = scope.get("state", {}).get("visitor")
        chosen = visitor.session.interface if visitor and visitor.session else None
        return choose_interface(self.interfaces, chosen, Headers(scope=scope).get("accept-language", ""))


async def read_fields(request: Request) -> dict[str, str]:
    """Return the fields of a form, of each the first. Raises RefusedError for a body that is no form."""
    try:
        pairs = parse_qsl((await request.body()).decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise RefusedError(400) from None
    return dict(reversed(pairs))


def _find_fields(findings: Sequence[Finding], plan: PlanForm) -> dict[str, str]:
    """Return what to say at which field of the form; nothing where a finding is not about one."""
    found = [_find_field(finding, plan) for finding in findings]
    return dict(one for one in found if one is not None) if None not in found else {}


def _find_field(finding: Finding, plan: PlanForm) -> tuple[str, str] | None:
    if finding.code == "C046":  # the paper is too small for the size
        return "paper", "fault-paper"
    written = finding.code == "L002" and plan.kind == "plan"
    field = _WORDS_OF_PATIENTS.get(str(finding.place)) if written else None
    return None if field is None else (field, "fault-signs")


def _has_new_words(fields: Mapping[str, str]) -> bool:
    """Tell whether words to find a language by were typed and not yet looked for: who then asks for the pages must not
    get them in the language chosen before."""
    words = fields.get("search", "").strip()
    return bool(words) and fields.get("do") == "show" and fields.get("searched", words).strip() != words


def _session(request: Request) -> Session:
    visitor: Visitor = request.state.visitor
    assert visitor.session is not None, "the guard lets no page be asked for without one"
    return visitor.session


def _address(scope: Scope) -> str:
    """Return where “go on” leads: the address that was asked for, but never one that names the token."""
    query = scope["query_string"].decode("ascii", "replace")
    path = "/" if scope["method"] == "POST" else str(scope["path"])
    safe = path if path.startswith("/") and not path.startswith("//") else "/"
    return f"{safe}?{query}" if query and "token" not in query else safe
