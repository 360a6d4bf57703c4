"""Font programs: opened once, refused when they cannot be embedded, cut down to what is drawn."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
import uharfbuzz as hb

from plainleaf.faces import open_face
from plainleaf.findings import InputError

FONT = Path(__file__).parents[1] / "fonts" / "noto-sans" / "NotoSans-Medium.ttf"


def read_tables(font: bytes) -> dict[bytes, tuple[int, bytes]]:
    """Return checksum and data of each table."""
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    return {tag: (checksum, font[at : at + length]) for tag, checksum, at, length in records}


def add_words(data: bytes) -> int:
    """Return the checksum of the OpenType specification: the sum of 32-bit words."""
    padded = data + b"\0" * (-len(data) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF


def make_subset() -> tuple[bytes, int, int]:
    """Return a subset with one composite (e, acute above it), and the ids of e and of the composite."""
    face = open_face(FONT)
    e, acute = (face.shape(c, 0, 1, rtl=False, script="Latn", language="en")[0].id for c in "e\u00b4")
    composite = (700, ((e, 0, 0), (acute, 50, 120)))
    data, ids = face.subset(frozenset({e}), (composite,))
    return data, ids[e], ids[composite]


def test_a_face_is_opened_once() -> None:
    """The same unchanged file is the same face."""
    assert open_face(FONT) is open_face(FONT)


def test_a_changed_file_is_opened_again(tmp_path: Path) -> None:
    """A new time stamp makes a new face."""
    path = tmp_path / "font.ttf"
    path.write_bytes(FONT.read_bytes())
    first = open_face(path)
    os.utime(path, (1, 1))
    assert open_face(path) is not first


def test_a_font_without_truetype_outlines_is_refused(tmp_path: Path) -> None:
    """F001 names the file."""
    path = tmp_path / "outlines.otf"
    path.write_bytes(FONT.read_bytes().replace(b"glyf", b"CFF ", 1))
    with pytest.raises(InputError) as caught:
        open_face(path)
    assert [finding.code for finding in caught.value.findings] == ["F001"]


def test_a_subset_with_composites_opens_with_its_advances() -> None:
    """HarfBuzz reads the written program: old glyphs keep their advance, the composite has its own."""
    data, e, composite = make_subset()
    font = hb.Font(hb.Face(data))
    face = open_face(FONT)
    own = face.shape("e", 0, 1, rtl=False, script="Latn", language="en")[0]
    assert font.get_glyph_h_advance(e) * face.scale == pytest.approx(own.advance)
    assert font.get_glyph_h_advance(composite) == 700


def test_a_subset_is_made_once() -> None:
    """The same glyphs give the very same bytes."""
    assert make_subset()[0] is make_subset()[0]
