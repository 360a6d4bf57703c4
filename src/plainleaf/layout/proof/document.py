"""A proof on paper: the sheet lies on its side, so that both languages have room beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plainleaf.content.settings import POINTS_PER_MM, FontShelf, Paper
from plainleaf.findings import Finding
from plainleaf.languages import Language
from plainleaf.layout.column import baseline
from plainleaf.layout.flow import Placed, cut_into_pages, shift
from plainleaf.layout.model import Bookmark, Item, Layout, Metadata, Node, Page, Rule, Text
from plainleaf.layout.proof.cells import Desk, say
from plainleaf.layout.proof.front import lay_out_front
from plainleaf.layout.proof.model import Proof
from plainleaf.layout.proof.rows import lay_out_texts
from plainleaf.layout.proof.signoff import lay_out_signoff
from plainleaf.layout.proof.styles import make_proof_styles

MARGIN = 12 * POINTS_PER_MM
RULE = 0.75
HEAD_GAP = 8.0
"""Points between the running head or foot and the text."""


def lay_out_proof(
    proof: Proof, english: Language, paper: Paper, shelf: FontShelf
) -> tuple[Layout, tuple[Finding, ...]]:
    """Return *proof* laid out on *paper*, with the findings made on the way: characters that no font has.

    english: the language of the document itself.
    """
    styles = make_proof_styles(english, proof.language, shelf)
    width, height = max(paper.width, paper.height), min(paper.width, paper.height)
    desk = Desk(width, height, MARGIN, styles, proof.language, shelf)
    top = height - MARGIN - styles.small.leading - HEAD_GAP
    bottom = MARGIN + styles.small.leading + HEAD_GAP
    slices, nodes = lay_out_front(proof, desk)
    parts, children = [*slices], [*nodes]
    for index, section in enumerate(proof.sections):
        texts, node = lay_out_texts(section, proof, desk, top - bottom)
        parts += [replace(texts[0], page_break=index == 0), *texts[1:]]
        children.append(node)
    ending, node = lay_out_signoff(proof, desk)
    placed = cut_into_pages((*parts, *ending), top, bottom, first_top=top)
    root = Node("Document", (*children, node), lang=english.bcp47)
    layout = Layout(_make_pages(placed, proof, desk), root, _outline(placed), _metadata(proof, english, paper))
    return layout, tuple(dict.fromkeys(desk.findings))


def _make_pages(placed: Sequence[Sequence[Placed]], proof: Proof, desk: Desk) -> tuple[Page, ...]:
    return tuple(
        Page(
            desk.width,
            desk.height,
            tuple(shift(item, 0.0, part.top) for part in parts for item in part.slice.items),
            _foot(proof, desk, f"Page {number} of {len(placed)}"),
            _head(proof, desk),
        )
        for number, parts in enumerate(placed, start=1)
    )


def _head(proof: Proof, desk: Desk) -> tuple[Item, ...]:
    """Return the running head: what this is, and that it is no leaflet."""
    top = desk.height - desk.margin
    words = f"Proof: {proof.language.english_name}, {proof.domain}"
    line = top - desk.styles.small.leading - 2.0
    rule = Rule(desk.margin, line, desk.width - desk.margin, line, RULE)
    return (*_ends(desk, words, "For reviewers. Not for patients.", top), rule)


def _foot(proof: Proof, desk: Desk, page: str) -> tuple[Item, ...]:
    words = f"States as of {proof.date}, words {proof.fingerprint}"
    return _ends(desk, words, page, desk.margin + desk.styles.small.leading)


def _ends(desk: Desk, left: str, right: str, top: float) -> tuple[Item, ...]:
    """Return two artifacts, at the left and the right margin."""
    style = desk.styles.small
    first = desk.set_lines(say(left, bold=True), style, desk.live_width, None)[1][0]
    last = desk.set_lines(say(right), style, desk.live_width, None)[1][0]
    y = top - baseline(style)
    return Text(desk.margin, y, first), Text(desk.width - desk.margin - last.width, y, last)


def _outline(placed: Sequence[Sequence[Placed]]) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(part.slice.bookmark.title, part.slice.bookmark.level, page, part.top)
        for page, parts in enumerate(placed)
        for part in parts
        if part.slice.bookmark is not None
    )


def _metadata(proof: Proof, english: Language, paper: Paper) -> Metadata:
    return Metadata(
        title=f"Proof for the reviewer: {proof.language.english_name}, {proof.domain}",
        language=english.bcp47,
        rtl=False,
        author="plainleaf",
        subject="Texts in two languages, to be read and signed",
        keywords=(
            f"plainleaf-proof domain={proof.domain} lang={proof.language.bcp47} paper={paper.id}"
            f" words={proof.fingerprint}"
        ),
        date=proof.date,
    )
