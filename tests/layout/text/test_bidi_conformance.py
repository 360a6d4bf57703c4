"""UAX #9: every case of the Unicode conformance files (BidiCharacterTest and BidiTest, Unicode 15.0)."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest

from plainleaf.layout.text.bidi import line_levels, resolve_levels, visual_order

HERE = Path(__file__).parent
PARTS = 8
CHARACTER_CASES, CLASS_LINES = 91_707, 490_846
REMOVED = {"LRE", "RLE", "LRO", "RLO", "PDF", "BN"}
SAMPLES = {
    "L": "a", "R": "\u05d0", "AL": "\u0627", "EN": "1", "ES": "+", "ET": "$", "AN": "\u0661", "CS": ",",
    "NSM": "\u0300", "BN": "\u00ad", "B": "\u2029", "S": "\t", "WS": " ", "ON": "!", "LRE": "\u202a",
    "RLE": "\u202b", "LRO": "\u202d", "RLO": "\u202e", "PDF": "\u202c", "LRI": "\u2066", "RLI": "\u2067",
    "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip


def read_lines(name: str) -> Iterator[str]:
    with lzma.open(HERE / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
        yield from (line.strip() for line in file if line.strip() and not line.startswith("#"))


def resolve_line(text: str, base: int | None) -> tuple[int, list[int]]:
    level, levels = resolve_levels(text, base)
    return level, line_levels(text, levels, level, 0, len(text))


def test_the_character_file_is_whole() -> None:
    """A shortened file would pass with fewer cases."""
    assert sum(1 for _ in read_lines("BidiCharacterTest")) == CHARACTER_CASES


def test_the_class_file_is_whole() -> None:
    """A shortened file would pass with fewer cases."""
    assert sum(not line.startswith("@") for line in read_lines("BidiTest")) == CLASS_LINES


@pytest.mark.parametrize("part", range(PARTS))
def test_levels_and_order_of_every_character_case(part: int) -> None:
    """Paragraph level, levels after L1, and visual order are those of the standard."""
    for number, line in enumerate(read_lines("BidiCharacterTest")):
        if number % PARTS != part:
            continue
        codes, direction, paragraph, wanted, order = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        level, levels = resolve_line(text, {"0": 0, "1": 1}.get(direction))
        expected = wanted.split()
        assert level == int(paragraph), line
        assert all(e in ("x", str(found)) for e, found in zip(expected, levels, strict=True)), line
        drawn = [index for index in visual_order(levels) if expected[index] != "x"]
        assert drawn == [int(index) for index in order.split()], line


@pytest.mark.parametrize("part", range(PARTS))
def test_levels_and_order_of_every_class_case(part: int) -> None:
    """Every sequence of up to four classes, in each paragraph direction."""
    expected: list[str] = []
    order: list[int] = []
    for number, line in enumerate(read_lines("BidiTest")):
        if line.startswith("@Levels:"):
            expected = line.removeprefix("@Levels:").split()
        elif line.startswith("@Reorder:"):
            order = [int(index) for index in line.removeprefix("@Reorder:").split()]
        elif number % PARTS == part:
            classes, bits = line.split(";")
            text = "".join(SAMPLES[name] for name in classes.split())
            for bit, base in ((1, None), (2, 0), (4, 1)):
                if int(bits, 16) & bit:
                    _, levels = resolve_line(text, base)
                    assert all(e in ("x", str(found)) for e, found in zip(expected, levels, strict=True)), (line, base)
                    assert [i for i in visual_order(levels) if expected[i] != "x"] == order, (line, base)
