"""Write the sheets with pypdf: each page becomes a form of its own, drawn once, with the very same ink."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from plainleaf.impose.model import Cell, Imposition

CREATOR, PRODUCER = "plainleaf", "pypdf"
KEPT = ("/Author", "/Subject", "/CreationDate", "/ModDate")
"""What the sheets say of themselves in the words of the leaflet; no date of their own, so that bytes stay the same."""


def is_encrypted(pdf: bytes) -> bool:
    """Tell whether *pdf* wants a password. What cannot be read at all wants none."""
    try:
        return PdfReader(io.BytesIO(pdf)).is_encrypted
    except Exception:  # a broken file is told by who reads it back
        return False


def write_sheets(pdf: bytes, imposition: Imposition) -> bytes:
    """Return the pages of *pdf* on sheets, without tags, links or outline. Equal input gives equal bytes."""
    reader, writer = PdfReader(io.BytesIO(pdf)), PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    forms = [_make_form(page, writer) for page in reader.pages]
    for side in imposition.sides:
        sheet = writer.add_blank_page(imposition.width, imposition.height)
        names = DictionaryObject({NameObject(f"/P{cell.page}"): forms[cell.page] for cell in side})
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): names})
        drawing = DecodedStreamObject()
        drawing.set_data("\n".join(map(_draw, side)).encode())
        sheet[NameObject("/Contents")] = writer._add_object(drawing.flate_encode())
    _describe(reader, writer, imposition)
    digest = hashlib.sha256(pdf + repr(imposition).encode()).digest()[:16]
    writer._ID = ArrayObject([ByteStringObject(digest), ByteStringObject(digest)])
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def _make_form(page: Any, writer: PdfWriter) -> Any:
    """Return a reference to *page* as a form XObject (ISO 32000-1, 8.10)."""
    form = DecodedStreamObject()
    form.set_data(page.get_contents().get_data())
    packed: StreamObject = form.flate_encode()
    packed[NameObject("/Type")] = NameObject("/XObject")
    packed[NameObject("/Subtype")] = NameObject("/Form")
    packed[NameObject("/BBox")] = ArrayObject(FloatObject(edge) for edge in page.mediabox)
    packed[NameObject("/Resources")] = page["/Resources"].clone(writer)
    return writer._add_object(packed)


def _draw(cell: Cell) -> str:
    return f"q {cell.scale:.5f} 0 0 {cell.scale:.5f} {cell.x:.3f} {cell.y:.3f} cm /P{cell.page} Do Q"


def _describe(reader: PdfReader, writer: PdfWriter, imposition: Imposition) -> None:
    """Say what the sheets are, how to print them, and that they are not tagged."""
    information: Any = reader.metadata or {}
    kind = imposition.scheme.name
    texts = {key: str(information[key]) for key in KEPT if key in information}
    texts["/Title"] = f"{information.get('/Title', '')} ({kind}, for paper only)"
    texts["/Keywords"] = f"plainleaf-sheets scheme={kind} from {information.get('/Keywords', '')}"
    texts["/Creator"], texts["/Producer"] = CREATOR, PRODUCER
    writer.metadata = texts
    catalogue, source = writer.root_object, reader.root_object
    if "/Lang" in source:
        catalogue[NameObject("/Lang")] = TextStringObject(str(source["/Lang"]))
    catalogue[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(False)})
    hints = {
        "/Direction": NameObject("/R2L" if imposition.rtl else "/L2R"),
        "/PrintScaling": NameObject("/None"),
        "/Duplex": NameObject(f"/{imposition.duplex}"),
        "/PickTrayByPDFSize": BooleanObject(True),
        "/DisplayDocTitle": BooleanObject(True),
    }
    catalogue[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject(key): value for key, value in hints.items()}
    )
