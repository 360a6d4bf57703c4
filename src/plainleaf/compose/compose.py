"""Stage 3: a translated source, for its country, as the frozen blocks of one leaflet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from plainleaf.catalogues.model import SOURCE_LANGUAGE, TranslatedSource
from plainleaf.compose.dates import format_date
from plainleaf.compose.model import (
    Band,
    BandedTable,
    Block,
    BulletList,
    CardItem,
    CheckDates,
    EmergencyCard,
    Figure,
    KeyRow,
    Leaflet,
    Note,
    Paragraph,
    Phrase,
    Row,
    Section,
    Span,
    WarningBlock,
    Words,
)
from plainleaf.content.model import (
    BlockSource,
    Edition,
    FigureBlock,
    Message,
    NoteBlock,
    SectionSource,
    TableBlock,
    TextBlock,
    Value,
    Warning,
    WarningRef,
)
from plainleaf.markup import parse_markup

Status = Literal["draft", "approved"]

MOST_SENTENCES = 3
"""In a paragraph (NHS service manual, how we write)."""

LATIN = re.compile("[A-Za-z]")

SENTENCE_END = re.compile(r"[.?!](?=\s|$)")


def compose_leaflet(translated: TranslatedSource, *, status: Status = "draft") -> Leaflet:
    """Return the leaflet that *translated* makes in its country.

    Stage 1 has made sure that the country has every value a text asks for, stage 2 that no translation asks
    for another.
    """
    return _Composer(translated, translated.source.edition()).compose(status)


@dataclass(frozen=True, slots=True)
class _Composer:
    translated: TranslatedSource
    edition: Edition

    def compose(self, status: Status) -> Leaflet:
        source = self.translated.source
        leaflet = source.leaflet
        return Leaflet(
            id=leaflet.id,
            country=source.country.id,
            language=self.translated.language,
            version=leaflet.version,
            date=leaflet.date.isoformat(),
            status=status,
            mark=leaflet.mark,
            title=self._words(leaflet.title),
            pack_name=leaflet.pack_name,
            purpose=self._words(leaflet.purpose),
            readers=self._words(leaflet.readers),
            key_title=self._words(source.common["read-first"]),
            key_rows=tuple(self._key_row(source.warnings[name]) for name in leaflet.key_rows),
            card=self._card(),
            sections=tuple(self._section(section) for section in leaflet.sections),
            ending=tuple(words for block in leaflet.ending for words in self._paragraph_words(block)),
            furniture={name: self._phrase(message) for name, message in source.common.items()},
            staff_versions=self._staff_versions(),
            staff_notices=self._staff_notices(),
            check_dates=self._check_dates() if status == "approved" else None,
            partly_english=bool(self.translated.fallbacks),
        )

    def _words(self, message: Message) -> Words:
        values = self.translated.source.country.values
        return Words(message.id, _spans(self._text(message), values, self._foreign(message)))

    def _text(self, message: Message) -> str:
        """Return the text of *message*; English in the words of the country."""
        text = self.translated.texts[message.id]
        if self.translated.language.tag == SOURCE_LANGUAGE or message.id in self.translated.fallbacks:
            for wording in self.translated.source.country.wordings:
                text = text.replace(wording.british, wording.here)
        return text

    def _foreign(self, message: Message) -> str | None:
        return SOURCE_LANGUAGE if message.id in self.translated.fallbacks else None

    def _phrase(self, message: Message) -> Phrase:
        pieces = parse_markup(self._text(message)).pieces
        lang = self._foreign(message)
        parts = tuple(Span(piece.text, bold=piece.bold, lang=lang) for piece in pieces)
        return Phrase(message.id, parts, frozenset(i for i, piece in enumerate(pieces) if piece.placeholder))

    def _staff_versions(self) -> tuple[Words, ...]:
        """Return language and version in English: from the source text, whatever the language."""
        source, language = self.translated.source, self.translated.language
        values = {"language": language.english_name, "version": source.leaflet.version}
        names = ["version"] if language.tag == SOURCE_LANGUAGE else ["staff-version", "staff-version-short"]
        return tuple(
            Words(message.id, (Span(parse_markup(message.text).fill(values), isolate=True, lang=SOURCE_LANGUAGE),))
            for message in (source.common[name] for name in names)
        )

    def _staff_notices(self) -> tuple[Words, ...]:
        """Return the draft sentence in English from the source text, the longest first; none in an English leaflet."""
        if self.translated.language.tag == SOURCE_LANGUAGE:
            return ()
        messages = (self.translated.source.common[name] for name in ("draft-sentence", "draft-short"))
        return tuple(
            Words(message.id, (Span(message.text, isolate=True, lang=SOURCE_LANGUAGE),)) for message in messages
        )

    def _check_dates(self) -> CheckDates:
        """Return when the last text was approved and when the first approval, or registry entry, ends.

        An approved leaflet has texts, and every one of them an approval with an end.
        """
        source, approvals = self.translated.source, self.translated.approvals.values()
        registry = [w.approval for w in source.mandatory_warnings() if w.approval is not None]
        checked = max([one.on for one in approvals] + [one.approved_on for one in registry])
        until = min([one.until for one in approvals if one.until] + [one.review_by for one in registry])
        language, country = self.translated.language, source.country.id
        texts = (format_date(day, language, country) for day in (checked, until))
        return CheckDates(checked, until, *texts)

    def _key_row(self, warning: Warning) -> KeyRow:
        assert warning.short is not None, "stage 1 refuses a key row without a short form"
        return KeyRow(warning.id, warning.pictogram, self._words(warning.short))

    def _card(self) -> EmergencyCard:
        card = self.translated.source.leaflet.card
        return EmergencyCard(
            heading=self._words(card.heading),
            lead=self._words(card.lead),
            items=tuple(CardItem(e.id, e.warning, self._words(e.message)) for e in card.entries),
            say=self._words(card.say),
            then=self._words(card.then),
        )

    def _section(self, section: SectionSource) -> Section:
        blocks = tuple(
            composed
            for block in section.blocks
            if block.condition.holds(self.edition)
            for composed in self._block(block)
        )
        return Section(section.id, self._words(section.title), blocks)

    def _block(self, block: BlockSource) -> tuple[Block, ...]:
        match block:
            case TextBlock():
                return self._text_block(block)
            case WarningRef():
                return self._warning(self.translated.source.warnings[block.warning])
            case NoteBlock():
                title = None if block.title is None else self._words(block.title)
                return (Note(block.id, title, block.pictogram, self._body(block.body), block.aside),)
            case FigureBlock():
                return (Figure(block.id, block.drawing, self._words(block.alt)),)
            case TableBlock():
                return (self._table(block),)

    def _warning(self, warning: Warning) -> tuple[WarningBlock, ...]:
        if not warning.is_mandatory(self.edition):
            return ()
        title = None if warning.title is None else self._words(warning.title)
        body = self._body(warning.body)
        return (WarningBlock(warning.id, warning.severity, title, warning.pictogram, body),)

    def _body(self, blocks: tuple[TextBlock, ...]) -> tuple[Paragraph | BulletList, ...]:
        """Return the paragraphs and lists of a warning or note; short paragraphs run on as one.

        Sentences are counted in English, so that the paragraphs are the same in every language.
        """
        body: list[Paragraph | BulletList] = []
        sentences = MOST_SENTENCES
        for block in blocks:
            for part in self._text_block(block):
                count = 0 if block.text is None else len(SENTENCE_END.findall(block.text.text))
                last = body[-1] if body else None
                if (
                    self._runs_on(last, sentences + count)
                    and isinstance(part, Paragraph)
                    and isinstance(last, Paragraph)
                ):
                    body[-1] = Paragraph(self._run_on(last.words, part.words))
                    sentences += count
                else:
                    body.append(part)
                    sentences = count
        return tuple(body)

    def _runs_on(self, last: Paragraph | BulletList | None, sentences: int) -> bool:
        """Tell whether a paragraph may go on after *last*: not after Latin letters in right-to-left text, where
        pdfium takes the parts of a line in the wrong order."""
        mixed = self.translated.language.rtl and isinstance(last, Paragraph) and LATIN.search(last.words.plain)
        return sentences <= MOST_SENTENCES and not mixed

    def _run_on(self, first: Words, second: Words) -> Words:
        *before, last = first.spans
        space = self.translated.language.sentence_space
        joint = (last, Span(space)) if last.isolate else (replace(last, text=last.text + space),)
        return Words(first.id, (*before, *joint, *second.spans))

    def _text_block(self, block: TextBlock) -> tuple[Paragraph | BulletList, ...]:
        if not block.condition.holds(self.edition):
            return ()
        text = None if block.text is None else self._words(block.text)
        items = tuple(self._words(item.message) for item in block.items if item.condition.holds(self.edition))
        if items:
            return (BulletList(text, items),)
        return () if text is None or block.items else (Paragraph(text),)

    def _paragraph_words(self, block: TextBlock) -> tuple[Words, ...]:
        return tuple(part.words for part in self._text_block(block) if isinstance(part, Paragraph))

    def _table(self, block: TableBlock) -> BandedTable:
        bands = tuple(
            Band(
                self._words(band.title),
                tuple(Row(tuple(self._words(cell) for cell in row)) for row in band.rows),
            )
            for band in block.bands
        )
        return BandedTable(block.id, tuple(self._words(column) for column in block.columns), bands)


def _spans(text: str, values: Mapping[str, Value], lang: str | None) -> tuple[Span, ...]:
    spans = []
    for piece in parse_markup(text).pieces:
        if piece.placeholder:
            value = values[piece.text]
            spans.append(Span(value.text, bold=piece.bold, isolate=True, lang=lang, url=value.url))
        else:
            spans.append(Span(piece.text, bold=piece.bold, lang=lang))
    return tuple(spans)
