"""Cut a content stream into operators and operands, in one pass of a regular expression.

pypdf's own ContentStream builds an object for every operand, which costs many times as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    rb"([+-]?(?:\d+\.?\d*|\.\d+))(?=[\s\[\]()<>/{}%A-Za-z'\"+-]|$)"
    rb"|(BI\b.*?\sID\s.*?\sEI(?=\s|$))"
    rb"|([A-Za-z'\"][A-Za-z0-9*'\"]*)"
    rb"|<([0-9A-Fa-f\s]*)>"
    rb"|\(((?:\\.|[^\\()]|\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*+\))*+\))*+)\)"
    rb"|/([^\s()<>\[\]{}/%]*)"
    rb"|(<<.*?>>)"
    rb"|%[^\r\n]*",
    re.DOTALL,
)
_NUMBER, _IMAGE, _OPERATOR, _HEX, _STRING, _NAME, _DICT = range(1, 8)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_NO_OPERATORS = frozenset({b"true", b"false", b"null"})


class Properties(bytes):
    """A dictionary operand as it is written."""


Operand = float | bytes | str
"""A number, a string (or *Properties*), a name without its slash. Brackets of arrays are left out."""


def read_operators(stream: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """Yield each operator of *stream* with its operands; a whole inline image is the operator ``BI``."""
    operands: list[Operand] = []
    for match in _TOKEN.finditer(stream):
        kind = match.lastindex
        if kind == _NUMBER:
            operands.append(float(match[1]))
        elif kind == _OPERATOR:
            if match[3] not in _NO_OPERATORS:
                yield match[3], operands
                operands = []
        elif kind == _HEX:
            digits = match[4] if match[4].isalnum() and len(match[4]) % 2 == 0 else _complete(match[4])
            operands.append(bytes.fromhex(digits.decode("ascii")))
        elif kind == _NAME:
            operands.append(match[6].decode("latin-1"))
        elif kind == _STRING:
            operands.append(_ESCAPE.sub(_unescape, match[5]))
        elif kind == _DICT:
            operands.append(Properties(match[7]))
        elif kind == _IMAGE:
            yield b"BI", []
            operands = []


def _complete(digits: bytes) -> bytes:
    """Return hexadecimal *digits* without blanks, an odd last one followed by 0 (ISO 32000-1, 7.3.4.3)."""
    digits = b"".join(digits.split())
    return digits + b"0" * (len(digits) % 2)


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code[:1].isdigit():
        return bytes([int(code, 8) & 255])
    return _ESCAPED.get(code, code)
