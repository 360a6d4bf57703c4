"""The sRGB colour profile (ICC.1:2001-04, version 2): what the colours of an archived file mean."""

from __future__ import annotations

import struct
from functools import cache

_PRIMARIES = {
    "wtpt": (0.9642, 1.0, 0.8249),
    "rXYZ": (0.43607, 0.22249, 0.01392),
    "gXYZ": (0.38515, 0.71687, 0.09708),
    "bXYZ": (0.14307, 0.06061, 0.71410),
}
"""IEC 61966-2.1 primaries adapted to D50 (Bradford)."""
_POINTS = 256


@cache
def make_srgb_profile() -> bytes:
    """Return the profile; the same bytes always."""
    tags = {"desc": _description("sRGB IEC61966-2.1"), "cprt": b"text\0\0\0\0No copyright, use freely\0"}
    tags |= {name: b"XYZ \0\0\0\0" + _fixed(*values) for name, values in _PRIMARIES.items()}
    curve = _curve()
    offset = 128 + 4 + 12 * (len(tags) + 3)
    table, body = [], b""
    for name, data in tags.items():
        table.append((name, offset + len(body), len(data)))
        body += data + b"\0" * (-len(data) % 4)
    table += [(name, offset + len(body), len(curve)) for name in ("rTRC", "gTRC", "bTRC")]
    body += curve + b"\0" * (-len(curve) % 4)
    entries = b"".join(struct.pack(">4sII", name.encode(), start, size) for name, start, size in table)
    return _header(offset + len(body)) + struct.pack(">I", len(table)) + entries + body


def _header(size: int) -> bytes:
    """Return the 128 bytes of a display profile, RGB to XYZ, with a fixed date."""
    head = struct.pack(
        ">I4sI4s4s4s6H4s", size, b"\0" * 4, 0x02100000, b"mntr", b"RGB ", b"XYZ ", 2000, 1, 1, 0, 0, 0, b"acsp"
    )
    return (head + b"\0" * 28 + _fixed(0.9642, 1.0, 0.8249)).ljust(128, b"\0")


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _description(text: str) -> bytes:
    return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text.encode() + b"\0" * (1 + 8 + 3 + 67)


def _curve() -> bytes:
    values = (_linear(step / (_POINTS - 1)) for step in range(_POINTS))
    return (
        b"curv\0\0\0\0" + struct.pack(">I", _POINTS) + struct.pack(f">{_POINTS}H", *(round(v * 65535) for v in values))
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
