"""Checks of the document as a whole: language, title, tags, fonts, letter sizes, what stands on every page."""

from __future__ import annotations

from collections.abc import Iterator

from plainleaf.compose.model import Leaflet
from plainleaf.findings import Finding, Place, Severity
from plainleaf.verify.embedding import may_embed, read_embedding
from plainleaf.verify.font import FontFacts
from plainleaf.verify.measured import Measured
from plainleaf.verify.model import PRINT_HINTS, ReadBack
from plainleaf.verify.normal import normalise
from plainleaf.verify.warnings import error

MM_PER_POINT = 25.4 / 72
_ROUNDING_MM = 0.005
"""What the writer's three decimals can take from a size."""


def check_language(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V131: the file names the leaflet's language; V134: and its direction.

    Why: a screen reader picks its voice by it. Source: WCAG 2.2, 3.1.1; PDF/UA-1, 7.2.
    """
    wanted = leaflet.language.bcp47
    if read.lang != wanted:
        yield error("V131", f"the file says its language is {read.lang}, not {wanted}", leaflet.id)
    if leaflet.language.rtl != (read.direction == "/R2L"):
        yield error("V134", f"the reading direction of the file is wrong for {wanted}", leaflet.id)


def check_title(measured: Measured) -> Iterator[Finding]:
    """V132: the window shows the leaflet's title, which says that it is large print only where it is.

    Why: it is the first thing a screen reader says. Source: WCAG 2.2, 2.4.2; PDF/UA-1, 7.1.
    """
    read, leaflet = measured.read, measured.leaflet
    if leaflet is None:
        return
    wanted = leaflet.name_document(large_print=measured.profile.is_large_print)
    if normalise(read.title or "") != normalise(wanted) or not read.shows_title:
        yield error("V132", f"the file does not show its title {wanted!r}", leaflet.id)


def check_tags(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V133: the file is tagged and says so.

    Why: without tags no reading order is sure. Source: PDF/UA-1, clauses 5 and 7.1.
    """
    archival = (read.pdfa_part, read.pdfa_conformance) == ("2", "A")
    if not read.marked or read.root is None or read.pdfua_part != "1" or not archival:
        yield error("V133", "the file is not tagged for screen readers (PDF/UA-1, PDF/A-2a)", leaflet.id)


def check_printing(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V136: the file tells the printer to keep its size, its paper, and which way to turn the sheet.

    Why: a page fitted to a tray is no longer large print. Source: P02; ISO 32000-1, table 150.
    """
    duplex = "/Simplex" if (read.total or len(read.pages)) == 1 else "/DuplexFlipLongEdge"
    wanted = {"/PrintScaling": "/None", "/Duplex": duplex, "/PickTrayByPDFSize": "True"}
    for key in PRINT_HINTS:
        if read.printing.get(key) != wanted[key]:
            yield error("V136", f"the file does not tell printers {key[1:]} {wanted[key].lstrip('/')}", leaflet.id)


def check_reading(measured: Measured) -> Iterator[Finding]:
    """V133: all that is marked as content is in the structure tree, and every figure there has words.

    Why: what the tree does not hold is not read aloud. Source: P21; PDF/UA-1, 7.1 and 7.3.
    """
    root = measured.read.root
    known = {(content.page, content.mcid) for content in root.contents()} if root else set()
    for number, page in enumerate(measured.read.pages):
        if any((number, mcid) not in known for mcid in page.drawn.contents):
            yield error("V133", f"text on page {number + 1} is not in the structure tree", f"page {number + 1}")
    for element in root.walk() if root else ():
        if element.tag == "Figure" and not (element.alt or element.actual_text):
            yield error("V133", "a figure has no words for those who cannot see it", f"page {element.pages[0] + 1}")


def check_access(measured: Measured) -> Iterator[Finding]:
    """V131, V132, V133 for a file that is no leaflet: it names a language, shows a title, has tags.

    Why and source: as for a leaflet.
    """
    read = measured.read
    if not read.lang:
        yield error("V131", "the file does not say what language it is in", "PDF", "set the document's language")
    if not (read.title or "").strip() or not read.shows_title:
        yield error("V132", "the file does not show a title", "PDF", "set the document's title")
    if not read.marked or read.root is None or not any(True for _ in read.root.contents()):
        yield error("V133", "the file is not tagged for screen readers", "PDF", "export it as tagged PDF")


def check_fonts(measured: Measured) -> Iterator[Finding]:
    """V141: fonts are embedded, and may be; V142: each code drawn has a text; V143: no letter is an empty box.

    Why: else the print, or what is read aloud, is chance. Source: P19, P20; PDF/UA-1, 7.21.4.1, 7.21.7, 7.21.8;
    OpenType 1.9, fsType.
    """
    for number, page in enumerate(measured.read.pages, start=1):
        for font, codes in page.drawn.codes.items():
            place = f"page {number}"
            if font is None or not font.embedded:
                yield error("V141", f"a font of page {number} is not in the file", place)
                continue
            if not may_embed(_embedding(measured, font)):
                yield error(
                    "V141", f"{font.name} does not allow itself to be put into a file", place, "use a free font"
                )
            if any(code not in font.to_unicode for code in codes):
                yield error("V142", f"{font.name}: a glyph on page {number} has no text", place)
            if any(font.draws_notdef(code) for code in codes):
                yield error("V143", f"{font.name}: a letter on page {number} is printed as an empty box", place)


def _embedding(measured: Measured, font: FontFacts) -> int | None:
    """Return fsType of *font*: a subset without an OS/2 table says by its name which file it is from."""
    known = measured.typefaces.get(font.name)
    return known.embedding if known else read_embedding(font.read_program())


def check_letter_heights(measured: Measured) -> Iterator[Finding]:
    """V144: no letter is lower than the profile allows.

    A font of ours whose height is not known is a fault, in another's file only worth a word.
    Why: large print is the promise, and points differ between scripts. Source: P02; DIN 1450.
    """
    least = measured.profile.smallest_letter_mm
    for number, page in enumerate(measured.read.pages, start=1):
        place = f"page {number}"
        for font, size in sorted(page.drawn.sizes, key=_name_and_size):
            if font is None:
                continue
            height = _letter_height(measured, font)
            if height is None:
                severity = Severity.ERROR if measured.leaflet else Severity.WARNING
                message = f"the height of {font.name} on page {number} is not known"
                yield Finding("V144", severity, message, Place(place), "use a font of the manifest")
                continue
            letter = size * MM_PER_POINT * height
            if letter < least - _ROUNDING_MM:
                message = f"letters of {font.name} on page {number} are {letter:.2f} mm high, not {least}"
                yield error("V144", message, place, "raise the size in the profile")


def _letter_height(measured: Measured, font: FontFacts) -> float | None:
    """Return the height of a plain letter, in em: by our own measure, else as another's file tells it."""
    known = measured.typefaces.get(font.name)
    if known is not None:
        return known.reference_height
    return font.x_height if measured.leaflet is None else None


def _name_and_size(used: tuple[FontFacts | None, float]) -> tuple[str, float]:
    return used[0].name if used[0] else "", used[1]


def check_every_page(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V151: every page has its number and the total; V152: medicine and version; V153: a draft says so.

    Why: loose sheets get mixed up, and a draft must not pass for an approved leaflet. Source: P22.
    """
    total, medicine = read.total or len(read.pages), normalise(leaflet.title.plain)
    draft = normalise(leaflet.furniture["draft-tag"].fill().plain)
    versions = [normalise(words.plain) for words in leaflet.staff_versions]
    for number, page in enumerate(read.pages, start=1):
        printed = read.numbers[number - 1] if read.numbers else number
        counter = leaflet.furniture["page-of"].fill(page=str(printed), total=str(total)).plain
        artifacts = normalise("".join(page.drawn.artifacts))
        if normalise(counter) not in artifacts:
            yield error("V151", f"page {number} of {total} does not show its number", f"page {number}")
        if medicine not in artifacts:
            yield error("V152", f"page {number} does not name the medicine", f"page {number}")
        if not any(version in artifacts for version in versions):
            yield error("V152", f"page {number} does not name the version", f"page {number}")
        if leaflet.status == "draft" and draft not in normalise(page.drawn.all_text):
            yield error("V153", f"page {number} of a draft does not say so", f"page {number}")


def check_dates(measured: Measured) -> Iterator[Finding]:
    """V223: an approved leaflet shows when it was checked and when it must be again, and that day is not past.

    Why: a leaflet in a drawer does not stay true. Source: P23; NHS standard for creating health content.
    """
    leaflet = measured.leaflet
    if leaflet is None or leaflet.status != "approved":
        return
    dates = leaflet.check_dates
    if dates is None:
        yield error("V223", "the leaflet does not say when it was checked", leaflet.id)
        return
    shown = [normalise(page.drawn.all_text) for page in measured.read.pages]
    for text in (dates.checked_text, dates.next_check_text):
        if not any(normalise(text) in page for page in shown):
            yield error("V223", f"the date of a check, {text}, is not on the page", leaflet.id)
    if measured.today is not None and measured.today > dates.next_check:
        hint = "check it again before it is handed out"
        yield error("V223", f"the leaflet should have been checked again by {dates.next_check}", leaflet.id, hint)
