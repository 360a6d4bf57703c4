"""Rows of a table as orders for copies. Every fault is named by row and column, never by what stands there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from plainleaf.batch.cells import find_cell_fault
from plainleaf.batch.columns import ORDER_FIELDS, STEP_FIELDS, Columns, column_letter, find_columns
from plainleaf.batch.table import TableRow, read_table
from plainleaf.build import PLANNED, list_known_leaflets, list_known_tags, list_notes, read_mark, sheet_profile
from plainleaf.content.patient import is_key, make_patient
from plainleaf.content.personal import Patient
from plainleaf.findings import Finding, InputError, Place, PlainleafError, Severity, make_error
from plainleaf.roots import Roots, open_roots, shown
from plainleaf.toml import Steps

_HINT = "content/README.md, “Many patients”, says what each column may hold"


@dataclass(frozen=True, slots=True)
class Order:
    """One copy to make: row number, what is printed, and whose plan is on its last page. Picklable."""

    row: int
    leaflet: str
    language: str
    country: str
    profile: str
    paper: str
    patient: Patient

    @property
    def key(self) -> str:
        """What names the copy."""
        return self.patient.key


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of which no copy can be made, and why. key: where it has one that can name a file. twin: the row above with
    the same key."""

    row: int
    findings: tuple[Finding, ...]
    key: str | None = None
    twin: int | None = None


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for rows that do not say it themselves; None where every row must."""

    leaflet: str | None = None
    language: str | None = None
    country: str = "GB"
    profile: str = "large"
    paper: str = "a4"


@dataclass(frozen=True)
class Sheet:
    """A table of patients. names: of its columns, by field. overlay: as Job has it."""

    path: Path
    encoding: str = "utf-8"
    names: Mapping[str, str] = field(default_factory=dict)
    defaults: Defaults = field(default_factory=Defaults)
    overlay: Path | None = None

    def read(self, repeated: Mapping[int, int] = MappingProxyType({})) -> Iterator[Order | BadRow]:
        """Yield what each row asks for, row by row. Raises InputError where the table has no rows to read.

        repeated: rows whose key a row below has too, which an earlier reading has found, with that row: which of the
        two holds, nobody knows.
        """
        rows = read_table(self.path, self.encoding)
        reader = _RowReader(self, self._find_columns(rows), repeated)
        empty = True
        for row in rows:
            empty = False
            yield reader.read(row)
        if empty:
            place = Place(f"{shown(self.path)}, row 1")
            raise InputError(make_error("B011", "the table has no rows below the first", place, _HINT))

    def list_others(self) -> tuple[Finding, ...]:
        """Return a warning that names the columns that hold no field, if there are any: a step may be among them."""
        others = self._find_columns(read_table(self.path, self.encoding)).others
        if not others:
            return ()
        letters = ", ".join(map(column_letter, others))
        message, place = f"not used, since they hold no field: columns {letters}", Place(f"{shown(self.path)}, row 1")
        return (Finding("B019", Severity.WARNING, message, place, _HINT),)

    def _find_columns(self, rows: Iterator[TableRow]) -> Columns:
        header = next(rows, None)
        place = Place(f"{shown(self.path)}, row 1")
        if header is None:
            raise InputError(make_error("B011", "the table is empty", place, _HINT))
        return find_columns(header.cells, self.names, place)

    @cached_property
    def roots(self) -> Roots:
        """Where the content is."""
        return open_roots(self.overlay)


@dataclass(slots=True)
class _RowReader:
    """Reads rows one by one and remembers which keys there have been (eight bytes of each), and in which row."""

    sheet: Sheet
    columns: Columns
    repeated: Mapping[int, int]
    keys: dict[bytes, int] = field(default_factory=dict)

    def read(self, row: TableRow) -> Order | BadRow:
        fault = row.fault
        if fault is None and len(row.cells) != self.columns.width:
            fault = f"has {len(row.cells)} cells instead of {self.columns.width}"
        if fault is not None:
            return BadRow(row.number, (make_error("B012", f"the row {fault}", self._place(row, None), _HINT),))
        values, faults = self._check_cells(row)
        key = values.get("key")
        key = key if key is not None and is_key(key) else None
        twin = None if key is None else self._find_twin(key, row.number)
        other = twin if twin is not None else self.repeated.get(row.number)
        if other is not None:
            faults.append(self.name_twin(row, other))
        if not faults:
            try:
                return self._order(row, values)
            except InputError as error:
                faults = [*error.findings]
        return BadRow(row.number, tuple(faults), key, twin)

    def name_twin(self, row: TableRow, other: int) -> Finding:
        """Return the fault of a key that the row *other* has too."""
        return make_error("B014", f"key: row {other} has the same", self._place(row, "key"), _HINT)

    def _check_cells(self, row: TableRow) -> tuple[dict[str, str], list[Finding]]:
        values, faults = {}, []
        for name, index in self.columns.places.items():
            text = row.cells[index].strip(" ")
            fault = "is a formula" if index in row.formulas else find_cell_fault(text)
            if fault is not None:
                faults.append(make_error("B013", f"{name}: {fault}", self._place(row, name), _HINT))
            elif text:
                values[name] = text
        return values, faults

    def _place(self, row: TableRow, name: str | None) -> Place:
        where = f"{shown(self.sheet.path)}, row {row.number}"
        return Place(where if name is None else f"{where}, column {column_letter(self.columns.places[name])}")

    def _order(self, row: TableRow, values: Mapping[str, str]) -> Order:
        faults: list[Finding] = []
        chosen = {name: values.get(name) or getattr(self.sheet.defaults, name) for name in ORDER_FIELDS}
        patient: Patient | None = None
        try:
            data, missing = self._plan_data(row, values)
            faults += missing
            patient = make_patient(data, lambda steps: self._place_of(row, steps), _notes(self.sheet.roots))
        except InputError as error:
            faults += error.findings
        for name, message in self._check_choice(chosen, patient):
            place = self._place(row, name if name in self.columns.places else None)
            faults.append(make_error("B015", f"{name}: {message}", place, _HINT))
        if patient is not None and _holds_name(patient):
            message = "key: holds a word of the name, and files are called by their key"
            faults.append(make_error("B014", message, self._place(row, "key"), _HINT))
        if faults or patient is None:
            raise InputError(*dict.fromkeys(faults))
        leaflet, language = str(chosen["leaflet"]).casefold(), _tag(self.sheet.roots, str(chosen["language"]))
        country, paper = str(chosen["country"]).upper(), str(chosen["paper"]).lower()
        return Order(row.number, leaflet, str(language), country, str(chosen["profile"]), paper, patient)

    def _find_twin(self, key: str, row: int) -> int | None:
        """Return the row above that has *key*; file names that differ in case alone are one on many machines."""
        digest = hashlib.blake2b(key.casefold().encode(), digest_size=8).digest()
        first = self.keys.setdefault(digest, row)
        return None if first == row else first

    def _plan_data(self, row: TableRow, values: Mapping[str, str]) -> tuple[dict[str, object], list[Finding]]:
        """Return what a patient's file would hold, and faults of steps that are left out."""
        skipped = {*ORDER_FIELDS, "notes"}
        data: dict[str, object] = {
            name: value
            for name, value in values.items()
            if name not in skipped and name.split("_")[0] not in STEP_FIELDS
        }
        if "notes" in values:
            data["notes"] = values["notes"].replace(",", " ").replace(";", " ").split()
        steps: list[dict[str, str]] = []
        faults = []
        for number in range(1, self.columns.most_steps + 1):
            names = zip(STEP_FIELDS, self.columns.step_fields(number), strict=True)
            step = {plain: values[name] for plain, name in names if name in values}
            if step and len(steps) < number - 1:
                message = f"step {number} is there, and one before it is not"
                faults.append(make_error("C051", message, self._place(row, None), _HINT))
                break
            if step:
                steps.append(step)
        data["step"] = steps
        return data, faults

    def _place_of(self, row: TableRow, steps: Steps) -> Place:
        """Return the place of a field of a patient's file."""
        name = str(steps[0]) if steps else "key"
        if name == "step":
            number = int(steps[1]) + 1 if len(steps) > 1 else 1
            plain = str(steps[2]) if len(steps) > 2 else "from"
            name = plain if number == 1 else f"{plain}_{number}"
        return self._place(row, name if name in self.columns.places else None)

    def _check_choice(self, chosen: Mapping[str, str | None], patient: Patient | None) -> Iterator[tuple[str, str]]:
        """Yield the field and the fault of what is asked for and is not there."""
        roots = self.sheet.roots
        for name in ("leaflet", "language"):
            if not chosen[name]:
                yield name, "is missing"
        leaflet = (chosen["leaflet"] or "").casefold()
        if chosen["language"] and _tag(roots, chosen["language"]) is None:
            yield "language", "there is no such language"
        if leaflet:
            if leaflet not in list_known_leaflets(roots):
                yield "leaflet", "there is no such leaflet"
            else:
                yield from _check_form(roots, leaflet, str(chosen["country"]).upper(), patient)
        if not _fits(roots, str(chosen["profile"]), str(chosen["paper"]).lower()):
            yield "profile", "there is no such profile or paper, or they do not go together"


def _holds_name(patient: Patient) -> bool:
    """Tell whether the key says who the patient is: a word of three letters or more of the name."""
    key = patient.key.casefold()
    words = re.findall(r"[^\W\d_]{3,}", patient.name.casefold())
    return any(word in key for word in words)


def _check_form(roots: Roots, leaflet: str, country: str, patient: Patient | None) -> Iterator[tuple[str, str]]:
    mark = _mark(roots, leaflet, country)
    if mark is None:
        yield "country", "there is no such country, or the leaflet is not for it"
    elif mark not in PLANNED or (patient is not None and patient.is_liquid != PLANNED[mark]):
        yield "leaflet", "a plan in tablets is for tablets, one with a volume for a liquid; a pump has none"


@lru_cache(maxsize=64)
def _mark(roots: Roots, leaflet: str, country: str) -> str | None:
    try:
        return read_mark(roots, leaflet, country)
    except PlainleafError:
        return None


@lru_cache(maxsize=64)
def _fits(roots: Roots, profile: str, paper: str) -> bool:
    try:
        sheet_profile(roots, profile, paper)
    except PlainleafError:
        return False
    return True


@lru_cache(maxsize=512)
def _tag(roots: Roots, name: str) -> str | None:
    wanted = name.replace("-", "_").casefold()
    return next((tag for tag, names in list_known_tags(roots).items() if wanted in names), None)


@lru_cache(maxsize=4)
def _notes(roots: Roots) -> Collection[str]:
    return tuple(list_notes(roots))
