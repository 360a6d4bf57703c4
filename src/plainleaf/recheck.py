"""Check a finished file again: the leaflet is composed anew from today's content and held against the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from plainleaf.build import (
    DEFAULT_PAPER,
    DEFAULT_PROFILE,
    Job,
    compose_job,
    compose_pair,
    font_shelf,
    known_languages,
    read_typefaces,
    sheet_profile,
    style_page,
    verify_made,
    verify_pair,
)
from plainleaf.catalogues.pseudo import PSEUDO_LANGUAGES
from plainleaf.content.personal import Clinic, Patient
from plainleaf.content.sizes import find_profile
from plainleaf.findings import Finding, InputError, Place, PlainleafError, Severity, has_errors
from plainleaf.roots import Roots, open_roots, shown
from plainleaf.verify import measure_foreign, read_identity
from plainleaf.verify.html import read_html_identity, verify_html

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
        """0 where it passed, 1 where it failed, 2 where it cannot be read."""
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
    """Return the verdict on the PDF or HTML file at *path*. Raises InputError for a profile there is not.

    profile: what a PDF that is no leaflet of ours is measured by; a leaflet names its own. patient, clinic: what its
    last pages must say; where they are not given, a note says that those were not compared.
    """
    return recheck_content(path, path.read_bytes(), overlay, profile, patient=patient, clinic=clinic)


def recheck_content(
    path: Path,
    content: bytes,
    overlay: Path | None,
    profile: str = DEFAULT_PROFILE,
    *,
    patient: Patient | None = None,
    clinic: Clinic | None = None,
) -> Verdict:
    """Return the verdict on *content*, read from the file at *path*; see recheck_file."""
    roots = open_roots(overlay)
    if path.suffix.casefold() in (".html", ".htm"):
        return _recheck_html(path, content, overlay, roots)
    identity = read_identity(content)
    if identity is None:
        return _unreadable(path, "PDF")
    if identity.split(" ")[0] != "plainleaf":
        return _measure_foreign(path, content, roots, profile)
    job = _name_job(path, identity, overlay, roots, {"leaflet", "lang", "country", "profile"})
    if isinstance(job, Verdict):
        return job
    job = replace(job, patient=patient, clinic=clinic)
    try:
        findings, found = _compare(content, job, roots)
    except PlainleafError as error:
        return Verdict(path, job, error.findings)
    return Verdict(path, job, (*findings, *_excuse(found, dict(_IDENTITY.findall(identity)), job)))


def _compare(content: bytes, job: Job, roots: Roots) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return what is found in the words of today, and in *content* against them."""
    standard = sheet_profile(roots, job.profile, job.paper, numbered=job.second is not None)[0]
    shelf = font_shelf(roots)
    if job.second is None:
        leaflet, findings = compose_job(job, roots)
        return findings, verify_made(content, leaflet, standard, shelf, today=job.today, copied_text=True)
    pair, findings = compose_pair(job, roots)
    return findings, verify_pair(content, pair, standard, shelf, today=job.today, copied_text=True)


def _recheck_html(path: Path, content: bytes, overlay: Path | None, roots: Roots) -> Verdict:
    try:
        html = content.decode()
    except UnicodeDecodeError:
        return _unreadable(path, "UTF-8 page")
    job = _name_job(path, read_html_identity(html) or "", overlay, roots, {"leaflet", "lang", "country"})
    if isinstance(job, Verdict):
        return job
    try:
        leaflet, findings = compose_job(job, roots)
        found = verify_html(html, leaflet, style_page(leaflet, roots), today=job.today)
    except PlainleafError as error:
        return Verdict(path, job, error.findings)
    return Verdict(path, job, (*findings, *found))


def _unreadable(path: Path, kind: str) -> Verdict:
    hint = "build it again, or fetch it again"
    broken = Finding("V001", Severity.ERROR, f"this is not a readable {kind}", Place(shown(path)), hint)
    return Verdict(path, None, (broken,), readable=False)


def _name_job(path: Path, identity: str, overlay: Path | None, roots: Roots, needed: Set[str]) -> Job | Verdict:
    """Return the job that made the file that says *identity* of itself; a verdict where that cannot be known."""
    facts = dict(_IDENTITY.findall(identity))
    if not needed <= facts.keys():
        hint = "somebody has changed it since it was made; build it again"
        lost = Finding("V002", Severity.ERROR, "the file does not say which leaflet it is", Place(shown(path)), hint)
        return Verdict(path, None, (lost,))
    tag, second = (facts[name].replace("-", "_") if name in facts else None for name in ("lang", "with"))
    for claimed in (tag, second):
        if claimed is not None and claimed not in {**known_languages(roots), **PSEUDO_LANGUAGES}:
            message = f"the file claims an unknown language {claimed!r}"
            return Verdict(path, None, (Finding("V003", Severity.ERROR, message, Place(shown(path))),))
    assert tag is not None, "needed by every caller"
    return Job(
        facts["leaflet"],
        tag,
        facts["country"],
        facts.get("profile", DEFAULT_PROFILE),
        facts.get("paper", DEFAULT_PAPER),
        path.parent,
        overlay,
        draft_fallback=facts.get("english") == "partly",
        form=facts.get("plan") == "form",
        second=second,
    )


def _excuse(found: Iterable[Finding], facts: Mapping[str, str], job: Job) -> Iterator[Finding]:
    """Yield *found*; that nobody asked for the plan or the clinic, which the file itself names, is but a note."""
    given = {"plan": job.patient is not None or job.form, "clinic": job.clinic is not None}
    for finding in found:
        name = finding.place.path.rpartition("/")[2]  # without the language, where there are two
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
