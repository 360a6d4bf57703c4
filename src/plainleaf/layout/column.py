"""The column that text is set in: where lines, rules and pictures go on a page that may be mirrored.

Positions are given as *start*: the distance from the start edge of the page, which is the left edge in
left-to-right languages and the right edge in the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from plainleaf.compose.model import Span, Words
from plainleaf.content.model import Drawing
from plainleaf.content.settings import Profile
from plainleaf.findings import Finding, Place, Severity
from plainleaf.languages import Language
from plainleaf.layout.flow import Slice
from plainleaf.layout.leaves import is_exact, make_leaf, make_leaves
from plainleaf.layout.model import BLACK, Dot, Ink, Line, Node, Picture, Rule, Text
from plainleaf.layout.numbering import Numbering
from plainleaf.layout.styles import Styles
from plainleaf.layout.text import TextStyle, break_lines, shape_words

PINE = Ink(0x0B / 255, 0x4F / 255, 0x4A / 255)
ALARM = Ink(0x8F / 255, 0x10 / 255, 0x18 / 255)

BAR = 4.5  # VISUAL, Rules: the bars of the key block and of an aside
BULLET_DIAMETER = 0.44  # of the text size: VISUAL, Lists
BULLET_HEIGHT = 0.33  # of the text size, centre above the baseline: VISUAL, Lists


@dataclass(frozen=True, slots=True)
class Column:
    """The measures of one page, and the findings made while setting text on it.

    width: of the page, in points. read_drawing: from a name to its drawing. numbering: of the passages of a leaflet
    in two languages, in a column of their own at the start edge.
    """

    profile: Profile
    styles: Styles
    language: Language
    width: float
    read_drawing: Callable[[str], Drawing]
    findings: list[Finding] = field(default_factory=list)
    numbering: Numbering | None = None

    @property
    def start(self) -> float:
        """Start of the live area, beside the numbers where there are any."""
        return self.profile.margin + (self.numbering.room if self.numbering else 0.0)

    @property
    def axis(self) -> float:
        """Where running text begins: beside the rail, or at the margin where that would make its lines too short."""
        return self.beside if self.profile.beside_rail else self.start

    @property
    def beside(self) -> float:
        """Where words begin that stand beside a pictogram in the rail."""
        return self.start + self.profile.rail

    @property
    def live_width(self) -> float:
        """Width of the live area: from margin to margin, without the column of numbers."""
        return self.width - self.profile.margin - self.start

    @property
    def text_width(self) -> float:
        """Width from the axis to the end margin."""
        return self.width - self.profile.margin - self.axis

    @property
    def beside_width(self) -> float:
        """Width from the rail to the end margin."""
        return self.live_width - self.profile.rail

    @property
    def unit(self) -> float:
        """The profile's u."""
        return self.profile.unit

    def left(self, start: float, width: float) -> float:
        """Return the left edge of something *width* wide that begins at *start*."""
        return self.width - start - width if self.language.rtl else start

    def text(self, line: Line, start: float, y: float) -> Text:
        """Return *line* with its start edge at *start* and its baseline at *y*."""
        return Text(self.left(start, line.width), y, line)

    def rule(self, y: float, thickness: float, start: float | None = None, width: float | None = None) -> Rule:
        """Return a horizontal rule whose upper edge is at *y*, from margin to margin unless told otherwise."""
        start = self.start if start is None else start
        width = self.live_width if width is None else width
        left = self.left(start, width)
        return Rule(left, y - thickness / 2, left + width, y - thickness / 2, thickness)

    def picture(self, name: str, start: float, top: float, height: float, ink: Ink = BLACK) -> Picture:
        """Return drawing *name* with its upper edge at *top*, as high as *height*; an artifact."""
        drawing = self.read_drawing(name)
        width = height * drawing.width / drawing.height
        mirrored = self.language.rtl and drawing.mirrors
        return Picture(self.left(start, width), top - height, width, height, drawing, mirrored, ink)

    def bullet(self, start: float, baseline: float, size: float, node: Node) -> Dot:
        """Return the bullet of a list item whose first line has its baseline at *baseline*."""
        diameter = BULLET_DIAMETER * size
        left = self.left(start, diameter)
        return Dot(left + diameter / 2, baseline + BULLET_HEIGHT * size, diameter / 2, node)

    def set_lines(
        self, words: Words, style: TextStyle, width: float, node: Node | None, *, balanced: bool = False
    ) -> tuple[Line, ...]:
        """Return the lines of *words*; *node* gets children where parts of the text need their own element."""
        return self.set_spans(words.id, words.spans, style, width, self.leaves(words, node), balanced=balanced)

    def set_spans(
        self,
        message: str,
        spans: Sequence[Span],
        style: TextStyle,
        width: float,
        nodes: Sequence[Node | None],
        *,
        balanced: bool = False,
    ) -> tuple[Line, ...]:
        """Return the lines of *spans*, one node a span; a character without a glyph becomes a finding."""
        shaped = shape_words(spans, style, nodes)
        if self.numbering is not None:
            self.numbering.note(message, nodes)
        for character in shaped.missing:
            self.findings.append(missing_glyph(message, character, self.language))
        return break_lines(shaped, width, balanced=balanced)

    def widest_word(self, words: Words, style: TextStyle) -> float:
        """Return the width of the widest part of *words* that no line break can stand in, in points."""
        return shape_words(words.spans, style, (None,) * len(words.spans)).widest

    def leaves(self, words: Words, node: Node | None) -> tuple[Node | None, ...]:
        """Return the leaf that each span of *words* belongs to, and make *node* say the exact text."""
        return make_leaves(words, node, self.language.bcp47, exact=is_exact(self.language.script, words))

    def leaf(self, node: Node, words: Words) -> Node:
        """Return the element that holds the ink of *words*, which is all that *node* says, in its language."""
        return make_leaf(node, words, self.language.bcp47, exact=is_exact(self.language.script, words))

    def line_slice(self, line: Line, style: TextStyle, start: float, *, page_break: bool = False) -> Slice:
        """Return one line as a slice that is its leading high."""
        return Slice(style.leading, (self.text(line, start, -baseline(style)),), page_break=page_break)

    def paragraph(
        self,
        words: Words,
        style: TextStyle,
        node: Node,
        *,
        start: float | None = None,
        width: float | None = None,
        balanced: bool = False,
    ) -> tuple[Slice, ...]:
        """Return the lines of a paragraph as slices; at least two lines stay on each side of a page break."""
        start = self.axis if start is None else start
        width = self.width - self.profile.margin - start if width is None else width
        lines = self.set_lines(words, style, width, node, balanced=balanced)
        slices = [self.line_slice(line, style, start) for line in lines]
        whole = len(slices) <= 3
        return tuple(
            replace(part, glued=index > 0 and (whole or index in (1, len(slices) - 1)))
            for index, part in enumerate(slices)
        )


def baseline(style: TextStyle) -> float:
    """Return the distance from the top of a line box to the baseline, in points.

    The box is the leading high and the face's ascent and descent (hhea) are centred in it.
    """
    main = (style.bold if style.bold_all else style.regular)[0]
    return style.leading / 2 + main.size * (main.face.ascent + main.face.descent) / 2000


def space_before(slices: Sequence[Slice], before: float) -> tuple[Slice, ...]:
    """Return *slices* with *before* points above the first."""
    return (replace(slices[0], before=before), *slices[1:]) if slices else ()


def missing_glyph(message: str, character: str, language: Language) -> Finding:
    """Return the finding that no font can draw *character* of *message*."""
    return Finding(
        "L001",
        Severity.ERROR,
        f"{message}: no font has a glyph for {character!r} (U+{ord(character):04X})",
        Place(message),
        hint=f"mend the character in the {language.tag} catalogue, or add a font that has it",
    )
