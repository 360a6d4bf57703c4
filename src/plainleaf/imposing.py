"""A finished leaflet onto sheets: checked again, placed, written, read back, delivered."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plainleaf.build import find_paper, font_shelf, known_languages, write_atomically
from plainleaf.content.personal import Clinic, Patient
from plainleaf.content.settings import Paper, Profile, read_papers, read_profile
from plainleaf.content.sizes import LARGEST_SIZE, SMALLEST_SIZE, find_profile
from plainleaf.faces import open_face
from plainleaf.findings import Finding, InputError, Place, UnsafeLeafletError, make_error
from plainleaf.impose.checks import Letters, Standard, check_sheets, find_smallest
from plainleaf.impose.model import SCHEMES, Imposition, Scheme
from plainleaf.impose.placing import find_scale, impose_pages
from plainleaf.impose.sheets import is_encrypted, write_sheets
from plainleaf.languages import RTL_SCRIPTS
from plainleaf.recheck import recheck_content
from plainleaf.roots import Roots, open_roots, shown
from plainleaf.verify import read_back, read_identity
from plainleaf.verify.model import ReadBack

SMALLEST_PROFILE = "clear"
"""Nothing is printed smaller than this profile prints it: 14 pt, in other scripts what equals it."""


@dataclass(frozen=True, slots=True)
class Imposed:
    """Sheets that were made and delivered: where, how, what of, and the smallest letters on them."""

    path: Path
    source: Path
    paper: Paper
    imposition: Imposition
    letters: Letters
    sha256: str
    findings: tuple[Finding, ...]


def impose_file(
    source: Path,
    scheme_name: str,
    paper_name: str,
    target: Path | None = None,
    overlay: Path | None = None,
    *,
    patient: Patient | None = None,
    clinic: Clinic | None = None,
) -> Imposed:
    """Put the leaflet at *source* on sheets and deliver them at *target*, else beside it.

    scheme_name: one of SCHEMES. patient, clinic: what its last pages must say.

    Raises InputError for a file that is no leaflet of ours, a paper there is not and a target that is the source;
    UnsafeLeafletError where the leaflet is not as it must be, or its letters would be too small: then there is no
    file at *target*, not even an old one.
    """
    roots = open_roots(overlay)
    paper = find_paper(roots, paper_name)
    target = target or source.with_name(f"{source.stem}-{scheme_name}-{paper.id}.pdf")
    if target.is_dir():
        raise InputError(make_error("I003", "this is a folder", Place(shown(target)), "name a file with -o"))
    if _is_same(source, target):
        hint = "name another file with -o"
        raise InputError(make_error("I003", "the sheets would replace the leaflet", Place(shown(target)), hint))
    pdf = source.read_bytes()
    _require_leaflet(pdf, source)
    try:
        findings = _recheck(source, pdf, overlay, patient, clinic)
        sheets, imposition, letters = make_sheets(pdf, SCHEMES[scheme_name], paper, roots)
    except UnsafeLeafletError:
        with suppress(FileNotFoundError, NotADirectoryError):
            target.unlink()
        raise
    write_atomically(target, sheets)
    digest = hashlib.sha256(sheets).hexdigest()
    return Imposed(target, source, paper, imposition, letters, digest, findings)


def make_sheets(pdf: bytes, scheme: Scheme, paper: Paper, roots: Roots) -> tuple[bytes, Imposition, Letters]:
    """Return the leaflet *pdf* on sheets of *paper*, where its pages lie, and the smallest letters on them.

    Raises UnsafeLeafletError (I002, I004).
    """
    read, standards = read_back(pdf, copied_text=False), read_standards(roots)
    pages = [(page.width, page.height) for page in read.pages]
    imposition = impose_pages(pages, scheme, (paper.width, paper.height), rtl=_is_rtl(read, roots))
    before = find_smallest(read, standards)
    if before.spare * imposition.scale < 1:
        raise UnsafeLeafletError(_too_small(before, imposition, read, paper, roots))
    sheets = write_sheets(pdf, imposition)
    result = read_back(sheets, copied_text=False)
    letters, findings = find_smallest(result, standards), tuple(check_sheets(result, read, imposition))
    if findings or letters.spare < 1:
        raise UnsafeLeafletError(*findings or (_too_small(before, imposition, read, paper, roots),))
    return sheets, imposition, letters


def read_standards(roots: Roots) -> dict[str, Standard]:
    """Return what each font is held to, by PostScript name: the smallest role of the clear profile in its scripts."""
    shelf, profile = font_shelf(roots), read_profile(roots, SMALLEST_PROFILE)
    return {
        open_face(path).postscript_name: Standard(
            min(_smallest_role(profile, script) for script in family.scripts), family.reference_height
        )
        for family in shelf.families
        for path in (family.regular, family.bold)
    }


def _smallest_role(profile: Profile, script: str) -> float:
    return min(float(size.size) for _, size in profile.type_scale(script))


def _is_same(source: Path, target: Path) -> bool:
    return target.exists() and target.samefile(source)


def _require_leaflet(pdf: bytes, path: Path) -> None:
    """Raise InputError (I001) where *pdf* is no leaflet of ours."""
    place, hint = Place(shown(path)), "impose takes the PDF that plainleaf build has made"
    if is_encrypted(pdf):
        raise InputError(make_error("I001", "the file is encrypted", place, hint))
    identity = read_identity(pdf)
    if identity is None:
        raise InputError(make_error("I001", "this is not a readable PDF", place, hint))
    if identity.startswith("plainleaf-sheets "):
        raise InputError(make_error("I001", "these are sheets already", place, hint))
    if identity.split(" ")[0] != "plainleaf":
        raise InputError(make_error("I001", "this is not a plainleaf leaflet", place, hint))


def _recheck(
    path: Path, pdf: bytes, overlay: Path | None, patient: Patient | None, clinic: Clinic | None
) -> tuple[Finding, ...]:
    """Return what the check of the leaflet found that does not stop it; it is held against today's content."""
    verdict = recheck_content(path, pdf, overlay, patient=patient, clinic=clinic)
    if not verdict.passed:
        raise UnsafeLeafletError(*verdict.findings)
    return verdict.findings


def _is_rtl(read: ReadBack, roots: Roots) -> bool:
    """Tell whether the leaflet is bound on the right: by its direction, or by the script of its language."""
    language = known_languages(roots).get((read.lang or "").replace("-", "_"))
    return read.direction == "/R2L" or (language is not None and language.script in RTL_SCRIPTS)


def _too_small(before: Letters, imposition: Imposition, read: ReadBack, paper: Paper, roots: Roots) -> Finding:
    """Return the refusal (I002), with everything that would fit."""
    points, mm = before.points * imposition.scale, before.mm * imposition.scale
    message = (
        f"as {imposition.scheme.name} on {paper.name} the smallest letters would be {points:.1f} pt, {mm:.1f} mm high,"
        f" not {before.least:g} pt"
    )
    ways = list(_find_ways(before, imposition, read, roots))
    hint = "; or ".join(ways) if ways else "print the leaflet as it is"
    return make_error("I002", message, Place(paper.id), hint)


def _find_ways(before: Letters, imposition: Imposition, read: ReadBack, roots: Roots) -> list[str]:
    """Return what would fit: larger sheets, another scheme on this paper, larger print, a leaflet of smaller pages."""
    pages = [(page.width, page.height) for page in read.pages]
    sheet, scheme = (imposition.width, imposition.height), imposition.scheme
    papers = sorted(read_papers(roots).values(), key=lambda one: one.width * one.height)
    larger = [one.id for one in papers if before.spare * _best_scale(pages, scheme, one) >= 1]
    ways = [f"take --paper {larger[0]}"] if larger else []
    size = _find_size(read, imposition.scale, roots)
    if size is not None:
        ways.append(f"build the leaflet with --size {size} first")
    clear = [one.id for one in papers if find_scale([(one.width, one.height)], scheme, sheet) >= 1]
    if clear:
        ways.append(f"build it on smaller pages first: -p {SMALLEST_PROFILE} --paper {clear[-1]}")
    return ways


def _best_scale(pages: list[tuple[float, float]], scheme: Scheme, paper: Paper) -> float:
    sheets = (paper.width, paper.height), (paper.height, paper.width)
    return max(find_scale(pages, scheme, sheet) for sheet in sheets)


def _find_size(read: ReadBack, scale: float, roots: Roots) -> int | None:
    """Return the least size of text whose every role stays large enough at *scale*, in the leaflet's scripts."""
    language = known_languages(roots).get((read.lang or "").replace("-", "_"))
    scripts = {"Latn"} | ({language.script} if language else set())
    clear = read_profile(roots, SMALLEST_PROFILE)
    for points in range(SMALLEST_SIZE, LARGEST_SIZE + 1):
        profile = find_profile(roots, f"{points}pt")
        if all(_smallest_role(profile, script) * scale >= _smallest_role(clear, script) for script in scripts):
            return points
    return None
