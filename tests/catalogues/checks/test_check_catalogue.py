"""Whole catalogues: a missing plural form and one translation for two texts are found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plainleaf.catalogues.checks.catalogue import check_catalogue, check_same_language, say_different_things
from plainleaf.catalogues.po import read_catalogue
from plainleaf.content.model import Message
from plainleaf.findings import Finding, Place, Severity
from plainleaf.roots import built_in_root

FORMS = '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 ? 1 : 2);\\n"\n'


def check(folder: Path, body: str, *, forms: str = FORMS, warnings: frozenset[str] = frozenset()) -> list[Finding]:
    path = folder / "a.po"
    path.write_text(f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n{forms}\n{body}', "utf-8")
    catalogue = read_catalogue(path)
    messages = [Message(entry.context, entry.source, Place("a.toml")) for entry in catalogue.entries.values()]
    return list(check_catalogue(messages, catalogue, warnings))


def entries(*texts: tuple[str, str]) -> str:
    return "\n".join(
        f'msgctxt "a/{number}"\nmsgid "{source}"\nmsgstr "{translation}"\n'
        for number, (source, translation) in enumerate(texts)
    )


def plural(*translations: str) -> str:
    lines = "".join(f'msgstr[{index}] "{text}"\n' for index, text in enumerate(translations))
    return f'msgctxt "a/n"\nmsgid "{{n}} tablet"\nmsgid_plural "{{n}} tablets"\n{lines}'


@pytest.mark.parametrize(
    "forms", [("{n} tabletka", "{n} tabletki"), ("{n} tabletka", "", "{n} tabletek"), ("a", "b", "c", "d")]
)
def test_a_missing_plural_form_is_found(tmp_path: Path, forms: tuple[str, ...]) -> None:
    """T115: too few, an empty one, too many."""
    assert [finding.code for finding in check(tmp_path, plural(*forms))] == ["T115"]


def test_all_plural_forms_may_stand(tmp_path: Path) -> None:
    """As many as the header counts; an entry without plural has none."""
    assert check(tmp_path, plural("{n} tabletka", "{n} tabletki", "{n} tabletek")) == []
    assert check(tmp_path, entries(("Epilepsy", "Padaczka"))) == []


def test_a_header_that_counts_no_plural_forms_is_found(tmp_path: Path) -> None:
    """T115, where an entry has a plural and only there."""
    (finding,) = check(tmp_path, plural("a", "b", "c"), forms="")
    assert (finding.code, finding.place.line) == ("T115", 5)
    assert check(tmp_path, entries(("Epilepsy", "Padaczka")), forms="") == []


@pytest.mark.parametrize(("warnings", "severity"), [((), Severity.WARNING), (("a/1",), Severity.ERROR)])
def test_one_translation_for_two_texts_is_found(tmp_path: Path, warnings: tuple[str, ...], severity: Severity) -> None:
    """T117: an error where one of the two belongs to a warning."""
    body = entries(("Epilepsy", "Padaczka"), ("Stroke", "**padaczka.**"))
    (finding,) = check(tmp_path, body, warnings=frozenset(warnings))
    assert (finding.code, finding.severity) == ("T117", severity)
    assert "a/1: translated like a/0, “Epilepsy”" in finding.message


def test_texts_that_say_the_same_may_share_a_translation(tmp_path: Path) -> None:
    """Case, marks, markup and small words make no difference."""
    body = entries(
        ("A seizure (fit)", "Napad drgawek"),
        ("**Seizure, fit.**", "Napad drgawek."),
        ("have a seizure (fit)", "napad drgawek"),
    )
    assert check(tmp_path, body) == []


def test_a_short_form_may_be_the_long_one(tmp_path: Path) -> None:
    """A brief language needs no second form."""
    body = entries(("version 2", "2"), ("v2", "2")).replace("a/1", "a/0-short")
    assert check(tmp_path, body) == []


def test_texts_that_are_not_translated_are_not_compared(tmp_path: Path) -> None:
    """Two empty ones are two gaps, not one translation."""
    assert check(tmp_path, entries(("Epilepsy", ""), ("Stroke", ""))) == []


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [
        ("Do not stop.", "Stop.", True),
        ("Take 2 tablets.", "Take 3 tablets.", True),
        ("Call {a}.", "Call {b}.", False),
        ("Breathing slowly", "breathe slowly", False),
        ("Feeling dizzy", "you feel dizzy", False),
        ("a stroke", "A stroke.", False),
    ],
)
def test_what_carries_meaning(one: str, other: str, different: bool) -> None:
    """Denials and numbers do; articles, “feel” and “have” do not."""
    assert say_different_things(one, other) is different


LOCALES = built_in_root() / "locales"


def with_text_of(tag: str, other: str, message: str) -> list[str]:
    """Return what is found in the catalogue of *tag* with one text of *other* in it."""
    catalogue = read_catalogue(LOCALES / tag / "LC_MESSAGES" / "baclofen.po")
    foreign = read_catalogue(LOCALES / other / "LC_MESSAGES" / "baclofen.po").entries[message].translation
    entries = {**catalogue.entries, message: replace(catalogue.entries[message], translation=foreign)}
    return [finding.message.split(":")[0] for finding in check_same_language(replace(catalogue, entries=entries))]


@pytest.mark.parametrize(
    ("tag", "other"), [("pl", "de"), ("de", "fr"), ("uk", "ru"), ("es", "it"), ("tr", "sq"), ("ar", "hi")]
)
def test_a_text_of_another_language_is_found(tag: str, other: str) -> None:
    """T119, even of a relative in the same script."""
    message = "baclofen/warning/withdrawal-emergency/act"
    assert with_text_of(tag, other, message) == [message]


@pytest.mark.parametrize(
    "path", sorted(LOCALES.glob("*/LC_MESSAGES/*.po")), ids=lambda path: "-".join(path.parts[-3::2])
)
def test_no_draft_of_ours_is_taken_for_another_language(path: Path) -> None:
    """Not one of the texts in all the catalogues."""
    assert list(check_same_language(read_catalogue(path))) == []


def test_a_small_catalogue_is_left_alone(tmp_path: Path) -> None:
    """A few texts need not share words."""
    texts = [
        (f"one{n} two three four five six", f"jeden{n} dwa{n} trzy{n} cztery{n} pięć{n} sześć{n}") for n in range(9)
    ]
    assert check(tmp_path, entries(*texts)) == []
