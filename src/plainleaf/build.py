"""One leaflet through the six stages, and many through any executor."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from plainleaf.catalogues.glossary import read_glossary
from plainleaf.catalogues.model import TranslatedSource
from plainleaf.catalogues.pseudo import PSEUDO_LANGUAGES, translate_pseudo
from plainleaf.catalogues.reader import list_translations, no_catalogue, read_catalogues
from plainleaf.catalogues.release import check_release
from plainleaf.catalogues.review import read_reviews
from plainleaf.catalogues.translate import translate_source
from plainleaf.compose.bilingual import Bilingual, pair_leaflets
from plainleaf.compose.compose import compose_leaflet
from plainleaf.compose.model import Leaflet
from plainleaf.compose.plan import add_clinic, add_form, add_plan
from plainleaf.content.checks import check_dates
from plainleaf.content.drawings import forget_drawings, read_drawing
from plainleaf.content.model import Source
from plainleaf.content.personal import BLANK_KEY, Clinic, Patient
from plainleaf.content.reader import list_leaflets, read_common, read_source
from plainleaf.content.settings import FontShelf, Paper, Profile, read_fonts, read_languages, read_papers
from plainleaf.content.sizes import find_profile, fit_profile
from plainleaf.faces import open_face
from plainleaf.findings import (
    Finding,
    InputError,
    Place,
    PlainleafError,
    Severity,
    UnsafeLeafletError,
    has_errors,
    make_error,
)
from plainleaf.html import choose_lettering, write_html, write_style
from plainleaf.languages import Language, find_language
from plainleaf.layout.bilingual import lay_out_bilingual
from plainleaf.layout.document import lay_out
from plainleaf.layout.numbering import number_room
from plainleaf.pdf import write_pdf
from plainleaf.roots import Roots, open_roots, require_known, shown, unknown_name
from plainleaf.verify import Typeface, verify_bilingual, verify_pdf
from plainleaf.verify.embedding import read_embedding_of
from plainleaf.verify.html import verify_html

if TYPE_CHECKING:
    from concurrent.futures import Executor

PLANNED = {"mark-tablets": False, "mark-liquid": True}
"""Forms of a medicine, by the mark of their leaflet, that a plan is for, and whether its doses are volumes: a pump is
set by the clinic."""

DEFAULT_COUNTRY, DEFAULT_PROFILE, DEFAULT_PAPER = "GB", "large", "a4"

EditionName = Literal["pdf", "html"]


def read_today() -> date:
    """Return the day of SOURCE_DATE_EPOCH (seconds since 1970, UTC) where that is set, else of the clock.

    Raises InputError where it is set to anything else.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        place, hint = Place("SOURCE_DATE_EPOCH"), "seconds since 1970, a whole number; or leave it out"
        raise InputError(make_error("B002", f"{epoch!r} is no moment in time", place, hint)) from None


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make: names of its independent inputs. Picklable, so any executor can run it.

    language: gettext tag. overlay: folder laid over the built-in content. release: refuse drafts.
    draft_fallback: print English where a text that is no warning cannot be used. today: the day that approvals
    and reviews are held against. patient: whose plan ends the leaflet; its key is part of the file's name. form: end it
    with a plan to fill in by hand. clinic: who hands it out. edition: for paper, or for the web, where profile, paper,
    plan and clinic do not matter. second: gettext tag of the language on the facing pages, the clinic's.
    """

    leaflet: str
    language: str
    country: str = DEFAULT_COUNTRY
    profile: str = DEFAULT_PROFILE
    paper: str = DEFAULT_PAPER
    folder: Path = Path("dist")
    overlay: Path | None = None
    release: bool = False
    draft_fallback: bool = False
    today: date = field(default_factory=read_today)
    patient: Patient | None = None
    form: bool = False
    clinic: Clinic | None = None
    edition: EditionName = "pdf"
    second: str | None = None

    @property
    def bcp47(self) -> str:
        """The language as a BCP 47 tag."""
        return self.language.replace("_", "-")

    @property
    def path(self) -> Path:
        """Where the file goes."""
        both = self.bcp47 if self.second is None else f"{self.bcp47}+{self.second.replace('_', '-')}"
        name = f"{self.leaflet}-{self.country}-{both}"
        if self.edition == "html":
            return self.folder / f"{name}.html"
        key = f"-{self.patient.key}" if self.patient else f"-{BLANK_KEY}" if self.form else ""
        return self.folder / f"{name}-{self.profile}-{self.paper}{key}.pdf"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: the file and its facts, or None and the findings that stopped it.

    pages: an HTML edition is one page.
    """

    job: Job
    path: Path | None
    pages: int
    sha256: str | None
    status: str
    findings: tuple[Finding, ...]

    @property
    def made(self) -> bool:
        """Whether there is a file."""
        return self.path is not None


def plan_jobs(
    leaflets: Sequence[str] = (),
    languages: Sequence[str] = (),
    *,
    country: str = DEFAULT_COUNTRY,
    profile: str = DEFAULT_PROFILE,
    paper: str = DEFAULT_PAPER,
    folder: Path = Path("dist"),
    overlay: Path | None = None,
    release: bool = False,
    draft_fallback: bool = False,
    editions: Sequence[EditionName] = ("pdf",),
    patient: Patient | None = None,
    form: bool = False,
    clinic: Clinic | None = None,
    second: str | None = None,
) -> tuple[Job, ...]:
    """Return a job for every leaflet in every language, or for those named, in each of *editions*.

    leaflets: ids, or medicines for all of theirs. languages: BCP 47 or gettext tags, or names. second: a language
    to face each of the others.

    Raises InputError for a name there is nothing by, before any work is done.
    """
    roots = open_roots(overlay)
    known = list_leaflets(roots)
    wanted = [id for name in leaflets for id in find_leaflets(name, known)] or list(known)
    translations = {language.tag: language for language in list_translations(roots, known_languages(roots))}
    names = [part.strip() for name in languages for part in name.split(",") if part.strip()]
    everything = known_languages(roots).values()
    tags = [_known_tag(name, translations, everything) for name in names] or list(translations)
    facing = None if second is None else _known_tag(second, translations, everything)
    if facing is not None:
        tags = _facing_tags(tags, facing, editions)
    if (patient is not None or form) and "pdf" not in editions:
        hint = "make a PDF: a page for the web is for everybody"
        raise InputError(make_error("B004", "a plan is never put on a page for the web", Place("--edition"), hint))
    sheet_profile(roots, profile, paper, numbered=facing is not None)
    for name in wanted:
        _source(roots, name, country)
    today = read_today()
    return tuple(
        Job(
            leaflet,
            tag,
            country,
            profile,
            paper,
            folder,
            overlay,
            release,
            draft_fallback,
            today,
            patient,
            form,
            clinic,
            edition,
            facing,
        )
        for leaflet in dict.fromkeys(wanted)
        for tag in dict.fromkeys(tags)
        for edition in dict.fromkeys(editions)
    )


def find_leaflets(name: str, known: Collection[str]) -> list[str]:
    """Return the leaflet called *name*, or all of the medicine of that name. Raises InputError for neither."""
    found = [id for id in known if name.casefold() in (id, id.rsplit("-", 1)[0])]
    if not found:
        raise unknown_name("leaflet or medicine", name, known)
    return found


def _known_tag(name: str, translations: Mapping[str, Language], languages: Iterable[Language]) -> str:
    """Return the tag of the language that people call *name*: by its tag in any form, or by either name; of a
    pseudo-language by its tag alone."""
    pseudo = name.strip().replace("-", "_").casefold()
    found = next((one for tag, one in PSEUDO_LANGUAGES.items() if tag.casefold() == pseudo), None)
    found = found or find_language(name, languages)
    if found is None:
        labels = {tag: one.english_name for tag, one in translations.items()}
        raise unknown_name("language", name, labels, labels)
    if found.tag not in {**translations, **PSEUDO_LANGUAGES}:
        raise no_catalogue(found, translations.values())
    return found.tag


def _facing_tags(tags: Sequence[str], facing: str, editions: Sequence[EditionName]) -> list[str]:
    """Return *tags* without *facing*, which needs another language to face. Raises InputError where none is left, and
    for the web, which has no pages."""
    if "html" in editions:
        hint = "make the two languages one by one for the web"
        raise InputError(make_error("B003", "a page for the web has one language", Place("--with"), hint))
    others = [tag for tag in tags if tag != facing]
    if not others:
        hint = "name two languages: -l for the patient's, --with for the clinic's"
        raise InputError(make_error("B003", f"{facing} cannot face itself", Place("--with"), hint))
    return others


def run_jobs(jobs: Sequence[Job], executor: Executor | None = None) -> Iterator[Result]:
    """Yield the result of each job as it is done: here, one after the other, or through *executor*."""
    if executor is None:
        yield from map(build_leaflet, jobs)
        return
    from concurrent.futures import as_completed

    futures = [executor.submit(build_leaflet, job) for job in jobs]
    try:
        for future in as_completed(futures):
            yield future.result()
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise


def build_leaflet(job: Job) -> Result:
    """Make, verify and deliver one leaflet. What is not safe is not delivered, and an old file is removed."""
    try:
        content, pages, leaflet, findings = make_html(job) if job.edition == "html" else make_pdf(job)
    except PlainleafError as error:
        _remove_old(job.path)
        return Result(job, None, 0, None, "refused", error.findings)
    except Exception:
        _remove_old(job.path)
        raise
    write_atomically(job.path, content)
    return Result(job, job.path, pages, hashlib.sha256(content).hexdigest(), leaflet.status, findings)


def _remove_old(path: Path) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()


def make_pdf(job: Job) -> tuple[bytes, int, Leaflet, tuple[Finding, ...]]:
    """Return the verified file, its number of pages, its leaflet and findings that did not stop it.

    Raises PlainleafError with everything that did.
    """
    roots = open_roots(job.overlay)
    if job.second is not None:
        return make_bilingual(job, roots)
    leaflet, findings = compose_job(job, roots)
    profile, paper = sheet_profile(roots, job.profile, job.paper)
    shelf = font_shelf(roots)
    layout, faults = lay_out(leaflet, profile, paper, shelf, lambda name: read_drawing(roots, name))
    findings += faults
    if has_errors(findings):
        raise UnsafeLeafletError(*findings)
    pdf = write_pdf(layout)
    findings += verify_made(pdf, leaflet, profile, shelf, today=job.today)
    if has_errors(findings):
        raise UnsafeLeafletError(*findings)
    return pdf, len(layout.pages), leaflet, findings


def make_bilingual(job: Job, roots: Roots) -> tuple[bytes, int, Leaflet, tuple[Finding, ...]]:
    """Return what make_pdf does, for a leaflet in two languages: its status is that of the language behind."""
    pair, findings = compose_pair(job, roots)
    profile, paper = sheet_profile(roots, job.profile, job.paper, numbered=True)
    shelf = font_shelf(roots)
    layout, faults = lay_out_bilingual(pair, profile, paper, shelf, lambda name: read_drawing(roots, name))
    findings += faults
    if has_errors(findings):
        raise UnsafeLeafletError(*findings)
    pdf = write_pdf(layout)
    findings += verify_pair(pdf, pair, profile, shelf, today=job.today)
    if has_errors(findings):
        raise UnsafeLeafletError(*findings)
    leaflet = replace(pair.first, status=pair.status)
    return pdf, len(layout.pages), leaflet, findings


def compose_pair(job: Job, roots: Roots) -> tuple[Bilingual, tuple[Finding, ...]]:
    """Return the leaflet that *job* asks for in both its languages. Raises UnsafeLeafletError with all that stops
    either of them."""
    assert job.second is not None, "a job without a second language has no pair"
    leaflets: list[Leaflet] = []
    findings: tuple[Finding, ...] = ()
    for tag in (job.language, job.second):
        try:
            leaflet, found = compose_job(replace(job, language=tag, second=None), roots)
        except UnsafeLeafletError as unsafe:
            findings += unsafe.findings
        else:
            leaflets.append(leaflet)
            findings += found
    if len(leaflets) < 2:
        raise UnsafeLeafletError(*dict.fromkeys(findings))
    return pair_leaflets(*leaflets), tuple(dict.fromkeys(findings))


def make_html(job: Job) -> tuple[bytes, int, Leaflet, tuple[Finding, ...]]:
    """Return what make_pdf does, for the web: UTF-8; one page.

    Raises PlainleafError with everything that stopped it.
    """
    roots = open_roots(job.overlay)
    leaflet, findings = compose_job(job, roots)
    style = style_page(leaflet, roots)
    html = write_html(leaflet, style, lambda name: read_drawing(roots, name))
    findings += verify_html(html, leaflet, style, today=job.today)
    if has_errors(findings):
        raise UnsafeLeafletError(*findings)
    return html.encode(), 1, leaflet, findings


def style_page(leaflet: Leaflet, roots: Roots) -> str:
    """Return the style sheet of the HTML edition of *leaflet*, in the proportions of large print."""
    lettering = choose_lettering(leaflet.language, find_profile(roots, DEFAULT_PROFILE), font_shelf(roots))
    return write_style(leaflet, lettering)


def compose_job(job: Job, roots: Roots) -> tuple[Leaflet, tuple[Finding, ...]]:
    """Return the leaflet that *job* asks for: stages 1 to 3. Raises UnsafeLeafletError where it wants a release
    and not everything is approved and in date."""
    source = _source(roots, job.leaflet, job.country)
    translated, findings = _translate(source, job, roots)
    unready = tuple(check_release(translated, job.today))
    if job.release and unready:
        raise UnsafeLeafletError(*unready)
    findings += tuple(check_dates(source, job.today))
    leaflet = compose_leaflet(translated, status="draft" if unready else "approved")
    return add_personal(leaflet, source, job), findings


def _translate(source: Source, job: Job, roots: Roots) -> tuple[TranslatedSource, tuple[Finding, ...]]:
    if job.language in PSEUDO_LANGUAGES:
        return translate_pseudo(source, PSEUDO_LANGUAGES[job.language]), ()
    language = known_languages(roots)[job.language]
    domains = dict.fromkeys(message.domain for message in source.printed_messages())
    catalogues, reviews = read_catalogues(roots, language, domains), read_reviews(roots, language)
    glossary = read_glossary(roots, language)
    return translate_source(
        source, language, catalogues, reviews, glossary, today=job.today, draft_fallback=job.draft_fallback
    )


def add_personal(leaflet: Leaflet, source: Source, job: Job) -> Leaflet:
    """Return *leaflet* with the plan and the clinic of *job*, as far as it has them.

    Raises InputError (C053) where the plan is not for the medicine's form: tablets for a liquid, or a pump's.
    """
    if job.patient is not None or job.form:
        liquid = PLANNED.get(source.leaflet.mark)
        if liquid is None or (job.patient is not None and job.patient.is_liquid != liquid):
            hint = "a plan in tablets is for tablets; one that gives volume is for a liquid"
            raise InputError(make_error("C053", f"the plan is not for {leaflet.id}", Place(leaflet.id), hint))
        leaflet = add_form(leaflet, liquid=liquid) if job.patient is None else add_plan(leaflet, job.patient)
    return leaflet if job.clinic is None else add_clinic(leaflet, job.clinic)


@lru_cache(maxsize=4)
def list_known_leaflets(roots: Roots) -> frozenset[str]:
    """Return the ids of the leaflets there are, read once per process."""
    return frozenset(list_leaflets(roots))


@lru_cache(maxsize=4)
def list_known_tags(roots: Roots) -> Mapping[str, frozenset[str]]:
    """Return what people call each language there is a catalogue for, by gettext tag; all in small letters."""
    return {
        language.tag: frozenset(name.casefold() for name in (language.tag, language.english_name, language.own_name))
        for language in list_translations(roots, known_languages(roots))
    }


def read_mark(roots: Roots, leaflet: str, country: str) -> str:
    """Return the mark of *leaflet*, which says what form its medicine has. Raises InputError where there is none."""
    return _source(roots, leaflet, country).leaflet.mark


def list_notes(roots: Roots) -> Mapping[str, str]:
    """Return the notes that a plan may print: the English text by id."""
    prefix = "plan-note-"
    texts = {name: message.text for name, message in read_common(roots).items()}
    return {name.removeprefix(prefix): text for name, text in texts.items() if name.startswith(prefix)}


def verify_made(
    pdf: bytes,
    leaflet: Leaflet,
    profile: Profile,
    shelf: FontShelf,
    *,
    today: date | None = None,
    copied_text: bool = False,
) -> tuple[Finding, ...]:
    """Return what reading *pdf* back finds: stage 6.

    today: what the next check is held against; today's date. copied_text: also through pypdf's text extractor.
    """
    today = read_today() if today is None else today
    personal = leaflet.plan is not None or leaflet.clinic is not None
    scripts = None if personal else {leaflet.language.script, "Latn"}  # a name may be in any
    return verify_pdf(pdf, leaflet, profile, read_typefaces(shelf, scripts), today=today, copied_text=copied_text)


def verify_pair(
    pdf: bytes,
    pair: Bilingual,
    profile: Profile,
    shelf: FontShelf,
    *,
    today: date | None = None,
    copied_text: bool = False,
) -> tuple[Finding, ...]:
    """Return what verify_made does, for a leaflet in two languages."""
    today = read_today() if today is None else today
    return verify_bilingual(pdf, pair, profile, read_typefaces(shelf), today=today, copied_text=copied_text)


def read_typefaces(shelf: FontShelf, scripts: Set[str] | None = None) -> dict[str, Typeface]:
    """Return what the font files for *scripts*, or all, say of themselves, by PostScript name."""
    return {
        open_face(path).postscript_name: Typeface(family.reference_height, family.leading, read_embedding_of(path))
        for family in shelf.families
        if scripts is None or family.scripts & scripts
        for path in (family.regular, family.bold)
    }


def write_atomically(path: Path, data: bytes) -> None:
    """Write *data* beside *path* and move it into place, so that nobody ever sees half a file.

    Raises InputError where the folder cannot be written to.
    """
    try:
        _write_beside(path, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        hint = "name a folder that can be written to with -o"
        raise InputError(
            Finding("B001", Severity.ERROR, f"cannot write: {reason}", Place(shown(path)), hint)
        ) from error


def _write_beside(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".plainleaf-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@lru_cache(maxsize=32)
def _source(roots: Roots, leaflet: str, country: str) -> Source:
    return read_source(roots, leaflet, country)


@lru_cache(maxsize=4)
def font_shelf(roots: Roots) -> FontShelf:
    """Return the fonts, read once per process."""
    return read_fonts(roots)


@lru_cache(maxsize=4)
def known_languages(roots: Roots) -> Mapping[str, Language]:
    """Return the facts about languages, read once per process."""
    return read_languages(roots)


@lru_cache(maxsize=32)
def sheet_profile(roots: Roots, profile: str, paper: str, *, numbered: bool = False) -> tuple[Profile, Paper]:
    """Return the profile of that name, fitted to the paper of that name, and the paper.

    numbered: fitted to what a column of numbers leaves of the paper.
    Raises InputError where there is no such name, and where they do not go together.
    """
    sheet = find_paper(roots, paper)
    wanted = find_profile(roots, profile)
    room = replace(sheet, width=sheet.width - number_room(wanted)) if numbered else sheet
    return fit_profile(wanted, room), sheet


def forget_files() -> None:
    """Forget everything that was read from content and catalogues, so that the next job reads it anew."""
    forget_drawings()
    for read in (_source, font_shelf, known_languages, sheet_profile):
        read.cache_clear()


def find_paper(roots: Roots, name: str) -> Paper:
    """Return the paper called *name*. Raises InputError where there is none."""
    papers = read_papers(roots)
    require_known("paper", name, papers)
    return papers[name]
