"""What stage 1 returns: the English source of a leaflet, with every text a message that knows its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plainleaf.findings import Place


@dataclass(frozen=True, slots=True)
class Message:
    """One translatable text: *id* is its gettext context, ``<domain>/…``; *note* speaks to translators."""

    id: str
    text: str
    place: Place
    note: str | None = None

    @property
    def domain(self) -> str:
        """The catalogue the message belongs to: the medicine's id, or ``common``."""
        return self.id.split("/", 1)[0]


@dataclass(frozen=True, slots=True)
class Condition:
    """When a text is printed: in which countries (all if empty), and with which clinic option (if any)."""

    countries: frozenset[str] = frozenset()
    option: str | None = None

    def holds(self, country: str, options: frozenset[str]) -> bool:
        """Tell whether the text belongs in a leaflet for *country* with the clinic's *options*."""
        in_country = not self.countries or country in self.countries
        return in_country and (self.option is None or self.option in options)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list."""

    message: Message
    condition: Condition


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, or a list with an optional lead-in."""

    text: Message | None
    items: tuple[Item, ...]
    condition: Condition


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a warning is there: who says what, and when that was seen."""

    source: str
    says: str
    seen: date
    mark: str


@dataclass(frozen=True, slots=True)
class Warning:
    """One entry of the warning registry."""

    id: str
    severity: str
    routes: frozenset[str]
    countries: frozenset[str]
    pictogram: str | None
    section: str
    title: Message | None
    short: Message | None
    body: tuple[TextBlock, ...]
    evidence: tuple[Evidence, ...]
    place: Place

    def is_mandatory(self, route: str, country: str) -> bool:
        """Tell whether every leaflet for *route* in *country* must carry the warning."""
        return route in self.routes and (not self.countries or country in self.countries)


@dataclass(frozen=True, slots=True)
class WarningRef:
    """The place in a section where a warning's full form stands."""

    warning: str
    condition: Condition
    place: Place


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """A titled passage that is not a warning."""

    id: str
    title: Message | None
    pictogram: str | None
    aside: bool
    body: tuple[TextBlock, ...]
    condition: Condition


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A picture with its words."""

    id: str
    drawing: str
    alt: Message
    condition: Condition


@dataclass(frozen=True, slots=True)
class BandSource:
    """Rows of a table under one heading; each row is a tuple of cells, one for each column."""

    title: Message
    rows: tuple[tuple[Message, ...], ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table in bands."""

    id: str
    columns: tuple[Message, ...]
    bands: tuple[BandSource, ...]
    condition: Condition


BlockSource = TextBlock | WarningRef | NoteBlock | FigureBlock | TableBlock


@dataclass(frozen=True, slots=True)
class SectionSource:
    """A numbered section."""

    id: str
    title: Message
    blocks: tuple[BlockSource, ...]


@dataclass(frozen=True, slots=True)
class CardEntry:
    """One sign on the emergency card and the warning it is counted for."""

    id: str
    warning: str
    message: Message


@dataclass(frozen=True, slots=True)
class CardSource:
    """The emergency card."""

    heading: Message
    lead: Message
    say: Message
    then: Message
    entries: tuple[CardEntry, ...]


@dataclass(frozen=True, slots=True)
class LeafletSource:
    """One leaflet: a medicine and a route."""

    id: str
    medicine: str
    route: str
    version: str
    date: date
    mark: str
    pack_name: str
    title: Message
    purpose: Message
    readers: Message
    key_rows: tuple[str, ...]
    card: CardSource
    sections: tuple[SectionSource, ...]
    ending: tuple[TextBlock, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Value:
    """What a placeholder stands for in a country: printed as it is in every language."""

    name: str
    text: str
    url: str | None
    source: str
    checked: date
    review: date


@dataclass(frozen=True, slots=True)
class Country:
    """Numbers, names and addresses that belong to a country, never to a language."""

    id: str
    name: str
    values: Mapping[str, Value]
    place: Place


@dataclass(frozen=True, slots=True)
class Source:
    """Everything a leaflet says, in English, for one country.

    warnings: the medicine's registry by id. common: the page's own messages by their short id.
    """

    leaflet: LeafletSource
    warnings: Mapping[str, Warning]
    common: Mapping[str, Message]
    country: Country

    def mandatory_warnings(self) -> tuple[Warning, ...]:
        """Return the warnings that this leaflet must carry in this country."""
        route, country = self.leaflet.route, self.country.id
        return tuple(w for w in self.warnings.values() if w.is_mandatory(route, country))

    def messages(self) -> Iterator[Message]:
        """Yield every message of the leaflet, its warnings and the page, in reading order.

        Texts of other countries and of clinic options are among them: a catalogue is complete or not,
        whatever is printed today.
        """
        yield from self.common.values()
        yield from leaflet_messages(self.leaflet)
        for warning in self.warnings.values():
            if self.leaflet.route in warning.routes:
                yield from warning_messages(warning)


@dataclass(frozen=True, slots=True)
class Stroke:
    """One path of a drawing, y downwards as in SVG.

    segments: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",).
    fill, stroke: "ink", "paper" (a knock-out, painted in file order) or None. width: of the stroke.
    """

    segments: tuple[tuple[str | float, ...], ...]
    fill: str | None
    stroke: str | None
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: strokes painted one over the other with round caps and joins, on a grid of *width* by
    *height* units (pictograms: 48 by 48)."""

    name: str
    strokes: tuple[Stroke, ...]
    width: float = 48.0
    height: float = 48.0


def text_block_messages(block: TextBlock) -> Iterator[Message]:
    """Yield the messages of a paragraph or a list."""
    if block.text is not None:
        yield block.text
    for item in block.items:
        yield item.message


def warning_messages(warning: Warning) -> Iterator[Message]:
    """Yield the messages of a warning: short form, title, body."""
    for message in (warning.short, warning.title):
        if message is not None:
            yield message
    for block in warning.body:
        yield from text_block_messages(block)


def leaflet_messages(leaflet: LeafletSource) -> Iterator[Message]:
    """Yield the messages that stand in the leaflet's own file, in reading order."""
    yield from (leaflet.title, leaflet.purpose, leaflet.readers)
    card = leaflet.card
    yield from (card.heading, card.lead)
    yield from (entry.message for entry in card.entries)
    yield from (card.say, card.then)
    for section in leaflet.sections:
        yield section.title
        for block in section.blocks:
            yield from _block_messages(block)
    for block in leaflet.ending:
        yield from text_block_messages(block)


def _block_messages(block: BlockSource) -> Iterator[Message]:
    match block:
        case TextBlock():
            yield from text_block_messages(block)
        case NoteBlock(title=title, body=body):
            if title is not None:
                yield title
            for part in body:
                yield from text_block_messages(part)
        case FigureBlock(alt=alt):
            yield alt
        case TableBlock(columns=columns, bands=bands):
            yield from columns
            for band in bands:
                yield band.title
                for row in band.rows:
                    yield from row
        case WarningRef():
            return
