"""Which structure element the ink of a text belongs to, and how that element says the exact text."""

from __future__ import annotations

import re

from plainleaf.compose.model import Span, Words
from plainleaf.layout.model import Node
from plainleaf.layout.styles import PLAIN_SCRIPTS

PLAIN_LETTERS = re.compile(
    r"[\u0000-\u058f\u1e00-\u9fff\ua640-\ua69f\ua720-\ua7ff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]*"
)
"""Letters whose text layer is the text itself, as in PLAIN_SCRIPTS; a name may have others in any leaflet."""


def make_leaves(words: Words, node: Node | None, language: str, *, exact: bool) -> tuple[Node | None, ...]:
    """Return the leaf that each span of *words* belongs to, and make *node* say the exact text.

    language: BCP 47 tag of the text around. exact: the text layer is the text itself (PLAIN_SCRIPTS).
    Where a span is a link or in another language, every span gets an element of its own below *node*.
    """
    if node is None:
        return (None,) * len(words.spans)
    if not any(span.url or is_foreign(span, language) for span in words.spans):
        return (make_leaf(node, words, language, exact=exact),) * len(words.spans)
    if not any(span.url for span in words.spans) and all(is_foreign(span, language) for span in words.spans):
        return (make_leaf(node, words, language, exact=exact),) * len(words.spans)
    node.actual_text = words.plain
    children = tuple(_part(span, language) for span in words.spans)
    node.children = children
    return children


def make_leaf(node: Node, words: Words, language: str, *, exact: bool) -> Node:
    """Return the element that holds the ink of *words*, which is all that *node* says, in its language.

    Where the script's text layer is not the text itself, *node* carries it as ActualText and the ink
    belongs to a Span below: MuPDF puts the ActualText of a leaf in place of each line of its ink, which
    doubles it, and reverses it in right-to-left scripts; that of a parent it leaves alone.
    """
    if words.spans and all(is_foreign(span, language) for span in words.spans):
        node.lang = words.spans[0].lang
    if exact:
        return node
    node.actual_text = words.plain
    leaf = Node("Span")
    node.children = (leaf,)
    return leaf


def is_exact(script: str, words: Words) -> bool:
    """Tell whether the text layer of *words*, in *script* (ISO 15924), is the text itself."""
    return script in PLAIN_SCRIPTS and PLAIN_LETTERS.fullmatch(words.plain) is not None


def is_foreign(span: Span, language: str) -> bool:
    """Tell whether *span* is in another language than *language* (BCP 47)."""
    return span.lang is not None and span.lang != language


def _part(span: Span, language: str) -> Node:
    alt = span.text if span.url else None
    lang = span.lang if is_foreign(span, language) else None
    return Node("Link" if span.url else "Span", lang=lang, alt=alt, url=span.url)
