"""Read back what a copy has of its own: its pages, their structure, and how they are stitched to the plate.

The plate has been read back whole (reader), and a copy begins with the same bytes. What follows is an update of it, and
is read here as it stands in the file: the cross-reference stream first, then every object of the copy, by offset.
Anything that is not as plates and copies are written is a fault.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pypdf import PdfReader
from pypdf.generic import IndirectObject

from plainleaf.verify.drawn import Resources, read_drawn
from plainleaf.verify.font import FontFacts
from plainleaf.verify.ink import IDENTITY
from plainleaf.verify.model import MarkedContent, PageFacts, ReadBack, StructureElement
from plainleaf.verify.resources import read_resources, read_to_unicode

_ROW = 7
"""Bytes of an entry of a cross-reference stream: its kind, an offset, a number that is 0."""
_TAIL = re.compile(
    rb"(\d+) 0 obj\n<</Type /XRef /Size (\d+) /Index \[([\d ]+)\] /W \[1 4 2\] /Root (\d+) 0 R /Info (\d+) 0 R"
    rb" /ID \[<([0-9A-F]{32})><\6>\] /Prev (\d+) /DecodeParms <</Predictor 12 /Columns 7>>"
    rb" /Filter /FlateDecode /Length (\d+)>>\nstream\n"
)
_END = re.compile(rb"\nendstream\nendobj\nstartxref\n(\d+)\n%%EOF\n")
_STREAM = re.compile(rb"<<([^\n]*) /Filter /FlateDecode /Length (\d+)>>\nstream\n")
_PAGE = re.compile(
    rb"<</Type /Page /Parent (\d+) 0 R /Contents (\d+) 0 R /StructParents (\d+) /Tabs /S"
    rb" /MediaBox \[0 0 ([\d.]+) ([\d.]+)\] /Resources <</Font (?:(\d+) 0 R|<<(.*?)>>) /ProcSet \[[^]]*\]"
    rb"(?: /XObject <<(.*?)>>>>| >>)(?: /Annots \[(.*?)\]>>| >>)"
)
_NAMED = re.compile(rb"/(\S+) (\d+) 0 R")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_ELEMENT = re.compile(
    rb"<</S /(\w+) /P (\d+) 0 R((?: /(?:Lang|Alt|ActualText|T) <FEFF[0-9A-F]*>)*)(?: /ID (\([^()\\]*\)))?"
    rb"(?: /A (.*?))??(?: /Pg (\d+) 0 R)?(?: /K (\[[^]]*\]|\d+ 0 R|\d+|<<.*?>>))?>>",
    re.DOTALL,
)
_TEXT = re.compile(rb"/(\w+) <FEFF([0-9A-F]*)>")
_KID = re.compile(
    rb"(\d+) 0 R|<</Type /MCR /Pg (\d+) 0 R /MCID (\d+)>>|<</Type /OBJR /Obj (\d+) 0 R /Pg (\d+) 0 R>>|(\d+)"
)
_ID = re.compile(rb"\(([^()\\]*)\) (\d+) 0 R")
_PAIR = re.compile(rb"(\d+) (\d+) 0 R")
_VALUE = rb"(?:/\w+|-?[\d.]+|\[(?:-?[\d.]+ ?)+\]|\[(?:\([^()\\]*\) ?)+\])"
_OWNED = rb"<</O /\w+(?: /\w+ %b)+>>" % _VALUE
_ATTRIBUTES = re.compile(rb"%b|\[%b(?: %b)*\]" % (_OWNED, _OWNED, _OWNED))
_HEADERS = re.compile(rb"/Headers \[([^]]*)\]")
_NAME = re.compile(rb"\(([^()\\]*)\)")
_MCID = re.compile(rb"/MCID (\d+)>> BDC")
_ROOT = re.compile(
    rb"<</Type /StructTreeRoot /K (\d+) 0 R /ParentTree (\d+) 0 R /ParentTreeNextKey (\d+) /IDTree (\d+) 0 R>>"
)
_ANNOTATION = re.compile(
    rb"<</Type /Annot /Subtype /Link /Rect \[[\d. ]+\] /Border \[0 0 0\] /F 4 /StructParent (\d+)"
    rb" /Contents <FEFF[0-9A-F]*> /A <</S /URI /URI \([^()\\]*\)>>>>"
)
_FONT = re.compile(
    rb"<</Type /Font /Subtype /Type0 /BaseFont /(\S+) /Encoding /Identity-H"
    rb" /DescendantFonts \[(\d+) 0 R\] /ToUnicode (\d+) 0 R>>"
)
_BELOW = re.compile(
    rb"<</Type /Font /Subtype /CIDFontType2 /BaseFont /\S+ /DW 1000 /W \[0 \[([\d. \n-]*)\]\]"
    rb" /CIDSystemInfo <<[^<>]*>> /FontDescriptor (\d+) 0 R /CIDToGIDMap (\d+) 0 R>>"
)
_DESCRIBED = re.compile(rb"/FontFile2 (\d+) 0 R>>$")


class StitchError(ValueError):
    """A copy is not stitched as it must be. Says what is wrong, never with a patient's words."""


@dataclass(frozen=True, slots=True)
class PlateFacts:
    """What a copy that was read back whole teaches of all copies from the same plate.

    prefix: the bytes they begin with. start: where its own cross-reference stream stands. numbers: of its objects.
    font_lists: fonts by name, of each list that it has. root, information: numbers of objects, as all the others. tree,
    document: the structure's root and its one element. sections: those that copies have of their own. pages: the
    personal ones. box: their width and height. parents, ids: what of those trees is the plate's. fonts: by number.
    whole: what the file says of itself. total: its pages.
    """

    prefix: bytes
    start: int
    numbers: frozenset[int]
    font_lists: Mapping[int, Mapping[str, int]]
    root: int
    information: int
    tree: int
    document: int
    sections: tuple[int, ...]
    pages: tuple[int, ...]
    box: tuple[float, float]
    parents: tuple[tuple[int, int], ...]
    ids: tuple[tuple[str, int], ...]
    fonts: Mapping[int, FontFacts]
    whole: ReadBack
    total: int


def learn_plate(pdf: bytes, length: int, whole: ReadBack) -> PlateFacts:
    """Return what *pdf*, a copy that has been read back *whole*, teaches of its plate, its first *length* bytes."""
    file = _File.read(pdf, length)
    reader = PdfReader(io.BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    tree: Any = root["/StructTreeRoot"]
    pages = [page for page in reader.pages if _number(page.indirect_reference) in file.own]
    fonts: dict[int, FontFacts] = {}
    read_resources(pages[0].get("/Resources"), fonts)
    trees = _Trees.read(file, root.raw_get("/StructTreeRoot").idnum)
    return PlateFacts(
        prefix=pdf[:length],
        start=file.before,
        numbers=_list_numbers(pdf[:length]),
        font_lists=dict(_list_fonts(reader.pages)),
        root=file.root,
        information=file.information,
        tree=root.raw_get("/StructTreeRoot").idnum,
        document=trees.document,
        sections=tuple(kid.idnum for kid in tree["/K"]["/K"] if kid.idnum in file.own),
        pages=tuple(_number(page.indirect_reference) for page in pages),
        box=(float(pages[0].mediabox.width), float(pages[0].mediabox.height)),
        parents=tuple(pair for pair in trees.parents if pair[1] not in file.own),
        ids=tuple(pair for pair in trees.ids if pair[1] not in file.own),
        fonts={number: font for number, font in fonts.items() if number not in file.own},
        whole=replace(whole, pages=(), root=None),
        total=len(whole.pages),
    )


def _list_numbers(plate: bytes) -> frozenset[int]:
    """Return the numbers of the objects of *plate*, which is a file of its own."""
    reader = PdfReader(io.BytesIO(plate))
    return frozenset(reader.xref_objStm) | {number for entries in reader.xref.values() for number in entries}


def _list_fonts(pages: Sequence[Any]) -> Iterator[tuple[int, Mapping[str, int]]]:
    """Yield the number of each list of fonts that *pages* share, and the fonts by name."""
    for page in pages:
        fonts = page["/Resources"].raw_get("/Font")
        if isinstance(fonts, IndirectObject):
            listed: Any = fonts.get_object()
            yield fonts.idnum, {name[1:]: listed.raw_get(name).idnum for name in listed}


def _number(reference: Any) -> int:
    return int(reference.idnum)


def read_copy(pdf: bytes, facts: PlateFacts) -> ReadBack:
    """Return the personal pages of *pdf*, counted from 0, below a document with their sections alone.

    Raises StitchError where they are not stitched to the plate as they must be.
    """
    if not pdf.startswith(facts.prefix):
        raise StitchError("does not begin with its plate")
    file = _File.read(pdf, len(facts.prefix))
    if (file.root, file.information) != (facts.root, facts.information):
        raise StitchError("has another catalogue")
    if file.before != facts.start:
        raise StitchError("does not find the objects of its plate")
    if not facts.numbers.isdisjoint(file.own):
        raise StitchError("replaces objects of its plate")
    structure = _Structure(file, facts)
    sections = tuple(structure.read_section(number) for number in facts.sections)
    pages = tuple(_read_page(file, number, index, facts, structure) for index, number in enumerate(facts.pages))
    structure.check_trees()
    return replace(
        facts.whole,
        pages=pages,
        root=StructureElement("Document", sections),
        numbers=tuple(range(facts.total - len(pages) + 1, facts.total + 1)),
        total=facts.total,
    )


@dataclass(frozen=True, slots=True)
class _File:
    """The end of a copy: the bytes of its own objects. before: where the cross-reference stream of its plate stands."""

    own: Mapping[int, bytes]
    root: int
    information: int
    before: int

    @classmethod
    def read(cls, pdf: bytes, length: int) -> _File:
        """Return the objects of *pdf* behind its first *length* bytes."""
        end = _END.search(pdf, max(0, len(pdf) - 60))
        tail = None if end is None else _TAIL.match(pdf, int(end[1]))
        if end is None or end.end() != len(pdf) or tail is None or tail.end() + int(tail[8]) != end.start():
            raise StitchError("has no cross-reference stream")
        table, size, root, information, before = (int(tail[group]) for group in (1, 2, 4, 5, 7))
        offsets = _read_table(pdf[tail.end() : end.start()], [int(number) for number in tail[3].split()])
        if offsets.pop(table, None) != tail.start() or size != max([table, *offsets]) + 1:
            raise StitchError("has a cross-reference stream that is not where it is said to be")
        places = sorted((offset, number) for number, offset in offsets.items())
        own: dict[int, bytes] = {}
        ends = [offset for offset, _ in places[1:]] + [tail.start()]
        at = length
        for (offset, number), stop in zip(places, ends, strict=True):
            head = b"%d 0 obj\n" % number
            if offset != at or not pdf.startswith(head, offset) or not pdf.endswith(b"\nendobj\n", offset, stop):
                raise StitchError("has objects that are not where they are said to be")
            own[number] = pdf[offset + len(head) : stop - 8]
            at = stop
        return cls(own, root, information, before)

    def get(self, number: int) -> bytes:
        """Return the object *number*, one of the copy's own."""
        try:
            return self.own[number]
        except KeyError:
            raise StitchError("lacks an object") from None

    def stream(self, number: int) -> bytes:
        """Return what the stream *number* holds."""
        data = self.get(number)
        head = _STREAM.match(data)
        if head is None or data[head.end() + int(head[2]) :] != b"\nendstream":
            raise StitchError("has a stream that cannot be read")
        try:
            return zlib.decompress(data[head.end() : -10])
        except zlib.error:
            raise StitchError("has a stream that cannot be read") from None


def _read_table(packed: bytes, runs: Sequence[int]) -> dict[int, int]:
    """Return where each object stands. runs: the first number and the count of each run of entries."""
    try:
        rows = zlib.decompress(packed)
    except zlib.error:
        raise StitchError("has a cross-reference stream that cannot be read") from None
    numbers = [n for first, count in zip(runs[::2], runs[1::2], strict=False) for n in range(first, first + count)]
    if len(rows) != (_ROW + 1) * len(numbers) or len(runs) % 2 or len(set(numbers)) != len(numbers):
        raise StitchError("has a cross-reference stream that cannot be read")
    offsets = {}
    row = bytes(_ROW)
    for index, number in enumerate(numbers):
        written = rows[index * (_ROW + 1) : (index + 1) * (_ROW + 1)]
        row = bytes((new + old) % 256 for new, old in zip(written[1:], row, strict=True))
        if written[0] != 2 or row[0] != 1 or row[5:] != b"\0\0":
            raise StitchError("has a cross-reference stream that cannot be read")
        offsets[number] = int.from_bytes(row[1:5])
    return offsets


@dataclass(frozen=True, slots=True)
class _Trees:
    """Root, parent tree and tree of ids, as pairs."""

    document: int
    parents: tuple[tuple[int, int], ...]
    ids: tuple[tuple[str, int], ...]
    next_key: int

    @classmethod
    def read(cls, file: _File, number: int) -> _Trees:
        """Return the trees of the structure's root *number*."""
        root = _ROOT.fullmatch(file.get(number))
        if root is None:
            raise StitchError("has no structure")
        document, parents, next_key, ids = map(int, root.groups())
        pairs = tuple((int(key), int(value)) for key, value in _PAIR.findall(file.get(parents)))
        names = tuple((name.decode("latin-1"), int(value)) for name, value in _ID.findall(file.get(ids)))
        return cls(document, pairs, names, next_key)


class _Structure:
    """The elements of a copy's own, as they are read."""

    def __init__(self, file: _File, facts: PlateFacts) -> None:
        self._file, self._facts = file, facts
        self._pages = {number: index for index, number in enumerate(facts.pages)}
        self._seen: set[int] = set()
        self._ids: list[tuple[str, int]] = []
        self._headers: list[str] = []
        self.contents: dict[tuple[int, int], int] = {}
        self.notes: dict[int, int] = {}
        self.parents: dict[int, tuple[int, ...]] = {}
        """Own entries of the parent tree: keys of pages to elements, keys of annotations to theirs alone."""

    def read_section(self, number: int) -> StructureElement:
        """Return the section *number*, an element right below the document."""
        return self._read(number, self._facts.document)

    def _read(self, number: int, parent: int) -> StructureElement:
        found = _ELEMENT.fullmatch(self._file.get(number))
        if found is None or int(found[2]) != parent or number in self._seen:
            raise StitchError("has a structure that does not hang together")
        self._seen.add(number)
        texts = {key.decode(): _decode(text) for key, text in _TEXT.findall(found[3])}
        id_ = None if found[4] is None else found[4][1:-1].decode("latin-1")
        if id_ is not None:
            self._ids.append((id_, number))
        if found[5] is not None and not _ATTRIBUTES.fullmatch(found[5]):
            raise StitchError("has a structure that does not hang together")
        for listed in _HEADERS.findall(found[5] or b""):
            self._headers += [name.decode("latin-1") for name in _NAME.findall(listed)]
        page = None if found[6] is None else int(found[6])
        kids = tuple(self._read_kids(found[7] or b"", number, page))
        lang, alt, actual, title = (texts.get(key) for key in ("Lang", "Alt", "ActualText", "T"))
        return StructureElement(found[1].decode(), kids, id_, lang, alt, actual, title)

    def _read_kids(self, written: bytes, number: int, page: int | None) -> Iterator[StructureElement | MarkedContent]:
        for element, other, mcid, note, note_page, plain in _KID.findall(written):
            if element:
                yield self._read(int(element), number)
            elif note:
                self._page(int(note_page))
                self.notes[int(note)] = number
            else:
                at = self._page(int(other) if other else page)
                content = at, int(mcid or plain)
                if content in self.contents:
                    raise StitchError("has words that belong to two elements")
                self.contents[content] = number
                yield MarkedContent(*content)

    def _page(self, number: int | None) -> int:
        index = None if number is None else self._pages.get(number)
        if index is None:
            raise StitchError("has an element on a page that is not its own")
        return index

    def take_page(self, index: int, key: int, mcids: list[int]) -> None:
        """Note what the page *index* draws, which has the *key* in the parent tree."""
        if mcids != list(range(len(mcids))):
            raise StitchError("counts its words wrongly")
        elements = tuple(self.contents.pop((index, mcid), 0) for mcid in mcids)
        if 0 in elements or not elements:
            raise StitchError("draws words that belong to no element")
        self.take_parents(key, elements)

    def take_parents(self, key: int, elements: tuple[int, ...]) -> None:
        """Note what the *key* of the parent tree must lead to."""
        if key in self.parents:
            raise StitchError("has a key of the parent tree twice")
        self.parents[key] = elements

    def check_trees(self) -> None:
        """Hold the trees against what has been read. Raises StitchError where they differ."""
        facts, file = self._facts, self._file
        trees = _Trees.read(file, facts.tree)
        plate, own = trees.parents[: len(facts.parents)], trees.parents[len(facts.parents) :]
        if plate != facts.parents or trees.document != facts.document:
            raise StitchError("leads readers from the plate to other elements")
        keys = [key for key, _ in trees.parents]
        if sorted(self.parents) != [key for key, _ in own] or keys != list(range(trees.next_key)):
            raise StitchError("has a parent tree that does not lead to its pages")
        for key, number in own:
            listed = tuple(map(int, _REFERENCE.findall(file.get(number)))) if number not in self._seen else (number,)
            if listed != self.parents[key]:
                raise StitchError("has a parent tree that leads to other elements")
        if self.contents or self.notes:
            raise StitchError("has elements whose words are on no page")
        wanted = sorted((*facts.ids, *self._ids), key=lambda pair: pair[0].encode("latin-1"))
        names = [name for name, _ in wanted]
        if list(trees.ids) != wanted or len(set(names)) != len(names) or not set(self._headers) <= set(names):
            raise StitchError("has ids that lead nowhere, or to two elements")


def _read_page(file: _File, number: int, index: int, facts: PlateFacts, structure: _Structure) -> PageFacts:
    found = _PAGE.fullmatch(file.get(number))
    if found is None:
        raise StitchError("has a page that cannot be read")
    width, height = float(found[4]), float(found[5])
    if (width, height) != facts.box or int(found[1]) in file.own:
        raise StitchError("has a page of another size")
    stream = file.stream(int(found[2]))
    structure.take_page(index, int(found[3]), [int(mcid) for mcid in _MCID.findall(stream)])
    for note in map(int, _REFERENCE.findall(found[9] or b"")):
        annotation = _ANNOTATION.fullmatch(file.get(note))
        if annotation is None or note not in structure.notes:
            raise StitchError("has a link that belongs to nothing")
        structure.take_parents(int(annotation[1]), (structure.notes.pop(note),))
    names = _own_fonts(found[7]) if found[6] is None else facts.font_lists.get(int(found[6]))
    if names is None:
        raise StitchError("lacks the fonts of its plate")
    fonts = {name: _find_font(file, number, facts) for name, number in names.items()}
    drawn = read_drawn(stream, Resources(fonts, lambda _: "image"), IDENTITY)
    return PageFacts(width, height, drawn, None)


def _own_fonts(written: bytes) -> Mapping[str, int]:
    """Return the fonts of a list that the copy has of its own."""
    return {name.decode(): int(number) for name, number in _NAMED.findall(written)}


def _find_font(file: _File, number: int, facts: PlateFacts) -> FontFacts:
    """Return a font of the plate, or one that the copy has of its own."""
    known = facts.fonts.get(number)
    if known is not None:
        return known
    font = _FONT.fullmatch(file.get(number))
    below = None if font is None else _BELOW.fullmatch(file.get(int(font[2])))
    described = None if below is None else _DESCRIBED.search(file.get(int(below[2])))
    if font is None or below is None or described is None:
        raise StitchError("has a font that cannot be read")
    widths = {code: float(width) / 1000 for code, width in enumerate(below[1].split())}
    program = file.stream(int(described[1]))
    return FontFacts(
        font[1].decode("latin-1")[7:],
        embedded=bool(program),
        to_unicode=read_to_unicode(file.stream(int(font[3]))),
        glyphs=file.stream(int(below[3])),
        widths=widths,
        default_width=1.0,
        read_program=lambda: program,
    )


def _decode(digits: bytes) -> str:
    try:
        return bytes.fromhex(digits.decode()).decode("utf-16-be")
    except ValueError:
        raise StitchError("has words that cannot be read") from None
