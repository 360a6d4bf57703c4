"""Page 1: who the leaflet is for, and the warnings to read first. Type size is never a way to make room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plainleaf.compose.model import KeyRow, Leaflet, Span, Words, split_at_bold
from plainleaf.layout.column import BAR, PINE, Column, baseline
from plainleaf.layout.flow import Mark, Slice, glue, merge
from plainleaf.layout.model import Item, Line, Node, Rule, Text
from plainleaf.layout.text import TextStyle

SIDES = 2
"""Of a sheet."""
CAP_CENTRE = 0.357  # em above the baseline: half the cap height of Noto Sans (0.714)


KeyRows = tuple[tuple[Node, ...], tuple[Slice, ...]]
"""The rows of the key block: their elements and their slices."""
Front = tuple[tuple[Slice, ...], tuple[Node, ...]]
"""Identity band and key block: their slices and their elements."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How tightly page 1 is set. Each step of the ladder gives up a little more white space.

    row_gap: in points, between rows. above_bar, above_title, below_title, above_end: in units, around the heading and
    above the last bar. dense: what comes after an action goes on in its line; the actions stay bold and first, and a
    card that stands overleaf, on the same sheet, is worth that. one_paragraph: so does what comes after the name on
    the pack.
    """

    row_gap: float
    one_line_rows: bool = False
    names_together: bool = False
    small_title: bool = False
    dense: bool = False
    one_paragraph: bool = False
    above_bar: float = 3.0
    above_title: float = 2.0
    below_title: float = 1.0
    above_end: float = 1.5


def fit_ladder(column: Column) -> Iterator[Fit]:
    """Yield the ways to set page 1, the most generous first (VISUAL, Fit ladder)."""
    unit, gap = column.unit, column.profile.row_gap
    yield Fit(2 * unit)
    yield Fit((2 * unit + gap) / 2)
    yield Fit(gap)
    yield Fit(0.5 * unit)
    yield Fit(0.5 * unit, one_line_rows=True)
    fit = Fit(0.5 * unit, one_line_rows=True, names_together=True)
    yield fit
    fit = replace(fit, above_bar=2.0, above_title=1.33, above_end=0.9)
    yield fit
    fit = replace(fit, small_title=True)
    yield fit
    fit = replace(fit, dense=True)
    yield fit
    fit = replace(fit, above_bar=1.0, above_title=0.67, below_title=0.5, above_end=0.5)
    yield fit
    yield replace(fit, one_paragraph=True)


def lay_out_first_page(
    leaflet: Leaflet,
    column: Column,
    room: float,
    next_room: float,
    split: tuple[int, ...] = (),
    *,
    dense: bool = True,
) -> Iterator[Front]:
    """Yield the ways to set the identity band and the key block, the best first.

    room, next_room: height of the content of page 1 and of the next, in points. There is one way where the block fits
    page 1 at some step of the ladder. Else it is broken by the profile's rule, each part saying so: with the most
    space, if it ends on the first sheet; with the least; and dense, for where that brings what follows to an earlier
    page. A way that takes more pages than the profile allows is left out, but for the last. split: how many rows to put
    on each page instead, as they stand in another language. dense: whether that may be tried.
    """
    made: list[tuple[Front, _KeyBlock]] = []
    listed = 0  # how many of them have every action on a line of its own
    rows: dict[tuple[bool, bool], KeyRows] = {}  # they are the same at most steps
    for fit in (fit for fit in fit_ladder(column) if dense or not fit.dense):
        kind = fit.one_line_rows, fit.dense
        if kind not in rows:
            rows[kind] = _key_rows(leaflet, column, one_line=fit.one_line_rows, dense=fit.dense)
        band, nodes = _IdentityBand(leaflet, column, fit).lay_out()
        block = _KeyBlock(leaflet, column, fit, rows[kind])
        parts = tuple(block.parts(split)) if split else (block.slices(),)
        if _fits(band, parts, room, next_room):
            yield _join(band, parts), (*nodes, block.node())
            return
        made.append(((band, nodes), block))
        listed += not fit.dense
    most_pages = {0: SIDES, listed - 1: column.profile.limits.key_block_pages, len(made) - 1: None}
    for step, most in most_pages.items():
        (band, nodes), block = made[step]
        counts = block.count_parts(room - _total(band), next_room)
        parts = tuple(block.parts(split or counts))
        if most is None or (len(counts) <= most and _fits(band, parts, room, next_room)):
            yield _join(band, parts), (*nodes, block.node())


def _fits(band: Sequence[Slice], parts: Sequence[Sequence[Slice]], room: float, next_room: float) -> bool:
    """Tell whether *band* and the first of *parts* fit page 1, and the others a page each."""
    first, *others = parts
    return _total((*band, *first)) <= room and all(_total(part) <= next_room for part in others)


def _join(first: Sequence[Slice], parts: Sequence[Sequence[Slice]]) -> tuple[Slice, ...]:
    """Return *first* and the first part on one page, and the other parts."""
    head, *rest = parts
    return (*glue((*first, *head)), *(part for page in rest for part in page))


def _total(slices: Sequence[Slice]) -> float:
    return sum(part.height + (part.before if index else 0.0) for index, part in enumerate(slices))


class _IdentityBand:
    """Route mark, name, name on the pack, purpose, readers (VISUAL, Identity band)."""

    def __init__(self, leaflet: Leaflet, column: Column, fit: Fit) -> None:
        self._leaflet, self._column, self._fit = leaflet, column, fit
        self._title = Node("H1")
        self._below: list[Node] = []
        self._foreign = leaflet.title.plain != leaflet.pack_name

    def lay_out(self) -> Front:
        """Return the band from the name down to the readers, and its elements in reading order."""
        column, styles = self._column, self._column.styles
        style, lines = self._title_lines()
        parts = [column.line_slice(line, style, column.axis) for line in lines]
        icon = column.profile.icon
        main = style.bold[0].size
        parts[0] = replace(parts[0], bookmark=Mark(self._leaflet.title.plain, 1))
        if column.profile.beside_rail:
            top = -baseline(style) + CAP_CENTRE * main + icon / 2
            parts[0] = self._marked(parts[0], min(top, 0.0))
        purpose, readers = self._leaflet.purpose, self._leaflet.readers
        pack = Words("pack-name", (Span(self._leaflet.pack_name, isolate=True, lang="en"),))
        beside = self._pack_beside(pack, lines, style) if self._foreign else None
        if beside is not None:
            parts[0] = replace(parts[0], items=(*parts[0].items, beside))
        runs_on = self._fit.one_paragraph and column.numbering is None  # a passage with a number begins a line
        if self._foreign and beside is None and runs_on:
            between = Span(column.language.sentence_space)
            spans = (*pack.bold.spans, Span(" "), *purpose.spans, between, *readers.spans)
            parts += self._paragraph(Words(purpose.id, spans), styles.body)
        else:
            if self._foreign and beside is None:
                parts += self._paragraph(pack, styles.lead)
            together = self._foreign or self._fit.names_together
            parts += self._joined_lines() if together else self._separate_lines(styles.lead)
        if not column.profile.beside_rail:
            below = parts[len(lines) :]
            parts[len(lines)] = self._marked(below[0], min(0.0, (icon - _total(below)) / 2))
        return tuple(parts), (self._title, *self._below)

    def _marked(self, part: Slice, top: float) -> Slice:
        """Return *part* with the route mark in the rail, its upper edge at *top*."""
        column = self._column
        mark = column.picture(self._leaflet.mark, column.start, top, column.profile.icon, PINE)
        return replace(part, items=(*part.items, mark))

    def _title_lines(self) -> tuple[TextStyle, tuple[Line, ...]]:
        """Return the name on one line if it can be, one size down; else on two at that size."""
        column = self._column
        for style in (column.styles.title, column.styles.title_small):
            lines = column.set_lines(self._leaflet.title, style, column.text_width, self._title, balanced=True)
            if len(lines) == 1 and not (self._fit.small_title and style is column.styles.title):
                break
        return style, lines

    def _paragraph(self, words: Words, style: TextStyle, *, balanced: bool = False) -> list[Slice]:
        """Return *words* below the name, as an element of its own."""
        self._below.append(Node("P"))
        column = self._column
        return list(column.paragraph(words, style, self._below[-1], start=column.beside, balanced=balanced))

    def _pack_beside(self, pack: Words, lines: Sequence[Line], style: TextStyle) -> Text | None:
        """Return the name on the pack on the title's baseline, if there is room."""
        column = self._column
        node = Node("P")
        line = column.set_lines(pack, column.styles.lead, column.text_width, node)[0]
        free = column.text_width - lines[-1].width
        if len(lines) > 1 or not self._fit.names_together or line.width + style.bold[0].size > free:
            return None
        self._below.append(node)
        start = column.width - column.profile.margin - line.width
        return column.text(line, start, -baseline(style))

    def _separate_lines(self, style: TextStyle, *, balanced: bool = False) -> list[Slice]:
        """Return purpose, in *style*, and readers below each other."""
        return [
            *self._paragraph(self._leaflet.purpose, style, balanced=balanced),
            *self._paragraph(self._leaflet.readers, self._column.styles.body, balanced=balanced),
        ]

    def _joined_lines(self) -> list[Slice]:
        """Return purpose and readers on one line, each its own element; below each other where that is too long."""
        column, body = self._column, self._column.styles.body
        purpose, readers = self._leaflet.purpose, self._leaflet.readers
        both = Node("P"), Node("P")
        blank = Span(column.language.sentence_space)
        spans = (*purpose.spans, blank, *readers.spans)
        leaves = column.leaf(both[0], purpose), column.leaf(both[1], readers)
        nodes = [leaves[0]] * (len(purpose.spans) + 1) + [leaves[1]] * len(readers.spans)
        lines = column.set_spans(purpose.id, spans, body, column.beside_width, nodes)
        if len(lines) > 1:
            return self._separate_lines(body, balanced=True)
        self._below += both
        return [column.line_slice(line, body, column.beside) for line in lines]


class _KeyBlock:
    """The warnings to read first, between two bars (VISUAL, Key block)."""

    def __init__(self, leaflet: Leaflet, column: Column, fit: Fit, rows: KeyRows) -> None:
        self._leaflet, self._column, self._fit = leaflet, column, fit
        self._title = Node("H2")
        self._nodes, self._rows = rows

    def node(self) -> Node:
        """Return the block's element."""
        return Node("Sect", (self._title, *self._nodes), id="key-block")

    def slices(self) -> tuple[Slice, ...]:
        """Return the whole block."""
        return (*self._head(), *self._spaced(self._rows), self._bar(below=True))

    def count_parts(self, room: float, next_room: float) -> tuple[int, ...]:
        """Return how many rows fit into *room*, then page by page the rest; 0 where the block begins overleaf."""
        limits = self._column.profile.limits
        head, rows, slack = self._head(), self._rows, 2 * self._column.unit
        counts: list[int] = []
        while rows:
            last = (*head, *self._spaced(rows), self._bar(below=True))
            if counts and (_total(last) <= next_room or len(rows) == 1):
                return (*counts, len(rows))
            least = 1 if counts else limits.key_rows_before_break
            count = max(len(rows) - limits.key_rows_after_break, least)
            more = self._more(len(counts) + 2)
            while count > least and _total((*head, *self._spaced(rows[:count]), more)) + slack > room:
                count -= 1
            counts.append(count)
            head = (self._next_head(),) if count else head
            rows, room, slack = rows[count:], next_room, 0.0
        return tuple(counts)

    def parts(self, counts: Sequence[int]) -> Iterator[tuple[Slice, ...]]:
        """Yield so many rows for each page, each part but the last saying where it goes on."""
        head, rows = self._head(), self._rows
        for page, count in enumerate(counts, start=1):
            if count == 0:
                yield ()
                head = (replace(head[0], page_break=True), *head[1:])
                continue
            mine, rows = rows[:count], rows[count:]
            yield glue((*head, *self._spaced(mine), self._more(page + 1) if rows else self._bar(below=True)))
            head = (self._next_head(),)

    def _more(self, page: int) -> Slice:
        """Return the line that says where the block goes on: on the next side in this language."""
        numbering = self._column.numbering
        return self._furniture("more-on-page", page=str(numbering.page_number(page) if numbering else page))

    def _next_head(self) -> Slice:
        """Return the heading of a part overleaf, in the size of the text where it would need a second line."""
        words = self._leaflet.furniture["more-to-read-first"].fill().bold
        heads = (self._artifact(words, style) for style in (self._column.styles.heading, self._column.styles.body))
        return replace(min(heads, key=lambda head: len(head.items)), page_break=True)

    def _furniture(self, name: str, **values: str) -> Slice:
        column = self._column
        words = self._leaflet.furniture[name].fill(**values)
        return replace(self._artifact(words, column.styles.body), before=self._fit.row_gap)

    def _artifact(self, words: Words, style: TextStyle) -> Slice:
        """Return *words* beside the rail, belonging to no structure element."""
        column = self._column
        lines = column.set_lines(words, style, column.beside_width, None)
        return merge([column.line_slice(line, style, column.beside) for line in lines])

    def _head(self) -> tuple[Slice, ...]:
        column, unit = self._column, self._column.unit
        top = replace(self._bar(below=False), before=self._fit.above_bar * unit)
        words, style = self._leaflet.key_title, column.styles.section
        title = column.paragraph(words, style, self._title, start=column.beside, balanced=True)
        first = replace(title[0], before=self._fit.above_title * unit, bookmark=Mark(words.plain, 1))
        return (top, first, *title[1:])

    def _spaced(self, rows: Sequence[Slice]) -> tuple[Slice, ...]:
        gaps = [self._fit.below_title * self._column.unit, *([self._fit.row_gap] * (len(rows) - 1))]
        return tuple(replace(row, before=gap) for row, gap in zip(rows, gaps, strict=True))

    def _bar(self, *, below: bool) -> Slice:
        bar: Rule = replace(self._column.rule(0.0, BAR), ink=PINE)
        gap = self._fit.above_end * self._column.unit if below else 0.0
        return Slice(BAR, (bar,), before=gap)


def _key_rows(leaflet: Leaflet, column: Column, *, one_line: bool, dense: bool = False) -> KeyRows:
    nodes = tuple(Node("P", id=f"short/{row.warning}") for row in leaflet.key_rows)
    pairs = zip(leaflet.key_rows, nodes, strict=True)
    return nodes, tuple(_key_row(row, node, column, one_line=one_line, dense=dense) for row, node in pairs)


def _key_row(row: KeyRow, node: Node, column: Column, *, one_line: bool, dense: bool) -> Slice:
    """Return pictogram and short form, centred on each other (to the first three lines)."""
    style = column.styles.body
    lines = _row_lines(row.words, node, column, one_line=one_line, dense=dense)
    text_height = len(lines) * style.leading
    icon = column.profile.icon if row.pictogram else 0.0
    height = max(text_height, icon)
    offset = (height - text_height) / 2
    items: list[Item] = []
    if row.pictogram:
        centre = offset + min(len(lines), 3) * style.leading / 2
        items.append(column.picture(row.pictogram, column.start, -(centre - icon / 2), icon))
    texts: list[Text] = [
        column.text(line, column.beside, -offset - baseline(style) - index * style.leading)
        for index, line in enumerate(lines)
    ]
    return Slice(height, (*items, *texts))


def _row_lines(words: Words, node: Node, column: Column, *, one_line: bool, dense: bool) -> tuple[Line, ...]:
    """Return the row's lines: the action on its own, the rest below (or the reverse), each balanced; dense: all
    in one run."""
    style, width = column.styles.body, column.beside_width
    leaf = column.leaf(node, words)
    if one_line:
        even = column.profile.beside_rail and bool(column.language.sentence_space)  # short lines end within words
        whole = column.set_spans(words.id, words.spans, style, width, (leaf,) * len(words.spans), balanced=even)
        if len(whole) == 1 or dense:
            return whole
    lines: list[Line] = []
    for part in split_at_bold(words.spans):
        lines += column.set_spans(words.id, part, style, width, (leaf,) * len(part), balanced=True)
    return tuple(lines)
