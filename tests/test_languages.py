"""What we say of languages is what CLDR says; and each is found by what people call it."""

from __future__ import annotations

import pytest
from babel import Locale, UnknownLocaleError

from plainleaf.build import known_languages
from plainleaf.findings import InputError
from plainleaf.languages import find_language
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


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("pl", "pl"),
        ("zh-hans", "zh_Hans"),
        ("polski", "pl"),
        ("POLISH", "pl"),
        ("Brazil", "pt_BR"),
        ("pt", "pt"),
        ("iw", "he"),
        ("ਪੰਜਾਬੀ", "pa"),
        ("العربية", "ar"),
        ("Kurdish Sorani", "ckb"),
        ("nonsense", None),
        ("", None),
        ("-", None),
    ],
)
def test_a_language_is_found_by_what_people_call_it(name: str, tag: str | None) -> None:
    """By its tag in any form, by its name in English or in itself, or by a word of it that is its alone."""
    found = find_language(name, LANGUAGES.values())
    assert (found and found.tag) == tag


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("zh", ("zh_Hans", "zh_Hant")),
        ("chinese", ("zh_Hans", "zh_Hant")),
        ("Portuguese", ("pt", "pt_BR")),
        ("ku", ("ckb", "kmr")),
        ("kurdish", ("ckb", "kmr")),
    ],
)
def test_a_name_of_several_written_languages_names_them_all(name: str, tags: tuple[str, ...]) -> None:
    """A leaflet in the wrong script helps nobody: nothing is guessed."""
    with pytest.raises(InputError) as error:
        find_language(name, LANGUAGES.values())
    (finding,) = error.value.findings
    assert finding.code == "D002"
    assert all(f"{tag} (" in (finding.hint or "") for tag in tags)
