"""Read an HTML edition back as a tree. Only a page that every browser reads in one way is read at all: no
way of writing is in it that we do not use, each element is closed, none is of a kind or in a place that a browser
would mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from plainleaf.verify.html.grammar import BLOCKS, RULES, VOID

_MARKUP = re.compile(
    r"<!DOCTYPE html>|</[a-z][a-z0-9]*>|<[a-z][a-z0-9]*(?: [A-Za-z-]+=\"[^\"<>]*\")*/?>|&(?:amp|lt|gt|#34|#39);"
)
"""The only ways to write a tag or an escaped letter that we use: none that parsers read in different ways."""

_STYLE = re.compile(r"(<style>)[^<]*(</style>)")
_DEEPEST = 20
"""How many elements stand inside each other at most; a leaflet has about ten."""

_BLANKS = re.compile(r"[ \t\n\r\f\u00a0]+")


class HtmlFault(ValueError):
    """The page holds something that a leaflet does not; the text says what."""


@dataclass(slots=True)
class Element:
    """One element: its tag, attributes and kids in order. *line*: where it begins, from 1."""

    tag: str
    attributes: Mapping[str, str]
    line: int = 0
    kids: list[Element | str] = field(default_factory=list)

    @property
    def id(self) -> str | None:
        """Its id attribute."""
        return self.attributes.get("id")

    @property
    def children(self) -> Iterator[Element]:
        """The elements directly below."""
        return (kid for kid in self.kids if isinstance(kid, Element))

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, tag: str) -> Iterator[Element]:
        """Yield every *tag* here and below, in order."""
        return (element for element in self.walk() if element.tag == tag)

    @property
    def raw_text(self) -> str:
        """All text here and below, as it stands in the file."""
        return "".join(kid if isinstance(kid, str) else kid.raw_text for kid in self.kids)

    @property
    def text(self) -> str:
        """What a browser shows and says: blanks run together; of a picture its label."""
        return squeeze(self.attributes.get("aria-label", self.raw_text))

    def blocks(self) -> Iterator[Element]:
        """Yield the elements that hold one message each, in order: where they begin, no further down."""
        running = self.tag in BLOCKS and not any(child.tag in BLOCKS for child in self.children)
        if running or self.tag == "a" or self.attributes.get("role") == "img":
            yield self
            return
        for child in self.children:
            yield from child.blocks()


def squeeze(text: str) -> str:
    """Return *text* with single blanks, as a browser shows it (CSS Text, white-space: normal)."""
    return _BLANKS.sub(" ", text).strip(" ")


def _holds_both(item: Element) -> bool:
    """Tell whether *item* holds a paragraph, and words outside it that would not be compared."""
    outside = [kid for kid in item.kids if isinstance(kid, str) or kid.tag not in ("p", "svg")]
    words = "".join(kid if isinstance(kid, str) else kid.raw_text for kid in outside)
    return bool(squeeze(words)) and any(child.tag == "p" for child in item.children)


def read_html(html: str) -> Element:
    """Return the ``html`` element of *html*. Raises HtmlFault where it is no page of the kind we write."""
    stray = re.search(r"[<>&\0]", _MARKUP.sub("", _STYLE.sub(r"\1\2", html)))
    if stray is not None:
        raise HtmlFault(f"a {stray[0]!r} that begins or ends nothing that we write")
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    """Builds the tree and refuses whatever is not in the grammar."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._root: Element | None = None
        self._open: list[Element] = []
        self._typed = False

    def finish(self) -> Element:
        """Return the whole tree."""
        if self._open:
            raise self._fault(f"<{self._open[-1].tag}> is not closed")
        if self._root is None:
            raise HtmlFault("there is no <html>")
        if [child.tag for child in self._root.children] != ["head", "body"]:
            raise HtmlFault("there is not one <head> and one <body>")
        return self._root

    def handle_decl(self, decl: str) -> None:
        if self._typed:
            raise self._fault(f"<!{decl}> does not belong here")
        self._typed = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._begin(tag, attrs)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "path":  # elsewhere browsers do not see the slash
            raise self._fault(f"<{tag}/> is not closed")
        self._begin(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            raise self._fault(f"</{tag}> closes nothing")
        closed = self._open.pop()
        if tag == "li" and _holds_both(closed):
            raise self._fault("text stands beside a paragraph")

    def handle_data(self, data: str) -> None:
        if self._open:
            element = self._open[-1]
            if not RULES[element.tag].text and squeeze(data):
                raise self._fault(f"text does not belong in <{element.tag}>: {squeeze(data)[:40]!r}")
            element.kids.append(data)
        elif data.strip():
            raise self._fault(f"text outside the page: {data.strip()[:40]!r}")

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        if not self._typed:
            raise self._fault("the page does not begin with <!DOCTYPE html>")
        if tag not in RULES:
            raise self._fault(f"<{tag}> does not belong in a leaflet")
        attributes = {name: value or "" for name, value in attrs}
        if len(attributes) < len(attrs):
            raise self._fault(f"<{tag}> has an attribute twice")
        for name, value in attributes.items():
            allowed = RULES[tag].attributes.get(name)
            if allowed is None or not re.fullmatch(allowed, value):
                raise self._fault(f'<{tag} {name}="{value[:40]}"> does not belong in a leaflet')
        if tag == "svg" and ("aria-hidden" in attributes) == ("aria-label" in attributes):
            raise self._fault("a picture is neither hidden from screen readers nor put into words, or both")
        element = Element(tag, attributes, self.getpos()[0])
        self._place(element)
        return element

    def _place(self, element: Element) -> None:
        if element.tag == "a" and any(outer.tag == "a" for outer in self._open):
            raise self._fault("a link inside a link")
        if len(self._open) > _DEEPEST:
            raise self._fault("too many elements inside each other")
        if self._open:
            parent = self._open[-1]
            if element.tag not in RULES[parent.tag].children:
                raise self._fault(f"<{element.tag}> does not belong in <{parent.tag}>")
            parent.kids.append(element)
        elif element.tag != "html" or self._root is not None:
            raise self._fault(f"<{element.tag}> stands outside the page")
        else:
            self._root = element

    def _fault(self, message: str) -> HtmlFault:
        return HtmlFault(f"line {self.getpos()[0]}: {message}")
