"""The texts of the page in the languages it speaks, from the gettext domain ``web``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plainleaf.catalogues.model import SOURCE_LANGUAGE, Catalogue
from plainleaf.catalogues.po import read_catalogue
from plainleaf.content.model import Message
from plainleaf.content.reader import read_interface
from plainleaf.languages import Language
from plainleaf.markup import MarkupError, parse_markup
from plainleaf.roots import Roots


@dataclass(frozen=True, slots=True)
class Interface:
    """The page in one language: its texts by short id."""

    language: Language
    texts: Mapping[str, str]

    def say(self, id: str, **values: object) -> str:
        """Return the text *id*, its placeholders filled with *values*. Raises KeyError for a text or a value that
        is not there."""
        return parse_markup(self.texts[id]).fill({name: str(value) for name, value in values.items()})


def read_interfaces(roots: Roots, languages: Mapping[str, Language]) -> dict[str, Interface]:
    """Return the page in every language that has a ``web.po``, English first.

    A text that is missing, fuzzy, out of date or has other placeholders than the English stands in English.
    Raises InputError or UnsafeLeafletError where a file cannot be read.
    """
    messages = read_interface(roots)
    found = {}
    for tag in (SOURCE_LANGUAGE, *(tag for tag in languages if tag != SOURCE_LANGUAGE)):
        path = roots.find(f"locales/{tag}/LC_MESSAGES/web.po")
        if path is not None:
            catalogue = read_catalogue(path)
            texts = {id: _choose_text(message, catalogue) for id, message in messages.items()}
            found[tag] = Interface(languages[tag], texts)
    return found


def _choose_text(message: Message, catalogue: Catalogue) -> str:
    entry = catalogue.entries.get(message.id)
    if entry is None or entry.fuzzy or entry.source != message.text or not entry.translation.strip():
        return message.text
    try:
        found = parse_markup(entry.translation)
    except MarkupError:
        return message.text
    return entry.translation if found.placeholders == parse_markup(message.text).placeholders else message.text


def choose_interface(interfaces: Mapping[str, Interface], chosen: str | None, accepted: str) -> Interface:
    """Return the page in the language *chosen*, else in the first of *accepted* (``Accept-Language``) it speaks,
    else in English."""
    if chosen is not None and chosen in interfaces:
        return interfaces[chosen]
    for part in accepted[:200].split(","):
        tag = part.partition(";")[0].strip().replace("-", "_")
        for one in (tag, tag.split("_")[0]):
            if one in interfaces:
                return interfaces[one]
    return interfaces[SOURCE_LANGUAGE]
