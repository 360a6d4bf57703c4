"""Read what the names in a content stream stand for: fonts, forms, colour spaces, opacities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from plainleaf.verify.drawn import Form, Resources
from plainleaf.verify.font import FontFacts
from plainleaf.verify.ink import IDENTITY

_BF_CHAR = re.compile(rb"<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f\s]*)>")
_BF_RANGE = re.compile(rb"<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f]{2,4})>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])", re.DOTALL)
_BF_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_LONGEST_RANGE = 0xFFFF
_SLANTED = re.compile("italic|oblique", re.IGNORECASE)
_ITALIC_FLAG = 64
_STANDARD_WIDTH = 0.556
"""Of most letters of Helvetica: for the 14 fonts whose widths a file may leave out."""
_GLYPH_NAMES = {"space": " ", "hyphen": "-", "period": ".", "comma": ",", "nbspace": "\u00a0"}


def read_resources(node: Any, known: dict[int, FontFacts]) -> Resources:
    """Return what *node* (a /Resources dictionary or None) names. known: fonts read already, by object number."""
    if node is None:
        return Resources()
    node = node.get_object()
    objects = _below(node, "/XObject")

    def open_form(name: str) -> Form | str | None:
        return _open_form(objects.get(f"/{name}"), node, known)

    return Resources(
        _read_fonts(_below(node, "/Font"), known),
        open_form,
        {name[1:]: _space(value) for name, value in _below(node, "/ColorSpace").items()},
        {name[1:]: _opacity(value) for name, value in _below(node, "/ExtGState").items()},
        _read_mcids(_below(node, "/Properties")),
    )


def _below(node: Any, key: str) -> dict[str, Any]:
    entry = node.get(key)
    entry = entry.get_object() if entry is not None else None
    return {str(name): entry[name] for name in entry} if isinstance(entry, DictionaryObject) else {}


def _read_mcids(lists: Mapping[str, Any]) -> dict[str, int]:
    return {name[1:]: int(value["/MCID"]) for name, value in lists.items() if "/MCID" in value}


def _open_form(found: Any, outer: Any, known: dict[int, FontFacts]) -> Form | str | None:
    if not isinstance(found, StreamObject):
        return None
    if found.get("/Subtype") != "/Form":
        return "image"
    a, b, c, d, e, f = (float(value) for value in found.get("/Matrix") or IDENTITY)
    resources = read_resources(found.get("/Resources") or outer, known)
    return Form(found.get_data(), (a, b, c, d, e, f), _read_box(found.get("/BBox")), resources)


def _read_box(written: Any) -> tuple[float, float, float, float] | None:
    """Return a rectangle by its lower left and upper right corner; None where it is not one."""
    numbers = [float(value) for value in written.get_object()] if written is not None else []
    if len(numbers) != 4:
        return None
    (left, right), (bottom, top) = sorted(numbers[0::2]), sorted(numbers[1::2])
    return left, bottom, right, top


def _space(value: Any) -> str:
    first = value[0].get_object() if isinstance(value, ArrayObject) and value else value
    return str(first).lstrip("/")


def _opacity(value: Any) -> tuple[float, float]:
    return float(value.get("/ca", 1.0)), float(value.get("/CA", 1.0))


def _read_fonts(resources: Mapping[str, Any], known: dict[int, FontFacts]) -> dict[str, FontFacts]:
    fonts = {}
    for name, font in resources.items():
        if not isinstance(font, DictionaryObject):
            continue
        reference = font.indirect_reference
        key = reference.idnum if isinstance(reference, IndirectObject) else id(font)
        if key not in known:
            known[key] = read_font(font)
        fonts[name[1:]] = known[key]
    return fonts


def read_font(font: DictionaryObject) -> FontFacts:
    """Return the facts of *font*, simple or composite."""
    wide = "/DescendantFonts" in font
    below: Any = font["/DescendantFonts"][0].get_object() if wide else font  # type: ignore[index]
    descriptor = below.get("/FontDescriptor") or {}
    name = re.sub(r"^[A-Z]{6}\+", "", str(font.get("/BaseFont", ""))[1:])
    glyphs = below.get("/CIDToGIDMap")
    if isinstance(glyphs, IndirectObject):  # get() does not follow references
        glyphs = glyphs.get_object()
    cmap = font.get("/ToUnicode")
    cmap = cmap.get_object() if cmap is not None else None
    texts = read_to_unicode(cmap.get_data()) if isinstance(cmap, StreamObject) else None
    flags, angle = int(descriptor.get("/Flags", 0)), float(descriptor.get("/ItalicAngle", 0))
    program = next((descriptor[key] for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in descriptor), None)
    return FontFacts(
        name,
        program is not None or font.get("/Subtype") == "/Type3",
        texts if texts is not None else {} if wide else _read_encoding(font.get("/Encoding")),
        glyphs.get_data() if isinstance(glyphs, StreamObject) else None,
        wide,
        _read_wide_widths(below.get("/W")) if wide else _read_widths(font),
        float(below.get("/DW", 1000)) / 1000 if wide else _STANDARD_WIDTH,
        bool(flags & _ITALIC_FLAG) or angle != 0 or _SLANTED.search(name) is not None,
        float(descriptor["/XHeight"]) / 1000 if descriptor.get("/XHeight") else None,
        program.get_data if isinstance(program, StreamObject) else bytes,
    )


def read_to_unicode(cmap: bytes) -> dict[int, str]:
    """Return the text of each code in a ToUnicode CMap (ISO 32000-1, 9.10.3)."""
    texts: dict[int, str] = {}
    for kind, section in _BF_SECTION.findall(cmap):
        if kind == b"char":
            texts |= {int(code, 16): _decode(text) for code, text in _BF_CHAR.findall(section)}
            continue
        for low, high, start, listed in _BF_RANGE.findall(section):
            first, last = int(low, 16), min(int(high, 16), int(low, 16) + _LONGEST_RANGE)
            if listed:
                texts |= dict(zip(range(first, last + 1), map(_decode, _HEX.findall(listed)), strict=False))
            else:
                text = _decode(start)
                texts |= {
                    code: text[:-1] + chr(ord(text[-1]) + code - first) for code in range(first, last + 1) if text
                }
    return texts


def _decode(digits: bytes) -> str:
    return bytes.fromhex(b"".join(digits.split()).decode("ascii")).decode("utf-16-be", "replace")


def _read_wide_widths(array: Any) -> dict[int, float]:
    """Return the advances of /W (ISO 32000-1, 9.7.4.3), in em."""
    widths: dict[int, float] = {}
    entries = [] if array is None else list(array.get_object())
    at = 0
    while at + 1 < len(entries):
        first, second = int(entries[at].get_object()), entries[at + 1].get_object()
        if isinstance(second, ArrayObject):
            widths |= {first + index: float(value) / 1000 for index, value in enumerate(second)}
            at += 2
        else:
            if at + 2 >= len(entries):
                break
            last = min(int(second), first + _LONGEST_RANGE)
            widths |= dict.fromkeys(range(first, last + 1), float(entries[at + 2]) / 1000)
            at += 3
    return widths


def _read_widths(font: Any) -> dict[int, float]:
    """Return the advances of a simple font, in em; those of a Type 3 font go through its matrix."""
    first, widths = int(font.get("/FirstChar", 0)), font.get("/Widths")
    matrix = font.get("/FontMatrix")
    scale = float(matrix[0]) if matrix else 0.001
    return {} if widths is None else {first + at: float(w) * scale for at, w in enumerate(widths.get_object())}


def _read_encoding(encoding: Any) -> dict[int, str]:
    """Return the text of each code of a simple font: as Windows encodes it, changed by /Differences."""
    texts = {code: bytes([code]).decode("cp1252", "replace") for code in range(256)}
    encoding = encoding.get_object() if encoding is not None else None
    code = 0
    for entry in encoding.get("/Differences", ()) if isinstance(encoding, DictionaryObject) else ():
        if isinstance(entry, int):
            code = int(entry)
            continue
        name = str(entry)[1:]
        if len(name) == 1 or name in _GLYPH_NAMES:
            texts[code] = _GLYPH_NAMES.get(name, name)
        code += 1
    return texts
