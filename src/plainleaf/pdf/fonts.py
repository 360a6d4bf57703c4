"""Embedded fonts: one code for each pair of glyph and text, so that reading back is never ambiguous."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

from plainleaf.faces import Face
from plainleaf.pdf.objects import DocumentObjects, Objects, format_array, format_number, make_stream
from plainleaf.truetype import Composite

EMPTY: Composite = (0, ())
"""A glyph without ink and width; it carries a direction mark."""


class EmbeddedFont:
    """One face in one document: a Type 0 font with two-byte codes, numbered in order of first use."""

    def __init__(self, face: Face, name: str) -> None:
        """name: of the font resource. Code 0 stays .notdef."""
        self.face, self.name = face, name
        self.codes: dict[tuple[int | Composite, str], int] = {(0, ""): 0}

    def encode(self, glyph: int | Composite, text: str) -> int:
        """Return the code of *glyph* where it stands for *text*."""
        return self.codes.setdefault((glyph, text), len(self.codes))

    def advance(self, glyph: int | Composite) -> float:
        """Return the advance of *glyph* in 1/1000 em."""
        return self.face.advance(glyph) if isinstance(glyph, int) else glyph[0] * 1000 / self.face.upem

    def addObjects(self, document: Any) -> None:
        """Add the font to *document*; ReportLab calls this once the pages are drawn."""
        objects = DocumentObjects(document)
        document.idToObject["BasicFonts"].dict[self.name] = objects.refer(self.write(objects))

    def write(self, objects: Objects) -> int:
        """Write the font with the glyphs that have a code; return its number."""
        glyphs = [glyph for glyph, _ in self.codes]
        composites = tuple(dict.fromkeys(glyph for glyph in glyphs if not isinstance(glyph, int)))
        simple = frozenset(glyph for glyph in glyphs if isinstance(glyph, int))
        program, ids = self.face.subset(simple, composites)
        base = f"/{_subset_tag(program)}+{self.face.postscript_name}"
        font, below, descriptor, file, map_, texts = (objects.reserve() for _ in range(6))
        widths = format_array(format_number(self.advance(glyph)) for glyph in glyphs)
        objects.put(
            font,
            f"<</Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H"
            f" /DescendantFonts [{below} 0 R] /ToUnicode {texts} 0 R>>".encode(),
        )
        objects.put(
            below,
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont {base} /DW 1000 /W [0 {widths}]"
            " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"
            f" /FontDescriptor {descriptor} 0 R /CIDToGIDMap {map_} 0 R>>".encode(),
        )
        objects.put(descriptor, _describe(self.face, base, file))
        objects.put(file, make_stream(program, f"/Length1 {len(program)}"))
        objects.put(map_, make_stream(b"".join(struct.pack(">H", ids[glyph]) for glyph in glyphs)))
        objects.put(texts, make_stream(make_to_unicode([text for _, text in self.codes])))
        return font


class MissingCodeError(LookupError):
    """A settled font has no code for a glyph."""

    def __init__(self, face: Face) -> None:
        super().__init__(face.postscript_name)
        self.face = face


class SettledFont(EmbeddedFont):
    """A font that is in the file already: nothing is added to it."""

    def __init__(self, font: EmbeddedFont) -> None:
        super().__init__(font.face, font.name)
        self.codes = font.codes

    def encode(self, glyph: int | Composite, text: str) -> int:
        """Return the code of *glyph* where it stands for *text*. Raises MissingCodeError where it has none."""
        code = self.codes.get((glyph, text))
        if code is None:
            raise MissingCodeError(self.face)
        return code


def make_to_unicode(texts: list[str]) -> bytes:
    """Return the CMap from codes (places in *texts*) to text."""
    lines = [
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def",
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
    ]
    pairs = [(code, text) for code, text in enumerate(texts) if text]
    for start in range(0, len(pairs), 100):
        chunk = pairs[start : start + 100]
        lines.append(f"{len(chunk)} beginbfchar")
        lines += [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in chunk]
        lines.append("endbfchar")
    lines.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
    return "\n".join(lines).encode()


def _subset_tag(program: bytes) -> str:
    """Return six letters that differ where the subset differs (ISO 32000-1, 9.6.4)."""
    digest = hashlib.sha256(program).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _describe(face: Face, base: str, file: int) -> bytes:
    symbolic, italic = 4, 64
    return (
        f"<</Type /FontDescriptor /FontName {base} /Flags {symbolic | (italic if face.italic_angle else 0)}"
        f" /FontBBox [{' '.join(str(round(value)) for value in face.bbox)}]"
        f" /ItalicAngle {format_number(face.italic_angle)} /Ascent {round(face.ascent)}"
        f" /Descent {round(face.descent)} /CapHeight {round(face.cap_height)}"
        f" /StemV {50 + int((face.weight / 65) ** 2)} /FontFile2 {file} 0 R>>"
    ).encode()
