"""One way to spoil a good file for every check: what each check must catch."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
from pdfua_reading import as_list
from pdfua_spoiling import (
    MUTATIONS,
    add_unicode_entry,
    change_content,
    change_glyph_map,
    change_metadata,
    find_link,
    first,
    first_font,
    save,
    spoil,
    walk,
)
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

__all__ = ["MUTATIONS"]


# The file as a whole.
@spoil("01-007")
def raise_suspicion(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


@spoil("14289-1:7.1/marked")
def unmark(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


@spoil("14289-1:7.1/tree")
def fell_tree(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


@spoil("06-001")
def drop_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


@spoil("06-002")
def drop_ua_identifier(pdf: Pdf) -> None:
    change_metadata(pdf, rb"<pdfuaid:part>1</pdfuaid:part>", b"")


@spoil("06-003")
def drop_title(pdf: Pdf) -> None:
    change_metadata(pdf, rb"<dc:title>.*?</dc:title>", b"")


@spoil("06-004")
def title_like_a_file(pdf: Pdf) -> None:
    change_metadata(pdf, rb"(<dc:title>.*?default\">)[^<]*", rb"\1leaflet.pdf")


@spoil("07-001")
def drop_title_preference(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences.DisplayDocTitle


@spoil("07-002")
def hide_title(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


@spoil("19005-2:6.6.4")
def claim_level_b(pdf: Pdf) -> None:
    change_metadata(pdf, rb"<pdfaid:conformance>A", b"<pdfaid:conformance>B")


@spoil("19005-2:6.2.3")
def drop_output_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def drop_file_id(data: bytes) -> bytes:
    head, tail = data.rsplit(b"/ID", 1)
    return head + b"/IX" + tail


def encrypt(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        return save(pdf, encryption=pikepdf.Encryption(owner="owner", user=""))


def glue_endstream(data: bytes) -> bytes:
    return re.sub(rb"\r?\nendstream", lambda found: b" " * (len(found[0]) - 9) + b"endstream", data, count=1)


MUTATIONS["19005-2:6.1.3/id"] = drop_file_id
MUTATIONS["19005-2:6.1.3/encrypt"] = encrypt
MUTATIONS["19005-2:6.1.7.1"] = glue_endstream


# Content.
@spoil("01-003")
def mark_artifact_in_tagged(pdf: Pdf) -> None:
    change_content(pdf, lambda data: data.replace(b"BT\n", b"/Artifact BMC EMC\nBT\n", 1))


@spoil("01-004")
def tag_in_artifact(pdf: Pdf) -> None:
    change_content(pdf, lambda data: re.sub(rb"(/\w+ <</MCID 0>>)", rb"/Artifact BMC \1", data) + b"\nEMC\n")


@spoil("01-005")
def paint_bare(pdf: Pdf) -> None:
    change_content(pdf, lambda data: data + b"\n0 0 9 9 re f\n")


@spoil("32000-1:14.6.1")
def close_mark_twice(pdf: Pdf) -> None:
    change_content(pdf, lambda data: data + b"\nEMC\n")


@spoil("32000-1:14.7.4.2")
def repeat_id(pdf: Pdf) -> None:
    change_content(pdf, lambda data: data.replace(b"/MCID 1>>", b"/MCID 0>>", 1))


@spoil("32000-1:14.7.4.4/content")
def misdirect_parent_tree(pdf: Pdf) -> None:
    row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    row[0] = row[2]


@spoil("32000-1:14.7.4.4/element")
def list_unpainted_content(pdf: Pdf) -> None:
    heading = first(pdf, "H1")
    heading.K = Array([*as_list(heading.K), 999])


@spoil("32000-1:14.7.4.4/next")
def reuse_key(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTreeNextKey = 0


@spoil("28-002")
def turn_link_into_note(pdf: Pdf) -> None:
    find_link(pdf)[1].Subtype = Name.Text


@spoil("28-004")
def silence_link(pdf: Pdf) -> None:
    del find_link(pdf)[1].Contents
    del first(pdf, "Link").Alt


@spoil("28-008")
def drop_tabs(pdf: Pdf) -> None:
    del find_link(pdf)[0].obj.Tabs


@spoil("28-009")
def tab_by_rows(pdf: Pdf) -> None:
    find_link(pdf)[0].obj.Tabs = Name.R


@spoil("28-011")
def cut_link_from_tree(pdf: Pdf) -> None:
    del find_link(pdf)[1].StructParent


@spoil("28-012")
def drop_link_contents(pdf: Pdf) -> None:
    del find_link(pdf)[1].Contents


# Structure.
@spoil("02-001")
def invent_type(pdf: Pdf) -> None:
    first(pdf, "Sect").S = Name.Chapter


@spoil("02-004")
def remap_standard_type(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(H2=Name.P)


@spoil("09-004")
def put_paragraph_in_row(pdf: Pdf) -> None:
    first(pdf, "TD").S = Name.P


@spoil("09-005")
def put_paragraph_in_list(pdf: Pdf) -> None:
    first(pdf, "LI").S = Name.P


@spoil("09-006")
def put_contents_entry_in_section(pdf: Pdf) -> None:
    first(pdf, "P").S = Name.TOCI


@spoil("11-001")
def drop_every_language(pdf: Pdf) -> None:
    del pdf.Root.Lang
    for element in walk(pdf):
        if "/Lang" in element:
            del element.Lang


@spoil("11-006")
def drop_catalog_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


@spoil("32000-1:14.9.2")
def misspell_language(pdf: Pdf) -> None:
    pdf.Root.Lang = String("zh_Hans")


@spoil("13-004")
def drop_alternative_text(pdf: Pdf) -> None:
    del first(pdf, "Figure").Alt


@spoil("32000-1:14.8.5.4.3")
def drop_box(pdf: Pdf) -> None:
    del first(pdf, "Figure").A


@spoil("14-002")
def start_with_second_level(pdf: Pdf) -> None:
    first(pdf, "H1").S = Name.H2


@spoil("14-003")
def skip_level(pdf: Pdf) -> None:
    first(pdf, "H2").S = Name.H3


@spoil("14-007")
def mix_headings(pdf: Pdf) -> None:
    first(pdf, "H3").S = Name.H


@spoil("15-003")
def drop_scope(pdf: Pdf) -> None:
    del first(pdf, "TH").A


@spoil("14289-1:7.2/columns")
def drop_cell(pdf: Pdf) -> None:
    row = first(pdf, "TD").P
    del row.K[len(row.K) - 1]


@spoil("32000-1:14.7.2/parent")
def misdirect_parent(pdf: Pdf) -> None:
    first(pdf, "TD").P = first(pdf, "H1")


@spoil("32000-1:14.7.2/id-tree")
def forget_id(pdf: Pdf) -> None:
    names = pdf.Root.StructTreeRoot.IDTree.Names
    del names[0]
    del names[0]


@spoil("32000-1:7.9.6")
def shuffle_ids(pdf: Pdf) -> None:
    tree = pdf.Root.StructTreeRoot.IDTree
    names = list(tree.Names)
    tree.Names = Array(names[2:] + names[:2])


# Fonts.
@spoil("31-004")
def misname_glyph_map(pdf: Pdf) -> None:
    first_font(pdf).DescendantFonts[0].CIDToGIDMap = Name.Other


@spoil("31-005")
def drop_glyph_map(pdf: Pdf) -> None:
    del first_font(pdf).DescendantFonts[0].CIDToGIDMap


@spoil("31-006")
def use_foreign_encoding(pdf: Pdf) -> None:
    first_font(pdf).Encoding = Name("/UniGB-UCS2-H")


@spoil("31-009")
def drop_font_program(pdf: Pdf) -> None:
    del first_font(pdf).DescendantFonts[0].FontDescriptor.FontFile2


@spoil("31-011")
def point_beyond_font(pdf: Pdf) -> None:
    change_glyph_map(pdf, b"\xff\xf0")


@spoil("31-016")
def widen_default(pdf: Pdf) -> None:
    first_font(pdf).DescendantFonts[0].W = Array([0, 999, 123])


@spoil("31-027")
def drop_unicode_map(pdf: Pdf) -> None:
    del first_font(pdf).ToUnicode


@spoil("31-028")
def map_to_zero(pdf: Pdf) -> None:
    add_unicode_entry(pdf, "<0001> <0000>")


@spoil("31-029")
def map_to_byte_order_mark(pdf: Pdf) -> None:
    add_unicode_entry(pdf, "<0001> <FEFF>")


@spoil("10-001")
def empty_unicode_map(pdf: Pdf) -> None:
    first_font(pdf).ToUnicode = Stream(pdf, b"begincmap endcmap")


@spoil("31-030")
def point_at_notdef(pdf: Pdf) -> None:
    change_glyph_map(pdf, b"\0\0")
