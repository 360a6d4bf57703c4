"""Count sentences, words and syllables of English, and the school grade that can read it."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9’'.&/-]*")
_SENTENCE_END = re.compile(r"(?<=[.?!:])[”’]?\s+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^laeiouy]es?|[^aeiouytd]ed|[aeiouy]le)$")
"""Endings whose last e is silent, or whose -ed is no syllable."""
_SYLLABIC_ES = re.compile(r"(?:[sxz]|ch|sh|[cg])es$")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of *text*; a lead-in that ends in a colon counts as one."""
    return [part for part in _SENTENCE_END.split(text) if WORD.search(part)]


def count_words(sentence: str) -> int:
    """Return the number of words; "10 mg" has two."""
    return len(WORD.findall(sentence))


def count_syllables(word: str) -> int:
    """Return the number of syllables of an English *word*, by its groups of vowels; numerals count as one.

    >>> [count_syllables(word) for word in ("take", "doses", "emergency", "999")]
    [1, 2, 4, 1]
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(_VOWELS.findall(letters))
    if _SILENT_END.search(letters) and not _SYLLABIC_ES.search(letters):
        groups -= 1
    return max(groups, 1)


def grade(sentences: Sequence[str]) -> float:
    """Return the Flesch-Kincaid grade, 0.39 words/sentence + 11.8 syllables/word - 15.59; 0 for no words.

    Source of the numbers: Kincaid, Fishburne, Rogers and Chissom, Research Branch Report 8-75,
    Naval Technical Training Command, 1975.
    """
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if not words:
        return 0.0
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
