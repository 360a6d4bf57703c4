"""What somebody chose on the page or asked for in the API, and the job that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plainleaf.build import Job, read_today
from plainleaf.content.personal import Patient
from plainleaf.web.offer import Offer
from plainleaf.web.settings import Settings

LONGEST_SEARCH = 60
"""Letters of a search for a language; names are shorter."""


@dataclass(frozen=True, slots=True)
class Choices:
    """One set of choices, each the id of something on offer or empty; *search*: words to find a language by; *second*:
    the language on the facing pages."""

    leaflet: str = ""
    language: str = ""
    profile: str = ""
    country: str = ""
    paper: str = ""
    search: str = ""
    second: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what must still be chosen, in the order of the page."""
        names = ("leaflet", "language", "profile", "country", "paper")
        return tuple(name for name in names if not getattr(self, name))

    @property
    def faults(self) -> dict[str, str]:
        """What is missing or does not go together: the id of a text that says what to do, by field."""
        found = {name: _FAULTS[name] for name in self.missing}
        if self.second and self.second == self.language:
            found["second"] = "fault-second"
        return found


_FAULTS = {
    "leaflet": "choose-medicine",
    "language": "choose-language",
    "profile": "choose-size",
    "country": "choose-country",
    "paper": "choose-paper",
}


def first_choices(settings: Settings, offer: Offer, fields: Mapping[str, str]) -> Choices:
    """Return what is chosen when the page opens: the clinic's settings and what the address names."""
    ours = {"profile": settings.profile, "country": settings.country, "paper": settings.paper}
    return read_choices({**ours, **fields}, offer)


def read_choices(fields: Mapping[str, str], offer: Offer) -> Choices:
    """Return the choices in *fields*; a value that is not on offer counts as not chosen."""
    language, second = (offer.find_language(fields.get(name, "")) for name in ("language", "second"))
    return Choices(
        leaflet=_one_of(fields.get("leaflet"), [one.id for one in offer.leaflets]),
        language=language.tag if language else "",
        profile=_one_of(fields.get("profile"), [one.id for one in offer.profiles]),
        country=_one_of(fields.get("country"), [one.id for one in offer.countries]),
        paper=_one_of(fields.get("paper"), [one.id for one in offer.papers]),
        search=fields.get("search", "").strip()[:LONGEST_SEARCH],
        second=second.tag if second else "",
    )


def _one_of(value: str | None, known: list[str]) -> str:
    return value if value in known else ""


def plan_job(
    choices: Choices, settings: Settings, *, release: bool = False, patient: Patient | None = None, form: bool = False
) -> Job:
    """Return the job for *choices*, of which none is missing. Whatever else a leaflet is made of (a patient's plan, a
    form to fill in by hand, the clinic's letterhead) joins it here, for the page and the API alike."""
    return Job(
        choices.leaflet,
        choices.language,
        choices.country,
        choices.profile,
        choices.paper,
        overlay=settings.overlay,
        release=settings.release or release,
        today=read_today(),
        patient=patient,
        form=form,
        clinic=settings.clinic,
        second=choices.second or None,
    )
