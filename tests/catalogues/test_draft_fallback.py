"""English in place of a text that is not translated: only where no warning is concerned, and it says so."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from plainleaf.build import Job, Result, build_leaflet
from plainleaf.content.reader import read_source
from plainleaf.recheck import recheck_file
from plainleaf.roots import open_roots

SAMPLE = Path(__file__).parents[1] / "samples" / "second"
ORDINARY = "lumivex/drops/use/how"
ENGLISH = "Put 1 drop into each eye in the morning."
MARKS = {"de": "Teilweise auf Englisch.", "he": "חלקים מעלון זה עדיין באנגלית."}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the medicine that does not exist."""
    shutil.copytree(SAMPLE, tmp_path / "second")
    return tmp_path / "second"


def lose(root: Path, tag: str, message: str, way: str = "empty") -> None:
    """Take a translation away: empty, fuzzy, stale or missing."""
    path = next(root.glob(f"locales/{tag}/LC_MESSAGES/{message.split('/')[0]}.po"))
    entries = path.read_text(encoding="utf-8").split("\n\n")
    at = next(i for i, entry in enumerate(entries) if f'msgctxt "{message}"\n' in entry)
    ways = {
        "empty": lambda e: re.sub(r"^msgstr .*", 'msgstr ""', e, flags=re.MULTILINE | re.DOTALL),
        "fuzzy": lambda e: "#, fuzzy\n" + e,
        "stale": lambda e: e.replace('msgid "', 'msgid "Once '),
        "missing": lambda e: e[:0],
    }
    entries[at] = ways[way](entries[at])
    path.write_text("\n\n".join(entry for entry in entries if entry) + "\n", encoding="utf-8")


def build(root: Path, tag: str, *, fallback: bool = True, release: bool = False) -> Result:
    out = root.parent / "out"
    return build_leaflet(
        Job("lumivex-drops", tag, "ZZ", folder=out, overlay=root, release=release, draft_fallback=fallback)
    )


@pytest.mark.parametrize("tag", ["de", "he"])
@pytest.mark.parametrize(
    ("way", "code"), [("empty", "T011"), ("fuzzy", "T012"), ("stale", "T013"), ("missing", "T010")]
)
def test_the_english_stands_in_and_every_page_says_so(root: Path, tag: str, way: str, code: str) -> None:
    """Without the option the leaflet is refused; with it the finding is a warning and the page is marked."""
    lose(root, tag, ORDINARY, way)
    assert not build(root, tag, fallback=False).made
    result = build(root, tag)
    assert [(f.code, f.severity.value) for f in result.findings] == [(code, "warning")]
    assert result.path is not None
    pages = [page.extract_text() for page in PdfReader(result.path).pages]
    assert ENGLISH in " ".join("".join(pages).split())
    assert all(re.sub(r"\W", "", MARKS[tag]) in re.sub(r"\W", "", page) for page in pages)


@pytest.mark.parametrize("tag", ["de", "he"])
def test_a_screen_reader_is_told_that_it_is_english(root: Path, tag: str) -> None:
    """The element of the English text has Lang=en and runs from left to right."""
    before = paragraphs_in_english(build(root, tag).path)
    lose(root, tag, ORDINARY)
    path = build(root, tag).path
    assert path is not None
    with pikepdf.open(path) as pdf:
        english = [str(e.get("/Lang")) for e in elements(pdf.Root.StructTreeRoot) if told(e) == ENGLISH]
    assert english == (["en"] if tag == "he" else [])  # German ink is its own text: no ActualText to find it by
    assert paragraphs_in_english(path) == before + 1


def paragraphs_in_english(path: Path | None) -> int:
    assert path is not None
    with pikepdf.open(path) as pdf:
        return [str(e.get("/Lang")) for e in elements(pdf.Root.StructTreeRoot) if e.S == "/P"].count("en")


def elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    kids = node.get("/K", [])
    found = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *elements(kid)]
    return found


def told(element: pikepdf.Object) -> str:
    return str(element.get("/ActualText", ""))


@pytest.mark.parametrize("part", ["short", "title", "text"])
def test_a_mandatory_warning_is_never_printed_in_english(root: Path, part: str) -> None:
    """Whatever the option says: its reader must be able to read it."""
    lose(root, "de", f"lumivex/warning/never-chew/{part}")
    result = build(root, "de")
    assert [finding.code for finding in result.findings] == ["T011"]
    assert not result.made


@pytest.mark.parametrize("part", ["heading", "lead", "dark", "say", "then"])
def test_the_emergency_card_is_never_printed_in_english(root: Path, part: str) -> None:
    """Who to call, when, and what to say."""
    lose(root, "de", f"lumivex/drops/card/{part}")
    assert not build(root, "de").made


def test_what_stands_in_english_is_never_released(root: Path) -> None:
    """R005, beside all else that is not approved."""
    lose(root, "de", ORDINARY)
    assert "R005" in {finding.code for finding in build(root, "de", release=True).findings}


def test_the_finished_file_is_verified_as_it_was_made(root: Path) -> None:
    """verify sees in the file that English was let in, and lets it in too."""
    lose(root, "he", ORDINARY)
    path = build(root, "he").path
    assert path is not None
    assert recheck_file(path, root).passed


def test_what_is_mandatory_is_every_warning_and_the_card() -> None:
    """The messages that no option can replace, counted another way."""
    source = read_source(open_roots(SAMPLE), "lumivex-drops", "ZZ")
    mandatory = {message.id for message in source.mandatory_messages()}
    printed = {message.id for message in source.printed_messages()}
    assert mandatory <= printed
    assert {id for id in printed if "/warning/" in id or "/card/" in id} == mandatory
