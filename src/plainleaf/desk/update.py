"""Bring the files of a language into step with the English, and begin the files of a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plainleaf.catalogues.model import SOURCE_LANGUAGE
from plainleaf.catalogues.po_text import decode_catalogue, update_catalogue
from plainleaf.content.reader import list_leaflets
from plainleaf.desk.templates import INTERFACE, collect_messages, write_templates
from plainleaf.findings import InputError, Place, make_error
from plainleaf.languages import Language
from plainleaf.roots import Roots, shown

GLOSSARY_START = """\
# Words of this language that the checks know. See locales/README.md.
# Words are stems: the beginning that all their forms have. Without [medicines] and [[terms]] no check can tell whether
# a text names the medicine, or says "seizure" with the same word everywhere. Take the # away from what you fill in.

# latin_words = ["GABA", "MRI"]   # what readers know in Latin letters
# negation = ["…"]                # words that deny, beside those of content/negation.toml

[medicines]
{medicines}

[units]
# mg = ["…"]                      # beside mg itself

# [[terms]]
# id = "seizure"
# english = ["seizure", "seizures", "fit", "fits"]
# stems = ["…"]                   # one of these stands wherever the English has one of those
# required = true                 # an error where it does not; without this line a warning
"""
REVIEW_START = """\
# Who has read which text. Each entry is bound to the very words that were read; see locales/README.md.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A file that was looked at, and whether it was written."""

    path: Path
    written: bool


def update_language(roots: Roots, language: Language) -> tuple[Change, ...]:
    """Bring the catalogues of *language* into step with the content; return what became of each file.

    A catalogue that is not there is begun, but for that of the clinic's page: it is brought into step where
    somebody has begun it. Nothing a translator wrote is lost. Files of the overlay are
    written there, others where they are. Raises InputError, before anything is written, for a file that
    cannot be read.
    """
    messages = collect_messages(roots)
    if language.tag == SOURCE_LANGUAGE:
        return update_templates(roots)
    paths = {domain: roots.target(f"locales/{language.tag}/LC_MESSAGES/{domain}.po") for domain in messages}
    if not paths[INTERFACE].is_file():
        del messages[INTERFACE]
    old = {domain: _read(path) for domain, path in paths.items()}
    new = {
        domain: update_catalogue(_text(old[domain], paths[domain]), messages[domain], _header(language, domain))
        for domain in messages
    }
    return tuple(_write(paths[domain], old[domain], new[domain]) for domain in messages)


def update_templates(roots: Roots) -> tuple[Change, ...]:
    """Write the templates and the catalogues of the source language."""
    folder = roots.folders[0] / "locales"
    before = {path: path.read_bytes() for path in folder.rglob("*.po*") if path.is_file()}
    return tuple(Change(path, written=before.get(path) != path.read_bytes()) for path in write_templates(roots, folder))


def add_language(roots: Roots, language: Language) -> tuple[Change, ...]:
    """Begin *language*: catalogues with every message untranslated, an empty review and glossary file.

    Raises InputError where it is there already.
    """
    if roots.names(f"locales/{language.tag}/LC_MESSAGES"):
        place = Place(f"locales/{language.tag}")
        hint = f"bring it up to date: plainleaf locale update {language.tag}"
        raise InputError(make_error("D001", f"{language.english_name} is there already", place, hint))
    folder = roots.folders[0] / "locales" / language.tag
    changes = [*update_language(roots, language)]
    for name, start in (("glossary.toml", _glossary(roots)), ("review.toml", REVIEW_START)):
        if not (folder / name).exists():
            changes.append(_write(folder / name, b"", start))
    return tuple(changes)


def _glossary(roots: Roots) -> str:
    """Return a glossary to fill in, with a line for each medicine that there is."""
    names = dict.fromkeys(path.split("/")[1] for path in list_leaflets(roots).values())
    lines = [f'# {name} = ["…"]' for name in names]
    lines[:1] = [f"{line:<34}# how the medicine is called, in each spelling there may be" for line in lines[:1]]
    return GLOSSARY_START.replace("{medicines}", "\n".join(lines))


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _text(data: bytes, path: Path) -> str:
    try:
        return decode_catalogue(data)
    except (ValueError, LookupError):
        hint = "open it in Poedit and save it as UTF-8"
        text = "the catalogue is not in the charset that its header names"
        raise InputError(make_error("T001", text, Place(shown(path)), hint)) from None


def _header(language: Language, domain: str) -> Mapping[str, str]:
    """Return the fields that a catalogue must have. Plural forms are those of CLDR, or one and many."""
    from babel import UnknownLocaleError
    from babel.messages.plurals import get_plural

    try:
        plural_forms = get_plural(language.tag).plural_forms
    except (UnknownLocaleError, ValueError):
        plural_forms = get_plural(SOURCE_LANGUAGE).plural_forms
    return {
        "Project-Id-Version": f"plainleaf {domain}",
        "Language": language.tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms,
    }


def _write(path: Path, old: bytes, text: str) -> Change:
    """Write *text* with the line ends the file had; leave a file alone that would not change."""
    data = text.replace("\n", "\r\n").encode() if b"\r\n" in old else text.encode()
    if data == old:
        return Change(path, written=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_bytes(data)
    beside.replace(path)
    return Change(path, written=True)
