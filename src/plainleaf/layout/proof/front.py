"""The first page of a proof: what it is, how it is used, how far the language is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plainleaf.catalogues.model import State
from plainleaf.compose.model import Span, Words
from plainleaf.layout.flow import Mark, Slice, shift
from plainleaf.layout.model import Item, Node, Rule
from plainleaf.layout.proof.cells import Desk, Passage, label, say
from plainleaf.layout.proof.model import Proof, ProofSection

READING_WIDTH = 0.85
"""Of the live width: no line of running text is longer."""

LABEL_COLUMN = 0.3
STATES = {
    State.MISSING: "Not translated",
    State.FUZZY: "Doubtful",
    State.STALE: "Stale",
    State.DRAFT: "Draft",
    State.REVIEWED: "Reviewed",
    State.APPROVED: "Approved",
    State.EXPIRED: "Expired",
}
ROW_RULE = 0.5


def lay_out_front(proof: Proof, desk: Desk) -> tuple[tuple[Slice, ...], tuple[Node, ...]]:
    """Return the first page: title, facts, how to use the proof, counts by severity and state."""
    page = Node("Sect")
    counts, table = _counts(proof, desk)
    slices = [
        _title(proof, desk, page),
        *_paragraphs(_facts(proof), desk, page),
        _heading("How to use this proof", desk, page),
        *_paragraphs([say(text) for text in _instructions(proof)], desk, page, 4.0),
        _heading("How far it is", desk, page),
        *counts,
    ]
    page.children = (*page.children, table)
    if proof.findings:
        slices.append(_heading("What the checks say of the whole catalogue", desk, page))
        slices += _paragraphs([say(text) for text in proof.findings], desk, page, 4.0)
    return tuple(slices), (page,)


def _title(proof: Proof, desk: Desk, page: Node) -> Slice:
    title = f"Proof for the reviewer: {proof.language.english_name}"
    part = desk.set_cell((Passage(say(title), desk.styles.title, tag="H1"),), page, desk.margin, desk.live_width)
    return replace(part, height=part.height + 4.0, bookmark=Mark(title, 1))


def _facts(proof: Proof) -> tuple[Words, ...]:
    language, count = proof.language, len(proof.texts)
    own = (Span(language.own_name, lang=language.bcp47), Span(f", tag {language.bcp47}"))
    same = f"{proof.fingerprint}. Another print with this fingerprint says the same."
    return (
        label("Language", Words("proof", (Span(f"{language.english_name}, "), *own))),
        label("Texts", say(f"{count} of catalogue “{proof.domain}”, in the state of {proof.date}")),
        label("Leaflets", say("; ".join(proof.leaflets))),
        label("Fingerprint of the words", say(same)),
    )


def _instructions(proof: Proof) -> tuple[str, ...]:
    tag, name = proof.language.tag, proof.language.english_name
    filled = ", ".join(f"{{{value}}} for {key}" for key, value in proof.values.items())
    braces = "Words in braces are filled in by the program, the same in every language"
    here = f"; in {proof.country}: {filled}" if filled else ""
    return (
        f"1. Read the English and the {name} beside it, and put your initials on the right where both say the same.",
        "2. Where they do not, write what it should say under Correction; a text has the same number in the proof of "
        "every language, so that you can speak about it by telephone.",
        f"3. Sign on the last page; a draft stays a draft, whatever is written here, until the signatures are put on "
        f"record with: plainleaf locale approve {tag}",
        f"{braces}{here}. Bold words are bold in the leaflet. Back: what the {name} says, put back into English by "
        "somebody who had not seen the English.",
    )


def _heading(title: str, desk: Desk, page: Node) -> Slice:
    part = desk.set_cell((Passage(say(title), desk.styles.heading, tag="H2"),), page, desk.margin, desk.live_width)
    return replace(part, before=12.0, bookmark=Mark(title, 2))


def _paragraphs(texts: Sequence[Words], desk: Desk, page: Node, before: float = 0.0) -> list[Slice]:
    width = READING_WIDTH * desk.live_width
    return [
        replace(desk.set_cell((Passage(words, desk.styles.body),), page, desk.margin, width), before=before)
        for words in texts
    ]


def _counts(proof: Proof, desk: Desk) -> tuple[list[Slice], Node]:
    """Return how many texts of each severity are in each state, as a table."""
    names = ("Severity", "Texts", *STATES.values(), "With findings")
    head, head_node = _count_row(names, desk, head=True)
    rows = [_count_row((section.title, *_numbers((section,))), desk) for section in proof.sections]
    if len(rows) > 1:
        rows.append(_count_row(("All", *_numbers(proof.sections)), desk))
    body = Node("TBody", tuple(node for _, node in rows))
    return [head, *(part for part, _ in rows)], Node("Table", (Node("THead", (head_node,)), body))


def _numbers(sections: Sequence[ProofSection]) -> tuple[str, ...]:
    texts = [text for section in sections for text in section.texts]
    counts = [sum(section.count(state) for section in sections) for state in STATES]
    return tuple(map(str, (len(texts), *counts, sum(bool(text.findings) for text in texts))))


def _count_row(cells: Sequence[str], desk: Desk, *, head: bool = False) -> tuple[Slice, Node]:
    first = LABEL_COLUMN * desk.live_width
    width = (desk.live_width - first) / (len(cells) - 1)
    items: list[Item] = []
    nodes: list[Node] = []
    tallest = 0.0
    for index, text in enumerate(cells):
        scope = {"Table": {"Scope": "Column" if head else "Row"}}
        nodes.append(Node("TH", attributes=scope) if head or index == 0 else Node("TD"))
        left = desk.margin + (0.0 if index == 0 else first + (index - 1) * width)
        style = desk.styles.small if head else desk.styles.note
        words = say(text, bold=head or index == 0)
        part = desk.set_cell((Passage(words, style),), nodes[-1], left, (first if index == 0 else width) - 4.0)
        items += [shift(item, 0.0, -1.0) for item in part.items]
        tallest = max(tallest, part.height)
    height = tallest + 3.0
    thickness = 3 * ROW_RULE if head else ROW_RULE
    items.append(Rule(desk.margin, -height, desk.margin + desk.live_width, -height, thickness))
    return Slice(height + thickness, tuple(items), before=4.0 if head else 0.0, glued=True), Node("TR", tuple(nodes))
