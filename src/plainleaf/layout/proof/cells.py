"""Paragraphs in boxes that stand side by side, in whichever direction each runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from plainleaf.compose.model import Span, Words
from plainleaf.content.settings import FontShelf
from plainleaf.findings import Finding
from plainleaf.languages import Language
from plainleaf.layout.column import baseline, missing_glyph
from plainleaf.layout.flow import Slice
from plainleaf.layout.leaves import is_exact, make_leaves
from plainleaf.layout.model import Line, Node, Text
from plainleaf.layout.proof.styles import ProofStyles, widen_style
from plainleaf.layout.text import TextStyle, break_lines, shape_words


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a cell, in a style, with a structure element of its own and space above in points."""

    words: Words
    style: TextStyle
    before: float = 0.0
    tag: str = "P"


@dataclass(frozen=True, slots=True)
class Desk:
    """What it takes to set a proof: measures of the sheet in points, styles, fonts, findings made on the way.

    language: of the translation. Positions are from the left edge: the document is in English.
    """

    width: float
    height: float
    margin: float
    styles: ProofStyles
    language: Language
    shelf: FontShelf
    findings: list[Finding] = field(default_factory=list)

    @property
    def live_width(self) -> float:
        """Width from margin to margin."""
        return self.width - 2 * self.margin

    def set_cell(self, passages: Sequence[Passage], cell: Node | None, left: float, width: float) -> Slice:
        """Return *passages* below each other, each an element below *cell*; None makes them artifacts."""
        items: list[Text] = []
        y = 0.0
        for index, passage in enumerate(passages):
            node = None if cell is None else Node(passage.tag)
            if cell is not None and node is not None:
                cell.children = (*cell.children, node)
            y -= passage.before if index else 0.0
            style, lines = self.set_lines(passage.words, passage.style, width, node, _around(cell))
            for line in lines:
                items.append(Text(left + (width - line.width if line.rtl else 0.0), y - baseline(style), line))
                y -= style.leading
        return Slice(-y, tuple(items))

    def set_lines(
        self, words: Words, style: TextStyle, width: float, node: Node | None, around: str | None = None
    ) -> tuple[TextStyle, tuple[Line, ...]]:
        """Return the lines of *words*, and *style* with more faces where it took more.

        around: BCP 47 tag of the element the text stands in, where that is not the style's language.
        """
        plain = is_exact(style.language.script, words)
        shaped = shape_words(words.spans, style, (None,) * len(words.spans))
        if shaped.missing:
            style, plain = widen_style(style, self.language, self.shelf), False
            shaped = shape_words(words.spans, style, (None,) * len(words.spans))
        for character in shaped.missing:
            self.findings.append(missing_glyph(words.id, character, self.language))
        leaves = make_leaves(words, node, style.language.bcp47, exact=plain)
        if node is not None and around not in (None, style.language.bcp47):
            node.lang = style.language.bcp47
        return style, break_lines(replace(shaped, nodes=leaves), width)


def _around(cell: Node | None) -> str:
    return cell.lang if cell is not None and cell.lang else "en"


def say(text: str, *, bold: bool = False, id: str = "proof") -> Words:
    """Return *text* of the proof itself as words."""
    return Words(id, (Span(text, bold=bold),))


def label(name: str, words: Words) -> Words:
    """Return *words* after a bold *name* and a colon."""
    return Words(words.id, (Span(f"{name}: ", bold=True), *words.spans))
