"""Read a clinic's logo: SVG of plain shapes, or PNG. Pillow's one home."""

from __future__ import annotations

import io
import struct
from pathlib import Path

from plainleaf.content.model import Drawing
from plainleaf.content.personal import Raster
from plainleaf.content.svg import read_svg
from plainleaf.findings import InputError, Place, make_error
from plainleaf.roots import shown

FILE_LIMIT = 512 * 1024
"""Bytes of a logo."""
MOST_SAMPLES, FEWEST_SAMPLES = 4000, 20
"""Width and height of a PNG."""
PRINTED_SAMPLES = 900
"""Width and height at most of what is printed: 18 mm at 600 dpi is 425, and a logo may be twice as wide."""
_PNG = b"\x89PNG\r\n\x1a\n"
_HINT = "an SVG of plain shapes in one colour, or a PNG, of at most 512 KiB"


def read_logo(path: Path) -> Drawing | Raster:
    """Return the logo in the SVG or PNG file *path*.

    Raises InputError (C060, C061) where it cannot be read, is too large, or holds what is not printed.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise _fault("C060", f"the logo cannot be read: {error.strerror or type(error).__name__}", path) from None
    if len(raw) > FILE_LIMIT:
        raise _fault("C060", f"the logo has more than {FILE_LIMIT // 1024} KiB", path)
    try:
        if raw.startswith(_PNG):
            return _read_png(raw)
        if b"<svg" in raw:
            return read_svg(_decode(raw), path.stem)
    except ValueError as error:
        raise _fault("C061", f"the logo {error}", path) from None
    raise _fault("C060", "the logo is neither SVG nor PNG", path)


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 text") from None
    head, end, rest = text.lstrip().partition("?>")
    return rest if end and head.startswith("<?xml") else text


def _read_png(raw: bytes) -> Raster:
    """Return the PNG in *raw* in grey on white. Raises ValueError that says what is wrong with it."""
    width, height = struct.unpack(">II", raw[16:24]) if len(raw) >= 33 and raw[12:16] == b"IHDR" else (0, 0)
    if not (min(width, height) >= FEWEST_SAMPLES and max(width, height) <= MOST_SAMPLES):
        raise ValueError(f"must be {FEWEST_SAMPLES} to {MOST_SAMPLES} pixels wide and high")
    from PIL import Image

    try:
        with Image.open(io.BytesIO(raw), formats=["PNG"]) as picture:
            if picture.mode.startswith("I"):
                raise ValueError("has 16 bits a sample; save it with 8")
            coloured = picture.convert("RGBA")
    except ValueError:
        raise
    except Exception:  # a broken PNG ends in many ways
        raise ValueError("is a broken PNG") from None
    white = Image.new("RGBA", coloured.size, (255, 255, 255, 255))
    grey = Image.alpha_composite(white, coloured).convert("L")
    grey.thumbnail((PRINTED_SAMPLES, PRINTED_SAMPLES))
    if min(grey.tobytes()) > 127:
        raise ValueError("is too pale to be printed, or empty")
    return Raster(grey.width, grey.height, grey.tobytes())


def _fault(code: str, message: str, path: Path) -> InputError:
    return InputError(make_error(code, message, Place(shown(path)), _HINT))
