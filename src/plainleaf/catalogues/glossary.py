"""Read what is known of a language: its word list, its words of denial, its letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from plainleaf.catalogues.checks.model import Glossary, Term
from plainleaf.catalogues.schema import AlphabetEntry, AlphabetsEntry, GlossaryEntry, NegationEntry, UnitsEntry
from plainleaf.languages import Language
from plainleaf.roots import Roots, require_file
from plainleaf.toml import read_entry

Value = TypeVar("Value")


def read_glossary(roots: Roots, language: Language) -> Glossary:
    """Return what is known of *language*; a language without a glossary.toml has none of its own words.

    Raises InputError where a file cannot be read or says what it must not, all faults of a file at once.
    """
    path = roots.find(f"locales/{language.tag}/glossary.toml")
    own = read_entry(path, GlossaryEntry)[0] if path else GlossaryEntry()
    alphabet = _of_language(_read_alphabets(roots), language) or AlphabetEntry(decimal=".")
    return Glossary(
        negation=(*(_of_language(_read_negation(roots), language) or ()), *own.negation),
        medicines=own.medicines,
        units=_merge(_of_language(_read_units(roots), language) or {}, own.units),
        terms=tuple(Term(term.id, term.english, term.stems, term.required) for term in own.terms),
        latin_words=own.latin_words,
        letters=frozenset(alphabet.letters + own.letters),
        rare_letters=frozenset(alphabet.rare) - frozenset(own.letters),
        decimal=alphabet.decimal,
    )


def _read_alphabets(roots: Roots) -> Mapping[str, AlphabetEntry]:
    return read_entry(require_file(roots, "content/alphabets.toml"), AlphabetsEntry)[0].root


def _read_negation(roots: Roots) -> Mapping[str, tuple[str, ...]]:
    return read_entry(require_file(roots, "content/negation.toml"), NegationEntry)[0].root


def _read_units(roots: Roots) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return read_entry(require_file(roots, "content/units.toml"), UnitsEntry)[0].root


def _merge(common: Mapping[str, tuple[str, ...]], own: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {unit: (*common.get(unit, ()), *own.get(unit, ())) for unit in {**common, **own}}


def _of_language(values: Mapping[str, Value], language: Language) -> Value | None:
    """Return the value for the tag, or for the language without its country or script."""
    return values.get(language.tag, values.get(language.base))
