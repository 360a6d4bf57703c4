"""Everything that is wrong with a language, for every leaflet and every country at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plainleaf.catalogues.checks.model import Glossary
from plainleaf.catalogues.glossary import read_glossary
from plainleaf.catalogues.model import SOURCE_LANGUAGE
from plainleaf.catalogues.reader import read_catalogues
from plainleaf.catalogues.review import read_reviews
from plainleaf.catalogues.translate import Intake
from plainleaf.content.model import Message
from plainleaf.content.reader import read_interface
from plainleaf.desk.templates import INTERFACE
from plainleaf.findings import Finding, Place, PlainleafError, Severity, has_errors
from plainleaf.languages import Language
from plainleaf.roots import Roots, shown


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one language; *messages*: the ids of those that were looked at."""

    language: Language
    messages: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether no finding is an error."""
        return not has_errors(self.findings)


def check_language(
    roots: Roots, language: Language, messages: Mapping[str, tuple[Message, str]], today: date
) -> Checked:
    """Return every finding about *language*: what is missing, what the checks say, what is wrong with signatures.

    messages: from collect_severities; those of the clinic's page are looked at where somebody has begun to translate
    it. A file that cannot be read is a finding too.
    """
    plain = [message for message, _ in messages.values()]
    if roots.find(f"locales/{language.tag}/LC_MESSAGES/{INTERFACE}.po"):
        plain += read_interface(roots).values()
    warnings = frozenset(message.id for message, severity in messages.values() if severity != "other")
    try:
        catalogues = read_catalogues(roots, language, dict.fromkeys(message.domain for message in plain))
        reviews, glossary = read_reviews(roots, language), read_glossary(roots, language)
    except PlainleafError as error:
        return Checked(language, tuple(message.id for message in plain), error.findings)
    known = tuple(_check_glossary(roots, language, glossary))
    intake = Intake(language, catalogues, reviews, glossary, today)
    for message in plain:
        intake.take(message, replaceable=False)
    intake.compare(plain, warnings)
    ids = tuple(message.id for message in plain)
    found = (finding for finding in intake.findings if not _is_beside_the_point(finding))
    return Checked(language, ids, tuple(dict.fromkeys((*known, *found))))


def _is_beside_the_point(finding: Finding) -> bool:
    """Tell whether *finding* holds the words of a leaflet against the clinic's page: "fit" to a page is no seizure, and
    names of programs and languages stay as they are."""
    return finding.code in ("T106", "T116") and Path(finding.place.path).name == f"{INTERFACE}.po"


def _check_glossary(roots: Roots, language: Language, glossary: Glossary) -> Iterator[Finding]:
    """Yield T121 where the checks of names and terms (T104, T116) have nothing to go by."""
    missing = [
        name for name, there in (("[medicines]", glossary.medicines), ("[[terms]]", glossary.terms)) if not there
    ]
    if not missing or language.tag == SOURCE_LANGUAGE:
        return
    name = f"locales/{language.tag}/glossary.toml"
    path = roots.find(name)
    message = f"the glossary has no {' and no '.join(missing)}: nothing tells whether a text names the medicine rightly"
    hint = "fill it in as the glossary of a language you can read does, locales/pl/glossary.toml for example"
    yield Finding("T121", Severity.WARNING, message, Place(shown(path) if path else name), hint)
