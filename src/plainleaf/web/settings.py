"""What ``plainleaf serve`` was asked to do, checked before anything listens."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from plainleaf.build import DEFAULT_COUNTRY, DEFAULT_PAPER, DEFAULT_PROFILE
from plainleaf.content.personal import Clinic
from plainleaf.findings import InputError, Place, make_error

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of everything: seconds, bytes, counts.

    form_bytes, json_bytes: of a request's body. body_seconds: until it must have arrived. reply_seconds: until a
    client must have taken a part of the answer. header_seconds: until a connection must have asked something.
    making_seconds: for one leaflet. waiting_each, waiting_all: tasks of one client, of all. sessions: browsers.
    sheets_each: leaflets kept for one browser. sheets_bytes: for all. sheet_seconds: until one is forgotten.
    """

    form_bytes: int = 64 * 1024
    json_bytes: int = 1024 * 1024
    body_seconds: float = 10
    reply_seconds: float = 30
    header_seconds: float = 10
    making_seconds: float = 30
    waiting_each: int = 64
    waiting_all: int = 256
    connections: int = 512
    sessions: int = 500
    session_seconds: float = 12 * 3600
    sheets_each: int = 4
    sheets_bytes: int = 256 * 1024 * 1024
    sheet_seconds: float = 15 * 60


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve. overlay: folder laid over the built-in content. country, paper, profile: chosen at first.

    first: tags of the languages shown first; the rest of the places go to those printed most in this run.
    clinic: whose letterhead is printed. release: offer nothing that is not approved. token: opens the page where
    nobody has to log in.
    credentials: file of names and passwords. user_header, proxies: the header in which a trusted reverse proxy,
    at one of these addresses, names who has logged in. public_url: what browsers call the page behind it.
    """

    host: str = "127.0.0.1"
    port: int = 8417
    overlay: Path | None = None
    country: str = DEFAULT_COUNTRY
    paper: str = DEFAULT_PAPER
    profile: str = DEFAULT_PROFILE
    first: tuple[str, ...] = ()
    clinic: Clinic | None = None
    release: bool = False
    credentials: Path | None = None
    user_header: str | None = None
    proxies: tuple[Network, ...] = ()
    public_url: str | None = None
    workers: int = 2
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    limits: Limits = Limits()

    @property
    def login(self) -> bool:
        """Whether people log in by name; else the run's token opens the page."""
        return self.credentials is not None or self.user_header is not None

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the page."""
        return is_loopback(self.host)

    @property
    def own_url(self) -> str:
        """The address without a path, as people on this machine type it."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def origins(self) -> frozenset[str]:
        """Every ``scheme://host:port`` that the page goes by; a request that names another is refused."""
        names = {self.own_url}
        if self.loopback:
            names |= {f"http://{name}:{self.port}" for name in LOOPBACK_NAMES}
        return frozenset(_origin(name) for name in names)


def is_loopback(host: str) -> bool:
    """Tell whether *host*, a name or an address, is this machine seen from itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _origin(url: str) -> str:
    """Return scheme, host and port of *url* as browsers write them: the usual port left out."""
    parts = urlsplit(url)
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.casefold().removesuffix(usual)}"


def check_settings(settings: Settings, *, beyond: bool) -> None:
    """Raise InputError where *settings* would open the page to others without *beyond* or without a login."""
    place = Place("--host")
    if settings.public_url and urlsplit(settings.public_url).scheme not in ("http", "https"):
        hint = "for example https://leaflets.hospital.example"
        raise InputError(make_error("W003", "the public address is no web address", Place("--public-url"), hint))
    if settings.user_header and not settings.proxies:
        hint = "name its address with --trusted-proxy"
        raise InputError(make_error("W002", "no reverse proxy is trusted to name people", Place("--user-header"), hint))
    if settings.loopback:
        return
    if not beyond:
        text = f"{settings.host} can be reached from other machines"
        hint = "add --beyond-this-machine if that is meant, and a login"
        raise InputError(make_error("W001", text, place, hint))
    if not settings.login:
        hint = "name a file with --credentials, or --user-header and --trusted-proxy of a reverse proxy"
        raise InputError(make_error("W002", "anybody could open the page: nobody has to log in", place, hint))
    if not settings.public_url and ipaddress.ip_address(settings.host).is_unspecified:
        hint = "name the address that people type with --public-url"
        raise InputError(make_error("W003", f"{settings.host} is no address that a browser can ask for", place, hint))


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Return the networks (``10.0.0.5``, ``10.0.0.0/24``) in *texts*. Raises InputError for anything else."""
    try:
        return tuple(ipaddress.ip_network(text) for text in texts)
    except ValueError as error:
        hint = "an address or a network: 10.0.0.5 or 10.0.0.0/24"
        raise InputError(make_error("W003", str(error), Place("--trusted-proxy"), hint)) from None
