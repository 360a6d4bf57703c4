"""What stage 2 works on and returns: catalogues, and a source with its texts in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plainleaf.content.model import Source
from plainleaf.findings import Place
from plainleaf.languages import Language

SOURCE_LANGUAGE = "en"
"""The language the content is written in; its catalogue must repeat the source word for word."""


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
class TranslatedSource:
    """A source and, by message id, its texts in *language*; *places* says where each text stands.

    english: the source texts by id, for the few lines that staff must be able to read.
    """

    source: Source
    language: Language
    texts: Mapping[str, str]
    places: Mapping[str, Place]
