"""Digests of everything that decides the bytes of a copy, so that what is unchanged is not made again."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from plainleaf.batch.press import Settings
from plainleaf.batch.rows import Order
from plainleaf.content.personal import Clinic, Patient, Raster
from plainleaf.roots import FOLDERS, Roots, open_roots

_LIBRARIES = ("reportlab", "uharfbuzz", "icu4py", "babel", "jinja2", "segno", "pillow")


class Digests:
    """Digests of orders. What all copies have in common is read once."""

    def __init__(self, settings: Settings) -> None:
        self._roots = open_roots(settings.overlay)
        clinic = None if settings.clinic is None else _list_clinic(settings.clinic)
        self._common = _digest((_digest_press(), clinic, settings.release, settings.draft_fallback))
        self._content: dict[str, str] = {}

    def digest(self, order: Order, status: str) -> str:
        """Return the digest of all inputs of one copy. status: of its leaflet today, approved or draft."""
        content = self._content.get(order.language)
        if content is None:
            content = self._content[order.language] = _digest_content(self._roots, order.language)
        edition = order.leaflet, order.language, order.country, order.profile, order.paper, status
        return _digest((self._common, content, edition, _list_patient(order.patient)))


def _digest(parts: object) -> str:
    return hashlib.sha256(ascii(parts).encode()).hexdigest()


def _list_patient(patient: Patient) -> tuple[object, ...]:
    steps = [(step.start.toordinal(), [(dose.halves, dose.volume) for dose in step.doses]) for step in patient.steps]
    days = [None if day is None else day.toordinal() for day in (patient.born, patient.next_appointment)]
    texts = (patient.key, patient.name, patient.language, patient.number, patient.prescriber, patient.strength)
    return (*texts, patient.volume, patient.notes, days, steps)


def _list_clinic(clinic: Clinic) -> tuple[object, ...]:
    logo = clinic.logo
    picture = (logo.width, logo.height, logo.samples) if isinstance(logo, Raster) else repr(logo)
    hours = sorted(clinic.hours.items())
    return clinic.name, clinic.phone, clinic.language, clinic.address, hours, clinic.web, clinic.ink, picture


def _digest_press() -> str:
    """Return the digest of the program and of the versions of the libraries that shape pages."""
    package = Path(__file__).resolve().parents[1]
    sources = {path.relative_to(package).as_posix(): path for path in package.rglob("*.py")}
    found = []
    for name in _LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, ""))
    return _digest((_digest_files(sources), found))


def _digest_content(roots: Roots, tag: str) -> str:
    """Return the digest of all files that a leaflet in the language *tag* may be made from."""
    files: dict[str, Path] = {}
    for root in reversed(roots.folders):
        for folder in FOLDERS:
            start = root / folder / tag if folder == "locales" else root / folder
            files |= {path.relative_to(root).as_posix(): path for path in start.rglob("*") if path.is_file()}
    return _digest_files(files)


def _digest_files(files: dict[str, Path]) -> str:
    return _digest([(name, _digest_file(path, path.stat().st_mtime_ns)) for name, path in sorted(files.items())])


@lru_cache(maxsize=4096)
def _digest_file(path: Path, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
