"""plainleaf itself, as one call: words to a finished PDF."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from words import PAPER, PROFILE, Document, freshen_leaflet, read_leaflet, repeat_leaflet


class Plainleaf:
    """Lay out, write, read back. *read_back*: False leaves the last step out, which the program itself never does."""

    def __init__(self, *, read_back: bool = True) -> None:
        self.read_back = read_back
        self.name = "plainleaf" if read_back else "  without reading back"

    def make(self, document: Document, *, fresh: int = 0, times: int = 1) -> bytes:
        """Return the leaflet; the words are those of *document*, with pictograms, card and frames."""
        from plainleaf.build import font_shelf, sheet_profile, verify_made
        from plainleaf.content.drawings import read_drawing
        from plainleaf.layout.document import lay_out
        from plainleaf.pdf.writer import write_pdf
        from plainleaf.roots import open_roots

        roots = open_roots(None)
        leaflet = _leaflet(document.language.replace("-", "_"))
        if times > 1:
            leaflet = repeat_leaflet(leaflet, times)
        if fresh:
            leaflet = freshen_leaflet(leaflet, fresh)
        profile, paper = sheet_profile(roots, PROFILE, PAPER)
        shelf = font_shelf(roots)
        layout, _ = lay_out(leaflet, profile, paper, shelf, lambda name: read_drawing(roots, name))
        pdf = write_pdf(layout)
        if self.read_back:
            verify_made(pdf, leaflet, profile, shelf)
        return pdf


@lru_cache(maxsize=8)
def _leaflet(language: str) -> Any:
    return read_leaflet(language)
