"""Stage 6: read the finished PDF back and hold it against the leaflet it must say."""

from __future__ import annotations

from collections.abc import Mapping

from plainleaf.compose.model import Leaflet
from plainleaf.findings import Finding, InputError
from plainleaf.verify.document import (
    check_every_page,
    check_fonts,
    check_language,
    check_letter_heights,
    check_tags,
    check_title,
)
from plainleaf.verify.reader import read_back, read_identity
from plainleaf.verify.warnings import check_card, check_foreign_warnings, check_key_rows, check_warnings

__all__ = ["CHECKS", "CODES", "read_back", "read_identity", "verify_pdf"]

CODES: dict[str, str] = {
    "V001": "The file cannot be read as a PDF.",
    "V101": "A warning, a short warning, a sign on the card or the card itself is missing.",
    "V102": "A warning is in the file more than once.",
    "V103": "What a screen reader says differs from the approved text.",
    "V104": "What the page shows differs from the approved text.",
    "V105": "Text copied from the page differs from the approved text.",
    "V106": "The file holds a warning of another leaflet.",
    "V111": "A short warning stands too late in the leaflet.",
    "V131": "The file names another language.",
    "V132": "The file does not show its title.",
    "V133": "The file is not tagged for screen readers.",
    "V134": "The file names the wrong reading direction.",
    "V141": "A font is not embedded.",
    "V142": "A glyph has no text behind it.",
    "V143": "A letter is printed as an empty box.",
    "V144": "Letters are smaller than the profile allows.",
    "V151": "A page lacks its number or the number of pages.",
    "V152": "A page does not name the medicine.",
    "V153": "A page of a draft does not say that it is one.",
}
"""Every code of this stage and its cause in one line."""

CHECKS = (
    check_warnings,
    check_key_rows,
    check_card,
    check_foreign_warnings,
    check_language,
    check_title,
    check_tags,
    check_fonts,
    check_every_page,
)
"""The checks that need nothing but the file and the leaflet, in the order of their findings."""


def verify_pdf(
    pdf: bytes,
    leaflet: Leaflet,
    *,
    reference_heights: Mapping[str, float],
    smallest_letter_mm: float,
    copied_text: bool = True,
) -> tuple[Finding, ...]:
    """Return everything in *pdf* that is not as *leaflet* demands; nothing where all is well.

    reference_heights: PostScript name of a font to the height of its plain letters, in em. copied_text: also
    hold what pypdf's extractor copies from the page against the leaflet (V105).
    """
    try:
        read = read_back(pdf, copied_text=copied_text)
    except InputError as unreadable:
        return unreadable.findings
    findings = [finding for check in CHECKS for finding in check(read, leaflet)]
    findings += check_letter_heights(read, reference_heights, smallest_letter_mm)
    return tuple(dict.fromkeys(findings))
