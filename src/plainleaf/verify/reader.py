"""Read a finished PDF back with pypdf, which wrote none of it. pypdf's one home."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from plainleaf.findings import Finding, InputError, Place, Severity
from plainleaf.verify.drawn import read_drawn
from plainleaf.verify.font import FontFacts
from plainleaf.verify.ink import IDENTITY, Matrix, multiply
from plainleaf.verify.model import PRINT_HINTS, MarkedContent, PageFacts, ReadBack, StructureElement
from plainleaf.verify.resources import read_resources

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said as findings


_MOST_TITLES = 10_000
"""An outline longer than this goes round in circles."""


def read_back(pdf: bytes, *, copied_text: bool = True) -> ReadBack:
    """Return what *pdf* holds. Raises InputError (V001) where it cannot be read as a PDF.

    copied_text: also extract the text as pypdf's own extractor sees it, which takes longer than all the rest.
    """
    try:
        return _read(PdfReader(io.BytesIO(pdf)), copied_text)
    except Exception as error:  # a file can be broken in ways that nobody has foreseen
        fault = Finding("V001", Severity.ERROR, f"the PDF cannot be read: {error}", Place("PDF"), "print it again")
        raise InputError(fault) from error


def read_identity(pdf: bytes) -> str | None:
    """Return the keywords, which say what the leaflet is; None where *pdf* is no PDF.

    Where there are none: what has made the file, which is "plainleaf" in a leaflet that has lost them.
    """
    try:
        information: Mapping[str, Any] = PdfReader(io.BytesIO(pdf)).metadata or {}
        return str(information.get("/Keywords") or information.get("/Creator") or "")
    except Exception:  # as in read_back
        return None


def _read(reader: PdfReader, copied_text: bool) -> ReadBack:
    catalogue: Any = reader.trailer["/Root"]
    fonts: dict[int, FontFacts] = {}
    pages = tuple(_read_page(page, fonts, copied_text) for page in reader.pages)
    numbers = {page.indirect_reference.idnum: index for index, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    preferences = catalogue.get("/ViewerPreferences") or {}
    xmp = catalogue["/Metadata"].get_data() if "/Metadata" in catalogue else b""
    information: Mapping[str, Any] = reader.metadata or {}
    tree = catalogue.get("/StructTreeRoot")
    return ReadBack(
        pages=pages,
        root=None if tree is None else _read_root(tree, numbers),
        lang=_text(catalogue.get("/Lang")),
        title=_text(information.get("/Title")),
        keywords=_text(information.get("/Keywords")),
        marked=_is_true((catalogue.get("/MarkInfo") or {}).get("/Marked")),
        shows_title=_is_true(preferences.get("/DisplayDocTitle")),
        direction=_text(preferences.get("/Direction")),
        printing={key: str(preferences[key]) for key in PRINT_HINTS if key in preferences},
        pdfua_part=_xmp_value(xmp, b"pdfuaid:part"),
        pdfa_part=_xmp_value(xmp, b"pdfaid:part"),
        pdfa_conformance=_xmp_value(xmp, b"pdfaid:conformance"),
        outline=tuple(_outline_titles(catalogue.get("/Outlines"))),
    )


def _is_true(value: Any) -> bool:
    return value is not None and str(value).lower() == "true"


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _xmp_value(xmp: bytes, name: bytes) -> str | None:
    found = re.search(rb"%b(?:>|=[\"'])\s*([^<\"']+)" % name, xmp)
    return found[1].decode().strip() if found else None


def _outline_titles(node: Any) -> list[str]:
    titles: list[str] = []
    entry = node.get("/First") if node else None
    while entry and len(titles) < _MOST_TITLES:
        titles.append(str(entry.get("/Title", "")))
        titles.extend(_outline_titles(entry))
        entry = entry.get("/Next")
    return titles


def _read_page(page: Any, known: dict[int, FontFacts], copied_text: bool) -> PageFacts:
    contents = page.get("/Contents")
    contents = None if contents is None else contents.get_object()  # get() does not follow references
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    parts = (None if part is None else part.get_object() for part in streams)
    stream = b"\n".join(part.get_data() for part in parts if isinstance(part, StreamObject))
    width, height, matrix = _see_page(page)
    copied = page.extract_text() if copied_text else None
    drawn = read_drawn(stream, read_resources(page.get("/Resources"), known), matrix)
    return PageFacts(width, height, drawn, copied)


def _see_page(page: Any) -> tuple[float, float, Matrix]:
    """Return width and height of *page* as it is seen and printed, and the matrix from its coordinates to that."""
    box, unit = page.cropbox, float(page.get("/UserUnit", 1))
    left, bottom = float(box.left), float(box.bottom)
    width, height = float(box.width) * unit, float(box.height) * unit
    turn = int(page.get("/Rotate", 0) or 0) % 360
    if (left, bottom, unit, turn) == (0.0, 0.0, 1.0, 0):
        return width, height, IDENTITY
    upright = (unit, 0.0, 0.0, unit, -left * unit, -bottom * unit)
    turned: Matrix = {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, width),
        180: (-1.0, 0.0, 0.0, -1.0, width, height),
        270: (0.0, 1.0, -1.0, 0.0, height, 0.0),
    }.get(turn, IDENTITY)
    if turn in (90, 270):
        width, height = height, width
    return width, height, multiply(upright, turned)


def _read_root(tree: Any, pages: Mapping[int, int]) -> StructureElement | None:
    kids = _read_kids(tree, None, pages)
    elements = [kid for kid in kids if isinstance(kid, StructureElement)]
    return elements[0] if len(elements) == 1 else StructureElement("StructTreeRoot", tuple(elements))


def _read_element(node: Any, page: int | None, pages: Mapping[int, int]) -> StructureElement:
    page = _page_of(node, page, pages)
    return StructureElement(
        tag=str(node["/S"])[1:],
        kids=_read_kids(node, page, pages),
        id=_text(node.get("/ID")),
        lang=_text(node.get("/Lang")),
        alt=_text(node.get("/Alt")),
        actual_text=_text(node.get("/ActualText")),
        title=_text(node.get("/T")),
        attributes=_read_attributes(node.get("/A")),
    )


def _read_kids(node: Any, page: int | None, pages: Mapping[int, int]) -> tuple[StructureElement | MarkedContent, ...]:
    value = node.get("/K")
    entries = value if isinstance(value, ArrayObject) else [] if value is None else [value]
    kids: list[StructureElement | MarkedContent] = []
    for entry in entries:
        kid: Any = entry.get_object()
        if isinstance(kid, int):
            kids.append(MarkedContent(-1 if page is None else page, int(kid)))
        elif kid.get("/Type") == "/MCR":
            at = _page_of(kid, page, pages)
            kids.append(MarkedContent(-1 if at is None else at, int(kid["/MCID"])))
        elif kid.get("/Type") != "/OBJR":
            kids.append(_read_element(kid, page, pages))
    return tuple(kids)


def _page_of(node: DictionaryObject, page: int | None, pages: Mapping[int, int]) -> int | None:
    if "/Pg" not in node:
        return page
    reference: Any = node.raw_get("/Pg")
    return pages[reference.idnum]


def _read_attributes(value: Any) -> dict[str, dict[str, str]]:
    entries = value if isinstance(value, ArrayObject) else [] if value is None else [value]
    found: dict[str, dict[str, str]] = {}
    for entry in entries:
        owner: Any = entry.get_object()
        if isinstance(owner, DictionaryObject):
            values = {key[1:]: str(item) for key, item in owner.items() if key != "/O"}
            found.setdefault(str(owner["/O"])[1:], {}).update(values)
    return found
