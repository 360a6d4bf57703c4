"""Open font programs: HarfBuzz's one home. A face is parsed once per process; words are shaped once."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

from plainleaf.findings import Finding, InputError, Place, Severity
from plainleaf.truetype import Composite, add_composites

CHARACTER_CLUSTERS = frozenset({"Arab", "Hebr", "Thai", "Laoo"})
"""Scripts whose marks are mapped one to one to characters (HarfBuzz cluster level 1); others by grapheme."""

_DROPPED_TABLES = (
    *("GSUB", "GPOS", "GDEF", "BASE", "JSTF", "kern", "cmap", "name", "post", "OS/2", "DSIG", "STAT", "meta"),
    *("MATH", "vhea", "vmtx", "VORG", "gasp", "hdmx", "VDMX", "LTSH", "fpgm", "prep", "cvt "),
)
"""Tables that a PDF viewer does not read, or must not: the text is shaped already and printed large."""

_MOST_SUBSETS = 64


class ShapedGlyph(NamedTuple):
    """A glyph as HarfBuzz returns it: cluster counts code points from the start of the shaped text; the
    advance and the offset are 1/1000 em."""

    id: int
    cluster: int
    advance: float
    dx: float
    dy: float


class Face:
    """One weight of one family, opened by HarfBuzz (TrueType outlines only).

    ascent, descent, cap_height, bbox: 1/1000 em. weight: OS/2 weight class. coverage: code points.
    """

    def __init__(self, path: Path) -> None:
        """Open *path*. Raises InputError where it is no TrueType font."""
        self.path = path
        self._face = _open(path)
        self._font = hb.Font(self._face)
        self.upem: int = self._face.upem
        self.scale = 1000 / self.upem
        head, hhea, os2, post = (self._table(tag) for tag in ("head", "hhea", "OS/2", "post"))
        self.bbox: tuple[float, ...] = tuple(v * self.scale for v in struct.unpack_from(">4h", head, 36))
        self.ascent: float
        self.descent: float
        self.ascent, self.descent = (v * self.scale for v in struct.unpack_from(">2h", hhea, 4))
        self.weight: int = struct.unpack_from(">H", os2, 4)[0]
        self.cap_height: float = struct.unpack_from(">h", os2, 88)[0] * self.scale if len(os2) >= 90 else self.ascent
        self.italic_angle: float = struct.unpack_from(">l", post, 4)[0] / 65536
        name = self._face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or path.stem
        self.postscript_name: str = name.replace(" ", "")
        self.coverage: frozenset[int] = frozenset(self._face.unicodes)
        self._advances: dict[int, float] = {}
        self._shaped: dict[tuple[object, ...], tuple[ShapedGlyph, ...]] = {}
        self._subsets: dict[tuple[object, ...], tuple[bytes, dict[int | Composite, int]]] = {}

    def __repr__(self) -> str:
        return f"Face({self.postscript_name})"

    def has(self, character: str) -> bool:
        """Tell whether the face has a glyph for *character*."""
        return ord(character) in self.coverage

    def advance(self, glyph: int) -> float:
        """Return the advance of *glyph* in 1/1000 em."""
        width = self._advances.get(glyph)
        if width is None:
            width = self._advances[glyph] = float(self._font.get_glyph_h_advance(glyph) * self.scale)
        return width

    def shape(
        self, text: str, start: int, end: int, *, rtl: bool, script: str | None, language: str
    ) -> tuple[ShapedGlyph, ...]:
        """Return the glyphs of ``text[start:end]`` in visual order, joined to the letters around it.

        script: ISO 15924 code, or None to let HarfBuzz guess. language: BCP 47 tag.
        """
        before = text[start - 1 : start] if start and not text[start - 1].isspace() else ""
        after = text[end : end + 1] if end < len(text) and not text[end].isspace() else ""
        key = (text[start:end], before, after, rtl, script, language)
        shaped = self._shaped.get(key)
        if shaped is None:
            shaped = self._shaped[key] = self._shape(text[start:end], before, after, rtl, script, language)
        return shaped

    def _shape(
        self, text: str, before: str, after: str, rtl: bool, script: str | None, language: str
    ) -> tuple[ShapedGlyph, ...]:
        buffer = hb.Buffer()
        levels = hb.BufferClusterLevel
        by_character = script in CHARACTER_CLUSTERS
        buffer.cluster_level = levels.MONOTONE_CHARACTERS if by_character else levels.MONOTONE_GRAPHEMES
        buffer.add_str(before + text + after, len(before), len(text))
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        if script is not None:
            buffer.script = script
        buffer.language = language
        hb.shape(self._font, buffer)
        scale, skip = self.scale, len(before)
        return tuple(
            ShapedGlyph(
                info.codepoint,
                info.cluster - skip,
                position.x_advance * scale,
                position.x_offset * scale,
                position.y_offset * scale,
            )
            for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        )

    def subset(
        self, glyphs: frozenset[int], composites: tuple[Composite, ...]
    ) -> tuple[bytes, dict[int | Composite, int]]:
        """Return a font program with *glyphs* and *composites* alone, and their ids in it.

        Layout tables and hints are dropped: the text is shaped already and printed large.
        """
        key = (glyphs, composites)
        if key not in self._subsets:
            if len(self._subsets) >= _MOST_SUBSETS:
                self._subsets.clear()
            self._subsets[key] = self._make_subset(glyphs, composites)
        return self._subsets[key]

    def _make_subset(
        self, glyphs: frozenset[int], composites: tuple[Composite, ...]
    ) -> tuple[bytes, dict[int | Composite, int]]:
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs | {part[0] for _, parts in composites for part in parts})
        flags = hb.SubsetFlags
        wanted.flags = flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE | flags.NOTDEF_OUTLINE
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED_TABLES)
        plan = hb.SubsetPlan(self._face, wanted)
        data = bytes(plan.execute().blob.data)
        new_ids: dict[int | Composite, int] = dict(plan.old_to_new_glyph_mapping)
        if composites:
            moved = [(advance, tuple((new_ids[glyph], x, y) for glyph, x, y in parts)) for advance, parts in composites]
            data, first = add_composites(data, moved)
            new_ids |= {composite: first + index for index, composite in enumerate(composites)}
        return data, new_ids

    def _table(self, tag: str) -> bytes:
        return bytes(self._face.reference_table(tag).data or b"")


def open_face(path: Path) -> Face:
    """Return the face at *path*, opened once for as long as the file does not change."""
    stat = path.stat()
    return _open_face(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=128)
def _open_face(path: Path, _mtime: int, _size: int) -> Face:
    return Face(path)


def _open(path: Path) -> hb.Face:
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    tags = set(face.table_tags)
    if "glyf" not in tags:
        hint = "use the TrueType (.ttf) version of the font: PostScript outlines cannot be embedded here"
        raise InputError(Finding("F001", Severity.ERROR, "not a TrueType font", Place(str(path)), hint))
    return face
