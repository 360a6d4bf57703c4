"""Which column of a table holds which field of a patient's plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plainleaf.content.patient import MOST_STEPS
from plainleaf.content.personal import TIMES
from plainleaf.findings import Finding, InputError, Place, make_error

ORDER_FIELDS = ("leaflet", "language", "country", "profile", "paper")
"""Fields that say what is printed; where a table has no such column the command's options hold for every row."""
PATIENT_FIELDS = (
    *("key", "name", "name_language", "born", "number", "prescriber"),
    *("strength", "volume", "next_appointment", "notes"),
)
STEP_FIELDS = ("from", *TIMES)
"""Fields of the first step of a plan; those of the next have its number behind them: from_2, morning_2 ..."""
NEEDED = ("key", "name", "strength", *STEP_FIELDS)
_STEP = re.compile(rf"({'|'.join(STEP_FIELDS)})_([1-9][0-9]?)")


def is_field(name: str) -> bool:
    """Tell whether *name* is a field that a column can hold."""
    step = _STEP.fullmatch(name)
    if step:
        return 2 <= int(step[2]) <= MOST_STEPS
    return name in ORDER_FIELDS or name in PATIENT_FIELDS or name in STEP_FIELDS


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands: field to index of its column, from 0. width: cells of every row. others: columns that
    have a name and hold no field."""

    places: Mapping[str, int]
    width: int
    others: tuple[int, ...] = ()

    def step_fields(self, step: int) -> tuple[str, ...]:
        """Return the names of the fields of step number *step*, from 1."""
        return tuple(name if step == 1 else f"{name}_{step}" for name in STEP_FIELDS)

    @property
    def most_steps(self) -> int:
        """The number of the last step there is a column for."""
        found = (_STEP.fullmatch(name) for name in self.places)
        return max((int(step[2]) for step in found if step), default=1)


def find_columns(header: Sequence[str], names: Mapping[str, str], place: Place) -> Columns:
    """Return where the fields stand below *header*. names: from a field to what its column is called, where that is
    not the field's own name.

    Columns that hold no field are passed over. Raises InputError with all faults at once; what a table calls its
    columns is not repeated: it may have no header at all.
    """
    found = [_fold(cell) for cell in header]
    unknown = (name for name in names if not is_field(name))
    faults = [_fault(f"[columns] of clinic.toml names {name}, which is no field", place) for name in unknown]
    places: dict[str, int] = {}
    for field, name in _wanted(names):
        count = found.count(_fold(name))
        if count == 1:
            places[field] = found.index(_fold(name))
        elif count:
            faults.append(_fault(f"{count} columns are called what {field} is", place))
        elif field in names or field in NEEDED:
            faults.append(_fault(f"there is no column for {field}", place))
    if len(set(places.values())) < len(places):
        faults.append(_fault("one column stands for two fields", place))
    if faults:
        raise InputError(*faults)
    others = tuple(index for index, name in enumerate(found) if name and index not in places.values())
    return Columns(places, len(found), others)


def _wanted(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield every field with the name of its column."""
    later = (f"{name}_{step}" for step in range(2, MOST_STEPS + 1) for name in STEP_FIELDS)
    for field in (*ORDER_FIELDS, *PATIENT_FIELDS, *STEP_FIELDS, *later):
        yield field, names.get(field, field)


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _fault(message: str, place: Place) -> Finding:
    hint = "the first row names the columns; [columns] in clinic.toml says which field is called what"
    return make_error("B011", message, place, hint)


def column_letter(index: int) -> str:
    """Return the letter a spreadsheet names column *index* (from 0) by.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
