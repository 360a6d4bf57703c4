"""Spoil the translation of a warning in every way we can think of, and see whether the gate notices.

A mutation takes one message of one mandatory warning in one language. It is caught when the very code that
takes every message in a build (``Intake``) finds an error in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from plainleaf.catalogues.checks.model import Glossary
from plainleaf.catalogues.checks.text import SENTENCE_ENDS, UNSPACED, fold, is_letter, split_words
from plainleaf.catalogues.checks.wording import is_harmless, matches_pattern
from plainleaf.catalogues.glossary import read_glossary
from plainleaf.catalogues.model import Catalogue, CatalogueEntry, Review
from plainleaf.catalogues.reader import read_catalogues
from plainleaf.catalogues.review import read_reviews
from plainleaf.catalogues.translate import Intake
from plainleaf.content.model import Message
from plainleaf.content.settings import read_languages
from plainleaf.desk.status import collect_severities
from plainleaf.findings import has_errors
from plainleaf.languages import Language
from plainleaf.roots import Roots

TODAY = date(2026, 11, 23)
STRUCTURAL = ("drop", "empty", "fuzzy", "stale", "lose a placeholder", "bidi override", "English instead")
LINGUISTIC = ("change a digit", "drop a not", "swap two warnings", "another language")


@dataclass(slots=True)
class Tally:
    """How many mutations of each kind were made and caught, and which were not."""

    made: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def count(self, kind: str, name: str, *, caught: bool) -> None:
        """Count one mutation of *kind* called *name*."""
        self.made[kind] += 1
        self.caught[kind] += caught
        if not caught:
            self.missed.append(f"{kind}: {name}")


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything there is on one language."""

    language: Language
    catalogues: Mapping[str, Catalogue]
    glossary: Glossary
    reviews: Mapping[str, Review]

    def entry(self, message: Message) -> CatalogueEntry:
        """Return the translation of *message*."""
        return self.catalogues[message.domain].entries[message.id]

    def catches(self, *changed: tuple[Message, CatalogueEntry | None]) -> bool:
        """Tell whether a build would refuse the language with these entries in place of its own.

        Texts are also held against the rest of their catalogue, as a build does, where that can tell anything:
        the entries are there and usable.
        """
        domain = changed[0][0].domain
        entries = dict(self.catalogues[domain].entries)
        for message, entry in changed:
            entries.pop(message.id)
            if entry is not None:
                entries[message.id] = entry
        catalogue = replace(self.catalogues[domain], entries=entries)
        intake = Intake(self.language, {**self.catalogues, domain: catalogue}, self.reviews, self.glossary, TODAY)
        for message, _ in changed:
            intake.take(message, replaceable=False)
        if not has_errors(intake.findings):
            intake.compare([message for message, _ in changed], frozenset(message.id for message, _ in changed))
        return has_errors(intake.findings)


def open_desk(roots: Roots, tag: str) -> Desk:
    """Return everything there is on the language *tag*."""
    language = read_languages(roots)[tag]
    catalogues = read_catalogues(roots, language, ("baclofen", "common"))
    return Desk(language, catalogues, read_glossary(roots, language), read_reviews(roots, language))


def mandatory_messages(roots: Roots) -> list[Message]:
    """Return every message of every warning and card of every leaflet."""
    return [message for message, severity in collect_severities(roots).values() if severity != "other"]


def change_digit(text: str) -> str | None:
    """Return *text* with its first digit one higher, None where there is none outside braces."""
    found = re.search(r"\d", re.sub(r"\{\w+\}", lambda m: "x" * len(m[0]), text))
    if found is None:
        return None
    digit = str((int(found[0]) + 1) % 10)
    return text[: found.start()] + digit + text[found.end() :]


def drop_negation(text: str, desk: Desk) -> str | None:
    """Return *text* with its first sentence that denies turned round: no word of denial is left in it."""
    parts = re.split(rf"(?<=[{re.escape(SENTENCE_ENDS)}])", text)
    for index, part in enumerate(parts):
        spoilt = _without_denials(part, desk)
        if spoilt != part:
            return "".join((*parts[:index], spoilt, *parts[index + 1 :]))
    return None


def _without_denials(sentence: str, desk: Desk) -> str:
    patterns = desk.glossary.negation
    if desk.language.script in UNSPACED:
        for pattern in sorted(patterns, key=len, reverse=True):
            sentence = sentence.replace(pattern.strip("*"), "")
        return sentence
    for pattern in patterns:
        if " " in pattern:
            sentence = sentence.replace(pattern.strip("*"), "")
    for word in split_words(sentence):
        if is_harmless(fold(word), patterns, desk.language.script):
            continue
        if any(matches_pattern(fold(word), fold(p), desk.language.script) for p in patterns if " " not in p):
            sentence = _without_word(sentence, word)
    return sentence


def _without_word(sentence: str, word: str) -> str:
    """Return *sentence* without *word* where it stands alone: vowel signs are letters too."""
    at = sentence.find(word)
    while at >= 0:
        end = at + len(word)
        alone = not (at and is_letter(sentence[at - 1])) and not (end < len(sentence) and is_letter(sentence[end]))
        if alone:
            return sentence[:at] + sentence[end:].lstrip(" ")
        at = sentence.find(word, at + 1)
    return sentence


_DENIAL = re.compile(r"\b(?:not|never|cannot|no|without)\b|n’t\b", re.IGNORECASE)


def spoil(message: Message, desk: Desk, foreign: Desk) -> Iterator[tuple[str, CatalogueEntry | None]]:
    """Yield each mutation of one message: its kind, and the entry that stands in the catalogue after it."""
    entry = desk.entry(message)
    text = entry.translation
    yield "drop", None
    yield "empty", replace(entry, translation="")
    yield "fuzzy", replace(entry, fuzzy=True)
    yield "stale", replace(entry, source=f"Once {entry.source}")
    if "{" in text:
        yield "lose a placeholder", replace(entry, translation=re.sub(r"\{\w+\}", "", text, count=1))
    middle = len(text) // 2
    if "{" not in text[:middle]:
        yield "bidi override", replace(entry, translation=f"\u202e{text}")
    else:
        yield "bidi override", replace(entry, translation=f"{text}\u202e")
    own = tuple(fold(stem) for term in desk.glossary.terms for stem in term.stems)
    own += tuple(map(fold, desk.glossary.latin_words))
    if desk.language.tag != "en" and not all(fold(word).startswith(own) for word in split_words(entry.source)):
        yield "English instead", replace(entry, translation=entry.source)
    changed = change_digit(text)
    if changed is not None:
        yield "change a digit", replace(entry, translation=changed)
    denied = drop_negation(text, desk) if _DENIAL.search(message.text) else None
    if denied is not None:
        yield "drop a not", replace(entry, translation=denied)
    other = foreign.entry(message).translation
    if other != text:
        yield "another language", replace(entry, translation=other)


def run(desk: Desk, foreign: Desk, messages: list[Message], tally: Tally) -> None:
    """Make every mutation of every message in one language, and count."""
    tag = desk.language.tag
    for message in messages:
        for kind, entry in spoil(message, desk, foreign):
            name = f"{tag} {message.id}" + (f" ({foreign.language.tag})" if kind == "another language" else "")
            tally.count(kind, name, caught=desk.catches((message, entry)))
    for one, other in swaps(messages):
        first, second = desk.entry(one), desk.entry(other)
        if first.translation != second.translation:
            swapped = (
                (one, replace(first, translation=second.translation)),
                (other, replace(second, translation=first.translation)),
            )
            tally.count("swap two warnings", f"{tag} {one.id} and {other.id}", caught=desk.catches(*swapped))


def swaps(messages: list[Message]) -> Iterator[tuple[Message, Message]]:
    """Yield pairs of messages of two warnings that stand in the same part of each: title, short form, text."""
    parts: dict[str, list[Message]] = {}
    for message in messages:
        steps = message.id.split("/")
        if steps[1] == "warning":
            part = steps[3] if steps[3] in ("title", "short") else "body" if len(steps) == 4 else ""
            parts.setdefault(part, []).append(message)
    for part, members in parts.items():
        if part:
            yield from (
                (one, other)
                for one, other in zip(members, members[1:] + members[:1], strict=True)
                if one.id.split("/")[2] != other.id.split("/")[2]
            )
