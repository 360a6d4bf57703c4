"""The first sheet, front and back, holds the short warnings and, wherever that can be done, the emergency card."""

from __future__ import annotations

from functools import cache

import pytest

from plainleaf.build import Job, make_pdf
from plainleaf.roots import open_roots
from plainleaf.verify.model import ReadBack, StructureElement
from plainleaf.verify.reader import read_back

LANGUAGES = sorted(folder.name for folder in (open_roots(None).folders[0] / "locales").iterdir() if folder.is_dir())
OVERLEAF = {"ckb", "fil", "fr", "pt", "ru", "so", "ta", "tr", "ur"}
"""Where the short warnings for tablets take so much of the first sheet that the card begins the second. Fewer words
would change that, smaller type must not."""


@cache
def read(language: str, leaflet: str = "baclofen-tablets", profile: str = "large") -> ReadBack:
    """Return a finished leaflet on A4."""
    return read_back(make_pdf(Job(leaflet, language, profile=profile))[0], copied_text=False)


def find(leaflet: ReadBack, id: str) -> StructureElement:
    assert leaflet.root is not None
    return next(element for element in leaflet.root.walk() if element.id == id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_stands_on_the_first_sheet(language: str) -> None:
    """Who needs it has it in the hand with page 1."""
    leaflet = read(language)
    assert set(find(leaflet, "key-block").pages) <= {0, 1}
    assert find(leaflet, "card").pages[0] == (2 if language in OVERLEAF else 1)


@pytest.mark.parametrize("language", ["en", "de", "ar", "ja"])
def test_all_short_warnings_stand_on_page_1(language: str) -> None:
    """German, Arabic and Japanese need it dense: the words after an action go on in its line."""
    assert find(read(language), "key-block").pages == (0,)


def test_a_dense_page_keeps_the_actions_bold_and_first() -> None:
    """What is bold is what it was; only the line ends differ."""
    row = find(read("de"), "short/withdrawal-emergency")
    wanted = {(content.page, content.mcid) for content in row.contents()}
    runs = [run for run in read("de").pages[0].drawn.runs if (0, run.mcid) in wanted]
    bold = "".join(run.text for run in runs if run.font is not None and "Bold" in run.font.name)
    assert bold.split() == ["Rufen", "Sie", "sofort", "999", "an"]
    assert runs[0].y > runs[-1].y
    assert len({run.y for run in runs}) == 2


def test_a_key_block_that_is_cut_shares_out_its_space() -> None:
    """French needs two sides: neither is crammed while the other is empty."""
    rows = [element for element in find(read("fr"), "key-block").children if element.id]
    pages = [element.pages[0] for element in rows]
    assert pages == sorted(pages)
    assert min(pages.count(0), pages.count(1)) >= len(rows) // 2
