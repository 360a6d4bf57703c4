"""The structure tree as PDF objects: elements, their content on pages, parent tree and id tree."""

from __future__ import annotations

from typing import Any

from plainleaf.layout.model import Attribute, Node
from plainleaf.pdf.objects import Name, Reference, UnicodeString, make_array, make_bytes, make_dict

KEPT_EMPTY = frozenset({"TD", "TH", "Figure"})
"""Types that mean something without content: a table keeps its shape."""

Mark = tuple[int, str, Any]
"""Order of drawing, page name, and an MCID or the reference of an annotation."""


class StructureTree:
    """Collects what pages draw for each node, then writes the tree down."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._marks: dict[Node, list[Mark]] = {}
        self._boxes: dict[Node, tuple[float, ...]] = {}
        self._pages: dict[int, list[Node]] = {}
        self._objects: dict[int, Node] = {}
        self._references: dict[Node, Any] = {}
        self._next_key = self._drawn = 0

    def new_key(self) -> int:
        """Return a fresh key of the parent tree."""
        self._next_key += 1
        return self._next_key - 1

    def open_page(self) -> int:
        """Return the key of a new page."""
        key = self.new_key()
        self._pages[key] = []
        return key

    def add_content(self, node: Node, key: int, page: str) -> int:
        """Return the MCID of a new marked-content sequence of *node* on *page*."""
        contents = self._pages[key]
        contents.append(node)
        self._add(node, page, len(contents) - 1)
        return len(contents) - 1

    def add_object(self, node: Node, key: int, page: str, reference: Any) -> None:
        """Let an annotation belong to *node*."""
        self._objects[key] = node
        self._add(node, page, reference)

    def set_box(self, node: Node, box: tuple[float, float, float, float]) -> None:
        """Note where the drawing of a ``Figure`` stands."""
        self._boxes[node] = box

    def _add(self, node: Node, page: str, content: Any) -> None:
        self._marks.setdefault(node, []).append((self._drawn, page, content))
        self._drawn += 1

    def write(self, document: Any) -> Any:
        """Return the structure tree root. Raises ValueError where ink belongs to a node outside the tree."""
        root = make_dict(Type=Name("StructTreeRoot"))
        reference = document.Reference(root)
        root["K"] = self._write_node(self.root, reference, document)
        if lost := [node for node in self._marks if node not in self._references]:
            raise ValueError(f"ink belongs to {len(lost)} nodes outside the tree, the first is {lost[0].tag}")
        root["ParentTree"] = document.Reference(make_dict(Nums=make_array(self._parents(document))))
        root["ParentTreeNextKey"] = self._next_key
        ids = sorted((node.id.encode(), node.id, ref) for node, ref in self._references.items() if node.id)
        if ids:
            names = [part for _, id_, ref in ids for part in (make_bytes(id_), ref)]
            root["IDTree"] = document.Reference(make_dict(Names=make_array(names)))
        return reference

    def _parents(self, document: Any) -> list[Any]:
        numbers: list[Any] = []
        for key in range(self._next_key):
            if key in self._objects:
                numbers += [key, self._references[self._objects[key]]]
            else:
                nodes = [self._references[node] for node in self._pages[key]]
                numbers += [key, document.Reference(make_array(nodes))]
        return numbers

    def _first_drawn(self, node: Node) -> int | None:
        """Return when the first ink of *node* or of a node below it was drawn; None where there is none."""
        times = [self._marks[node][0][0]] if node in self._marks else []
        below = (self._first_drawn(child) for child in node.children)
        return min([*times, *(time for time in below if time is not None)], default=None)

    def _is_kept(self, node: Node) -> bool:
        return node.tag in KEPT_EMPTY or node in self._marks or any(map(self._is_kept, node.children))

    def _write_node(self, node: Node, parent: Any, document: Any) -> Any:
        element = make_dict(S=Name(node.tag), P=parent)
        reference = self._references[node] = document.Reference(element)
        texts = {"Lang": node.lang, "Alt": node.alt, "ActualText": node.actual_text, "T": node.title}
        for key, text in texts.items():
            if text:
                element[key] = UnicodeString(text)
        if node.id:
            element["ID"] = make_bytes(node.id)
        if attributes := self._attributes(node):
            element["A"] = attributes[0] if len(attributes) == 1 else make_array(attributes)
        kids = self._write_kids(node, element, document)
        if kids:
            element["K"] = kids[0] if len(kids) == 1 else make_array(kids)
        return reference

    def _write_kids(self, node: Node, element: Any, document: Any) -> list[Any]:
        """Return own content and kept children: children in their order, own content where it was drawn."""
        marks = list(self._marks.get(node, ()))
        own_page = marks[0][1] if marks else None
        if own_page:
            element["Pg"] = Reference(own_page)
        kids: list[Any] = []
        for child in filter(self._is_kept, node.children):
            time = self._first_drawn(child)
            while marks and time is not None and marks[0][0] < time:
                kids.append(_write_mark(marks.pop(0), own_page))
            kids.append(self._write_node(child, self._references[node], document))
        return kids + [_write_mark(mark, own_page) for mark in marks]

    def _attributes(self, node: Node) -> list[Any]:
        owners = {owner: dict(values) for owner, values in node.attributes.items()}
        if node in self._boxes:
            owners.setdefault("Layout", {})["BBox"] = self._boxes[node]
        return [
            make_dict(O=Name(owner), **{key: _write_attribute(value) for key, value in values.items()})
            for owner, values in owners.items()
            if values
        ]


def _write_mark(mark: Mark, own_page: str | None) -> Any:
    _, page, content = mark
    if not isinstance(content, int):
        return make_dict(Type=Name("OBJR"), Obj=content, Pg=Reference(page))
    if page == own_page:
        return content
    return make_dict(Type=Name("MCR"), Pg=Reference(page), MCID=content)


def _write_attribute(value: Attribute) -> Any:
    if isinstance(value, str):
        return Name(value)
    if isinstance(value, tuple):
        return make_array(make_bytes(part) if isinstance(part, str) else round(part, 3) for part in value)
    return int(value) if float(value).is_integer() else round(value, 3)
