"""Words in translations: a lost “not”, a lost medicine and English left over are found, rephrasings may stand."""

from __future__ import annotations

import pytest

from pairs import check, codes
from plainleaf.catalogues.checks.model import Term
from plainleaf.catalogues.checks.wording import matches_pattern
from plainleaf.findings import Severity


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Do not drive.", "Prowadź samochód.", "pl"),
        ("Do not drive.", "قُد السيارة.", "ar"),
        ("Do not drive.", "गाड़ी चलाएँ।", "hi"),
        ("Do not drive.", "请开车。", "zh_Hans"),
        ("Never take 2 doses.", "Przyjmij 2 dawki.", "pl"),
        ("You cannot stop.", "Możesz przerwać.", "pl"),
        ("Don’t stop.", "Przerwij.", "pl"),
        ("Take it without food.", "Przyjmuj z jedzeniem.", "pl"),
        ("Do not stop. Call your doctor.", "Przerwij. Nie dzwoń do lekarza.", "pl"),
        ("Do not stop. Do not drive.", "Nie przerywaj i prowadź samochód.", "pl"),
        ("It is not approved for back pain.", "Jest zatwierdzony na ból pleców.", "pl"),
        ("**Do not drive** if you cannot see.", "**Prowadź**, jeśli nie widzisz.", "pl"),
        ("**Do not drive** if you cannot see.", "如果看不清楚，**要开车。**", "zh_Hans"),
        ("Not everyone gets side effects.", "Działania niepożądane występują u wszystkich.", "pl"),
    ],
)
def test_a_lost_not_is_found(english: str, text: str, tag: str) -> None:
    """T104, also where another sentence denies, and where two sentences have become one."""
    assert "T104" in codes(english, text, tag)


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Call {emergency_number} now.", "Nie dzwoń pod {emergency_number}.", "pl"),
        ("Take it with food.", "不要与食物一起服用。", "zh_Hans"),
        ("If you fall, do not move. Get help.", "Jeśli upadniesz, nie ruszaj się. Nie szukaj pomocy.", "pl"),
    ],
)
def test_an_order_turned_into_a_prohibition_is_found(english: str, text: str, tag: str) -> None:
    """T104: a “not” that the English does not have, in a plain order."""
    assert codes(english, text, tag) == ["T104"]


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Do not drive.", "Nie prowadź samochodu.", "pl"),
        ("Do not drive.", "لا تقُد السيارة.", "ar"),
        ("Do not drive.", "गाड़ी न चलाएँ।", "hi"),
        ("Do not drive.", "不要开车。", "zh_Hans"),
        ("If you are not sure, ask.", "W razie wątpliwości zapytaj.", "pl"),
        ("Take care not to fall.", "احذر من السقوط.", "ar"),
        ("If you cannot keep it down, get help.", "Jeśli zwymiotujesz lek, szukaj pomocy.", "pl"),
        ("Only take it if your doctor says so.", "Nie przyjmuj, chyba że lekarz tak zaleci.", "pl"),
        ("Do not stop. Call now.", "Nie przerywaj, tylko dzwoń teraz.", "pl"),
        ("**Do not drive** if you cannot see.", "**Nie prowadź**, jeśli źle widzisz.", "pl"),
        ("Tell your doctor if you feel ill.", "Powiedz lekarzowi, jeśli nie czujesz się dobrze.", "pl"),
        ("Only give it to adults.", "لا تعطه إلا للبالغين.", "ar"),
        ("Notice the note.", "Zauważ notatkę.", "pl"),
        ("Take 2.5 ml. Do not chew.", "Przyjmij 2,5 ml. Nie gryź.", "pl"),
    ],
)
def test_a_not_that_is_kept_or_told_otherwise_may_stand(english: str, text: str, tag: str) -> None:
    """Sentences may be joined, “not sure” may be “in doubt”, and a translation may deny where English does not."""
    assert "T104" not in codes(english, text, tag)


def test_a_language_without_words_of_denial_says_so_where_it_matters() -> None:
    """A note, once, and only where the English denies."""
    (finding,) = [f for f in check("Do not stop. Do not drive.", "Aaa bbb. Ccc ddd.", "yo") if f.code == "T104"]
    assert finding.severity is Severity.NOTE
    assert "T104" not in codes("Stop. Drive.", "Aaa. Bbb.", "yo")


@pytest.mark.parametrize(
    ("text", "pattern", "script", "fits"),
    [
        ("bitte nicht jetzt", "nicht", "Latn", True),
        ("die nichte kommt", "nicht", "Latn", False),
        ("keinesfalls", "kein*", "Latn", True),
        ("stop, don't", "*n't", "Latn", True),
        ("don'twithstanding", "*n't", "Latn", False),
        ("먹지 마세요", "*지 마*", "Kore", True),
        ("我不去", "不", "Hans", True),
        ("नर्स", "न", "Deva", False),
        ("दवा न लें", "न", "Deva", True),
    ],
)
def test_patterns_are_held_against_whole_words(text: str, pattern: str, script: str, fits: bool) -> None:
    """A star opens one side; a vowel sign belongs to its word; without spaces anything goes."""
    assert matches_pattern(text, pattern, script) is fits


@pytest.mark.parametrize(
    ("english", "text", "tag", "severity"),
    [
        ("Call your doctor today.", "Zadzwoń today do lekarza.", "pl", Severity.WARNING),
        ("Call your doctor today.", "Zadzwoń to your doctor.", "pl", Severity.ERROR),
        ("Call your doctor.", "اتصل بطبيبك doctor.", "ar", Severity.WARNING),
        ("Call your doctor.", "Please call now.", "ar", Severity.ERROR),
    ],
)
def test_english_left_over_is_found(english: str, text: str, tag: str, severity: Severity) -> None:
    """T106: a word or two are a warning, half of the text is an error."""
    assert [finding.severity for finding in check(english, text, tag) if finding.code == "T106"] == [severity]


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Your body makes GABA.", "Twój organizm wytwarza GABA.", "pl"),
        ("Your body makes GABA.", "يصنع جسمك مادة GABA.", "ar"),
        ("multiple sclerosis (MS)", "मल्टीपल स्क्लेरोसिस (MS)", "hi"),
        ("Take 5 mg.", "تناول 5 mg.", "ar"),
        ("It has vitamin B.", "فيه فيتامين B.", "ar"),
        ("Take it with milk.", "Zażyj to z mlekiem.", "pl"),
        ("a mental problem", "un problema mental", "es"),
        ("Ask the hospital.", "Pregunte al hospital.", "es"),
    ],
)
def test_shared_words_symbols_and_letters_are_no_english(english: str, text: str, tag: str) -> None:
    """Names in latin_words, units, single letters, and in a Latin script words that many languages share."""
    assert codes(english, text, tag) == []


def test_the_english_itself_is_no_translation() -> None:
    """T107 alone, not a heap of findings about each word."""
    assert codes("Call your doctor.", "Call your doctor.") == ["T107"]
    assert codes("Call your doctor.", "**CALL your doctor.**") == ["T107"]
    assert [finding.severity for finding in check("diabetes", "diabetes")] == [Severity.ERROR]


def test_the_english_itself_is_found_though_each_of_its_words_may_stand() -> None:
    """The article gives it away."""
    assert codes("a mental problem", "a mental problem", latin_words=("mental", "problem")) == ["T107"]


def test_a_word_that_only_looks_like_a_denial_is_none() -> None:
    """Lithuanian “at once” begins like its “not”; with a real one beside it the sentence still denies."""
    assert codes("Call {a} now.", "Nedelsdami skambinkite {a}.", "lt", terms=()) == []
    assert codes("Do not wait.", "Nedelsdami laukite.", "lt", terms=()) == ["T104"]
    assert codes("Do not wait.", "Nelaukite nedelsdami.", "lt", terms=()) == []


@pytest.mark.parametrize(
    ("english", "words"),
    [("•", ()), ("{language}, v{version}", ()), ("GABA", ("GABA",)), ("999", ()), ("Version {version}", ("Version",))],
)
def test_what_has_no_words_to_translate_may_be_the_same(english: str, words: tuple[str, ...]) -> None:
    """Bullets, placeholders, numbers, and words that the glossary allows."""
    assert codes(english, english, latin_words=words) == []


def test_a_medicine_that_is_not_named_is_found() -> None:
    """T109, where it is left out, and where it is called otherwise than the glossary allows."""
    assert codes("Baclofen helps.", "Ten lek pomaga.") == ["T109"]
    assert codes("Baclofen helps.", "Lioresal pomaga.") == ["T109"]


@pytest.mark.parametrize("text", ["Baklofen pomaga.", "Podaj baklofenu.", "**Baklofenem** można pomóc."])
def test_a_medicine_may_be_inflected(text: str) -> None:
    """The stem is enough, and so is one mention for two."""
    assert codes("Baclofen helps.", text) == []
    assert codes("Take baclofen. Baclofen helps.", "Przyjmuj baklofen. On pomaga.") == []


TERM = Term("doctor", ("doctor", "doctors"), ("lekarz",))


@pytest.mark.parametrize(("required", "severity"), [(False, Severity.WARNING), (True, Severity.ERROR)])
def test_a_lost_term_is_found(required: bool, severity: Severity) -> None:
    """T116: an error where the glossary says that the term is required."""
    term = Term("doctor", ("doctor",), ("lekarz",), required)
    (finding,) = check("Ask your doctor.", "Zapytaj kogokolwiek.", terms=(term,))
    assert (finding.code, finding.severity) == ("T116", severity)


@pytest.mark.parametrize(
    ("english", "text"),
    [("Ask your doctor.", "Zapytaj LEKARZA."), ("Doctored photographs", "Zmienione fotografie")],
)
def test_a_term_in_any_case_and_only_whole_english_words(english: str, text: str) -> None:
    """Inflected and in capitals it counts; a word that only begins like the term calls for nothing."""
    assert codes(english, text, terms=(TERM,)) == []


def test_a_stem_may_stand_inside_a_compound() -> None:
    """With a star before it, and in scripts that write words together."""
    drops = Term("drops", ("drops",), ("*tropfen",))
    assert codes("eye drops", "Augentropfen", "de", terms=(drops,)) == []
    doctor = Term("doctor", ("doctor",), ("طبيب",))
    assert codes("Ask your doctor.", "اسأل بطبيبك.", "ar", terms=(doctor,)) == []
