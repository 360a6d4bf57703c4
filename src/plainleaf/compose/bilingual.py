"""A leaflet in two languages at once: what stands in both gets one number, so that people can point at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from plainleaf.compose.model import BandedTable, Block, Figure, Leaflet, Words, block_words


@dataclass(frozen=True, slots=True)
class Item:
    """One passage with its number, counted from 1, as it stands in the first language and in the second."""

    number: int
    first: Words
    second: Words


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One leaflet in two languages: the patient's first, then the clinic's.

    items: in reading order, which is the same in both.
    """

    first: Leaflet
    second: Leaflet
    items: tuple[Item, ...]

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each message that has one."""
        return {item.first.id: item.number for item in self.items}

    @property
    def status(self) -> Literal["draft", "approved"]:
        """``approved`` where both languages are."""
        return "approved" if self.first.status == self.second.status == "approved" else "draft"

    def name_document(self, *, large_print: bool) -> str:
        """Return the title of the file, in both languages."""
        return " / ".join(one.name_document(large_print=large_print) for one in (self.first, self.second))


def pair_leaflets(first: Leaflet, second: Leaflet) -> Bilingual:
    """Return *first* and *second*, the same leaflet in two languages, with their passages numbered.

    A passage that stands alone in one language, and runs on from another in the other one, has no number.
    """
    theirs = dict(_passages(second))
    common = [(words, theirs[id]) for id, words in _passages(first) if id in theirs]
    items = tuple(Item(number, one, other) for number, (one, other) in enumerate(common, start=1))
    return Bilingual(first, second, items)


def _passages(leaflet: Leaflet) -> Iterator[tuple[str, Words]]:
    """Yield what can be pointed at, by message, each once, in reading order."""
    seen = set()
    for words in _numbered_words(leaflet):
        if words.id not in seen:
            seen.add(words.id)
            yield words.id, words


def _numbered_words(leaflet: Leaflet) -> Iterator[Words]:
    """Yield the texts that begin a line of their own; who it is for may stand in the line of what it is for."""
    yield from (leaflet.title, leaflet.purpose, leaflet.key_title)
    yield from (row.words for row in leaflet.key_rows)
    card = leaflet.card
    yield from (card.heading, card.lead, *(item.words for item in card.items), card.say, card.then)
    for section in leaflet.sections:
        yield section.title
        for block in section.blocks:
            yield from _block_words(block)
    yield from leaflet.ending


def _block_words(block: Block) -> Iterator[Words]:
    """Yield the texts of *block*; of a table its bands and the first cell of each row, of a figure none."""
    match block:
        case BandedTable(columns=columns, bands=bands):
            yield columns[0]
            for band in bands:
                yield band.title
                yield from (row.cells[0] for row in band.rows)
        case Figure():
            return
        case _:
            yield from block_words(block)
