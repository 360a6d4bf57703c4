"""The last pages: one patient's plan, whom to call, and the clinic's letterhead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from plainleaf.compose.model import Leaflet, Words
from plainleaf.content.settings import FontShelf
from plainleaf.findings import make_error
from plainleaf.layout.blocks import Set
from plainleaf.layout.clinic import lay_out_clinic
from plainleaf.layout.column import Column
from plainleaf.layout.fallback import widen_styles
from plainleaf.layout.flow import Slice
from plainleaf.layout.model import BLACK, Frame, Item, Node, Page, Picture, Rule
from plainleaf.layout.plan import lay_out_plan

_NO_GLYPH = "a sign in the words of a patient or a clinic has no glyph in any font"


def lay_out_personal(leaflet: Leaflet, column: Column, shelf: FontShelf, bullet: str) -> Set:
    """Return the plan, which starts a page, and the clinic; nothing where there is neither.

    A sign without a glyph is a finding (L002) that does not repeat it.
    """
    plain = replace(column, findings=[])
    slices: list[Slice] = []
    nodes: list[Node] = []
    if leaflet.plan is not None:
        titled = _widen(plain, shelf, (leaflet.plan.title,))
        detailed = _widen(plain, shelf, (detail.words for detail in leaflet.plan.details))
        done = lay_out_plan(leaflet.plan, plain, titled, detailed, bullet)
        slices.extend(done.slices)
        nodes.extend(done.nodes)
    if leaflet.clinic is not None:
        own = _widen(plain, shelf, leaflet.clinic.texts())
        done = lay_out_clinic(leaflet.clinic, own, level="H2" if leaflet.plan is None else "H3")
        slices.extend(done.slices)
        nodes.extend(done.nodes)
    if plain.findings:
        hint = "check the words in the patient's file and in clinic.toml, or add a font that has the sign"
        column.findings.append(make_error("L002", _NO_GLYPH, plain.findings[0].place, hint))
    return Set(tuple(slices), tuple(nodes))


def _widen(column: Column, shelf: FontShelf, texts: Iterable[Words]) -> Column:
    """Return *column* with faces for the words in *texts* that come from outside the catalogues."""
    foreign = [(span.text, span.lang) for words in texts for span in words.spans if span.isolate]
    return replace(column, styles=widen_styles(column.styles, shelf, column.profile, foreign))


def print_black(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return *pages* with every line and shape in black, for the crispest print on a mono laser."""
    return tuple(
        replace(page, items=tuple(map(_blacken, page.items)), footer=tuple(map(_blacken, page.footer)))
        for page in pages
    )


def _blacken(item: Item) -> Item:
    return replace(item, ink=BLACK) if isinstance(item, Rule | Frame | Picture) else item
