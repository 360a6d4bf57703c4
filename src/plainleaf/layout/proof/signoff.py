"""The last page of a proof: who has read what, to be filled in by hand. It names nobody."""

from __future__ import annotations

from dataclasses import replace

from plainleaf.layout.flow import Mark, Slice, glue, shift
from plainleaf.layout.model import Frame, Item, Node, Rule
from plainleaf.layout.proof.cells import Desk, Passage, say
from plainleaf.layout.proof.model import Proof

READERS = ("First reader, who reviews", "Second reader, who approves")
LABEL_COLUMN = 0.24
ROW, LINE, BOX = 29.0, 0.75, 10.0
"""Points: height of a row to write in, thickness of its line, side of a box to tick."""


def lay_out_signoff(proof: Proof, desk: Desk) -> tuple[tuple[Slice, ...], Node]:
    """Return the block two people sign, on one page."""
    part = Node("Sect")
    title = "Sign-off"
    first = desk.set_cell((Passage(say(title), desk.styles.heading, tag="H2"),), part, desk.margin, desk.live_width)
    text = (
        "One person cannot be both; the second is a doctor, nurse or pharmacist. This is about the words with "
        f"fingerprint {proof.fingerprint}, catalogue “{proof.domain}”, {proof.language.english_name}. Put it on record "
        f"with: plainleaf locale approve {proof.language.tag} --as reviewed, and --as approved."
    )
    second = desk.set_cell((Passage(say(text), desk.styles.body),), part, desk.margin, desk.live_width)
    rows = [_row(("", *READERS), desk, head=True), *(_row((name, *_blanks(name)), desk) for name in _fields(proof))]
    table = Node("Table", (Node("THead", (rows[0][1],)), Node("TBody", tuple(node for _, node in rows[1:]))))
    part.children = (*part.children, table)
    top = replace(first, before=24.0, bookmark=Mark(title, 1))
    return glue((top, second, *(row for row, _ in rows))), part


def _fields(proof: Proof) -> tuple[str, ...]:
    return (
        "Name",
        "Profession",
        "Registration number",
        "Organisation",
        "Reads English",
        f"Reads {proof.language.english_name}",
        "I have read messages",
        "Date",
        "Signature",
    )


def _blanks(name: str) -> tuple[str, str]:
    """Return what stands in the two fields already."""
    if name.startswith("Reads"):
        return ("yes|no", "yes|no")
    return ("|to", "|to") if name.startswith("I have read") else ("", "")


def _row(cells: tuple[str, str, str], desk: Desk, *, head: bool = False) -> tuple[Slice, Node]:
    first = LABEL_COLUMN * desk.live_width
    width = (desk.live_width - first) / 2
    nodes = [_cell(index, head=head) for index in range(3)]
    items: list[Item] = []
    for index, (text, node) in enumerate(zip(cells, nodes, strict=True)):
        left = desk.margin + (0.0 if index == 0 else first + (index - 1) * width + 12.0)
        room = first if index == 0 else width - 12.0
        if head or index == 0:
            items += _fill(desk, text, node, left, room, bold=True)
        else:
            items += _field(desk, text, node, left, room)
    return Slice(ROW, tuple(items)), Node("TR", tuple(nodes))


def _cell(index: int, *, head: bool) -> Node:
    if head and index == 0:
        return Node("TD")
    return Node("TH", attributes={"Table": {"Scope": "Column" if head else "Row"}}) if head or not index else Node("TD")


def _fill(desk: Desk, text: str, node: Node, left: float, room: float, *, bold: bool = False) -> list[Item]:
    """Return *text* at the foot of the row; nothing where it is empty."""
    if not text:
        return []
    part = desk.set_cell((Passage(say(text, bold=bold), desk.styles.body),), node, left, room)
    return [shift(item, 0.0, part.height - ROW + 2.0) for item in part.items]


def _field(desk: Desk, text: str, node: Node, left: float, room: float) -> list[Item]:
    """Return a line to write on, or two boxes to tick ("yes|no"), or two lines with a word between ("|to")."""
    low = -ROW + 4.0
    before, _, after = text.partition("|")
    if before:
        ticks: list[Item] = []
        for index, word in enumerate((before, after)):
            at = left + index * 80.0
            ticks += [Frame(at, low, BOX, BOX, 1.0, LINE), *_fill(desk, word, node, at + BOX + 6.0, 60.0)]
        return ticks
    if after:
        half = 90.0
        lines = [_line(left, low, half), _line(left + half + 32.0, low, half)]
        return [lines[0], *_fill(desk, after, node, left + half + 10.0, 20.0), lines[1]]
    return [_line(left, low, room)]


def _line(left: float, y: float, width: float) -> Rule:
    return Rule(left, y, left + width, y, LINE)
