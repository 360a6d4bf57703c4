"""The English of the content files is plain: short words, short sentences, nothing that frightens or misleads.

Read with tomllib alone, so that the texts are judged even while the readers in src/ change.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plainleaf.verify.plain_english import count_syllables, count_words, grade, split_sentences

CONTENT = Path(__file__).parents[2] / "content"
WARNINGS = CONTENT / "baclofen" / "warnings.toml"
LEAFLETS = sorted((CONTENT / "baclofen" / "leaflets").glob("*.toml"))

MOST_GRADE = 6.0
MOST_WORDS_IN_SENTENCE = 20
MOST_SENTENCES_IN_PARAGRAPH = 3
MOST_WORDS_IN_SHORT_FORM = 12

# Keys whose values are printed; all others are ids, names of files, notes and evidence.
PRINTED = {
    *("title", "purpose", "readers", "heading", "lead", "say", "then"),
    *("short", "text", "alt", "notice", "do"),
}
UNPRINTED = {"evidence", "note"}

# Words for "how often" that readers take for other numbers than meant, and words above the reading age.
BANNED = (
    *("rare", "rarely", "common", "commonly", "uncommon", "frequent", "frequently", "infrequent"),
    *("administer", "adverse", "concomitant", "contraindicated", "discontinue", "hallucinations"),
    *("hypotension", "nausea", "physician", "prior to", "respiratory", "somnolence", "taper", "utilise"),
)


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield where each printed text stands and what it says, marks of bold taken off, values put in."""
    values = country_values()
    for where, text in _walk(tomllib.loads(path.read_text("utf-8")), path.stem):
        yield where, re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text).replace("**", "")


def country_values() -> dict[str, str]:
    """Return what the placeholders stand for: in Great Britain, else in the first country that has them."""
    packs = sorted((CONTENT / "countries").glob("*.toml"), key=lambda path: path.stem != "GB")
    found: dict[str, str] = {}
    for path in packs:
        for value in tomllib.loads(path.read_text("utf-8"))["value"]:
            found.setdefault(value["name"], value["text"])
    return found


def _walk(entry: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(entry, dict):
        for key, value in entry.items():
            if isinstance(value, str) and key in PRINTED:
                yield f"{where}/{key}", value
            elif key not in UNPRINTED:
                yield from _walk(value, f"{where}/{entry.get('id', key)}")
    elif isinstance(entry, list):
        for value in entry:
            yield from _walk(value, where)


def all_texts() -> list[tuple[str, str]]:
    """Return every printed text of the registry and the leaflets."""
    return [entry for path in (WARNINGS, *LEAFLETS) for entry in texts(path)]


def running_texts(path: Path) -> list[str]:
    """Return the sentences of *path* that end as sentences do: no titles, items or cells of two words."""
    return [part for _, text in texts(path) if text.endswith((".", "?", "!")) for part in split_sentences(text)]


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("take", 1),
        ("doses", 2),
        ("baclofen", 3),
        ("muscles", 2),
        ("stopped", 1),
        ("needed", 2),
        ("syringe", 2),
        ("emergency", 4),
        ("999", 1),
    ],
)
def test_syllables_are_counted_as_spoken(word: str, syllables: int) -> None:
    """The counter agrees with the ear on words that show its rules."""
    assert count_syllables(word) == syllables


def test_the_grade_is_kincaids() -> None:
    """Ten words of one syllable in one sentence are 0.39 x 10 + 11.8 - 15.59."""
    assert grade(["I do not think that we can go there now."]) == pytest.approx(0.11)


@pytest.mark.parametrize("path", [WARNINGS, *LEAFLETS], ids=lambda path: path.stem)
def test_each_file_reads_at_grade_6_or_below(path: Path) -> None:
    """Reading age 9 to 11: the sentences of each file score at most grade 6."""
    assert grade(running_texts(path)) <= MOST_GRADE


def test_all_texts_together_read_at_grade_6_or_below() -> None:
    """Titles, list items and cells, each counted as a sentence, keep the whole at grade 6 at most."""
    assert grade([part for _, text in all_texts() for part in split_sentences(text)]) <= MOST_GRADE


def test_no_sentence_has_more_than_20_words() -> None:
    """Every sentence, title, item and cell has at most 20 words."""
    long = [
        (where, part)
        for where, text in all_texts()
        for part in split_sentences(text)
        if count_words(part) > MOST_WORDS_IN_SENTENCE
    ]
    assert long == []


def test_no_paragraph_has_more_than_3_sentences() -> None:
    """Every paragraph has at most 3 sentences."""
    crowded = [where for where, text in all_texts() if len(split_sentences(text)) > MOST_SENTENCES_IN_PARAGRAPH]
    assert crowded == []


def test_no_banned_word_is_printed() -> None:
    """No text says how often in words, and none uses a word above the reading age."""
    banned = re.compile(rf"\b(?:{'|'.join(BANNED)})\b", re.IGNORECASE)
    assert [(where, found[0]) for where, text in all_texts() if (found := banned.search(text))] == []


def test_nobody_is_told_to_stop() -> None:
    """“Stop taking” stands only after “Do not”: a leaflet that says otherwise can kill."""
    told = [where for where, text in all_texts() if re.search(r"(?<!do not )stop taking", text, re.IGNORECASE)]
    assert told == []


def test_short_forms_have_at_most_12_words() -> None:
    """The short forms fit page 1: at most 12 words, each with its action in bold."""
    registry = tomllib.loads(WARNINGS.read_text("utf-8"))["warning"]
    shorts = {entry["id"]: entry["short"] for entry in registry if "short" in entry}
    assert [name for name, text in shorts.items() if len(text.split()) > MOST_WORDS_IN_SHORT_FORM] == []
    assert [name for name, text in shorts.items() if text.count("**") != 2] == []


@pytest.mark.parametrize("path", LEAFLETS, ids=lambda path: path.stem)
def test_every_row_of_the_key_block_has_a_short_form(path: Path) -> None:
    """Each warning on page 1 has a short form in the registry."""
    registry = tomllib.loads(WARNINGS.read_text("utf-8"))["warning"]
    shorts = {entry["id"] for entry in registry if "short" in entry}
    assert set(tomllib.loads(path.read_text("utf-8"))["key_rows"]) <= shorts
