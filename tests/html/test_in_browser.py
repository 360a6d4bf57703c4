"""The HTML edition in a real browser: what is said, what fits, what a keyboard and a screen reader find."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browsing import Open
from plainleaf.verify.html.reader import read_html
from readers import clean
from test_every_warning import Case, is_told, languages, leaflet_files, squeezed
from web_pages import baclofen

LANGUAGES = ["en", "ar", "ur", "zh_Hans", "km"]
SAID = """() => [...document.querySelectorAll("h1, h2, h3, p, li, th, td")]
    .filter(one => !one.querySelector("p")).map(one => ({ text: one.textContent, shown: one.innerText,
        ids: [one.closest("[id]")?.id, one.closest("section[id], div[id], li[id]")?.id] }))"""
TOO_WIDE = """() => [...document.querySelectorAll("body *:not(path)")].filter(one => !one.matches("body > a"))
    .filter(one => { const box = one.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; })
    .map(one => one.tagName + " " + one.textContent.slice(0, 40))"""
WIDE_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
"""WCAG 2.2, 1.4.12."""


def is_too_wide(page: Page) -> list[str]:
    """Return what a reader would have to scroll sideways for."""
    width: int = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    wide: list[str] = page.evaluate(TOO_WIDE)
    return wide + [f"{width} px"] * (width > 0)


@pytest.mark.parametrize("language", languages())
def test_every_warning_can_be_read_in_the_browser(language: str, open_html: Open) -> None:
    """Each message of each mandatory warning of each leaflet is shown, in the element of that warning; every other
    text is shown; the press reads what the browser shows; and nothing is wider than 320 px (400 % of 1280)."""
    for path in leaflet_files():
        case = Case(path, language, "GB")
        html = baclofen(language, case.leaflet["id"]).html
        page = open_html(html, 320, 256)
        said = page.evaluate(SAID)
        assert [one for one in said if clean(one["text"]) != clean(one["shown"])] == []
        for message in case.warning_messages():
            warning, part = message.split("/warning/")[1].split("/", 1)
            element = f"short/{warning}" if part == "short" else warning
            inside = [squeezed(one["text"]) for one in said if element in one["ids"]]
            assert is_told(case.text(message), inside), message
        texts = [squeezed(one["text"]) for one in said]
        assert [m for m in case.leaflet_messages() if not any(squeezed(case.text(m)) in text for text in texts)] == []
        body = next(read_html(html).find("body"))
        assert [squeezed(block.text) for block in body.blocks() if block.tag not in ("a", "svg")] == texts
        assert is_too_wide(page) == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(language: str, width: int, open_html: Open) -> None:
    """WCAG 2.2 A to AAA and good practice, as far as a program can tell."""
    page = open_html(baclofen(language).html, width)
    rules = {
        name: {"enabled": True} for name in ("color-contrast-enhanced", "target-size", "identical-links-same-purpose")
    }
    found = Axe().run(page, options={"rules": rules, "resultTypes": ["violations", "incomplete"]}).response
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found["violations"]] == []
    assert len(found["passes"]) > 25


def test_axe_sees_a_fault(open_html: Open) -> None:
    """Else the test above would prove nothing."""
    html = baclofen("en").html.replace('lang="en"', "", 1).replace("<h1 ", "<p ", 1).replace("</h1>", "</p>")
    found = Axe().run(open_html(html)).response["violations"]
    assert {"html-has-lang", "page-has-heading-one"} <= {one["id"] for one in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_wide_spacing_cuts_nothing(language: str, open_html: Open) -> None:
    """A reader's own spacing needs no scrolling sideways, and no element hides what is in it."""
    page = open_html(baclofen(language).html, 320, 256, bypass_csp=True)
    page.add_style_tag(content=WIDE_SPACING)
    assert is_too_wide(page) == []
    clipped = (
        "() => [...document.querySelectorAll('body *')].filter(e => /hidden|clip/.test(getComputedStyle(e).overflow))"
    )
    assert set(page.evaluate(f"({clipped})().map(e => e.tagName)")) <= {"svg"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_keyboard_reaches_everything_in_order(language: str, open_html: Open) -> None:
    """The first stop leads past the head of the page; then each link in turn, visibly framed."""
    page = open_html(baclofen(language).html, 320, 500)
    page.keyboard.press("Tab")
    first = page.evaluate(
        "(() => { const box = document.activeElement.getBoundingClientRect();"
        " return [document.activeElement.hash, box.left >= 0 && box.right <= innerWidth && box.top >= 0]; })()"
    )
    assert first == ["#main", True]
    wanted: list[str] = page.evaluate("[...document.querySelectorAll('main a, footer a')].map(one => one.href)")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    found = []
    for _ in wanted:
        page.keyboard.press("Tab")
        href, style, width = page.evaluate(
            "(() => { const one = document.activeElement, s = getComputedStyle(one);"
            " return [one.href, s.outlineStyle, parseFloat(s.outlineWidth)]; })()"
        )
        assert (style, width >= 2) == ("solid", True)
        found.append(href)
    assert found == wanted


def test_links_of_the_contents_lead_to_their_sections(open_html: Open) -> None:
    """A tap on a line brings the heading of the same name to the top."""
    page = open_html(baclofen("en").html, 320, 500)
    for link in page.locator("nav a").all():
        link.click()
        heading = page.locator(f"[id='{link.get_attribute('href', timeout=1000)[1:]}'] > h2")  # type: ignore[index]
        assert heading.inner_text().split() == link.inner_text().split()
        box = heading.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 500
        assert link.bounding_box()["height"] >= 44  # type: ignore[index]


@pytest.mark.parametrize("width", [320, 1280])
def test_a_table_stays_a_table(width: int, open_html: Open) -> None:
    """On a narrow screen its cells stand below each other, and a screen reader still finds rows and heads."""
    page = open_html(baclofen("en").html, width)
    tree = page.locator("table").aria_snapshot()
    assert tree.startswith('- table "4 Possible side effects"')
    for part in ("columnheader", "rowheader", "rowgroup", "row ", "cell"):
        assert f"- {part}" in tree
    cells = [box["x"] for cell in page.locator("tbody tr:nth-child(2) > *").all() if (box := cell.bounding_box())]
    assert (len(set(cells)) == 1) == (width == 320)


def test_landmarks_and_headings_are_found(open_html: Open) -> None:
    """What a screen reader jumps by."""
    page = open_html(baclofen("en").html)
    for role, name in (
        ("banner", None),
        ("main", None),
        ("navigation", "Baclofen tablets"),
        ("contentinfo", None),
        ("region", "Read this first"),
        ("region", "Call 999 now"),
    ):
        assert page.get_by_role(role, name=name).count() == 1, (role, name)  # type: ignore[arg-type]
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["Baclofen tablets"]
    assert page.get_by_role("heading", level=2).count() == 7


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_right_to_left_pages_begin_at_the_right(language: str, open_html: Open) -> None:
    """Pictogram right of its words, number left to right inside them."""
    page = open_html(baclofen(language).html)
    icon, words = (page.locator(f"[id='short/alcohol'] {tag}").bounding_box() for tag in ("svg", "p"))
    assert icon is not None
    assert words is not None
    assert icon["x"] > words["x"]
    assert page.evaluate("getComputedStyle(document.querySelector('bdi')).direction") == "ltr"


@pytest.mark.parametrize("language", LANGUAGES)
def test_prints_carry_everything_but_links(language: str, open_html: Open) -> None:
    """On A4: each page has its number, the medicine and the draft's mark; the contents list is left out."""
    made = baclofen(language)
    pdf = open_html(made.html).pdf(format="A4")
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [clean(page.get_textpage().get_text_bounded()) for page in document]
    assert 8 < len(pages) < 30
    numbered = made.leaflet.furniture["page-of"]
    if language in ("en", "zh_Hans"):  # pdfium gives the letters of shaped scripts in another order
        for number, text in enumerate(pages, start=1):
            assert clean(numbered.fill(page=str(number), total=str(len(pages))).plain) in text
            assert clean(made.leaflet.title.plain) in text
            assert clean(made.leaflet.furniture["draft-tag"].fill().plain) in text
            assert clean(made.leaflet.staff_versions[-1].plain) in text
        section = clean(f"2 {made.leaflet.sections[1].title.plain}")
        assert "".join(pages).count(section) == 1


def test_the_card_is_printed_whole(open_html: Open) -> None:
    """It starts a page, and page 1 holds all short warnings."""
    pdf = open_html(baclofen("en").html).pdf(format="A4")
    with pypdfium2.PdfDocument(pdf) as document:
        first, second = (clean(document[number].get_textpage().get_text_bounded()) for number in (0, 1))
    leaflet = baclofen("en").leaflet
    assert all(clean(row.words.plain) in first for row in leaflet.key_rows)
    assert all(clean(item.words.plain) in second for item in leaflet.card.items)
    assert clean(leaflet.card.then.plain) in second


def test_the_page_asks_for_nothing(open_html: Open) -> None:
    """No request but for the file itself, and no complaint in the console."""
    page = open_html(baclofen("ar").html)
    requests: list[str] = []
    messages: list[Any] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.reload()
    assert (requests, messages) == ([page.url], [])


def test_a_script_that_slipped_in_does_not_run(open_html: Open) -> None:
    """The page's own policy forbids it, even if nobody checks the file."""
    html = baclofen("en").html
    scripts = '<script>document.title = "run"</script><img src=x onerror="document.title = 1">'
    page = open_html(html.replace("</body>", f"{scripts}</body>"))
    assert page.title() == "Baclofen tablets | Information for patients"
    free = html.replace('http-equiv="Content-Security-Policy"', 'name="x"').replace("</body>", f"{scripts}</body>")
    assert open_html(free).title() != page.title()


def test_a_reader_s_own_colours_reach_the_pictures(open_html: Open) -> None:
    """Forced colours: strokes are of the colour of the text, and the mark, too."""
    page = open_html(baclofen("en").html, forced_colors="active", color_scheme="dark")
    colours = page.evaluate("""() => [...document.querySelectorAll(".icon")].map(one =>
        [getComputedStyle(one.querySelector("path")).stroke, getComputedStyle(one).color])""")
    text = page.evaluate("getComputedStyle(document.body).color")
    assert {colour for _, colour in colours} == {text}
    assert {stroke for stroke, _ in colours} <= {text, "none"}


def test_nothing_moves(open_html: Open) -> None:
    """No animation and no transition, whatever the reader prefers."""
    page = open_html(baclofen("en").html)
    assert page.evaluate("document.getAnimations().length") == 0
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(one => {
        const s = getComputedStyle(one);
        return s.animationName != "none" || s.transitionDuration != "0s" || s.scrollBehavior != "auto"; }).length""")
    assert moving == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_is_large_and_lines_are_short(language: str, open_html: Open) -> None:
    """20 px or more; leading of 1.5; lines of at most 70 characters (CJK: 40): WCAG 2.2, 1.4.8."""
    page = open_html(baclofen(language).html)
    size, leading, width = page.evaluate("""() => { const p = document.querySelector(".part > p"),
        s = getComputedStyle(p); return [parseFloat(s.fontSize), parseFloat(s.lineHeight), p.clientWidth]; }""")
    assert size >= 20
    assert leading / size >= 1.5
    assert width / size <= (40 if language == "zh_Hans" else 70 * 0.475)
