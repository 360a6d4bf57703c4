"""The texts of a proof as tables: one for each severity, a row for each text, room to write beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plainleaf.layout.flow import Mark, Slice, glue, shift
from plainleaf.layout.model import Frame, Item, Node, Rule, Text
from plainleaf.layout.proof.cells import Desk, Passage, label, say
from plainleaf.layout.proof.model import Proof, ProofSection, ProofText

COLUMNS = (0.095, 0.275, 0.295, 0.265, 0.07)
"""Shares of the live width: number and status, English, translation, correction, initials."""

GAP, PADDING = 8.0, 5.0
SMALLEST_ROW = 46.0
"""Points: two lines of handwriting."""

HEAD_RULE, ROW_RULE, BOX = 1.5, 0.5, 0.75


def lay_out_texts(section: ProofSection, proof: Proof, desk: Desk, room: float) -> tuple[tuple[Slice, ...], Node]:
    """Return the heading and the table of *section*; its head is repeated after a page break.

    room: height of a page's content, in points. A row is cut only where it is higher than that.
    """
    heading = Node("Div")
    title = f"{section.title}: texts {section.texts[0].number} to {section.texts[-1].number}"
    top = desk.set_cell((Passage(say(title), desk.styles.heading, tag="H2"),), heading, desk.margin, desk.live_width)
    top = replace(top, before=20.0, bookmark=Mark(title, 1))
    head, head_row = _head(proof, desk)
    slices: list[Slice] = [top, head]
    rows: list[Node] = []
    for text in section.texts:
        row, node = _row(text, desk)
        slices += [replace(part, repeat=(head,)) for part in _cut(row, room - head.height)]
        rows.append(node)
    table = Node("Table", (Node("THead", (head_row,)), Node("TBody", tuple(rows))))
    return (*glue(slices[:3]), *slices[3:]), Node("Sect", (*heading.children, table))


def _strips(desk: Desk) -> tuple[tuple[float, float], ...]:
    """Return left edge and width of each column."""
    left, found = desk.margin, []
    for share in COLUMNS:
        width = share * desk.live_width
        found.append((left, width - (GAP if share != COLUMNS[-1] else 0.0)))
        left += width
    return tuple(found)


def _head(proof: Proof, desk: Desk) -> tuple[Slice, Node]:
    first, english, own, correction, initials = _strips(desk)
    names = ("Text", "Status", "English", proof.language.english_name, "Correction", "Initials")
    cells = tuple(Node("TH", attributes={"Table": {"Scope": "Column"}}) for _ in names)
    strips = (first, first, english, own, correction, initials)
    items: list[Item] = []
    done: list[Slice] = []
    for name, cell, (left, width) in zip(names, cells, strips, strict=True):
        part = desk.set_cell((Passage(say(name, bold=True), desk.styles.small),), cell, left, width)
        down = done[0].height if name == "Status" else 0.0
        items += [shift(item, 0.0, -down) for item in part.items]
        done.append(part)
    height = 2 * done[0].height + 2.0
    items.append(_rule(desk, -height, HEAD_RULE))
    return Slice(height + HEAD_RULE, tuple(items), before=6.0), Node("TR", cells)


def _rule(desk: Desk, y: float, width: float) -> Rule:
    return Rule(desk.margin, y - width / 2, desk.width - desk.margin, y - width / 2, width)


def _row(text: ProofText, desk: Desk) -> tuple[Slice, Node]:
    """Return one text: what it says in both languages, what is known of it, and two boxes to write in."""
    first, english, own, correction, initials = _strips(desk)
    head = Node("TH", id=f"text/{text.number}", attributes={"Table": {"Scope": "Row"}})
    cells = [Node("TD") for _ in range(5)]
    cells[2].lang = desk.language.bcp47 if text.translation is not None else None
    number = desk.set_cell((Passage(say(str(text.number)), desk.styles.number),), head, *first)
    status = desk.set_cell(_status(text, desk), cells[0], *first)
    status = replace(status, items=tuple(shift(item, 0.0, -number.height) for item in status.items))
    parts = [number, status, desk.set_cell(_english(text, desk), cells[1], *english)]
    parts.append(desk.set_cell(_translation(text, desk), cells[2], *own))
    height = 2 * PADDING + max(SMALLEST_ROW, number.height + status.height, *(part.height for part in parts[2:]))
    items: list[Item] = [shift(item, 0.0, -PADDING) for part in parts for item in part.items]
    for left, width in (correction, initials):
        items.append(Frame(left, -height + PADDING, width, height - 2 * PADDING, 2.0, BOX))
    items.append(_rule(desk, -height, ROW_RULE))
    return Slice(height + ROW_RULE, tuple(items)), Node("TR", (head, *cells))


def _status(text: ProofText, desk: Desk) -> tuple[Passage, ...]:
    small = desk.styles.small
    return Passage(say(text.severity, bold=True), small), Passage(say(text.status), small)


def _english(text: ProofText, desk: Desk) -> tuple[Passage, ...]:
    """Return the English and its id, and beneath it what the translation says in English."""
    styles = desk.styles
    notes = [Passage(say(text.id, id=text.id), styles.small), Passage(text.source, styles.body)]
    if text.old_source is not None:
        notes.append(Passage(label("Translated from", text.old_source), styles.note, 4.0))
    if text.back_translation is not None:
        notes.append(Passage(label("Put back into English", text.back_translation), styles.note, 4.0))
    return tuple(notes)


def _translation(text: ProofText, desk: Desk) -> tuple[Passage, ...]:
    """Return the translation, and beneath it what the checks find."""
    styles = desk.styles
    missing = Passage(say("Not translated.", id=text.id), styles.note)
    first = missing if text.translation is None else Passage(text.translation, styles.own)
    return (first, *(Passage(label("Check", say(words, id=text.id)), styles.note, 4.0) for words in text.findings))


def _cut(row: Slice, room: float) -> tuple[Slice, ...]:
    """Return *row*, or where it is higher than *room* its lines on as many slices as they need."""
    if row.height <= room:
        return (row,)
    lines = sorted((item for item in row.items if isinstance(item, Text)), key=lambda item: -item.y)
    pages: list[list[Item]] = [[]]
    top = bottom = 0.0
    for line in lines:
        if pages[-1] and top - line.y > room - 2 * PADDING:
            pages.append([])
            top = line.y + 2 * PADDING
        pages[-1].append(shift(line, 0.0, -top))
        bottom = top - line.y + PADDING
    heights = [room] * (len(pages) - 1) + [bottom + 2 * PADDING]
    return tuple(Slice(height, _by_reading(page, row.items)) for page, height in zip(pages, heights, strict=True))


def _by_reading(page: Sequence[Item], order: Sequence[Item]) -> tuple[Item, ...]:
    """Return the lines of *page* in the order in which they are read."""
    lines = [item.line for item in order if isinstance(item, Text)]
    return tuple(sorted(page, key=lambda item: lines.index(item.line) if isinstance(item, Text) else 0))
