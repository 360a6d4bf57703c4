"""The HTML edition: one file that is all there is, whose every letter is the leaflet's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from plainleaf.compose.model import CheckDates, Span, Words
from plainleaf.html.style import quote_css
from plainleaf.html.text import group_words
from web_pages import baclofen, compose, letter, page, say, write_page

HOSTILE = """<script>alert(1)</script><b onclick='x'>"&amp;</style></title>-->{{ 7 * 7 }}{% raw %}"""


@pytest.mark.parametrize("language", ["en", "ar", "ur", "zh_Hans", "km"])
def test_the_page_loads_and_runs_nothing(language: str) -> None:
    """No script, no handler, no address but those that people follow."""
    html = baclofen(language).html
    assert not re.search(
        r"<(script|link|img|iframe|object|embed|form|base|audio|video|use|image)\b", html, re.IGNORECASE
    )
    assert not re.search(r"\s(on\w+|src|srcset|style|action|background|xlink:href)\s*=", html.split("</style>")[1])
    assert "url(" not in html
    assert "@import" not in html
    addresses = set(re.findall(r"\bhttps?://[^\"<\s]+", html))
    assert addresses == {"https://yellowcard.mhra.gov.uk"}


@pytest.mark.parametrize(("language", "tag", "direction"), [("zh_Hans", "zh-Hans", "ltr"), ("ckb", "ckb", "rtl")])
def test_the_page_names_its_language_and_direction(language: str, tag: str, direction: str) -> None:
    """BCP 47, as browsers and screen readers want it."""
    assert f'<html lang="{tag}" dir="{direction}">' in baclofen(language).html


def test_values_are_isolates_and_numbers_dial_themselves() -> None:
    """999 stays 999 in Arabic, in the right place, and a tap calls it."""
    html = baclofen("ar").html
    assert '<bdi dir="ltr"><a href="tel:999">999</a></bdi>' in html
    assert '<bdi dir="ltr"><a href="tel:116123">116\u00a0123</a></bdi>' in html
    assert '<bdi dir="ltr"><a href="https://yellowcard.mhra.gov.uk">yellowcard.mhra.gov.uk</a></bdi>' in html
    assert '<bdi dir="ltr">A&amp;E</bdi>' in html


def test_what_staff_read_is_english() -> None:
    """The name on the pack, the draft notice and the version, each in an isolate that says so."""
    html = baclofen("ar").html
    for text in ("Baclofen tablets", "Not yet checked by a doctor or pharmacist.", "Arabic, version 0.1 (2026-11-23)"):
        assert f'<bdi dir="ltr" lang="en">{text}</bdi>' in html


@pytest.mark.parametrize("name", ["title", "purpose", "readers"])
def test_hostile_words_stay_words(name: str) -> None:
    """Markup in a text is printed, not obeyed: in the body, in the title, in the style sheet."""
    made = write_page(say(compose("he"), **{name: HOSTILE}))
    assert made.codes() == set()
    assert made.html.count("<script") == made.html.count("onclick='") == 0
    assert made.html.count("</style>") == made.html.count("</title>") == 1


def test_hostile_addresses_are_no_links() -> None:
    """An address of another kind than https is words."""
    for address in ("javascript:alert(1)", "http://example.org", "data:text/html,x"):
        words = Words("x", (Span("clinic", isolate=True, url=address),))
        (run,) = group_words(words, "en")
        assert [piece.link for part in run.parts for piece in part.pieces] == [None]


@pytest.mark.parametrize("text", ['"', "\\", "</style>", "a\nb", "\u2028", "Straße 5", "ደም", "𠮷", "}*/"])
def test_a_css_string_cannot_be_ended_from_inside(text: str) -> None:
    """All but letters and digits is escaped, and comes back as it was."""
    quoted = quote_css(text)
    assert not re.search(r'["<>\n{}*/]', quoted[1:-1])
    back = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), quoted[1:-1])
    assert back == text


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("999", "tel:999"),
        ("116 123", "tel:116123"),
        ("+44 (0)20 7946 0000", "tel:+4402079460000"),
        ("1-800-222-1222", "tel:18002221222"),
        ("10", None),
        ("10 mg", None),
        ("A&E", None),
    ],
)
def test_only_telephone_numbers_dial(text: str, link: str | None) -> None:
    """Three digits or more and nothing else: a dose is no number to call."""
    (run,) = group_words(Words("x", (Span(text, isolate=True),)), "en")
    assert [piece.link for part in run.parts for piece in part.pieces] == [link]


def test_english_in_another_language_is_one_isolate() -> None:
    """A text that stands in English keeps its order from left to right, as a whole."""
    spans = (Span("Call ", lang="en"), Span("999", isolate=True, lang="en"), Span(" now", bold=True, lang="en"))
    made = write_page(replace(compose("he"), readers=Words("x", spans), partly_english=True))
    assert '<p><bdi dir="ltr" lang="en">Call <a href="tel:999">999</a><strong> now</strong></bdi></p>' in made.html
    assert made.codes() == set()


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    """P13: with blanks that do not break."""
    words = Words("x", (Span("Take 10 mg, or 2,5 ml, 3 times in 10 minutes."),))
    (run,) = group_words(words, "en")
    assert run.parts[0].pieces[0].text == "Take 10\u00a0mg, or 2,5\u00a0ml, 3 times in 10 minutes."


def test_an_approved_page_says_when_it_was_checked() -> None:
    """And no word of a draft, on the page or at the foot of its prints."""
    dates = CheckDates(date(2026, 12, 1), date(2027, 12, 1), "1. Dezember 2026", "1. Dezember 2027")
    made = write_page(replace(compose("de"), status="approved", check_dates=dates))
    assert made.codes(today=date(2027, 12, 1)) == set()
    assert made.codes(today=date(2027, 12, 2)) == {"V223"}
    assert "1. Dezember 2027" in made.html
    assert "Entwurf" not in made.html


def test_prints_carry_name_version_and_number() -> None:
    """P22 on paper: the browser counts the pages; the boxes change sides with the script."""
    german, hebrew = page("de").style, page("he").style
    assert '@bottom-left { font: 700 18pt/1.2 "Noto Sans"' in german
    assert 'content: "Seite\\20 " counter(page) "\\20 von\\20 " counter(pages);' in german
    assert "@bottom-right { font: 700" in hebrew.split("counter(page)")[0]


def test_scripts_with_small_letters_are_set_larger() -> None:
    """In the proportions of large print: 20.75 beside 18 points, Nastaliq with its leading of 2.5."""
    assert (letter("en").body.size, letter("en").body.leading, letter("en").latin) == (1, 1.5, 1)
    assert (letter("ar").body.size, letter("ar").latin) == (1.153, 0.867)
    assert letter("ur").body.leading == 2.5
    assert letter("km").faces[:2] == ("Noto Sans Khmer", "Khmer Sangam MN")


def test_pictures_with_words_say_them_and_others_are_silent() -> None:
    """A pictogram repeats its words; a figure has its own."""
    html = baclofen("en").html
    assert html.count("<svg") == html.count('aria-hidden="true"') + 1
    assert 'role="img" aria-label="A jagged nerve signal, then a tablet, then a calm signal."' in html


def test_only_the_course_of_time_is_mirrored() -> None:
    """VISUAL, right to left: one drawing, in right-to-left pages."""
    assert baclofen("ar").html.count('class="icon mirrored"') == 2
    assert " mirrored" not in baclofen("en").html.split("</style>")[1]
