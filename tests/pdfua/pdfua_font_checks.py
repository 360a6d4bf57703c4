"""Checks of the fonts: embedded, mapped to Unicode, and holding every glyph that the pages show."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from pdfua_reading import Reading
from pdfua_registry import Places, check
from pikepdf import Array, Name, Object, Stream


def composite_fonts(reading: Reading) -> list[tuple[Object, Object]]:
    """Return each Type 0 font with its CIDFont."""
    return [(font, font.DescendantFonts[0]) for font in reading.fonts if font.get("/Subtype") == Name.Type0]


def shown_codes(reading: Reading) -> dict[tuple[int, int], set[int]]:
    """Return the two-byte codes that the pages show in each composite font, by the font's object."""
    codes: dict[tuple[int, int], set[int]] = {}
    for event in reading.events:
        if event.text and event.font is not None and event.font.get("/Subtype") == Name.Type0:
            codes.setdefault(event.font.objgen, set()).update(split_codes(event.text))
    return codes


def split_codes(text: bytes) -> list[int]:
    """Return the two-byte codes of a string shown in an Identity-H font."""
    return [int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text), 2)]


def glyph_of(descendant: Object, cid: int) -> int:
    """Return the glyph index of *cid*; 0, which is .notdef, outside of the map."""
    mapping = descendant.get("/CIDToGIDMap")
    if not isinstance(mapping, Stream):
        return cid
    return int.from_bytes(mapping.read_bytes()[2 * cid : 2 * cid + 2], "big")


@dataclass(frozen=True, slots=True)
class Program:
    """What an embedded TrueType program says of its glyphs: their advance widths in thousandths of the em."""

    widths: list[float]


def read_program(descendant: Object) -> Program | None:
    """Return the embedded TrueType program, or None.

    Layout of the tables: OpenType 1.9 (ISO 14496-22), "maxp", "head", "hhea" and "hmtx".
    """
    stream = descendant.FontDescriptor.get("/FontFile2")
    if stream is None:
        return None
    data = stream.read_bytes()
    records = struct.iter_unpack(">4sIII", data[12 : 12 + 16 * int.from_bytes(data[4:6], "big")])
    start = {tag.decode("latin-1"): offset for tag, _, offset, _ in records}
    glyphs, units, measured = (
        struct.unpack_from(">H", data, start[table] + at)[0] for table, at in (("maxp", 4), ("head", 18), ("hhea", 34))
    )
    advances = [struct.unpack_from(">H", data, start["hmtx"] + 4 * glyph)[0] for glyph in range(measured)]
    advances += advances[-1:] * (glyphs - measured)
    return Program([advance * 1000 / units for advance in advances])


def read_unicode_map(font: Object) -> dict[int, str]:
    """Return what ToUnicode says each code means (bfchar and bfrange)."""
    if not isinstance(font.get("/ToUnicode"), Stream):
        return {}
    source = font.ToUnicode.read_bytes().decode("latin-1")
    meaning: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w*)>", block):
            meaning[int(code, 16)] = _decode(text)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for first, last, texts in re.findall(r"<(\w+)>\s*<(\w+)>\s*(\[[^\]]*\]|<\w*>)", block):
            meaning.update(_read_range(int(first, 16), int(last, 16), texts))
    return meaning


def _read_range(first: int, last: int, texts: str) -> dict[int, str]:
    strings = [_decode(text) for text in re.findall(r"<(\w*)>", texts)]
    if texts.startswith("["):
        return dict(zip(range(first, last + 1), strings, strict=False))
    start = strings[0]
    return {code: start[:-1] + chr(ord(start[-1]) + code - first) for code in range(first, last + 1) if start}


def _decode(text: str) -> str:
    return bytes.fromhex(text).decode("utf-16-be", "surrogatepass")


@check("31-004", "CIDToGIDMap is neither a stream nor Identity")
def find_bad_glyph_maps(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.21.3.2."""
    for font, descendant in composite_fonts(reading):
        mapping = descendant.get("/CIDToGIDMap")
        if mapping is not None and not isinstance(mapping, Stream) and mapping != Name.Identity:
            yield str(font.BaseFont)


@check("31-005", "A CIDFont of Type 2 has no CIDToGIDMap")
def find_missing_glyph_maps(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.21.3.2."""
    for font, descendant in composite_fonts(reading):
        if descendant.Subtype == Name.CIDFontType2 and "/CIDToGIDMap" not in descendant:
            yield str(font.BaseFont)


@check("31-006", "A CMap is neither embedded nor Identity-H")
def find_foreign_encodings(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.21.3.3. Stricter: of the predefined CMaps only the one in use is let pass.

    With Identity-H there is no CMap to disagree with (31-001 to 31-003, 31-007, 31-008).
    """
    for font, _ in composite_fonts(reading):
        if font.get("/Encoding") != Name("/Identity-H"):
            yield str(font.BaseFont)


@check("31-009", "A font program is not embedded")
def find_fonts_not_embedded(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.21.4.1, paragraph 1."""
    owners = [font for font in reading.fonts if font.Subtype != Name.Type0]
    for font in owners + [descendant for _, descendant in composite_fonts(reading)]:
        descriptor = font.get("/FontDescriptor") or {}
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield str(font.get("/BaseFont"))


@check("31-011", "A glyph that is shown is not in the embedded font program")
def find_lacking_glyphs(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.21.4.1, paragraph 3."""
    codes = shown_codes(reading)
    for font, descendant in composite_fonts(reading):
        program = read_program(descendant)
        for code in sorted(codes.get(font.objgen, ())):
            if program and glyph_of(descendant, code) >= len(program.widths):
                yield f"{font.BaseFont}, code {code}"


@check("31-016", "A glyph's width differs between font dictionary and font program")
def find_wrong_widths(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.21.5: they may differ by 1/1000 of the font size."""
    codes = shown_codes(reading)
    for font, descendant in composite_fonts(reading):
        program = read_program(descendant)
        if program is None:
            continue
        stated = _stated_widths(descendant)
        default = float(descendant.get("/DW", 1000))
        for code in sorted(codes.get(font.objgen, ())):
            glyph = glyph_of(descendant, code)
            drawn = program.widths[glyph] if glyph < len(program.widths) else 0
            if abs(stated.get(code, default) - drawn) > 1:
                yield f"{font.BaseFont}, code {code}"


def _stated_widths(descendant: Object) -> dict[int, float]:
    """Return the widths of W by CID, in thousandths (ISO 32000-1 9.7.4.3)."""
    widths: dict[int, float] = {}
    items = list(descendant.get("/W") or [])
    while items:
        first, second = int(items.pop(0)), items.pop(0)
        if not isinstance(second, Array):
            widths.update(dict.fromkeys(range(first, int(second) + 1), float(items.pop(0))))
        else:
            widths.update({first + at: float(width) for at, width in enumerate(second)})
    return widths


@check("31-027", "A font has no ToUnicode")
def find_fonts_without_unicode(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.21.7, paragraph 1."""
    for font in reading.fonts:
        if not isinstance(font.get("/ToUnicode"), Stream):
            yield str(font.get("/BaseFont"))


@check("31-028", "ToUnicode names U+0000")
def find_zero_unicode(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.21.7, paragraph 2."""
    for font in reading.fonts:
        yield from (f"{font.BaseFont}, code {code}" for code, text in read_unicode_map(font).items() if "\0" in text)


@check("31-029", "ToUnicode names U+FEFF or U+FFFE")
def find_byte_order_marks(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.21.7, paragraph 3."""
    for font in reading.fonts:
        for code, text in read_unicode_map(font).items():
            if {"\ufeff", "\ufffe"} & set(text):
                yield f"{font.BaseFont}, code {code}"


@check("10-001", "A code that is shown has no Unicode value")
def find_codes_without_unicode(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.2, paragraph 2; ActualText around it, or being an artifact, makes up for it."""
    maps = {font.objgen: read_unicode_map(font) for font in reading.fonts}
    for event in reading.events:
        if event.text and not event.in_artifact and not any(mark.has_text for mark in event.marks):
            known = maps.get(event.font.objgen, {}) if event.font is not None else {}
            if not all(known.get(code) for code in split_codes(event.text)):
                yield str(event)


@check("31-030", "A character shown is the glyph .notdef")
def find_missing_glyphs(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.21.8."""
    codes = shown_codes(reading)
    for font, descendant in composite_fonts(reading):
        for code in sorted(codes.get(font.objgen, ())):
            if glyph_of(descendant, code) == 0:
                yield f"{font.BaseFont}, code {code}"
