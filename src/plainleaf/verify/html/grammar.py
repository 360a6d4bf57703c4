"""What an HTML edition may be made of, and nothing else: elements, what stands in them, attributes, their values.

A script, a handler, a form, a frame, a picture from elsewhere or a style on one element is not in here, so a page
that holds one is refused without being named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

VOID = frozenset({"meta"})
"""Elements that are never closed."""

BLOCKS = frozenset({"h1", "h2", "h3", "p", "li", "th", "td"})
"""Elements that hold one message each, unless one of them stands inside."""

_INLINE = frozenset({"strong", "bdi", "a", "span"})
_FLOW = frozenset({"h3", "p", "ul", "svg", "div"})
_ID = {"id": r"[a-z0-9/-]+"}
_LANG = r"[A-Za-z]{2,3}(-[A-Za-z]{2,4})*"


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element may hold: *children* by tag, *text*, *attributes* with a pattern of the whole value."""

    children: frozenset[str] = frozenset()
    text: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


RULES: Mapping[str, Rule] = {
    "html": Rule(frozenset({"head", "body"}), attributes={"lang": _LANG, "dir": "ltr|rtl"}),
    "head": Rule(frozenset({"meta", "title", "style"})),
    "meta": Rule(
        attributes={
            "charset": "utf-8",
            "http-equiv": "Content-Security-Policy",
            "name": "viewport|color-scheme|referrer|generator|plainleaf",
            "content": ".*",
        }
    ),
    "title": Rule(text=True),
    "style": Rule(text=True),
    "body": Rule(frozenset({"a", "header", "main", "footer"})),
    "header": Rule(frozenset({"div"})),
    "main": Rule(frozenset({"section", "nav"}), attributes={"id": "main", "tabindex": "-1"}),
    "footer": Rule(frozenset({"p"})),
    "nav": Rule(frozenset({"ul"}), attributes={"aria-labelledby": "title"}),
    "section": Rule(
        _FLOW | {"h2", "section", "aside", "figure", "table"},
        attributes={**_ID, "class": "key|card|part|titled", "aria-labelledby": "(key-block|card)/title"},
    ),
    "div": Rule(_FLOW | {"h1"}, attributes={**_ID, "class": "notice|name|beside|plain"}),
    "aside": Rule(_FLOW, attributes={"class": "titled|beside|plain"}),
    "h1": Rule(_INLINE, text=True, attributes={"id": "title"}),
    "h2": Rule(_INLINE, text=True, attributes=_ID),
    "h3": Rule(_INLINE, text=True),
    "p": Rule(_INLINE, text=True, attributes={"class": "tag|lead|lead-in|say|staff"}),
    "ul": Rule(frozenset({"li"}), attributes={"role": "list"}),
    "li": Rule(_INLINE | {"p", "svg"}, text=True, attributes={**_ID, "class": "beside"}),
    "strong": Rule(frozenset({"bdi", "a"}), text=True),
    "bdi": Rule(frozenset({"a", "strong"}), text=True, attributes={"dir": "ltr", "lang": _LANG}),
    "span": Rule(_INLINE, text=True, attributes={"class": "number|line"}),
    "a": Rule(frozenset({"strong", "bdi", "span"}), text=True, attributes={"href": ".+"}),
    "figure": Rule(frozenset({"svg"})),
    "svg": Rule(
        frozenset({"path"}),
        attributes={
            "class": "icon( mark)?( mirrored)?",
            "viewbox": r"0 0 \d+ \d+",
            "aria-hidden": "true",
            "role": "img",
            "aria-label": ".+",
            "lang": _LANG,
        },
    ),
    "path": Rule(
        attributes={
            "d": r"[MLCZ0-9 .-]+",
            "fill": "none|currentColor|Canvas",
            "stroke": "none|currentColor|Canvas",
            "stroke-width": r"[0-9.]+",
            "stroke-linecap": "round",
            "stroke-linejoin": "round",
        }
    ),
    "table": Rule(frozenset({"thead", "tbody"}), attributes={"role": "table", "aria-labelledby": "section/.+/title"}),
    "thead": Rule(frozenset({"tr"}), attributes={"role": "rowgroup"}),
    "tbody": Rule(frozenset({"tr"}), attributes={"role": "rowgroup"}),
    "tr": Rule(frozenset({"th", "td"}), attributes={"role": "row"}),
    "th": Rule(
        _INLINE,
        text=True,
        attributes={"role": "columnheader|rowheader", "scope": "col|row|rowgroup", "colspan": r"\d"},
    ),
    "td": Rule(_INLINE, text=True, attributes={"role": "cell"}),
}
"""By tag. Attribute names as the parser gives them, in small letters."""
