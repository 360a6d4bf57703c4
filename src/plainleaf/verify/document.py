"""Checks of the document as a whole: language, title, tags, fonts, letter sizes, what stands on every page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plainleaf.compose.model import Leaflet
from plainleaf.findings import Finding
from plainleaf.verify.model import FontFacts, ReadBack
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


def check_title(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V132: the window shows the leaflet's title.

    Why: it is the first thing a screen reader says. Source: WCAG 2.2, 2.4.2; PDF/UA-1, 7.1.
    """
    wanted = leaflet.furniture["document-title"].fill(title=leaflet.title.plain).plain
    if normalise(read.title or "") != normalise(wanted) or not read.shows_title:
        yield error("V132", f"the file does not show its title {wanted!r}", leaflet.id)


def check_tags(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V133: the file is tagged and says so.

    Why: without tags no reading order is sure. Source: PDF/UA-1, clauses 5 and 7.1.
    """
    archival = (read.pdfa_part, read.pdfa_conformance) == ("2", "A")
    if not read.marked or read.root is None or read.pdfua_part != "1" or not archival:
        yield error("V133", "the file is not tagged for screen readers (PDF/UA-1, PDF/A-2a)", leaflet.id)


def check_fonts(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V141: fonts are embedded; V142: each code drawn has a text; V143: no letter is an empty box.

    Why: else the print, or what is read aloud, is chance. Source: PDF/UA-1, 7.21.4.1, 7.21.7, 7.21.8.
    """
    del leaflet
    for number, page in enumerate(read.pages, start=1):
        for font, codes in page.drawn.codes.items():
            place = f"page {number}"
            if font is None or not font.embedded:
                yield error("V141", f"a font of page {number} is not in the file", place)
                continue
            if any(code not in font.to_unicode for code in codes):
                yield error("V142", f"{font.name}: a glyph on page {number} has no text", place)
            if any(font.draws_notdef(code) for code in codes):
                yield error("V143", f"{font.name}: a letter on page {number} is printed as an empty box", place)


def check_letter_heights(
    read: ReadBack, reference_heights: Mapping[str, float], smallest_letter_mm: float
) -> Iterator[Finding]:
    """V144: no letter is lower than the profile allows.

    reference_heights: PostScript name to height of a plain letter, in em. A font without one is a fault.
    Why: large print is the promise. Source: the profile's smallest_letter_mm.
    """
    for number, page in enumerate(read.pages, start=1):
        for font, size in sorted(page.drawn.sizes, key=_name_and_size):
            height = reference_heights.get(font.name) if font else None
            if font is None:
                continue
            if height is None:
                yield error("V144", f"the height of {font.name} on page {number} is not known", f"page {number}")
                continue
            letter = size * MM_PER_POINT * height
            if letter < smallest_letter_mm - _ROUNDING_MM:
                message = f"letters of {font.name} on page {number} are {letter:.2f} mm high, not {smallest_letter_mm}"
                yield error("V144", message, f"page {number}", "raise the size in the profile")


def _name_and_size(used: tuple[FontFacts | None, float]) -> tuple[str, float]:
    return used[0].name if used[0] else "", used[1]


def check_every_page(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V151: every page has its number and the total; V152: and the medicine; V153: a draft says so.

    Why: loose sheets get mixed up, and a draft must not pass for an approved leaflet.
    """
    total, medicine = len(read.pages), normalise(leaflet.title.plain)
    draft = normalise(leaflet.furniture["draft-tag"].fill().plain)
    for number, page in enumerate(read.pages, start=1):
        counter = leaflet.furniture["page-of"].fill(page=str(number), total=str(total)).plain
        artifacts = normalise("".join(page.drawn.artifacts))
        if normalise(counter) not in artifacts:
            yield error("V151", f"page {number} of {total} does not show its number", f"page {number}")
        if medicine not in artifacts:
            yield error("V152", f"page {number} does not name the medicine", f"page {number}")
        if leaflet.status == "draft" and draft not in normalise(page.drawn.all_text):
            yield error("V153", f"page {number} of a draft does not say so", f"page {number}")
