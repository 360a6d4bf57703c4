"""Each check of the finished file goes red on a file spoilt in just the way it is there for."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from plainleaf.build import Job, compose_job, font_shelf, make_pdf, verify_made
from plainleaf.content.settings import read_profile
from plainleaf.roots import open_roots

SAMPLE = Path(__file__).parents[1] / "samples" / "second"
JOBS = {language: Job("lumivex-drops", language, "ZZ", overlay=SAMPLE) for language in ("de", "he")}
WARNING, SHORT = "never-chew", "short/never-chew"


@lru_cache
def made(language: str) -> bytes:
    """Return the finished file in *language*."""
    return make_pdf(JOBS[language])[0]


def codes(pdf: bytes, language: str) -> set[str]:
    """Return the codes of everything found in *pdf*."""
    job, roots = JOBS[language], open_roots(SAMPLE)
    leaflet, _ = compose_job(job, roots)
    profile = read_profile(roots, job.profile)
    return {f.code for f in verify_made(pdf, leaflet, profile, font_shelf(roots), copied_text=True)}


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


MUTATIONS: tuple[tuple[Callable[[Any], None], set[str]], ...] = (
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
    (strip_fonts, {"V141"}),
    (draw_boxes, {"V143"}),
    (shrink_text, {"V144"}),
    (rename_fonts, {"V144"}),
    (remove_artifacts, {"V151", "V152", "V153"}),
)


@pytest.mark.parametrize("language", JOBS)
def test_the_unspoilt_file_passes(language: str) -> None:
    """Else a red check below would prove nothing."""
    assert codes(made(language), language) == set()


@pytest.mark.parametrize("language", JOBS)
@pytest.mark.parametrize(("spoil", "expected"), MUTATIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_spoilt_file_is_refused(spoil: Callable[[Any], None], expected: set[str], language: str) -> None:
    """The codes of the fault are among those found."""
    with pikepdf.open(io.BytesIO(made(language))) as pdf:
        spoil(pdf)
        out = io.BytesIO()
        pdf.save(out)
    assert expected <= codes(out.getvalue(), language)


def test_what_is_no_pdf_is_refused() -> None:
    """V001."""
    assert codes(b"no PDF", "de") == {"V001"}
