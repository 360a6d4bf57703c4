"""Many finished copies in one file for the printer, each beginning on a sheet of its own.

Their pages are not changed: what they draw and draw with is taken over byte for byte, and what several copies share is
written once.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from plainleaf.findings import Finding, Place, make_error

PRODUCER = "pypdf"
_TAKEN = ("/Contents", "/Resources", "/MediaBox")
"""What of a page is taken over: what is printed, and on how large a sheet."""


class Volume:
    """One file for the printer. Each copy that is added begins on the front of a sheet."""

    def __init__(self, title: str) -> None:
        self._writer = PdfWriter()
        self._writer.pdf_header = "%PDF-1.7"
        self._writer.metadata = {"/Title": title, "/Creator": "plainleaf", "/Producer": PRODUCER}
        self._known: dict[bytes, Any] = {}
        self._digest = hashlib.sha256(title.encode())

    @property
    def sides(self) -> int:
        """How many sides there are so far."""
        return len(self._writer.pages)

    def add(self, pdf: bytes) -> None:
        """Add all pages of *pdf*, and a blank one where their number is odd."""
        self._digest.update(hashlib.sha256(pdf).digest())
        reader = PdfReader(io.BytesIO(pdf))
        prints = _Prints()
        for page in reader.pages:
            taken = PageObject()
            taken[NameObject("/Type")] = NameObject("/Page")
            for name in _TAKEN:
                taken[NameObject(name)] = self._take(page.raw_get(name), prints)
            self._writer.add_page(taken)
        if self.sides % 2:
            last = self._writer.pages[-1].mediabox
            self._writer.add_blank_page(float(last.width), float(last.height))

    def _take(self, value: Any, prints: _Prints) -> Any:
        """Return *value* for this file; an object that it has already is not written again."""
        if isinstance(value, IndirectObject):
            print_ = prints.of(value)
            if print_ not in self._known:
                self._known[print_] = self._writer._add_object(self._take(value.get_object(), prints))
            return self._known[print_]
        if isinstance(value, StreamObject):
            taken = EncodedStreamObject()
            taken._data = value._data
            taken.update({NameObject(key): self._take(value.raw_get(key), prints) for key in value if key != "/Length"})
            return taken
        if isinstance(value, DictionaryObject):
            return DictionaryObject({NameObject(key): self._take(value.raw_get(key), prints) for key in value})
        if isinstance(value, ArrayObject):
            return ArrayObject(self._take(kid, prints) for kid in list.__iter__(value))
        return value

    def write(self) -> bytes:
        """Return the file. Equal copies in equal order give equal bytes."""
        hints = {
            "/PrintScaling": NameObject("/None"),
            "/Duplex": NameObject("/DuplexFlipLongEdge"),
            "/PickTrayByPDFSize": BooleanObject(True),
            "/DisplayDocTitle": BooleanObject(True),
        }
        catalogue = self._writer.root_object
        catalogue[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(False)})
        catalogue[NameObject("/ViewerPreferences")] = DictionaryObject(
            {NameObject(key): value for key, value in hints.items()}
        )
        digest = self._digest.digest()[:16]
        self._writer._ID = ArrayObject([ByteStringObject(digest), ByteStringObject(digest)])
        sink = io.BytesIO()
        self._writer.write(sink)
        return sink.getvalue()


def check_volume(volume: bytes, copies: Iterable[tuple[str, bytes]]) -> Iterator[Finding]:
    """I005: the file holds every page of every copy as it is, in order, each copy from the front of a sheet on.

    copies: what each is called, and the finished PDF. Why: a page lost or mixed up here is one patient's plan in
    another's hands. Source: the rule of the whole press.
    """
    reader = PdfReader(io.BytesIO(volume))
    prints, pages, at = _Prints(), reader.pages, 0
    for name, pdf in copies:
        own = _Prints()
        for page in PdfReader(io.BytesIO(pdf)).pages:
            if at >= len(pages) or _print_page(pages[at], prints) != _print_page(page, own):
                yield _fault(f"the copy {name} is not as it was")
                return
            at += 1
        if at % 2:
            if at >= len(pages) or pages[at].get_contents() is not None:
                yield _fault(f"the copy {name} is not followed by a blank page")
                return
            at += 1
    if at != len(pages):
        yield _fault("there are pages of no copy")


def _fault(message: str) -> Finding:
    return make_error("I005", message, Place("print run"), "do not print this file; report the fault")


def _print_page(page: Any, prints: _Prints) -> bytes:
    return b"".join(prints.of(page.raw_get(name)) for name in _TAKEN)


class _Prints:
    """Digests of objects of one file, with everything they refer to."""

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}

    def of(self, value: Any) -> bytes:
        """Return the digest of *value*."""
        if isinstance(value, IndirectObject):
            if value.idnum not in self._known:
                self._known[value.idnum] = b""  # nothing that is taken refers to itself
                self._known[value.idnum] = self.of(value.get_object())
            return self._known[value.idnum]
        if isinstance(value, StreamObject):
            return _digest("stream", self._of_entries(value), value._data)
        if isinstance(value, DictionaryObject):
            return _digest("dictionary", self._of_entries(value))
        if isinstance(value, ArrayObject):
            return _digest("array", *(self.of(kid) for kid in list.__iter__(value)))
        return _digest(type(value).__name__.replace("NumberObject", "FloatObject"), _format(value))

    def _of_entries(self, value: DictionaryObject) -> bytes:
        entries = ((key.encode(), self.of(value.raw_get(key))) for key in sorted(value) if key != "/Length")
        return _digest("entries", *(part for entry in entries for part in entry))


def _format(value: Any) -> bytes:
    sink = io.BytesIO()
    value.write_to_stream(sink)
    return sink.getvalue()


def _digest(kind: str, *parts: bytes) -> bytes:
    state = hashlib.sha256(kind.encode())
    for part in parts:
        state.update(len(part).to_bytes(8) + part)
    return state.digest()


def count_pages(pdf: bytes) -> int:
    """Return how many pages *pdf* has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def cut_volumes(pages: Sequence[int], most: int) -> list[range]:
    """Return which copies each volume holds, so that none has more than *most* sides unless one copy alone has.

    pages: of each copy.

    >>> cut_volumes([3, 2, 4], 6)
    [range(0, 2), range(2, 3)]
    """
    volumes, start, sides = [], 0, 0
    for at, count in enumerate(pages):
        padded = count + count % 2
        if sides and sides + padded > most:
            volumes.append(range(start, at))
            start, sides = at, 0
        sides += padded
    return [*volumes, range(start, len(pages))]
