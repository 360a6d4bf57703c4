"""Who is let in, from where, with how much: every forged request is refused, and one browser sees only its own."""

from __future__ import annotations

import base64
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from clinic_page import SETTINGS, TOKEN, URL, WANTED, find_file, make_sheet, open_browser
from plainleaf.findings import InputError
from plainleaf.web.app import make_app
from plainleaf.web.credentials import add_credential, read_credentials
from plainleaf.web.guard import SECURITY_HEADERS
from plainleaf.web.sessions import Sessions
from plainleaf.web.settings import Limits, Settings, check_settings, read_networks

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("path", ["/", "/leaflet/x", "/leaflet/x/page-1.png", "/leaflet/x/a.pdf", "/leaflet/x/english"])
def test_nobody_gets_in_without_the_token(running: TestClient, path: str) -> None:
    """Another program or user of the machine does not know it."""
    for address in (path, f"{path}?token=wrong", f"{path}?token="):
        running.cookies.clear()
        answer = running.get(address)
        assert answer.status_code == 401
        assert "This page is locked" in answer.text
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/api/leaflets", "/api/openapi.json", "/cds-services"])
def test_no_program_gets_in_without_the_token(running: TestClient, path: str) -> None:
    """Neither with another, nor with a browser's cookie."""
    assert running.get(path).status_code == 401
    assert running.get(path, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert running.get(path, headers={"Authorization": f"Basic {TOKEN}"}).status_code == 401
    assert open_browser(running).get(path).status_code == 401


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:8417", "127.0.0.1:8417.evil.example", ""],
)
def test_a_forged_host_is_refused(browser: TestClient, host: str) -> None:
    """A name that somebody else's server resolves to this machine (DNS rebinding) opens nothing."""
    assert browser.get("/", headers={"Host": host}).status_code == 421
    assert browser.get("/static/page.css", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8417", "localhost:8417", "LOCALHOST:8417", "[::1]:8417"])
def test_the_names_of_this_machine_are_known(browser: TestClient, host: str) -> None:
    """However people type it."""
    assert browser.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:8417", "http://127.0.0.1:8418", "http://127.0.0.1", ""]
)
def test_a_form_of_another_page_is_refused(browser: TestClient, origin: str) -> None:
    """Even with the right cookie."""
    answer = browser.post("/choose", data={**WANTED, "do": "show"}, headers={"Origin": origin})
    assert answer.status_code == 403


def test_a_form_without_an_origin_is_refused(browser: TestClient) -> None:
    """Browsers name it for every form."""
    del browser.headers["Origin"]
    assert browser.post("/choose", data={**WANTED, "do": "show"}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_can_neither_show_nor_fetch_ours(browser: TestClient, site: str) -> None:
    """No picture, no frame, no script of ours in there."""
    place = make_sheet(browser)
    told = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
    assert browser.get(f"{place}/page-1.png", headers=told).status_code == 403
    assert browser.post("/forget", data={"do": "x"}, headers={"Sec-Fetch-Site": site, **FORM}).status_code == 403


def test_a_program_in_a_page_of_somebody_else_is_refused(program: TestClient) -> None:
    """The API names no origin it trusts."""
    wanted = {"leaflet": "baclofen-tablets", "language": "pl"}
    assert program.post("/api/leaflets", json=wanted, headers={"Origin": "http://evil.example"}).status_code == 403
    answer = program.post("/api/leaflets", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert "access-control-allow-origin" not in program.get("/api/leaflets").headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(browser: TestClient, method: str) -> None:
    """OPTIONS too: no other page may ask in advance."""
    assert browser.request(method, "/").status_code == 405


def test_every_answer_has_the_headers(running: TestClient, browser: TestClient) -> None:
    """Good or bad; nothing is kept, nothing is framed, nothing runs but our script."""
    place = make_sheet(browser)
    addresses = ["/", place, f"{place}/page-1.png", f"{place}/english", "/nowhere", "/leaflet/none", "/api/leaflets"]
    for answer in (*map(browser.get, addresses), browser.post("/choose", data={})):
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name] == value, (answer.url, name)
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert running.get("/static/page.js").headers["Content-Security-Policy"] == policy


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/page.css%00.js",
        "/leaflet/../../etc/passwd",
        "/leaflet/%2e%2e%2f%2e%2e%2fetc/passwd",
    ],
)
def test_no_path_leads_out(browser: TestClient, path: str) -> None:
    """Files are known by name; nothing is looked up in folders."""
    assert browser.get(path).status_code in (404, 410)


@pytest.mark.parametrize("name", ["leaflet", "language", "profile", "country", "paper"])
@pytest.mark.parametrize(
    "value", ["../../../etc/passwd", "..\\..\\x", "/etc/passwd", "baclofen-tablets\0", "%2e%2e", "a" * 5000]
)
def test_no_choice_leads_to_a_file(browser: TestClient, program: TestClient, name: str, value: str) -> None:
    """What is not on offer is not chosen."""
    assert browser.post("/choose", data={**WANTED, name: value, "do": "show"}).status_code == 422
    assert program.post("/api/leaflets", json={**WANTED, name: value}).status_code == 400


INJECTIONS = [
    "{{7*191}}",
    "{%for i in x%}",
    "${7*191}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'--",
]


@pytest.mark.parametrize("value", INJECTIONS)
@pytest.mark.parametrize("name", [*WANTED, "search", "do", "ui", "x"])
def test_what_is_typed_is_text_wherever_it_is_typed(browser: TestClient, name: str, value: str) -> None:
    """No template runs it and no browser."""
    shown = [
        browser.post("/choose", data={**WANTED, "do": "search", name: value}).text,
        browser.post("/choose", data={**WANTED, "do": "show", "leaflet": "", name: value}).text,
        browser.get(f"/?{name}={quote(value)}", follow_redirects=True).text,
        browser.get(f"/nowhere/{quote(value, safe='')}").text,
    ]
    for page in shown:
        assert "1337" not in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_second_browser_sees_nothing_of_the_first(running: TestClient) -> None:
    """Not even with the address; and its own choices are empty."""
    first, second = open_browser(running), open_browser(running)
    place = make_sheet(first)
    file = find_file(first.get(place).text)
    for address in (place, file, f"{place}/page-1.png", f"{place}/english"):
        assert first.get(address).status_code == 200
        assert second.get(address).status_code == 410
    assert place not in second.get("/").text
    second.post("/forget", data={"do": "x"})
    assert first.get(file).status_code == 200


def test_a_session_is_not_guessed_or_chosen(running: TestClient, browser: TestClient) -> None:
    """A name that we did not give opens nothing (session fixation)."""
    (name,) = browser.cookies
    assert len(browser.cookies[name]) >= 43
    for value in ("", "x" * 43, browser.cookies[name][:-1], "%00", '"'):
        running.cookies.clear()
        assert running.get("/", headers={"Cookie": f"{name}={value}"}).status_code == 401


def test_an_oversized_body_is_refused(browser: TestClient, program: TestClient) -> None:
    """By what it says of itself, and by what comes."""
    large = b"search=" + b"a" * (SETTINGS.limits.form_bytes + 1)
    assert browser.post("/choose", content=large, headers=FORM).status_code == 413

    def chunks():  # type: ignore[no-untyped-def]
        for _ in range(40):
            yield b"a" * 4096

    assert browser.post("/choose", content=chunks(), headers=FORM).status_code == 413
    most = {"Content-Type": "application/json"}
    body = b'{"leaflet": "' + b"a" * SETTINGS.limits.json_bytes + b'"}'
    assert program.post("/api/leaflets", content=body, headers=most).status_code == 413
    assert browser.get("/?search=" + "a" * 3000).status_code == 414
    assert browser.post("/choose", content="&".join(f"a{n}=1" for n in range(300)), headers=FORM).status_code == 400


def test_uploads_are_refused(browser: TestClient) -> None:
    """Parts of a multipart form would be written to disk."""
    assert browser.post("/choose", files={"search": b"x" * 10}).status_code == 415


def sheet_limits(**changes: float) -> tuple[Sessions, list[float]]:
    now = [0.0]
    return Sessions(replace(Limits(), **changes), clock=lambda: now[0]), now  # type: ignore[arg-type]


def test_a_session_ends() -> None:
    """After its time, and when there are too many; another user's is never found."""
    sessions, now = sheet_limits(session_seconds=100, sessions=2)
    first = sessions.open("ada")
    assert sessions.find(first.id, "ada") is first
    assert sessions.find(first.id, "bob") is None
    now[0] = 101
    assert sessions.find(first.id, "ada") is None
    kept = [sessions.open() for _ in range(3)]
    assert [sessions.find(one.id) is not None for one in kept] == [False, True, True]


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def test_with_a_login_the_name_and_password_decide(tmp_path: Path) -> None:
    """And the token opens nothing there."""
    path = tmp_path / "logins"
    add_credential(path, "ada", "correct horse")
    add_credential(path, "ada", "battery staple")
    add_credential(path, "bob", "ünïcode")
    settings = replace(SETTINGS, credentials=path)
    client = TestClient(make_app(settings), base_url=URL, follow_redirects=False)
    asked = client.get("/")
    assert (asked.status_code, asked.headers["www-authenticate"][:5]) == (401, "Basic")
    assert client.get(f"/?token={TOKEN}").status_code == 401
    assert client.get("/", headers=basic("ada", "correct horse")).status_code == 401
    assert client.get("/", headers=basic("eve", "battery staple")).status_code == 401
    assert client.get("/api/leaflets", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 401
    opened = client.get("/", headers=basic("ada", "battery staple"))
    assert (opened.status_code, "set-cookie" in opened.headers) == (200, True)
    again = client.get("/", headers=basic("bob", "ünïcode"))
    assert "set-cookie" in again.headers, "bob must not use ada's session"
    assert "battery" not in path.read_text("utf-8")


def test_a_name_from_a_proxy_counts_only_from_that_proxy() -> None:
    """Anybody can write a header."""
    networks = read_networks(["10.0.0.0/24"])
    settings = replace(SETTINGS, user_header="X-Remote-User", proxies=networks, public_url="https://leaf.example")
    app = make_app(settings)
    named = {"X-Remote-User": "ada", "Host": "leaf.example"}
    proxy = TestClient(app, base_url="https://leaf.example", client=("10.0.0.7", 1))
    other = TestClient(app, base_url="https://leaf.example", client=("10.0.1.7", 1))
    answer = proxy.get("/", headers=named)
    assert answer.status_code == 200
    assert "; Secure" in answer.headers["set-cookie"]
    assert proxy.get("/").status_code == 401
    assert other.get("/", headers=named).status_code == 401
    assert other.get("/", headers={**named, "X-Forwarded-For": "10.0.0.7"}).status_code == 401


@pytest.mark.parametrize(
    ("settings", "beyond", "code"),
    [
        (Settings(host="0.0.0.0"), False, "W001"),
        (Settings(host="192.0.2.1", credentials=Path("x")), False, "W001"),
        (Settings(host="leaflets.example", credentials=Path("x")), False, "W001"),
        (Settings(host="0.0.0.0"), True, "W002"),
        (Settings(user_header="X-User"), False, "W002"),
        (Settings(host="0.0.0.0", credentials=Path("x")), True, "W003"),
        (Settings(public_url="javascript:x"), False, "W003"),
    ],
)
def test_an_open_door_is_refused_before_anything_listens(settings: Settings, beyond: bool, code: str) -> None:
    """Beyond this machine only on purpose, and only with a login."""
    with pytest.raises(InputError) as caught:
        check_settings(settings, beyond=beyond)
    assert [finding.code for finding in caught.value.findings] == [code]


def test_a_door_opened_on_purpose_is_accepted() -> None:
    """Loopback needs nothing."""
    check_settings(Settings(), beyond=False)
    check_settings(Settings(host="::1"), beyond=False)
    login = Settings(host="0.0.0.0", credentials=Path("x"), public_url="https://leaf.example")
    check_settings(login, beyond=True)


@pytest.mark.parametrize("text", ["", "ada\n", "ada:plain\n", "ada:scrypt$!$x\n", ":scrypt$AAAA$x\n"])
def test_a_broken_file_of_logins_is_refused(tmp_path: Path, text: str) -> None:
    """It must not let everybody in, nor nobody without a word."""
    path = tmp_path / "logins"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    with pytest.raises(InputError, match="logins"):
        read_credentials(path)


def test_logins_that_others_can_read_are_refused(tmp_path: Path) -> None:
    """chmod 600 is what the tool itself writes."""
    path = tmp_path / "logins"
    add_credential(path, "ada", "x")
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(InputError, match="others"):
        read_credentials(path)


def test_a_slow_body_is_given_up(running: TestClient) -> None:
    """After its time, whatever still comes; nothing else waits for it."""
    settings = replace(SETTINGS, limits=replace(Limits(), body_seconds=0.2))
    app = make_app(settings)
    client = TestClient(app, base_url=URL, headers={"Origin": URL}, follow_redirects=False)
    client.get(f"/?token={TOKEN}")

    async def receive() -> dict[str, object]:
        import asyncio

        await asyncio.sleep(60)
        return {}

    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    headers = {"host": "127.0.0.1:8417", "origin": URL, "content-length": "10", **FORM}
    (name,) = client.cookies
    headers["cookie"] = f"{name}={client.cookies[name]}"
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/choose",
        "raw_path": b"/choose",
        "query_string": b"",
        "headers": [(key.lower().encode(), value.encode()) for key, value in headers.items()],
        "client": ("127.0.0.1", 5),
    }
    began = time.monotonic()
    assert running.portal is not None
    running.portal.call(app, scope, receive, send)
    assert sent[0]["status"] == 408
    assert time.monotonic() - began < 5
