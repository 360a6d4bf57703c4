"""Composite glyphs written into a TrueType subset."""

from __future__ import annotations

import struct

import uharfbuzz as hb

from plainleaf.truetype import add_composites
from test_faces import add_words, make_subset, read_tables


def test_every_checksum_is_right() -> None:
    """Of each table (head with its own adjustment at 0) and of the whole font: 0xB1B0AFBA."""
    data, _, _ = make_subset()
    for tag, (checksum, table) in read_tables(data).items():
        plain = table[:8] + bytes(4) + table[12:] if tag == b"head" else table
        assert checksum == add_words(plain), tag
    assert add_words(data) == 0xB1B0AFBA


def test_a_composite_is_bounded_by_its_parts() -> None:
    """HarfBuzz measures the parts where they stand; the box in glyf says the same."""
    data, _, composite = make_subset()
    tables = {tag: table for tag, (_, table) in read_tables(data).items()}
    start, end = struct.unpack_from(">2I", tables[b"loca"], 4 * composite)
    contours, *box = struct.unpack_from(">5h", tables[b"glyf"], start)
    drawn = hb.Font(hb.Face(data)).get_glyph_extents(composite)
    assert end > start
    assert contours == -1
    assert box == [
        drawn.x_bearing,
        drawn.y_bearing + drawn.height,
        drawn.x_bearing + drawn.width,
        drawn.y_bearing,
    ]


def test_a_composite_without_parts_is_empty() -> None:
    """It has an advance and no outline."""
    data, first = add_composites(make_subset()[0], [(300, ())])
    tables = {tag: table for tag, (_, table) in read_tables(data).items()}
    start, end = struct.unpack_from(">2I", tables[b"loca"], 4 * first)
    assert start == end
    assert hb.Font(hb.Face(data)).get_glyph_h_advance(first) == 300
