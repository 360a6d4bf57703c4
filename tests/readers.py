"""Four readers that know nothing of us, and the text each of them takes from a page."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pymupdf
import pypdf
import pypdfium2

_IGNORED = re.compile("[\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return *text* as it is compared: NFC, without blanks and invisible marks."""
    return _IGNORED.sub("", unicodedata.normalize("NFC", text))


def read_with_all(pdf: bytes, path: Path) -> dict[str, str]:
    """Return the cleaned text of *pdf* by reader; *path* is where it may be written.

    poppler is no Python package: where ``pdftotext`` is missing it is left out, but never in CI.
    """
    path.write_bytes(pdf)
    texts = {"pypdf": "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)}
    with pypdfium2.PdfDocument(pdf) as document:
        texts["pdfium"] = "".join(page.get_textpage().get_text_bounded() for page in document)
    with pymupdf.open(path) as opened:
        texts["mupdf"] = "".join(page.get_text() for page in opened)
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
        texts["pdftotext"] = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    else:
        assert "CI" not in os.environ, "CI reads with pdftotext too: install poppler-utils"
    return {reader: clean(text) for reader, text in texts.items()}
