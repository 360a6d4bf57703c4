"""A finished file in two languages: each language is held against its leaflet by itself, then both against each other.

A side is the page of one language on a spread. The first language stands on pages 1, 2, 4, 6 ..., the second on the
last page, 3, 5, 7 ...: pages that face each other are the same side of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plainleaf.compose.bilingual import Bilingual
from plainleaf.compose.model import Leaflet, Words
from plainleaf.findings import Finding, Place
from plainleaf.verify.breaks import find_tall
from plainleaf.verify.lines import Block
from plainleaf.verify.measured import Measured
from plainleaf.verify.model import MarkedContent, ReadBack, StructureElement
from plainleaf.verify.normal import normalise
from plainleaf.verify.warnings import error

_PAGE = re.compile(r"\bpage (\d+)\b")
_QUOTED = re.compile("(“[^”]*”)")
_SAME_BASELINE = 0.5
"""Points: the roundings of a page."""


@dataclass(frozen=True, slots=True)
class Half:
    """One language of a file: what can be read of it alone, the leaflet it must say, and the number of each page."""

    read: ReadBack
    leaflet: Leaflet
    pages: tuple[int, ...]

    def restore(self, finding: Finding) -> Finding:
        """Return *finding*, made on this half, with the pages numbered as in the file."""
        parts = _QUOTED.split(finding.message)
        parts[::2] = (_PAGE.sub(self._number, part) for part in parts[::2])
        path = _PAGE.sub(self._number, finding.place.path)
        return replace(finding, message="".join(parts), place=replace(finding.place, path=path))

    def _number(self, match: re.Match[str]) -> str:
        side = int(match[1])
        return f"page {self.pages[side - 1]}" if 0 < side <= len(self.pages) else match[0]


def find_pages(total: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the pages of both languages in a file of *total* pages, side by side."""
    return (1, *range(2, total, 2)), (total, *range(3, total, 2))


def split_halves(read: ReadBack, pair: Bilingual, *, large_print: bool) -> tuple[Half, ...]:
    """Return both languages of *read*, each with its own pages and its own part of the structure; none where there
    are not two parts."""
    parts = read.root.children if read.root else ()
    if len(parts) != 2 or len(read.pages) % 2:
        return ()
    title, wanted = read.title, pair.name_document(large_print=large_print)
    halves = []
    leaflets, pages = (pair.first, pair.second), find_pages(len(read.pages))
    for index, (part, leaflet, mine) in enumerate(zip(parts, leaflets, pages, strict=True)):
        own = leaflet.name_document(large_print=large_print)
        sides = {page - 1: side for side, page in enumerate(mine)}
        half = replace(
            read,
            pages=tuple(read.pages[page - 1] for page in mine),
            root=_cut_out(part, sides, f"{leaflet.language.bcp47}/" if index else ""),
            lang=part.lang if index else read.lang,
            title=own if normalise(title or "") == normalise(wanted) else title,
            direction=("/R2L" if leaflet.language.rtl else "/L2R") if index else read.direction,
            numbers=mine,
            total=len(read.pages),
        )
        halves.append(Half(half, leaflet, mine))
    return tuple(halves)


def _cut_out(element: StructureElement, sides: Mapping[int, int], prefix: str) -> StructureElement:
    """Return *element* as if its language were alone: pages counted by *sides*, ids without *prefix*.

    What stands on a page of the other language stands nowhere, and an id without the prefix belongs to no leaflet.
    """
    kids = tuple(
        MarkedContent(sides.get(kid.page, -1), kid.mcid)
        if isinstance(kid, MarkedContent)
        else _cut_out(kid, sides, prefix)
        for kid in element.kids
    )
    id = element.id
    if id is not None and prefix:
        id = id.removeprefix(prefix) if id.startswith(prefix) else f"{id} (in the other language)"
    return replace(element, kids=kids, id=id)


def follow_cuts(halves: Sequence[tuple[Half, Measured]]) -> list[tuple[Half, Measured]]:
    """Return *halves*, each of which may cut what is taller than a page in the other, to stay in step."""
    tall = [find_tall(measured) for _, measured in halves]
    return [
        (half, replace(measured, cut_elsewhere=other))
        for (half, measured), other in zip(halves, reversed(tall), strict=True)
    ]


def check_parts(read: ReadBack, pair: Bilingual) -> Iterator[Finding]:
    """V173: the structure has one part for each language, the patient's first, each naming its language.

    Why: a screen reader that changes its voice at every page reads neither. Source: WCAG 2.2, 1.3.2 and 3.1.2.
    """
    parts = [(part.tag, part.lang) for part in read.root.children] if read.root else []
    wanted = [("Part", leaflet.language.bcp47) for leaflet in (pair.first, pair.second)]
    if parts != wanted:
        names = " and ".join(lang for _, lang in wanted)
        yield error("V173", f"the file does not say {names} one after the other", pair.first.id)
    if len(read.pages) % 2:
        yield error("V172", f"one of the {len(read.pages)} pages faces no other", pair.first.id)


def check_numbers(halves: Sequence[tuple[Half, Measured]], pair: Bilingual) -> Iterator[Finding]:
    """V171: each number stands once in each language, beside its passage; V172: both on facing pages.

    Why: staff and carers point at a number, and must mean the same sentence. Source: the design's bilingual layout.
    """
    found = [find_numbers(measured) for _, measured in halves]
    for item in pair.items:
        sides: list[int] = []
        for (half, measured), numbers, words in zip(halves, found, (item.first, item.second), strict=True):
            places = numbers.get(item.number, [])
            if len(places) != 1:
                language = half.leaflet.language.bcp47
                message = f"the number {item.number} is there {len(places)} times in {language}"
                yield error("V171", message, words.id)
                continue
            side, y = places[0]
            sides.append(side)
            if not _stands_beside(measured, side, y, words):
                message = f"the number {item.number} does not stand beside its text"
                yield error("V171", message, f"page {half.pages[side]}")
        if len(set(sides)) > 1:
            yield error("V172", f"the number {item.number} does not stand on facing pages", item.first.id)


def find_numbers(measured: Measured) -> dict[int, list[tuple[int, float]]]:
    """Return where each number outside the structure stands: side, from 0, and baseline."""
    found: dict[int, list[tuple[int, float]]] = {}
    for lines in measured.loose:
        for line in lines:
            text = line.text.strip()
            if text.isascii() and text.isdigit():
                found.setdefault(int(text), []).append((line.page, line.y))
    return found


def _stands_beside(measured: Measured, side: int, y: float, words: Words) -> bool:
    """Tell whether *words* begin on the baseline *y* of *side*."""
    wanted = normalise(words.plain)
    return any(
        _begins_at(block, side, y) and normalise(measured.read.actual_text(block.element)) == wanted
        for block in measured.blocks
        if block.element is not None
    )


def _begins_at(block: Block, side: int, y: float) -> bool:
    first = next((line for line in block.lines if line.text.strip()), None)
    return first is not None and first.page == side and abs(first.y - y) < _SAME_BASELINE


def lay_blame(finding: Finding, half: Half) -> Finding:
    """Return *finding* with the language it is about: both have messages of the same id."""
    if finding.place.path.startswith(("page ", "PDF")):
        return finding
    return replace(finding, place=Place(f"{half.leaflet.language.bcp47}/{finding.place.path}", finding.place.line))
