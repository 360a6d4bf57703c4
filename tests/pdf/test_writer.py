"""The written file: structure, links, artifacts, fonts, metadata, and the same bytes every time."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from handmade import set_page

from plainleaf.content.model import Drawing, Stroke
from plainleaf.layout.model import Dot, Frame, Item, Layout, Node, Page, Picture, Rule
from plainleaf.pdf import write_pdf


def make_sample() -> Layout:
    """Return a page with every kind of item."""
    heading, before = Node("H1"), Node("Span")
    link = Node("Link", url="https://example.org/a", actual_text="our page")
    label, body, empty, figure = Node("Lbl", actual_text="•"), Node("LBody"), Node("P"), Node("Figure", alt="A box")
    item = Node("LI", (label, body), id="dose/1")
    listed = Node("L", (item,), attributes={"List": {"ListNumbering": "Disc"}})
    root = Node("Document", (heading, Node("P", (before, link), id="b"), listed, empty, figure), lang="en")
    set_by_hand = set_page(
        "NotoSans", [[("Title fi AV", heading)], [("See ", before), ("our page", link)], [("one", body)]], root
    )
    stroke = Stroke((("M", 0, 0), ("L", 48, 48), ("Z",)), None, "ink", 3)
    drawing = Drawing("box", (stroke,))
    more: tuple[Item, ...] = (
        Dot(45, 710, 3, label),
        Frame(40, 40, 100, 50, 6, 2),
        Picture(40, 100, 24, 24, drawing, mirrored=True),
        Picture(80, 100, 24, 12, drawing, node=figure),
    )
    body_items = set_by_hand.pages[0].items
    head = (Rule(40, 830, 500, 830, 0.5),)
    page = Page(595, 842, (*body_items, *more), (Rule(40, 20, 500, 20, 0.5), body_items[0]), head)
    return Layout((page,), root, set_by_hand.outline, set_by_hand.metadata)


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    """The sample, written and opened."""
    return pikepdf.open(io.BytesIO(write_pdf(make_sample())))


def describe(element: pikepdf.Object, depth: int = 0) -> list[str]:
    """Return the structure below *element*, a line for each element, MCID and object."""
    pad = "  " * depth
    if isinstance(element, int):
        return [f"{pad}{element}"]
    if element.get("/Type") == "/OBJR":
        return [f"{pad}{element.Obj.Subtype} {element.Obj.A.URI}"]
    keys = " ".join(f"{key}={element[key]}" for key in ("/ID", "/Lang", "/Alt", "/ActualText") if key in element)
    kids = element.get("/K", [])
    lines = [f"{pad}{element.S} {keys}".rstrip()]
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        lines += describe(kid, depth + 1)
    return lines


def test_structure_is_the_tree_without_empty_elements(pdf: pikepdf.Pdf) -> None:
    """The P without ink is gone; bullet, link and figure keep their words."""
    assert describe(pdf.Root.StructTreeRoot.K) == [
        "/Document /Lang=en",
        "  /H1",
        "    0",
        "  /P /ID=b",
        "    /Span",
        "      1",
        "    /Link /ActualText=our page",
        "      2",
        "      /Link https://example.org/a",
        "  /L",
        "    /LI /ID=dose/1",
        "      /Lbl /ActualText=•",
        "        4",
        "      /LBody",
        "        3",
        "  /Figure /Alt=A box",
        "    5",
    ]


def test_ids_are_listed_in_order(pdf: pikepdf.Pdf) -> None:
    """The id tree leads from each id to its element."""
    names = list(pdf.Root.StructTreeRoot.IDTree.Names)
    assert [str(name) for name in names[::2]] == ["b", "dose/1"]
    assert [str(element.S) for element in names[1::2]] == ["/P", "/LI"]


def test_link_annotation_knows_its_element(pdf: pikepdf.Pdf) -> None:
    """The parent tree leads from the annotation to its Link element; its words are its contents."""
    annotation = pdf.pages[0].Annots[0]
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    assert str(annotation.Contents) == "our page"
    assert parents[int(annotation.StructParent)].S == "/Link"
    assert [str(e.S) for e in parents[int(pdf.pages[0].StructParents)]][:3] == ["/H1", "/Span", "/Link"]


def test_figure_box_is_where_it_was_drawn(pdf: pikepdf.Pdf) -> None:
    """BBox is in page space."""
    figure = list(pdf.Root.StructTreeRoot.K.K)[-1]
    assert [float(value) for value in figure.A.BBox] == [80, 100, 104, 112]


def test_everything_else_is_an_artifact(pdf: pikepdf.Pdf) -> None:
    """Sequences are never nested, nothing is drawn outside them; head and foot are pagination."""
    depth, opened = 0, []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        name = str(operator)
        if name == "BDC":
            depth += 1
            opened.append(f"{operands[0]} {operands[1].get('/Subtype', '')}".strip())
        elif name == "EMC":
            depth -= 1
        elif name in ("Tj", "TJ", "S", "f", "B"):
            assert depth == 1, name
        assert depth in (0, 1)
    assert opened[-2:] == ["/Artifact /Footer", "/Artifact /Header"]
    assert opened.count("/Artifact") == 2


def test_codes_widths_and_glyphs_agree(pdf: pikepdf.Pdf) -> None:
    """Each code has a width, a glyph and, but for .notdef, a text."""
    (font,) = pdf.pages[0].Resources.Font.values()
    descendant = font.DescendantFonts[0]
    count = len(descendant.W[1])
    texts = re.findall(rb"^<([0-9A-F]{4})> <[0-9A-F]+>$", font.ToUnicode.read_bytes(), re.MULTILINE)
    assert len(descendant.CIDToGIDMap.read_bytes()) == 2 * count
    assert [int(code, 16) for code in texts[1:]] == list(range(1, count))  # the first is the code space
    assert re.fullmatch(r"/[A-Z]{6}\+NotoSans-Medium", str(font.BaseFont))


def test_info_says_what_the_xmp_packet_says(pdf: pikepdf.Pdf) -> None:
    """Title, dates and the two conformance claims."""
    packet = pdf.open_metadata()
    assert packet["dc:title"] == str(pdf.docinfo["/Title"]) == "Title & more"
    assert packet["xmp:CreateDate"] == "2026-01-02T00:00:00Z"
    assert str(pdf.docinfo["/CreationDate"]) == "D:20260102000000Z"
    claims = (packet["pdfuaid:part"], packet["pdfaid:part"], packet["pdfaid:conformance"])
    assert claims == ("1", "2", "A")
    assert pdf.Root.PageMode == "/UseOutlines"


def test_ink_outside_the_tree_is_refused() -> None:
    """A node that pages draw but the tree lacks would be read by nobody."""
    lost = set_page("NotoSans", [[("lost", Node("P"))]], Node("Document", lang="en"))
    with pytest.raises(ValueError, match="outside the tree"):
        write_pdf(lost)


def test_bytes_do_not_depend_on_the_process() -> None:
    """Two processes with different hash seeds write what this one writes."""
    script = "import sys; from test_writer import *; sys.stdout.buffer.write(write_pdf(make_sample()))"
    here = str(Path(__file__).parent)
    for seed in ("1", "2"):
        path = os.pathsep.join([here, *filter(None, sys.path)])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        made = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)
        assert made.stdout == write_pdf(make_sample())


def test_printers_are_told_size_paper_and_sides(pdf: pikepdf.Pdf) -> None:
    """Never scaled, the tray by the size of the page; a single page on one side, more turned over the long edge."""
    sample = make_sample()
    pages = (*sample.pages, replace(sample.pages[0], items=()))
    more = pikepdf.open(io.BytesIO(write_pdf(replace(sample, pages=pages))))
    for file, duplex in ((pdf, "/Simplex"), (more, "/DuplexFlipLongEdge")):
        preferences = file.Root.ViewerPreferences
        assert (preferences.PrintScaling, preferences.Duplex) == ("/None", duplex)
        assert preferences.PickTrayByPDFSize
