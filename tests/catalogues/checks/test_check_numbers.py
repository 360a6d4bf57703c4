"""Numbers in translations: a changed dose is found, other digits and another order are not shouted at."""

from __future__ import annotations

import pytest

from pairs import check, codes
from plainleaf.catalogues.checks.numbers import count_units, read_number
from plainleaf.findings import Severity


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Never take 2 doses.", "Nigdy nie przyjmuj 3 dawek.", "pl"),
        ("Never take 2 doses.", "Nigdy nie przyjmuj dawek.", "pl"),
        ("Take 5 mg 3 times a day.", "Przyjmuj 5 mg na dobę.", "pl"),
        ("Take 1.5 tablets.", "Przyjmuj 15 tabletek.", "pl"),
        ("More than 1 in 10 people", "U więcej niż 1 na 100 osób", "pl"),
        ("Most people take it 3 times a day.", "ज़्यादातर लोग इसे दिन में ४ बार लेते हैं।", "hi"),
        ("Take 2 tablets.", "تناول ٣ أقراص.", "ar"),
        ("Take half: ½ tablet.", "Przyjmuj ¼ tabletki.", "pl"),
        ("Take 1.5 g a day.", "Przyjmuj 1.500 g na dobę.", "pl"),
    ],
)
def test_a_changed_number_is_found(english: str, text: str, tag: str) -> None:
    """T101 or T103, whatever digits the language uses."""
    assert {"T101", "T103"} & set(codes(english, text, tag))


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("More than 1 in 10 people", "हर १० लोगों में से १ से ज़्यादा को", "hi"),
        ("More than 1 in 10 people", "أكثر من ١ من كل ١٠ أشخاص", "ar"),
        ("Take 1.5 tablets a day.", "Przyjmuj 1,5 tabletki na dobę.", "pl"),
        ("Take 1.5 tablets a day.", "تناول ١٫٥ أقراص في اليوم.", "ar"),
        ("Take ½ a tablet a day.", "Przyjmuj 0,5 tabletki na dobę.", "pl"),
        ("Drink 1,000 ml a day.", "Pij 1000 ml na dobę.", "pl"),
        ("Drink 1,000 ml a day.", "Pij 1\u00a0000 ml na dobę.", "pl"),
        ("Drink 1000 ml a day.", "प्रतिदिन 1,000 मिली पिएँ।", "hi"),
    ],
)
def test_other_digits_signs_and_order_are_no_change(english: str, text: str, tag: str) -> None:
    """The same values in the numerals and with the signs of the language."""
    assert codes(english, text, tag) == []


@pytest.mark.parametrize(
    ("written", "decimal", "value"),
    [
        ("1,000", ".", "1000"),
        ("1.000", ",", "1000"),
        ("1.000", ".", "1"),
        ("2.5", ",", "2.5"),
        ("2,50", ",", "2.5"),
        ("1,00,000", ".", "100000"),
        ("1.234,5", ",", "1234.5"),
        ("1٬234٫5", ".", "1234.5"),
        ("007", ".", "7"),
    ],
)
def test_a_number_is_read_as_the_language_writes_it(written: str, decimal: str, value: str) -> None:
    """Groups of three after another sign than the decimal one; else a decimal fraction."""
    assert read_number(written, decimal) == value


@pytest.mark.parametrize("number", ["999", "112", "911", "0800 198 5000"])
def test_a_telephone_number_written_out_is_found(number: str) -> None:
    """T103, also where the placeholder stands beside it."""
    assert codes("Call {emergency_number} now.", f"Dzwoń teraz pod {{emergency_number}} ({number}).") == ["T103"]


def test_a_number_of_the_english_is_no_telephone_number() -> None:
    """A year or a long dose that the English holds too may stand."""
    assert codes("It was first made in 1962.", "Po raz pierwszy powstał w 1962 roku.") == []


@pytest.mark.parametrize("dash", ["-", " – ", "—", "−", "～"])
def test_a_range_with_a_dash_is_found(dash: str) -> None:
    """T105, with digits of any script around the dash."""
    assert codes("Take 5 to 10 drops.", f"خذ ٥{dash}١٠ قطرات.", "ar") == ["T105"]


@pytest.mark.parametrize("text", ["Od 5 do 10 kropli.", "Od 5 do 10 kropli – codziennie."])
def test_a_dash_beside_a_number_is_no_range(text: str) -> None:
    """Only a dash between two digits is."""
    assert codes("From 5 to 10 drops.", text) == []


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Take 5 mg.", "Przyjmij 5 ml.", "pl"),
        ("Take 5 mg.", "Przyjmij 5 g.", "pl"),
        ("Take 5 mg.", "تناول 5 مل.", "ar"),
        ("Take 5 mg.", "请服用 5 毫升。", "zh_Hans"),
        ("Take 5 mg.", "Przyjmij 5.", "pl"),
        ("It holds 5 mg in 10 ml.", "Zawiera 10 mg w 5 ml.", "pl"),
        ("The strength is 1 mg/ml.", "Moc leku to 1 mg.", "pl"),
        ("Wait 2 hours.", "Poczekaj 2 dni.", "pl"),
        ("Wait 2 hours.", "请等待 2 天。", "zh_Hans"),
        ("Wait 2 hours.", "Poczekaj 2.", "pl"),
        ("Keep it below 25 °C.", "Przechowuj poniżej 25 °F.", "pl"),
        ("It helps 20% of people.", "Pomaga 20 osobom.", "pl"),
    ],
)
def test_a_changed_unit_is_found(english: str, text: str, tag: str) -> None:
    """T102: another unit, none, or the units of two numbers changed over."""
    assert "T102" in codes(english, text, tag)


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Take 5 mg.", "Przyjmij 5\u00a0mg.", "pl"),
        ("Take 5 mg.", "请服用 5毫克。", "zh_Hans"),
        ("Take 5 mg.", "请服用 5mg药片。", "zh_Hans"),
        ("Take 5 mg.", "تناول 5 ملغ.", "ar"),
        ("Take 5 mg.", "5 मिलीग्राम लें।", "hi"),
        ("It holds 5 mg in 10 ml.", "W 10 ml jest 5 mg.", "pl"),
        ("The strength is 1 mg/ml.", "Moc leku to 1 mg/ml.", "pl"),
        ("Wait 2 hours.", "Poczekaj 2 godziny.", "pl"),
        ("Wait 2 hours.", "انتظر ساعتين (2).", "ar"),
        ("Keep it below 25°C.", "Przechowuj poniżej 25 °C.", "pl"),
        ("It helps 20% of people.", "%20 kişiye yardımcı olur.", "tr"),
        ("Take 2.5 ml 3 times a day.", "Принимайте по 2,5 мл 3 раза в день.", "ru"),
        ("Take 2.5 ml 3 times a day.", "กินยา 2.5 มล. วันละ 3 ครั้ง", "th"),
        ("Take 2.5 ml 3 times a day.", "روزی ۳ بار ۲٫۵ میلی‌لیتر بخورید.", "fa"),
        ("Take 2.5 ml 3 times a day.", "1日3回、2.5 mlを飲んでください。", "ja"),
        ("Take 2.5 ml 3 times a day.", "Ta 2,5 ml 3 gånger om dagen.", "sv"),
        ("Take 2.5 ml 3 times a day.", "Uống 2,5 ml 3 lần mỗi ngày.", "vi"),
        ("Made in 1962.", "Произведено в 1962 г.", "ru"),
        ("Take 3 tablets a day.", "Przyjmuj 3 tabletki na dobę.", "pl"),
        ("In 5 grams of milk", "W 5 gramach mleka", "pl"),
    ],
)
def test_a_unit_in_the_words_of_the_language_may_stand(english: str, text: str, tag: str) -> None:
    """Symbols, words of the glossary, before or after the number."""
    assert codes(english, text, tag) == []


@pytest.mark.parametrize(
    ("text", "tag", "severity"),
    [
        ("তিনবার ২.৫ ফোঁটা খান।", "bn", Severity.WARNING),
        ("২.৫ ডোজ গ্রাম খান।", "bn", Severity.WARNING),
        ("২.৫ গ্রাম খান।", "bn", Severity.ERROR),
        ("২.৫।", "bn", Severity.ERROR),
        ("Przyjmuj 2,5 kropli.", "pl", Severity.ERROR),
    ],
)
def test_a_unit_that_nobody_has_told_us_is_a_warning(text: str, tag: str, severity: Severity) -> None:
    """In another script the word after the number may be the unit; another unit, or none, is an error."""
    found = [finding for finding in check("Take 2.5 mg now.", text, tag, terms=()) if finding.code == "T102"]
    assert found[0].severity is severity


def test_units_are_counted_with_their_numbers() -> None:
    """A strength is one unit, not two."""
    assert count_units("5 mg in 10 ml, 1 mg/ml", ".", {}) == {("5", "mg"): 1, ("10", "ml"): 1, ("1", "mg/ml"): 1}


def test_a_finding_names_the_message_the_english_and_a_way_out() -> None:
    """What a translator reads."""
    (finding,) = check("Take 2 tablets.", "Przyjmij 3 lub 2 tabletki.")
    assert finding.message == "a/b: the number 3 is not in the English (English: “Take 2 tablets.”)"
    assert (finding.place.line, finding.hint) == (7, "use only the English numbers")
