"""Read one patient's plan. A fault names the file, the line and the field, and never repeats what stands there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from plainleaf.content.personal import BLANK_KEY, TIMES, Dose, Patient, Step
from plainleaf.content.private_file import HINT, describe_fault, read_private_file
from plainleaf.findings import InputError, Place, make_error
from plainleaf.toml import Steps

MOST_STEPS = 60
"""Rows of a plan: more than a year of weekly steps."""
MOST_TABLETS, MOST_ML = 10, 50
"""What one dose can be: more is a slip of the finger, whatever the strength."""
_FIRST_YEAR, _LAST_YEAR, _FIRST_BIRTH = 2000, 2100, 1900
_MOST_MARKS = 4
"""Marks on one letter: Vietnamese, Hebrew and Tibetan names need fewer."""

_NUMBER = r"(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{0,2}[1-9])?"
"""A number as on a packet: no bare point, no zero before or after that could be misread (ISMP)."""
_TABLETS = re.compile(r"[0-9]{1,2}(?:\.[05])?")
_ML = re.compile(rf"({_NUMBER}) ?ml")
_MASS = re.compile(rf"({_NUMBER}) ?(mg|micrograms|g)")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_JOINERS = "\u200c\u200d"


def read_patient(path: Path, notes: Collection[str]) -> Patient:
    """Return the plan in the TOML or JSON file *path*. notes: the ids a plan may print.

    Raises InputError with all faults at once: what, in which field, on which line; never the words themselves.
    """
    data, place = read_private_file(path)
    return make_patient(data, place, notes)


def make_patient(data: Mapping[str, Any], place: Callable[[Steps], Place], notes: Collection[str]) -> Patient:
    """Return the plan that *data*, a parsed file or a row of a list, holds. place: of a field, by its path of keys.

    Raises InputError with all faults at once, without the words themselves.
    """
    try:
        entry = _PatientEntry.model_validate(dict(data))
    except ValidationError as error:
        raise InputError(*dict.fromkeys(describe_fault(fault, place) for fault in error.errors())) from None
    patient = _patient(entry)
    faults = [make_error("C052", message, place(at), HINT) for at, message in _check(patient, notes)]
    if faults:
        raise InputError(*faults)
    return patient


def read_dose(value: object) -> Dose:
    """Return the dose that a number of tablets (0, 0.5, 1 ...) or words ("1.5", "2.5 ml") mean.

    Raises ValueError, without the value, for anything else: no dose is ever rounded.

    >>> read_dose(1.5), read_dose("2.5 ml")
    (Dose(halves=3, volume=None), Dose(halves=0, volume='2.5 ml'))
    """
    if isinstance(value, str):
        if volume := _ML.fullmatch(value):
            return _volume(volume[1])
        if not _TABLETS.fullmatch(value):
            raise ValueError("not a number of tablets such as 0, 0.5 or 2, nor a volume such as 2.5 ml")
    elif isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("not a number of tablets such as 0, 0.5 or 2, nor a volume such as 2.5 ml")
    number = Decimal(str(value))
    halves = 2 * Fraction(number) if number.is_finite() else None
    if halves is None or halves.denominator != 1:
        raise ValueError("tablets come in wholes and halves: 0, 0.5, 1, 1.5 ...")
    if not 0 <= halves <= 2 * MOST_TABLETS:
        raise ValueError(f"a dose is 0 to {MOST_TABLETS} tablets")
    return Dose(int(halves))


def _volume(number: str) -> Dose:
    if Decimal(number) > MOST_ML:
        raise ValueError(f"a dose is at most {MOST_ML} ml")
    return Dose(volume=f"{number} ml") if Decimal(number) else Dose()


def check_line(value: str) -> str:
    """Return one line of somebody's words, composed (NFC). Raises ValueError, without the words, where it holds
    what cannot be seen, or would turn the line around."""
    text = unicodedata.normalize("NFC", value)
    if any(_is_forbidden(character) for character in text):
        raise ValueError("holds a control character, a line end or another sign that cannot be seen")
    if text != text.strip() or "  " in text:
        raise ValueError("begins or ends with a blank, or holds two in a row")
    marks = "".join("m" if unicodedata.category(c).startswith("M") else "." for c in text)
    if "m" * (_MOST_MARKS + 1) in marks or marks.startswith("m"):
        raise ValueError("holds too many accents on one letter")
    return text


def _is_forbidden(character: str) -> bool:
    """Tell whether *character* is a control, a format or direction control, unassigned, private or a line end."""
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and character not in _JOINERS


def _name(value: str) -> str:
    text = check_line(value)
    if not any(unicodedata.category(c).startswith("L") for c in text):
        raise ValueError("holds no letter")
    return text


def is_key(value: str) -> bool:
    """Tell whether *value* may name the file of a patient's copy."""
    return bool(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", value)) and value.casefold() != BLANK_KEY


def _key(value: str) -> str:
    if not is_key(value):
        raise ValueError(f"must be 1 to 64 letters a-z, digits, - and _, and not {BLANK_KEY!r}")
    return value


def check_language_tag(value: str) -> str:
    """Return a language tag in its BCP 47 form. Raises ValueError where it is none."""
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}", value):
        raise ValueError("not a language tag such as pl or zh-Hans")
    return value.replace("_", "-")


def _day(value: object) -> object:
    """Return a day of the calendar, given as one or in ISO 8601."""
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("there is no such day") from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("not a date such as 2026-05-04")
    return value


def _mass(value: str) -> str:
    found = _MASS.fullmatch(value)
    if found is None or not Decimal(found[1]):
        raise ValueError('not a strength such as "10 mg", without a needless zero')
    return f"{found[1]} {found[2]}"


def _measure(value: str) -> str:
    found = _ML.fullmatch(value)
    if found is None or not Decimal(found[1]):
        raise ValueError('not a volume such as "5 ml", without a needless zero')
    return f"{found[1]} ml"


def _after(check: Callable[[str], str]) -> BeforeValidator:
    def validate(value: object) -> object:
        return check(value) if isinstance(value, str) else value

    return BeforeValidator(validate)


Line = Annotated[str, Field(min_length=1, max_length=120), _after(check_line)]
Day = Annotated[date, BeforeValidator(_day)]
Amount = Annotated[Dose, BeforeValidator(read_dose)]


class _Entry(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, hide_input_in_errors=True, arbitrary_types_allowed=True
    )


class _StepEntry(_Entry):
    start: Annotated[Day, Field(alias="from")]
    morning: Amount
    noon: Amount
    evening: Amount
    bedtime: Amount


class _PatientEntry(_Entry):
    key: Annotated[str, _after(_key)]
    name: Annotated[str, Field(min_length=1, max_length=80), _after(_name)]
    name_language: Annotated[str, _after(check_language_tag)] | None = None
    born: Day | None = None
    number: Annotated[Line, Field(max_length=24)] | None = None
    prescriber: Annotated[Line, Field(max_length=80)] | None = None
    strength: Annotated[str, _after(_mass)]
    volume: Annotated[str, _after(_measure)] | None = None
    next_appointment: Day | None = None
    notes: list[str] = []
    step: Annotated[list[_StepEntry], Field(min_length=1, max_length=MOST_STEPS)]


def _patient(entry: _PatientEntry) -> Patient:
    return Patient(
        key=entry.key,
        name=entry.name,
        strength=entry.strength,
        steps=tuple(Step(step.start, tuple(getattr(step, time) for time in TIMES)) for step in entry.step),
        language=entry.name_language,
        born=entry.born,
        number=entry.number,
        prescriber=entry.prescriber,
        volume=entry.volume,
        next_appointment=entry.next_appointment,
        notes=tuple(entry.notes),
    )


def _check(patient: Patient, notes: Collection[str]) -> Iterator[tuple[Steps, str]]:
    """Yield the field and the fault of what each field alone cannot show."""
    yield from _check_days(patient)
    yield from _check_doses(patient)
    for index, note in enumerate(patient.notes):
        if note not in notes or note in patient.notes[:index]:
            yield ("notes", index), f"notes may hold each of these once: {', '.join(sorted(notes))}"


def _check_days(patient: Patient) -> Iterator[tuple[Steps, str]]:
    starts = [step.start for step in patient.steps]
    for index, (before, after) in enumerate(pairwise(starts), start=1):
        if after <= before:
            yield ("step", index, "from"), f"step {index + 1}: from must be later than in the step before"
    for index, day in enumerate(starts):
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            yield ("step", index, "from"), f"step {index + 1}: from is in no year of a plan"
    if patient.next_appointment and not _FIRST_YEAR <= patient.next_appointment.year <= _LAST_YEAR:
        yield ("next_appointment",), "next_appointment is in no year of a plan"
    if patient.born and not (patient.born.year >= _FIRST_BIRTH and patient.born < starts[0]):
        yield ("born",), f"born must be after {_FIRST_BIRTH} and before the first step"


def _check_doses(patient: Patient) -> Iterator[tuple[Steps, str]]:
    wanted = "volumes such as 2.5 ml" if patient.is_liquid else "tablets; only a plan that gives volume has ml"
    for index, step in enumerate(patient.steps):
        for time, dose in zip(TIMES, step.doses, strict=True):
            if not dose.is_none and (dose.volume is not None) != patient.is_liquid:
                yield ("step", index, time), f"step {index + 1}, {time}: doses of this plan are {wanted}"
    if all(dose.is_none for step in patient.steps for dose in step.doses):
        yield ("step",), "nothing is taken in the whole plan"
