"""A proof on paper: read back, each row says both texts, in their languages and in order, on A4 and Letter."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from plainleaf.content.settings import read_papers
from plainleaf.layout.model import Text
from plainleaf.pdf import write_pdf
from plainleaf.roots import open_roots
from plainleaf.verify.model import ReadBack, StructureElement
from plainleaf.verify.normal import normalise
from plainleaf.verify.reader import read_back
from proofs import LANGUAGES, SAMPLE, fill, gather, lay_out, printed, read_entries


@cache
def read(tag: str) -> ReadBack:
    return read_back(printed(tag)[1])


def find(back: ReadBack, tag: str) -> list[StructureElement]:
    assert back.root is not None
    return [element for element in back.root.walk() if element.tag == tag]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_row_says_what_the_catalogue_says(tag: str) -> None:
    """Number, English, translation, back-translation: to a screen reader and in the ink."""
    proof, back = printed(tag)[0], read(tag)
    entries = read_entries(open_roots(None), tag, "baclofen")
    rows = {element.id: element for element in find(back, "TR") if element.id}
    assert list(rows) == [f"text/{text.number}" for text in proof.texts]
    for text in proof.texts:
        number, status, english, own, *boxes = rows[f"text/{text.number}"].children
        wanted = [
            [str(text.number)],
            [text.severity, text.status],
            [fill(entries[text.id][0], proof)] + ([f"Back: {b.plain}"] if (b := text.back_translation) else []),
            [fill(entries[text.id][1], proof), text.id, *(f"Check: {words}" for words in text.findings)],
        ]
        for cell, said in zip((number, status, english, own), wanted, strict=True):
            expected = [normalise(words) for words in said]
            assert [normalise(back.actual_text(part)) for part in cell.children] == expected
            assert [normalise(back.drawn_text(part)) for part in cell.children] == expected
        assert [len(box.kids) for box in boxes] == [0, 0]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_languages_are_tagged(tag: str) -> None:
    """The document is English, the cell of the translation is not, the id in it is English again."""
    back, bcp47 = read(tag), tag.replace("_", "-")
    assert back.lang == "en"
    for row in (element for element in find(back, "TR") if element.id):
        _, _, english, own, *_ = row.children
        assert (english.lang, own.lang) == (None, bcp47)
        assert [part.lang for part in own.children[:2]] == [None, "en"]


def test_right_to_left_lines_end_at_the_right_edge_of_their_cell() -> None:
    """Arabic is set as Arabic though the sheet is English."""
    layout = lay_out(gather(None, "ar", domain="common"))
    texts = [item for page in layout.pages for item in page.items if isinstance(item, Text) and item.line.rtl]
    edges = {round(item.x + item.line.width, 1) for item in texts}
    assert len(texts) >= 16
    assert len(edges) == 1


def test_every_table_has_headers_with_a_scope() -> None:
    """Columns and rows, in every table of the proof."""
    back = read("pl")
    assert {(one.attributes or {})["Table"]["Scope"] for one in find(back, "TH")} == {"/Column", "/Row"}
    for table in find(back, "Table"):
        first = next(row for row in table.walk() if row.tag == "TR")
        assert {cell.tag for cell in first.children[1:]} == {"TH"}
        assert all(len(row.children) == len(first.children) for row in table.walk() if row.tag == "TR")


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_page_names_its_language_and_number(paper: str) -> None:
    """The sheet lies on its side, nothing leaves it, and the head of the table is repeated."""
    proof, pdf = printed("pl", paper)
    back = read_back(pdf)
    sheet = read_papers(open_roots(None))[paper]
    for number, page in enumerate(back.pages, start=1):
        assert (round(page.width), round(page.height)) == (round(sheet.height), round(sheet.width))
        outside = "".join(page.drawn.artifacts)
        assert "Proof: Polish, baclofen" in outside
        assert f"Page {number} of {len(back.pages)}" in outside
        assert proof.fingerprint in outside
        whole = normalise(page.drawn.all_text)
        assert number == 1 or "Sign-off" in whole or "Correction" in whole


def test_the_first_page_says_how_far_the_language_is() -> None:
    """Own name, version, counts by severity and state, and that a draft stays a draft."""
    proof, back = printed("ar")[0], read("ar")
    spoken = " ".join(back.actual_text(one) for one in find(back, "P"))
    assert "Language: Arabic, العربية, tag ar" in spoken
    assert "version 0.1" in spoken
    assert "until the signatures are put on record with: plainleaf locale approve ar" in spoken
    counts = [[back.actual_text(cell).strip() for cell in row.children] for row in find(back, "TR")]
    total = str(len(proof.texts))
    assert ["All", total, "0", "0", "0", total, "0", "0", "0"] == counts[len(proof.sections) + 1][:9]


def test_the_signoff_names_nobody() -> None:
    """Every field is there and empty."""
    back = read("pl")
    rows = [[back.actual_text(cell).strip() for cell in row.children] for row in find(back, "TR")][-9:]
    assert [row[0] for row in rows] == [
        *("Name", "Profession", "Registration number", "Organisation", "Reads English", "Reads Polish"),
        *("I have read messages", "Date", "Signature"),
    ]
    assert {cell for row in rows for cell in row[1:]} == {"", "yesno", "to"}


def test_a_text_higher_than_a_page_goes_on_overleaf(tmp_path: Path) -> None:
    """All of it is there, inside the sheet, in reading order."""
    root = Path(shutil.copytree(SAMPLE, tmp_path / "second"))
    path = root / "locales/de/LC_MESSAGES/lumivex.po"
    long = " ".join(f"Wort{number}" for number in range(600))
    path.write_text(path.read_text("utf-8").replace("alles dunkel wird", long, 1), "utf-8")
    proof = gather(root, "de", domain="lumivex")
    number = next(text.number for text in proof.texts if text.translation and long in text.translation.plain)
    layout = lay_out(proof, root=root)
    bottom = min(item.y for page in layout.pages for item in page.items if isinstance(item, Text))
    assert bottom > min(item.y for item in layout.pages[0].footer if isinstance(item, Text))
    back = read_back(write_pdf(layout))
    (row,) = [element for element in find(back, "TR") if element.id == f"text/{number}"]
    assert normalise(back.drawn_text(row.children[3].children[0])) == normalise(long)
    assert len(row.pages) > 1


def test_a_letter_of_another_script_is_shown(tmp_path: Path) -> None:
    """The reviewer has to see what does not belong there, also in what the checks say."""
    root = Path(shutil.copytree(SAMPLE, tmp_path / "second"))
    path = root / "locales/de/LC_MESSAGES/lumivex.po"
    path.write_text(path.read_text("utf-8").replace("alles dunkel wird", "alles दunkel wird", 1), "utf-8")
    proof = gather(root, "de", domain="lumivex")
    back = read_back(write_pdf(lay_out(proof, root=root)))
    assert "alles दunkel wird" in [back.actual_text(part) for part in find(back, "P")]
    assert any("द" in words for text in proof.texts for words in text.findings)


def test_the_same_proof_makes_the_same_bytes() -> None:
    """Printed twice."""
    proof, pdf = printed("hi")
    assert write_pdf(lay_out(proof)) == pdf
