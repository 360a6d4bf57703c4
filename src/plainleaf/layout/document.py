"""Stage 4: a leaflet on paper. Returns pages of placed ink and the structure tree that explains it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from plainleaf.compose.model import Leaflet, Words
from plainleaf.content.model import Drawing
from plainleaf.content.settings import FontShelf, Paper, Profile
from plainleaf.findings import Finding
from plainleaf.layout.blocks import SECTION_RULE, Set, lay_out_section
from plainleaf.layout.card import lay_out_card
from plainleaf.layout.column import Column
from plainleaf.layout.first_page import lay_out_first_page
from plainleaf.layout.flow import Placed, Slice, keep, shift
from plainleaf.layout.furniture import footer_height, lay_out_footer, lay_out_notice
from plainleaf.layout.model import Bookmark, Item, Layout, Metadata, Node, Page
from plainleaf.layout.personal import lay_out_personal, print_black
from plainleaf.layout.sheet import Sheet
from plainleaf.layout.styles import make_styles

MOST_PAGES = 99
"""For how many pages the footer is measured before their number is known."""


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that are cut but not numbered, their structure, and the findings made on the way."""

    placed: tuple[tuple[Placed, ...], ...]
    nodes: tuple[Node, ...]
    findings: tuple[Finding, ...]


def lay_out(
    leaflet: Leaflet, profile: Profile, paper: Paper, shelf: FontShelf, read_drawing: Callable[[str], Drawing]
) -> tuple[Layout, tuple[Finding, ...]]:
    """Return *leaflet* laid out in *profile* on *paper*, with the findings made on the way."""
    sheet = open_sheet(leaflet, profile, paper, shelf, read_drawing)
    body = cut_body(leaflet, sheet)
    plan = Part((), (), ()) if leaflet.plan is None else cut_plan(leaflet, sheet)
    placed = (*body.placed, *plan.placed)
    pages = make_pages(leaflet, sheet, placed)
    root = Node("Document", (*body.nodes, *plan.nodes), lang=leaflet.language.bcp47)
    layout = Layout(pages, root, make_outline(placed), make_metadata(leaflet, profile, paper))
    return layout, tuple(dict.fromkeys((*body.findings, *plan.findings)))


def open_sheet(
    leaflet: Leaflet, profile: Profile, paper: Paper, shelf: FontShelf, read_drawing: Callable[[str], Drawing]
) -> Sheet:
    """Return the sheet that *leaflet* is laid out on, whoever's plan it has."""
    column = Column(profile, make_styles(profile, leaflet.language, shelf), leaflet.language, paper.width, read_drawing)
    bottom = profile.margin + footer_height(leaflet, column, MOST_PAGES) + 2 * profile.unit
    return Sheet(column, paper, shelf, paper.height - profile.margin, bottom)


def cut_body(leaflet: Leaflet, sheet: Sheet) -> Part:
    """Return the pages that do not depend on a patient: all of them where there is no plan."""
    column = replace(sheet.column, findings=[])
    for brief in (False, True):
        notice, notice_node = lay_out_notice(leaflet, column, brief=brief)
        first_top = sheet.top - notice.height - 3 * column.unit
        fronts = lay_out_first_page(leaflet, column, first_top - sheet.bottom, sheet.room, dense=brief)
        best = next(fronts)
        if not any(part.page_break for part in best[0]):  # else the key block goes over: try with fewer words above
            break
    slices, nodes = lay_out_body(leaflet, column)
    clinic = Set((), ()) if leaflet.plan is not None else _lay_out_personal(leaflet, column, sheet.shelf)
    cards = lay_out_card(leaflet.card, column, leaflet.furniture["bullet"].fill().plain, sheet.room)
    rest = (*slices, *clinic.slices)
    placed, front_nodes = sheet.cut_shortest((best, *fronts), list(cards), rest, first_top=first_top)
    first = (Placed(notice, sheet.top), *placed[0])
    all_nodes = (notice_node, *front_nodes, *nodes, *clinic.nodes)
    return Part((first, *placed[1:]), all_nodes, tuple(column.findings))


def cut_plan(leaflet: Leaflet, sheet: Sheet) -> Part:
    """Return the pages of the plan, which begins a page, and of the clinic below it."""
    column = replace(sheet.column, findings=[])
    made = _lay_out_personal(leaflet, column, sheet.shelf)
    return Part(sheet.cut_closest(made.slices), made.nodes, tuple(column.findings))


def _lay_out_personal(leaflet: Leaflet, column: Column, shelf: FontShelf) -> Set:
    return lay_out_personal(leaflet, column, shelf, leaflet.furniture["bullet"].fill().plain)


def lay_out_body(leaflet: Leaflet, column: Column) -> tuple[tuple[Slice, ...], tuple[Node, ...]]:
    """Return everything after the emergency card: sections and ending."""
    bullet = leaflet.furniture["bullet"].fill().plain
    all_slices: list[Slice] = []
    all_nodes: list[Node] = []
    for number, section in enumerate(leaflet.sections, start=1):
        done = lay_out_section(section, number, column, bullet)
        all_slices.extend(done.slices)
        all_nodes.extend(done.nodes)
    ending, ending_nodes = _lay_out_ending(leaflet.ending, column)
    kept = tuple(replace(part, kept=True) for part in ending[:1])  # the last lines never stand on a page alone
    return (*all_slices, *kept, *ending[1:]), (*all_nodes, *ending_nodes)


def _lay_out_ending(ending: Sequence[Words], column: Column) -> tuple[tuple[Slice, ...], tuple[Node, ...]]:
    """Return the last lines, under a rule, on one page."""
    if not ending:
        return (), ()
    rule = Slice(SECTION_RULE, (column.rule(0.0, SECTION_RULE),), before=6 * column.unit)
    slices, nodes = [rule], []
    for words in ending:
        node = Node("P")
        lines = column.paragraph(words, column.styles.body, node)
        slices.append(Slice(2 * column.unit, ()))
        slices.extend(lines)
        nodes.append(node)
    return keep(slices), tuple(nodes)


def make_pages(
    leaflet: Leaflet,
    sheet: Sheet,
    placed: Sequence[Sequence[Placed]],
    *,
    before: int = 0,
    total: int | None = None,
) -> tuple[Page, ...]:
    """Return *placed* as numbered pages. before: how many pages stand before them; total: of the whole document."""
    column, paper = sheet.column, sheet.paper
    total = len(placed) if total is None else total
    pages = []
    for number, parts in enumerate(placed, start=before + 1):
        body = tuple(item for part in parts for item in _put(part.slice, part.top))
        footer = lay_out_footer(leaflet, column, number, total)
        footer_items = _put(footer, column.profile.margin + footer.height)
        pages.append(Page(paper.width, paper.height, body, footer_items))
    return print_black(pages) if leaflet.clinic is not None and leaflet.clinic.black else tuple(pages)


def _put(part: Slice, top: float) -> tuple[Item, ...]:
    return tuple(shift(item, 0.0, top) for item in part.items)


def make_outline(placed: Sequence[Sequence[Placed]]) -> tuple[Bookmark, ...]:
    """Return the bookmarks of *placed*."""
    return tuple(
        Bookmark(part.slice.bookmark.title, part.slice.bookmark.level, page, part.top)
        for page, parts in enumerate(placed)
        for part in parts
        if part.slice.bookmark is not None
    )


def _personal_identity(leaflet: Leaflet) -> str:
    """Return that there is a plan, a form or a clinic, never whose."""
    plan = "" if leaflet.plan is None else " plan=form" if leaflet.plan.is_form else " plan=personal"
    return plan if leaflet.clinic is None else f"{plan} clinic=yes"


def make_metadata(leaflet: Leaflet, profile: Profile, paper: Paper) -> Metadata:
    """Return what the file says of itself: nothing of a patient."""
    identity = (
        f"plainleaf leaflet={leaflet.id} country={leaflet.country} lang={leaflet.language.bcp47}"
        f" profile={profile.id} paper={paper.id} version={leaflet.version} status={leaflet.status}"
        f"{' english=partly' if leaflet.partly_english else ''}{_personal_identity(leaflet)}"
    )
    return Metadata(
        title=leaflet.name_document(large_print=profile.is_large_print),
        language=leaflet.language.bcp47,
        rtl=leaflet.language.rtl,
        author="plainleaf",
        subject=leaflet.furniture["document-subject"].fill().plain,
        keywords=identity,
        date=leaflet.date,
    )
