"""Packing changes where objects stand and nothing of what they say."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from plainleaf.pdf.packing import pack_file


def draw(pages: int = 3) -> bytes:
    """Return a file as ReportLab writes it."""
    sink = io.BytesIO()
    canvas = Canvas(sink, invariant=True)
    for number in range(pages):
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(f"Page {number}", f"p{number}")
        canvas.drawString(72, 720, f"Page {number} ) ( \\ >> endobj")
        canvas.showPage()
    canvas.save()
    return sink.getvalue()


def test_every_object_is_as_it_was() -> None:
    """By a reader that knows nothing of us: number by number, and no word about damage."""
    plain = draw()
    packed = pack_file(plain)
    with pikepdf.open(io.BytesIO(plain)) as before, pikepdf.open(io.BytesIO(packed)) as after:
        assert after.check_pdf_syntax() == []
        for index in range(1, len(before.objects) + 1):
            one, other = before.get_object(index, 0), after.get_object(index, 0)
            assert one.unparse() == other.unparse()
            if isinstance(one, pikepdf.Stream):
                assert one.read_raw_bytes() == other.read_raw_bytes()
        assert before.trailer.ID == after.trailer.ID
        assert before.trailer.Info.objgen == after.trailer.Info.objgen
    assert packed.count(b"/Type /ObjStm") == packed.count(b"/Type /XRef") == 1
    assert b"trailer" not in packed


def test_a_tagged_file_loses_a_third() -> None:
    """Small objects were more than half of it; equal files give equal bytes."""
    plain = draw(40)
    assert len(pack_file(plain)) < 0.66 * len(plain)
    assert pack_file(plain) == pack_file(plain)


@pytest.mark.parametrize("spoil", [(b"trailer", b"trialer"), (b"xref\n0", b"xfer\n0"), (b"\n3 0 obj", b"\n4 0 obj")])
def test_what_is_written_otherwise_is_not_touched(spoil: tuple[bytes, bytes]) -> None:
    """An error, never a guess."""
    with pytest.raises(ValueError, match=r"trailer|cross-reference table|is not where|substring"):
        pack_file(draw().replace(*spoil))
