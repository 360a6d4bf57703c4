"""Finished files spoilt in one way each with pikepdf, which wrote none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

Mutation = Callable[[Any], None]

WARNING, SHORT, NUMBERED = "never-chew", "short/never-chew", "sudden-blindness"


def elements(pdf: Any) -> Iterator[Any]:
    """Yield all structure elements."""

    def walk(node: Any) -> Iterator[Any]:
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from walk(kid)

    yield from walk(pdf.Root.StructTreeRoot)


def element(pdf: Any, id: str) -> Any:
    return next(e for e in elements(pdf) if str(e.get("/ID", "")) == id)


def replace(pdf: Any, pattern: bytes, by: bytes, count: int = 0, pages: slice = slice(None)) -> None:
    """Replace *pattern* in the drawing of *pages*."""
    for page in pdf.pages[pages]:
        page.contents_coalesce()
        page.Contents.write(re.sub(pattern, by, page.Contents.read_bytes(), count=count, flags=re.DOTALL))


def fonts(pdf: Any) -> Iterator[Any]:
    for page in pdf.pages:
        yield from page.Resources.Font.values()


def remove_warning(pdf: Any) -> None:
    del element(pdf, WARNING).ID


def move_id(pdf: Any) -> None:
    del element(pdf, WARNING).ID
    element(pdf, "section/use").ID = pikepdf.String(WARNING)


def double_id(pdf: Any) -> None:
    element(pdf, "section/use").ID = pikepdf.String(WARNING)


def alter_spoken(pdf: Any) -> None:
    for e in elements(pdf):
        e.ActualText = pikepdf.String("1 instead of 2")


def remove_ink(pdf: Any) -> None:
    replace(pdf, rb"<[0-9A-Fa-f]{4,}>\s*Tj|\[[^\]]*\]\s*TJ", b"")


def alter_to_unicode(pdf: Any) -> None:
    for font in fonts(pdf):
        font.ToUnicode.write(re.sub(rb"(<[0-9A-Fa-f]{4}>\s*)<[0-9A-Fa-f]*>", rb"\1<0078>", font.ToUnicode.read_bytes()))


def drop_to_unicode(pdf: Any) -> None:
    for font in fonts(pdf):
        if "/ToUnicode" in font:
            del font.ToUnicode


def swap_pages(pdf: Any) -> None:
    kids = pdf.Root.Pages.Kids
    pdf.Root.Pages.Kids = pikepdf.Array([*list(kids)[1:], kids[0]])


def add_foreign(pdf: Any) -> None:
    element(pdf, "section/use").ID = pikepdf.String("kidney")


def change_language(pdf: Any) -> None:
    pdf.Root.Lang = pikepdf.String("en")


def empty_title(pdf: Any) -> None:
    pdf.docinfo["/Title"] = ""


def remove_mark_info(pdf: Any) -> None:
    del pdf.Root.MarkInfo


def lower_conformance(pdf: Any) -> None:
    data = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(re.sub(rb"(pdfaid:conformance(?:>|=.))A", rb"\1B", data))


def turn_direction(pdf: Any) -> None:
    turned = {"/R2L": "/L2R"}.get(str(pdf.Root.ViewerPreferences.get("/Direction")), "/R2L")
    pdf.Root.ViewerPreferences.Direction = pikepdf.Name(turned)


def let_printers_scale(pdf: Any) -> None:
    del pdf.Root.ViewerPreferences.PrintScaling


def take_any_tray(pdf: Any) -> None:
    pdf.Root.ViewerPreferences.PickTrayByPDFSize = False


def print_on_one_side(pdf: Any) -> None:
    turned = {"/Simplex": "/DuplexFlipShortEdge"}.get(str(pdf.Root.ViewerPreferences.Duplex), "/Simplex")
    pdf.Root.ViewerPreferences.Duplex = pikepdf.Name(turned)


def strip_fonts(pdf: Any) -> None:
    for font in fonts(pdf):
        descriptor = font.DescendantFonts[0].FontDescriptor
        if "/FontFile2" in descriptor:
            del descriptor.FontFile2


def draw_boxes(pdf: Any) -> None:
    for font in fonts(pdf):
        font.DescendantFonts[0].CIDToGIDMap = pdf.make_stream(b"\0\0" * 65536)


def shrink_text(pdf: Any) -> None:
    replace(pdf, rb"(/\S+) [\d.]+ Tf", rb"\1 4 Tf")


def rename_fonts(pdf: Any) -> None:
    for font in fonts(pdf):
        font.BaseFont = pikepdf.Name("/AAAAAA+Unknown")


def remove_artifacts(pdf: Any) -> None:
    replace(pdf, rb"/Artifact\b.*?\bEMC", b"")


def contents_of(node: Any) -> Iterator[tuple[Any, int]]:
    """Yield page and MCID of all that belongs to the structure element *node*."""

    def walk(at: Any, page: Any) -> Iterator[tuple[Any, int]]:
        page = at.get("/Pg", page)
        kids = at.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                if "/MCID" in kid:
                    yield kid.get("/Pg", page), int(kid.MCID)
                else:
                    yield from walk(kid, page)
            else:
                yield page, int(kid)

    yield from walk(node, None)


def edit_content(pdf: Any, page: Any, mcid: int, by: Callable[[bytes], bytes]) -> None:
    """Change what one marked content of *page* draws."""
    at = next(p for p in pdf.pages if p.obj.objgen == page.objgen)
    at.contents_coalesce()
    pattern = re.compile(rb"(<</MCID %d>> BDC)(.*?)(EMC)" % mcid, re.DOTALL)
    drawing = at.Contents.read_bytes()
    at.Contents.write(pattern.sub(lambda m: m[1] + by(m[2]) + m[3], drawing))


def edit_element(pdf: Any, id: str, by: Callable[[bytes], bytes]) -> None:
    """Change what the element *id* draws."""
    for page, mcid in list(contents_of(element(pdf, id))):
        edit_content(pdf, page, mcid, by)


def edit_first(pdf: Any, id: str, by: Callable[[bytes], bytes]) -> None:
    """Change what the last marked content of the element *id* draws."""
    *_, (page, mcid) = contents_of(element(pdf, id))
    edit_content(pdf, page, mcid, by)


def erase_ink(drawing: bytes) -> bytes:
    return re.sub(rb"<[0-9A-Fa-f]*>\s*Tj|\[[^\]]*\]\s*TJ", b"", drawing)


def erase_warning(pdf: Any) -> None:
    """The words of one warning are gone from the page, and still in the tree."""
    edit_element(pdf, WARNING, erase_ink)


def hide_warning(pdf: Any) -> None:
    """The words of one warning are drawn without ink."""
    edit_element(pdf, WARNING, lambda drawing: drawing.replace(b"BT", b"BT 3 Tr").replace(b"ET", b"0 Tr ET"))


def clip_warning(pdf: Any) -> None:
    """The words of one warning are drawn outside the clip."""
    edit_element(pdf, WARNING, lambda drawing: b" q 60 60 1 1 re W n " + drawing + b" Q ")


def untag_warning(pdf: Any) -> None:
    """The words of one warning are on the page, and no longer in the tree."""
    for child in element(pdf, WARNING).K:
        child.K = pikepdf.Array()
        if "/ActualText" in child:
            del child.ActualText


def codes_of(font: Any) -> dict[str, str]:
    """Return the code of each text of *font*, as hexadecimal digits."""
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", font.ToUnicode.read_bytes())
    return {bytes.fromhex(text.decode()).decode("utf-16-be"): code.decode() for code, text in pairs}


def mute_figure(pdf: Any) -> None:
    """A figure without words stands where a paragraph was."""
    paragraph = next(e for e in elements(pdf) if str(e.S) == "/P")
    paragraph.S = pikepdf.Name("/Figure")
    if "/ActualText" in paragraph:
        del paragraph.ActualText


def change_digit(pdf: Any) -> None:
    """One digit of the telephone number in one warning is another."""

    def by(drawing: bytes) -> bytes:
        def turn(match: re.Match[bytes]) -> bytes:
            nonlocal font
            if match[1]:
                font = fonts_by_name[match[1].decode()]
                return match[0]
            pieces = re.findall(r"....", match[0][1:-1].decode())
            one, two = font.get("1"), font.get("2")
            if not done and one in pieces and two:
                pieces[pieces.index(one)] = two
                done.append(True)
            return f"<{''.join(pieces)}>".encode()

        font: dict[str, str] = {}
        return re.sub(rb"/(T\d+) [\d.]+ Tf|<[0-9A-F]+>", turn, drawing)

    done: list[bool] = []
    fonts_by_name = {name[1:]: codes_of(font) for page in pdf.pages for name, font in page.Resources.Font.items()}
    edit_element(pdf, NUMBERED, lambda drawing: drawing if done else by(drawing))
    assert done


def scale_text(pdf: Any) -> None:
    """One line is made smaller by its matrix, its font size left as it was."""
    edit_first(pdf, WARNING, lambda drawing: drawing.replace(b"1 0 0 1 ", b"0.6 0 0 0.6 "))


def scale_page(pdf: Any) -> None:
    """Everything is made smaller by the matrix of the page."""
    for page in pdf.pages:
        page.contents_add(b"q 0.8 0 0 0.8 60 80 cm", prepend=True)
        page.contents_add(b"Q")


def encode_otherwise(pdf: Any) -> None:
    """Viewers that copy text read the codes in another encoding."""
    for font in fonts(pdf):
        font.Encoding = pikepdf.Name("/GBK-EUC-H")


def strip_one_font(pdf: Any) -> None:
    """One font is no longer in the file."""
    font = next(fonts(pdf))
    del font.DescendantFonts[0].FontDescriptor.FontFile2


def remove_footers(pdf: Any) -> None:
    """The foot of every page is gone, the rest is there."""
    replace(pdf, rb"/Artifact <</Type /Pagination /Subtype /Footer>> BDC.*?\bEMC", b"")


def remove_version(pdf: Any) -> None:
    """One part of the foot of page 2 is gone: the version, after the mark of a draft and the name."""
    footer = rb"(/Subtype /Footer>> BDC(?:.*?BT.*?ET){2}.*?)BT.*?ET"
    replace(pdf, footer, rb"\1", pages=slice(1, 2))


def grey_text(pdf: Any) -> None:
    """One line is printed in grey."""
    edit_first(pdf, WARNING, lambda drawing: b" q 0.45 g " + drawing + b" Q ")


def thin_text(pdf: Any) -> None:
    """One line is printed half transparent."""
    for page in pdf.pages:
        state = pikepdf.Dictionary(Type=pikepdf.Name("/ExtGState"), ca=0.4)
        page.Resources.ExtGState = pikepdf.Dictionary(Thin=state)
    edit_first(pdf, WARNING, lambda drawing: b" q /Thin gs " + drawing + b" Q ")


def print_white_on_black(pdf: Any) -> None:
    """One line is printed in white, and the black box that was behind it is too small."""
    edit_first(pdf, WARNING, lambda drawing: b" q 1 g " + drawing + b" Q ")


def cover_text(pdf: Any) -> None:
    """A white box is laid over the words."""
    replace(pdf, rb"\Z", b" q 1 g 60 100 400 600 re f Q ", pages=slice(1, 2))


def tint_page(pdf: Any) -> None:
    """A grey box is laid under the words."""
    replace(pdf, rb"\A", b"q 0.9 g 60 90 450 650 re f Q ", pages=slice(1, 2))


def lay_over_picture(pdf: Any) -> None:
    """A picture is laid under the words of the first page, which is full in every language."""
    image = pdf.make_stream(b"\xff", Type=pikepdf.Name("/XObject"), Subtype=pikepdf.Name("/Image"))
    image.Width = image.Height = 1
    image.BitsPerComponent, image.ColorSpace = 8, pikepdf.Name("/DeviceGray")
    page = pdf.pages[0]
    page.Resources.XObject = pikepdf.Dictionary(Im1=image)
    replace(pdf, rb"\A", b"q 300 0 0 400 100 200 cm /Im1 Do Q ", pages=slice(0, 1))


def lay_over_inline_picture(pdf: Any) -> None:
    """A picture within the drawing is laid under the words."""
    image = b"q 300 0 0 400 100 200 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q "
    replace(pdf, rb"\A", lambda _: image, pages=slice(0, 1))


def lean_fonts(pdf: Any) -> None:
    """The fonts say that they are slanted."""
    for font in fonts(pdf):
        font.DescendantFonts[0].FontDescriptor.ItalicAngle = -12


def shear_text(pdf: Any) -> None:
    """One line is slanted by its matrix."""
    edit_first(pdf, WARNING, lambda drawing: drawing.replace(b"1 0 0 1 ", b"1 0 0.2 1 "))


def turn_text(pdf: Any) -> None:
    """One line is turned a little."""
    edit_first(pdf, WARNING, lambda drawing: drawing.replace(b"1 0 0 1 ", b"1 0.01 -0.01 1 "))


def skip_level(pdf: Any) -> None:
    """A heading of level 2 becomes one of level 4."""
    next(e for e in elements(pdf) if str(e.S) == "/H2").S = pikepdf.Name("/H4")


def double_title(pdf: Any) -> None:
    """A heading of level 2 becomes another title."""
    next(e for e in elements(pdf) if str(e.S) == "/H2").S = pikepdf.Name("/H1")


def share_contents(pdf: Any) -> None:
    """The drawing of a page is an array that stands somewhere else: nothing is wrong with that."""
    for page in pdf.pages:
        page.contents_coalesce()
        page.Contents = pdf.make_indirect(pikepdf.Array([page.Contents]))


MUTATIONS: tuple[tuple[Mutation, set[str]], ...] = (
    (remove_warning, {"V101"}),
    (move_id, {"V103", "V104"}),
    (double_id, {"V102"}),
    (alter_spoken, {"V103"}),
    (remove_ink, {"V104"}),
    (alter_to_unicode, {"V104"}),
    (drop_to_unicode, {"V142"}),
    (swap_pages, {"V111"}),
    (add_foreign, {"V106"}),
    (change_language, {"V131"}),
    (empty_title, {"V132"}),
    (remove_mark_info, {"V133"}),
    (lower_conformance, {"V133"}),
    (turn_direction, {"V134"}),
    (let_printers_scale, {"V136"}),
    (take_any_tray, {"V136"}),
    (print_on_one_side, {"V136"}),
    (strip_fonts, {"V141"}),
    (draw_boxes, {"V143"}),
    (shrink_text, {"V144"}),
    (rename_fonts, {"V144"}),
    (remove_artifacts, {"V151", "V152", "V153"}),
    (erase_warning, {"V104"}),
    (hide_warning, {"V104"}),
    (clip_warning, {"V104"}),
    (untag_warning, {"V103", "V104", "V133"}),
    (change_digit, {"V104"}),
    (scale_text, {"V144", "V201"}),
    (encode_otherwise, {"V105"}),
)
"""What is done, and codes that must come of it, others perhaps, too."""

EXACT: tuple[tuple[Mutation, set[str]], ...] = (
    (scale_page, {"V144", "V201"}),
    (mute_figure, {"V133"}),
    (strip_one_font, {"V141"}),
    (remove_footers, {"V151", "V152", "V153"}),
    (remove_version, {"V152"}),
    (grey_text, {"V205"}),
    (thin_text, {"V205"}),
    (print_white_on_black, {"V205"}),
    (cover_text, {"V205"}),
    (tint_page, {"V214", "V225"}),
    (lay_over_picture, {"V214"}),
    (lay_over_inline_picture, {"V214"}),
    (lean_fonts, {"V206"}),
    (shear_text, {"V206"}),
    (turn_text, {"V215"}),
    (skip_level, {"V216"}),
    (double_title, {"V216"}),
    (share_contents, set()),
)
"""What is done, and exactly the codes that must come of it."""
