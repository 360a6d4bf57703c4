"""Checks of what each page paints, and of the ties between pages, parent tree, annotations and elements."""

from __future__ import annotations

from collections import Counter

from pdfua_reading import PAINTING, Element, Reading
from pdfua_registry import Places, check
from pikepdf import Array, Name, Object


@check("01-003", "Content marked as Artifact is inside tagged content")
def find_artifacts_in_tagged(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 1."""
    for event in reading.events:
        if event.operator == "BDC" and event.marks[-1].is_artifact and event.in_tagged:
            yield str(event)


@check("01-004", "Tagged content is inside content marked as Artifact")
def find_tagged_in_artifacts(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 1."""
    for event in reading.events:
        if event.operator == "BDC" and event.marks[-1].mcid is not None and event.in_artifact:
            yield str(event)


@check("01-005", "Content is neither marked as Artifact nor tagged")
def find_bare_content(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 2."""
    for event in reading.events:
        if event.operator in PAINTING and not event.in_artifact and not event.in_tagged:
            yield str(event)


@check("32000-1:14.6.1", "The operators that open and close marks are not paired within the page")
def find_unpaired_marks(reading: Reading) -> Places:
    """Source: ISO 32000-1 14.6.1: each BMC or BDC has its EMC in the same content stream."""
    for event in reading.events:
        if event.operator == "EMC":
            yield str(event)


@check("32000-1:14.7.4.2", "A marked-content identifier is used twice on a page")
def find_repeated_ids(reading: Reading) -> Places:
    """Source: ISO 32000-1 14.7.4.2: the MCID identifies the sequence uniquely within its stream."""
    for content, count in Counter(reading.painted_ids).items():
        if count > 1:
            yield describe_content(*content)


@check("32000-1:14.7.4.4/content", "The parent tree does not lead from painted content to the element listing it")
def find_orphan_content(reading: Reading) -> Places:
    """Source: ISO 32000-1 14.7.4.4: the parent tree finds the element of every marked-content sequence."""
    owners = {content: element.id for element in reading.elements for content in element.content}
    for content in reading.painted_ids:
        entry = parent_entry(reading, *content)
        if entry is None or owners.get(content) != entry.objgen:
            yield describe_content(*content)


@check("32000-1:14.7.4.4/element", "An element lists content that no page paints, or that another element lists too")
def find_dangling_elements(reading: Reading) -> Places:
    """Source: ISO 32000-1 14.7.4.1: a content item belongs to exactly one structure element."""
    painted = set(reading.painted_ids)
    listed = Counter(content for element in reading.elements for content in element.content)
    for element in reading.elements:
        for content in element.content:
            if content not in painted or listed[content] > 1:
                yield f"{element}: {describe_content(*content)}"


@check("32000-1:14.7.4.4/next", "ParentTreeNextKey is not above every key of the parent tree")
def find_stale_next_key(reading: Reading) -> Places:
    """Source: ISO 32000-1 Table 322: greater than any existing key."""
    if int(reading.tree.get("/ParentTreeNextKey", 0)) <= max(reading.parent_tree, default=-1):
        yield "structure tree root"


@check("28-002", "An annotation that is no Link, Widget or PrinterMark is not the child of an Annot element")
def find_untagged_annotations(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.18.1, paragraph 2."""
    for page, note in reading.annotations:
        if note.get("/Subtype") not in (Name.Link, Name.Widget, Name.PrinterMark):
            owner = owner_of(reading, note)
            if owner is None or owner.type != "Annot":
                yield describe_annotation(page, note)


@check("28-004", "An annotation has neither Contents nor an enclosing element with Alt")
def find_nameless_annotations(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.18.1, paragraph 4."""
    for page, note in reading.annotations:
        owner = owner_of(reading, note)
        spoken = str(note.get("/Contents", "")) or (str(owner.obj.get("/Alt", "")) if owner else "")
        if note.get("/Subtype") != Name.Widget and not spoken.strip():
            yield describe_annotation(page, note)


@check("28-008", "A page with an annotation has no Tabs entry")
def find_missing_tabs(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.18.3."""
    for page, _ in reading.annotations:
        if "/Tabs" not in reading.pdf.pages[page].obj:
            yield f"page {page + 1}"


@check("28-009", "A page with an annotation has a Tabs entry other than S")
def find_wrong_tabs(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.18.3."""
    for page, _ in reading.annotations:
        if reading.pdf.pages[page].obj.get("/Tabs", Name.S) != Name.S:
            yield f"page {page + 1}"


@check("28-011", "A link annotation and a Link element do not point at each other")
def find_untagged_links(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.18.5, paragraph 1; ISO 32000-1 14.7.4.3 (OBJR) and 14.7.4.4 (StructParent)."""
    for page, note in reading.annotations:
        if note.get("/Subtype") == Name.Link:
            owner = owner_of(reading, note)
            entry = reading.parent_tree.get(int(note.get("/StructParent", -1)))
            if owner is None or owner.type != "Link" or entry is None or entry.objgen != owner.id:
                yield describe_annotation(page, note)


@check("28-012", "A link annotation has no alternate description in Contents")
def find_undescribed_links(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.18.5, paragraph 2."""
    for page, note in reading.annotations:
        if note.get("/Subtype") == Name.Link and not str(note.get("/Contents", "")).strip():
            yield describe_annotation(page, note)


def parent_entry(reading: Reading, page: int, mcid: int) -> Object | None:
    """Return the element that the parent tree names for *mcid* on *page*, or None."""
    row = reading.parent_tree.get(int(reading.pdf.pages[page].obj.get("/StructParents", -1)))
    return row[mcid] if isinstance(row, Array) and mcid < len(row) else None


def owner_of(reading: Reading, note: Object) -> Element | None:
    """Return the element that lists the annotation *note* as its object, or None."""
    return next((element for element in reading.elements if note.objgen in element.objects), None)


def describe_content(page: int, mcid: int) -> str:
    """Return where marked content is, in words."""
    return f"page {page + 1}, MCID {mcid}"


def describe_annotation(page: int, note: Object) -> str:
    """Return where an annotation is, in words."""
    return f"page {page + 1}, {note.get('/Subtype')} annotation (object {note.objgen[0]})"
