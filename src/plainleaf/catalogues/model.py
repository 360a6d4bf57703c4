"""What stage 2 works on and returns: catalogues, reviews, and a source with its texts in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plainleaf.content.model import Source
from plainleaf.findings import Place
from plainleaf.languages import Language

SOURCE_LANGUAGE = "en"
"""The language the content is written in; its catalogue must repeat the source word for word."""


class State(StrEnum):
    """How far a message is on its way to the patient. The first three are never printed."""

    MISSING = "missing"
    FUZZY = "fuzzy"
    STALE = "stale"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One entry of a .po file: the English it was made from, the translation, where it stands.

    plurals: with ``msgid_plural`` its forms in order, empty where one is missing; the first is the translation.
    """

    context: str
    source: str
    translation: str
    fuzzy: bool
    place: Place
    plurals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A .po file: its entries by context (``msgctxt``).

    plural_forms: how many forms its header (``Plural-Forms``) wants; None where it does not say.
    """

    place: Place
    entries: Mapping[str, CatalogueEntry]
    plural_forms: int | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answers for a text, and since when. until is the last day an approval counts, None for other signatures."""

    name: str
    role: str
    organisation: str
    on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A finding that a named person looked at and found to be a false alarm."""

    code: str
    reason: str
    name: str


@dataclass(frozen=True, slots=True)
class Review:
    """What is known of one translation; it counts only for the text whose *hash* it holds.

    back_translation: what the text says, put back into English by eyes that had not seen the English.
    machine: whether the draft was made by machine.
    """

    id: str
    hash: str
    back_translation: str | None
    translated: Signature | None
    reviewed: Signature | None
    approved: Signature | None
    acknowledged: tuple[Acknowledgement, ...]
    place: Place
    machine: bool = False

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Those who have signed, in the order they do."""
        return tuple(one for one in (self.translated, self.reviewed, self.approved) if one is not None)


@dataclass(frozen=True, slots=True)
class TranslatedSource:
    """A source and, by id of each message printed in its country, the text in *language* and its state.

    places: where each text stands. fallbacks: ids of the messages that stand in English, because the
    translation cannot be used. approvals: the signature of each approved message.
    """

    source: Source
    language: Language
    texts: Mapping[str, str]
    places: Mapping[str, Place]
    states: Mapping[str, State]
    fallbacks: frozenset[str]
    approvals: Mapping[str, Signature]
