"""Add composite glyphs to a TrueType subset: one embedded glyph for each shaped cluster.

A cluster whose marks are moved, or whose advance differs from the font's, becomes a glyph of its own made
of the cluster's glyphs at their shaped positions. Text is then drawn as one plain string of glyphs, which
is what text extractors understand best. Tables as in the OpenType specification 1.9.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

Part = tuple[int, int, int]
"""A component: glyph id, x and y in font units."""

Composite = tuple[int, tuple[Part, ...]]
"""A cluster as a glyph: advance in font units, components. No component makes an empty glyph."""

_WORDS, _XY, _MORE = 0x0001, 0x0002, 0x0020  # glyf component flags: ARG_1_AND_2_ARE_WORDS, ARGS_ARE_XY_VALUES ...
_HEAD_MAGIC = 0xB1B0AFBA


def add_composites(font: bytes, composites: Sequence[Composite]) -> tuple[bytes, int]:
    """Return *font* with *composites* appended, and the id of the first of them."""
    tables = _read_tables(font)
    head, maxp, hhea = (bytearray(tables[tag]) for tag in (b"head", b"maxp", b"hhea"))
    (count,) = struct.unpack_from(">H", maxp, 4)
    offsets = _read_loca(tables[b"loca"], count, long=struct.unpack_from(">h", head, 50)[0] == 1)
    metrics = _read_metrics(tables[b"hmtx"], struct.unpack_from(">H", hhea, 34)[0], count)
    glyphs = bytearray(tables[b"glyf"])
    _pad(glyphs)
    offsets[-1] = len(glyphs)
    for advance, parts in composites:
        record, left = _composite_record(parts, glyphs, offsets)
        glyphs += record
        _pad(glyphs)
        offsets.append(len(glyphs))
        metrics.append((advance, left))
    total = count + len(composites)
    struct.pack_into(">H", maxp, 4, total)
    _raise_limits(maxp, max((len(parts) for _, parts in composites), default=1))
    struct.pack_into(">H", hhea, 34, total)
    struct.pack_into(">h", head, 50, 1)  # long offsets in loca
    struct.pack_into(">I", head, 8, 0)
    tables |= {
        b"head": bytes(head),
        b"maxp": bytes(maxp),
        b"hhea": bytes(hhea),
        b"glyf": bytes(glyphs),
        b"loca": struct.pack(f">{total + 1}I", *offsets),
        b"hmtx": b"".join(struct.pack(">Hh", *pair) for pair in metrics),
    }
    return _write_tables(font[:4], tables), count


def _read_tables(font: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    return {tag: font[offset : offset + length] for tag, _, offset, length in records}


def _read_loca(table: bytes, count: int, *, long: bool) -> list[int]:
    if long:
        return list(struct.unpack_from(f">{count + 1}I", table))
    return [2 * offset for offset in struct.unpack_from(f">{count + 1}H", table)]


def _read_metrics(table: bytes, full: int, count: int) -> list[tuple[int, int]]:
    """Return advance and left side bearing of each glyph; those beyond *full* share the last advance."""
    metrics: list[tuple[int, int]] = [struct.unpack_from(">Hh", table, 4 * index) for index in range(full)]
    advance = metrics[-1][0]
    for index in range(count - full):
        metrics.append((advance, struct.unpack_from(">h", table, 4 * full + 2 * index)[0]))
    return metrics


def _composite_record(parts: Sequence[Part], glyphs: bytearray, offsets: Sequence[int]) -> tuple[bytes, int]:
    """Return the glyf record and the left side bearing; components without ink are left out."""
    inked = [part for part in parts if offsets[part[0] + 1] > offsets[part[0]]]
    if not inked:
        return b"", 0
    boxes = []
    body = b""
    for index, (glyph, x, y) in enumerate(inked):
        left, low, right, high = struct.unpack_from(">4h", glyphs, offsets[glyph] + 2)
        boxes.append((left + x, low + y, right + x, high + y))
        flags = _WORDS | _XY | (_MORE if index < len(inked) - 1 else 0)
        body += struct.pack(">HHhh", flags, glyph, x, y)
    lefts, lows, rights, highs = zip(*boxes, strict=True)
    box = (min(lefts), min(lows), max(rights), max(highs))
    return struct.pack(">h4h", -1, *box) + body, box[0]


def _raise_limits(maxp: bytearray, components: int) -> None:
    """Raise what maxp promises of composite glyphs: points, contours, components, depth."""
    values = list(struct.unpack_from(">14H", maxp, 4))
    points, contours = max(values[1], values[3]), max(values[2], values[4])
    values[3] = min(0xFFFF, points * components)
    values[4] = min(0xFFFF, contours * components)
    values[12] = max(values[12], components)
    values[13] = max(values[13], 1) + 1
    struct.pack_into(">14H", maxp, 4, *values)


def _write_tables(version: bytes, tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    header = version + struct.pack(">4H", count, 16 << power, power, 16 * (count - (1 << power)))
    directory, body, head_at = b"", b"", 0
    start = 12 + 16 * count
    for tag in sorted(tables):
        data = tables[tag]
        if tag == b"head":
            head_at = start + len(body)
        directory += struct.pack(">4sIII", tag, _checksum(data), start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    font = bytearray(header + directory + body)
    struct.pack_into(">I", font, head_at + 8, (_HEAD_MAGIC - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


def _pad(data: bytearray) -> None:
    data += b"\0" * (-len(data) % 4)
