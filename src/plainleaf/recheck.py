"""Check a finished file again: the leaflet is composed anew from today's content and held against the page."""

from __future__ import annotations

import re
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


def recheck_file(path: Path, overlay: Path | None, profile: str = DEFAULT_PROFILE) -> Verdict:
    """Return the verdict on the PDF at *path*. Raises InputError for a profile there is not.

    profile: what a file that is no leaflet of ours is measured by; a leaflet names its own.
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
    return Verdict(path, job, (*findings, *found))


def _measure_foreign(path: Path, pdf: bytes, roots: Roots, profile: str) -> Verdict:
    """Return what can be seen without knowing the words."""
    hint = "nobody has compared its words with an approved text"
    foreign = Finding("V002", Severity.NOTE, "this is not a plainleaf leaflet", Place(shown(path)), hint)
    found = measure_foreign(pdf, find_profile(roots, profile), read_typefaces(font_shelf(roots)))
    return Verdict(path, None, (foreign, *found))
