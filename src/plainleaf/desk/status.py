"""How far each language is: every message counted by how much hangs on it and by its state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plainleaf.catalogues.model import Catalogue, Review, State
from plainleaf.catalogues.reader import read_catalogues
from plainleaf.catalogues.review import judge_entry, read_reviews
from plainleaf.catalogues.translate import judge_usable
from plainleaf.content.model import Message, Source, card_messages, warning_messages
from plainleaf.content.reader import list_leaflets, read_texts
from plainleaf.languages import Language
from plainleaf.roots import Roots

SEVERITIES = ("emergency", "critical", "important", "advice", "other")
"""Those of the warning registry, the worst first, and everything that belongs to no warning."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What a language has: how many messages of each severity are in each state."""

    language: Language
    counts: Mapping[str, Mapping[State, int]]

    @property
    def total(self) -> int:
        """How many messages there are."""
        return sum(sum(states.values()) for states in self.counts.values())

    def count(self, *states: State) -> int:
        """Return how many messages are in one of *states*."""
        return sum(counts.get(state, 0) for counts in self.counts.values() for state in states)

    @property
    def usable(self) -> int:
        """How many messages can be printed, in whatever state."""
        return self.total - self.count(State.MISSING, State.FUZZY, State.STALE)


def collect_severities(roots: Roots) -> dict[str, tuple[Message, str]]:
    """Return every message of every leaflet by id, with the severity of the warning it belongs to or "other"."""
    found: dict[str, tuple[Message, str]] = {}
    for leaflet in list_leaflets(roots):
        source = read_texts(roots, leaflet)
        severities = dict(_severities(source))
        for message in source.messages():
            found.setdefault(message.id, (message, severities.get(message.id, "other")))
    return found


def _severities(source: Source) -> list[tuple[str, str]]:
    marked = [(message.id, "emergency") for message in card_messages(source.leaflet.card)]
    for warning in source.warnings.values():
        marked += [(message.id, warning.severity) for message in warning_messages(warning)]
    return marked


def take_stock(roots: Roots, language: Language, messages: Mapping[str, tuple[Message, str]], today: date) -> Stock:
    """Return the state of every message of *messages* (from collect_severities) in *language*.

    Raises UnsafeLeafletError or InputError where a file of the language cannot be read.
    """
    domains = dict.fromkeys(message.domain for message, _ in messages.values())
    catalogues, reviews = read_catalogues(roots, language, domains), read_reviews(roots, language)
    counts = {severity: Counter[State]() for severity in SEVERITIES}
    for message, severity in messages.values():
        counts[severity][_state(message, catalogues, reviews, today)] += 1
    return Stock(language, counts)


def _state(message: Message, catalogues: Mapping[str, Catalogue], reviews: Mapping[str, Review], today: date) -> State:
    entry = catalogues[message.domain].entries.get(message.id)
    unusable = judge_usable(message, entry)
    if unusable is not None or entry is None:
        return unusable or State.MISSING
    return judge_entry(entry, reviews, today)[0]
