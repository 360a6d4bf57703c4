"""Checks of the structure tree: types, nesting, headings, lists, tables, figures, languages and IDs."""

from __future__ import annotations

import re
from itertools import pairwise

from pdfua_reading import Element, Reading, flatten_tree
from pdfua_registry import Places, check
from pikepdf import Dictionary

#: ISO 32000-1, 14.8.4: Tables 333 to 340.
STANDARD_TYPES = frozenset(
    name
    for names in (
        "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6",
        "L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot",
        "Ruby RB RT RP Warichu WT WP Figure Formula Form",
    )
    for name in names.split()
)

#: What may stand directly inside each type (Table 336 and Table 337 of ISO 32000-1).
TABLE_CHILDREN = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
TABLE_PARENTS = {
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
}
LIST_CHILDREN = {"L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"}}
LIST_PARENTS = {"LI": {"L"}, "LBody": {"LI"}}
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@check("02-001", "A structure type does not end at a standard type")
def find_unknown_types(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 3."""
    for element in reading.elements:
        if element.type not in STANDARD_TYPES:
            yield str(element)


@check("02-004", "A standard structure type is mapped to another")
def find_remapped_types(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 4."""
    for name in reading.tree.get("/RoleMap") or Dictionary():
        if str(name)[1:] in STANDARD_TYPES:
            yield str(name)


@check("09-004", "A table element stands where a table may not have it")
def find_misplaced_table_parts(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.2, paragraph 1; ISO 32000-1 Table 337."""
    for element in reading.elements:
        heads = sum(child.type == "THead" for child in element.children)
        if _misplaced(element, TABLE_PARENTS, TABLE_CHILDREN) or (element.type == "Table" and heads > 1):
            yield str(element)


@check("09-005", "A list element stands where a list may not have it")
def find_misplaced_list_parts(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.2, paragraph 1; ISO 32000-1 Table 336."""
    for element in reading.elements:
        if _misplaced(element, LIST_PARENTS, LIST_CHILDREN):
            yield str(element)


@check("09-006", "A contents-list element stands where a contents list may not have it")
def find_misplaced_contents_parts(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.2, paragraph 1; ISO 32000-1 Table 333."""
    for element in reading.elements:
        if _misplaced(element, {"TOCI": {"TOC"}}, {"TOC": {"TOC", "TOCI", "Caption"}}):
            yield str(element)


def _misplaced(element: Element, parents: dict[str, set[str]], children: dict[str, set[str]]) -> bool:
    above = element.parent.type if element.parent else ""
    allowed = children.get(element.type)
    bad_inside = allowed is not None and (
        bool(element.content) or any(child.type not in allowed for child in element.children)
    )
    return above not in parents.get(element.type, {above}) or bad_inside


@check("11-001", "No language can be determined for text of a page")
def find_text_without_language(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.2, paragraph 3; ISO 32000-1 14.9.2.2: an element inherits Lang, last from the catalog."""
    if "/Lang" in reading.root:
        return
    for element in reading.elements:
        if element.content and not any("/Lang" in owner.obj for owner in (element, *element.ancestors)):
            yield str(element)


@check("11-006", "No language can be determined for the document's metadata")
def find_missing_language(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.2, paragraph 3."""
    if not str(reading.root.get("/Lang", "")):
        yield "catalog"


@check("32000-1:14.9.2", "A Lang entry is not a language tag")
def find_bad_languages(reading: Reading) -> Places:
    """Source: ISO 32000-1 14.9.2.1 (RFC 3066, now BCP 47)."""
    for owner in (reading.root, *(element.obj for element in reading.elements)):
        if "/Lang" in owner and not LANGUAGE_TAG.fullmatch(str(owner.Lang)):
            yield f"object {owner.objgen[0]}: {owner.Lang}"


@check("13-004", "A Figure has no alternative or replacement text")
def find_figures_without_text(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.3, paragraph 3."""
    for element in reading.elements:
        text = str(element.obj.get("/Alt", "")) + str(element.obj.get("/ActualText", ""))
        if element.type == "Figure" and not text.strip():
            yield str(element)


@check("32000-1:14.8.5.4.3", "A Figure has no BBox of four numbers with an area")
def find_figures_without_box(reading: Reading) -> Places:
    """Source: ISO 32000-1 Table 344: required for an illustration that stands on one page."""
    for element in reading.elements:
        if element.type == "Figure":
            left, bottom, right, top = map(float, element.attribute("Layout", "BBox") or (0, 0, 0, 0))
            if right <= left or top <= bottom:
                yield str(element)


def _heading_levels(reading: Reading) -> list[tuple[Element, int]]:
    return [(e, int(e.type[1])) for e in reading.elements if re.fullmatch(r"H[1-6]", e.type)]


@check("14-002", "The first heading is not H1")
def find_wrong_first_heading(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.4.2."""
    for element, level in _heading_levels(reading)[:1]:
        if level != 1:
            yield str(element)


@check("14-003", "A heading level is skipped on the way down")
def find_skipped_headings(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.4.2."""
    headings = _heading_levels(reading)
    for (_, above), (element, level) in pairwise(headings):
        if level > above + 1:
            yield str(element)


@check("14-007", "H and numbered headings are mixed")
def find_mixed_headings(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.4.4, paragraph 3."""
    if _heading_levels(reading):
        yield from (str(element) for element in reading.elements if element.type == "H")


@check("15-003", "A TH has no Scope, in a table without Headers")
def find_headers_without_scope(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.5, paragraph 2; ISO 32000-1 Table 349 (Row, Column or Both)."""
    by_headers = any(element.attribute("Table", "Headers") for element in reading.elements)
    for element in reading.elements:
        scope = str(element.attribute("Table", "Scope"))
        if element.type == "TH" and not by_headers and scope not in ("/Row", "/Column", "/Both"):
            yield str(element)


@check("14289-1:7.2/columns", "The rows of a table have different numbers of columns")
def find_ragged_tables(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.2 (a table is regular); ISO 32000-1 Table 349 (ColSpan, RowSpan)."""
    for table in (element for element in reading.elements if element.type == "Table"):
        if len(set(_row_widths(_rows(table)))) > 1:
            yield str(table)


def _rows(table: Element) -> list[Element]:
    parts = [[child] if child.type == "TR" else child.children for child in table.children]
    return [row for part in parts for row in part if row.type == "TR"]


def _row_widths(rows: list[Element]) -> list[int]:
    """Return each row's number of columns, a cell that spans rows counted in each of them."""
    widths = [0] * len(rows)
    for index, row in enumerate(rows):
        for cell in row.children:
            for below in range(index, index + int(cell.attribute("Table", "RowSpan") or 1)):
                if below < len(rows):
                    widths[below] += int(cell.attribute("Table", "ColSpan") or 1)
    return widths


@check("32000-1:14.7.2/parent", "An element's P entry is not the element that lists it")
def find_wrong_parents(reading: Reading) -> Places:
    """Source: ISO 32000-1 Table 323: P is the immediate parent."""
    for element in reading.elements:
        above = element.parent.obj if element.parent else reading.tree
        if "/P" not in element.obj or element.obj.P.objgen != above.objgen:
            yield str(element)


@check(
    "32000-1:14.7.2/id-tree",
    "The IDTree and the IDs of the elements are not the same",
)
def find_incomplete_id_tree(reading: Reading) -> Places:
    """Source: ISO 32000-1 Table 322: required if any element has an ID; Table 323: an ID is unique."""
    names = [(bytes(key), value.objgen) for key, value in flatten_tree(reading.tree.get("/IDTree"), "/Names")]
    ids = [(bytes(element.obj.ID), element.id) for element in reading.elements if "/ID" in element.obj]
    for key, _ in set(names) ^ set(ids):
        yield key.decode("latin-1")
    yield from (f"{key!r} twice" for key in {key for key, _ in ids if [k for k, _ in ids].count(key) > 1})


@check("32000-1:7.9.6", "The names of the IDTree are not in order")
def find_unsorted_id_tree(reading: Reading) -> Places:
    """Source: ISO 32000-1 7.9.6: keys are sorted in lexical (byte) order, or a reader's search misses some."""
    names = [bytes(key) for key, _ in flatten_tree(reading.tree.get("/IDTree"), "/Names")]
    for first, second in pairwise(names):
        if first >= second:
            yield f"{first!r} before {second!r}"
