"""What a proof holds: the texts of one catalogue in two languages, and what is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plainleaf.catalogues.model import State
from plainleaf.compose.model import Words
from plainleaf.languages import Language


@dataclass(frozen=True, slots=True)
class ProofText:
    """One message of the catalogue.

    number: the same in every language. severity: a word for people. status: state and origin or signature, in
    words. translation: None where there is none. old_source: the English it was made from, where that has
    changed. back_translation: None where nobody has put it back into English. findings: of the checks, in words.
    """

    number: int
    id: str
    severity: str
    state: State
    status: str
    source: Words
    translation: Words | None
    old_source: Words | None
    back_translation: Words | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProofSection:
    """The texts of one severity, in the order of the catalogue. severity: the word they bear."""

    severity: str
    title: str
    texts: tuple[ProofText, ...]

    def count(self, state: State) -> int:
        """Return how many texts are in *state*."""
        return sum(text.state is state for text in self.texts)


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything a reviewer is given on paper.

    leaflets: title, version and date of each leaflet the texts stand in. date: ISO 8601, the day the states are
    of. fingerprint: of the words, so that two prints can be told apart. values: what is filled in for a
    placeholder in *country*, by name. findings: those that belong to no single text.
    """

    language: Language
    domain: str
    leaflets: tuple[str, ...]
    date: str
    fingerprint: str
    country: str
    values: Mapping[str, str]
    sections: tuple[ProofSection, ...]
    findings: tuple[str, ...]

    @property
    def texts(self) -> tuple[ProofText, ...]:
        """Every text, in the order of the proof."""
        return tuple(text for section in self.sections for text in section.texts)
