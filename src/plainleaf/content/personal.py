"""The two inputs that belong to one place and one person: a clinic, and a patient's plan. Both are picklable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from plainleaf.content.model import Drawing

TIMES = ("morning", "noon", "evening", "bedtime")
"""The four times of day of a plan, in the order of its columns."""

BLANK_KEY = "blank"
"""What stands for a patient's key in the name of a form that is filled in by hand."""


@dataclass(frozen=True, slots=True)
class Dose:
    """How much to take at one time: tablets counted in halves, or a measured volume as it is printed ("2.5 ml")."""

    halves: int = 0
    volume: str | None = None

    @property
    def is_none(self) -> bool:
        """Whether nothing is taken."""
        return not self.halves and self.volume is None


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a plan: what holds from a day on, a dose for each of TIMES."""

    start: date
    doses: tuple[Dose, ...]


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient's plan, exactly as the prescriber gave it. Its repr shows the key alone.

    key: names the file, and is no name: letters, digits, hyphen and underscore. language: BCP 47 tag of the name's
    language, where known. number: by which the clinic knows the patient. strength: of one tablet, or of each *volume*
    of a liquid ("5 mg", "5 ml"). steps: in order of their dates. notes: ids of ``plan-note-…`` messages.
    """

    key: str
    name: str = field(repr=False)
    strength: str = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False)
    language: str | None = field(default=None, repr=False)
    born: date | None = field(default=None, repr=False)
    number: str | None = field(default=None, repr=False)
    prescriber: str | None = field(default=None, repr=False)
    volume: str | None = field(default=None, repr=False)
    next_appointment: date | None = field(default=None, repr=False)
    notes: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_liquid(self) -> bool:
        """Whether the doses are volumes of a liquid."""
        return self.volume is not None


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture in shades of grey: a byte for each sample, 0 black to 255 white, row after row from the top."""

    width: int
    height: int
    samples: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Clinic:
    """Who hands the leaflet out.

    language: BCP 47 tag of the letterhead's words. hours: opening hours by BCP 47 tag. web: address that the QR code
    leads to; ``{leaflet}``, ``{country}`` and ``{language}`` in it stand for those of the leaflet. ink: "colour", or
    "black" for the crispest print on a mono laser.
    """

    name: str
    phone: str
    language: str = "en"
    address: tuple[str, ...] = ()
    hours: Mapping[str, str] = field(default_factory=dict)
    web: str | None = None
    logo: Drawing | Raster | None = None
    ink: Literal["colour", "black"] = "colour"
