"""From what people call a language to the language."""

from __future__ import annotations

from collections.abc import Sequence

from plainleaf.catalogues.reader import list_translations
from plainleaf.content.settings import read_languages
from plainleaf.findings import InputError, Place, make_error
from plainleaf.languages import Language
from plainleaf.roots import Roots, unknown_name


def find_language(roots: Roots, name: str) -> Language:
    """Return the language called *name*: its tag in any form, or its name in English or in itself.

    Raises InputError for a name nothing is called by, or that more than one language goes by (``zh``, ``ku``).
    """
    languages = read_languages(roots)
    found = languages.get(name.replace("-", "_")) or _match(name, tuple(languages.values()))
    if found is not None:
        return found
    wanted = name.replace("-", "_").casefold()
    near = [language for language in languages.values() if wanted in (language.base.casefold(), *language.also)]
    if near:
        hint = "say which: " + ", ".join(f"{one.tag} ({one.english_name})" for one in near)
        text = f"{name!r} does not say which written language is meant"
        raise InputError(make_error("D002", text, Place(name), hint))
    raise unknown_name("language", name, [f"{one.tag} ({one.english_name})" for one in languages.values()])


def find_translations(roots: Roots, names: Sequence[str]) -> tuple[Language, ...]:
    """Return the languages with catalogues called *names*, or all of them; raises InputError as find_language."""
    there = list_translations(roots, read_languages(roots))
    found = []
    for name in names:
        language = find_language(roots, name)
        if language not in there:
            raise unknown_name("catalogue for language", name, [one.tag for one in there])
        found.append(language)
    return tuple(dict.fromkeys(found)) or there


def _match(name: str, languages: Sequence[Language]) -> Language | None:
    wanted = name.replace("-", "_").casefold()
    for one in languages:
        if wanted in (one.tag.casefold(), one.english_name.casefold(), one.own_name.casefold()):
            return one
    return None
