"""The words that all programs set: those of the real leaflet, as plain blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from plainleaf.build import Job, compose_job, font_shelf, sheet_profile
from plainleaf.compose.model import (
    BandedTable,
    BulletList,
    Figure,
    Leaflet,
    Note,
    Paragraph,
    WarningBlock,
    Words,
)
from plainleaf.roots import open_roots

LEAFLET, PROFILE, PAPER = "baclofen-tablets", "large", "a4"
LANGUAGES = ("en", "pl", "ar", "hi", "zh_Hans")


@dataclass(frozen=True)
class Document:
    """Blocks of a role and a text. sizes: of each role, size and leading in points. families: of fonts."""

    language: str
    rtl: bool
    title: str
    blocks: tuple[tuple[str, str], ...]
    sizes: dict[str, tuple[float, float]]
    families: tuple[tuple[str, str, str], ...]

    def freshen(self, number: int) -> Document:
        """Return the document with every text changed, so that nothing an engine remembers helps it."""
        return replace(self, blocks=tuple((role, f"{text} {number}") for role, text in self.blocks))

    def repeat(self, times: int) -> Document:
        """Return the document with *times* as much text, no paragraph twice."""
        blocks = [(role, text if n == 0 else f"{text} {n}") for n in range(times) for role, text in self.blocks]
        return replace(self, blocks=tuple(blocks))


def read_leaflet(language: str) -> Leaflet:
    """Return the composed leaflet."""
    return compose_job(Job(LEAFLET, language, profile=PROFILE, paper=PAPER), open_roots(None))[0]


def read_document(language: str) -> Document:
    """Return the words of the leaflet in *language*."""
    leaflet = read_leaflet(language)
    roots = open_roots(None)
    shelf = font_shelf(roots)
    profile, _ = sheet_profile(roots, PROFILE, PAPER)
    scale = profile.type_scale(leaflet.language.script)
    roles = {role: getattr(scale, role) for role in ("title", "section", "heading", "body")}
    sizes = {role: (style.size, style.leading) for role, style in roles.items()}
    blocks: list[tuple[str, str]] = [("title", leaflet.title.plain), ("body", leaflet.purpose.plain)]
    blocks += [("section", leaflet.key_title.plain), *(("item", row.words.plain) for row in leaflet.key_rows)]
    card = leaflet.card
    blocks += [("section", card.heading.plain), ("body", card.lead.plain)]
    blocks += [("item", item.words.plain) for item in card.items]
    blocks += [("body", card.say.plain), ("body", card.then.plain)]
    for section in leaflet.sections:
        blocks.append(("section", section.title.plain))
        for block in section.blocks:
            blocks += _list_block(block)
    blocks += [("body", words.plain) for words in leaflet.ending]
    families = dict.fromkeys((shelf.for_script(leaflet.language.script), shelf.for_script("Latn")))
    files = tuple((family.name, str(family.regular), str(family.bold)) for family in families)
    return Document(leaflet.language.bcp47, leaflet.language.rtl, leaflet.title.plain, tuple(blocks), sizes, files)


def _list_block(block: Any) -> list[tuple[str, str]]:
    match block:
        case Paragraph(words):
            return [("body", words.plain)]
        case BulletList(lead, items):
            return [*([("body", lead.plain)] if lead else []), *(("item", words.plain) for words in items)]
        case WarningBlock(title=title, body=body) | Note(title=title, body=body):
            return [
                *([("heading", title.plain)] if title else []),
                *(one for part in body for one in _list_block(part)),
            ]
        case BandedTable(bands=bands):
            rows = [("item", " ".join(cell.plain for cell in row.cells)) for band in bands for row in band.rows]
            return [*(("heading", band.title.plain) for band in bands), *rows]
        case Figure(alt=alt):
            return [("body", alt.plain)]
    raise TypeError(block)


def freshen_leaflet(leaflet: Leaflet, number: int) -> Leaflet:
    """Return *leaflet* with every text of its sections changed, as Document.freshen does."""

    def change(words: Words) -> Words:
        last = words.spans[-1]
        if last.isolate or last.url:
            return words
        return replace(words, spans=(*words.spans[:-1], replace(last, text=f"{last.text} {number}")))

    card = replace(leaflet.card, items=_map(leaflet.card.items, change))
    return replace(leaflet, sections=_map(leaflet.sections, change), key_rows=_map(leaflet.key_rows, change), card=card)


def repeat_leaflet(leaflet: Leaflet, times: int) -> Leaflet:
    """Return *leaflet* with its sections *times* over, under ids of their own."""
    sections = list(leaflet.sections)
    for number in range(1, times):
        for section in freshen_leaflet(leaflet, number).sections:
            sections.append(_number_ids(section, number))
    return replace(leaflet, sections=tuple(sections))


def _number_ids(value: Any, number: int) -> Any:
    if isinstance(value, tuple):
        return tuple(_number_ids(one, number) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {one.name: _number_ids(getattr(value, one.name), number) for one in fields(value)}
        if not isinstance(value, Words) and isinstance(changes.get("id"), str):
            changes["id"] = f"{changes['id']}-{number}"
        return replace(value, **changes)
    return value


def _map(value: Any, change: Callable[[Words], Words]) -> Any:
    if isinstance(value, Words):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_map(one, change) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _map(getattr(value, one.name), change) for one in fields(value)})
    return value
