"""What every stage may know about a language: tags, script, direction, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plainleaf.findings import Finding, InputError, Place, Severity

RTL_SCRIPTS = frozenset({"Arab", "Aran", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"})
"""ISO 15924 codes of the scripts written from right to left (Unicode 17, UAX #9 class R or AL)."""

UNSPACED_SCRIPTS = frozenset({"Hans", "Hant", "Jpan"})
"""Scripts that put no blank between sentences."""


@dataclass(frozen=True, slots=True)
class Language:
    """One written language.

    tag: gettext form, as in ``locales/<tag>/`` (``zh_Hans``).
    script: ISO 15924 code (``Latn``, ``Arab``, ``Aran`` for Nastaliq, ``Hans``).
    english_name, own_name: as staff and as its readers call it. also: other tags and names it goes by, lower-case.
    """

    tag: str
    script: str
    english_name: str
    own_name: str
    also: tuple[str, ...] = ()

    @property
    def bcp47(self) -> str:
        """The tag as PDF, HTML and JSON want it (``zh-Hans``)."""
        return self.tag.replace("_", "-")

    @property
    def base(self) -> str:
        """The language subtag alone (``zh``)."""
        return self.tag.split("_")[0]

    @property
    def rtl(self) -> bool:
        """Whether its script runs from right to left."""
        return self.script in RTL_SCRIPTS

    @property
    def sentence_space(self) -> str:
        """What stands between two sentences: a blank, or nothing."""
        return "" if self.script in UNSPACED_SCRIPTS else " "


def find_language(name: str, languages: Iterable[Language]) -> Language | None:
    """Return the one of *languages* called *name*: by its tag in any form, or by its name in English or in itself.

    A word of a name is enough where it is a word of no other (``Brazil``). Raises InputError D002 for a name that
    more than one goes by (``zh``, ``ku``, ``Chinese``, ``Portuguese``); returns None where nothing is called so.
    """
    there = tuple(languages)
    tag = name.strip().replace("-", "_").casefold()
    for one in there:
        if tag == one.tag.casefold():
            return one
    near = list_called(name, there)
    if len(near) == 1 and tag != near[0].base.casefold():
        return near[0]
    if near:
        hint = "say which: " + ", ".join(f"{one.tag} ({one.english_name})" for one in near)
        text = f"{name!r} does not say which written language is meant"
        raise InputError(Finding("D002", Severity.ERROR, text, Place(name), hint))
    return None


def list_called(name: str, languages: Iterable[Language]) -> tuple[Language, ...]:
    """Return those of *languages* that go by *name*, alone or with others."""
    tag = name.strip().replace("-", "_").casefold()
    return tuple(one for one in languages if tag in (one.base.casefold(), *one.also) or _goes_by(one, name))


def _goes_by(language: Language, name: str) -> bool:
    wanted = set(_words(name))
    return bool(wanted) and any(wanted <= set(_words(own)) for own in (language.english_name, language.own_name))


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\s,()/-]+", name.casefold()) if word]
