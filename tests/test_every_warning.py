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
from collections.abc import Iterable, Iterator
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


COUNTRIES = sorted(path.stem for path in (CONTENT / "countries").glob("*.toml"))
CASES = [(path, language, "GB") for path in leaflet_files() for language in languages()]
CASES += [
    (path, language, COUNTRIES[(at + number) % len(COUNTRIES)])
    for number, path in enumerate(leaflet_files())
    for at, language in enumerate(languages())
    if language == "en" or at % 3 == number
]
"""Every leaflet in every language for Great Britain; every third again, for a country in turn."""

Toml = dict[str, Any]


def packs(country: str, medicine: str) -> list[Toml]:
    """Return what is known of *country*, by itself and for the medicine."""
    paths = (CONTENT / "countries" / f"{country}.toml", CONTENT / medicine / "countries" / f"{country}.toml")
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths if path.is_file()]


class Case:
    """One leaflet in one language for one country, read from the files by other means than the press's own."""

    def __init__(self, path: Path, language: str, country: str) -> None:
        self.path, self.language, self.country = path, language, country
        self.domain, self.route = path.parents[1].name, path.stem
        self.leaflet = tomllib.loads(path.read_text(encoding="utf-8"))
        known = packs(country, self.domain)
        self.rules = {rule["id"] for pack in known for rule in pack.get("rule", ())}
        self.values = {value["name"]: value["text"] for pack in known for value in pack.get("value", ())}
        self.wordings = [(w["british"], w["here"]) for pack in known for w in pack.get("wording", ())]
        catalogue = polib.pofile(str(LOCALES / language / "LC_MESSAGES" / f"{self.domain}.po"))
        self.entries = {entry.msgctxt: entry.msgstr for entry in catalogue if not entry.obsolete}

    def printed(self, entry: Toml) -> bool:
        """Tell whether a text, a block or a warning belongs in this leaflet."""
        holds = "rule" not in entry or entry["rule"] in self.rules
        here = not entry.get("countries") or self.country in entry["countries"]
        on_route = not entry.get("routes") or self.route in entry["routes"]
        return "option" not in entry and holds and here and on_route

    def warning_messages(self) -> Iterator[str]:
        """Yield the ids of all messages of all mandatory warnings."""
        registry = self.path.parents[1] / "warnings.toml"
        for warning in filter(self.printed, tomllib.loads(registry.read_text(encoding="utf-8"))["warning"]):
            base = f"{self.domain}/warning/{warning['id']}"
            if "title" in warning:
                yield f"{base}/title"
            if warning["id"] in self.leaflet["key_rows"]:
                yield f"{base}/short"
            for block in filter(self.printed, warning["body"]):
                if "text" in block:
                    yield f"{base}/{block['id']}"
                yield from (
                    f"{base}/{block['id']}/{item['id']}" for item in filter(self.printed, block.get("items", ()))
                )

    def leaflet_messages(self) -> Iterator[str]:
        """Yield the ids of all other messages that are set as text: title, card, sections, ending."""
        base = f"{self.domain}/{self.route}"
        yield from (f"{base}/{name}" for name in ("title", "purpose", "readers"))
        yield from (f"{base}/card/{name}" for name in ("heading", "lead", "say", "then"))
        yield from (f"{base}/card/{item['id']}" for item in self.leaflet["card"]["item"])
        for section in self.leaflet["section"]:
            yield f"{base}/{section['id']}/title"
            for block in filter(self.printed, section["block"]):
                yield from self._block_messages(f"{base}/{section['id']}", block)
        for block in filter(self.printed, self.leaflet.get("ending", ())):
            yield f"{base}/ending/{block['id']}"

    def _block_messages(self, base: str, block: Toml) -> Iterator[str]:
        name = f"{base}/{block.get('id')}"
        if block["kind"] in ("paragraph", "list"):
            yield from (name for _ in [0] if "text" in block)
            yield from (f"{name}/{item['id']}" for item in filter(self.printed, block.get("items", ())))
        elif block["kind"] == "note":
            yield from (f"{name}/title" for _ in [0] if "title" in block)
            yield from (f"{name}/{part['id']}" for part in filter(self.printed, block["body"]))
        elif block["kind"] == "table":
            yield from (f"{name}/{column['id']}" for column in block["columns"])
            for band in block["band"]:
                yield f"{name}/{band['id']}"
                yield from (f"{name}/{band['id']}/{row['id']}/{cell}" for row in band["row"] for cell in row["cells"])

    def text(self, message: str) -> str:
        """Return what the catalogue says for *message*, without markup, with the country's values and words."""
        text = self.entries[message]
        for british, here in self.wordings if self.language == "en" else ():
            text = text.replace(british, here)
        for name, value in self.values.items():
            text = text.replace("{" + name + "}", value)
        return text.replace("**", "")


def build(case: Case, folder: Path) -> Path:
    """Return the finished file that the command line makes."""
    command = [sys.executable, "-m", "plainleaf", "build", case.leaflet["id"], "-l", case.language]
    command += ["-c", case.country, "-o", str(folder)]
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


def is_told(words: str, elements: Iterable[str]) -> bool:
    """Tell whether one of *elements* says *words*: nothing else, or whole sentences before and after."""
    full_stops = "。！？"  # no blank follows these
    for element in elements:
        before, found, after = element.partition(squeezed(words))
        begins = not before or before[-1] in " " + full_stops
        if found and begins and (not after or after[0] == " " or found[-1] in full_stops):
            return True
    return False


def structure_texts(path: Path) -> tuple[set[str], dict[str, list[str]]]:
    """Return everything pdfium's structure tree says, and what it says below each element with an /ID."""
    ids: dict[str, list[str]] = {}
    said: set[str] = set()
    last = ""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            texts = _texts_by_content(page)
            tree = pdfium.FPDF_StructTree_GetForPage(page)
            children = range(pdfium.FPDF_StructTree_CountChildren(tree))
            here = [t for i in children for t in _told(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), texts, ids, ())]
            if last and here:  # a paragraph that goes on overleaf
                said.add(f"{last} {here[0]}")
            said.update(here)
            last = here[-1] if here else last
            pdfium.FPDF_StructTree_Close(tree)
    return said, ids


@pytest.mark.parametrize(("path", "language", "country"), CASES, ids=lambda value: getattr(value, "stem", value))
def test_every_warning_can_be_read_in_the_finished_file(
    path: Path, language: str, country: str, tmp_path: Path
) -> None:
    """Each message of each mandatory warning: verbatim in four readers' text, and below its /ID in pdfium's tree.

    Every other text that is printed is an element for a screen reader, or whole sentences of one.
    """
    case = Case(path, language, country)
    expected = {message: case.text(message) for message in case.warning_messages()}
    assert len(expected) > 50
    assert all(expected.values()), "a message without a translation"
    pdf = build(case, tmp_path)
    for reader, text in read_with_all(pdf.read_bytes(), tmp_path / "copy.pdf").items():
        missing = [message for message, words in expected.items() if clean(words) not in text]
        assert not missing, f"{reader} does not find {missing}"
    said, ids = structure_texts(pdf)
    assert [message for message, words in expected.items() if not is_told(words, said)] == []
    for message, words in expected.items():
        warning, part = message.split("/warning/")[1].split("/", 1)
        element = f"short/{warning}" if part == "short" else warning
        assert is_told(words, ids[element]), f"{message} is not below /ID {element}"
    told = {message: case.text(message) for message in case.leaflet_messages()}
    assert [message for message, words in told.items() if not is_told(words, said)] == []
