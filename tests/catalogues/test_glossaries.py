"""What is known of the languages: complete, readable, and refused with a line where it is wrong."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from pairs import glossary, language
from plainleaf.catalogues.glossary import read_glossary
from plainleaf.content.settings import read_languages
from plainleaf.findings import InputError
from plainleaf.roots import Roots, built_in_root, open_roots

CONTENT = built_in_root() / "content"
LANGUAGES = read_languages(open_roots(None))
GLOSSARIES = sorted(path.parent.name for path in (built_in_root() / "locales").glob("*/glossary.toml"))


def load(name: str) -> dict[str, object]:
    return tomllib.loads((CONTENT / name).read_text("utf-8"))


@pytest.mark.parametrize("tag", sorted(set(LANGUAGES) - {"hmn"}))
def test_every_language_has_letters(tag: str) -> None:
    """But Hmong, which CLDR does not know, and those written with signs for words or syllables."""
    known = glossary(tag)
    assert bool(known.letters) is (LANGUAGES[tag].script not in {"Hans", "Hant", "Jpan", "Kore"})
    assert not known.letters & known.rare_letters
    assert tag in load("alphabets.toml")


@pytest.mark.parametrize("name", ["alphabets.toml", "negation.toml", "units.toml"])
def test_no_file_speaks_of_a_language_we_do_not_know(name: str) -> None:
    """A tag that is mistyped would never be read."""
    assert set(load(name)) <= set(LANGUAGES)


@pytest.mark.parametrize("tag", GLOSSARIES)
def test_a_language_with_catalogues_has_words_of_denial(tag: str) -> None:
    """Without them nobody can tell whether a “not” was lost."""
    assert glossary(tag).negation


def test_a_country_has_what_its_language_has() -> None:
    """A language with a country of its own has the words and letters of the language where it has none."""
    austrian = replace(language("de"), tag="de_AT")
    assert read_glossary(open_roots(None), austrian) == replace(glossary("de"), medicines={}, terms=(), latin_words=())


def test_a_language_adds_its_units_to_those_of_cldr() -> None:
    """Polish has the words of CLDR and its own abbreviation of the hour."""
    assert {"godzin", "godz."} <= set(glossary("pl").units["hour"])
    assert "мг" in glossary("ru").units["mg"]


def test_a_languages_own_file_adds_to_the_common_list(tmp_path: Path) -> None:
    """Words of denial are added, the rest is the file's own."""
    file = tmp_path / "locales" / "de" / "glossary.toml"
    file.parent.mkdir(parents=True)
    file.write_text('negation = ["mitnichten"]\nletters = "é"\n[[terms]]\nid = "a"\nenglish = ["a"]\nstems = ["b"]\n')
    known = read_glossary(Roots((tmp_path, built_in_root())), language("de"))
    assert {"nicht", "mitnichten"} <= set(known.negation)
    assert "é" in known.letters
    assert [(term.id, term.required) for term in known.terms] == [("a", False)]


@pytest.mark.parametrize(
    "text", ['negations = ["nie"]', "negation = [1]", '[[terms]]\nid = "a"\nenglish = []\nstems = ["b"]']
)
def test_a_fault_in_a_glossary_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    """An unknown key, a number for a word, a term that nothing calls for."""
    file = tmp_path / "locales" / "pl" / "glossary.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text + "\n")
    with pytest.raises(InputError) as caught:
        read_glossary(Roots((tmp_path, built_in_root())), language("pl"))
    assert {finding.code for finding in caught.value.findings} == {"C003"}
    assert caught.value.findings[0].place.path.endswith("locales/pl/glossary.toml")
