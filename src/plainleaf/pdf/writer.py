"""Draw the pages of a layout in reading order, marking what is content and what is an artifact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from plainleaf.content.personal import Raster
from plainleaf.layout.model import Bookmark, Dot, Frame, Image, Item, Layout, Node, Page, Picture, Rule, Text
from plainleaf.pdf.canvas import TagCanvas
from plainleaf.pdf.metadata import add_outline, describe_document, set_id
from plainleaf.pdf.objects import DocumentObjects
from plainleaf.pdf.packing import pack_file
from plainleaf.pdf.shapes import draw_dot, draw_frame, draw_picture, draw_rule, place_image
from plainleaf.pdf.structure import StructureTree


def write_pdf(layout: Layout) -> bytes:
    """Return *layout* as tagged PDF 1.7, both PDF/UA-1 and PDF/A-2a. Equal layouts give equal bytes.

    Raises ValueError where ink belongs to a node outside the structure tree.
    """
    tree = StructureTree(layout.root)
    canvas = TagCanvas(tree, layout.metadata)
    writer = PageWriter(canvas, find_links(layout.root))
    for number, page in enumerate(layout.pages):
        open_page(canvas, page, number, layout.outline)
        writer.draw_page(page)
        canvas.showPage()
    add_outline(canvas, layout.outline)
    describe_document(canvas, layout.metadata, len(layout.pages))
    objects = DocumentObjects(canvas._doc)
    canvas._doc.Catalog.StructTreeRoot = objects.refer(tree.write(objects))
    set_id(canvas, layout.metadata)
    canvas._doc.SaveToFile(canvas.sink, canvas)
    return pack_file(canvas.sink.getvalue())


def open_page(canvas: TagCanvas, page: Page, number: int, outline: Sequence[Bookmark]) -> None:
    """Begin page *number*, from 0, with the places that *outline* leads to."""
    canvas.setPageSize((page.width, page.height))
    for index, bookmark in enumerate(outline):
        if bookmark.page == number:
            canvas.bookmarkPage(f"outline-{index}", fit="XYZ", left=0, top=bookmark.y, zoom=0)


def find_links(node: Node, link: Node | None = None) -> dict[Node, Node]:
    """Return the ``Link`` that each node belongs to, for the nodes inside links."""
    link = node if node.url else link
    found = {node: link} if link else {}
    for child in node.children:
        found |= find_links(child, link)
    return found


class AnyCanvas(Protocol):
    """What a page is drawn on."""

    tree: StructureTree

    def emit(self, operators: str) -> None: ...
    def draw_line(self, item: Text) -> list[tuple[Node | None, str]]: ...
    def image(self, raster: Raster) -> str: ...
    def content(self, node: Node) -> AbstractContextManager[None]: ...
    def artifact(self, kind: str, subtype: str | None = None) -> AbstractContextManager[None]: ...
    def link(self, node: Node, url: str, box: tuple[float, float, float, float], contents: str) -> None: ...


class PageWriter:
    """Draws pages. links: the ``Link`` of each node inside one."""

    def __init__(self, canvas: AnyCanvas, links: dict[Node, Node]) -> None:
        self.canvas, self.links = canvas, links

    def draw_page(self, page: Page) -> None:
        """Draw *page* in reading order, then its footer."""
        for item in page.items:
            self._draw_item(item)
        for name, items in (("Footer", page.footer), ("Header", page.header)):
            if items:
                with self.canvas.artifact("Pagination", name):
                    self._draw_artifacts(items)

    def _draw_artifacts(self, items: Iterable[Item]) -> None:
        for item in items:
            if isinstance(item, Text):
                for _, operators in self.canvas.draw_line(item):
                    self.canvas.emit(operators)
            else:
                self.canvas.emit(_draw_shape(item))

    def _draw_item(self, item: Item) -> None:
        if isinstance(item, Text):
            self._draw_text(item)
            return
        node = item.node if isinstance(item, Dot | Picture | Image) else None
        if node is not None and isinstance(item, Picture | Image):
            box = (item.x, item.y, item.x + item.width, item.y + item.height)
            self.canvas.tree.set_box(node, box)
        with self._mark(node):
            if isinstance(item, Image):
                self.canvas.emit(place_image(item, self.canvas.image(item.raster)))
            else:
                self.canvas.emit(_draw_shape(item))

    def _mark(self, node: Node | None) -> AbstractContextManager[None]:
        return self.canvas.artifact("Layout") if node is None else self.canvas.content(node)

    def _draw_text(self, item: Text) -> None:
        linked: dict[Node, list[Node]] = {}
        for node, operators in self.canvas.draw_line(item):
            with self._mark(node):
                self.canvas.emit(operators)
            if node is not None and node in self.links:
                linked.setdefault(self.links[node], []).append(node)
        for link, nodes in linked.items():
            self._add_link(item, link, nodes)

    def _add_link(self, item: Text, link: Node, nodes: list[Node]) -> None:
        """Put one annotation over the part of a line that belongs to *link*."""
        runs = [run for run in item.line.runs if run.node in nodes and run.text.strip()]
        if not runs or link.url is None:
            return
        left, right = min(run.x for run in runs), max(run.x + run.width for run in runs)
        low = min(run.face.descent * run.size for run in runs) / 1000
        high = max(run.face.ascent * run.size for run in runs) / 1000
        contents = link.actual_text or link.alt or link.url
        box = (item.x + left, item.y + low, item.x + right, item.y + high)
        self.canvas.link(link, link.url, box, contents)


def _draw_shape(item: Item) -> str:
    match item:
        case Dot():
            return draw_dot(item)
        case Picture():
            return draw_picture(item)
        case Frame():
            return draw_frame(item)
        case Rule():
            return draw_rule(item)
    raise TypeError("neither text nor an image is a shape")
