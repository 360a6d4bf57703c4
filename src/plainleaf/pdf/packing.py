"""Put a finished file's small objects into one deflated stream, and its cross-reference table into another.

A tagged file is half structure: hundreds of small objects that deflate to a fifth (ISO 32000-1, 7.5.7 and 7.5.8; both
kinds of stream are allowed in PDF/A-2 and PDF/UA-1).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence

from plainleaf.pdf.objects import make_stream

_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL)
_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj\s*$", re.DOTALL)
_ENTRY = 20
"""Bytes of one entry of a cross-reference table (ISO 32000-1, 7.5.4)."""
_LEVEL = 9
"""Of deflate: a file is written once and kept for years."""
Entry = tuple[int, int, int]
"""Of a cross-reference stream: its kind, an offset or the number of a stream, a place in that stream."""
_WIDTHS = (1, 4, 2)
"""Bytes of the three fields."""


def pack_file(pdf: bytes) -> bytes:
    """Return *pdf*, a file with a cross-reference table as ReportLab writes it, packed; no object changes.

    Raises ValueError where it is written in another way.
    """
    trailer = _TRAILER.search(pdf, max(0, pdf.rfind(b"trailer")))
    if trailer is None:
        raise ValueError("the file has no trailer")
    bodies = dict(_cut_objects(pdf, int(trailer[2])))
    named = b" ".join(re.findall(rb"/(?:Root|Info) \d+ 0 R|/ID\s*\[[^]]*\]", trailer[1]))
    return join_objects(cut_head(pdf), bodies, named)[0]


def cut_head(pdf: bytes) -> bytes:
    """Return what stands before the first object: the version, and a line of bytes beyond ASCII."""
    return pdf[: pdf.index(b"\n", pdf.index(b"\n") + 1) + 1]


def join_objects(head: bytes, bodies: Mapping[int, bytes], named: bytes) -> tuple[bytes, int, int]:
    """Return a file of *bodies* behind *head*, where its cross-reference stream stands, and the first free number.

    named: /Root, /Info and /ID as they are written.
    """
    small = [number for number, body in bodies.items() if not body.endswith(b"endstream")]
    packed = max(bodies) + 1
    table = packed + 1
    parts, at = [head], len(head)
    entries: dict[int, Entry] = {0: (0, 0, 0xFFFF)}
    entries |= {number: (2, packed, index) for index, number in enumerate(small)}
    streams = [(number, body) for number, body in bodies.items() if number not in entries]
    for number, body in [*streams, (packed, _pack_objects([(number, bodies[number]) for number in small]))]:
        entries[number] = (1, at, 0)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        at += len(parts[-1])
    entries[table] = (1, at, 0)
    whole = {number: entries.get(number, (0, 0, 0)) for number in range(table + 1)}
    parts.append(write_table(whole, table, at, named, level=_LEVEL))
    return b"".join(parts), at, table + 1


def _cut_objects(pdf: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield number and body of each object, as the cross-reference table at *start* finds them, in order of numbers."""
    head = re.compile(rb"xref\s+0 (\d+)\s*?\n").match(pdf, start)
    if head is None:
        raise ValueError("the file has no cross-reference table")
    table = pdf[head.end() : head.end() + _ENTRY * int(head[1])]
    offsets = {
        number: int(table[_ENTRY * number : _ENTRY * number + 10])
        for number in range(int(head[1]))
        if table[_ENTRY * number + 17 : _ENTRY * number + 18] == b"n"
    }
    places = sorted(offsets.values())
    ends = dict(zip(places, [*places[1:], start], strict=True))
    for number, offset in offsets.items():
        found = _OBJECT.fullmatch(pdf, offset, ends[offset])
        if found is None or int(found[1]) != number:
            raise ValueError(f"object {number} is not where the table says")
        yield number, found[2]


def _pack_objects(bodies: Sequence[tuple[int, bytes]]) -> bytes:
    """Return the object stream that holds *bodies*: their numbers and places, then they themselves."""
    places, at = [], 0
    for number, body in bodies:
        places.append(b"%d %d" % (number, at))
        at += len(body) + 1
    index = b" ".join(places) + b"\n"
    data = index + b"\n".join(body for _, body in bodies)
    return make_stream(data, f"/Type /ObjStm /N {len(bodies)} /First {len(index)}", level=_LEVEL)


def write_table(entries: Mapping[int, Entry], number: int, at: int, named: bytes, *, level: int = 6) -> bytes:
    """Return the end of a file: the cross-reference stream *number*, which stands *at* there and has *entries*.

    Each row is written as the difference from the one above. named: further entries of its dictionary.
    """
    numbers = sorted(entries)
    rows = []
    before = bytes(sum(_WIDTHS))
    for one in numbers:
        row = b"".join(value.to_bytes(width) for value, width in zip(entries[one], _WIDTHS, strict=True))
        rows.append(b"\2" + bytes((new - old) % 256 for new, old in zip(row, before, strict=True)))
        before = row
    packed = zlib.compress(b"".join(rows), level)
    widths = " ".join(map(str, _WIDTHS)).encode()
    runs = b" ".join(b"%d %d" % (run.start, len(run)) for run in find_runs(numbers))
    return (
        b"%d 0 obj\n<</Type /XRef /Size %d /Index [%b] /W [%b] %b /DecodeParms <</Predictor 12 /Columns %d>>"
        b" /Filter /FlateDecode /Length %d>>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (number, numbers[-1] + 1, runs, widths, named, sum(_WIDTHS), len(packed), packed, at)
    )


def find_runs(numbers: Sequence[int]) -> Iterator[range]:
    """Yield runs of numbers that follow each other.

    >>> list(find_runs([0, 1, 5, 6, 7]))
    [range(0, 2), range(5, 8)]
    """
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield range(numbers[start], numbers[at - 1] + 1)
            start = at
