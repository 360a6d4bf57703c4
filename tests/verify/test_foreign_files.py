"""Files of other programs are measured as far as they can be, and none of them stops the program."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from plainleaf.build import font_shelf, read_typefaces
from plainleaf.content.settings import read_profile
from plainleaf.findings import Finding
from plainleaf.roots import open_roots
from plainleaf.verify import measure_foreign
from plainleaf.verify.reader import read_back

ROOTS = open_roots(None)
PROFILE = read_profile(ROOTS, "large")
FACES = read_typefaces(font_shelf(ROOTS))
UNTAGGED = {"V131", "V132", "V133", "V216", "V141"}
"""What every file of ReportLab's own lacks here: language, shown title, tags, headings, embedded fonts."""

Draw = Callable[[Canvas], None]


def measure(pdf: bytes) -> tuple[Finding, ...]:
    return measure_foreign(pdf, PROFILE, FACES)


def codes(pdf: bytes) -> set[str]:
    return {finding.code for finding in measure(pdf)}


def draw(by: Draw, **options: Any) -> bytes:
    """Return a page on which *by* has drawn, in 18 pt Helvetica."""
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=A4, invariant=1, **options)
    canvas.setFont("Helvetica", 18)
    by(canvas)
    canvas.save()
    return sink.getvalue()


def set_lines(canvas: Canvas, *lines: str, leading: float = 27.0, x: float = 100.0) -> None:
    for index, line in enumerate(lines):
        canvas.drawString(x, 700 - index * leading, line)


def set_plainly(canvas: Canvas) -> None:
    set_lines(canvas, "Take one tablet", "with food in the morning.")


def set_tightly(canvas: Canvas) -> None:
    set_lines(canvas, "Take one tablet", "with food in the morning.", leading=20)


def set_small(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 9)
    set_lines(canvas, "Take one tablet")


def set_in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("small")
    canvas.setFont("Helvetica", 9)
    canvas.drawString(100, 600, "Take one tablet")
    canvas.endForm()
    canvas.doForm("small")


def set_in_grey(canvas: Canvas) -> None:
    canvas.setFillGray(0.6)
    set_lines(canvas, "Take one tablet")


def set_in_cyan(canvas: Canvas) -> None:
    canvas.setFillColorCMYK(0.4, 0, 0, 0)
    set_lines(canvas, "Take one tablet")


def set_white_on_black(canvas: Canvas) -> None:
    canvas.rect(90, 690, 200, 30, stroke=0, fill=1)
    canvas.setFillGray(1)
    set_lines(canvas, "Take one tablet")


def set_slanted(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Oblique", 18)
    set_lines(canvas, "Take one tablet")


def underline(canvas: Canvas) -> None:
    set_lines(canvas, "Take one tablet")
    canvas.line(100, 697.5, 220, 697.5)


def shout(canvas: Canvas) -> None:
    set_lines(canvas, "NEVER STOP TAKING THESE")


def centre(canvas: Canvas) -> None:
    for index, line in enumerate(("Take one tablet", "with food in the morning")):
        canvas.drawCentredString(300, 700 - 27 * index, line)


def turn(canvas: Canvas) -> None:
    canvas.rotate(90)
    canvas.drawString(300, -200, "Take one tablet")


def set_over_a_picture(canvas: Canvas) -> None:
    canvas.drawImage(picture(), 90, 690, 300, 40)
    set_plainly(canvas)


def set_over_an_inline_picture(canvas: Canvas) -> None:
    canvas._code.append("q 300 0 0 40 90 690 cm BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID ff> EI Q")
    set_plainly(canvas)


def picture() -> ImageReader:
    sink = io.BytesIO()
    Image.new("L", (2, 2), 200).save(sink, "PNG")
    sink.seek(0)
    return ImageReader(sink)


def paint_yellow(canvas: Canvas) -> None:
    set_plainly(canvas)
    canvas.setFillColorRGB(1, 1, 0)
    canvas.rect(100, 300, 200, 50, stroke=0, fill=1)


def set_at_the_edge(canvas: Canvas) -> None:
    set_lines(canvas, "Take one tablet", x=20)


PAGES: tuple[tuple[Draw, set[str]], ...] = (
    (set_plainly, set()),
    (set_tightly, {"V203"}),
    (set_small, {"V201"}),
    (set_in_a_form, {"V201"}),
    (set_in_grey, {"V205"}),
    (set_in_cyan, {"V205"}),
    (set_white_on_black, {"V214"}),
    (set_slanted, {"V206"}),
    (underline, {"V207"}),
    (shout, {"V208"}),
    (centre, {"V209"}),
    (turn, {"V215"}),
    (set_over_a_picture, {"V214"}),
    (set_over_an_inline_picture, {"V214"}),
    (paint_yellow, {"V225"}),
    (set_at_the_edge, {"V226"}),
)


@pytest.mark.parametrize(("by", "expected"), PAGES, ids=[case[0].__name__ for case in PAGES])
@pytest.mark.parametrize("compressed", [0, 1])
def test_a_page_of_another_program_is_measured(by: Draw, expected: set[str], compressed: int) -> None:
    """Simple fonts, other colour spaces, forms and pictures are seen for what they look like."""
    found = codes(draw(by, pageCompression=compressed)) - {"V144"}
    assert found - UNTAGGED == expected


def test_a_turned_page_is_read_as_it_is_seen() -> None:
    """Text that runs up a page which viewers turn is horizontal."""
    with pikepdf.open(io.BytesIO(draw(turn))) as pdf:
        pdf.pages[0].Rotate = 90
        out = io.BytesIO()
        pdf.save(out)
    assert "V215" not in codes(out.getvalue())


def test_a_locked_file_is_a_finding() -> None:
    """V001: without its password there is nothing to see."""
    with pikepdf.open(io.BytesIO(draw(set_plainly))) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="one", user="two", R=4))
    assert codes(out.getvalue()) == {"V001"}


@pytest.mark.parametrize(
    "drawing",
    [
        b"Tf Tm Tj cm re",
        b"q Q Q Q EMC EMC ET",
        b"BT /F9 0 Tf (x) Tj ET",
        b"((((",
        b"<< /A << /B",
        b"BI /W 1 ID \xff\xfe",
    ],
)
def test_a_broken_drawing_is_no_crash(drawing: bytes) -> None:
    """Every failure is a finding."""
    with pikepdf.open(io.BytesIO(draw(set_plainly))) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(drawing)
        out = io.BytesIO()
        pdf.save(out)
    assert codes(out.getvalue())


def test_a_tree_that_goes_round_in_circles_is_no_crash() -> None:
    """Nor is a form that draws itself."""
    with pikepdf.open(io.BytesIO(draw(set_in_a_form))) as pdf:
        form = next(iter(pdf.pages[0].Resources.XObject.values()))
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Again=form))
        form.write(b"/Again Do")
        circle = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name("/Sect")))
        circle.K = pikepdf.Array([circle])
        pdf.Root.StructTreeRoot = pikepdf.Dictionary(K=circle)
        out = io.BytesIO()
        pdf.save(out)
    assert codes(out.getvalue())


def test_what_a_form_clips_away_is_not_read() -> None:
    """Words outside the box of their form are on no paper, so they cannot stand for a warning."""
    with pikepdf.open(io.BytesIO(draw(set_in_a_form))) as pdf:
        form = next(iter(pdf.pages[0].Resources.XObject.values()))
        seen = []
        for box in ([0, 500, 595, 700], [595, 700, 0, 500], [0, 0, 90, 90]):
            form.BBox = pikepdf.Array(box)
            out = io.BytesIO()
            pdf.save(out)
            page = read_back(out.getvalue()).pages[0]
            seen.append(" ".join(run.text for run in page.drawn.runs))
    assert seen == ["Take one tablet", "Take one tablet", ""]


def test_damaged_files_are_findings() -> None:
    """Whatever bytes are lost or changed on the way, there is an answer."""
    whole = draw(set_over_a_picture, pageCompression=0)
    chance = random.Random(26)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert measure(bytes(damaged[: chance.randint(200, len(damaged))]))


def test_a_map_is_measured_in_time() -> None:
    """Ten thousand shapes and a thousand words take a moment, not minutes."""

    def by(canvas: Canvas) -> None:
        for index in range(10_000):
            canvas.setFillGray(0.5 + index % 5 / 10)
            canvas.rect(60 + index % 100 * 4, 60 + index // 100 * 6, 3, 5, stroke=0, fill=1)
        for index in range(1000):
            canvas.drawString(60 + index % 10 * 40, 60 + index // 10 * 6, "Place")

    start = time.perf_counter()
    assert {"V205", "V214", "V225"} <= codes(draw(by))
    assert time.perf_counter() - start < 10


def test_a_long_list_of_faults_is_cut_short() -> None:
    """Five of a kind, and how many more there are."""

    def by(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for index in range(12):
            canvas.drawString(100, 700 - 30 * index, f"Line {index}")

    small = [finding for finding in measure(draw(by)) if finding.code == "V201"]
    assert len(small) == 6
    assert small[-1].message == "and 7 more like these"


def test_a_leaflet_without_its_name_is_measured_too() -> None:
    """A finished leaflet that has lost its keywords breaks no rule of the page."""
    from plainleaf.build import Job, make_pdf

    sample = Path(__file__).parents[1] / "samples" / "second"
    for language in ("de", "he"):
        assert codes(make_pdf(Job("lumivex-drops", language, "ZZ", overlay=sample))[0]) == set()
