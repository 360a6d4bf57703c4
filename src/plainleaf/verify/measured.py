"""A finished file with everything that the checks of the page measure it by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plainleaf.compose.model import Leaflet
from plainleaf.content.settings import Limits, Profile
from plainleaf.findings import Finding, Place, Severity
from plainleaf.languages import RTL_SCRIPTS
from plainleaf.verify.ground import Ground, find_grounds
from plainleaf.verify.ink import Run
from plainleaf.verify.lines import Block, Line, loose_lines, read_blocks
from plainleaf.verify.model import ReadBack
from plainleaf.verify.normal import CONTROLS

_REPRINT = "do not hand this file out; build it again, and report the fault if it comes back"
_RTL_LANGUAGES = frozenset({"ar", "fa", "ur", "ps", "he", "yi", "ckb", "sd", "ug", "dv", "prs", "arc", "syr"})


@dataclass(frozen=True, slots=True)
class Typeface:
    """What a font file says of itself: height of a plain letter and natural leading, in em, and its fsType."""

    reference_height: float
    leading: float
    embedding: int | None


@dataclass(frozen=True, slots=True)
class Measured:
    """A file read back, its blocks, and what it is measured by.

    leaflet: None where the file is not one of ours. typefaces: by PostScript name. loose: lines of each page
    that belong to no structure element. grounds: of the runs that do not lie on bare paper. cut_elsewhere: ids of what
    another language has to cut, which this one follows.
    """

    read: ReadBack
    blocks: tuple[Block, ...]
    loose: tuple[tuple[Line, ...], ...]
    grounds: tuple[Ground, ...]
    profile: Profile
    typefaces: Mapping[str, Typeface]
    leaflet: Leaflet | None
    today: date | None
    cut_elsewhere: frozenset[str] = frozenset()

    @property
    def limits(self) -> Limits:
        """The numbers of the profile."""
        return self.profile.limits

    @property
    def rtl(self) -> bool:
        """Whether the document reads from right to left."""
        if self.leaflet is not None:
            return self.leaflet.language.script in RTL_SCRIPTS
        language = (self.read.lang or "").split("-")[0].lower()
        return self.read.direction == "/R2L" or language in _RTL_LANGUAGES

    @property
    def personal_pages(self) -> frozenset[int]:
        """The pages, from 0, that have something about one patient or one clinic."""
        return frozenset(page for block in self.blocks if block.is_personal for page in block.pages)

    @property
    def in_english(self) -> bool:
        """Whether it is an English leaflet, whose words can be counted."""
        return self.leaflet is not None and self.leaflet.language.tag == "en"

    def runs(self) -> Iterator[tuple[int, Run]]:
        """Yield every run that can be seen, with its page (from 1)."""
        for number, page in enumerate(self.read.pages, start=1):
            for run in page.drawn.runs:
                if not run.blank:
                    yield number, run

    def lines_on(self, page: int) -> Iterator[Line]:
        """Yield every line on *page* (from 0), the loose ones last."""
        for block in self.blocks:
            if block.element is not None and page in block.pages:
                yield from (line for line in block.lines if line.page == page)
        yield from self.loose[page]


def measure(
    read: ReadBack,
    profile: Profile,
    typefaces: Mapping[str, Typeface],
    leaflet: Leaflet | None = None,
    today: date | None = None,
) -> Measured:
    """Return *read* with its lines and blocks, ready to be checked."""
    loose = tuple(loose_lines(read, page) for page in range(len(read.pages)))
    return Measured(read, read_blocks(read), loose, tuple(find_grounds(read)), profile, typefaces, leaflet, today)


def page_error(code: str, message: str, page: int, hint: str = _REPRINT) -> Finding:
    """Return an error on *page*, counted from 1."""
    return Finding(code, Severity.ERROR, message, Place(f"page {page}"), hint)


def quote(text: str) -> str:
    """Return the beginning of *text* in quotation marks, to be found again on the page."""
    words = " ".join(CONTROLS.sub("", text).split())
    return f"“{words if len(words) <= 40 else words[:39] + '…'}”"
