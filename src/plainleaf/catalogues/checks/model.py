"""What the checks of a translation know of its language, and how a finding of theirs is worded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from plainleaf.catalogues.checks.text import PLACEHOLDER, read_plain, shorten, split_sentences
from plainleaf.findings import Finding, Place, Severity
from plainleaf.languages import Language


@dataclass(frozen=True, slots=True)
class Term:
    """A word that should always be translated alike.

    english: the forms that call for it (whole words, any case).
    stems: beginnings of the words that may stand for it; one is enough.
    required: whether leaving it out stops the leaflet.
    """

    id: str
    english: tuple[str, ...]
    stems: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Glossary:
    """What is known of one language: its word list (``locales/<tag>/glossary.toml``) and its letters.

    negation: patterns of words that deny: ``nie``, ``nie*`` (beginning), ``*mu`` (ending), ``*nai*`` (inside).
    medicines: English name to the stems it may have; units: English unit to other spellings.
    latin_words: Latin or English words that may stand as they are.
    letters, rare_letters: small letters of the alphabet (empty: unknown), those of foreign words.
    decimal: the decimal sign, with digits 0-9.
    """

    negation: tuple[str, ...] = ()
    medicines: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    units: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    terms: tuple[Term, ...] = ()
    latin_words: tuple[str, ...] = ()
    letters: frozenset[str] = frozenset()
    rare_letters: frozenset[str] = frozenset()
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class Pair:
    """An English message and its translation, markup taken away, in the language it is checked for.

    english, text: plain text, each placeholder replaced by ``PLACEHOLDER``.
    written: the translation as it stands in the catalogue.
    """

    id: str
    place: Place
    source: str
    written: str
    language: Language
    glossary: Glossary

    @property
    def english(self) -> str:
        """The English without markup."""
        return read_plain(self.source)

    @property
    def text(self) -> str:
        """The translation without markup."""
        return read_plain(self.written)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the translation; in Greek a question ends with a semicolon, in Thai and Lao
        everything with a blank."""
        if self.language.script in ("Thai", "Laoo"):
            return tuple(self.text.split())
        text = self.text.replace(";", "?") if self.language.script == "Grek" else self.text
        return split_sentences(text)

    def report(
        self, code: str, fault: str, hint: str, *, severity: Severity = Severity.ERROR, near: str | None = None
    ) -> Finding:
        """Return a finding that names the message, the *fault* and the English; *near* is the part to quote."""
        shown = shorten((near or self.english).replace(PLACEHOLDER, "…"))
        return Finding(code, severity, f"{self.id}: {fault} (English: “{shown}”)", self.place, hint)


Check = Callable[[Pair], Iterator[Finding]]
"""One check: it yields a finding for every fault of its kind."""
