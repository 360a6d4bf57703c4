"""Stage 6: read the finished PDF back, hold it against the leaflet it must say, and measure its pages.

The accessible print rules (P01 to P26) and the codes that report them:

====  ==============================  =========   ====  ===============================  =========
P01   smallest text                   V201        P14   text over pictures and tints     V214
P02   height of letters               V144        P15   turned text                      V215
P03   distance of lines               V203        P16   levels of headings               V216
P04   length of lines                 V204        P17   sentences and paragraphs         V217
P05   contrast                        V205        P18   reading grade                    V218
P06   slanted letters                 V206        P19   missing glyphs                   V143
P07   underlines                      V207        P20   fonts embedded, and may be       V141
P08   capitals                        V208        P21   tags, language, title, text      V131-V134, V103
P09   alignment                       V209        P22   number, medicine and version     V151, V152
P10   words broken over lines         V210        P23   dates of the check               V223
P11   columns                         V211        P24   pictures beside their words      V224
P12   what pages cut                  V212        P25   colour that prints as grey       V225
P13   numbers broken over lines       V213        P26   margins                          V226
====  ==============================  =========   ====  ===============================  =========
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from plainleaf.compose.bilingual import Bilingual
from plainleaf.compose.model import Leaflet
from plainleaf.content.settings import Profile
from plainleaf.findings import Finding, InputError, Place, Severity
from plainleaf.verify.bilingual import check_numbers, check_parts, follow_cuts, lay_blame, split_halves
from plainleaf.verify.breaks import (
    check_key_pages,
    check_split_items,
    check_split_paragraphs,
    check_split_warnings,
    check_stranded_headings,
)
from plainleaf.verify.colour import check_contrast, check_overprint, check_paint, check_tint, check_underline
from plainleaf.verify.document import (
    check_access,
    check_dates,
    check_every_page,
    check_fonts,
    check_language,
    check_letter_heights,
    check_printing,
    check_reading,
    check_tags,
    check_title,
)
from plainleaf.verify.doses import check_code, check_drawn_tablets, check_places
from plainleaf.verify.lettering import check_capitals, check_rotation, check_slant, check_smallest_text
from plainleaf.verify.measured import Measured, Typeface, measure
from plainleaf.verify.personal import check_clinic, check_plan, check_presence, veil
from plainleaf.verify.reader import read_back, read_identity
from plainleaf.verify.setting import (
    check_alignment,
    check_columns,
    check_line_length,
    check_line_spacing,
    check_split_numbers,
    check_word_breaks,
    check_word_spaces,
)
from plainleaf.verify.sheet import check_margins, check_pictures
from plainleaf.verify.stitched import PlateFacts, StitchError, learn_plate, read_copy
from plainleaf.verify.warnings import check_card, check_foreign_warnings, check_key_rows, check_warnings
from plainleaf.verify.wording import check_grade, check_headings, check_sentences

__all__ = ["CODES", "Typeface", "measure_foreign", "read_back", "read_identity", "verify_bilingual", "verify_pdf"]

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
    "V136": "The file does not tell printers to keep its size, or which sides to print on.",
    "V141": "A font is not embedded, or may not be.",
    "V142": "A glyph has no text behind it.",
    "V143": "A letter is printed as an empty box.",
    "V144": "Letters are lower than the profile allows.",
    "V151": "A page lacks its number or the number of pages.",
    "V152": "A page does not name the medicine or the version.",
    "V153": "A page of a draft does not say that it is one.",
    "V161": "The plan or the clinic's words are missing, are there twice, or belong to nobody here.",
    "V162": "A dose is not on the page as it was given.",
    "V163": "A date of the plan is not on the page as it was given.",
    "V164": "The name or another text of the plan is not on the page as it was given.",
    "V165": "The clinic's words are not on the page as they were given.",
    "V166": "The QR code does not lead to its address, or cannot be scanned.",
    "V167": "A dose does not stand under its time of day or beside its day.",
    "V171": "A number in the margin does not stand beside its text in both languages.",
    "V172": "The two languages are out of step: a number does not stand on facing pages.",
    "V173": "The two languages are not read one after the other.",
    "V191": "A copy is not stitched to its plate as it must be.",
    "V201": "Text is smaller than the profile allows.",
    "V203": "Lines are too close to each other.",
    "V204": "Lines are too long, or too short.",
    "V205": "Text does not stand out from what is behind it.",
    "V206": "Text is slanted.",
    "V207": "Text is underlined.",
    "V208": "Too many words in capitals follow each other.",
    "V209": "The lines of a block do not begin at one edge, or are justified.",
    "V210": "A line ends inside a word.",
    "V211": "Two columns of text stand side by side.",
    "V212": "The end of a page cuts what belongs together.",
    "V213": "A dose, a telephone number or a number and its unit stand on two lines.",
    "V214": "Text lies over a picture or a tint.",
    "V215": "Text is not horizontal.",
    "V216": "There is not one heading of level 1, or a level is skipped.",
    "V217": "A sentence or a paragraph is too long.",
    "V218": "The English is hard to read.",
    "V223": "The date of the check, or of the next one, is missing or past.",
    "V224": "A picture is too small, or has no words beside it.",
    "V225": "A colour is lost in black and white.",
    "V226": "Something is drawn on the margin.",
}
"""Every code of this stage and its cause in one line."""

CHECKS = (
    check_warnings,
    check_key_rows,
    check_card,
    check_foreign_warnings,
    check_language,
    check_tags,
    check_printing,
    check_every_page,
    check_presence,
    check_plan,
    check_clinic,
    check_places,
    check_drawn_tablets,
    check_code,
)
"""The checks of what the file says against the leaflet, in the order of their findings."""

FOREIGN_CHECKS = (
    check_reading,
    check_fonts,
    check_letter_heights,
    check_smallest_text,
    check_line_spacing,
    check_contrast,
    check_overprint,
    check_slant,
    check_underline,
    check_capitals,
    check_alignment,
    check_word_spaces,
    check_stranded_headings,
    check_tint,
    check_rotation,
    check_headings,
    check_paint,
    check_margins,
)
"""The checks of the page that need no leaflet to compare with."""

PAGE_CHECKS = (
    check_title,
    check_dates,
    *FOREIGN_CHECKS,
    check_line_length,
    check_word_breaks,
    check_columns,
    check_key_pages,
    check_split_paragraphs,
    check_split_items,
    check_split_warnings,
    check_split_numbers,
    check_sentences,
    check_grade,
    check_pictures,
)
"""The checks of the page of a leaflet."""

PERSONAL_CHECKS = (
    check_every_page,
    check_presence,
    check_plan,
    check_clinic,
    check_places,
    check_drawn_tablets,
    check_code,
)
"""Of CHECKS, those that the pages of one copy decide; the others hold where they hold for its plate."""

PERSONAL_PAGE_CHECKS = (
    *(check for check in FOREIGN_CHECKS if check is not check_headings),
    check_line_length,
    check_word_breaks,
    check_columns,
    check_split_paragraphs,
    check_split_items,
    check_split_numbers,
    check_pictures,
)
"""Of PAGE_CHECKS, the same."""

_MOST_ALIKE = 5
"""Findings of one code about the pages that are worth reading; how many more there are is said."""


def verify_pdf(
    pdf: bytes,
    leaflet: Leaflet,
    profile: Profile,
    typefaces: Mapping[str, Typeface],
    *,
    today: date | None = None,
    copied_text: bool = True,
) -> tuple[Finding, ...]:
    """Return everything in *pdf* that is not as *leaflet* and *profile* demand; nothing where all is well.

    typefaces: by PostScript name, all that the leaflet may use. today: the day that its next check is held
    against. copied_text: also hold what pypdf's extractor
    copies from the page against the leaflet (V105).
    """
    try:
        read = read_back(pdf, copied_text=copied_text)
    except InputError as unreadable:
        return unreadable.findings
    return _check_leaflet(measure(read, profile, typefaces, leaflet, today), leaflet)


def _check_leaflet(measured: Measured, leaflet: Leaflet) -> tuple[Finding, ...]:
    """Return everything that is not as *leaflet* demands, or as its pages must be."""
    read = measured.read
    findings = [finding for check in CHECKS for finding in check(read, leaflet)]
    findings += _shorten(finding for check in PAGE_CHECKS for finding in check(measured))
    return tuple(dict.fromkeys(veil(finding, read, leaflet, CODES) for finding in findings))


def learn(pdf: bytes, length: int) -> PlateFacts:
    """Return what *pdf*, which has passed verify_pdf, teaches of its plate, its first *length* bytes.

    Raises StitchError where it is not made from a plate.
    """
    return learn_plate(pdf, length, read_back(pdf, copied_text=False))


def verify_copy(
    pdf: bytes, facts: PlateFacts, leaflet: Leaflet, profile: Profile, typefaces: Mapping[str, Typeface]
) -> tuple[Finding, ...]:
    """Return what is wrong with the pages that *pdf* has of its own, and with how they are stitched to their plate.

    facts: of a copy from the same plate that has passed verify_pdf: the bytes of the plate are not read again.
    """
    try:
        read = read_copy(pdf, facts)
    except StitchError as error:
        hint = "report the fault; the file was not delivered"
        return (Finding("V191", Severity.ERROR, f"the copy {error}", Place("PDF"), hint),)
    measured = measure(read, profile, typefaces, leaflet, None)
    findings = [finding for check in PERSONAL_CHECKS for finding in check(read, leaflet)]
    findings += _shorten(finding for check in PERSONAL_PAGE_CHECKS for finding in check(measured))
    return tuple(dict.fromkeys(veil(finding, read, leaflet, CODES) for finding in findings))


def verify_bilingual(
    pdf: bytes,
    pair: Bilingual,
    profile: Profile,
    typefaces: Mapping[str, Typeface],
    *,
    today: date | None = None,
    copied_text: bool = True,
) -> tuple[Finding, ...]:
    """Return what verify_pdf does, for a file in two languages: of each by itself, and of both together."""
    try:
        read = read_back(pdf, copied_text=copied_text)
    except InputError as unreadable:
        return unreadable.findings
    findings = list(check_parts(read, pair))
    parts = split_halves(read, pair, large_print=profile.is_large_print)
    halves = [(half, measure(half.read, profile, typefaces, half.leaflet, today)) for half in parts]
    if halves:
        halves = follow_cuts(halves)
    for half, measured in halves:
        findings += [lay_blame(half.restore(finding), half) for finding in _check_leaflet(measured, half.leaflet)]
    if halves:
        findings += _shorten(check_numbers(halves, pair))
    return tuple(dict.fromkeys(findings))


def measure_foreign(pdf: bytes, profile: Profile, typefaces: Mapping[str, Typeface]) -> tuple[Finding, ...]:
    """Return what the pages of *pdf*, which is no leaflet of ours, lack of *profile*."""
    try:
        measured = measure(read_back(pdf, copied_text=False), profile, typefaces)
        findings = [finding for check in (check_access, *FOREIGN_CHECKS) for finding in check(measured)]
    except InputError as unreadable:
        return unreadable.findings
    except Exception as error:  # a strange file must end in a sentence, too
        hint = "print it to a new PDF and try again"
        return (Finding("V001", Severity.ERROR, f"the PDF cannot be measured: {error}", Place("PDF"), hint),)
    return tuple(_shorten(findings))


def _shorten(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield *findings* once each, no more of one kind than are worth reading, and how many more there are."""
    seen: Counter[str] = Counter()
    for finding in dict.fromkeys(findings):
        seen[finding.code] += 1
        if seen[finding.code] <= _MOST_ALIKE:
            yield finding
    for code, count in seen.items():
        if count > _MOST_ALIKE:
            more = f"and {count - _MOST_ALIKE} more like these"
            yield Finding(code, Severity.NOTE, more, Place("PDF"))
