"""What somebody wrote into the page's form for one patient: the plan that comes of it, or what is wrong in which field.

Nothing of it is logged or put into an address; it is held with the leaflet it was made for, in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from plainleaf.content.patient import make_patient
from plainleaf.content.personal import TIMES, Patient
from plainleaf.findings import InputError, Place
from plainleaf.toml import Steps

Kind = Literal["none", "blank", "plan"]
KINDS: tuple[Kind, ...] = ("none", "blank", "plan")
"""No plan; an empty one to fill in by hand; the one that is written in the form."""
LINES = ("name", "born", "number", "prescriber", "strength", "volume", "next_appointment")
"""Fields of a patient's file that stand in the form once."""
ROW = ("from", *TIMES)
FIRST_STEPS, MORE_STEPS, MOST_STEPS = 3, 3, 24
"""Steps the form begins with, gets more of, and has room for; a longer plan is a file."""
LONGEST = 300
"""Letters of a field that are shown again; every field has room for fewer."""
KEY = "plan"
"""Ends the file's name; says nothing of the patient."""
_FAULTS = {
    "name": "fault-name",
    "born": "fault-day",
    "number": "fault-line",
    "prescriber": "fault-line",
    "strength": "fault-strength",
    "volume": "fault-volume",
    "next_appointment": "fault-day",
    "from": "fault-from",
    **dict.fromkeys(TIMES, "fault-dose"),
    "steps": "fault-steps",
    "plan": "fault-plan",
}
"""By field, the text that says what to do."""


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The form as it was filled in. lines: by LINES. steps: by ROW. notes: ids that are ticked. repr shows the kind."""

    kind: Kind = "none"
    lines: Mapping[str, str] = field(default_factory=dict, repr=False)
    steps: tuple[Mapping[str, str], ...] = field(default=({},) * FIRST_STEPS, repr=False)
    notes: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def is_written(self) -> bool:
        """Whether anything stands in the form."""
        return any(self.lines.values()) or any(any(step.values()) for step in self.steps) or bool(self.notes)

    def line(self, name: str) -> str:
        """Return what stands in the field *name* of LINES."""
        return self.lines.get(name, "")


NO_PLAN = PlanForm()


def read_plan_form(fields: Mapping[str, str], notes: Collection[str]) -> PlanForm:
    """Return the form in *fields*. notes: ids of the notes there are. With ``do=more`` there are more steps."""
    kind: Kind = next((one for one in KINDS if one == fields.get("plan")), "none")
    count = 0
    while count < MOST_STEPS and f"from-{count + 1}" in fields:
        count += 1
    count = max(count, FIRST_STEPS)
    if fields.get("do") == "more":
        count = min(MOST_STEPS, count + MORE_STEPS)
    steps = tuple({name: _read(fields, f"{name}-{number}") for name in ROW} for number in range(1, count + 1))
    lines = {name: _read(fields, f"plan-{name}") for name in LINES}
    return PlanForm(kind, lines, steps, frozenset(note for note in notes if f"note-{note}" in fields))


def _read(fields: Mapping[str, str], name: str) -> str:
    return fields.get(name, "").strip()[:LONGEST]


def make_plan(form: PlanForm, notes: Collection[str], *, liquid: bool | None) -> tuple[Patient | None, dict[str, str]]:
    """Return the plan that *form* holds, if it is to hold one, and what is wrong: the id of a text by field.

    liquid: whether the medicine is one; None where it has no plan at all.
    """
    if form.kind != "plan":
        if form.kind == "none" and form.is_written:
            return None, {"plan": "fault-plan"}
        return None, {"plan": "fault-no-plan"} if form.kind == "blank" and liquid is None else {}
    if liquid is None:
        return None, {"plan": "fault-no-plan"}
    used = [(number, step) for number, step in enumerate(form.steps, start=1) if any(step.values())]
    data: dict[str, object] = {name: text for name, text in form.lines.items() if text}
    data |= {"key": KEY, "notes": [note for note in notes if note in form.notes]}
    data["step"] = [{name: text for name, text in step.items() if text} for _, step in used]
    faults = {} if liquid == bool(form.line("volume")) else {"plan-volume": _FAULTS["volume"]}
    patient = None
    try:
        patient = make_patient(data, lambda steps: Place(_find_field(steps, [number for number, _ in used])), notes)
    except InputError as error:
        for finding in error.findings:
            name = str(finding.place)
            field = name.removeprefix("plan-").partition("-")[0]
            if field not in TIMES or "plan-volume" not in faults:  # what a dose may be depends on the volume
                faults.setdefault(name, _FAULTS[field])
    return (None, dict(_sort(faults))) if faults else (patient, {})


def _find_field(steps: Steps, numbers: list[int]) -> str:
    """Return the name of a field of the form, by its path in a patient's file."""
    first = str(steps[0]) if steps else "plan"
    if first == "step":
        if len(steps) < 3:
            return "plan-steps"
        return f"{steps[2]}-{numbers[int(steps[1])]}"
    return f"plan-{first}" if first in LINES else "plan"


def _sort(faults: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield *faults* in the order of the form."""
    order = ["plan", *(f"plan-{name}" for name in LINES), "plan-steps"]
    order += [f"{name}-{number}" for number in range(1, MOST_STEPS + 1) for name in ROW]
    yield from ((name, faults[name]) for name in order if name in faults)
