"""What a font file allows to be done with it: fsType of its OS/2 table (OpenType 1.9)."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

_USAGE, _RESTRICTED = 0x000F, 0x0002
_NO_SUBSET, _BITMAPS_ONLY = 0x0100, 0x0200
_FS_TYPE_AT = 8
_HEADER, _RECORD = 12, 16


def may_embed(embedding: int | None) -> bool:
    """Tell whether a font with fsType *embedding* may be put into a file as a subset; None: it does not say."""
    if embedding is None:
        return True
    return embedding & _USAGE != _RESTRICTED and not embedding & (_NO_SUBSET | _BITMAPS_ONLY)


def read_embedding(program: bytes) -> int | None:
    """Return fsType of a font *program*; None where it has no OS/2 table."""
    try:
        (count,) = struct.unpack_from(">H", program, 4)
        for index in range(count):
            tag, _, offset, _ = struct.unpack_from(">4sIII", program, _HEADER + _RECORD * index)
            if tag == b"OS/2":
                (rights,) = struct.unpack_from(">H", program, offset + _FS_TYPE_AT)
                return int(rights)
    except struct.error:  # no font of tables, or half of one
        return None
    return None


def read_embedding_of(path: Path) -> int | None:
    """Return fsType of the font file at *path*; read once for as long as the file does not change."""
    return _read_file(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=128)
def _read_file(path: Path, _mtime: int) -> int | None:
    return read_embedding(path.read_bytes())
