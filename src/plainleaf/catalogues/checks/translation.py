"""All checks of one translated message."""

from __future__ import annotations

from collections.abc import Iterator

from plainleaf.catalogues.checks.letters import check_invisible, check_normal_form, check_script
from plainleaf.catalogues.checks.model import Check, Glossary, Pair
from plainleaf.catalogues.checks.numbers import check_numbers, check_phones, check_ranges, check_units
from plainleaf.catalogues.checks.shape import check_added, check_ending, check_length, check_pairs, check_placeholders
from plainleaf.catalogues.checks.wording import (
    check_leftovers,
    check_medicines,
    check_negation,
    check_terms,
    check_untranslated,
    is_untranslated,
)
from plainleaf.catalogues.model import SOURCE_LANGUAGE
from plainleaf.content.model import Message
from plainleaf.findings import Finding, Place
from plainleaf.languages import Language

CHECKS: tuple[Check, ...] = (
    check_numbers,
    check_units,
    check_phones,
    check_negation,
    check_ranges,
    check_leftovers,
    check_untranslated,
    check_script,
    check_medicines,
    check_length,
    check_added,
    check_normal_form,
    check_ending,
    check_pairs,
    check_invisible,
    check_terms,
    check_placeholders,
)
"""Every check of a message, in the order of its code."""


def check_translation(
    message: Message, text: str, place: Place, language: Language, glossary: Glossary
) -> Iterator[Finding]:
    """Yield what is wrong with *text*, the translation of *message* that stands at *place*.

    The source language is held only against what no text may hold (invisible characters, NFC).
    Raises MarkupError where the markup of *text* is broken, which is to be looked at first.
    """
    pair = Pair(message.id, place, message.text, text, language, glossary)
    if language.tag == SOURCE_LANGUAGE:
        checks: tuple[Check, ...] = (check_normal_form, check_invisible)
    else:
        checks = (check_untranslated,) if is_untranslated(pair) else CHECKS
    for check in checks:
        yield from check(pair)
