"""What every request passes before anything looks at it: whose it is, where it comes from, how large and how slow."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plainleaf.web.credentials import Credentials
from plainleaf.web.press import log_fault
from plainleaf.web.sessions import Session, Sessions
from plainleaf.web.settings import Settings

LONGEST_TARGET = 2048
"""Bytes of a path with its query."""

PROGRAM_PATHS = ("/api/", "/cds-services")
OPEN_PATHS = ("/static/",)

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers say “Origin: null” in forms
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class RefusedError(Exception):
    """A request goes no farther: the status of the answer, and headers it needs."""

    def __init__(self, status: int, **headers: str) -> None:
        super().__init__(status)
        self.status, self.headers = status, {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(slots=True)
class Visitor:
    """Who asks. session: of a browser, None for a program. client: whose turn it is when many ask.

    cookie: whether the browser must be given the session's name.
    """

    client: str
    session: Session | None
    cookie: bool = False


Refuse = Callable[[Scope, RefusedError], ASGIApp]


class Guard:
    """ASGI middleware around everything. refuse: makes the answer to a request that is refused."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Settings,
        sessions: Sessions,
        credentials: Credentials | None,
        refuse: Refuse,
    ) -> None:
        self._app, self._settings, self._sessions, self._refuse = app, settings, sessions, refuse
        self._credentials = credentials
        self._origins = settings.origins
        self._hosts = frozenset(origin.partition("://")[2] for origin in self._origins)
        self._cookie = f"plainleaf-{settings.port}"  # a browser keeps one jar for all ports of a machine
        self._hashing = asyncio.Semaphore(2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        reply = _Reply(send, self._settings.limits.reply_seconds)
        try:
            await self._pass(scope, receive, reply)
        except RefusedError as error:
            await self._refuse(scope, error)(scope, receive, reply)
        except TimeoutError:
            raise  # the client takes nothing: the server closes the connection
        except Exception as error:
            log_fault(error)
            if not reply.started:
                await self._refuse(scope, RefusedError(500))(scope, receive, reply)

    async def _pass(self, scope: Scope, receive: Receive, reply: _Reply) -> None:
        if scope["type"] != "http":
            raise RefusedError(400)
        headers = Headers(scope=scope)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            raise RefusedError(405, Allow="GET, HEAD, POST")
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_TARGET:
            raise RefusedError(414)
        if headers.get("host", "").casefold() not in self._hosts or len(headers.getlist("host")) != 1:
            raise RefusedError(421)
        self._check_origin(scope, headers)
        if not scope["path"].startswith(OPEN_PATHS):
            visitor = await self._identify(scope, headers)
            scope.setdefault("state", {})["visitor"] = visitor
            if visitor.cookie and visitor.session:
                reply.cookie = self._write_cookie(visitor.session)
        if scope["method"] == "POST":
            receive = await self._read_body(scope, headers, receive)
        await self._app(scope, receive, reply)

    def _check_origin(self, scope: Scope, headers: Headers) -> None:
        """Refuse what another web page made this browser ask for.

        A form of ours names our origin. A program names none, and sends JSON, which no form of another page can.
        """
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if origin is not None and origin.casefold() not in self._origins:
            raise RefusedError(403)
        if site not in ("same-origin", "none") and headers.get("sec-fetch-mode") != "navigate":
            raise RefusedError(403)
        if scope["method"] == "POST":
            if site not in ("same-origin", "none"):
                raise RefusedError(403)
            if scope["path"].startswith(PROGRAM_PATHS):
                _require_type(headers, "application/json")
            elif origin is None:
                raise RefusedError(403)
            else:
                _require_type(headers, "application/x-www-form-urlencoded")

    async def _identify(self, scope: Scope, headers: Headers) -> Visitor:
        """Return who asks, or refuse."""
        program = scope["path"].startswith(PROGRAM_PATHS)
        user = await self._log_in(scope, headers) if self._settings.login else ""
        if program:
            if not self._settings.login:
                self._check_bearer(headers)
            return Visitor(f"program {user} {scope['client'][0] if scope.get('client') else ''}", None)
        session = self._sessions.find(_read_cookie(headers, self._cookie), user)
        if session is not None:
            return Visitor(session.id, session)
        if not self._settings.login:
            given = parse_qs(scope["query_string"].decode("ascii", "replace")).get("token", [""])[0]
            if scope["method"] == "POST" or not _same(given, self._settings.token):
                raise RefusedError(401)
        session = self._sessions.open(user)
        return Visitor(session.id, session, cookie=True)

    def _check_bearer(self, headers: Headers) -> None:
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.casefold() != "bearer" or not _same(token.strip(), self._settings.token):
            raise RefusedError(401, WWW_Authenticate='Bearer realm="plainleaf"')

    async def _log_in(self, scope: Scope, headers: Headers) -> str:
        """Return the name of who has logged in, by the trusted proxy or with a password; or refuse."""
        settings = self._settings
        if settings.user_header and self._is_proxy(scope):
            names = headers.getlist(settings.user_header)
            if len(names) == 1 and names[0].strip():
                return names[0].strip()[:200]
        pair = _read_basic(headers)
        if pair and self._credentials and await self._check_password(*pair):
            return pair[0]
        if self._credentials:
            raise RefusedError(401, WWW_Authenticate='Basic realm="plainleaf", charset="UTF-8"')
        raise RefusedError(401)

    def _is_proxy(self, scope: Scope) -> bool:
        try:
            address = ipaddress.ip_address(scope["client"][0])
        except (TypeError, ValueError):
            return False
        return any(address in network for network in self._settings.proxies)

    async def _check_password(self, name: str, password: str) -> bool:
        assert self._credentials is not None, "only asked where there are some"
        if self._credentials.recall(name, password):
            return True
        async with self._hashing:  # so that guessing passwords does not take all the time of the machine
            return await asyncio.to_thread(self._credentials.check, name, password)

    def _write_cookie(self, session: Session) -> str:
        secure = "; Secure" if self._settings.own_url.startswith("https:") else ""
        return f"{self._cookie}={session.id}; Path=/; HttpOnly; SameSite=Strict{secure}"

    async def _read_body(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        """Return the whole body as one message. Refuses one that is too large, or too slow."""
        limits = self._settings.limits
        most = limits.json_bytes if scope["path"].startswith(PROGRAM_PATHS) else limits.form_bytes
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 12 or int(length) > most:
            raise RefusedError(413, Connection="close")
        try:
            async with asyncio.timeout(limits.body_seconds):
                body = await _collect(receive, most)
        except TimeoutError:
            raise RefusedError(408, Connection="close") from None
        return _replay(body, receive)


class _Reply:
    """Sends an answer with the headers that every answer has; gives up on a client that takes none of it."""

    def __init__(self, send: Send, seconds: float) -> None:
        self._send, self._seconds = send, seconds
        self.started = False
        self.cookie: str | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            if self.cookie:
                headers.append("Set-Cookie", self.cookie)
        async with asyncio.timeout(self._seconds):
            await self._send(message)


async def _collect(receive: Receive, most: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise RefusedError(400)
        body += message.get("body", b"")
        if len(body) > most:
            raise RefusedError(413, Connection="close")
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    rest = [body]

    async def replay() -> Message:
        return {"type": "http.request", "body": rest.pop(), "more_body": False} if rest else await receive()

    return replay


def _require_type(headers: Headers, wanted: str) -> None:
    if headers.get("content-type", "").partition(";")[0].strip().casefold() != wanted:
        raise RefusedError(415)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _read_cookie(headers: Headers, name: str) -> str:
    for part in headers.get("cookie", "").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def _read_basic(headers: Headers) -> tuple[str, str] | None:
    kind, _, text = headers.get("authorization", "").partition(" ")
    if kind.casefold() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(text.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if colon and len(password) <= 1000 else None
