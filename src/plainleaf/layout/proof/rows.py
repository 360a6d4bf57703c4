"""The texts of a proof as tables: one for each severity, a row for each text, room to write beside it."""

from __future__ import annotations

from dataclasses import replace

from plainleaf.layout.flow import Mark, Slice, glue, shift
from plainleaf.layout.model import Frame, Item, Node, Rule, Text
from plainleaf.layout.proof.cells import Desk, Passage, label, say
from plainleaf.layout.proof.model import Proof, ProofSection, ProofText

NUMBER, STATUS, INITIALS = 36.0, 62.0, 50.0
"""Widths in points of the columns that hold single words: up to 4 digits, “Emergency”, two letters by hand."""

COLUMNS = (0.335, 0.345, 0.32)
"""Shares of the rest: English, translation, correction."""

GAP, PADDING = 7.0, 4.0
SMALLEST_ROW = 44.0
"""Points: two lines of handwriting."""

LINE = 24.0
"""Points above the first baseline and below the last of a row that is cut: more than a line needs."""

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
    rest = desk.live_width - NUMBER - STATUS - INITIALS
    left, found = desk.margin, []
    for width in (NUMBER, STATUS, *(share * rest for share in COLUMNS), INITIALS + GAP):
        found.append((left, width - GAP))
        left += width
    return tuple(found)


def _head(proof: Proof, desk: Desk) -> tuple[Slice, Node]:
    names = ("No.", "Status", "English", proof.language.english_name, "Correction", "Initials")
    cells = tuple(Node("TH", attributes={"Table": {"Scope": "Column"}}) for _ in names)
    parts = [
        desk.set_cell((Passage(say(name, bold=True), desk.styles.small),), cell, *strip)
        for name, cell, strip in zip(names, cells, _strips(desk), strict=True)
    ]
    height = max(part.height for part in parts) + 2.0
    items: list[Item] = [item for part in parts for item in part.items]
    items.append(_rule(desk, -height, HEAD_RULE))
    return Slice(height + HEAD_RULE, tuple(items), before=6.0), Node("TR", cells)


def _rule(desk: Desk, y: float, width: float) -> Rule:
    return Rule(desk.margin, y - width / 2, desk.width - desk.margin, y - width / 2, width)


def _row(text: ProofText, desk: Desk) -> tuple[Slice, Node]:
    """Return one text: what it says in both languages, what is known of it, and two boxes to write in."""
    first, second, english, own, correction, initials = _strips(desk)
    head = Node("TH", attributes={"Table": {"Scope": "Row"}})
    cells = [Node("TD") for _ in range(5)]
    cells[2].lang = desk.language.bcp47 if text.translation is not None else None
    parts = [
        desk.set_cell((Passage(say(str(text.number)), desk.styles.number),), head, *first),
        desk.set_cell(_status(text, desk), cells[0], *second),
        desk.set_cell(_english(text, desk), cells[1], *english),
        desk.set_cell(_translation(text, desk), cells[2], *own),
    ]
    height = 2 * PADDING + max(SMALLEST_ROW, *(part.height for part in parts))
    items: list[Item] = [shift(item, 0.0, -PADDING) for part in parts for item in part.items]
    for left, width in (correction, initials):
        items.append(Frame(left, -height + PADDING, width, height - 2 * PADDING, 2.0, BOX))
    items.append(_rule(desk, -height, ROW_RULE))
    return Slice(height + ROW_RULE, tuple(items)), Node("TR", (head, *cells), id=f"text/{text.number}")


def _status(text: ProofText, desk: Desk) -> tuple[Passage, ...]:
    small = desk.styles.small
    return Passage(say(text.severity, bold=True), small), Passage(say(text.status), small)


def _english(text: ProofText, desk: Desk) -> tuple[Passage, ...]:
    """Return the English, and beneath it what the translation says in English."""
    styles = desk.styles
    passages = [Passage(text.source, styles.body)]
    if text.old_source is not None:
        passages.append(Passage(label("Translated from", text.old_source), styles.note, 4.0))
    if text.back_translation is not None:
        passages.append(Passage(label("Back", text.back_translation), styles.note, 3.0))
    return tuple(passages)


def _translation(text: ProofText, desk: Desk) -> tuple[Passage, ...]:
    """Return the translation, and beneath it its id and what the checks find: the English has the longer column."""
    styles = desk.styles
    missing = Passage(say("Not translated.", id=text.id), styles.note)
    first = missing if text.translation is None else Passage(text.translation, styles.own)
    id = Passage(say(text.id, id=text.id), styles.small, 2.0)
    return (first, id, *(Passage(label("Check", say(words, id=text.id)), styles.note, 3.0) for words in text.findings))


def _cut(row: Slice, room: float) -> tuple[Slice, ...]:
    """Return *row*, or where it is higher than *room* its lines on as many slices as they need, without boxes."""
    if row.height <= room:
        return (row,)
    lines = [item for item in row.items if isinstance(item, Text)]
    pages: list[list[Text]] = [[]]
    tops = [0.0]
    for line in sorted(lines, key=lambda line: -line.y):
        if pages[-1] and tops[-1] - line.y > room - LINE:
            pages.append([])
            tops.append(line.y + LINE)
        pages[-1].append(line)
    order = {id(line): index for index, line in enumerate(lines)}
    ends = [room] * (len(pages) - 1) + [tops[-1] + row.height]
    return tuple(
        Slice(height, tuple(shift(line, 0.0, -top) for line in sorted(page, key=lambda line: order[id(line)])))
        for page, top, height in zip(pages, tops, ends, strict=True)
    )
