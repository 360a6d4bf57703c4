"""What we say of languages is what CLDR says."""

from __future__ import annotations

import pytest
from babel import Locale

from plainleaf.build import known_languages
from plainleaf.roots import open_roots

LANGUAGES = known_languages(open_roots(None))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_direction_is_that_of_cldr(tag: str) -> None:
    """A language is mirrored exactly where CLDR writes it from right to left."""
    assert LANGUAGES[tag].rtl == (Locale.parse(tag).character_order == "right-to-left")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_script_is_that_of_cldr(tag: str) -> None:
    """The script is the likely one of CLDR; Nastaliq is a style of Arabic script."""
    likely = Locale.parse(tag).script
    ours = {"Aran": "Arab"}.get(LANGUAGES[tag].script, LANGUAGES[tag].script)
    assert likely in (None, ours)
