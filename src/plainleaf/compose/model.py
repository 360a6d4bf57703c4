"""What stage 3 returns: a leaflet in one language for one country, as frozen blocks of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from plainleaf.languages import Language

if TYPE_CHECKING:
    from plainleaf.compose.personal import ClinicBlock, PlanPage

LINE_END = " ,.;:!?。，、；：！？،؛؟।"
"""What may end a line and never begins one."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text set in one way.

    bold: action words, the only emphasis there is.
    isolate: a value from outside the sentence (phone number, dose, name). Never broken over lines,
        ordered on its own in right-to-left text (UAX #9 isolate), set in the Latin face.
    lang: BCP 47 tag where it differs from the leaflet's language.
    url: address the text links to.
    """

    text: str
    bold: bool = False
    isolate: bool = False
    lang: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """One message, ready to print: its id in the catalogue and its spans in logical order."""

    id: str
    spans: tuple[Span, ...]

    @property
    def plain(self) -> str:
        """The text alone, without markup and without direction controls."""
        return "".join(span.text for span in self.spans)

    @property
    def bold(self) -> Words:
        """The same message, all of it bold."""
        return Words(self.id, tuple(replace(span, bold=True) for span in self.spans))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message whose placeholders are known only on the page (its number, for example)."""

    id: str
    parts: tuple[Span, ...]
    slots: frozenset[int]

    def fill(self, **values: str) -> Words:
        """Return the words, each placeholder replaced by its value in an isolate of its own."""
        return Words(
            self.id,
            tuple(
                replace(part, text=values[part.text], isolate=True) if index in self.slots else part
                for index, part in enumerate(self.parts)
            ),
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    words: Words


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list with an optional lead-in sentence; order does not matter."""

    lead: Words | None
    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class WarningBlock:
    """The full form of one warning. *id* becomes the /ID of its structure element."""

    id: str
    severity: str
    title: Words | None
    pictogram: str | None
    body: tuple[Paragraph | BulletList, ...]

    def texts(self) -> Iterator[Words]:
        """Yield every message of the warning's body in reading order."""
        for block in self.body:
            yield from block_words(block)


@dataclass(frozen=True, slots=True)
class Note:
    """A titled passage that is not a warning; *aside* marks matter beside the point ("Did you know?")."""

    id: str
    title: Words | None
    pictogram: str | None
    body: tuple[Paragraph | BulletList, ...]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a cell for each column; the first is the row's header."""

    cells: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of a table under one common heading (a frequency, for example)."""

    title: Words
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class BandedTable:
    """A table whose rows are grouped in bands."""

    id: str
    columns: tuple[Words, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that says something of its own; *alt* says it in words."""

    id: str
    drawing: str
    alt: Words


Block = Paragraph | BulletList | WarningBlock | Note | BandedTable | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section of the leaflet."""

    id: str
    title: Words
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The short form of a core warning on page 1. Its structure element has the /ID ``short/<warning>``."""

    warning: str
    pictogram: str | None
    words: Words


@dataclass(frozen=True, slots=True)
class CardItem:
    """One sign on the emergency card, counted for *warning*. /ID ``card/<warning>/<key>``."""

    id: str
    warning: str
    words: Words


@dataclass(frozen=True, slots=True)
class EmergencyCard:
    """The one framed card: one action, the signs that call for it, what to say."""

    heading: Words
    lead: Words
    items: tuple[CardItem, ...]
    say: Words
    then: Words


@dataclass(frozen=True, slots=True)
class CheckDates:
    """When an approved leaflet was last checked and by when it must be checked again, and how both are printed."""

    checked: date
    next_check: date
    checked_text: str
    next_check_text: str


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A whole leaflet in one language for one country.

    date: ISO 8601 date of this version. status: ``draft`` or ``approved``.
    pack_name: the medicine's name as printed on the pack (Latin letters, never translated).
    furniture: messages of the page itself by their short id (``page-of``, ``draft-tag`` ...).
    staff_versions: language and version in English, so that staff know what they hold; the longest first.
    staff_notices: that nobody has checked it, in English; the longest first, none in an English leaflet.
    check_dates: of an approved leaflet. partly_english: some texts stand in English for want of a translation.
    plan: the page for one patient. clinic: who hands it out.
    """

    id: str
    country: str
    language: Language
    version: str
    date: str
    status: Literal["draft", "approved"]
    mark: str
    title: Words
    pack_name: str
    purpose: Words
    readers: Words
    key_title: Words
    key_rows: tuple[KeyRow, ...]
    card: EmergencyCard
    sections: tuple[Section, ...]
    ending: tuple[Words, ...]
    furniture: Mapping[str, Phrase]
    staff_versions: tuple[Words, ...]
    staff_notices: tuple[Words, ...]
    check_dates: CheckDates | None
    partly_english: bool
    plan: PlanPage | None = None
    clinic: ClinicBlock | None = None

    def name_document(self, *, large_print: bool) -> str:
        """Return the title of the file: the medicine's, and that it is in large print where that is so."""
        if not large_print:
            return self.title.plain
        return self.furniture["document-title"].fill(title=self.title.plain).plain

    def warnings(self) -> Iterator[WarningBlock]:
        """Yield every warning in its full form, in reading order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, WarningBlock):
                    yield block


def block_words(block: Block) -> Iterator[Words]:
    """Yield the messages of *block* in reading order."""
    match block:
        case Paragraph(words):
            yield words
        case BulletList(lead, items):
            if lead is not None:
                yield lead
            yield from items
        case WarningBlock(title=title, body=body) | Note(title=title, body=body):
            if title is not None:
                yield title
            for part in body:
                yield from block_words(part)
        case Figure(alt=alt):
            yield alt
        case BandedTable(columns=columns, bands=bands):
            yield from columns
            for band in bands:
                yield band.title
                for row in band.rows:
                    yield from row.cells


def split_at_bold(spans: Sequence[Span]) -> tuple[tuple[Span, ...], ...]:
    """Return *spans* in two parts, the bold words and the rest, where they stand first or last; else in one.

    Punctuation and blanks at the start of the second part go to the end of the first: no line begins with them.
    """
    parts = [tuple(group) for _, group in groupby(spans, key=lambda span: span.bold)]
    if len(parts) != 2:
        return (tuple(spans),)
    first, second = parts
    text = second[0].text
    rest = text.lstrip(LINE_END) if not second[0].isolate else text
    if rest == text:
        return first, second
    return (*first, Span(text[: len(text) - len(rest)], bold=first[-1].bold)), (
        replace(second[0], text=rest),
        *second[1:],
    )
