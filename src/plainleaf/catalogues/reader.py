"""Find and read the catalogues of a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plainleaf.catalogues.model import Catalogue
from plainleaf.catalogues.po import read_catalogue
from plainleaf.findings import Finding, InputError, Place, PlainleafError, Severity, UnsafeLeafletError
from plainleaf.languages import Language
from plainleaf.roots import Roots, require_known, shown


def list_translations(roots: Roots, languages: Mapping[str, Language]) -> tuple[Language, ...]:
    """Return the languages that have a catalogue, in the order of *languages*.

    Raises InputError for a folder whose name is no language we know.
    """
    tags = [tag for tag in roots.names("locales") if roots.names(f"locales/{tag}/LC_MESSAGES")]
    for tag in tags:
        require_known("language", tag, languages)
    return tuple(language for tag, language in languages.items() if tag in tags)


def no_catalogue(language: Language, translations: Iterable[Language]) -> InputError:
    """Return the error for a *language* that nobody has begun to translate; *translations*: those there are."""
    text = f"there is no catalogue for {language.english_name}"
    there = ", ".join(f"{one.tag} ({one.english_name})" for one in translations)
    hint = f"begin one: plainleaf locale add {language.tag}; there are: {there}"
    return InputError(Finding("C005", Severity.ERROR, text, Place(f"locales/{language.tag}"), hint))


def read_catalogues(roots: Roots, language: Language, domains: Iterable[str]) -> dict[str, Catalogue]:
    """Return the catalogues of *language* by domain. Raises UnsafeLeafletError, all faults at once."""
    catalogues = {}
    faults: list[Finding] = []
    for domain in domains:
        relative = f"locales/{language.tag}/LC_MESSAGES/{domain}.po"
        path = roots.find(relative)
        if path is None:
            place = Place(shown(roots.target(relative)))
            hint = f"start from locales/{domain}.pot"
            faults.append(Finding("T002", Severity.ERROR, "the catalogue is missing", place, hint))
            continue
        try:
            catalogues[domain] = read_catalogue(path)
        except PlainleafError as error:
            faults.extend(error.findings)
    if faults:
        raise UnsafeLeafletError(*faults)
    return catalogues
