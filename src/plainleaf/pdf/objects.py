"""The few PDF objects ReportLab lacks or writes in a way PDF/A does not allow."""

from __future__ import annotations

import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc

Name = pdfdoc.PDFName
Reference = pdfdoc.PDFObjectReference


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
