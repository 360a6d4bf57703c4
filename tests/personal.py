"""A patient and a clinic for tests: files with every key, and a way to change one line of them."""

from __future__ import annotations

from pathlib import Path

from plainleaf.content.clinic import read_clinic
from plainleaf.content.patient import read_patient
from plainleaf.content.personal import Clinic, Patient

NOTES = frozenset({"bring", "ask", "strength"})
NAME, NUMBER, PRESCRIBER = "Quirina Zabłocka", "943 476 5919", "Dr Xenia Vidal"
PATIENT = f"""\
key = "K-17"
name = "{NAME}"
name_language = "pl"
born = 1958-03-04
number = "{NUMBER}"
prescriber = "{PRESCRIBER}"
strength = "10 mg"
next_appointment = 2026-05-25
notes = ["bring", "strength"]
[[step]]
from = 2026-05-04
morning = 0.5
noon = 0
evening = 1.5
bedtime = 2.5
[[step]]
from = 2026-05-11
morning = 1
noon = 2
evening = 3
bedtime = 4
"""
CLINIC = """\
name = "Example Clinic"
phone = "01632 960 123"
address = ["1 High Street", "Exampleton EX1 2MP"]
web = "https://clinic.example/{leaflet}/{language}"
logo = "logo.svg"
ink = "black"
[hours]
en = "Monday to Friday, 9am to 5pm"
pl = "od poniedziałku do piątku"
"""
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><title>x</title>
<g fill="#0b4f4a" transform="translate(5 5)"><circle cx="15" cy="15" r="15"/><path fill="#fff" d="M12 5h6v20h-6z"/>
<rect x="40" y="5" width="40" height="8" rx="3"/></g></svg>"""


def changed(text: str, old: str, new: str) -> str:
    """Return *text* with *old*, which it holds, replaced."""
    assert old in text
    return text.replace(old, new)


def write_patient(folder: Path, text: str = PATIENT, name: str = "one.toml") -> Path:
    """Write a patient's file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def make_patient_from(folder: Path, text: str = PATIENT, name: str = "one.toml") -> Patient:
    """Return the patient in *text*."""
    return read_patient(write_patient(folder, text, name), NOTES)


def write_clinic(folder: Path, text: str = CLINIC, logo: str | bytes = LOGO, logo_name: str = "logo.svg") -> Path:
    """Write a clinic.toml and its logo."""
    (folder / logo_name).write_bytes(logo.encode() if isinstance(logo, str) else logo)
    path = folder / "clinic.toml"
    path.write_text(text, encoding="utf-8")
    return path


def make_clinic_from(folder: Path, text: str = CLINIC) -> Clinic:
    """Return the clinic in *text*."""
    return read_clinic(write_clinic(folder, text))
