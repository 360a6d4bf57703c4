"""The few PDF objects ReportLab lacks or writes in a way PDF/A does not allow."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any, Protocol

from reportlab.pdfbase import pdfdoc

Name = pdfdoc.PDFName
Reference = pdfdoc.PDFObjectReference


class Objects(Protocol):
    """Where the objects of a file are collected. Numbers are the file's own."""

    def reserve(self) -> int:
        """Return the number of an object that is put down later."""
        ...

    def put(self, number: int, data: bytes) -> None:
        """Put down the object *number*: what stands between ``obj`` and ``endobj``."""
        ...

    def number_of(self, name: str) -> int:
        """Return the number of the page or annotation *name*."""
        ...


class _Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object that is written already."""

    data = b"null"

    def format(self, _document: Any) -> bytes:
        return self.data


class DocumentObjects:
    """The objects of a ReportLab document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._raw: dict[int, _Raw] = {}

    def reserve(self) -> int:
        """Return the number of an object that is put down later."""
        raw = _Raw()
        number = self.number_of(self._document.Reference(raw).name)
        self._raw[number] = raw
        return number

    def put(self, number: int, data: bytes) -> None:
        """Put down the object *number*."""
        self._raw[number].data = data

    def number_of(self, name: str) -> int:
        """Return the number of the page or annotation *name*."""
        number: int = self._document.idToObjectNumberAndVersion[name][0]
        return number

    def refer(self, number: int) -> Any:
        """Return ReportLab's reference to an object put down here."""
        return self._document.Reference(self._raw[number])


def make_stream(data: bytes, entries: str = "", *, level: int = 6) -> bytes:
    """Return a deflated stream. entries: of its dictionary beside those that every stream has. level: of deflate."""
    packed = zlib.compress(data, level)
    head = f"<<{entries} /Filter /FlateDecode /Length {len(packed)}>>\nstream\n".encode()
    return b"".join((head, packed, b"\nendstream"))


def format_text(text: str) -> str:
    """Return a text string, always UTF-16: it survives every reader and needs no escapes."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def format_bytes(text: str) -> str:
    """Return a byte string of ASCII characters, for ids."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})" if escaped.isascii() and escaped.isprintable() else f"<{text.encode().hex().upper()}>"


def format_array(items: Iterable[object]) -> str:
    """Return an array in lines of a length that every reader takes."""
    parts = [str(item) for item in items]
    lines = (" ".join(parts[at : at + 12]) for at in range(0, len(parts), 12))
    return "[" + "\n".join(lines) + "]"


def make_array(items: Any) -> Any:
    """Return a PDF array on one line."""
    return pdfdoc.PDFArrayCompact(list(items))


def make_dict(**entries: Any) -> Any:
    """Return a PDF dictionary on one line."""
    made = pdfdoc.PDFDictionary(entries)
    made.multiline = False
    return made


def make_bytes(text: str) -> Any:
    """Return a byte string, for ids and addresses."""
    return pdfdoc.PDFString(text)


class UnicodeString(pdfdoc.PDFObject):  # type: ignore[misc]
    """A text string, always UTF-16: it survives every reader and needs no escapes."""

    def __init__(self, text: str) -> None:
        self.text = text

    def format(self, _document: Any) -> bytes:
        """Return the hexadecimal form."""
        return b"<FEFF" + self.text.encode("utf-16-be").hex().upper().encode() + b">"


class Stream(pdfdoc.PDFStream):  # type: ignore[misc]
    """A stream with the line end before ``endstream`` that ISO 19005-2, 6.1.7.1 asks for.

    ReportLab writes none, and puts ASCII85 around its own streams by default.
    """

    def __init__(self, content: bytes, entries: dict[str, Any] | None = None, *, compress: bool = True) -> None:
        super().__init__(pdfdoc.PDFDictionary(dict(entries or {})), content)
        self.compress = compress

    def format(self, document: Any) -> bytes:
        """Return dictionary and data."""
        entries, data = dict(self.dictionary.dict), self.content
        if self.compress:
            data = zlib.compress(data, 6)
            entries["Filter"] = Name("FlateDecode")
        entries["Length"] = len(data)
        head: bytes = pdfdoc.format(make_dict(**entries), document)
        return b"".join((head, b"\nstream\n", data, b"\nendstream\n"))


def format_number(value: float) -> str:
    """Return *value* with at most three decimals and no trailing zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def format_numbers(*values: float) -> str:
    """Return *values* with blanks between them."""
    return " ".join(map(format_number, values))
