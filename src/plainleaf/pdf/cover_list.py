"""The list on top of a print run: which copy begins on which sheet. For staff, on paper; no patient's words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SIZE, LEADING, MARGIN = 11.0, 16.0, 50.0
"""Points."""
_REGULAR, _BOLD = "plainleaf-list", "plainleaf-list-bold"


def draw_cover_list(
    title: str,
    notes: Sequence[str],
    rows: Sequence[Sequence[str]],
    paper: tuple[float, float],
    fonts: tuple[Path, Path],
) -> bytes:
    """Return pages with *title*, *notes* and a table, whose first row is its head and is repeated on each page.

    paper: width and height in points. fonts: files of the plain and the bold face. Equal input gives equal bytes.
    """
    for name, path in zip((_REGULAR, _BOLD), fonts, strict=True):
        pdfmetrics.registerFont(TTFont(name, str(path)))
    sink = io.BytesIO()
    width, height = paper
    canvas = Canvas(sink, pagesize=paper, invariant=True, pageCompression=1)
    canvas.setTitle(title)
    edges = _find_edges(rows, width - 2 * MARGIN)
    y = height - MARGIN
    canvas.setFont(_BOLD, 1.5 * SIZE)
    canvas.drawString(MARGIN, y - SIZE, title)
    y -= 2.2 * LEADING
    canvas.setFont(_REGULAR, SIZE)
    for note in notes:
        canvas.drawString(MARGIN, y, note)
        y -= LEADING
    y -= LEADING / 2
    _draw_row(canvas, rows[0], edges, y, _BOLD)
    for row in rows[1:]:
        y -= LEADING
        if y < MARGIN:
            canvas.showPage()
            y = height - MARGIN - LEADING
            _draw_row(canvas, rows[0], edges, y + LEADING, _BOLD)
        _draw_row(canvas, row, edges, y, _REGULAR)
    canvas.showPage()
    canvas.save()
    return sink.getvalue()


def _find_edges(rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Return where each column begins: as wide as its longest word, squeezed where they do not fit together."""
    columns = list(zip(*rows, strict=True))
    wide = [max(pdfmetrics.stringWidth(text, _BOLD, SIZE) for text in column) + SIZE for column in columns]
    scale = min(1.0, width / sum(wide))
    edges = [MARGIN]
    for column in wide:
        edges.append(edges[-1] + column * scale)
    return edges


def _draw_row(canvas: Canvas, row: Sequence[str], edges: Sequence[float], y: float, font: str) -> None:
    for text, left, right in zip(row, edges, edges[1:], strict=False):
        size = SIZE
        while size > 4 and pdfmetrics.stringWidth(text, font, size) > right - left - 2:
            size -= 0.5
        canvas.setFont(font, size)
        canvas.drawString(left, y, text)
