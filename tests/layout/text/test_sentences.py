"""Real sentences in 24 languages: shaped, broken into lines, written, and read back by other readers."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pymupdf
import pypdf
import pypdfium2
import pytest
from icu4py.breakers import LineBreaker

from plainleaf.build import font_shelf, known_languages
from plainleaf.compose.model import Span
from plainleaf.content.settings import read_profile
from plainleaf.languages import Language
from plainleaf.layout.model import Item, Layout, Line, Metadata, Node, Page, Text
from plainleaf.layout.styles import PLAIN_SCRIPTS, Styles, make_styles
from plainleaf.layout.text.setting import ShapedText, break_lines, shape_words
from plainleaf.pdf import write_pdf
from plainleaf.roots import open_roots

TESTS = Path(__file__).parents[2]
sys.path.insert(0, str(TESTS / "pdfua"))
from pdfua_checker import check_pdfua  # noqa: E402

SENTENCES: dict[str, list[str]] = {}
for entry in tomllib.loads((TESTS / "samples/sentences.toml").read_text("utf-8"))["sentence"]:
    SENTENCES.setdefault(entry["lang"], []).append(entry["text"])

WIDTHS = (424, 200, 120)
CONTROLS = re.compile("[\u2066-\u2069]")
IGNORED = re.compile("[\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
NUMBER_AND_UNIT = re.compile(r"\d (?:mg|мг|°C)")
CLOSING = frozenset("。、」），）,.;:!?؟،؛।።៖")
DICTIONARY = ("th", "lo", "km", "my")
"""Languages without blanks between words, broken by ICU's dictionaries."""
KNOWN: dict[tuple[str, str], str] = {}
"""(language, reader) that do not give every sentence back, and why."""


@cache
def language_of(tag: str) -> Language:
    return known_languages(open_roots(None))[tag]


@cache
def styles_of(tag: str) -> Styles:
    roots = open_roots(None)
    return make_styles(read_profile(roots, "large"), language_of(tag), font_shelf(roots))


def split_spans(sentence: str) -> Iterator[Span]:
    """Yield the sentence's spans: what stands between U+2066 and U+2069 is a value of its own."""
    for index, part in enumerate(CONTROLS.split(sentence)):
        if part:
            yield Span(part, isolate=bool(index % 2))


def shape(tag: str, sentence: str, node: Node | None = None) -> ShapedText:
    spans = tuple(split_spans(sentence))
    return shape_words(spans, styles_of(tag).body, (node,) * len(spans))


def text_of(line: Line) -> str:
    return "".join(run.text for run in line.runs)


def clean(text: str) -> str:
    return IGNORED.sub("", unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("tag", SENTENCES)
def test_every_character_has_a_glyph(tag: str) -> None:
    """No sentence shows the box of glyph 0."""
    for sentence in SENTENCES[tag]:
        shaped = shape(tag, sentence)
        assert shaped.missing == ()
        glyphs = [glyph.id for line in break_lines(shaped, 424) for run in line.runs for glyph in run.glyphs]
        assert glyphs
        assert 0 not in glyphs


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tag", SENTENCES)
def test_lines_keep_the_text_and_the_width(tag: str, width: int) -> None:
    """The lines joined are the sentence, and none sticks out, be they greedy or balanced."""
    for sentence in SENTENCES[tag]:
        for balanced in (False, True):
            lines = break_lines(shape(tag, sentence), width, balanced=balanced)
            assert "".join(map(text_of, lines)) == CONTROLS.sub("", sentence)
            assert max(line.width for line in lines) <= width + 1e-6


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tag", SENTENCES)
def test_no_line_ends_where_it_harms(tag: str, width: int) -> None:
    """Not between number and unit, not inside a value that fits, not before a closing mark or an accent."""
    size = styles_of(tag).body
    for sentence in SENTENCES[tag]:
        plain = CONTROLS.sub("", sentence)
        values = [span.text for span in split_spans(sentence) if span.isolate]
        fitting = [v for v in values if shape_words((Span(v, isolate=True),), size, (None,)).width <= width]
        barred = [match.span() for match in NUMBER_AND_UNIT.finditer(plain)]
        barred += [(plain.index(value), plain.index(value) + len(value)) for value in fitting]
        at = 0
        for line in break_lines(shape(tag, sentence), width):
            if at:
                assert plain[at] not in CLOSING
                assert not unicodedata.category(plain[at]).startswith("M")
                assert [cut for cut in barred if cut[0] < at < cut[1]] == []
            at += len(text_of(line))


@pytest.mark.parametrize("width", [424, 200])
@pytest.mark.parametrize("tag", DICTIONARY)
def test_lines_without_blanks_end_at_words(tag: str, width: int) -> None:
    """Thai, Lao, Khmer and Burmese lines end where ICU's dictionary ends a word."""
    for sentence in SENTENCES[tag]:
        ends = {end for _, end in LineBreaker(sentence, tag).segments()}
        at = 0
        for line in break_lines(shape(tag, sentence), width):
            at += len(text_of(line))
            assert at in ends


@pytest.mark.parametrize("width", WIDTHS)
def test_korean_words_stay_whole(width: int) -> None:
    """A line ends after a blank alone, not at a bracket within a word either."""
    for sentence in SENTENCES["ko"]:
        for line in break_lines(shape("ko", sentence), width)[:-1]:
            assert text_of(line).endswith(" ")


@cache
def pdf_of(tag: str) -> bytes:
    """Return the sentences of *tag* on one page, as a leaflet writes them."""
    language = language_of(tag)
    style = styles_of(tag).body
    items: list[Item] = []
    nodes = []
    y = 2400.0
    for sentence in SENTENCES[tag]:
        leaf = node = Node("P")
        if language.script not in PLAIN_SCRIPTS:
            leaf = Node("Span")
            node = Node("P", (leaf,), actual_text=CONTROLS.sub("", sentence))
        nodes.append(node)
        for line in break_lines(shape(tag, sentence, leaf), 424):
            items.append(Text(500 - line.width if language.rtl else 76, y, line))
            y -= style.leading
        y -= 10
    assert y > 0
    metadata = Metadata("Sentences", language.bcp47, language.rtl, "plainleaf", "Sample", "sample", "2026-01-02")
    root = Node("Document", tuple(nodes), lang=language.bcp47)
    return write_pdf(Layout((Page(595, 2500, tuple(items)),), root, (), metadata))


def read_back(pdf: bytes, path: Path) -> dict[str, str]:
    """Return the text of *pdf* as each reader gives it; pdftotext where it is installed, always in CI."""
    path.write_bytes(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        pdfium = "".join(page.get_textpage().get_text_bounded() for page in document)
    with pymupdf.open(path) as opened:
        mupdf = "".join(page.get_text() for page in opened)
    texts = {
        "pypdf": "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages),
        "pdfium": pdfium,
        "mupdf": mupdf,
    }
    program = shutil.which("pdftotext")
    assert program or not os.environ.get("CI"), "CI needs poppler's pdftotext"
    if program:
        texts["pdftotext"] = subprocess.run([program, str(path), "-"], capture_output=True, check=True).stdout.decode()
    return {reader: clean(text) for reader, text in texts.items()}


@pytest.mark.parametrize("tag", SENTENCES)
def test_every_sentence_is_read_back_verbatim(tag: str, tmp_path: Path) -> None:
    """Each reader gives each sentence back; those known not to are named, and nothing else fails."""
    texts = read_back(pdf_of(tag), tmp_path / f"{tag}.pdf")
    lost = {reader: [s for s in SENTENCES[tag] if clean(s) not in text] for reader, text in texts.items()}
    known = {reader for language, reader in KNOWN if language == tag}
    assert {reader for reader, sentences in lost.items() if sentences} == known & texts.keys(), lost


@pytest.mark.parametrize("tag", SENTENCES)
def test_every_sample_is_accessible(tag: str) -> None:
    """The page of sentences passes the checks of PDF/UA-1."""
    assert check_pdfua(pdf_of(tag)) == []
