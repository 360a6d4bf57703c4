"""Walk the content stream of a page: which text each marked content draws, in which fonts and sizes.

pypdf's own ContentStream builds an object for every operand, which costs many times as much.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import cast

from plainleaf.verify.model import DrawnText, FontFacts

ARABIC_LETTER_MARK = "\u061c"
"""Stands first in the text layer of every right-to-left run, whose glyphs are in visual order."""

_TOKEN = re.compile(
    rb"(?P<dict><<.*?>>)|<(?P<hex>[0-9A-Fa-f\s]*)>|\((?P<string>(?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)"
    rb"|(?P<name>/[^\s()<>\[\]{}/%]*)|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))|(?P<operator>[A-Za-z'\"][A-Za-z0-9*'\"]*)"
    rb"|%[^\r\n]*|[\[\]]",
    re.DOTALL,
)
_MCID = re.compile(rb"/MCID\s+(\d+)")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def read_drawn_text(stream: bytes, fonts: Mapping[str, FontFacts]) -> DrawnText:
    """Return what *stream* draws. fonts: by resource name without the slash."""
    walk = _Walk(fonts)
    operands: list[tuple[str, bytes]] = []
    for match in _TOKEN.finditer(stream):
        kind = match.lastgroup
        if kind == "operator":
            walk.apply(match[0], operands)
            operands = []
        elif kind is not None:
            operands.append((kind, match[kind]))
    walk.end_run()
    return DrawnText(
        {mcid: "".join(parts) for mcid, parts in walk.contents.items()},
        tuple(walk.artifacts),
        frozenset(walk.sizes),
        {name: frozenset(codes) for name, codes in walk.codes.items()},
    )


class _Walk:
    """The state of one walk: marked contents, font, scale and the run being read."""

    def __init__(self, fonts: Mapping[str, FontFacts]) -> None:
        self._fonts = fonts
        self.contents: dict[int, list[str]] = {}
        self.artifacts: list[str] = []
        self.sizes: set[tuple[str, float]] = set()
        self.codes: dict[str, set[int]] = {}
        self._marks: list[int | None] = []
        self._font, self._size, self._text_scale = "", 0.0, 1.0
        self._scale, self._scales = 1.0, cast(list[float], [])
        self._run: list[str] = []

    def apply(self, operator: bytes, operands: list[tuple[str, bytes]]) -> None:
        """Take one operator with its operands."""
        match operator:
            case b"Tj" | b"TJ" | b"'" | b'"':
                self._show(operands)
            case b"Tf":
                self._font, self._size = operands[-2][1][1:].decode("latin-1"), float(operands[-1][1])
            case b"Tm":
                self.end_run()
                self._text_scale = _vertical_scale(operands)
            case b"BT" | b"ET" | b"Td" | b"TD" | b"T*":
                self.end_run()
                self._text_scale = 1.0 if operator == b"BT" else self._text_scale
            case b"cm":
                self._scale *= _vertical_scale(operands)
            case b"q":
                self._scales.append(self._scale)
            case b"Q" if self._scales:
                self._scale = self._scales.pop()
            case b"BDC" | b"BMC":
                self.end_run()
                mcid = _MCID.search(operands[-1][1]) if operator == b"BDC" else None
                self._marks.append(int(mcid[1]) if mcid else None)
            case b"EMC":
                self.end_run()
                if self._marks:
                    self._marks.pop()

    def _show(self, operands: list[tuple[str, bytes]]) -> None:
        font = self._fonts.get(self._font)
        used = self.codes.setdefault(self._font, set())
        self.sizes.add((self._font, round(self._size * self._text_scale * self._scale, 3)))
        for kind, value in operands:
            if kind == "hex":
                data = bytes.fromhex(value.decode("ascii"))
            elif kind == "string":
                data = _ESCAPE.sub(_unescape, value)
            else:
                continue
            for at in range(0, len(data) - 1, 2):
                code = data[at] << 8 | data[at + 1]
                used.add(code)
                self._run.append(font.to_unicode.get(code, "\ufffd") if font else "\ufffd")

    def end_run(self) -> None:
        """Put the run read so far where it belongs, turned into logical order."""
        if not self._run:
            return
        rtl = any(ARABIC_LETTER_MARK in cluster for cluster in self._run)
        text = "".join(reversed(self._run) if rtl else self._run)
        mcid = next((mark for mark in reversed(self._marks) if mark is not None), None)
        if mcid is None:
            self.artifacts.append(text)
        else:
            self.contents.setdefault(mcid, []).append(text)
        self._run = []


def _vertical_scale(operands: list[tuple[str, bytes]]) -> float:
    """Return by how much the matrix a b c d e f stretches heights."""
    return math.hypot(float(operands[-4][1]), float(operands[-3][1]))


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code[:1].isdigit():
        return bytes([int(code, 8) & 255])
    return _ESCAPED.get(code, code)
