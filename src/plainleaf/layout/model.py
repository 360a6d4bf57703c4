"""What stage 4 returns: pages of placed ink, and the structure tree that gives the ink its meaning.

All lengths are points (1/72 inch). On a page the origin is the lower left corner, as in PDF.
Glyph metrics are 1/1000 em. Nothing here decides anything any more: stage 5 only writes it down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from plainleaf.content.model import Drawing
from plainleaf.content.personal import Raster
from plainleaf.faces import Face

Attribute = str | float | tuple[float, ...] | tuple[str, ...]
"""Value of a structure attribute: a str is written as a PDF name, numbers as they are, a tuple of str as the ids of
elements."""


@dataclass(eq=False, slots=True)
class Node:
    """One structure element. Nodes are compared by identity: the ink of a page points at them.

    tag: standard structure type of ISO 32000-1, 14.8.4 (``Document``, ``H1``, ``P``, ``LBody`` ...).
    id: /ID, unique in the document. lang: BCP 47 tag where it differs from the parent.
    attributes: owner ("Layout", "List", "Table") to its attributes. url: only on ``Link``.
    """

    tag: str
    children: tuple[Node, ...] = ()
    id: str | None = None
    lang: str | None = None
    alt: str | None = None
    actual_text: str | None = None
    title: str | None = None
    url: str | None = None
    attributes: Mapping[str, Mapping[str, Attribute]] = field(default_factory=dict)


class Glyph(NamedTuple):
    """One shaped glyph: its number in the face, where its cluster starts in the run's text (code points),
    its advance and its offset (1/1000 em)."""

    id: int
    cluster: int
    advance: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face, size and direction on one line, belonging to one node.

    text: in logical order. glyphs: in visual order, left to right. x: left edge relative to the line's.
    node: the leaf the text belongs to; None makes it an artifact.
    """

    face: Face
    size: float
    text: str
    glyphs: tuple[Glyph, ...]
    rtl: bool
    x: float
    width: float
    node: Node | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of set text: runs in logical order; *width* leaves out a trailing blank.

    rtl: the direction of the paragraph it belongs to. A trailing blank is drawn (the text layer needs
    it) beyond the end of the line: right of the ink in left-to-right paragraphs, left of it otherwise,
    where its run has a negative x.
    """

    runs: tuple[GlyphRun, ...]
    width: float
    rtl: bool


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour in sRGB, each part from 0 to 1."""

    red: float
    green: float
    blue: float


BLACK = Ink(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Text:
    """A line on a page: *x* is its left edge, *y* its baseline."""

    x: float
    y: float
    line: Line


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line with butt ends; an artifact."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    ink: Ink = BLACK


@dataclass(frozen=True, slots=True)
class Frame:
    """A rounded rectangle without fill; (x, y) is its lower left corner, the stroke lies inside; an artifact."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    stroke: float
    ink: Ink = BLACK


@dataclass(frozen=True, slots=True)
class Dot:
    """A solid round bullet around (x, y); the content of the ``Lbl`` *node*."""

    x: float
    y: float
    radius: float
    node: Node


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing scaled into a rectangle whose lower left corner is at (x, y).

    An artifact where *node* is None: the words beside it say the same. Else the content of a ``Figure``.
    """

    x: float
    y: float
    width: float
    height: float
    drawing: Drawing
    mirrored: bool = False
    ink: Ink = BLACK
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in shades of grey, scaled into a rectangle whose lower left corner is at (x, y); content of a
    ``Figure``."""

    x: float
    y: float
    width: float
    height: float
    raster: Raster
    node: Node


Item = Text | Rule | Frame | Dot | Picture | Image


@dataclass(frozen=True, slots=True)
class Page:
    """One side of paper: body items in reading order, then the footer and the running head (artifacts)."""

    width: float
    height: float
    items: tuple[Item, ...]
    footer: tuple[Item, ...] = ()
    header: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One line of the outline: *level* from 1; *page* from 0; *y* of the top of the heading."""

    title: str
    level: int
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself.

    subject: what it is for. keywords: machine-readable identity (leaflet, country, language ...).
    date: ISO 8601 date (YYYY-MM-DD) for both creation and change.
    """

    title: str
    language: str
    rtl: bool
    author: str
    subject: str
    keywords: str
    date: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out document: its pages, its structure tree, its outline and its metadata."""

    pages: tuple[Page, ...]
    root: Node
    outline: tuple[Bookmark, ...]
    metadata: Metadata
