"""Each check of the finished page goes red on a page spoilt in just the way it is there for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from plainleaf.compose.model import CheckDates
from plainleaf.findings import Severity
from plainleaf.verify.html import HTML_CODES
from plainleaf.verify.html.reader import read_html
from web_pages import baclofen, compose, page, write_page

Spoil = Callable[[str], str]
WARNING = re.compile(r'<section class="titled" id="sudden-blindness">.*?</section>', re.DOTALL)
SHORT = re.compile(r'<li class="beside" id="short/never-chew">.*?</li>', re.DOTALL)
SIGN = re.compile(r'<li id="card/sudden-blindness/dark">.*?</li>', re.DOTALL)
CARD = re.compile(r'<section class="card".*?</section>', re.DOTALL)


def cut(pattern: re.Pattern[str]) -> Spoil:
    """Return what takes the part away."""
    return lambda html: pattern.sub("", html, count=1)


def double(pattern: re.Pattern[str]) -> Spoil:
    """Return what says the part twice."""
    return lambda html: pattern.sub(lambda found: found[0] * 2, html, count=1)


def put(old: str, new: str) -> Spoil:
    """Return what puts *new* for the first *old*."""
    return lambda html: html.replace(old, new, 1)


def swap(one: re.Pattern[str], other: re.Pattern[str]) -> Spoil:
    """Return what lets two parts change places."""

    def spoil(html: str) -> str:
        first, second = one.search(html), other.search(html)
        assert first is not None
        assert second is not None
        return html.replace(first[0], "\0").replace(second[0], first[0]).replace("\0", second[0])

    return spoil


def inside(pattern: re.Pattern[str], old: str, new: str) -> Spoil:
    """Return what puts *new* for each *old* in the part."""
    return lambda html: pattern.sub(lambda found: re.sub(old, new, found[0]), html, count=1)


def turn_round(html: str) -> str:
    """Return *html* with the other direction."""
    directions = {"ltr": "rtl", "rtl": "ltr"}
    return re.sub(r'(<html [^>]*dir=")(\w+)', lambda found: found[1] + directions[found[2]], html)


ANOTHER_SHORT = re.compile(r'<li class="beside" id="short/sudden-blindness">.*?</li>', re.DOTALL)
SCRIPT = "<script>alert(1)</script>"
MUTATIONS: tuple[tuple[str, Spoil, set[str]], ...] = (
    ("a warning cut out", cut(WARNING), {"V101", "V108"}),
    ("a short warning cut out", cut(SHORT), {"V101", "V108"}),
    ("a sign cut out", cut(SIGN), {"V101", "V103", "V108"}),
    ("the card cut out", cut(CARD), {"V101", "V108"}),
    ("a warning said twice", double(WARNING), {"V102", "V108"}),
    ("a letter of a warning", inside(WARNING, r"([^<>])</p>", r"x\1</p>"), {"V103"}),
    ("a sign altered", inside(SIGN, r"(>)(\S)", r"\1x\2"), {"V103"}),
    ("another id", put('id="sudden-blindness"', 'id="sudden-hearing"'), {"V101", "V106"}),
    ("short warnings swapped", swap(SHORT, ANOTHER_SHORT), {"V107", "V108"}),
    ("a sentence added", put("</main>", '<section class="part"><p>!</p></section></main>'), {"V108"}),
    ("a language that is none", put('lang="', 'lang="?'), {"V181"}),
    ("the wrong language", lambda html: re.sub(r'<html lang="\w+"', '<html lang="pl"', html), {"V131"}),
    ("the wrong direction", turn_round, {"V134"}),
    ("no isolate", lambda html: re.sub(r'<bdi dir="ltr">(.*?)</bdi>', r"\1", html, count=1), {"V135"}),
    ("an isolate without a direction", put('<bdi dir="ltr">', "<bdi>"), {"V135"}),
    ("a picture of the wrong language", put('lang="en">', 'lang="fr">'), {"V135"}),
    ("another title", lambda html: re.sub(r"<title>.*?</title>", "<title>x</title>", html), {"V132"}),
    ("no version", lambda html: re.sub(r'<p class="staff">.*?</p>', "", html), {"V152"}),
    ("no word of the draft", lambda html: re.sub(r'<p class="tag">.*?</p>', "", html), {"V153"}),
    ("a script", put("</body>", f"{SCRIPT}</body>"), {"V181"}),
    ("a handler", put("<body>", '<body onload="x()">'), {"V181"}),
    ("a picture from elsewhere", put("<main", '<img src="https://example.org/x.png"><main'), {"V181"}),
    ("a style on an element", put("<h1 ", '<h1 style="display:none" '), {"V181"}),
    ("a hidden element", put("<h1 ", "<h1 hidden "), {"V181"}),
    ("a comment", put("<main", "<!-- --><main"), {"V181"}),
    ("an unclosed element", put("</h1>", ""), {"V181"}),
    ("an element closed twice", put("</h1>", "</h1></h1>"), {"V181"}),
    ("an element closed in vain", put("<h1 ", "<p/><h1 "), {"V181"}),
    ("words outside", put("<main", "stop at once <main"), {"V181"}),
    ("words after the end", lambda html: f"{html}Stop at once.", {"V181"}),
    ("a second page", lambda html: html + html, {"V181"}),
    ("no doctype", put("<!DOCTYPE html>", ""), {"V181"}),
    ("an attribute twice", put("<html ", '<html dir="rtl" '), {"V181"}),
    ("words beside a paragraph", inside(SHORT, "<p>", "No.<p>"), {"V181"}),
    ("a table in a paragraph", put("<p>", "<p><table></table>"), {"V181"}),
    ("words in a table", put("<tr ", "Stop.<tr "), {"V181"}),
    ("a silent picture", put('aria-hidden="true"', ""), {"V181"}),
    ("a tag of another spelling", put("</h1>", "</ h1>"), {"V181"}),
    ("a tag in capitals", put("</h1>", "</H1>"), {"V181"}),
    ("an entity without an end", put('<h1 id="title">', '<h1 id="title">&ampx'), {"V181"}),
    ("an attribute without quotes", put('<h1 id="title">', "<h1 id=title>"), {"V181"}),
    ("a character that is none", put("</h1>", "\0</h1>"), {"V181"}),
    ("a section of data", put("</h1>", "<![CDATA[x]]></h1>"), {"V181"}),
    ("a strange declaration", put("</h1>", "<![x</h1>"), {"V181"}),
    ("an instruction", put("</h1>", "<?x?></h1>"), {"V181"}),
    ("two doctypes", put("<!DOCTYPE html>", "<!DOCTYPE html>" * 2), {"V181"}),
    ("no end of elements", put("</h1>", "<span>" * 3000 + "</h1>"), {"V181"}),
    ("half a page", lambda html: html[: len(html) // 2], {"V181"}),
    ("nothing", cut(re.compile(".+", re.DOTALL)), {"V181"}),
    ("a number that dials another", put('href="tel:', 'href="tel:1'), {"V182"}),
    ("a link out", put('href="#main"', 'href="https://example.org"'), {"V182"}),
    ("a script in a link", put('href="#main"', 'href="javascript:x"'), {"V182"}),
    ("a link lost", lambda html: re.sub(r'<a href="tel:\d+">(.*?)</a>', r"\1", html, count=1), {"V182"}),
    ("no policy", lambda html: re.sub(r"<meta http-equiv[^>]*>\n", "", html), {"V183"}),
    ("a looser policy", put("default-src &#39;none&#39;", "default-src *"), {"V183"}),
    ("no zoom", put("initial-scale=1", "initial-scale=1, maximum-scale=1"), {"V183"}),
    ("a style that hides", put("</style>", "#card { display: none }</style>"), {"V184"}),
    ("a second style", put("</head>", "<style></style></head>"), {"V184"}),
    ("a level left out", lambda html: re.sub(r"<(/?)h3>", r"<\1p>", html), {"V216"}),
    ("two titles", double(re.compile(r"<h1.*?</h1>")), {"V102", "V216"}),
)
"""What is wrong, how it is done to a page, and codes that must be among those found; exactly none where none is."""

BY_OTHER_TESTS = {"V223"}
"""test_a_page_past_its_date_is_refused."""


@pytest.mark.parametrize("language", ["de", "he"])
def test_the_unspoilt_page_passes(language: str) -> None:
    """Else a red check below would prove nothing."""
    assert page(language).codes() == set()


@pytest.mark.parametrize("language", ["de", "he"])
@pytest.mark.parametrize(("spoil", "expected"), [case[1:] for case in MUTATIONS], ids=[case[0] for case in MUTATIONS])
def test_a_spoilt_page_is_refused(spoil: Spoil, expected: set[str], language: str) -> None:
    """The codes of the fault are among those found."""
    html = spoil(page(language).html)
    assert html != page(language).html, "nothing was spoilt"
    found = page(language).verify(html)
    assert expected <= {finding.code for finding in found}
    assert all(finding.severity is Severity.ERROR and finding.hint for finding in found)


def test_a_page_past_its_date_is_refused() -> None:
    """V223: a page that was saved does not stay true; nor one that hides the day."""
    dates = CheckDates(date(2026, 1, 1), date(2027, 1, 1), "1. Januar 2026", "1. Januar 2027")
    made = write_page(replace(compose("de"), status="approved", check_dates=dates))
    assert made.codes(today=date(2027, 1, 2)) == {"V223"}
    assert made.codes(made.html.replace("1. Januar 2027", "1. Januar 2099")) >= {"V223"}


def test_warnings_among_the_links_are_refused() -> None:
    """V107: the links are not printed, so no warning may stand there, though all words are in their place."""
    html = page("de").html
    start, end = html.index('<ul role="list">'), html.index("</ul>") + len("</ul>")
    nav = f'</section><nav aria-labelledby="title">{html[start:end]}</nav><section class="part">'
    assert "V107" in page("de").codes(html[:start] + nav + html[end:])


def test_every_code_has_a_page_that_turns_it_red() -> None:
    """A new check comes with a page that it refuses."""
    red = set().union(*(expected for _, _, expected in MUTATIONS))
    assert red | BY_OTHER_TESTS == set(HTML_CODES)


@pytest.mark.parametrize("language", ["de", "he"])
def test_every_message_of_a_warning_is_missed(language: str) -> None:
    """Each paragraph of each warning, taken away alone, is a finding about that warning."""
    html = page(language).html
    for warning in page(language).leaflet.warnings():
        part = re.search(rf'<(section|div) class="\w+" id="{warning.id}">.*?</\1>', html, re.DOTALL)
        assert part is not None
        for block in re.findall(r"<(?:p|h3|li)\b.*?</(?:p|h3|li)>", part[0], re.DOTALL):
            found = page(language).verify(html.replace(part[0], part[0].replace(block, "", 1)))
            assert {f.place.path for f in found if f.code in ("V101", "V103")} == {warning.id}


def test_every_digit_that_changes_is_seen() -> None:
    """One digit, anywhere in what is said."""
    made = baclofen("en")
    start = made.html.index("<main")
    digits = [match.start() for match in re.finditer(r"\d(?=[^<>]*</)", made.html[start:])]
    assert len(digits) > 30
    for at in digits:
        at += start
        changed = str((int(made.html[at]) + 1) % 10)
        assert made.codes(made.html[:at] + changed + made.html[at + 1 :])


def test_the_reader_gives_the_text_of_a_browser() -> None:
    """Blanks run together, entities are letters, a picture says its label."""
    root = read_html(baclofen("en").html)
    texts = [block.text for body in root.find("body") for block in body.blocks()]
    assert "or go to A&E if you:" in texts
    assert "A jagged nerve signal, then a tablet, then a calm signal." in texts
    assert any(text.endswith("Or call the crisis line on 116 123.") for text in texts)
