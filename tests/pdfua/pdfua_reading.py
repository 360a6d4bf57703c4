"""A finished file, read once: its structure elements and what each page paints under which marks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Pdf

PAINTING = frozenset(["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE"])
SHOWING = frozenset(["Tj", "TJ", "'", '"'])

ObjectId = tuple[int, int]
ContentId = tuple[int, int]  # (page index, MCID)


@dataclass(frozen=True, slots=True)
class Mark:
    """One open marked-content sequence."""

    tag: str
    mcid: int | None
    has_text: bool  # it carries ActualText

    @property
    def is_artifact(self) -> bool:
        """Whether this mark sets its content outside the document's text."""
        return self.tag == "Artifact"


@dataclass(frozen=True, slots=True)
class Event:
    """An opened mark ("BDC"), an unpaired one ("EMC") or something painted.

    *marks* are those open around it, outermost first, the opened one included.
    """

    page: int
    operator: str
    marks: tuple[Mark, ...]
    font: Object | None = None
    text: bytes = b""

    @property
    def in_artifact(self) -> bool:
        """Whether any mark around it is an artifact."""
        return any(mark.is_artifact for mark in self.marks)

    @property
    def in_tagged(self) -> bool:
        """Whether any mark around it ties it to the structure tree."""
        return any(mark.mcid is not None for mark in self.marks)

    def __str__(self) -> str:
        return f"page {self.page + 1}: {self.operator} in {[mark.tag for mark in self.marks]}"


@dataclass(slots=True)
class Element:
    """One structure element; *type* is its standard type without the slash, once the role map is applied."""

    obj: Object
    type: str
    parent: Element | None
    children: list[Element] = field(default_factory=list)
    content: list[ContentId] = field(default_factory=list)
    objects: list[ObjectId] = field(default_factory=list)

    @property
    def id(self) -> ObjectId:
        """The number and generation of its PDF object."""
        return self.obj.objgen

    @property
    def ancestors(self) -> Iterator[Element]:
        """Its parent, that one's parent, and so on."""
        above = self.parent
        while above:
            yield above
            above = above.parent

    def attribute(self, owner: str, key: str) -> Object | None:
        """Return the value of *key* among its attributes of *owner* ("Table", "Layout"), or None."""
        for attributes in as_list(self.obj.get("/A")):
            if isinstance(attributes, Dictionary) and attributes.get("/O") == Name("/" + owner):
                return attributes.get("/" + key)
        return None

    def __str__(self) -> str:
        return f"{self.type} (object {self.id[0]})"


def as_list(value: Object | None) -> list[Object]:
    """Return an array's items, a single value as a list of one, and nothing as an empty list."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


@contextmanager
def read_file(data: bytes) -> Iterator[Reading]:
    """Open *data* for the checks."""
    with pikepdf.open(BytesIO(data)) as pdf:
        yield Reading(data, pdf)


class Reading:
    """Everything the checks ask about one open file; each answer is worked out once."""

    def __init__(self, data: bytes, pdf: Pdf) -> None:
        self.data = data
        self.pdf = pdf
        self.root = pdf.Root
        self.tree = pdf.Root.get("/StructTreeRoot") or Dictionary()
        self._page_index = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}

    @cached_property
    def elements(self) -> list[Element]:
        """All structure elements in reading order."""
        found: list[Element] = []
        for obj in as_list(self.tree.get("/K")):
            self._collect(obj, None, found)
        return found

    def _collect(self, obj: Object, parent: Element | None, found: list[Element]) -> None:
        element = Element(obj, self._standard_type(obj), parent)
        found.append(element)
        if parent:
            parent.children.append(element)
        page = obj.get("/Pg")
        for kid in as_list(obj.get("/K")):
            if not isinstance(kid, Dictionary):
                element.content.append((self._page_of(page), int(kid)))
            elif kid.get("/Type") == Name.OBJR:
                element.objects.append(kid.Obj.objgen)
            elif kid.get("/Type") == Name.MCR:
                element.content.append((self._page_of(kid.get("/Pg", page)), int(kid.MCID)))
            else:
                self._collect(kid, element, found)

    def _page_of(self, page: Object | None) -> int:
        return -1 if page is None else self._page_index.get(page.objgen, -1)

    def _standard_type(self, obj: Object) -> str:
        name, roles = str(obj.get("/S", "/")), self.tree.get("/RoleMap") or {}
        for _ in range(len(roles)):
            name = str(roles.get(name, name))
        return name[1:]

    @cached_property
    def events(self) -> list[Event]:
        """All marks opened and things painted, page by page in painting order."""
        return [event for index, page in enumerate(self.pdf.pages) for event in _read_page(index, page)]

    @cached_property
    def painted_ids(self) -> list[ContentId]:
        """The page and MCID of every opened mark that has one."""
        opened = (event for event in self.events if event.operator == "BDC")
        return [(event.page, event.marks[-1].mcid) for event in opened if event.marks[-1].mcid is not None]

    @cached_property
    def annotations(self) -> list[tuple[int, Object]]:
        """Every annotation with the index of its page."""
        return [(index, note) for index, page in enumerate(self.pdf.pages) for note in as_list(page.get("/Annots"))]

    @cached_property
    def parent_tree(self) -> dict[int, Object]:
        """The parent tree, flat: key to element or array of elements."""
        pairs = flatten_tree(self.tree.get("/ParentTree"), "/Nums")
        return {int(key): value for key, value in pairs}

    @cached_property
    def fonts(self) -> list[Object]:
        """Every font dictionary but the descendants of composite fonts."""
        dictionaries = (obj for obj in self.pdf.objects if isinstance(obj, Dictionary))
        fonts = (obj for obj in dictionaries if obj.get("/Type") == Name.Font)
        return [font for font in fonts if not str(font.get("/Subtype")).startswith("/CIDFont")]


def flatten_tree(node: Object | None, leaf: str) -> list[tuple[Object, Object]]:
    """Return the pairs of a number tree (*leaf* "/Nums") or name tree ("/Names") in file order."""
    if node is None:
        return []
    flat = as_list(node.get(leaf))
    pairs = list(zip(flat[::2], flat[1::2], strict=True))
    return pairs + [pair for kid in as_list(node.get("/Kids")) for pair in flatten_tree(kid, leaf)]


def _read_page(index: int, page: pikepdf.Page) -> Iterator[Event]:
    resources = page.obj.get("/Resources") or Dictionary()
    fonts = resources.get("/Font") or Dictionary()
    marks: list[Mark] = []
    font: Object | None = None
    saved: list[Object | None] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator) if operator != Operator("INLINE IMAGE") else "INLINE"
        if name in ("BDC", "BMC"):
            marks.append(_read_mark(operands, resources))
            yield Event(index, "BDC", tuple(marks))
        elif name == "EMC" and marks:
            marks.pop()
        elif name == "EMC":
            yield Event(index, "EMC", ())
        elif name == "q":
            saved.append(font)
        elif name == "Q":
            font = saved.pop()
        elif name == "Tf":
            font = fonts.get(str(operands[0]))
        elif name in PAINTING:
            text = _shown_bytes(operands) if name in SHOWING else b""
            yield Event(index, name, tuple(marks), font, text)
    if marks:
        yield Event(index, "EMC", tuple(marks))


def _read_mark(operands: object, resources: Object) -> Mark:
    tag, *properties = operands
    entries = properties[0] if properties else Dictionary()
    if isinstance(entries, Name):
        entries = (resources.get("/Properties") or Dictionary()).get(str(entries)) or Dictionary()
    mcid = entries.get("/MCID")
    return Mark(str(tag)[1:], None if mcid is None else int(mcid), "/ActualText" in entries)


def _shown_bytes(operands: object) -> bytes:
    last = operands[-1]
    strings = last if isinstance(last, Array) else [last]
    return b"".join(bytes(item) for item in strings if isinstance(item, pikepdf.String))
