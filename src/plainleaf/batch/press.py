"""Copies of a leaflet: the unchanging pages are a plate, laid out once per process; each copy lays out its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from plainleaf.batch.rows import Order
from plainleaf.batch.samples import make_samples
from plainleaf.build import (
    Job,
    compose_job,
    font_shelf,
    read_today,
    read_typefaces,
    sheet_profile,
    verify_made,
    write_atomically,
)
from plainleaf.compose.model import Leaflet
from plainleaf.compose.plan import add_plan
from plainleaf.content.drawings import read_drawing
from plainleaf.content.personal import Clinic
from plainleaf.findings import Finding, Place, PlainleafError, UnsafeLeafletError, has_errors, make_error
from plainleaf.layout.document import (
    Part,
    cut_body,
    cut_plan,
    make_metadata,
    make_outline,
    make_pages,
    open_sheet,
)
from plainleaf.layout.model import Bookmark, Layout, Node, Page
from plainleaf.layout.sheet import Sheet
from plainleaf.pdf.plate import Plate, make_plate, write_copy
from plainleaf.roots import open_roots
from plainleaf.verify import learn, verify_copy
from plainleaf.verify.stitched import PlateFacts

Thoroughness = Literal["plates", "sample", "all"]
"""How much is read back: every plate whole and of each copy what is its own; also one copy in SAMPLE whole; all."""

SAMPLE = 50
"""One copy in so many is read back whole with ``--verify sample``."""
_MOST_EDITIONS = 48
_MOST_PLATES = 8
"""Plates of one edition: a plate for each number of personal pages, and each place of their bookmarks."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What all copies of a batch have in common. Picklable.

    folder: where copies go; None: they are handed back instead. The others as Job has them.
    """

    folder: Path | None
    overlay: Path | None = None
    clinic: Clinic | None = None
    release: bool = False
    draft_fallback: bool = False
    today: date = field(default_factory=read_today)
    verify: Thoroughness = "plates"

    def make_job(self, order: Order, *, whole: bool = True) -> Job:
        """Return *order* as a job; without its patient where not *whole*."""
        return Job(
            order.leaflet,
            order.language,
            order.country,
            order.profile,
            order.paper,
            self.folder or Path(),
            self.overlay,
            self.release,
            self.draft_fallback,
            self.today,
            order.patient if whole else None,
            clinic=self.clinic,
        )


@dataclass(frozen=True, slots=True)
class Copy:
    """What came of an order. name: of the file. sha256: None where there is no file. whole: whether it was to be read
    back whole, as the first copy from each plate is in any case. data: the file, where it was not written."""

    order: Order
    name: str
    pages: int
    sha256: str | None
    whole: bool
    status: str
    findings: tuple[Finding, ...]
    data: bytes | None = field(default=None, repr=False)


def print_copies(settings: Settings, orders: tuple[Order, ...]) -> list[Copy]:
    """Return what came of *orders*: the files are made, read back and delivered; nothing unsafe is."""
    press = open_press(settings)
    return [press.print_copy(order) for order in orders]


def open_edition(settings: Settings, order: Order) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the status, approved or draft, of the leaflet that *order* asks for, None where it cannot be made; and
    what was found on the way."""
    try:
        edition = open_press(settings).edition(order)
    except PlainleafError as error:
        return None, error.findings
    return edition.base.status, edition.findings


def open_press(settings: Settings) -> Press:
    """Return the press of this process for *settings*; it keeps the one it had last."""
    if not _presses or _presses[0].settings != settings:
        _presses[:] = [Press(settings)]
    return _presses[0]


_presses: list[Press] = []


class Press:
    """Prints copies, and keeps the plates it has made."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._editions: dict[tuple[str, ...], Edition] = {}

    def print_copy(self, order: Order) -> Copy:
        """Make, read back and deliver one copy. No fault of it stops another one."""
        job = self.settings.make_job(order)
        try:
            made = self.edition(order).print_copy(order)
        except PlainleafError as error:
            return self._refuse(order, job, error.findings)
        except Exception as error:  # what it says may hold the patient's words
            message = f"the press failed ({type(error).__name__})"
            return self._refuse(order, job, (make_error("B016", message, _row(order), "report it"),))
        data: bytes | None = made.data
        if self.settings.folder is not None:
            write_atomically(job.path, made.data)
            data = None
        digest = hashlib.sha256(made.data).hexdigest()
        return Copy(order, job.path.name, made.pages, digest, made.whole, made.status, made.findings, data)

    def _refuse(self, order: Order, job: Job, findings: tuple[Finding, ...]) -> Copy:
        if self.settings.folder is not None:
            job.path.unlink(missing_ok=True)
        return Copy(order, job.path.name, 0, None, False, "refused", tuple(_at(order, one) for one in findings))

    def edition(self, order: Order) -> Edition:
        """Return the unchanging part of what *order* asks for. Raises PlainleafError where it cannot be made."""
        key = edition_key(order)
        edition = self._editions.pop(key, None) or Edition(self.settings, order)
        self._editions[key] = edition  # last in, last out
        if len(self._editions) > _MOST_EDITIONS:
            del self._editions[next(iter(self._editions))]
        return edition


def edition_key(order: Order) -> tuple[str, ...]:
    """Return what orders share that are printed from the same plates."""
    return order.leaflet, order.language, order.country, order.profile, order.paper


def _row(order: Order) -> Place:
    return Place(f"row {order.row}")


def _at(order: Order, finding: Finding) -> Finding:
    """Return *finding*, which says in which row of the table it is."""
    return Finding(
        finding.code, finding.severity, finding.message, Place(f"row {order.row}, {finding.place}"), finding.hint
    )


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that may be delivered."""

    data: bytes
    pages: int
    whole: bool
    status: str
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Proven:
    """A plate, and what the first copy from it, which was read back whole, taught of it; None before there is one."""

    plate: Plate
    facts: PlateFacts | None = None


class Edition:
    """The unchanging part of a leaflet in one language, country, profile and paper, with the clinic's words."""

    def __init__(self, settings: Settings, order: Order) -> None:
        """Raises PlainleafError where the leaflet cannot be made."""
        job = settings.make_job(order, whole=False)
        self._settings, self._roots = settings, open_roots(settings.overlay)
        self.base, self.findings = compose_job(job, self._roots)
        if has_errors(self.findings):
            raise UnsafeLeafletError(*self.findings)
        self._profile, self._paper = sheet_profile(self._roots, job.profile, job.paper)
        self._shelf = font_shelf(self._roots)
        self._typefaces = read_typefaces(self._shelf)
        self._sheet: Sheet | None = None
        self._body = Part((), (), ())
        self._plates: dict[tuple[object, ...], _Proven] = {}

    def print_copy(self, order: Order) -> Made:
        """Return the copy for *order*. Raises UnsafeLeafletError with everything that makes it unsafe."""
        leaflet = add_plan(self.base, order.patient)
        sheet = self._open_sheet(leaflet)
        part = cut_plan(leaflet, sheet)
        findings = (*self._body.findings, *part.findings)
        if has_errors(findings):
            raise UnsafeLeafletError(*findings)
        before = len(self._body.placed)
        total = before + len(part.placed)
        pages = make_pages(leaflet, sheet, part.placed, before=before, total=total)
        proven = self._find_plate(leaflet, sheet, part, pages)
        pdf = write_copy(proven.plate, pages, part.nodes)
        whole = self._is_read_whole(order)
        findings += self._read_back(pdf, leaflet, None if whole else proven.facts)
        if has_errors(findings):
            raise UnsafeLeafletError(*findings)
        proven.facts = proven.facts or learn(pdf, len(proven.plate.blob))
        return Made(pdf, total, whole, leaflet.status, findings)

    def _open_sheet(self, leaflet: Leaflet) -> Sheet:
        if self._sheet is None:
            sheet = open_sheet(
                leaflet, self._profile, self._paper, self._shelf, lambda name: read_drawing(self._roots, name)
            )
            self._body = cut_body(leaflet, sheet)
            self._sheet = sheet
        return self._sheet

    def _is_read_whole(self, order: Order) -> bool:
        if self._settings.verify == "sample":
            return int.from_bytes(hashlib.sha256(order.key.encode()).digest()[:4]) % SAMPLE == 0
        return self._settings.verify == "all"

    def _read_back(self, pdf: bytes, leaflet: Leaflet, facts: PlateFacts | None) -> tuple[Finding, ...]:
        """Return what is wrong with *pdf*: all of it, or what it has beside the plate that *facts* are of."""
        if facts is None:
            return verify_made(pdf, leaflet, self._profile, self._shelf, today=self._settings.today)
        return verify_copy(pdf, facts, leaflet, self._profile, self._typefaces)

    def _find_plate(self, leaflet: Leaflet, sheet: Sheet, part: Part, pages: tuple[Page, ...]) -> _Proven:
        """Return the plate for as many personal pages, with the same bookmarks."""
        outline = make_outline((*self._body.placed, *part.placed))
        sections = tuple(str(node.id) for node in part.nodes)
        key = (len(pages), sections, outline)
        found = self._plates.get(key)
        if found is None:
            if len(self._plates) >= _MOST_PLATES:
                self._plates.clear()
            found = self._plates[key] = _Proven(self._make_plate(leaflet, sheet, len(pages), sections, outline))
        return found

    def _make_plate(
        self, leaflet: Leaflet, sheet: Sheet, extent: int, sections: tuple[str, ...], outline: tuple[Bookmark, ...]
    ) -> Plate:
        total = len(self._body.placed) + extent
        pages = make_pages(leaflet, sheet, self._body.placed, total=total)
        root = Node("Document", self._body.nodes, lang=leaflet.language.bcp47)
        layout = Layout(pages, root, outline, make_metadata(leaflet, self._profile, self._paper))
        return make_plate(layout, extent, sections, self._draw_samples(leaflet, sheet, total))

    def _draw_samples(self, leaflet: Leaflet, sheet: Sheet, total: int) -> list[Page]:
        """Return pages with the letters of most plans; the same for all plates of the edition, whoever comes first."""
        plan = leaflet.plan
        assert plan is not None, "a copy has a plan"
        pages: list[Page] = []
        liquid = not any(cell.halves for row in plan.rows for cell in row.cells)
        for sample in make_samples(liquid=liquid):
            drawn = cut_plan(add_plan(self.base, sample), sheet)
            pages += make_pages(leaflet, sheet, drawn.placed, before=total - 1, total=total)
        return pages
