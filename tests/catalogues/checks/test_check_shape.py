"""Shape of translations: length, endings, pairs, placeholders; what a script does otherwise may stand."""

from __future__ import annotations

import pytest

from pairs import check, codes
from plainleaf.findings import Severity


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Tell your doctor if you have kidney problems.", "Lekarz.", "pl"),
        (
            "Tell your doctor if you have kidney problems.",
            "Powiedz lekarzowi o chorobach nerek" + " i wątroby" * 9 + ".",
            "pl",
        ),
        ("Tell your doctor if you have kidney problems.", "医生。", "zh_Hans"),
        ("Call now. Say that you take it.", "Zadzwoń teraz do lekarza.", "pl"),
        ("Call now. Say that you take it.", "请立即打电话给医生。", "zh_Hans"),
        (
            "Tell your doctor if you have kidney problems.",
            "如果您有肾脏问题" + "，请今天就告诉您的医生" * 5 + "。",
            "zh_Hans",
        ),
    ],
)
def test_a_text_much_too_short_or_long_is_found(english: str, text: str, tag: str) -> None:
    """T110, by what the script needs."""
    assert "T110" in codes(english, text, tag, terms=())


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Epilepsy", "Zaburzenia padaczkowe", "pl"),
        ("Feeling sleepy", "困倦", "zh_Hans"),
        ("Tell your doctor if you have kidney problems.", "如有肾病请告诉医生。", "zh_Hans"),
        ("Questions? Ask your doctor.", "Ερωτήσεις; Ρωτήστε τον γιατρό.", "el"),
        ("Tell your doctor.", "Zgłoś to swojemu lekarzowi.", "pl"),
        ("Call {emergency_number} now.", "Dzwoń: {emergency_number}.", "pl"),
        ("Call now. Say that you take it.", "Zadzwoń teraz. Powiedz o leku. Nie zwlekaj.", "pl"),
        ("Call now. Say that you take it.", "โทรตอนนี้ แล้วบอกว่าคุณกินยานี้", "th"),
    ],
)
def test_short_texts_and_dense_scripts_may_stand(english: str, text: str, tag: str) -> None:
    """A heading is no measure; Greek asks with a semicolon; placeholders are not counted."""
    assert "T110" not in codes(english, text, tag, terms=())


@pytest.mark.parametrize(
    ("english", "text", "tag", "severity"),
    [
        ("Tell your doctor now.", "Powiedz lekarzowi", "pl", Severity.WARNING),
        ("Tell your doctor now.", "告诉医生", "zh_Hans", Severity.WARNING),
        ("Tell your doctor now.", "Powiedz lekarzowi?", "pl", Severity.ERROR),
        ("Have you told your doctor now?", "Powiedz lekarzowi teraz.", "pl", Severity.ERROR),
        ("Have you told your doctor now?", "Πείτε στον γιατρό σας τώρα.", "el", Severity.ERROR),
        ("Tell your doctor if:", "Powiedz lekarzowi, jeśli.", "pl", Severity.WARNING),
        ("Stop.", "Stój!", "pl", Severity.WARNING),
    ],
)
def test_another_ending_is_found(english: str, text: str, tag: str, severity: Severity) -> None:
    """T112: a question made of an order is an error, the rest a warning."""
    found = [f.severity for f in check(english, text, tag, terms=()) if f.code == "T112"]
    assert found == [severity]


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Tell your doctor.", "告诉医生。", "zh_Hans"),
        ("Tell your doctor.", "डॉक्टर को बताएँ।", "hi"),
        ("Tell your doctor.", "ہسپتال جائیں۔", "ur"),
        ("Tell your doctor.", "ለሐኪምዎ ይንገሩ።", "am"),
        ("Tell your doctor.", "แจ้งแพทย์ของคุณ", "th"),
        ("Tell your doctor.", "ប្រាប់គ្រូពេទ្យរបស់អ្នក។", "km"),
        ("Have you told your doctor?", "Το είπατε στον γιατρό σας;", "el"),
        ("Have you told your doctor?", "هل أخبرت طبيبك؟", "ar"),
        ("Have you told your doctor?", "医師に伝えましたか。", "ja"),
        ("What it is for", "À quoi ça sert ?", "fr"),
        ("Did you know?", "Ciekawostka", "pl"),
        ("Say: “I take it.”", "Powiedz: „Biorę to”.", "pl"),
        ("Call now (day or night).", "Dzwoń teraz (w dzień lub w nocy).", "pl"),
        ("**Call now.**", "**Dzwoń teraz.**", "pl"),
    ],
)
def test_the_same_ending_in_the_marks_of_the_script_may_stand(english: str, text: str, tag: str) -> None:
    """Each script's own stop and question mark, none in Thai, a heading as a question, marks within quotes."""
    assert "T112" not in codes(english, text, tag, terms=())


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Napad (drgawki", "pl"),
        ("Napad drgawki)", "pl"),
        ("Napad (drgawki]", "pl"),
        ("抽搐（惊厥", "zh_Hans"),
        ("Powiedz: „Biorę", "pl"),
        ("قل: «أنا", "ar"),
        ('Powiedz: "Biorę', "pl"),
    ],
)
def test_an_open_bracket_or_quotation_mark_is_found(text: str, tag: str) -> None:
    """T113, in every script's brackets."""
    assert "T113" in codes("A seizure (fit)", text, tag, terms=())


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Napad (drgawki)", "pl"),
        ("抽搐（惊厥）", "zh_Hans"),
        ("„Biorę”", "pl"),
        ("„Ich“ und “ich”", "de"),
        ("«أنا»", "ar"),
        ('ספרו לד"ר', "he"),
        ("l’hôpital d'ici", "fr"),
    ],
)
def test_pairs_in_the_way_of_the_language_may_stand(text: str, tag: str) -> None:
    """German and English marks, guillemets, apostrophes, the Hebrew sign inside an abbreviation."""
    assert "T113" not in codes("A seizure (fit)", text, tag, terms=())


def test_a_list_mark_that_closes_nothing_in_english_too_may_stand() -> None:
    """What the English does not pair need not be paired."""
    assert "T113" not in codes("a) a stroke", "a) udar mózgu")


def test_a_placeholder_that_stands_less_often_is_found() -> None:
    """T118: every sentence keeps its number; T021 and T022 tell of placeholders lost and invented."""
    english = "Call {emergency_number} if you shake. Call {emergency_number} if you fall."
    once = "Dzwoń pod {emergency_number}, jeśli masz drżenie. Dzwoń też, jeśli upadniesz."
    twice = "Dzwoń pod {emergency_number}, jeśli masz drżenie. Dzwoń pod {emergency_number}, jeśli upadniesz."
    assert codes(english, once) == ["T118"]
    assert codes(english, twice) == []
    assert codes("Call {a}.", "Dzwoń pod {b}.") == []


@pytest.mark.parametrize(
    ("english", "text", "tag"),
    [
        ("Call now if you shake.", "Zadzwoń teraz, gdy drżysz. Ask your doctor first.", "pl"),
        ("Call now if you shake.", "Zadzwoń teraz. Gdy drżysz.", "pl"),
        ("shake a lot", "bardzo drżysz. Zapytaj najpierw lekarza", "pl"),
        ("Call now if you shake.", "如果发抖，请立即打电话。先问医生。", "zh_Hans"),
    ],
)
def test_a_sentence_added_to_a_warning_is_found(english: str, text: str, tag: str) -> None:
    """T120: it may take the warning back, in whatever language it is."""
    found = check(english, text, tag, terms=(), id="a/warning/shake/short")
    assert ("T120", Severity.ERROR) in {(finding.code, finding.severity) for finding in found}


def test_as_many_sentences_as_the_english_are_not_too_many() -> None:
    """Points inside numbers and short forms outside of warnings are none."""
    assert "T120" not in codes("Take 2.5 mg. Call.", "Weź 2,5 mg. Zadzwoń.", "pl", terms=())
    assert "T120" not in codes("Version 2", "wer. 2", "pl", terms=())
