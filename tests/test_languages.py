"""What we say of languages is what CLDR says."""

from __future__ import annotations

import pytest
from babel import Locale, UnknownLocaleError

from plainleaf.build import known_languages
from plainleaf.roots import open_roots

LANGUAGES = known_languages(open_roots(None))
OUR_OWN = {"prs", "hmn"}
"""Languages that CLDR does not have: what we say of them is our own."""


def test_our_own_languages_are_those_that_cldr_lacks() -> None:
    """A language that CLDR comes to know is held to it."""
    unknown = set()
    for tag in LANGUAGES:
        try:
            Locale.parse(tag)
        except UnknownLocaleError:
            unknown.add(tag)
    assert unknown == OUR_OWN


@pytest.mark.parametrize("tag", sorted(set(LANGUAGES) - OUR_OWN))
def test_direction_is_that_of_cldr(tag: str) -> None:
    """A language is mirrored exactly where CLDR writes it from right to left."""
    assert LANGUAGES[tag].rtl == (Locale.parse(tag).character_order == "right-to-left")


@pytest.mark.parametrize("tag", sorted(set(LANGUAGES) - OUR_OWN))
def test_script_is_that_of_cldr(tag: str) -> None:
    """The script is the likely one of CLDR; Nastaliq is a style of Arabic script."""
    likely = Locale.parse(tag).script
    ours = {"Aran": "Arab"}.get(LANGUAGES[tag].script, LANGUAGES[tag].script)
    assert likely in (None, ours)
