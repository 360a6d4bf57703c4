"""Letters in translations: foreign, look-alike, swapped and invisible ones are found, the language's own are not."""

from __future__ import annotations

import pytest

from pairs import check, codes
from plainleaf.catalogues.checks.letters import name_character
from plainleaf.content.settings import read_languages
from plainleaf.findings import Severity
from plainleaf.roots import open_roots


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Zadzwoń do lek\u0430rza.", "pl"),
        ("Позвоните вр\u0061чу.", "ru"),
        ("Καλέστε τον γιατρ\u043e.", "el"),
        ("Позвоните врачу.", "pl"),
        ("اتصل بالطبيب.", "hi"),
        ("ดอกเตอร์", "km"),
        ("Позвоните врачу.", "el"),
    ],
)
def test_letters_of_another_script_are_found(text: str, tag: str) -> None:
    """T108, alone in a word (a look-alike) or as a whole text."""
    assert "T108" in codes("Call the doctor.", text, tag, terms=())


@pytest.mark.parametrize(
    ("text", "tag", "severity"),
    [
        ("Тази лекарствена доза ї", "bg", Severity.ERROR),
        ("Zadzwoń do lekařza.", "pl", Severity.ERROR),
        ("Fragen Sie Ihren Arzt, was Sie tun müssen.", "pl", Severity.WARNING),
        ("Sormaď doktora.", "tr", Severity.ERROR),
        ("Pytaj à la carte.", "pl", Severity.WARNING),
    ],
)
def test_letters_of_another_alphabet_are_found(text: str, tag: str, severity: Severity) -> None:
    """T108: an error, or a warning where the language has the letter in foreign words."""
    found = [finding.severity for finding in check("Ask the doctor.", text, tag, terms=()) if finding.code == "T108"]
    assert found == [severity]


@pytest.mark.parametrize(
    ("text", "tag", "wrong"),
    [
        ("پزشكی", "fa", "U+0643"),
        ("پزشکي", "fa", "U+064A"),
        ("ڈاكٹر", "ur", "U+0643"),
        ("پزیشكی", "ckb", "U+0643"),
        ("طبیب", "ar", "U+06CC"),
        ("Spuneţi", "ro", "U+0163"),
        ("Ştiţi", "ro", "U+015E"),
        ("打電話給醫生", "zh_Hans", "電話給醫"),
        ("打电话给医生", "zh_Hant", "话给"),
        ("医生给药", "ja", "给药"),
    ],
)
def test_a_neighbours_letter_is_named_with_the_right_one(text: str, tag: str, wrong: str) -> None:
    """T108: what the keyboard of a neighbouring language gives, by its number."""
    messages = [finding.message for finding in check("Doctor", text, tag, terms=()) if finding.code == "T108"]
    assert any(wrong in message for message in messages)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("پزشکی", "fa"),
        ("می‌خواهید", "fa"),
        ("ډاکټر ته ووایئ", "ps"),
        ("ڈاکٹر سے پوچھیں", "ur"),
        ("Spuneți", "ro"),
        ("İĞNE ışık", "tr"),
        ("Zażółć GĘŚLĄ jaźń", "pl"),
        ("Straße, Übelkeit, ẞ", "de"),
        ("Hỏi bác sĩ trước", "vi"),
        ("क़लम ज़रूर फ़ोन", "hi"),
        ("หมอ น้ำ", "th"),
        ("ஆலோசனை", "ta"),
        ("Ρωτήστε τον γιατρό", "el"),
        ("Запитайте лікаря, об’єм", "uk"),
        ("お医者さんに聞いてください", "ja"),
        ("의사에게 물어보세요", "ko"),
        ("請打電話給醫生、藥劑師，裏面有卟啉", "zh_Hant"),
        ("运动神经、癫痫、卟啉病、瘫痪", "zh_Hans"),
        ("薬剤師、腎臓、胃潰瘍、働く", "ja"),
        ("问医生GABA的作用", "zh_Hans"),
    ],
)
def test_the_languages_own_letters_may_stand(text: str, tag: str) -> None:
    """Capitals, marks, joiners, and Latin words beside letters without spaces."""
    assert "T108" not in codes("Ask", text, tag)


@pytest.mark.parametrize("language", read_languages(open_roots(None)).values(), ids=lambda language: language.tag)
def test_every_language_can_write_its_own_name(language: object) -> None:
    """The alphabets hold what the languages call themselves."""
    tag, name = language.tag, language.own_name  # type: ignore[attr-defined]
    assert "T108" not in codes("Language", name, tag)


def test_letters_that_are_not_in_normal_form_are_found() -> None:
    """T111, with the word as it should be."""
    (finding,) = [f for f in check("Doctor", "le\u0301karz", terms=()) if f.code == "T111"]
    assert finding.hint == "copy the word from here: l\u00e9karz"
    assert "T111" not in codes("Doctor", "l\u00e9karz", terms=())


@pytest.mark.parametrize(
    ("char", "tag"),
    [(char, "ar") for char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"]
    + [(char, "pl") for char in "\u200b\u200c\u200d\u00ad\ufeff\t\r\x00\x7f\u2028\ue000\uffff\ufffd\ud800\u0378"]
    + [("\u200b", "ar"), ("\u200d", "th")],
)
def test_what_cannot_be_seen_is_found(char: str, tag: str) -> None:
    """T114: direction marks everywhere, joiners and breaks where the script has no use for them."""
    (finding,) = [f for f in check("Ask", f"aa{char}bb", tag) if f.code == "T114"]
    assert f"U+{ord(char):04X}" in finding.message


@pytest.mark.parametrize(
    ("char", "tag"),
    [("\u200c", "fa"), ("\u200d", "hi"), ("\u200b", "th"), ("\u200b", "km"), ("\u00a0", "fr"), ("\u202f", "fr")],
)
def test_joiners_and_breaks_that_a_script_needs_may_stand(char: str, tag: str) -> None:
    """Zero-width joiners in Persian and Hindi, word breaks in Thai and Khmer, narrow spaces in French."""
    assert "T114" not in codes("Ask", f"aa{char}bb", tag)


def test_the_source_language_is_held_to_what_no_text_may_hold() -> None:
    """English is checked for what cannot be seen and for its normal form, and for nothing else."""
    assert codes("Ask\u200b now", "Ask\u200b now", "en") == []
    assert codes("Ask now", "Ask\u202e now", "en") == ["T114"]


def test_a_character_is_named_so_that_it_can_be_told_from_its_double() -> None:
    """Its look, its number, its name; what cannot be seen is not shown."""
    assert name_character("\u0430") == "“а” (U+0430 cyrillic small letter a)"
    assert name_character("\u202e") == "(U+202E right-to-left override)"
