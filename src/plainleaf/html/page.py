"""A leaflet as HTML. Every tag stands in the template; here is only what it is filled with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from plainleaf.compose.model import (
    BandedTable,
    Block,
    BulletList,
    Figure,
    Leaflet,
    Note,
    Paragraph,
    Span,
    WarningBlock,
    Words,
    split_at_bold,
)
from plainleaf.content.model import Drawing, Stroke
from plainleaf.html.style import hash_style
from plainleaf.html.text import Run, group_spans, group_words

CARD_PICTOGRAM = "emergency-phone"  # VISUAL, Emergency card
STAFF_LANGUAGE = "en"

_KINDS = {
    Paragraph: "paragraph",
    BulletList: "list",
    WarningBlock: "warning",
    Note: "note",
    Figure: "figure",
    BandedTable: "table",
}


def write_html(leaflet: Leaflet, style: str, read_drawing: Callable[[str], Drawing]) -> str:
    """Return *leaflet* as one HTML file with *style* as its style sheet, pictures inside, and nothing else to load."""
    page = leaflet.language.bcp47

    def runs(words: Words) -> tuple[Run, ...]:
        return group_words(words, page)

    def plain_runs(words: Words) -> tuple[Run, ...]:
        return group_words(words, page, linked=False)

    def lines(words: Words) -> tuple[tuple[Run, ...], ...]:
        return tuple(group_spans(part, page) for part in split_at_bold(words.spans))

    return _template().render(
        leaflet=leaflet,
        direction="rtl" if leaflet.language.rtl else "ltr",
        title=f"{leaflet.title.plain} | {leaflet.furniture['document-subject'].fill().plain}",
        identity=_write_identity(leaflet),
        style=style,
        policy=f"default-src 'none'; style-src {hash_style(style)}; base-uri 'none'; form-action 'none'",
        notices=_list_notices(leaflet),
        pack_name=_find_pack_name(leaflet),
        staff_version=_write_staff_version(leaflet),
        card_pictogram=CARD_PICTOGRAM,
        drawing=read_drawing,
        runs=runs,
        plain_runs=plain_runs,
        lines=lines,
        kind=_name_kind,
        lang=lambda words: _find_language(words, page),
        path=_write_path,
        paint=_name_paint,
    )


@cache
def _template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("page.html.jinja")


def _write_identity(leaflet: Leaflet) -> str:
    """Return what ``plainleaf verify`` knows the file by, as in the PDF's keywords."""
    english = " english=partly" if leaflet.partly_english else ""
    return (
        f"leaflet={leaflet.id} country={leaflet.country} lang={leaflet.language.bcp47}"
        f" version={leaflet.version} status={leaflet.status}{english}"
    )


def _list_notices(leaflet: Leaflet) -> tuple[Words, ...]:
    """Return what stands above everything: that nobody has checked the leaflet, or when somebody has."""
    furniture, notices = leaflet.furniture, []
    if leaflet.check_dates is not None:
        dates = leaflet.check_dates
        notices.append(furniture["checked"].fill(checked=dates.checked_text, next_check=dates.next_check_text))
    if leaflet.status == "draft":
        notices += [furniture["draft-sentence"].fill(), *leaflet.staff_notices[:1]]
    if leaflet.partly_english:
        notices.append(furniture["partly-english"].fill())
    return tuple(notices)


def _find_pack_name(leaflet: Leaflet) -> Words | None:
    """Return the name on the pack, where the title is not the same."""
    if leaflet.title.plain == leaflet.pack_name:
        return None
    return Words("pack-name", (Span(leaflet.pack_name, isolate=True, lang=STAFF_LANGUAGE),))


def _write_staff_version(leaflet: Leaflet) -> Words:
    """Return language, version and its date, in English, so that staff know what they see."""
    version = leaflet.staff_versions[0]
    text = f"{version.plain} ({leaflet.date})"
    return Words(version.id, (Span(text, isolate=True, lang=STAFF_LANGUAGE),))


def _name_kind(block: Block) -> str:
    return _KINDS[type(block)]


def _find_language(words: Words, page: str) -> str | None:
    """Return the language of all of *words*, where it is not the page's."""
    langs = {span.lang for span in words.spans}
    lang = langs.pop() if len(langs) == 1 else None
    return None if lang == page else lang


def _write_path(stroke: Stroke) -> str:
    return " ".join(_write_segment(segment) for segment in stroke.segments)


def _write_segment(segment: Sequence[str | float]) -> str:
    return " ".join(part if isinstance(part, str) else f"{part:g}" for part in segment)


def _name_paint(paint: str | None) -> str:
    """Return the colour as SVG: ink is that of the text, so that it follows a reader's own colours."""
    return {"ink": "currentColor", "paper": "Canvas", None: "none"}[paint]
