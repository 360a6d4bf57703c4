"""Check a finished file again: the leaflet is composed anew from today's content and held against the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plainleaf.build import (
    DEFAULT_PROFILE,
    Job,
    compose_job,
    font_shelf,
    known_languages,
    read_typefaces,
    sheet_profile,
    verify_made,
)
from plainleaf.content.personal import Clinic, Patient
from plainleaf.content.sizes import find_profile
from plainleaf.findings import Finding, InputError, Place, PlainleafError, Severity, has_errors
from plainleaf.roots import Roots, open_roots, shown
from plainleaf.verify import measure_foreign, read_identity

_IDENTITY = re.compile(r"(\w+)=(\S+)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of one file found."""

    path: Path
    job: Job | None
    findings: tuple[Finding, ...]
    readable: bool = True

    @property
    def exit_code(self) -> int:
        """0 where it passed, 1 where it failed, 2 where it is no readable PDF."""
        return 0 if self.passed else 1 if self.readable else InputError.exit_code

    @property
    def passed(self) -> bool:
        """Whether no finding is an error."""
        return not has_errors(self.findings)


def recheck_file(
    path: Path,
    overlay: Path | None,
    profile: str = DEFAULT_PROFILE,
    *,
    patient: Patient | None = None,
    clinic: Clinic | None = None,
) -> Verdict:
    """Return the verdict on the PDF at *path*. Raises InputError for a profile there is not.

    profile: what a file that is no leaflet of ours is measured by; a leaflet names its own. patient, clinic: what its
    last pages must say; where they are not given, a note says that those were not compared.
    """
    pdf = path.read_bytes()
    identity = read_identity(pdf)
    if identity is None:
        hint = "build it again, or fetch it again"
        broken = Finding("V001", Severity.ERROR, "this is not a readable PDF", Place(shown(path)), hint)
        return Verdict(path, None, (broken,), readable=False)
    facts = dict(_IDENTITY.findall(identity))
    if identity.split(" ")[0] != "plainleaf":
        return _measure_foreign(path, pdf, open_roots(overlay), profile)
    if not {"leaflet", "lang", "country", "profile"} <= facts.keys():
        hint = "somebody has changed it since it was printed; build it again"
        lost = Finding("V002", Severity.ERROR, "the file does not say which leaflet it is", Place(shown(path)), hint)
        return Verdict(path, None, (lost,))
    roots = open_roots(overlay)
    tag = facts["lang"].replace("-", "_")
    job = Job(
        facts["leaflet"],
        tag,
        facts["country"],
        facts["profile"],
        facts.get("paper", "a4"),
        path.parent,
        overlay,
        draft_fallback=facts.get("english") == "partly",
        patient=patient,
        form=facts.get("plan") == "form",
        clinic=clinic,
    )
    if tag not in known_languages(roots):
        unknown = Finding("V003", Severity.ERROR, f"the file claims an unknown language {tag!r}", Place(shown(path)))
        return Verdict(path, None, (unknown,))
    try:
        leaflet, findings = compose_job(job, roots)
        standard, _ = sheet_profile(roots, job.profile, job.paper)
        found = verify_made(pdf, leaflet, standard, font_shelf(roots), today=job.today, copied_text=True)
    except PlainleafError as error:
        return Verdict(path, job, error.findings)
    return Verdict(path, job, (*findings, *_excuse(found, facts, job)))


def _excuse(found: Iterable[Finding], facts: Mapping[str, str], job: Job) -> Iterator[Finding]:
    """Yield *found*; that nobody asked for the plan or the clinic, which the file itself names, is but a note."""
    given = {"plan": job.patient is not None or job.form, "clinic": job.clinic is not None}
    for finding in found:
        name = finding.place.path
        if finding.code == "V161" and name in facts and not given.get(name, True):
            hint = "name the file it was made from with --patient or --clinic"
            yield Finding("V004", Severity.NOTE, f"the {name} in the file was not compared", Place(name), hint)
        else:
            yield finding


def _measure_foreign(path: Path, pdf: bytes, roots: Roots, profile: str) -> Verdict:
    """Return what can be seen without knowing the words."""
    hint = "nobody has compared its words with an approved text"
    foreign = Finding("V002", Severity.NOTE, "this is not a plainleaf leaflet", Place(shown(path)), hint)
    found = measure_foreign(pdf, find_profile(roots, profile), read_typefaces(font_shelf(roots)))
    return Verdict(path, None, (foreign, *found))
