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
class Edition:
    """For whom a leaflet is printed: its route, its country with the rules that hold there, the clinic's options."""

    route: str
    country: str
    rules: frozenset[str]
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Condition:
    """When a text is printed: where a rule holds, for some routes (all if empty), with a clinic's option."""

    rule: str | None = None
    routes: frozenset[str] = frozenset()
    option: str | None = None

    def holds(self, edition: Edition) -> bool:
        """Tell whether the text belongs in *edition*."""
        on_route = not self.routes or edition.route in self.routes
        by_rule = self.rule is None or self.rule in edition.rules
        return on_route and by_rule and (self.option is None or self.option in edition.options)


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
class ClinicalApproval:
    """Who approved the English of a warning, when, and by when it must be looked at again."""

    approver: str
    approved_on: date
    review_by: date


@dataclass(frozen=True, slots=True)
class Warning:
    """One entry of the warning registry. *approval* is None while nobody qualified has given it."""

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
    approval: ClinicalApproval | None
    place: Place

    def is_mandatory(self, edition: Edition) -> bool:
        """Tell whether every leaflet of *edition* must carry the warning."""
        return edition.route in self.routes and (not self.countries or edition.country in self.countries)


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
    review: date
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """A law, a licence or a custom that holds in a country, and that texts depend on."""

    id: str
    review: date
    place: Place


@dataclass(frozen=True, slots=True)
class Wording:
    """British words and what people say for them in another country where English is read."""

    british: str
    here: str
    review: date
    place: Place


@dataclass(frozen=True, slots=True)
class Country:
    """Numbers, names, rules and words that belong to a country, never to a language.

    values: by placeholder. rules: of the country and of the medicine there, by id.
    """

    id: str
    name: str
    values: Mapping[str, Value]
    rules: Mapping[str, Rule]
    wordings: tuple[Wording, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Source:
    """Everything a leaflet says, in English, for one country.

    warnings: the medicine's registry by id. never_stop_alone: no text may tell the patient to stop the
    medicine without a doctor. common: the page's own messages by their short id.
    """

    leaflet: LeafletSource
    warnings: Mapping[str, Warning]
    never_stop_alone: bool
    common: Mapping[str, Message]
    country: Country

    def edition(self, options: frozenset[str] = frozenset()) -> Edition:
        """Return the edition for a clinic with *options*."""
        return Edition(self.leaflet.route, self.country.id, frozenset(self.country.rules), options)

    def mandatory_warnings(self) -> tuple[Warning, ...]:
        """Return the warnings that this leaflet must carry in this country."""
        edition = self.edition()
        return tuple(w for w in self.warnings.values() if w.is_mandatory(edition))

    def messages(self) -> Iterator[Message]:
        """Yield every message of the leaflet, its warnings and the page, in reading order.

        Texts of other countries, other routes and clinic options are among them: what a catalogue holds.
        """
        yield from self.common.values()
        yield from leaflet_messages(self.leaflet)
        for warning in self.warnings.values():
            if self.leaflet.route in warning.routes:
                yield from warning_messages(warning)

    def printed_messages(self, options: frozenset[str] = frozenset()) -> Iterator[Message]:
        """Yield the messages that are printed in this country, for a clinic with *options*."""
        edition = self.edition(options)
        yield from self.common.values()
        yield from leaflet_messages(self.leaflet, edition)
        yield from self._warning_messages(edition)

    def mandatory_messages(self, options: frozenset[str] = frozenset()) -> Iterator[Message]:
        """Yield the messages of the warnings that this leaflet must carry, and of the emergency card."""
        yield from card_messages(self.leaflet.card)
        yield from self._warning_messages(self.edition(options))

    def _warning_messages(self, edition: Edition) -> Iterator[Message]:
        for warning in self.mandatory_warnings():
            for message in warning_messages(warning, edition):
                if message is not warning.short or warning.id in self.leaflet.key_rows:
                    yield message


@dataclass(frozen=True, slots=True)
class Stroke:
    """One path of a drawing, y downwards as in SVG.

    segments: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",).
    fill, stroke: "ink", "paper" (a knock-out, painted in file order) or None. width: of the stroke.
    even_odd: filled by the even-odd rule, else by the winding number.
    """

    segments: tuple[tuple[str | float, ...], ...]
    fill: str | None
    stroke: str | None
    width: float
    even_odd: bool = False


_MIRRORED = frozenset({"stop-suddenly"})
"""Drawings in which direction means time."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: strokes painted one over the other with round caps and joins, on a grid of *width* by
    *height* units (pictograms: 48 by 48)."""

    name: str
    strokes: tuple[Stroke, ...]
    width: float = 48.0
    height: float = 48.0

    @property
    def mirrors(self) -> bool:
        """Whether it is mirrored with the script; nothing is but what shows the course of time."""
        return self.name in _MIRRORED


def text_block_messages(block: TextBlock, edition: Edition | None = None) -> Iterator[Message]:
    """Yield the messages of a paragraph or a list; with *edition*, only those printed in it."""
    if not _in(edition, block.condition):
        return
    if block.text is not None:
        yield block.text
    for item in block.items:
        if _in(edition, item.condition):
            yield item.message


def _in(edition: Edition | None, condition: Condition) -> bool:
    return edition is None or condition.holds(edition)


def warning_messages(warning: Warning, edition: Edition | None = None) -> Iterator[Message]:
    """Yield the messages of a warning: short form, title, body; with *edition*, only those printed in it."""
    for message in (warning.short, warning.title):
        if message is not None:
            yield message
    for block in warning.body:
        yield from text_block_messages(block, edition)


def card_messages(card: CardSource) -> Iterator[Message]:
    """Yield the messages of the emergency card."""
    yield from (card.heading, card.lead)
    yield from (entry.message for entry in card.entries)
    yield from (card.say, card.then)


def leaflet_messages(leaflet: LeafletSource, edition: Edition | None = None) -> Iterator[Message]:
    """Yield the messages that stand in the leaflet's own file, in reading order; with *edition*, only
    those printed in it."""
    yield from (leaflet.title, leaflet.purpose, leaflet.readers)
    yield from card_messages(leaflet.card)
    for section in leaflet.sections:
        yield section.title
        for block in section.blocks:
            if _in(edition, block.condition):
                yield from _block_messages(block, edition)
    for text in leaflet.ending:
        yield from text_block_messages(text, edition)


def _block_messages(block: BlockSource, edition: Edition | None) -> Iterator[Message]:
    match block:
        case TextBlock():
            yield from text_block_messages(block, edition)
        case NoteBlock(title=title, body=body):
            if title is not None:
                yield title
            for part in body:
                yield from text_block_messages(part, edition)
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
