"""Checks that no warning is missing, altered or foreign: in the structure, in the ink, in extracted text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plainleaf.compose.model import Leaflet, Words
from plainleaf.findings import Finding, Place, Severity
from plainleaf.verify.model import ReadBack, StructureElement
from plainleaf.verify.normal import normalise

_OWN_ELEMENTS = frozenset({"card", "key-block", "plan", "clinic"})
_REPRINT = "do not hand this file out; build it again, and report the fault if it comes back"


def error(code: str, message: str, place: str, hint: str = _REPRINT) -> Finding:
    """Return an error about *place*: the id of a message or of a structure element."""
    return Finding(code, Severity.ERROR, message, Place(place), hint)


def check_warnings(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V101-V105: every warning is there in full, once.

    Why: a leaflet without a warning harms. Source: Directive 2001/83/EC, article 59(1)(c).
    """
    for warning in leaflet.warnings():
        title = () if warning.title is None else (warning.title,)
        yield from _check_element(read, warning.id, (*title, *warning.texts()), "warning")


def check_key_rows(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V101-V105: every short warning is there in full, once.

    Why: it is what people read. Source: Directive 2001/83/EC, article 59(1)(c).
    """
    for row in leaflet.key_rows:
        yield from _check_element(read, f"short/{row.warning}", (row.words,), "short warning")


def check_card(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V101-V105: the emergency card and each sign on it are there.

    Why: each sign counts for a warning. Source: Directive 2001/83/EC, article 59(1)(c).
    """
    card = leaflet.card
    words = (card.heading, card.lead, *(item.words for item in card.items), card.say, card.then)
    yield from _check_element(read, "card", words, "emergency card")
    for item in card.items:
        yield from _check_element(read, f"card/{item.warning}/{item.id}", (item.words,), "sign on the card")


def check_foreign_warnings(read: ReadBack, leaflet: Leaflet) -> Iterator[Finding]:
    """V106: no warning of another leaflet is in the file.

    Why: a warning for another medicine, or another route, misleads.
    """
    known = {warning.id for warning in leaflet.warnings()}
    known |= {f"short/{row.warning}" for row in leaflet.key_rows}
    known |= {f"card/{item.warning}/{item.id}" for item in leaflet.card.items}
    for element in read.root.walk() if read.root else ():
        id = element.id
        if id is None or id in known or id in _OWN_ELEMENTS:
            continue
        if not id.startswith(("section/", "plan/")):
            yield error("V106", f"{id} is not a warning of the leaflet {leaflet.id}", id)


def _check_element(read: ReadBack, id: str, words: Sequence[Words], kind: str) -> Iterator[Finding]:
    """Yield what is wrong with the one element that must say *words*."""
    found = read.elements(id)
    if not found:
        yield error("V101", f"the {kind} {id} is missing", id)
        return
    if len(found) > 1:
        yield error("V102", f"the {kind} {id} is there {len(found)} times", id)
    wanted = tuple(normalise(text.plain) for text in words)
    for element in found:
        yield from _check_texts(read, element, wanted, id)


def _check_texts(read: ReadBack, element: StructureElement, wanted: tuple[str, ...], id: str) -> Iterator[Finding]:
    blocks = tuple(element.blocks())
    told = tuple(normalise(read.actual_text(block)) for block in blocks)
    drawn = tuple(normalise(read.drawn_text(block)) for block in blocks)
    if told != wanted:
        yield error("V103", f"{id}: a screen reader says {_first_difference(told, wanted)}", id)
    if drawn != wanted:
        yield error("V104", f"{id}: the page shows {_first_difference(drawn, wanted)}", id)
    for block in blocks:
        for page, text in _drawn_by_page(read, block).items():
            extracted = read.pages[page].extracted
            if extracted is not None and normalise(text) not in normalise(extracted):
                yield error("V105", f"{id}: copied text does not contain {text!r}", id)


def _drawn_by_page(read: ReadBack, block: StructureElement) -> dict[int, str]:
    """Return what *block* draws on each page: between the parts, copied text has the foot of the page."""
    parts: dict[int, str] = {}
    for content in block.contents():
        if 0 <= content.page < len(read.pages):
            parts[content.page] = parts.get(content.page, "") + read.drawn_text_of(content)
    return parts


def _first_difference(found: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    for one, other in zip(found, wanted, strict=False):
        if one != other:
            return f"{one!r} instead of {other!r}"
    return f"{len(found)} passages instead of {len(wanted)}"
