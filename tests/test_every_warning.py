"""The promise: every finished leaflet, in every language, says every mandatory warning.

What must be there is read from the content and the catalogues by other means than the press's own, and
looked for in the finished files with readers that wrote none of them: in the text of four, and element by
element in pdfium's structure tree.
"""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from readers import clean, read_with_all

ROOT = Path(__file__).resolve().parents[1]
CONTENT, LOCALES = ROOT / "content", ROOT / "locales"


def leaflet_files() -> list[Path]:
    return sorted(CONTENT.glob("*/leaflets/*.toml"))


def languages() -> list[str]:
    return sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir())


CASES = [(path, language) for path in leaflet_files() for language in languages()]


def _printed(entry: dict[str, Any]) -> bool:
    return "option" not in entry and ("GB" in entry.get("countries", ["GB"]) or not entry["countries"])


def warning_messages(path: Path) -> Iterator[str]:
    """Yield the ids of all messages of all warnings of a leaflet."""
    domain = path.parents[1].name
    leaflet = tomllib.loads(path.read_text(encoding="utf-8"))
    registry = tomllib.loads((path.parents[1] / "warnings.toml").read_text(encoding="utf-8"))["warning"]
    mandatory = [w for w in registry if path.stem in w["routes"] and _printed(w)]
    for warning in mandatory:
        base = f"{domain}/warning/{warning['id']}"
        if "title" in warning:
            yield f"{base}/title"
        if warning["id"] in leaflet["key_rows"]:
            yield f"{base}/short"
        for block in filter(_printed, warning["body"]):
            if "text" in block:
                yield f"{base}/{block['id']}"
            yield from (f"{base}/{block['id']}/{item['id']}" for item in filter(_printed, block.get("items", ())))


def expected_texts(path: Path, language: str) -> dict[str, str]:
    """Return message id to the text the catalogue gives it, with the country's values."""
    catalogue = polib.pofile(str(LOCALES / language / "LC_MESSAGES" / f"{path.parents[1].name}.po"))
    entries = {entry.msgctxt: entry for entry in catalogue if not entry.obsolete}
    texts = {}
    for message in warning_messages(path):
        texts[message] = fill(entries[message].msgstr)
    return texts


def fill(text: str) -> str:
    """Return *text* without markup, its placeholders replaced by the country's values."""
    for value in tomllib.loads((CONTENT / "countries" / "GB.toml").read_text(encoding="utf-8"))["value"]:
        text = text.replace("{" + value["name"] + "}", value["text"])
    return text.replace("**", "")


def build(path: Path, language: str, folder: Path) -> Path:
    """Return the finished file that the command line makes."""
    leaflet = tomllib.loads(path.read_text(encoding="utf-8"))["id"]
    command = [sys.executable, "-m", "plainleaf", "build", leaflet, "-l", language, "-o", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.pdf"))


def squeezed(text: str) -> str:
    """Return *text* with single blanks, in NFC: nothing else is forgiven."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _read_string(read: Any, *subject: Any) -> str:
    """Return the UTF-16 string that a pdfium function writes for *subject*."""
    length = read(*subject, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)) if read is pdfium.FPDFTextObj_GetText else buffer
    read(*subject, wide, length)
    return buffer.raw[: length - 2].decode("utf-16-le")


def _texts_by_content(page: pypdfium2.PdfPage) -> dict[int, str]:
    """Return the text of each marked content of *page*, by its id."""
    text_page = page.get_textpage()
    texts: dict[int, str] = {}
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        content = pdfium.FPDFPageObj_GetMarkedContentID(item)
        if content >= 0 and pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            texts[content] = texts.get(content, "") + _read_string(pdfium.FPDFTextObj_GetText, item, text_page)
    return texts


def _told(element: Any, texts: dict[int, str], ids: dict[str, list[str]], inside: tuple[str, ...]) -> Iterator[str]:
    """Yield what a screen reader says of *element*: its ActualText, else its own text and its children's."""
    own = _read_string(pdfium.FPDF_StructElement_GetID, element)
    inside = (*inside, own) if own else inside
    actual = _read_string(pdfium.FPDF_StructElement_GetActualText, element)
    drawn = ""
    said: list[str] = []
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child and not actual:
            said.extend(_told(child, texts, ids, inside))
        elif not child:
            drawn += texts.get(pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index), "")
    if actual or drawn:
        for name in inside:
            ids.setdefault(name, []).append(squeezed(actual or drawn))
        yield squeezed(actual or drawn)
    yield from said


def structure_texts(path: Path) -> tuple[set[str], dict[str, list[str]]]:
    """Return everything pdfium's structure tree says, and what it says below each element with an /ID."""
    ids: dict[str, list[str]] = {}
    said: set[str] = set()
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            texts = _texts_by_content(page)
            tree = pdfium.FPDF_StructTree_GetForPage(page)
            for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                said.update(_told(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), texts, ids, ()))
            pdfium.FPDF_StructTree_Close(tree)
    return said, ids


@pytest.mark.parametrize(("path", "language"), CASES, ids=lambda value: getattr(value, "stem", value))
def test_every_warning_can_be_read_in_the_finished_file(path: Path, language: str, tmp_path: Path) -> None:
    """Each message of each mandatory warning: verbatim in four readers' text, and below its /ID in pdfium's tree."""
    expected = expected_texts(path, language)
    assert expected
    assert all(expected.values()), "a message without a translation"
    pdf = build(path, language, tmp_path)
    for reader, text in read_with_all(pdf.read_bytes(), tmp_path / "copy.pdf").items():
        missing = [message for message, words in expected.items() if clean(words) not in text]
        assert not missing, f"{reader} does not find {missing}"
    said, ids = structure_texts(pdf)
    assert [message for message, words in expected.items() if squeezed(words) not in said] == []
    for message, words in expected.items():
        warning, part = message.split("/warning/")[1].split("/", 1)
        element = f"short/{warning}" if part == "short" else warning
        assert squeezed(words) in ids[element], f"{message} is not below /ID {element}"


@pytest.mark.parametrize(("path", "language"), CASES, ids=lambda value: getattr(value, "stem", value))
def test_every_text_of_the_leaflet_is_told_exactly(path: Path, language: str, tmp_path: Path) -> None:
    """Every text of the catalogue that is printed is one whole element for a screen reader."""
    catalogue = polib.pofile(str(LOCALES / language / "LC_MESSAGES" / f"{path.parents[1].name}.po"))
    left_out = ("/what/uses/back", "/what/back-not-approved", "/what/picture/alt")  # clinic options; no text on paper
    wanted = {e.msgctxt: squeezed(fill(e.msgstr)) for e in catalogue if not e.msgctxt.endswith(left_out)}
    said, _ = structure_texts(build(path, language, tmp_path))
    assert [message for message, words in wanted.items() if words not in said] == []
