"""A translation held against the checks: what they find in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from plainleaf.catalogues.checks.model import Glossary
from plainleaf.catalogues.checks.translation import check_translation
from plainleaf.catalogues.glossary import read_glossary
from plainleaf.content.model import Message
from plainleaf.content.settings import read_languages
from plainleaf.findings import Finding, Place
from plainleaf.languages import Language
from plainleaf.roots import open_roots

PLACE = Place("locales/xx/LC_MESSAGES/a.po", 7)


@cache
def language(tag: str) -> Language:
    """Return the language we know by *tag*."""
    return read_languages(open_roots(None))[tag]


@cache
def glossary(tag: str) -> Glossary:
    """Return the built-in glossary of *tag*."""
    return read_glossary(open_roots(None), language(tag))


def check(english: str, text: str, tag: str = "pl", *, id: str = "a/b", **changes: Any) -> list[Finding]:
    """Return the findings in *text*, the translation of *english*; *changes* to the glossary first."""
    known = replace(glossary(tag), **changes)
    return list(check_translation(Message(id, english, PLACE), text, PLACE, language(tag), known))


def codes(english: str, text: str, tag: str = "pl", **changes: Any) -> list[str]:
    """Return the codes of the findings in *text*, the translation of *english*, sorted, each once."""
    return sorted({finding.code for finding in check(english, text, tag, **changes)})
