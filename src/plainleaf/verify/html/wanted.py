"""What the page of a leaflet must say, message by message in reading order, worked out without the writer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from plainleaf.compose.model import Figure, Leaflet, Section, Span, WarningBlock, Words, block_words
from plainleaf.verify.html.reader import squeeze

_NUMBER = re.compile(r"\+?[\d ()-]{3,}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One message. within: id of the element that holds it, innermost. code: of the finding where it is missing.

    before: what the page puts before the words, outside them. link: address that all of it leads to, where it is
    no running text. label: it is said of a picture, where nothing can stand inside.
    """

    words: Words
    within: str | None = None
    code: str = "V108"
    before: str = ""
    link: str | None = None
    label: bool = False

    @property
    def text(self) -> str:
        """What the browser shows."""
        return squeeze(self.before + self.words.plain)

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield text and address of each link in it."""
        if self.link is not None:
            yield self.text, self.link
            return
        for span in () if self.label else self.words.spans:
            address = _address(span)
            if address is not None:
                yield squeeze(span.text), address

    def isolates(self, page: str) -> Iterator[tuple[str, str | None]]:
        """Yield text and language of each stretch that must not be ordered with the text around it, on a page in
        the language *page*: values, and words in another language."""

        def stretch(numbered: tuple[int, Span]) -> tuple[str | None, int | None]:
            index, span = numbered
            lang = None if span.lang == page else span.lang
            return lang, index if span.isolate and lang is None and not self.label else None

        for (lang, index), members in groupby(enumerate(self.words.spans), stretch):
            if lang is not None or index is not None:
                yield squeeze("".join(span.text for _, span in members)), lang


def _address(span: Span) -> str | None:
    if span.isolate and _NUMBER.fullmatch(span.text) and sum(c.isdigit() for c in span.text) > 2:
        return "tel:" + "".join(c for c in span.text if c.isdigit() or c == "+")
    return span.url if span.url and span.url.startswith("https:") else None


def list_wanted(leaflet: Leaflet) -> Iterator[Wanted]:
    """Yield everything that the page of *leaflet* says, in order."""
    yield Wanted(leaflet.key_title, link="#main")
    yield from _list_header(leaflet)
    yield Wanted(leaflet.key_title, "key-block/title")
    for row in leaflet.key_rows:
        yield Wanted(row.words, f"short/{row.warning}")
    yield from _list_card(leaflet)
    for number, section in enumerate(leaflet.sections, start=1):
        yield Wanted(section.title, before=f"{number} ", link=f"#section/{section.id}")
    for number, section in enumerate(leaflet.sections, start=1):
        yield Wanted(section.title, f"section/{section.id}/title", before=f"{number} ")
        yield from _list_section(section)
    for words in leaflet.ending:
        yield Wanted(words)
    version = leaflet.staff_versions[0]
    dated = Span(f"{version.plain} ({leaflet.date})", isolate=True, lang="en")
    yield Wanted(Words(version.id, (dated,)), code="V152")


def _list_header(leaflet: Leaflet) -> Iterator[Wanted]:
    furniture = leaflet.furniture
    if leaflet.status == "draft":
        yield Wanted(furniture["draft-tag"].fill(), code="V153")
    dates = leaflet.check_dates
    if dates is not None:
        checked = furniture["checked"].fill(checked=dates.checked_text, next_check=dates.next_check_text)
        yield Wanted(checked, code="V223")
    if leaflet.status == "draft":
        yield Wanted(furniture["draft-sentence"].fill(), code="V153")
        yield from (Wanted(words, code="V153") for words in leaflet.staff_notices[:1])
    if leaflet.partly_english:
        yield Wanted(furniture["partly-english"].fill())
    yield Wanted(leaflet.title, "title", code="V152")
    if leaflet.pack_name != leaflet.title.plain:
        yield Wanted(Words("pack-name", (Span(leaflet.pack_name, isolate=True, lang="en"),)), code="V152")
    yield Wanted(leaflet.purpose)
    yield Wanted(leaflet.readers)


def _list_card(leaflet: Leaflet) -> Iterator[Wanted]:
    card = leaflet.card
    yield Wanted(card.heading, "card/title")
    yield Wanted(card.lead, "card")
    for item in card.items:
        yield Wanted(item.words, f"card/{item.warning}/{item.id}")
    yield Wanted(card.say, "card")
    yield Wanted(card.then, "card")


def _list_section(section: Section) -> Iterator[Wanted]:
    inside = f"section/{section.id}"
    for block in section.blocks:
        match block:
            case WarningBlock(id=id):
                yield from (Wanted(words, id) for words in block_words(block))
            case Figure(alt=alt):
                yield Wanted(alt, inside, label=True)
            case _:
                yield from (Wanted(words, inside) for words in block_words(block))
