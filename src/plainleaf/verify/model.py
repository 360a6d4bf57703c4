"""What reading a finished PDF back returns: its structure, its drawn text and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from plainleaf.verify.font import FontFacts
from plainleaf.verify.ink import Patch, Picture, Run

BLOCK_TAGS = frozenset({"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "TH", "TD", "Caption"})
"""Structure types that hold one message each (block-level elements of ISO 32000-1, 14.8.4.3)."""

PRINT_HINTS = ("/PrintScaling", "/Duplex", "/PickTrayByPDFSize")
"""Viewer preferences that decide how large a page is printed, and on which sides of which sheet."""


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A leaf of the structure: marked-content sequence *mcid* of page *page* (from 0)."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class StructureElement:
    """One structure element; *kids* are its elements and marked contents in reading order.

    attributes: owner ("Layout", "List", "Table") to its attributes, as text.
    """

    tag: str
    kids: tuple[StructureElement | MarkedContent, ...] = ()
    id: str | None = None
    lang: str | None = None
    alt: str | None = None
    actual_text: str | None = None
    title: str | None = None
    attributes: Mapping[str, Mapping[str, str]] | None = None

    @property
    def children(self) -> tuple[StructureElement, ...]:
        """The elements directly below."""
        return tuple(kid for kid in self.kids if isinstance(kid, StructureElement))

    def walk(self) -> Iterator[StructureElement]:
        """Yield this element and all below it, in reading order."""
        waiting: list[StructureElement] = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, StructureElement)]

    def contents(self) -> Iterator[MarkedContent]:
        """Yield all marked contents of this element and below, in reading order."""
        for kid in self.kids:
            if isinstance(kid, MarkedContent):
                yield kid
            else:
                yield from kid.contents()

    def blocks(self) -> Iterator[StructureElement]:
        """Yield the elements that hold one message each, this one included."""
        if self.tag in BLOCK_TAGS:
            yield self
            return
        for child in self.children:
            yield from child.blocks()

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on, counted from 0."""
        return tuple(sorted({content.page for content in self.contents()}))


@dataclass(frozen=True, slots=True)
class DrawnText:
    """What the content stream of a page draws.

    contents: text of each MCID in logical order. artifacts: texts outside the structure.
    sizes: (font, size in points) of everything drawn. codes: font to codes drawn.
    runs, patches, pictures: all ink in its place. A font is None where the page has none by that name.
    """

    contents: Mapping[int, str]
    artifacts: tuple[str, ...]
    sizes: frozenset[tuple[FontFacts | None, float]]
    codes: Mapping[FontFacts | None, frozenset[int]]
    runs: tuple[Run, ...]
    patches: tuple[Patch, ...]
    pictures: tuple[Picture, ...]

    @property
    def all_text(self) -> str:
        """Everything on the page."""
        return "".join((*self.contents.values(), *self.artifacts))


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page: size in points as it is seen, what it draws, and what pypdf extracts (None where that was
    not asked for)."""

    width: float
    height: float
    drawn: DrawnText
    extracted: str | None


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A finished PDF, read back. *root* is None where it has no structure tree.

    numbers, total: which pages these are, and how many the file has, where they are those of one of two languages.
    printing: what it tells a printer, of PRINT_HINTS, by the names of ISO 32000-1, table 150.
    """

    pages: tuple[PageFacts, ...]
    root: StructureElement | None
    lang: str | None
    title: str | None
    keywords: str | None
    marked: bool
    shows_title: bool
    direction: str | None
    printing: Mapping[str, str]
    pdfua_part: str | None
    pdfa_part: str | None
    pdfa_conformance: str | None
    outline: tuple[str, ...]
    numbers: tuple[int, ...] = ()
    total: int = 0
    _by_id: dict[str, tuple[StructureElement, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def elements(self, id: str) -> tuple[StructureElement, ...]:
        """Return the elements that are called *id*: one, if all is well."""
        if not self._by_id and self.root is not None:
            found: dict[str, list[StructureElement]] = {}
            for element in self.root.walk():
                found.setdefault(element.id or "", []).append(element)
            self._by_id.update({name: tuple(elements) for name, elements in found.items()})
        return self._by_id.get(id, ())

    def actual_text(self, element: StructureElement) -> str:
        """Return the text a screen reader gets for *element*: ActualText, else what it draws."""
        if element.actual_text is not None:
            return element.actual_text
        return "".join(
            self.drawn_text_of(kid) if isinstance(kid, MarkedContent) else self.actual_text(kid) for kid in element.kids
        )

    def drawn_text(self, element: StructureElement) -> str:
        """Return the text that *element* draws on the page, whatever its ActualText says."""
        return "".join(map(self.drawn_text_of, element.contents()))

    def drawn_text_of(self, content: MarkedContent) -> str:
        """Return the text that one marked content draws."""
        if not 0 <= content.page < len(self.pages):
            return ""
        return self.pages[content.page].drawn.contents.get(content.mcid, "")
