"""The page in real Chromium: with a mouse, with a keyboard, without JavaScript, in Arabic, small and enlarged."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from browsing import find_chromium
from clinic_page import Server, start_server
from plainleaf.content.patient import make_patient
from plainleaf.findings import Place
from plainleaf.recheck import recheck_file

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
"""axe runs its rules for WCAG 2.2 A and AA and its best practices; these two come on top: 7 : 1, and 24 pixels."""

TAB_LIMIT = 120


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Any Chromium there is; not for longer than this module, whose event loop others must not meet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def strict_server() -> Iterator[Server]:
    """A server that refuses drafts: every leaflet so far."""
    server = start_server("--release")
    yield server
    server.process.terminate()
    server.process.communicate(timeout=30)


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, server: Server) -> Iterator[OpenPage]:
    """Opens the page in a browser of its own; at the end, nothing may have been asked of another machine, nothing
    refused by our own rules, and no script may have failed."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def watch(page: Page) -> None:
        page.on("request", lambda one: None if one.url.startswith((server.url, "blob:")) else faults.append(one.url))
        page.on("console", lambda one: faults.append(one.text) if "Security Policy" in one.text else None)
        page.on("pageerror", lambda error: faults.append(str(error)))

    def open_it(address: str = "", *, interface: str = "", **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        if not address:
            watch(page)
        page.goto(address or server.opening)
        if interface:
            page.goto(f"{server.url}/?ui={interface}")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert faults == []


def choose(page: Page, leaflet: str = "baclofen-tablets", language: str = "pl") -> None:
    """Choose with the mouse, and wait for the pages."""
    page.get_by_label("Baclofen tablets" if leaflet == "baclofen-tablets" else leaflet).check()
    option = page.locator(f"#language-{language}")
    if not option.is_visible():
        page.locator("#languages-others summary").click()
    option.check()
    expect(page.locator(".pages img").first).to_be_visible()


def save_download(page: Page, path: Path, press: Callable[[], None]) -> None:
    """Keep what the browser downloads when *press* is done at *path*."""
    with page.expect_download() as waiting:
        press()
    waiting.value.save_as(path)


def test_the_whole_path_with_a_mouse(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    """Choose, look, download, print: the file passes verify, and print opens it in a new tab."""
    page = open_page()
    assert page.url == f"{server.url}/", "the token is gone from the address"
    choose(page, language="ur")
    expect(page.locator("#preview")).to_contain_text("Urdu")
    expect(page.locator("#said")).to_contain_text("Pages:")
    picture = page.locator(".pages img").first
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    path = tmp_path / "leaflet.pdf"
    save_download(page, path, page.locator("#download").click)
    verdict = recheck_file(path, None)
    assert verdict.passed
    assert verdict.job is not None
    assert (verdict.job.leaflet, verdict.job.language) == ("baclofen-tablets", "ur")
    with page.context.expect_page() as opened:
        page.locator("#print").click()
    assert opened.value.url.endswith("baclofen-tablets-GB-ur-large-a4.pdf")


def test_a_change_of_mind_changes_the_pages(open_page: OpenPage) -> None:
    """The preview follows each choice; reloading shows the same again."""
    page = open_page()
    choose(page)
    expect(page.locator(".what")).to_contain_text("Polish")
    page.get_by_label("Baclofen liquid").check()
    expect(page.locator("#download")).to_have_attribute("download", re.compile("^baclofen-liquid-GB-pl"))
    page.locator("#country-choice").select_option("US")
    expect(page.locator("#download")).to_have_attribute("download", re.compile("^baclofen-liquid-US-pl"))
    page.reload()
    expect(page.locator("#download")).to_have_attribute("download", re.compile("^baclofen-liquid-US-pl"))
    page.locator("#forget").click()
    expect(page.locator("#nothing")).to_be_visible()
    assert page.locator("input[name=language]:checked").count() == 0


def press_until(page: Page, wanted: str, *, limit: int = TAB_LIMIT) -> None:
    """Press Tab until the element *wanted* has the focus; every stop on the way must be visible and outlined."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect(),
            style = getComputedStyle(one);
            return {body: one === document.body, outline: style.outlineStyle, width: parseFloat(style.outlineWidth),
                    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight}; }"""
        )
        if not stop["body"]:
            assert stop["outline"] == "solid", page.evaluate("document.activeElement.outerHTML")
            assert stop["width"] >= 2
            assert stop["seen"], page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab never reaches {wanted}")


def test_the_whole_path_with_a_keyboard(open_page: OpenPage, tmp_path: Path) -> None:
    """Tab, arrows, letters, Enter; the focus is always seen, and is never lost or caught."""
    page = open_page(reduced_motion="reduce")
    press_until(page, ".skip", limit=2)
    page.keyboard.press("Enter")
    press_until(page, "[name=leaflet]", limit=2)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    press_until(page, "#search", limit=2)
    page.keyboard.type("Tigr")
    expect(page.locator("#found")).to_contain_text("No language is called")
    for _ in range(4):
        page.keyboard.press("Backspace")
    page.keyboard.type("Amhar")
    expect(page.locator("#found")).to_contain_text("1")
    page.keyboard.press("Enter")
    expect(page.locator("#language-am")).to_be_checked()
    expect(page.locator("#language-am")).to_be_focused()
    expect(page.locator("#download")).to_have_attribute("download", re.compile("^baclofen-tablets-GB-am"))
    press_until(page, "#download")
    path = tmp_path / "leaflet.pdf"
    save_download(page, path, lambda: page.keyboard.press("Enter"))
    assert recheck_file(path, None).passed
    press_until(page, "#english")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Read it beside the English")
    press_until(page, "main a")
    page.keyboard.press("Enter")
    expect(page.locator("#preview-title")).to_be_focused()
    page.locator(".skip").focus()  # the way back to the top, where “Next patient” always is
    press_until(page, "#forget")
    page.keyboard.press("Enter")
    expect(page.locator("#nothing")).to_be_visible()


def test_no_language_gets_lost_in_a_search(open_page: OpenPage) -> None:
    """What is chosen stays in sight, clearing the words brings all back, and a slip of the fingers is forgiven."""
    page = open_page()
    choose(page)
    page.locator("#search").fill("Arabic")
    expect(page.locator("#language-pl")).to_be_visible()
    expect(page.locator("#language-ar")).to_be_visible()
    page.locator("#language-ar").check()
    expect(page.locator("#download")).to_have_attribute("download", re.compile("-ar-"))
    page.reload()
    page.locator("#search").fill("Ukranian")
    expect(page.locator("#language-uk")).to_be_visible()
    expect(page.locator("#found")).to_contain_text("1")
    page.locator("#search").fill("Klingon")
    expect(page.locator("#found")).to_contain_text("No language is called “Klingon”")
    page.locator("#search").fill("")
    page.locator("#languages-others summary").click()
    expect(page.locator("input[name=language]:visible")).to_have_count(40)


def test_old_pages_are_not_printed_for_new_ones(open_page: OpenPage, server: Server) -> None:
    """From the moment a choice changes until its pages are there, nothing can be printed."""
    page = open_page()
    choose(page)
    held: list[Any] = []
    page.route(f"{server.url}/choose", lambda route: held.append(route))
    page.get_by_label("Baclofen liquid").check()
    expect(page.locator("#print")).to_be_hidden()
    assert page.locator("#preview").evaluate("one => one.inert")
    page.wait_for_timeout(600)
    held[0].continue_()
    expect(page.locator("#download")).to_have_attribute("download", re.compile("^baclofen-liquid-GB-pl"))
    expect(page.locator("#print")).to_be_visible()


def test_the_whole_path_without_javascript(open_page: OpenPage, tmp_path: Path) -> None:
    """The same with buttons; what is missing is said, and the focus is there."""
    page = open_page(java_script_enabled=False)
    page.get_by_role("button", name="Show the leaflet").click()
    expect(page.locator(".summary")).to_be_focused()
    expect(page.locator(".summary li")).to_have_count(2)
    page.get_by_label("Baclofen pump").check()
    page.get_by_label("Find a language").fill("polski")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("Languages found: 1")
    page.get_by_label("Polski").check()
    page.get_by_role("button", name="Show the leaflet").click()
    expect(page.locator("#preview-title")).to_be_focused()
    assert page.locator(".pages img").count() > 10
    path = tmp_path / "leaflet.pdf"
    save_download(page, path, page.locator("#download").click)
    verdict = recheck_file(path, None)
    assert verdict.passed
    assert verdict.job is not None
    assert (verdict.job.leaflet, verdict.job.language) == ("baclofen-pump", "pl")
    page.get_by_role("link", name="Read it beside the English").click()
    expect(page.locator("td[lang=pl]").first).to_be_visible()
    page.get_by_role("link", name="Back to the pages").first.click()
    page.get_by_role("button", name="Next patient").click()
    expect(page.locator("#nothing")).to_be_visible()


LINES = {"#plan-name": "Quirina Zabłocka", "#plan-born": "1958-03-04", "#plan-strength": "10 mg"}
STEPS = ("2026-05-04", "0.5", "0", "0.5", "1.5"), ("2026-05-11", "1", "0", "1", "2")
ROW = ("from", "morning", "noon", "evening", "bedtime")


def check_plan(path: Path) -> None:
    """Hold a file against the plan above."""
    steps = [dict(zip(ROW, step, strict=True)) for step in STEPS]
    data = {"key": "plan", "name": "Quirina Zabłocka", "born": "1958-03-04", "strength": "10 mg", "step": steps}
    patient = make_patient(data, lambda _: Place("x"), ())
    assert recheck_file(path, None, patient=patient).passed


def test_a_plan_with_a_mouse(open_page: OpenPage, tmp_path: Path) -> None:
    """Written, shown when its writer says so, downloaded; a fault leads to its field; the next patient's is empty."""
    page = open_page()
    choose(page, language="ur")
    page.locator("#plan-form summary").click()
    for name, text in LINES.items():
        page.locator(name).fill(text)
    expect(page.locator("#plan-plan")).to_be_checked()
    for number, step in enumerate(STEPS, start=1):
        for name, text in zip(ROW, step, strict=True):
            page.locator(f"#{name}-{number}").fill(text)
    page.locator("#noon-2").fill("0.7")
    page.locator("#show").click()
    expect(page.locator(".summary")).to_be_focused()
    page.locator(".summary a").click()
    expect(page.locator("#noon-2")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(page.locator("#download")).to_have_attribute("download", "baclofen-tablets-GB-ur-large-a4-plan.pdf")
    path = tmp_path / "plan.pdf"
    save_download(page, path, page.locator("#download").click)
    check_plan(path)
    page.locator("#noon-2").press("End")
    page.locator("#noon-2").type(".5")
    expect(page.locator("#print")).to_be_hidden()
    expect(page.locator("#preview .fault")).to_contain_text("Show the leaflet again")
    page.locator("#show").click()
    expect(page.locator("#print")).to_be_visible()
    page.locator("#leaflet-baclofen-liquid").check()
    expect(page.locator("#print")).to_be_hidden()
    page.locator("#leaflet-baclofen-tablets").check()
    page.locator("#noon-2").fill("0")
    page.locator("#show").click()
    expect(page.locator("#print")).to_be_visible()
    assert "Quirina" not in page.url
    assert "Quirina" not in page.title()
    expect(page.locator("#plan-name")).to_have_value("Quirina Zabłocka")
    page.locator("#forget").click()
    expect(page.locator("#plan-none")).to_be_checked()
    page.locator("#plan-form summary").click()
    expect(page.locator("#plan-name")).to_have_value("")


def test_a_plan_with_a_keyboard(open_page: OpenPage, tmp_path: Path) -> None:
    """Every field is reached by Tab, days are typed, and Enter shows the leaflet."""
    page = open_page(reduced_motion="reduce", locale="en-US")
    choose(page, language="pl")
    press_until(page, "[name=plan]")
    press_until(page, "#plan-form summary", limit=2)
    page.keyboard.press("Enter")
    press_until(page, "#plan-name", limit=1)
    page.keyboard.type("Quirina Zabłocka")
    press_until(page, "#plan-born", limit=1)
    page.keyboard.type("03041958")
    press_until(page, "#plan-strength", limit=8)
    page.keyboard.type("10 mg")
    for number, (day, *doses) in enumerate(STEPS, start=1):
        press_until(page, f"#from-{number}", limit=8)
        page.keyboard.type(f"{day[5:7]}{day[8:]}{day[:4]}")
        for name, dose in zip(ROW[1:], doses, strict=True):
            press_until(page, f"#{name}-{number}", limit=8)
            page.keyboard.type(dose)
    page.keyboard.press("Enter")
    expect(page.locator("#download")).to_have_attribute("download", "baclofen-tablets-GB-pl-large-a4-plan.pdf")
    path = tmp_path / "plan.pdf"
    press_until(page, "#download")
    save_download(page, path, lambda: page.keyboard.press("Enter"))
    check_plan(path)


def test_a_plan_without_javascript(open_page: OpenPage, tmp_path: Path) -> None:
    """Steps are added by a button that keeps what is written; a fault is said at its field."""
    page = open_page(java_script_enabled=False)
    page.get_by_label("Baclofen tablets").check()
    page.locator("#languages-first input").first.check()
    page.get_by_label("The plan that I write here").check()
    page.locator("#plan-form summary").click()
    for name, text in LINES.items():
        page.locator(name).fill(text)
    page.get_by_role("button", name="More steps").click()
    expect(page.locator("#from-6")).to_be_visible()
    expect(page.locator("#plan-name")).to_have_value("Quirina Zabłocka")
    page.get_by_role("button", name="Show the leaflet").click()
    expect(page.locator("#fault-plan-steps")).to_be_visible()
    for number, step in enumerate(STEPS, start=1):
        for name, text in zip(ROW, step, strict=True):
            page.locator(f"#{name}-{number}").fill(text)
    page.get_by_role("button", name="Show the leaflet").click()
    expect(page.locator("#preview-title")).to_be_focused()
    path = tmp_path / "plan.pdf"
    save_download(page, path, page.locator("#download").click)
    check_plan(path)


def test_the_whole_path_in_arabic(open_page: OpenPage, tmp_path: Path) -> None:
    """From the right: the choices stand right of the pages; English names keep their direction."""
    page = open_page(interface="ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    choose(page, language="ar")
    form, preview = page.locator("#choices").bounding_box(), page.locator("#preview").bounding_box()
    assert form is not None
    assert preview is not None
    assert form["x"] > preview["x"]
    option = page.locator("label[for=leaflet-baclofen-tablets]")
    dot = page.locator("#leaflet-baclofen-tablets").bounding_box()
    words = option.locator("bdi").bounding_box()
    assert dot is not None
    assert words is not None
    assert 0 < dot["x"] - (words["x"] + words["width"]) < 40, "the words begin beside their button"
    path = tmp_path / "leaflet.pdf"
    save_download(page, path, page.get_by_role("link", name="تنزيل").click)
    assert recheck_file(path, None).passed
    page.get_by_role("link", name="Polski").click()
    expect(page.locator("h1")).to_have_text("Przygotuj ulotkę")
    expect(page.locator("#download")).to_have_attribute("download", re.compile("-ar-"))


def check_axe(page: Page) -> None:
    """Fail with what axe finds."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {rules, resultTypes: ['violations']})", RULES)
    assert len(found["passes"]) > 10, "axe has looked at nothing"
    faults = [(one["id"], node["html"][:200]) for one in found["violations"] for node in one["nodes"]]
    assert faults == []


INTERFACES = ["en", "cy", "pl", "ar"]


def visit_all(open_page: OpenPage, server: Server, strict: Server, interface: str, **options: Any) -> Iterator[Page]:
    """Yield every page there is, one after the other."""
    page = open_page(interface=interface, **options)
    yield page
    page.locator("#languages-others summary").click()
    yield page
    page.locator("#show").click()
    expect(page.locator(".summary")).to_be_visible()
    yield page
    choose(page)
    yield page
    page.locator("#plan-form summary").click()
    yield page
    page.locator("#plan-name").fill("Quirina Zabłocka")
    page.locator("#morning-1").fill("half")
    page.locator("#more").click()
    page.locator("#show").click()
    expect(page.locator(".summary")).to_be_visible()
    yield page
    page.locator("#plan-none").check()
    for name in ("#plan-name", "#morning-1"):
        page.locator(name).fill("")
    page.locator("#plan-none").check()
    page.locator("#show").click()
    expect(page.locator("#english")).to_be_visible()
    page.locator("#english").click()
    expect(page.locator(".beside")).to_be_visible()
    yield page
    for address in ("/nowhere", "/leaflet/none"):
        page.goto(server.url + address)
        yield page
    locale = {"locale": interface, **options}
    yield open_page(f"{server.url}/", **locale)
    refused = open_page(strict.opening, **locale)
    choose_refused(refused)
    yield refused


def choose_refused(page: Page) -> None:
    page.locator("#leaflet-baclofen-tablets").check()
    page.locator("#language-pl").check()
    expect(page.locator(".findings")).to_be_visible()


@pytest.mark.parametrize("interface", INTERFACES)
def test_axe_finds_nothing_on_any_page(
    open_page: OpenPage, server: Server, strict_server: Server, interface: str
) -> None:
    """WCAG 2.2 AA with the contrast of AAA: choices, all languages open, faults, preview, English, refusals."""
    count = 0
    for page in visit_all(open_page, server, strict_server, interface):
        check_axe(page)
        count += 1
    assert count == 11


@pytest.mark.parametrize("interface", INTERFACES)
@pytest.mark.parametrize("size", [(320, 640), (390, 844), (320, 225)], ids=["320 px", "phone", "400 % of 1280 x 900"])
def test_nothing_is_cut_off_when_it_is_narrow(
    open_page: OpenPage, server: Server, strict_server: Server, interface: str, size: tuple[int, int]
) -> None:
    """No page scrolls sideways at 320 pixels, which is 1280 enlarged four times (WCAG 1.4.10)."""
    viewport = {"width": size[0], "height": size[1]}
    for page in visit_all(open_page, server, strict_server, interface, viewport=viewport):
        width = page.evaluate("document.documentElement.scrollWidth")
        wide = page.evaluate(
            """() => [...document.body.querySelectorAll("*:not(.hidden):not(.skip)")]
            .filter(one => { const box = one.getBoundingClientRect();
                             return box.width && (box.right > innerWidth + 1 || box.left < -1); })
            .map(one => one.outerHTML.slice(0, 120))"""
        )
        assert (width, wide) == (size[0], [])


def test_wider_spacing_cuts_nothing_off(open_page: OpenPage) -> None:
    """WCAG 1.4.12: line height 1.5, letters 0.12 em, words 0.16 em, paragraphs 2 em."""
    page = open_page(bypass_csp=True, viewport={"width": 390, "height": 844})
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
        "p { margin-block-end: 2em !important }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    cut = page.evaluate(
        """() => [...document.querySelectorAll("label, legend, button, p, a, summary")]
        .filter(one => !one.matches(".hidden") && one.scrollWidth > one.clientWidth + 1 &&
                       getComputedStyle(one).overflow !== "visible").length"""
    )
    assert cut == 0


def test_nothing_moves_for_those_who_asked_for_it(open_page: OpenPage) -> None:
    """prefers-reduced-motion."""
    read = "getComputedStyle(document.documentElement).scrollBehavior"
    assert open_page(reduced_motion="reduce").evaluate(read) == "auto"
    assert open_page(reduced_motion="no-preference").evaluate(read) == "smooth"


def test_the_sample_line_is_at_true_size(open_page: OpenPage) -> None:
    """18 points of 1/72 inch, 96 pixels to the inch; and the ruler is 5 cm."""
    page = open_page()
    assert page.locator("#sample-large").evaluate("one => getComputedStyle(one).fontSize") == "24px"
    box = page.locator(".ruler").bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(5 / 2.54 * 96, abs=0.1)


def test_nothing_is_kept_in_the_browser(open_page: OpenPage) -> None:
    """No storage, no cache of pages; the one cookie is out of reach of scripts."""
    page = open_page()
    choose(page)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Strict", -1)


def test_a_second_browser_gets_neither_the_page_nor_the_pictures(open_page: OpenPage) -> None:
    """With the address alone, or with a session of its own."""
    first = open_page()
    choose(first)
    stranger = open_page(first.url)
    expect(stranger.locator("h1")).to_have_text("This page is locked")
    second = open_page()
    second.goto(first.url)
    expect(second.locator("h1")).to_have_text("These pages are no longer kept")
    assert second.goto(f"{first.url}/page-1.png").status == 410  # type: ignore[union-attr]


def test_a_link_from_elsewhere_goes_on_where_the_page_is_open(open_page: OpenPage, server: Server, evil: str) -> None:
    """The strict cookie is not sent the first time; “Go on” is a click of our own."""
    page = open_page(server.opening)
    page.goto(evil)
    page.locator("#link").click()
    expect(page.locator("h1")).to_have_text("This page is locked")
    page.get_by_role("link", name="Go on").click()
    expect(page.locator("#leaflet-baclofen-pump")).to_be_checked()
    expect(page.locator("#download")).to_have_attribute("download", re.compile("^baclofen-pump-GB-ar"))


@pytest.fixture
def evil(server: Server) -> Iterator[str]:
    """Another page on this very machine, which links to ours, shows our pictures and sends our forms."""
    page = f"""<!doctype html><title>x</title>
    <a id="link" href="{server.url}/?leaflet=baclofen-pump&amp;language=ar">link</a>
    <form method="post" action="{server.url}/choose"><input name="do" value="search"><button>send</button></form>
    <iframe src="{server.url}/" title="x"></iframe>"""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    other = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=other.serve_forever)
    thread.start()
    yield f"http://localhost:{other.server_port}/"
    other.shutdown()
    thread.join()
    other.server_close()


def test_another_page_can_use_ours_in_no_way(open_page: OpenPage, server: Server, evil: str) -> None:
    """Its form is refused though the browser is ours; its frame stays empty."""
    page = open_page(server.opening)
    context = page.context
    other = context.new_page()
    other.goto(evil)
    assert other.frames[1].locator("main form").count() == 0  # what the browser shows instead has a heading, too
    with other.expect_navigation() as waiting:
        other.get_by_role("button").click()
    assert waiting.value is not None
    assert waiting.value.status == 403
