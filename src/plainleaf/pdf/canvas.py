"""A ReportLab canvas that marks its content: every operator belongs to a structure element or an artifact."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from plainleaf.content.personal import Raster
from plainleaf.faces import Face
from plainleaf.layout.model import Metadata, Node, Text
from plainleaf.pdf.fonts import EmbeddedFont
from plainleaf.pdf.objects import Name, Stream, UnicodeString, format_number, make_array, make_bytes, make_dict
from plainleaf.pdf.structure import StructureTree
from plainleaf.pdf.text import draw_line


class MarkedContent:
    """What every canvas does: it marks what is drawn as content of a structure element or as an artifact."""

    tree: StructureTree
    page_name: str
    _code: list[str]
    _page_key: int | None
    _marked: bool

    def emit(self, operators: str) -> None:
        """Add *operators* to the page."""
        self._code.append(operators)

    @contextmanager
    def content(self, node: Node) -> Iterator[None]:
        """Mark what is drawn inside as content of *node*."""
        if self._page_key is None:
            self._page_key = self.tree.open_page()
        mcid = self.tree.add_content(node, self._page_key, self.page_name)
        with self._sequence(f"/{node.tag} <</MCID {mcid}>> BDC"):
            yield

    @contextmanager
    def artifact(self, kind: str, subtype: str | None = None) -> Iterator[None]:
        """Mark what is drawn inside as an artifact of /Type *kind*."""
        with self._sequence(f"/Artifact <</Type /{kind}{f' /Subtype /{subtype}' if subtype else ''}>> BDC"):
            yield

    @contextmanager
    def _sequence(self, begin: str) -> Iterator[None]:
        if self._marked:
            raise ValueError("marked content sequences must not be nested")
        self._marked = True
        self.emit(begin)
        yield
        self.emit("EMC")
        self._marked = False


class TagCanvas(MarkedContent, Canvas):  # type: ignore[misc]
    """The canvas of one document. Draw with *emit* inside *content* or *artifact* only."""

    def __init__(self, tree: StructureTree, metadata: Metadata) -> None:
        self.tree = tree
        self.sink = BytesIO()
        self.fonts: dict[Face, EmbeddedFont] = {}
        self.codes: list[bytes] = []
        self._images: set[str] = set()
        self._page_key: int | None = None
        self._marked = False
        super().__init__(self.sink, pageCompression=0, invariant=1, pdfVersion=(1, 7), lang=metadata.language)

    @property
    def page_name(self) -> str:  # type: ignore[override]
        """Name of the page object being drawn."""
        name: str = self._doc.thisPageName()
        return name

    def _make_preamble(self) -> None:
        """Start pages empty: ReportLab's own beginning names Helvetica, which is not embedded."""
        self._preamble = ""

    def font(self, face: Face) -> EmbeddedFont:
        """Return *face* as a font of this document."""
        font = self.fonts.get(face)
        if font is None:
            font = self.fonts[face] = EmbeddedFont(face, f"T{len(self.fonts) + 1}")
            self._doc.delayedFonts.append(font)
        return font

    def draw_line(self, item: Text) -> list[tuple[Node | None, str]]:
        """Return the operators of a line, cut where the structure element changes."""
        return draw_line(item, lambda run: self.font(run.face))

    def image(self, raster: Raster) -> str:
        """Return the name by which the page knows *raster*, written once in the document."""
        digest = hashlib.sha256(b"%d %d " % (raster.width, raster.height) + raster.samples).hexdigest()[:16]
        if digest not in self._images:
            self._images.add(digest)
            entries = {
                "Type": Name("XObject"),
                "Subtype": Name("Image"),
                "Width": raster.width,
                "Height": raster.height,
                "ColorSpace": Name("DeviceGray"),
                "BitsPerComponent": 8,
            }
            self._doc.addForm(digest, Stream(raster.samples, entries))
        self._formsinuse.append(digest)
        name: str = self._doc.getXObjectName(digest)
        return name

    def link(self, node: Node, url: str, box: tuple[float, float, float, float], contents: str) -> None:
        """Add a link annotation over *box* that belongs to *node*."""
        key = self.tree.new_key()
        name = f"Link{key}"
        annotation = make_dict(
            Type=Name("Annot"),
            Subtype=Name("Link"),
            Rect=make_array(float(format_number(value)) for value in box),
            Border=make_array([0, 0, 0]),
            F=4,
            Contents=UnicodeString(contents),
            StructParent=key,
            A=make_dict(S=Name("URI"), URI=make_bytes(url)),
        )
        self._addAnnotation(annotation, name)
        self.tree.add_object(node, key, self.page_name, self._doc.annotationName(name))

    def _setAnnotations(self, page: Any) -> None:
        super()._setAnnotations(page)
        code = page.stream.encode("latin-1")
        self.codes.append(code)
        page.Contents = Stream(code)
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.Tabs = Name("S")
        if self._page_key is not None:
            page.StructParents = self._page_key
        self._page_key = None
