"""A leaflet with the page for one patient, and with the words of a clinic. The doses are printed as they were given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from plainleaf.compose.code import encode_qr
from plainleaf.compose.dates import format_date
from plainleaf.compose.model import Leaflet, Phrase, Span, Words
from plainleaf.compose.personal import BLANK, ClinicBlock, Detail, DoseCell, PlanPage, PlanRow, QrCode
from plainleaf.content.personal import TIMES, Clinic, Dose, Patient, Step

_YEAR = re.compile(r" ?\b[0-9]{4}\b ?")
_DETAILS = ("plan-name", "plan-born", "plan-number", "plan-prescriber")


def add_plan(leaflet: Leaflet, patient: Patient) -> Leaflet:
    """Return *leaflet* with the page for *patient*. Stage 1 has checked that its notes exist."""
    texts = leaflet.furniture
    page = PlanPage(
        title=_fill(texts["plan-title"], patient.language, name=patient.name),
        outline=texts["plan-title-blank"].fill(),
        details=tuple(_details(leaflet, patient)),
        strength=_strength(leaflet, patient.strength, patient.volume),
        head=_head(leaflet),
        rows=tuple(_row(leaflet, step) for step in patient.steps),
        keep=texts["plan-keep"].fill(),
        next_appointment=_day_detail(leaflet, "plan-next", patient.next_appointment),
        notes_title=texts["plan-notes"].fill(),
        notes=tuple(texts[f"plan-note-{note}"].fill() for note in patient.notes),
        private=tuple(filter(None, (patient.name, patient.number, patient.prescriber))),
    )
    return replace(leaflet, plan=page)


def add_form(leaflet: Leaflet, *, liquid: bool) -> Leaflet:
    """Return *leaflet* with a page to fill in by hand."""
    texts = leaflet.furniture
    page = PlanPage(
        title=texts["plan-title-blank"].fill(),
        outline=texts["plan-title-blank"].fill(),
        details=tuple(Detail(texts[name].fill(), None) for name in _DETAILS),
        strength=_strength(leaflet, BLANK, BLANK if liquid else None),
        head=_head(leaflet),
        rows=(),
        keep=texts["plan-keep"].fill(),
        next_appointment=Detail(texts["plan-next"].fill(), None),
        notes_title=texts["plan-notes"].fill(),
        notes=(),
    )
    return replace(leaflet, plan=page)


def add_clinic(leaflet: Leaflet, clinic: Clinic) -> Leaflet:
    """Return *leaflet* with whom to call and the letterhead of *clinic*."""
    texts = leaflet.furniture
    block = ClinicBlock(
        heading=texts["plan-clinic"].fill(),
        phone=Words("clinic/phone", (Span(clinic.phone, bold=True, isolate=True, url=_call(clinic.phone)),)),
        hours=_hours(leaflet, clinic),
        code=_code(leaflet, clinic),
        name=_theirs("clinic/name", clinic.name, clinic).bold,
        address=tuple(_theirs("clinic/address", line, clinic) for line in clinic.address),
        logo=clinic.logo,
        logo_alt=_fill(texts["clinic-logo-alt"], clinic.language, clinic=clinic.name),
        black=clinic.ink == "black",
    )
    return replace(leaflet, clinic=block)


def _fill(phrase: Phrase, lang: str | None = None, **values: str) -> Words:
    """Return *phrase* filled with values in the language *lang*."""
    words = phrase.fill(**values)
    spans = (replace(span, lang=lang) if lang and index in phrase.slots else span
             for index, span in enumerate(words.spans))  # fmt: skip
    return Words(words.id, tuple(spans))


def _details(leaflet: Leaflet, patient: Patient) -> Iterator[Detail]:
    born = _day_detail(leaflet, "plan-born", patient.born)
    if born is not None:
        yield born
    for name, value in (("plan-number", patient.number), ("plan-prescriber", patient.prescriber)):
        if value is not None:
            yield _detail(leaflet, name, (Span(value, bold=True, isolate=True),))


def _detail(leaflet: Leaflet, name: str, value: tuple[Span, ...]) -> Detail:
    return Detail(leaflet.furniture[name].fill(), Words(name, (Span(" "), *value)))


def _day_detail(leaflet: Leaflet, name: str, day: date | None) -> Detail | None:
    return None if day is None else _detail(leaflet, name, day_words(leaflet, day).spans)


def day_words(leaflet: Leaflet, day: date) -> Words:
    """Return *day* in the leaflet's language and its country's order, in bold; a line may end beside the year alone."""
    text = format_date(day, leaflet.language, leaflet.country)
    parts, at = [], 0
    for year in _YEAR.finditer(text):
        parts += [text[at : year.start()].replace(" ", "\u00a0"), year[0]]
        at = year.end()
    parts.append(text[at:].replace(" ", "\u00a0"))
    return Words("plan/date", (Span("".join(parts), bold=True),))


def _strength(leaflet: Leaflet, strength: str, volume: str | None) -> Words:
    """Return what one tablet, or each volume, holds.

    From right to left a full stop after the number would stand left of it, a decimal point to the eye (.10 mg), so
    the stop is left out there.
    """
    if volume is None:
        words = leaflet.furniture["plan-tablet"].fill(strength=strength)
    else:
        words = leaflet.furniture["plan-liquid"].fill(strength=strength, volume=volume)
    *others, last = words.spans
    ends = leaflet.language.rtl and bool(others) and others[-1].isolate and last.text.strip() == "."
    return Words(words.id, tuple(others)) if ends else words


def _head(leaflet: Leaflet) -> tuple[Words, ...]:
    return tuple(leaflet.furniture[f"plan-{name}"].fill().bold for name in ("from", *TIMES))


def _row(leaflet: Leaflet, step: Step) -> PlanRow:
    return PlanRow(day_words(leaflet, step.start), tuple(_cell(leaflet, dose) for dose in step.doses))


def _cell(leaflet: Leaflet, dose: Dose) -> DoseCell:
    """Return the cell that says *dose* in words: never a fraction, a decimal of tablets or nothing at all."""
    texts = leaflet.furniture
    if dose.volume is not None:
        return DoseCell(Words("plan/volume", (Span(dose.volume, bold=True, isolate=True),)))
    whole, half = divmod(dose.halves, 2)
    if not dose.halves:
        words = texts["plan-none"].fill()
    elif not half:
        words = Words("plan/count", (Span(str(whole)),))
    elif whole > 1:
        words = texts["plan-more-and-half"].fill(count=str(whole))
    else:
        words = texts["plan-one-and-half" if whole else "plan-half"].fill()
    return DoseCell(words.bold, dose.halves)


def _theirs(id: str, text: str, clinic: Clinic) -> Words:
    """Return words of the letterhead, in its language."""
    return Words(id, (Span(text, isolate=True, lang=clinic.language),))


def _call(phone: str) -> str:
    return "tel:" + "".join(character for character in phone if character in "+0123456789")


def _hours(leaflet: Leaflet, clinic: Clinic) -> Detail | None:
    """Return the opening hours in the leaflet's language if the clinic has them, else in the letterhead's."""
    for tag in (leaflet.language.bcp47, leaflet.language.base, clinic.language, *clinic.hours):
        if tag in clinic.hours:
            return _detail(leaflet, "plan-hours", (Span(clinic.hours[tag], isolate=True, lang=tag),))
    return None


def _code(leaflet: Leaflet, clinic: Clinic) -> QrCode | None:
    if clinic.web is None:
        return None
    values = {"{leaflet}": leaflet.id, "{country}": leaflet.country, "{language}": leaflet.language.bcp47}
    address = clinic.web
    for name, value in values.items():
        address = address.replace(name, value)
    shown = address.removeprefix("https://").removesuffix("/")
    texts = leaflet.furniture
    return QrCode(
        modules=encode_qr(address),
        alt=texts["plan-code-alt"].fill(address=shown),
        invitation=texts["plan-code"].fill(),
        address=Words("clinic/web", (Span(shown, isolate=True, url=address),)),
    )
