"""The application: which path leads where."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from plainleaf.build import font_shelf, known_languages, list_notes
from plainleaf.content.codes import read_codes
from plainleaf.findings import PlainleafError
from plainleaf.roots import open_roots, require_known
from plainleaf.web.api import Api
from plainleaf.web.assets import Assets
from plainleaf.web.credentials import read_credentials
from plainleaf.web.guard import PROGRAM_PATHS, Guard, RefusedError
from plainleaf.web.interface import read_interfaces
from plainleaf.web.offer import read_offer
from plainleaf.web.pages import Pages
from plainleaf.web.press import BusyError, FailedError, Press
from plainleaf.web.sessions import Sessions
from plainleaf.web.settings import Settings


def make_app(settings: Settings) -> ASGIApp:
    """Return the application. Raises InputError where a file it needs is wrong.

    Its lifespan starts and ends the worker processes.
    """
    roots, limits = open_roots(settings.overlay), settings.limits
    offer = read_offer(roots)
    require_known("country", settings.country, [one.id for one in offer.countries])
    require_known("paper", settings.paper, [one.id for one in offer.papers])
    press = Press(settings.workers, seconds=limits.making_seconds, each=limits.waiting_each, most=limits.waiting_all)
    sessions = Sessions(limits)
    interfaces = read_interfaces(roots, known_languages(roots))
    pages = Pages(settings, offer, interfaces, sessions, press)
    api = Api(settings, offer, read_codes(roots), press, tuple(list_notes(roots)))
    assets = Assets(font_shelf(roots), offer)

    def answer_fault(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            error = RefusedError(error.status_code, **(error.headers or {}))
        return api.refuse(error) if _is_program(request.scope) else pages.answer_fault(request, error)

    def refuse(scope: Scope, error: RefusedError) -> ASGIApp:
        return api.refuse(error) if _is_program(scope) else pages.refuse(scope, error)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await press.start()
        try:
            yield
        finally:
            await press.stop()

    faults = (HTTPException, RefusedError, BusyError, FailedError, PlainleafError)
    inner = Starlette(
        routes=_list_routes(pages, api, assets),
        exception_handlers=dict.fromkeys(faults, answer_fault),
        lifespan=lifespan,
    )
    credentials = read_credentials(settings.credentials) if settings.credentials else None
    return Guard(inner, settings=settings, sessions=sessions, credentials=credentials, refuse=refuse)


def _list_routes(pages: Pages, api: Api, assets: Assets) -> list[Route]:
    return [
        Route("/", pages.show_start),
        Route("/choose", pages.show_start),  # where a page that a form led to is opened again
        Route("/choose", pages.choose, methods=["POST"]),
        Route("/forget", pages.forget, methods=["POST"]),
        Route("/leaflet/{sheet}", pages.show_sheet),
        Route("/leaflet/{sheet}/page-{number:int}.png", pages.show_picture),
        Route("/leaflet/{sheet}/english", pages.show_english),
        Route("/leaflet/{sheet}/{name}", pages.show_file),
        Route("/static/{name}", assets.show),
        Route("/api/leaflets", api.list_leaflets),
        Route("/api/leaflets", api.make_leaflet, methods=["POST"]),
        Route("/api/openapi.json", api.describe),
        Route("/cds-services", api.list_services),
        Route("/cds-services/{service}", api.advise, methods=["POST"]),
    ]


def _is_program(scope: Scope) -> bool:
    return bool(scope.get("path", "").startswith(PROGRAM_PATHS))
