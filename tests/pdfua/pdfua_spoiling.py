"""The tools that spoil a good file, and the list of the ways to."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

Mutation = Callable[[bytes], bytes]
MUTATIONS: dict[str, Mutation] = {}


def spoil(id: str) -> Callable[[Callable[[Pdf], object]], Callable[[Pdf], object]]:
    """Register the function below, which changes an open file, as the proof of check *id*."""

    def register(change: Callable[[Pdf], object]) -> Callable[[Pdf], object]:
        def mutate(data: bytes) -> bytes:
            with pikepdf.open(BytesIO(data)) as pdf:
                change(pdf)
                return save(pdf)

        MUTATIONS[id] = mutate
        return change

    return register


def save(pdf: Pdf, **options: object) -> bytes:
    """Return *pdf* as a file."""
    target = BytesIO()
    pdf.save(target, **options)
    return target.getvalue()


def first(pdf: Pdf, type: str) -> Object:
    """Return the first structure element of *type*, in reading order."""
    return next(element for element in walk(pdf) if Name("/" + type) == element.S)


def walk(pdf: Pdf) -> list[Object]:
    """Return the structure elements of *pdf* in reading order."""
    found: list[Object] = []

    def visit(element: Object) -> None:
        found.append(element)
        kids = element.get("/K")
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                visit(kid)

    top = pdf.Root.StructTreeRoot.K
    for element in top if isinstance(top, Array) else [top]:
        visit(element)
    return found


def change_content(pdf: Pdf, change: Callable[[bytes], bytes], page: int = 0) -> None:
    """Replace the content stream of *page*."""
    contents = pdf.pages[page].Contents
    before = contents.read_bytes()
    after = change(before)
    assert after != before, "this mutation changes nothing"
    contents.write(after)


def change_metadata(pdf: Pdf, old: bytes, new: bytes) -> None:
    """Replace the pattern *old* in the XMP packet."""
    before = pdf.Root.Metadata.read_bytes()
    after = re.sub(old, new, before)
    assert after != before, "this mutation changes nothing"
    pdf.Root.Metadata.write(after)


def first_font(pdf: Pdf) -> Object:
    """Return the composite font that shows the first text of the first page."""
    name = re.search(rb"/(\w+) [\d.]+ Tf", pdf.pages[0].Contents.read_bytes())
    assert name is not None
    return pdf.pages[0].Resources.Font["/" + name[1].decode()]


def find_link(pdf: Pdf) -> tuple[pikepdf.Page, Object]:
    """Return the first link annotation and its page."""
    return next((page, note) for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == Name.Link)


def change_glyph_map(pdf: Pdf, glyph: bytes) -> None:
    """Send code 1 of the first font to *glyph* (two bytes)."""
    mapping = first_font(pdf).DescendantFonts[0].CIDToGIDMap
    before = mapping.read_bytes()
    mapping.write(before[:2] + glyph + before[4:])


def add_unicode_entry(pdf: Pdf, entry: str) -> None:
    """Add a bfchar *entry* to the first font's ToUnicode."""
    unicode_map = first_font(pdf).ToUnicode
    added = f"1 beginbfchar\n{entry}\nendbfchar\nendcmap".encode()
    unicode_map.write(unicode_map.read_bytes().replace(b"endcmap", added, 1))
