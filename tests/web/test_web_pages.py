"""The pages as a browser without JavaScript gets them: choices, preview, file, the words beside the English."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from starlette.testclient import TestClient

from clinic_page import TOKEN, WANTED, find_file, make_sheet, open_browser
from plainleaf.recheck import recheck_file


def text_of(page: str) -> str:
    """Return the words of a page, without its head."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.split("</head>")[1])))


def options_of(page: str) -> list[str]:
    return re.findall(r'name="language" value="(\w+)"', page)


def shown_first(page: str) -> list[str]:
    """Return the languages that stand above the fold; all others must be below it."""
    first, rest = page.split('id="languages-others"')
    assert len(options_of(first) + options_of(rest)) == len({*options_of(page)}) == 40
    return options_of(first)


def test_the_first_page_offers_everything_and_chooses_no_language(browser: TestClient) -> None:
    """A wrong language is worse than one choice more."""
    page = browser.get("/").text
    assert "Baclofen tablets" in page
    assert len(set(options_of(page))) == 40
    assert not re.search(r'name="(language|leaflet)"[^>]* checked', page)
    assert re.search(r'value="large"[^>]* checked', page)


def test_names_stand_in_their_own_script_with_language_and_direction(browser: TestClient) -> None:
    """A screen reader says them right, and Arabic runs from the right."""
    page = browser.get("/").text
    assert '<bdi class="own" lang="ar" dir="rtl">العربية</bdi>' in page
    assert '<bdi class="own" lang="zh-Hans" dir="ltr">' in page


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        *[("Polish", "pl"), ("polsk", "pl"), ("PL", "pl"), ("العر", "ar"), ("zh-Hant", "zh_Hant"), ("espanol", "es")],
        *[("Bengali", "bn"), ("Farsi", "fa"), ("Cantonese", "zh_Hant"), ("中文", "zh_Hans"), ("عربي", "ar")],
        *[("Polsih", "pl"), ("Ukranian", "uk"), ("Portugese", "pt_BR"), ("Gujrati", "gu"), ("Somail", "so")],
    ],
)
def test_a_language_is_found_by_either_name_and_by_code(browser: TestClient, words: str, tag: str) -> None:
    """Whatever staff know of it; accents and case do not matter, and a slip of the fingers is forgiven."""
    page = browser.post("/choose", data={**WANTED, "language": "", "search": words, "do": "search"}).text
    assert tag in shown_first(page)
    assert len(shown_first(page)) < 4


def test_a_search_keeps_the_choices(browser: TestClient) -> None:
    """What was chosen before is still chosen, the language too though it does not match."""
    page = browser.post("/choose", data={**WANTED, "search": "Urdu", "do": "search"}).text
    assert shown_first(page) == ["pl", "ur"]
    assert re.search(r'value="pl"[^>]* checked', page)
    assert re.search(r'value="baclofen-tablets"[^>]* checked', page)


def test_words_that_were_not_looked_for_are_before_anything_is_made(browser: TestClient) -> None:
    """Somebody types “Arabic” and presses Show: not the leaflet in the language chosen before."""
    typed = {**WANTED, "language": "pl", "search": "Arabic", "do": "show"}
    page = browser.post("/choose", data={**typed, "searched": ""}).text
    assert shown_first(page) == ["pl", "ar"]
    assert 'id="print"' not in page
    assert browser.post("/choose", data={**typed, "searched": "Arabic"}).status_code == 303


def test_a_paper_too_small_for_the_print_is_said_at_the_paper(browser: TestClient) -> None:
    """Not that the leaflet is unsafe."""
    page = browser.post("/choose", data={**WANTED, "profile": "giant", "paper": "a5", "do": "show"}).text
    assert re.search(r'id="fault-paper">There is no room on this paper', page)
    assert 'href="#paper"' in page


def test_a_language_that_is_not_there_is_said_so(browser: TestClient) -> None:
    """And all languages are shown."""
    page = browser.post("/choose", data={"search": "Klingon", "do": "search"}).text
    assert "No language is called “Klingon”" in text_of(page)
    assert len(options_of(page)) == 40


def test_what_is_missing_is_named_with_a_link(browser: TestClient) -> None:
    """Nothing is guessed; the title says so first."""
    answer = browser.post("/choose", data={"do": "show"})
    assert answer.status_code == 422
    assert "<title>Error: Something must be put right" in answer.text
    assert all(f'<a href="#{name}">' in answer.text for name in ("leaflet", "language", "profile", "country", "paper"))


def test_the_pages_are_those_of_the_file(browser: TestClient) -> None:
    """As many pictures as pages, each a page of the very file."""
    place = make_sheet(browser)
    page = browser.get(place).text
    file = browser.get(find_file(page))
    pages = len(pypdf.PdfReader(io.BytesIO(file.content)).pages)
    assert page.count("<img ") == pages
    assert f"Pages: {pages}" in text_of(page)
    picture = browser.get(f"{place}/page-{pages}.png?width=300")
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).width == 300
    assert browser.get(f"{place}/page-{pages + 1}.png").status_code == 404
    assert browser.get(f"{place}/page-0.png").status_code == 404


def test_the_downloaded_file_passes_verify(browser: TestClient, tmp_path: Path) -> None:
    """It is the same as one from the command line."""
    page = browser.get(make_sheet(browser, language="ar", leaflet="baclofen-pump")).text
    file = browser.get(find_file(page) + "?download")
    assert file.headers["content-disposition"] == 'attachment; filename="baclofen-pump-GB-ar-large-a4.pdf"'
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(file.content)
    verdict = recheck_file(path, None)
    assert verdict.passed
    assert verdict.job is not None
    assert (verdict.job.leaflet, verdict.job.language) == ("baclofen-pump", "ar")


def test_print_opens_the_file_in_the_browser(browser: TestClient) -> None:
    """Inline, in a new tab, and its name says nothing but what the leaflet is."""
    page = browser.get(make_sheet(browser)).text
    assert re.search(r'href="/leaflet/[^"]+\.pdf" target="_blank" rel="noopener" id="print"', page)
    file = browser.get(find_file(page))
    assert file.headers["content-disposition"].startswith("inline")
    assert file.headers["cache-control"] == "no-store"


def test_a_draft_is_called_a_draft(browser: TestClient) -> None:
    """As long as nobody has approved it."""
    assert "Draft No doctor or pharmacist has checked this leaflet." in text_of(browser.get(make_sheet(browser)).text)


def test_staff_read_every_text_beside_the_english(browser: TestClient) -> None:
    """Both languages are marked as what they are."""
    page = browser.get(make_sheet(browser, language="ur") + "/english").text
    rows = re.findall(r'<td lang="ur" dir="rtl">(.+?)</td>\s*<td lang="en" dir="ltr">(.+?)</td>', page)
    assert len(rows) > 100
    assert any("Do not stop suddenly." in english for _, english in rows)


def test_next_patient_forgets_the_pages(browser: TestClient) -> None:
    """At once, and not only on the screen."""
    place = make_sheet(browser)
    assert browser.post("/forget", data={"do": "forget"}).headers["location"] == "/"
    answer = browser.get(place)
    assert answer.status_code == 410
    assert "These pages are no longer kept" in answer.text


def test_languages_printed_here_come_first(running: TestClient) -> None:
    """The counter lives in memory, and only for this run."""
    browser = open_browser(running)
    for _ in range(3):
        browser.get(find_file(browser.get(make_sheet(browser, language="so")).text))
    page = browser.get("/").text
    assert "so" in options_of(page)[:3]


@pytest.mark.parametrize(
    ("tag", "direction", "words"),
    [("ar", "rtl", "إعداد نشرة"), ("cy", "ltr", "Creu taflen"), ("pl", "ltr", "Przygotuj ulotkę")],
)
def test_the_page_speaks_other_languages(running: TestClient, tag: str, direction: str, words: str) -> None:
    """Chosen on the page, or by the browser's own setting."""
    chosen = open_browser(running)
    assert chosen.get(f"/?ui={tag}").status_code == 303
    asked = chosen.get("/").text
    assert f'<html lang="{tag}" dir="{direction}">' in asked
    assert words in asked
    other = open_browser(running)
    assert words in other.get("/", headers={"Accept-Language": f"{tag}-XX,en;q=0.5"}).text


def test_a_link_from_other_software_makes_the_choices(browser: TestClient) -> None:
    """The address names a leaflet and a language, nothing else."""
    page = browser.get("/?leaflet=baclofen-liquid&language=zh-Hans&country=US&paper=letter").text
    assert re.search(r'value="baclofen-liquid"[^>]* checked', page)
    assert re.search(r'value="zh_Hans"[^>]* checked', page)
    assert 'value="US" selected' in page


def test_the_token_leaves_the_address(running: TestClient) -> None:
    """It is in no history and no referrer; what else the address says is kept."""
    answer = running.get(f"/?token={TOKEN}&leaflet=baclofen-pump", follow_redirects=False)
    assert answer.headers["location"] == "/?leaflet=baclofen-pump"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=Strict" in answer.headers["set-cookie"]
    running.cookies.clear()
