"""The structure tree as PDF objects: elements, their content on pages, parent tree and id tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from plainleaf.layout.model import Attribute, Node
from plainleaf.pdf.objects import Objects, format_array, format_bytes, format_number, format_text

KEPT_EMPTY = frozenset({"TD", "TH", "Figure"})
"""Types that mean something without content: a table keeps its shape."""

Mark = tuple[int, str, int | str]
"""Order of drawing, page name, and an MCID or the name of an annotation."""


class Written(NamedTuple):
    """Numbers of the root of the structure tree, of its parent tree and of its tree of /IDs."""

    root: int
    parents: int
    ids: int


class StructureTree:
    """Collects what pages draw for each node, then writes the tree down."""

    def __init__(self, root: Node, first_key: int = 0) -> None:
        """first_key: of the parent tree, where some are taken already."""
        self.root = root
        self.first_key = self.next_key = first_key
        self.numbers: dict[Node, int] = {}
        self.written_pages: dict[int, int] = {}
        self.written: Written | None = None
        self._marks: dict[Node, list[Mark]] = {}
        self._boxes: dict[Node, tuple[float, ...]] = {}
        self._pages: dict[int, list[Node]] = {}
        self.objects: dict[int, Node] = {}
        self._first: dict[Node, int | None] = {}
        self._drawn = 0

    def new_key(self) -> int:
        """Return a fresh key of the parent tree."""
        self.next_key += 1
        return self.next_key - 1

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

    def add_object(self, node: Node, key: int, page: str, name: str) -> None:
        """Let the annotation *name* belong to *node*."""
        self.objects[key] = node
        self._add(node, page, name)

    def set_box(self, node: Node, box: tuple[float, float, float, float]) -> None:
        """Note where the drawing of a ``Figure`` stands."""
        self._boxes[node] = box

    def _add(self, node: Node, page: str, content: int | str) -> None:
        self._marks.setdefault(node, []).append((self._drawn, page, content))
        self._drawn += 1

    def write(self, objects: Objects) -> int:
        """Write the whole tree; return the number of its root. Raises ValueError where ink belongs to a node outside
        the tree."""
        self.written = written = Written(objects.reserve(), objects.reserve(), objects.reserve())
        document = self.write_branch(self.root, written.root, objects)
        self.check_lost()
        parents = self.write_parents(objects)
        objects.put(written.parents, f"<</Nums {format_array(parents)}>>".encode())
        objects.put(written.ids, format_ids(self.list_ids()))
        objects.put(written.root, format_root(document, written, self.next_key))
        return written.root

    def check_lost(self) -> None:
        """Raise ValueError where ink belongs to a node that is not written."""
        if lost := [node for node in self._marks if node not in self.numbers]:
            raise ValueError(f"ink belongs to {len(lost)} nodes outside the tree, the first is {lost[0].tag}")

    def list_ids(self) -> list[tuple[str, int]]:
        """Return the /ID of each element that has one, and its number."""
        return [(node.id, number) for node, number in self.numbers.items() if node.id]

    def write_parents(self, objects: Objects) -> list[str]:
        """Return keys and values of the parent tree."""
        entries: list[str] = []
        for key in range(self.first_key, self.next_key):
            if key in self.objects:
                number = self.numbers[self.objects[key]]
            else:
                number = objects.reserve()
                self.written_pages[key] = number
                nodes = (f"{self.numbers[node]} 0 R" for node in self._pages[key])
                objects.put(number, format_array(nodes).encode())
            entries += (str(key), f"{number} 0 R")
        return entries

    def _first_drawn(self, node: Node) -> int | None:
        """Return when the first ink of *node* or of a node below it was drawn; None where there is none."""
        if node not in self._first:
            times = [self._marks[node][0][0]] if node in self._marks else []
            below = (self._first_drawn(child) for child in node.children)
            self._first[node] = min([*times, *(time for time in below if time is not None)], default=None)
        return self._first[node]

    def _is_kept(self, node: Node) -> bool:
        return node.tag in KEPT_EMPTY or node in self._marks or any(map(self._is_kept, node.children))

    def write_branch(self, node: Node, parent: int, objects: Objects, number: int | None = None) -> int:
        """Write *node* and what is below it; return its number. number: where it was given one already."""
        number = objects.reserve() if number is None else number
        self.numbers[node] = number
        parts = [f"/S /{node.tag} /P {parent} 0 R"]
        texts = (("Lang", node.lang), ("Alt", node.alt), ("ActualText", node.actual_text), ("T", node.title))
        parts += [f"/{key} {format_text(text)}" for key, text in texts if text]
        if node.id:
            parts.append(f"/ID {format_bytes(node.id)}")
        if attributes := self._attributes(node):
            parts.append(f"/A {attributes[0] if len(attributes) == 1 else format_array(attributes)}")
        page, kids = self._write_kids(node, number, objects)
        if page:
            parts.append(f"/Pg {objects.number_of(page)} 0 R")
        if kids:
            parts.append(f"/K {kids[0] if len(kids) == 1 else format_array(kids)}")
        objects.put(number, f"<<{' '.join(parts)}>>".encode())
        return number

    def _write_kids(self, node: Node, number: int, objects: Objects) -> tuple[str | None, list[str]]:
        """Return the page of its own content, and own content and kept children: children in their order, own content
        where it was drawn."""
        marks = list(self._marks.get(node, ()))
        own_page = marks[0][1] if marks else None
        kids: list[str] = []
        for child in filter(self._is_kept, node.children):
            time = self._first_drawn(child)
            while marks and time is not None and marks[0][0] < time:
                kids.append(_write_mark(marks.pop(0), own_page, objects))
            kids.append(f"{self.write_branch(child, number, objects)} 0 R")
        return own_page, kids + [_write_mark(mark, own_page, objects) for mark in marks]

    def _attributes(self, node: Node) -> list[str]:
        owners = {owner: dict(values) for owner, values in node.attributes.items()}
        if node in self._boxes:
            owners.setdefault("Layout", {})["BBox"] = self._boxes[node]
        return [
            f"<</O /{owner} {' '.join(f'/{key} {_write_attribute(value)}' for key, value in sorted(values.items()))}>>"
            for owner, values in owners.items()
            if values
        ]


def format_root(document: int, written: Written, next_key: int) -> bytes:
    """Return the root of the structure tree. document: number of its one element."""
    return (
        f"<</Type /StructTreeRoot /K {document} 0 R /ParentTree {written.parents} 0 R"
        f" /ParentTreeNextKey {next_key} /IDTree {written.ids} 0 R>>"
    ).encode()


def format_ids(ids: Iterable[tuple[str, int]]) -> bytes:
    """Return the tree of /IDs, which are sorted by their bytes."""
    pairs = sorted((id_.encode(), id_, number) for id_, number in ids)
    names = (part for _, id_, number in pairs for part in (format_bytes(id_), f"{number} 0 R"))
    return f"<</Names {format_array(names)}>>".encode()


def _write_mark(mark: Mark, own_page: str | None, objects: Objects) -> str:
    _, page, content = mark
    if not isinstance(content, int):
        return f"<</Type /OBJR /Obj {objects.number_of(content)} 0 R /Pg {objects.number_of(page)} 0 R>>"
    if page == own_page:
        return str(content)
    return f"<</Type /MCR /Pg {objects.number_of(page)} 0 R /MCID {content}>>"


def _write_attribute(value: Attribute) -> str:
    if isinstance(value, str):
        return f"/{value}"
    if isinstance(value, tuple):
        parts = (format_bytes(part) if isinstance(part, str) else format_number(part) for part in value)
        return f"[{' '.join(parts)}]"
    return format_number(value)
