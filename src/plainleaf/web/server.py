"""Serve the page with uvicorn, on connections that must ask for something in time."""

from __future__ import annotations

import asyncio
import socket
import sys
from contextlib import suppress
from typing import Any, ClassVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from plainleaf.findings import InputError, Place, make_error
from plainleaf.web.app import make_app
from plainleaf.web.settings import Settings

MOST_HEADER_BYTES = 16 * 1024


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 whose connections are closed when a request's head is not there in time: uvicorn itself would
    wait for ever. Where there are many, the one that has said nothing for the longest makes room.

    seconds: until a head must be there. most: connections that may say nothing at once. silent: those that do.
    """

    seconds: float = 10
    most: int = 256
    silent: ClassVar[dict[ImpatientProtocol, asyncio.TimerHandle]]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._await_request()
        if len(self.silent) > self.most:
            oldest = next(iter(self.silent))
            oldest._stop_waiting()
            oldest.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Wait no more where a request has begun, and no longer than was meant where one has not."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self._await_request()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_request(self) -> None:
        self._stop_waiting()
        self.silent[self] = self.loop.call_later(self.seconds, self.transport.close)

    def _stop_waiting(self) -> None:
        deadline = self.silent.pop(self, None)
        if deadline is not None:
            deadline.cancel()


def serve(settings: Settings) -> None:
    """Serve until interrupted; say on standard output where. Raises InputError where a file is wrong or the port
    is taken."""
    app = make_app(settings)
    listening = _listen(settings)
    protocol = type("Protocol", (ImpatientProtocol,), {"seconds": settings.limits.header_seconds, "silent": {}})
    options: dict[str, Any] = {
        "http": protocol,
        "ws": "none",
        "lifespan": "on",
        "access_log": False,  # addresses and times of people, which nobody needs
        "log_config": None,
        "log_level": "critical",
        "proxy_headers": False,
        "server_header": False,
        "limit_concurrency": settings.limits.connections,
        "timeout_keep_alive": 5,
        "timeout_graceful_shutdown": 3,
        "h11_max_incomplete_event_size": MOST_HEADER_BYTES,
    }
    server = _Server(uvicorn.Config(app, **options), settings)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that says where it is once it listens."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self._settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(describe(self._settings), flush=True)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two programs share a port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        place, hint = Place(f"{settings.host}:{settings.port}"), "choose another port with --port"
        raise InputError(make_error("W005", f"cannot listen: {error.strerror}", place, hint)) from None
    return listening


def describe(settings: Settings) -> str:
    """Return what to tell whoever started the page: where it is, and who can reach it."""
    if not settings.login:
        lines = [
            f"Open this address on this machine:\n\n  {settings.own_url}/?token={settings.token}\n",
            "Keep it to yourself: whoever has it can use the page until you stop it with Ctrl+C.",
        ]
    else:
        lines = [f"The page is at {settings.own_url}/"]
    if not settings.loopback:
        lines += [
            "",
            "OTHER MACHINES CAN REACH THIS PAGE. What people type there, patients’ names too, crosses the network.",
            "Put it behind a reverse proxy with TLS (https), and let only your own network through.",
        ]
    return "\n".join(lines)
