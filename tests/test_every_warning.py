"""The promise: every finished leaflet, in every language, says every mandatory warning.

What must be there is read from the content and the catalogues by other means than the press's own, and
looked for in the finished files with three readers that wrote none of them.
"""

from __future__ import annotations

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
import pymupdf
import pypdf
import pytest

ROOT = Path(__file__).resolve().parents[1]
CONTENT, LOCALES = ROOT / "content", ROOT / "locales"
IGNORED = re.compile(r"[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


def plain(text: str) -> str:
    """Return *text* without what a reader may add or drop: blanks, soft hyphens, direction controls."""
    return unicodedata.normalize("NFC", IGNORED.sub("", text))


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
    values = tomllib.loads((CONTENT / "countries" / "GB.toml").read_text(encoding="utf-8"))["value"]
    entries = {entry.msgctxt: entry for entry in catalogue if not entry.obsolete}
    texts = {}
    for message in warning_messages(path):
        text = entries[message].msgstr
        for value in values:
            text = text.replace("{" + value["name"] + "}", value["text"])
        texts[message] = plain(text.replace("**", ""))
    return texts


def build(path: Path, language: str, folder: Path) -> Path:
    """Return the finished file that the command line makes."""
    leaflet = tomllib.loads(path.read_text(encoding="utf-8"))["id"]
    command = [sys.executable, "-m", "plainleaf", "build", leaflet, "-l", language, "-o", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.pdf"))


def page_texts(pdf: Path) -> dict[str, str]:
    """Return the text of the whole file as each reader extracts it, page after page."""
    with pymupdf.open(pdf) as document:
        mupdf = "".join(page.get_text() for page in document)
    poppler = subprocess.run(["pdftotext", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True)
    pypdf_text = "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    return {"pypdf": pypdf_text, "mupdf": mupdf, "pdftotext": poppler.stdout.decode()}


@pytest.mark.parametrize(("path", "language"), CASES, ids=lambda value: getattr(value, "stem", value))
def test_every_warning_can_be_read_in_the_finished_file(path: Path, language: str, tmp_path: Path) -> None:
    """Each message of each mandatory warning is in the text that pypdf, MuPDF and poppler extract."""
    expected = expected_texts(path, language)
    assert expected
    assert all(expected.values()), "a message without a translation"
    for reader, text in page_texts(build(path, language, tmp_path)).items():
        found = plain(text)
        missing = [message for message, words in expected.items() if words not in found]
        assert not missing, f"{reader} does not find {missing}"
