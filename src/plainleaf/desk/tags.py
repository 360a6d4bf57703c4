"""From what people call a language to the language."""

from __future__ import annotations

from collections.abc import Sequence

from plainleaf.catalogues.reader import list_translations, no_catalogue
from plainleaf.content.settings import read_languages
from plainleaf.languages import Language
from plainleaf.languages import find_language as named
from plainleaf.roots import Roots, unknown_name


def find_language(roots: Roots, name: str) -> Language:
    """Return the language called *name*: its tag in any form, or its name in English or in itself.

    Raises InputError for a name nothing is called by, or that more than one language goes by (``zh``, ``ku``).
    """
    languages = tuple(read_languages(roots).values())
    found = named(name, languages)
    if found is None:
        labels = {one.tag: one.english_name for one in languages}
        raise unknown_name("language", name, labels, labels)
    return found


def find_translations(roots: Roots, names: Sequence[str]) -> tuple[Language, ...]:
    """Return the languages with catalogues called *names*, or all of them; raises InputError as find_language."""
    there = list_translations(roots, read_languages(roots))
    found = []
    for name in names:
        language = find_language(roots, name)
        if language not in there:
            raise no_catalogue(language, there)
        found.append(language)
    return tuple(dict.fromkeys(found)) or there
