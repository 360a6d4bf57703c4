"""Stage 2: put a language's texts in place of the English, or say message by message why not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from plainleaf.catalogues.checks.catalogue import check_catalogue
from plainleaf.catalogues.checks.model import Glossary
from plainleaf.catalogues.checks.translation import check_translation as check_words
from plainleaf.catalogues.model import (
    SOURCE_LANGUAGE,
    Catalogue,
    CatalogueEntry,
    Review,
    Signature,
    State,
    TranslatedSource,
)
from plainleaf.catalogues.review import check_moved, find_review, judge_entry
from plainleaf.content.model import Message, Source
from plainleaf.findings import Finding, Place, Severity, UnsafeLeafletError, has_errors, make_error
from plainleaf.languages import Language
from plainleaf.markup import MarkupError, parse_markup


def translate_source(
    source: Source,
    language: Language,
    catalogues: Mapping[str, Catalogue],
    reviews: Mapping[str, Review],
    glossary: Glossary,
    *,
    today: date,
    draft_fallback: bool = False,
) -> tuple[TranslatedSource, tuple[Finding, ...]]:
    """Return *source* in *language*, with findings that do not stop it.

    catalogues: by domain. reviews: by message id. glossary: what is known of *language*. A message that is
    missing, empty, fuzzy or stale (its English has changed) is never used. draft_fallback: where it belongs to
    no mandatory warning, the English stands in its place. Raises UnsafeLeafletError with every message that
    stops the leaflet at once.
    """
    intake = Intake(language, catalogues, reviews, glossary, today, fallback=draft_fallback)
    mandatory = frozenset(message.id for message in source.mandatory_messages())
    printed = {message.id: message for message in source.printed_messages()}
    for message in printed.values():
        intake.take(message, replaceable=draft_fallback and message.id not in mandatory)
    intake.compare(printed.values(), mandatory)
    if has_errors(intake.findings):
        raise UnsafeLeafletError(*intake.findings)
    translated = TranslatedSource(
        source, language, intake.texts, intake.places, intake.states, frozenset(intake.fallbacks), intake.approvals
    )
    return translated, tuple(intake.findings)


class Intake:
    """Takes one message after the other and keeps what becomes of it."""

    def __init__(
        self,
        language: Language,
        catalogues: Mapping[str, Catalogue],
        reviews: Mapping[str, Review],
        glossary: Glossary,
        today: date,
        *,
        fallback: bool = False,
    ) -> None:
        self._language, self._catalogues, self._reviews, self._today = language, catalogues, reviews, today
        self._glossary = glossary
        self.fallback = fallback
        self.findings: list[Finding] = []
        self.texts: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.states: dict[str, State] = {}
        self.fallbacks: set[str] = set()
        self.approvals: dict[str, Signature] = {}

    def take(self, message: Message, *, replaceable: bool) -> None:
        """Put the translation of *message* in, or the English where that is allowed, or say why neither."""
        catalogue = self._catalogues[message.domain]
        entry = catalogue.entries.get(message.id)
        if entry is None or (fault := _check_usable(message, entry)) is not None:
            fault = _missing(message, catalogue) if entry is None else fault
            assert fault is not None, "one of the two is always there"
            self._leave_out(message, entry, fault, replaceable=replaceable)
            return
        self.texts[message.id], self.places[message.id] = entry.translation, entry.place
        faults = check_translation(message, entry, self._language, self._glossary)
        moved = tuple(check_moved(entry, self._reviews, catalogue.entries))
        self.findings.extend(moved or self._unacknowledged(entry, faults))  # the rest would only be consequences
        self.states[message.id], signing = judge_entry(entry, self._reviews, self._today)
        self.findings.extend(signing)
        if self.states[message.id] is State.APPROVED:
            approval = self._reviews[message.id].approved
            assert approval is not None, "an approved message has an approval"
            self.approvals[message.id] = approval

    def compare(self, messages: Collection[Message], warnings: frozenset[str]) -> None:
        """Hold the translations of *messages* against each other; *warnings*: the ids of those of warnings."""
        if self._language.tag == SOURCE_LANGUAGE:
            return
        for domain, catalogue in self._catalogues.items():
            entries = {str(entry.place): entry for entry in catalogue.entries.values()}
            own = [message for message in messages if message.domain == domain and message.id not in self.fallbacks]
            for finding in check_catalogue(own, catalogue, warnings):
                entry = entries.get(str(finding.place))
                self.findings.extend((finding,) if entry is None else self._unacknowledged(entry, iter((finding,))))

    def _leave_out(self, message: Message, entry: CatalogueEntry | None, fault: Finding, *, replaceable: bool) -> None:
        self.states[message.id] = _unusable_state(fault)
        if not replaceable:
            hint = f"{fault.hint}; a warning or the card is never printed in English" if self.fallback else fault.hint
            self.findings.append(replace(fault, hint=hint))
            return
        text = f"{fault.message}; the English is printed"
        self.findings.append(replace(fault, severity=Severity.WARNING, message=text))
        self.fallbacks.add(message.id)
        self.texts[message.id] = message.text
        self.places[message.id] = message.place if entry is None else entry.place

    def _unacknowledged(self, entry: CatalogueEntry, findings: Iterator[Finding]) -> Iterator[Finding]:
        """Yield the findings that nobody has looked at and called a false alarm for these very words."""
        review = find_review(entry, self._reviews)
        acknowledged = {one.code for one in review.acknowledged} if review else set()
        return (finding for finding in findings if finding.code not in acknowledged)


def _missing(message: Message, catalogue: Catalogue) -> Finding:
    hint = f"add an entry with this msgctxt; the English is “{_excerpt(message.text)}”"
    return make_error("T010", f"{message.id}: missing from the catalogue", catalogue.place, hint)


def _unusable_state(fault: Finding) -> State:
    return {"T012": State.FUZZY, "T013": State.STALE}.get(fault.code, State.MISSING)


def judge_usable(message: Message, entry: CatalogueEntry | None) -> State | None:
    """Return the state that keeps a translation from being printed, or None where it can be."""
    fault = None if entry is None else _check_usable(message, entry)
    if entry is None:
        return State.MISSING
    return None if fault is None else _unusable_state(fault)


def _check_usable(message: Message, entry: CatalogueEntry) -> Finding | None:
    """Return why *entry* must not be printed for *message*, or None."""
    if not entry.translation.strip():
        return make_error("T011", f"{message.id}: not translated", entry.place, "fill in msgstr")
    if entry.fuzzy:
        hint = "check the translation, then remove the “fuzzy” flag"
        return make_error("T012", f"{message.id}: marked fuzzy, so not used", entry.place, hint)
    if entry.source != message.text:
        hint = f"the English now reads “{_excerpt(message.text)}”: translate it anew and update msgid"
        return make_error("T013", f"{message.id}: the English has changed since it was translated", entry.place, hint)
    return None


def check_translation(
    message: Message, entry: CatalogueEntry, language: Language, glossary: Glossary
) -> Iterator[Finding]:
    """Yield what is wrong with a translation that is there: markup and placeholders, then its words."""
    if language.tag == SOURCE_LANGUAGE and entry.translation != message.text:
        hint = "change the text in content/, then copy it to msgid and msgstr"
        yield make_error("T014", f"{message.id}: differs from the source text", entry.place, hint)
        return
    wanted = parse_markup(message.text)
    try:
        found = parse_markup(entry.translation)
    except MarkupError as error:
        yield make_error("T020", f"{message.id}: {error}", entry.place, "compare the markup with the English")
        return
    for name in sorted(wanted.placeholders - found.placeholders):
        hint = f"copy {{{name}}} into the translation, unchanged"
        yield make_error("T021", f"{message.id}: placeholder {{{name}}} is missing", entry.place, hint)
    for name in sorted(found.placeholders - wanted.placeholders):
        hint = "use only the placeholders of the English"
        yield make_error("T022", f"{message.id}: placeholder {{{name}}} is not in the English", entry.place, hint)
    if wanted.bold_parts != found.bold_parts:
        hint = "put ** before and after the words that are bold in the English"
        yield make_error(
            "T023", f"{message.id}: {found.bold_parts} bold parts, not {wanted.bold_parts}", entry.place, hint
        )
    yield from check_words(message, entry.translation, entry.place, language, glossary)


def _excerpt(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
