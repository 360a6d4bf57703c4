"""The page for one patient: title, strength, the grid of doses, and what to do about it (VISUAL, Personal plan)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from plainleaf.compose.model import BulletList, Span, Words
from plainleaf.compose.personal import BLANK, Detail, PlanPage
from plainleaf.content.settings import POINTS_PER_MM
from plainleaf.layout.blocks import SECTION_RULE, Set, lay_out_text
from plainleaf.layout.column import Column, baseline
from plainleaf.layout.dose_grid import lay_out_grid
from plainleaf.layout.flow import Mark, Slice, keep, merge, shift
from plainleaf.layout.model import Item, Line, Node, Rule
from plainleaf.layout.text import TextStyle

WRITING_LINE = 12 * POINTS_PER_MM
"""Distance of lines to write on by hand."""
WRITING_RULE = 0.75  # VISUAL, Rules
NOTE_LINES = 3


def lay_out_plan(plan: PlanPage, column: Column, titled: Column, detailed: Column, bullet: str) -> Set:
    """Return *plan*: slices of which the first starts a page, and its section.

    titled, detailed: with the faces that the name, and the other words of the patient's, need.

    On the pages it goes on to, whose plan it is (on a form: the line to write the name on) is repeated, and with doses
    the strength and the head of the grid. Not the strength where the doses of a day would then not fit, and nothing
    above notes that take a page.
    """
    title, heading = _title(plan, titled)
    strength, strength_node = _strength(plan, column)
    details = [_detail(detail, detailed, WRITING_LINE) for detail in plan.details]
    whose = (title, *(part for part, _ in details[:1])) if plan.is_form else (title,)
    grid = lay_out_grid(plan, column, repeat=(*whose, replace(strength, spare=True)))
    above = (title, *(part for part, _ in details), strength)
    above_rest = tuple(replace(part, spare=True) for part in (*whose, Slice(2 * column.unit, ())))
    after = _after_grid(plan, column, bullet, above_rest)
    slices = (*keep((*above, *grid.slices[:1])), *grid.slices[1:], *after.slices)
    nodes = (heading, *(node for _, node in details), strength_node, *grid.nodes, *after.nodes)
    return Set((replace(slices[0], page_break=True), *slices[1:]), (Node("Sect", nodes, id="plan"),))


def _title(plan: PlanPage, column: Column) -> tuple[Slice, Node]:
    """Return rule and title at the margin; a name too wide for the page is set in the next smaller style."""
    node = Node("H2")
    style = _style_for(plan.title, column)
    lines = column.paragraph(plan.title, style, node, start=column.start, width=column.live_width, balanced=True)
    rule = Slice(SECTION_RULE + 2 * column.unit, (column.rule(0.0, SECTION_RULE),))
    return replace(merge([rule, *lines]), bookmark=Mark(plan.outline.plain, 1)), node


def _style_for(words: Words, column: Column) -> TextStyle:
    """Return the largest style of headings in which every word fits on a line."""
    parts = [Span(part) for span in words.spans for part in span.text.split(" ")]
    for style in (column.styles.section, column.styles.heading):
        if all(column.widest_word(Words(words.id, (part,)), style) <= column.live_width for part in parts):
            return style
    return column.styles.body


def _strength(plan: PlanPage, column: Column) -> tuple[Slice, Node]:
    """Return what one tablet holds, and the white above the grid; values of a form are lines to write on."""
    node = Node("P")
    style = column.styles.body
    blanks = [Node("Span") if span.text == BLANK else None for span in plan.strength.spans]
    if not any(blanks):
        lines = column.paragraph(plan.strength, style, node, start=column.start, width=column.live_width)
        return merge([*lines, Slice(3 * column.unit, ())]), node
    nodes = tuple(blank or Node("Span") for blank in blanks)
    node.children = nodes
    spans = _hold_blanks(plan.strength.spans)
    set_lines = column.set_spans(plan.strength.id, spans, style, column.live_width, nodes)
    leading = max(style.leading, WRITING_LINE)
    parts = []
    for line in set_lines:
        text = column.text(line, column.start, style.leading - leading - baseline(style))
        rules = [_under(text.x, text.y, run.x, run.width) for run in line.runs if run.node in blanks]
        parts.append(Slice(leading, (text, *rules)))
    return merge([*parts, Slice(3 * column.unit, ())]), node


def _hold_blanks(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return *spans* with each line to write on held to the word before it: a line of text that began with one would
    seem to begin elsewhere."""
    pairs = zip_longest(spans, spans[1:])
    return tuple(
        replace(span, text=f"{span.text[:-1]}\u00a0")
        if following is not None and following.text == BLANK and span.text.endswith(" ")
        else span
        for span, following in pairs
    )


def _under(x: float, y: float, start: float, width: float) -> Rule:
    """Return the line to write on under a run *width* wide at *start* of a line at (x, y)."""
    low = y - 4 * WRITING_RULE
    return Rule(x + start, low, x + start + width, low, WRITING_RULE)


def _detail(detail: Detail, column: Column, height: float) -> tuple[Slice, Node]:
    """Return a label with its value, or with a line to write on up to the end margin."""
    node = Node("P")
    style = column.styles.body
    if detail.value is not None:
        lines = column.paragraph(detail.words, style, node, start=column.start, width=column.live_width)
        return merge(lines), node
    line: Line = column.set_lines(detail.words, style, column.live_width, node)[0]
    height = max(height, style.leading)
    y = style.leading - height - baseline(style)
    start = column.start + line.width + 2 * column.unit
    rule = column.rule(y, WRITING_RULE, start, column.width - column.profile.margin - start)
    return Slice(height, (column.text(line, column.start, y), rule)), node


def _after_grid(plan: PlanPage, column: Column, bullet: str, whose: tuple[Slice, ...]) -> Set:
    """Return what stands below the grid: not to change anything alone, the next appointment, notes.

    whose: what a page begins with that holds no doses but some of this.
    """
    node = Node("P")
    keep = merge(column.paragraph(plan.keep, column.styles.body, node, start=column.start, width=column.live_width))
    slices, nodes = [replace(keep, before=3 * column.unit, kept=True)], [node]
    if plan.next_appointment is not None:
        part, node = _detail(plan.next_appointment, column, WRITING_LINE)
        slices.append(replace(part, before=2 * column.unit))
        nodes.append(node)
    for part, node in _notes(plan, column, bullet):
        slices.append(part)
        nodes.append(node)
    return Set(tuple(part if part.glued else replace(part, repeat=whose) for part in slices), tuple(nodes))


def _notes(plan: PlanPage, column: Column, bullet: str) -> Iterator[tuple[Slice, Node]]:
    if not plan.notes and not plan.is_form:
        return
    heading = Node("P" if plan.is_form else "H3")  # of empty lines there is nothing to be the heading of
    title = column.paragraph(
        plan.notes_title, column.styles.heading, heading, start=column.start, width=column.live_width, balanced=True
    )
    if plan.is_form:
        rules: list[Item] = [column.rule(-n * WRITING_LINE, WRITING_RULE) for n in range(1, NOTE_LINES + 1)]
        yield replace(merge([*title, Slice(NOTE_LINES * WRITING_LINE, tuple(rules))]), before=4 * column.unit), heading
        return
    yield replace(merge(title), before=4 * column.unit), heading
    done = lay_out_text(BulletList(None, plan.notes), column, bullet)
    whole = merge(done.slices)
    moved = tuple(shift(item, _to_margin(column), 0.0) for item in whole.items)
    yield replace(whole, items=moved, before=0.5 * column.unit, glued=True), done.nodes[0]


def _to_margin(column: Column) -> float:
    """Return how far what stands at the axis moves to stand at the margin."""
    distance = column.axis - column.start
    return distance if column.language.rtl else -distance
