"""Embedded fonts: one code for each pair of glyph and text, so that reading back is never ambiguous."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

from plainleaf.faces import Face
from plainleaf.pdf.objects import Name, Reference, Stream, make_array, make_bytes, make_dict
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
        refer = document.Reference
        glyphs = [glyph for glyph, _ in self.codes]
        composites = tuple(dict.fromkeys(glyph for glyph in glyphs if not isinstance(glyph, int)))
        simple = frozenset(glyph for glyph in glyphs if isinstance(glyph, int))
        program, ids = self.face.subset(simple, composites)
        base = Name(f"{_subset_tag(program)}+{self.face.postscript_name}")
        descendant = make_dict(
            Type=Name("Font"),
            Subtype=Name("CIDFontType2"),
            BaseFont=base,
            CIDSystemInfo=make_dict(Registry=make_bytes("Adobe"), Ordering=make_bytes("Identity"), Supplement=0),
            FontDescriptor=refer(_describe(self.face, base, refer(Stream(program, {"Length1": len(program)})))),
            DW=1000,
            W=make_array([0, make_array(round(self.advance(glyph), 3) for glyph in glyphs)]),
            CIDToGIDMap=refer(Stream(b"".join(struct.pack(">H", ids[glyph]) for glyph in glyphs))),
        )
        font = make_dict(
            Type=Name("Font"),
            Subtype=Name("Type0"),
            BaseFont=base,
            Encoding=Name("Identity-H"),
            DescendantFonts=make_array([refer(descendant)]),
            ToUnicode=refer(Stream(make_to_unicode([text for _, text in self.codes]))),
        )
        document.idToObject["BasicFonts"].dict[self.name] = refer(font)


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


def _describe(face: Face, base: Any, program: Reference) -> Any:
    symbolic, italic = 4, 64
    return make_dict(
        Type=Name("FontDescriptor"),
        FontName=base,
        Flags=symbolic | (italic if face.italic_angle else 0),
        FontBBox=make_array(round(value) for value in face.bbox),
        ItalicAngle=face.italic_angle,
        Ascent=round(face.ascent),
        Descent=round(face.descent),
        CapHeight=round(face.cap_height),
        StemV=50 + int((face.weight / 65) ** 2),
        FontFile2=program,
    )
