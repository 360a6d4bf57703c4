"""A patient's file: read exactly, refused as a whole where anything is wrong, and never repeated."""

from __future__ import annotations

import json
import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personal import NAME, NOTES, NUMBER, PATIENT, PRESCRIBER, changed, make_patient_from, write_patient
from plainleaf.build import list_notes
from plainleaf.content.patient import make_patient, read_dose, read_patient
from plainleaf.content.personal import Dose
from plainleaf.findings import Finding, InputError, Place
from plainleaf.roots import open_roots

SECRETS = (NAME, *NAME.split(), NUMBER, PRESCRIBER, "Zab")


def faults(tmp_path: Path, text: str, name: str = "one.toml") -> tuple[Finding, ...]:
    """Return what is wrong with *text*; nothing of it is repeated."""
    with pytest.raises(InputError) as error:
        make_patient_from(tmp_path, text, name)
    said = str(error.value) + repr(error.value.findings)
    assert not any(secret in said for secret in SECRETS)
    return error.value.findings


def test_a_plan_is_read_exactly(tmp_path: Path) -> None:
    """Every field, and every dose in halves."""
    patient = make_patient_from(tmp_path)
    assert (patient.key, patient.name, patient.language) == ("K-17", NAME, "pl")
    assert (patient.born, patient.next_appointment) == (date(1958, 3, 4), date(2026, 5, 25))
    assert [[dose.halves for dose in step.doses] for step in patient.steps] == [[1, 0, 3, 5], [2, 4, 6, 8]]
    assert pickle.loads(pickle.dumps(patient)) == patient


def test_the_repr_of_a_patient_shows_the_key_alone(tmp_path: Path) -> None:
    """A traceback or a log of a job tells no name."""
    assert repr(make_patient_from(tmp_path)) == "Patient(key='K-17')"


def test_json_says_the_same(tmp_path: Path) -> None:
    """The same keys in JSON make the same patient; an unknown key is not repeated, for it could be a name."""
    doses = dict.fromkeys(("morning", "noon", "evening", "bedtime"), 0.5)
    data = {"key": "K-17", "name": NAME, "strength": "10 mg", "step": [{"from": "2026-05-04", **doses}]}
    patient = make_patient_from(tmp_path, json.dumps(data), "one.json")
    assert patient.steps[0].doses == (Dose(1),) * 4
    found = faults(tmp_path, json.dumps({**data, NAME: 1}), "one.json")
    assert [finding.code for finding in found] == ["C051"]


BAD = {
    "a name turned around": ('name = "Q', 'name = "\\u202eQ', 2),
    "a name with an isolate": ('name = "Q', 'name = "\\u2067Q', 2),
    "a name with a line end": ('name = "Q', 'name = "\\nQ', 2),
    "a name with a null": ('name = "Q', 'name = "\\u0000Q', 2),
    "an invisible blank": ('name = "Q', 'name = "\\u200bQ', 2),
    "a name of marks": ('name = "Q', 'name = "Q\\u0301\\u0301\\u0301\\u0301\\u0301', 2),
    "a private letter": ('name = "Q', 'name = "\\ue000Q', 2),
    "a name without a letter": (f'"{NAME}"', '"1234"', 2),
    "a name without end": (f'"{NAME}"', f'"{"Q" * 81}"', 2),
    "an empty name": (f'"{NAME}"', '""', 2),
    "a key that is a path": ('"K-17"', '"../K-17"', 1),
    "a key that is a form": ('"K-17"', '"Blank"', 1),
    "a long key": ('"K-17"', f'"{"K" * 65}"', 1),
    "a needless zero": ('"10 mg"', '"10.0 mg"', 7),
    "a bare point": ('"10 mg"', '".5 mg"', 7),
    "no unit": ('"10 mg"', '"10"', 7),
    "nothing in a tablet": ('"10 mg"', '"0 mg"', 7),
    "Arabic digits": ('"10 mg"', '"١٠ mg"', 7),
    "a third of a tablet": ("morning = 0.5", "morning = 0.33", 12),
    "a negative dose": ("morning = 0.5", "morning = -1", 12),
    "too many tablets": ("morning = 0.5", "morning = 10.5", 12),
    "no number": ("morning = 0.5", "morning = nan", 12),
    "infinite": ("morning = 0.5", "morning = inf", 12),
    "true": ("morning = 0.5", "morning = true", 12),
    "words": ("morning = 0.5", 'morning = "one"', 12),
    "a comma": ("morning = 0.5", 'morning = "0,5"', 12),
    "a missing time": ("noon = 0\n", "", 10),
    "no such day": ("2026-05-04", '"2026-02-30"', 11),
    "a moment": ("2026-05-04", "2026-05-04T08:00:00", 11),
    "an unknown key": ("[[step]]", "colour = 1\n[[step]]", 10),
    "a language that is none": ('"pl"', '"Polish!"', 3),
    "a number for a text": (f'"{NUMBER}"', "943", 5),
}


@pytest.mark.parametrize(("old", "new", "line"), BAD.values(), ids=BAD)
def test_a_fault_is_named_by_line_and_not_repeated(old: str, new: str, line: int, tmp_path: Path) -> None:
    """One wrong field stops the plan; the finding names its line."""
    text = PATIENT.replace(old, new, 1)
    assert text != PATIENT
    assert [(finding.code, finding.place.line) for finding in faults(tmp_path, text)] == [("C051", line)]


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    """Nobody mends a file ten times."""
    text = (
        PATIENT.replace('"10 mg"', '"x"').replace("born = 1958-03-04", 'born = "x"').replace("noon = 2", "noon = 2.2")
    )
    assert [finding.place.line for finding in faults(tmp_path, text)] == [4, 7, 19]


TOGETHER = {
    "days out of order": ("2026-05-11", "2026-05-04", "step 2"),
    "a day of another century": ("2026-05-11", "2126-05-11", "step 2"),
    "born later": ("1958-03-04", "2026-05-04", "born"),
    "ml among tablets": ("morning = 1\n", 'morning = "5 ml"\n', "step 2, morning"),
    "a note there is not": ('"strength"]', '"sugar"]', "notes"),
    "a note twice": ('"strength"]', '"bring"]', "notes"),
}


@pytest.mark.parametrize(("old", "new", "said"), TOGETHER.values(), ids=TOGETHER)
def test_fields_must_agree(old: str, new: str, said: str, tmp_path: Path) -> None:
    """What each field alone cannot show is checked, too."""
    (found,) = faults(tmp_path, changed(PATIENT, old, new))
    assert found.code == "C052"
    assert said in found.message


def test_a_plan_of_nothing_is_refused(tmp_path: Path) -> None:
    """A form that somebody forgot to fill in must not tell a patient to take nothing."""
    text = PATIENT.split("[[step]]")[0] + "[[step]]\nfrom = 2026-05-04\nmorning=0\nnoon=0\nevening=0\nbedtime=0\n"
    assert [finding.code for finding in faults(tmp_path, text)] == ["C052"]


def test_too_many_steps_are_refused(tmp_path: Path) -> None:
    """A list without end is no plan."""
    head = PATIENT.split("[[step]]")[0]
    step = "[[step]]\nfrom = 2026-05-04\nmorning = 1\nnoon = 0\nevening = 0\nbedtime = 0\n"
    assert [finding.code for finding in faults(tmp_path, head + 61 * step)] == ["C051"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"\xff\xfe", "one.toml"),
        (b"name = ", "one.toml"),
        (b"a = " + b"[" * 9000, "one.toml"),
        (b"[" * 60_000, "one.json"),
        (b'{"a": 1, "a": 2}', "one.json"),
        (b"[1]", "one.json"),
        (b'{"key": ' + b"9" * 5000 + b"}", "one.json"),
        (b" " * 70_000, "one.toml"),
        ((NAME + "=").encode(), "one.toml"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(raw: bytes, name: str, tmp_path: Path) -> None:
    """Broken, nested, doubled and huge files end in a finding, without a word of theirs."""
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(InputError) as error:
        read_patient(path, NOTES)
    assert [finding.code for finding in error.value.findings] == ["C050"]
    assert NAME.split()[0] not in str(error.value)


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    """For callers other than the command line."""
    with pytest.raises(InputError, match="cannot be read"):
        read_patient(tmp_path / "none.toml", NOTES)


def test_a_name_in_any_script_is_kept(tmp_path: Path) -> None:
    """Joiners belong to Persian and Indian names; what can be composed is."""
    for name in ("محمد علي", "श्रीमती क्\u200dष", "山田 太郎", "ผู้ป่วย ใจดี", "José"):
        assert make_patient_from(tmp_path, changed(PATIENT, NAME, name)).name == name
    assert make_patient_from(tmp_path, changed(PATIENT, NAME, "Jose\u0301")).name == "José"


def test_a_liquid_has_volumes(tmp_path: Path) -> None:
    """Volumes are printed as given; a plan of a liquid has no tablets."""
    head = PATIENT.split("[[step]]")[0].replace('strength = "10 mg"', 'strength = "5 mg"\nvolume = "5 ml"')
    step = '[[step]]\nfrom = 2026-05-04\nmorning = "2.5 ml"\nnoon = 0\nevening = "10ml"\nbedtime = 0\n'
    patient = make_patient_from(tmp_path, head + step)
    assert [dose.volume for dose in patient.steps[0].doses] == ["2.5 ml", None, "10 ml", None]
    assert [finding.code for finding in faults(tmp_path, head + step.replace('"10ml"', "1"))] == ["C052"]
    assert [finding.code for finding in faults(tmp_path, head + step.replace("10ml", "50.5 ml"))] == ["C051"]


@given(st.integers(min_value=0, max_value=20))
def test_every_half_is_read_as_it_stands(halves: int) -> None:
    """As a number and as text, which a table has."""
    assert read_dose(halves / 2) == read_dose(str(halves / 2)) == Dose(halves)


@given(st.one_of(st.floats(), st.text(max_size=8), st.integers(), st.none(), st.decimals(allow_nan=True)))
def test_no_dose_is_ever_rounded(value: object) -> None:
    """Anything is either exact halves, a volume, or refused without being repeated."""
    try:
        dose = read_dose(value)
    except ValueError:
        return
    if dose.volume is None and not (isinstance(value, str) and "ml" in value):
        assert float(value) * 2 == dose.halves  # type: ignore[arg-type]


def test_a_row_of_a_list_makes_the_same_patient() -> None:
    """Who reads many patients passes data with places of their own."""
    doses = dict.fromkeys(("morning", "noon", "evening", "bedtime"), "0.5")
    row = {"key": "a", "name": "B", "strength": "10mg", "step": [{"from": "2026-05-04", **doses}]}
    patient = make_patient(row, lambda _: Place("list.csv", 7), NOTES)
    assert (patient.strength, patient.steps[0].doses[0]) == ("10 mg", Dose(1))
    with pytest.raises(InputError) as error:
        make_patient({**row, "key": "/"}, lambda _: Place("list.csv", 7), NOTES)
    assert [str(finding.place) for finding in error.value.findings] == ["list.csv:7"]


def test_the_notes_of_the_content_are_those_of_the_guide() -> None:
    """content/README.md and these tests name them."""
    assert list_notes(open_roots(None)).keys() == NOTES


def test_the_example_of_the_guide_is_a_patient(tmp_path: Path) -> None:
    """What people copy works."""
    guide = (Path(__file__).parents[2] / "content" / "README.md").read_text("utf-8")
    example = guide.split("## A patient's plan")[1].split("```toml\n")[1].split("```")[0]
    assert read_patient(write_patient(tmp_path, example), NOTES).key == "2026-0042"
