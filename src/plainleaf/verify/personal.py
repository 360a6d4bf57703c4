"""Checks of what a leaflet says to one patient: each dose, day and name exactly as given, in its place.

No finding repeats a word of it: findings go to screens, logs and mails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from plainleaf.compose.model import Leaflet, Span, Words
from plainleaf.compose.personal import ClinicBlock, DoseCell, PlanPage
from plainleaf.content.personal import TIMES
from plainleaf.findings import Finding
from plainleaf.verify.model import ReadBack, StructureElement
from plainleaf.verify.normal import normalise
from plainleaf.verify.warnings import error

PERSONAL = ("plan", "clinic")
"""Ids of the sections about one patient and one clinic."""


class Passage(NamedTuple):
    """One text a section must hold: the code that reports it, what it is, and the text without blanks."""

    code: str
    name: str
    text: str


def check_plan(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V161-V164: the plan is there, once, and says each dose, day and text exactly as given.

    Why: a wrong dose harms. Source: the prescriber's plan, which is printed and never computed.
    """
    plan = leaflet.plan
    for section in _only_section(read, "plan", wanted=plan is not None):
        assert plan is not None, "there is a section only where one is wanted"
        tables = [element for element in section.walk() if element.tag == "Table"]
        gridded = any(element.tag == "THead" for element in section.walk())
        rows = _form_rows(tables) if plan.is_form else len(plan.rows)
        yield from _check_passages(read, section, tuple(_plan_passages(plan, gridded, rows)), "plan")


def check_clinic(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V161, V165: the clinic's words are there, once, exactly as given, and its logo has words.

    Why: a patient in doubt calls the number that is printed.
    """
    clinic = leaflet.clinic
    for section in _only_section(read, "clinic", wanted=clinic is not None):
        assert clinic is not None, "there is a section only where one is wanted"
        passages = tuple(Passage("V165", "the clinic", normalise(words.plain)) for words in clinic.texts())
        yield from _check_passages(read, section, passages, "clinic")
        told = [element.alt or "" for element in section.walk() if element.tag == "Figure"]
        if told != _figure_texts(clinic):
            yield error("V165", "a picture of the clinic's does not say what it is", "clinic")


def _figure_texts(clinic: ClinicBlock) -> list[str]:
    code = [] if clinic.code is None else [clinic.code.alt.plain]
    return [*code, *([] if clinic.logo is None else [clinic.logo_alt.plain])]


def _only_section(read: ReadBack, id: str, *, wanted: bool) -> Iterator[StructureElement]:
    """Yield the section *id*; findings are made by check_presence."""
    found = read.elements(id)
    if wanted and len(found) == 1:
        yield found[0]


def check_presence(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V161: the plan and the clinic's words are there once where they are wanted, and nowhere else.

    Why: one patient's plan in another's hand harms both.
    """
    for id, wanted in (("plan", leaflet.plan is not None), ("clinic", leaflet.clinic is not None)):
        count = len(read.elements(id))
        if count != wanted:
            yield error("V161", f"the section {id} is there {count} times instead of {int(wanted)}", id)


def _form_rows(tables: Sequence[StructureElement]) -> int:
    """Return how many days a form has room for: rows of its grid below the head, or tables."""
    rows = [row for body in tables for row in body.walk() if row.tag == "TR"]
    return len(rows) - 1 if len(tables) == 1 else len(tables)


def _plan_passages(plan: PlanPage, gridded: bool, rows: int) -> Iterator[Passage]:
    """Yield the texts of *plan* in reading order; gridded: in one table."""
    yield _passage("V164", "the title", plan.title)
    for detail in plan.details:
        yield _passage("V164", "a line about the patient", detail.words)
    yield _passage("V164", "the strength", plan.strength)
    yield from _grid_passages(plan, rows) if gridded else _row_form_passages(plan, rows)
    yield _passage("V164", "what not to do alone", plan.keep)
    if plan.next_appointment is not None:
        yield _passage("V163", "the next appointment", plan.next_appointment.words)
    if plan.notes or plan.is_form:
        yield _passage("V164", "the heading of the notes", plan.notes_title)
    for words in plan.notes:
        yield _passage("V164", "a note", words)


def _passage(code: str, name: str, words: Words) -> Passage:
    return Passage(code, name, normalise(words.plain))


_EMPTY = Words("plan/empty", (Span(""),))


def _grid_passages(plan: PlanPage, rows: int) -> Iterator[Passage]:
    for words, name in zip(plan.head, ("from", *TIMES), strict=True):
        yield _passage("V164", f"the head of {name}", words)
    for number in range(rows):
        day, cells = _row_of(plan, number)
        yield _passage("V163", f"the day of step {number + 1}", day)
        for cell, time in zip(cells, TIMES, strict=True):
            yield _passage("V162", f"the dose of step {number + 1}, {time}", cell.words)


def _row_form_passages(plan: PlanPage, rows: int) -> Iterator[Passage]:
    for number in range(rows):
        day, cells = _row_of(plan, number)
        heading = Words(day.id, (*plan.head[0].spans, *day.spans))
        yield _passage("V163", f"the day of step {number + 1}", heading)
        for words, cell, time in zip(plan.head[1:], cells, TIMES, strict=True):
            yield _passage("V164", f"the time {time} of step {number + 1}", words)
            yield _passage("V162", f"the dose of step {number + 1}, {time}", cell.words)


def _row_of(plan: PlanPage, number: int) -> tuple[Words, tuple[DoseCell, ...]]:
    if plan.is_form:
        return _EMPTY, (DoseCell(_EMPTY),) * len(TIMES)
    return plan.rows[number].date, plan.rows[number].cells


def _check_passages(
    read: ReadBack, section: StructureElement, wanted: tuple[Passage, ...], id: str
) -> Iterator[Finding]:
    """Yield what *section* says, or shows, otherwise than *wanted*."""
    blocks = tuple(section.blocks())
    if len(blocks) != len(wanted):
        code = "V164" if id == "plan" else "V165"
        yield error(code, f"the section {id} has {len(blocks)} passages instead of {len(wanted)}", id)
        return
    for block, passage in zip(blocks, wanted, strict=True):
        if normalise(read.actual_text(block)) != passage.text:
            yield error(passage.code, f"a screen reader does not say {passage.name} as it was given", id)
        if normalise(read.drawn_text(block)) != passage.text:
            yield error(passage.code, f"the page does not show {passage.name} as it was given", id)


def veil(finding: Finding, read: ReadBack, leaflet: Leaflet, causes: dict[str, str]) -> Finding:
    """Return *finding* without words from the page where they could be the patient's. causes: by code."""
    pages = {f"page {page + 1}" for section in read.elements("plan") for page in section.pages}
    private = () if leaflet.plan is None else leaflet.plan.private
    parts = {part for text in private for part in (*text.split(), text) if len(part) > 1}
    message = finding.message
    if finding.place.path in pages or (pages and finding.place.path == "PDF") or _holds(message, parts):
        message = re.sub("“.*”", "“…”", message, flags=re.DOTALL)
    if _holds(message, parts):
        message = causes.get(finding.code, "what stands there is not repeated")
    return finding if message == finding.message else replace(finding, message=message)


def _holds(message: str, parts: set[str]) -> bool:
    plain = normalise(message)
    return any(normalise(part) in plain for part in parts)
