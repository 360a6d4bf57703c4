"""The gate under fire: every warning of every language, spoilt in every way, and the count of what was caught.

The table at the end of a test run shows made and caught over all languages. What is lost or broken in form is
always caught. A fluent text that says something else cannot always be: the shares below are what the checks
of words reach at least, in each language.
"""

from __future__ import annotations

from functools import lru_cache

import pytest

from mutating import LINGUISTIC, STRUCTURAL, Desk, Tally, mandatory_messages, open_desk, run
from plainleaf.catalogues.reader import list_translations
from plainleaf.content.settings import read_languages
from plainleaf.roots import open_roots

ROOTS = open_roots(None)
TAGS = [language.tag for language in list_translations(ROOTS, read_languages(ROOTS))]
LEAST = {"change a digit": 1.0, "drop a not": 0.85, "swap two warnings": 0.75, "another language": 0.0}
"""Least share caught in each language. Nothing is asked of “another language”: Portuguese is not told from
Brazilian Portuguese by letters and terms, nor short Ukrainian from Russian."""


@lru_cache(maxsize=4)
def desk(tag: str) -> Desk:
    return open_desk(ROOTS, tag)


def neighbour(tag: str) -> Desk:
    """Return the language after *tag* that shares its script, or simply the next: the hardest to tell apart."""
    languages = read_languages(ROOTS)
    after = TAGS[TAGS.index(tag) + 1 :] + TAGS[: TAGS.index(tag)]
    same = [other for other in after if languages[other].script == languages[tag].script]
    return desk((same or after)[0])


@pytest.mark.parametrize("tag", TAGS)
def test_a_spoilt_warning_is_refused(tag: str, record_property: pytest.FixtureRequest) -> None:
    """Dropped, emptied, fuzzy, stale, without its number, in English, turned round: never printed."""
    tally = Tally()
    run(desk(tag), neighbour(tag), mandatory_messages(ROOTS), tally)
    for kind in (*STRUCTURAL, *LINGUISTIC):
        record_property("mutation", (kind, tally.made[kind], tally.caught[kind]))  # type: ignore[operator]
    missed = [name for name in tally.missed if name.split(":")[0] in STRUCTURAL]
    assert missed == []
    assert tally.made["drop"] > 100
    for kind, share in LEAST.items():
        if tag != "en":
            assert tally.made[kind] > 0
        assert tally.caught[kind] >= share * tally.made[kind], [m for m in tally.missed if m.startswith(kind)]
