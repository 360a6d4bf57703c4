"""Plates: the pages of a leaflet that are the same for everyone, written once; a copy adds its personal pages.

A plate is a whole document whose last pages are empty. A copy keeps every object of the plate byte for byte, puts its
own pages, structure and fonts into the places of the empty ones, and has its own tree of parents, tree of ids and
/ID. It is written as an update of the plate (ISO 32000-1, 7.5.6), so that all copies begin with the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plainleaf.content.personal import Raster
from plainleaf.faces import Face
from plainleaf.layout.model import Layout, Node, Page, Text
from plainleaf.pdf.canvas import MarkedContent, TagCanvas
from plainleaf.pdf.fonts import EmbeddedFont, MissingCodeError, SettledFont
from plainleaf.pdf.metadata import add_outline, describe_document
from plainleaf.pdf.objects import (
    DocumentObjects,
    format_array,
    format_bytes,
    format_number,
    format_text,
    make_stream,
)
from plainleaf.pdf.packing import Entry, cut_head, join_objects, write_table
from plainleaf.pdf.structure import StructureTree, Written, format_ids, format_root
from plainleaf.pdf.text import draw_line
from plainleaf.pdf.writer import PageWriter, find_links, open_page

SECTIONS = ("plan", "clinic")
"""Ids of the sections that personal pages may have."""
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")


@dataclass(frozen=True, slots=True)
class Plate:
    """The unchanging part of every copy.

    blob: header, objects, and the cross-reference stream that stands at *start*. size: the first number that is free.
    free: numbers below it that copies fill. parents: keys and values of the parent tree. next_key: its first free key.
    names: pages by name, with their numbers. sections: numbers of the elements SECTIONS. extent: how many pages are
    personal.
    """

    blob: bytes
    start: int
    size: int
    free: tuple[int, ...]
    names: Mapping[str, int]
    first: int
    extent: int
    written: Written
    document: int
    sections: Mapping[str, int]
    parents: tuple[str, ...]
    ids: tuple[tuple[str, int], ...]
    next_key: int
    fonts: Mapping[Face, SettledFont]
    font_numbers: Mapping[str, int]
    font_list: int
    page_tree: int
    catalogue: int
    information: int
    seed: bytes
    images: dict[str, bytes] = field(default_factory=dict)


def make_plate(layout: Layout, extent: int, sections: Sequence[str], samples: Sequence[Page]) -> Plate:
    """Return the plate of *layout*, whose pages and nodes are the unchanging ones alone.

    extent: how many personal pages follow. sections: those of SECTIONS that they have. samples: pages with the letters
    that most personal pages need; the plate's fonts get them.
    """
    places = {name: Node("Sect", id=name) for name in sections}
    root = Node(layout.root.tag, (*layout.root.children, *places.values()), lang=layout.root.lang)
    tree = StructureTree(root)
    canvas = TagCanvas(tree, layout.metadata)
    writer = PageWriter(canvas, find_links(layout.root))
    for number, page in enumerate(layout.pages):
        open_page(canvas, page, number, layout.outline)
        writer.draw_page(page)
        canvas.showPage()
    next_key = tree.next_key
    for number in range(len(layout.pages), len(layout.pages) + extent):
        open_page(canvas, layout.pages[0], number, layout.outline)
        for node in places.values():
            with canvas.content(node):
                pass
        canvas.showPage()
    _reserve_letters(canvas, samples)
    add_outline(canvas, layout.outline)
    describe_document(canvas, layout.metadata, len(layout.pages) + extent)
    objects = DocumentObjects(canvas._doc)
    canvas._doc.Catalog.StructTreeRoot = objects.refer(tree.write(objects))
    canvas._doc.SaveToFile(canvas.sink, canvas)
    return _cut_out(canvas, len(layout.pages), extent, places, next_key)


def _reserve_letters(canvas: TagCanvas, samples: Sequence[Page]) -> None:
    """Give every glyph of *samples* a code."""
    for page in samples:
        for item in (*page.items, *page.footer):
            if isinstance(item, Text):
                canvas.draw_line(item)


def _cut_out(canvas: TagCanvas, first: int, extent: int, places: Mapping[str, Node], next_key: int) -> Plate:
    """Return the plate: the finished document without what every copy has of its own."""
    document, tree, pdf = canvas._doc, canvas.tree, canvas.sink.getvalue()
    numbers = {name: number for name, (number, _) in document.idToObjectNumberAndVersion.items()}
    offsets = sorted((offset, numbers[name]) for name, offset in document.idToOffset.items())
    ends = [offset for offset, _ in offsets[1:]] + [pdf.rindex(b"xref\n", 0, pdf.rindex(b"startxref"))]
    bodies = {number: _strip(pdf[start:end]) for (start, number), end in zip(offsets, ends, strict=True)}
    names = {f"Page{index + 1}": numbers[f"Page{index + 1}"] for index in range(first + extent)}
    personal = [names[f"Page{index + 1}"] for index in range(first, first + extent)]
    contents = [int(found[1]) for page in personal if (found := _CONTENTS.search(bodies[page]))]
    sections = {name: tree.numbers[node] for name, node in places.items()}
    assert tree.written is not None, "the tree is written"
    arrays = [number for key, number in tree.written_pages.items() if key >= next_key]
    dropped = {*personal, *contents, *arrays, *sections.values(), *tree.written}
    catalogue = numbers[document.Reference(document.Catalog).name]
    information = numbers[document.Reference(document.info).name]
    stay = {number: body for number, body in sorted(bodies.items()) if number not in dropped}
    seed = hashlib.sha256(b"".join(stay.values())).digest()
    blob, start, size = join_objects(cut_head(pdf), stay, _name(catalogue, information, seed))
    kept = {node: number for node, number in tree.numbers.items() if node not in places.values()}
    parents = [part for key in sorted(tree.written_pages.keys() | tree.objects.keys()) if key < next_key
               for part in (str(key), f"{_parent(tree, key)} 0 R")]  # fmt: skip
    fonts = {face: SettledFont(font) for face, font in canvas.fonts.items()}
    dictionary = document.idToObject["BasicFonts"].dict
    return Plate(
        blob=blob,
        start=start,
        size=size,
        free=tuple(sorted({*contents, *arrays})),
        names=names,
        first=first,
        extent=extent,
        written=tree.written,
        document=tree.numbers[tree.root],
        sections=sections,
        parents=tuple(parents),
        ids=tuple((node.id, number) for node, number in kept.items() if node.id),
        next_key=next_key,
        fonts=fonts,
        font_numbers={name: numbers[reference.name] for name, reference in dictionary.items()},
        font_list=numbers["BasicFonts"],
        page_tree=numbers[document.Reference(document.Pages).name],
        catalogue=catalogue,
        information=information,
        seed=seed,
    )


def _parent(tree: StructureTree, key: int) -> int:
    number = tree.written_pages.get(key)
    return tree.numbers[tree.objects[key]] if number is None else number


def _strip(written: bytes) -> bytes:
    """Return what stands between ``obj`` and ``endobj``."""
    return written[written.index(b"obj") + 3 : written.rindex(b"endobj")].strip()


def _name(catalogue: int, information: int, digest: bytes) -> bytes:
    """Return what a cross-reference stream says of the file."""
    mark = digest[:16].hex().upper().encode()
    return b"/Root %d 0 R /Info %d 0 R /ID [<%b><%b>]" % (catalogue, information, mark, mark)


def write_copy(plate: Plate, pages: Sequence[Page], nodes: Sequence[Node]) -> bytes:
    """Return the plate with the personal *pages* and their sections *nodes*, as a whole PDF.

    Raises ValueError where these are not what the plate has room for.
    """
    ids = [node.id for node in nodes]
    if len(pages) != plate.extent or ids != list(plate.sections):
        raise ValueError(f"a plate for {plate.extent} pages cannot take {len(pages)}")
    tree = StructureTree(Node("Document", tuple(nodes)), plate.next_key)
    canvas = _CopyCanvas(plate, tree)
    writer = PageWriter(canvas, {key: value for node in nodes for key, value in find_links(node).items()})
    for page in pages:
        canvas.open_page(page)
        writer.draw_page(page)
        canvas.close_page()
    canvas.write_pages()
    objects = canvas.objects
    for node in nodes:
        tree.write_branch(node, plate.document, objects, plate.sections[str(node.id)])
    tree.check_lost()
    parents = (*plate.parents, *tree.write_parents(objects))
    objects.put(plate.written.parents, f"<</Nums {format_array(parents)}>>".encode())
    objects.put(plate.written.ids, format_ids((*plate.ids, *tree.list_ids())))
    objects.put(plate.written.root, format_root(plate.document, plate.written, tree.next_key))
    return objects.finish(canvas.digest())


class CopyObjects:
    """The objects that a copy adds to its plate."""

    def __init__(self, plate: Plate) -> None:
        self._plate = plate
        self._free = list(reversed(plate.free))
        self._next = plate.size
        self._data: dict[int, bytes] = {}
        self.names: dict[str, int] = {}

    def reserve(self) -> int:
        """Return the number of an object that is put down later."""
        if self._free:
            return self._free.pop()
        self._next += 1
        return self._next - 1

    def put(self, number: int, data: bytes) -> None:
        """Put down the object *number*."""
        self._data[number] = data

    def number_of(self, name: str) -> int:
        """Return the number of the page or annotation *name*."""
        found = self._plate.names.get(name)
        return self.names[name] if found is None else found

    def finish(self, digest: bytes) -> bytes:
        """Return the file: plate, own objects, and a cross-reference stream that names these; its /ID is *digest*."""
        plate = self._plate
        parts, at = [plate.blob], len(plate.blob)
        entries: dict[int, Entry] = {}
        for number, data in sorted(self._data.items()):
            entries[number] = (1, at, 0)
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, data))
            at += len(parts[-1])
        table = self._next
        entries[table] = (1, at, 0)
        named = b"%b /Prev %d" % (_name(plate.catalogue, plate.information, digest), plate.start)
        return b"".join((*parts, write_table(entries, table, at, named)))


class _CopyCanvas(MarkedContent):
    """Draws the personal pages with the fonts of the plate, and with others where these lack a letter."""

    def __init__(self, plate: Plate, tree: StructureTree) -> None:
        self.tree, self.plate, self.objects = tree, plate, CopyObjects(plate)
        self.page_name = ""
        self._code: list[str] = []
        self._page_key: int | None = None
        self._marked = False
        self._own: dict[Face, EmbeddedFont] = {}
        self._pages: list[tuple[Page, int, bytes, list[int], dict[str, int]]] = []
        self._notes: list[int] = []
        self._images: dict[str, int] = {}

    def open_page(self, page: Page) -> None:
        """Begin the next page."""
        self._page = page
        self.page_name = f"Page{self.plate.first + len(self._pages) + 1}"
        self._code, self._notes, self._images, self._page_key = [], [], {}, None

    def close_page(self) -> None:
        """Keep what has been drawn."""
        assert self._page_key is not None, "a personal page has words"
        code = "\n".join((*self._code, "")).encode("latin-1")
        self._pages.append((self._page, self._page_key, code, self._notes, self._images))

    def write_pages(self) -> None:
        """Write pages, their contents and the fonts that the plate does not have."""
        numbers = dict(self.plate.font_numbers)
        for font in self._own.values():
            numbers[font.name] = font.write(self.objects)
        fonts = f"{self.plate.font_list} 0 R"
        if self._own:
            fonts = f"<<{' '.join(f'/{name} {number} 0 R' for name, number in numbers.items())}>>"
        for index, (page, key, code, notes, images) in enumerate(self._pages):
            content = self.objects.reserve()
            self.objects.put(content, make_stream(code))
            pictures = " ".join(f"/{name} {number} 0 R" for name, number in images.items())
            parts = [
                f"<</Type /Page /Parent {self.plate.page_tree} 0 R /Contents {content} 0 R",
                f"/StructParents {key} /Tabs /S",
                f"/MediaBox [0 0 {format_number(page.width)} {format_number(page.height)}]",
                f"/Resources <</Font {fonts} /ProcSet [/PDF /Text /ImageB]",
                f"/XObject <<{pictures}>>>>" if images else ">>",
                f"/Annots [{' '.join(f'{number} 0 R' for number in notes)}]>>" if notes else ">>",
            ]
            name = f"Page{self.plate.first + index + 1}"
            self.objects.put(self.plate.names[name], " ".join(parts).encode())

    def digest(self) -> bytes:
        """Return what tells this copy from all others."""
        digest = hashlib.sha256(self.plate.seed)
        for _, _, code, _, _ in self._pages:
            digest.update(code)
        for font in self._own.values():
            digest.update(repr((font.face.postscript_name, list(font.codes))).encode())
        return digest.digest()

    def draw_line(self, item: Text) -> list[tuple[Node | None, str]]:
        """Return the operators of a line; a face of which the plate lacks a letter is embedded once more."""
        lacking: set[Face] = set()
        while True:
            try:
                return draw_line(item, lambda run: self._font(run.face, lacking))
            except MissingCodeError as missing:
                lacking.add(missing.face)

    def _font(self, face: Face, lacking: set[Face]) -> EmbeddedFont:
        settled = None if face in lacking else self.plate.fonts.get(face)
        if settled is not None:
            return settled
        if face not in self._own:
            self._own[face] = EmbeddedFont(face, f"X{len(self._own) + 1}")
        return self._own[face]

    def image(self, raster: Raster) -> str:
        """Return the name by which the page knows *raster*."""
        digest = hashlib.sha256(b"%d %d " % (raster.width, raster.height) + raster.samples).hexdigest()[:16]
        data = self.plate.images.get(digest)
        if data is None:
            entries = (
                f"/Type /XObject /Subtype /Image /Width {raster.width} /Height {raster.height}"
                " /ColorSpace /DeviceGray /BitsPerComponent 8"
            )
            data = self.plate.images[digest] = make_stream(raster.samples, entries)
        number = self.objects.reserve()
        self.objects.put(number, data)
        self._images[f"Im{digest}"] = number
        return f"Im{digest}"

    def link(self, node: Node, url: str, box: tuple[float, float, float, float], contents: str) -> None:
        """Add a link annotation over *box* that belongs to *node*."""
        key = self.tree.new_key()
        number, name = self.objects.reserve(), f"Link{key}"
        self.objects.names[name] = number
        rectangle = " ".join(format_number(value) for value in box)
        self.objects.put(
            number,
            f"<</Type /Annot /Subtype /Link /Rect [{rectangle}] /Border [0 0 0] /F 4 /StructParent {key}"
            f" /Contents {format_text(contents)} /A <</S /URI /URI {format_bytes(url)}>>>>".encode(),
        )
        self._notes.append(number)
        self.tree.add_object(node, key, self.page_name, name)
