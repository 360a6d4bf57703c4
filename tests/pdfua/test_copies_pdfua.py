"""Copies of a batch keep every rule of accessible PDF that whole builds keep."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdf
from pdfua_checker import check_pdfua

from tables import make_rows, print_table, read_manifest, write_table

LANGUAGES = ["en", "pl", "ar", "hi", "zh_Hans", "ur", "km"]


def test_every_copy_passes_the_checker(tmp_path: Path) -> None:
    """The project's own checker of PDF/UA, on the first copy from each plate and on the next."""
    print_table(write_table(tmp_path / "t.csv", make_rows(14, LANGUAGES)), tmp_path / "out")
    records = read_manifest(tmp_path / "out")
    assert {record["verified"] for record in records} == {"personal"}
    for record in records:
        pdf = (tmp_path / "out" / str(record["file"])).read_bytes()
        assert [str(failure) for failure in check_pdfua(pdf)] == [], record["file"]
        assert pypdf.PdfReader(io.BytesIO(pdf)).get_num_pages() == record["pages"]
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert opened.check_pdf_syntax() == []
