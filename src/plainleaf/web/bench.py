"""What a worker process of the page does: make a leaflet, paint a page, set the words beside the English.

Everything stays in memory, and nothing that went in is logged.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from plainleaf.build import Job, compose_job, known_languages, make_pdf
from plainleaf.catalogues.model import SOURCE_LANGUAGE
from plainleaf.catalogues.review import read_reviews
from plainleaf.compose.model import Leaflet, Words, block_words
from plainleaf.content.reader import read_source
from plainleaf.findings import Finding
from plainleaf.roots import open_roots

WIDEST = 1400
"""Pixels: a page in a preview, on the sharpest screens."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished leaflet: the file, its number of pages, draft or approved, and what is known of the approval.

    title: the medicine in the patient's language. checked, next_check: dates in words, of an approved leaflet.
    approvers: name, role and organisation of each who signed a text. findings: what did not stop it.
    """

    pdf: bytes
    pages: int
    status: str
    title: str
    checked: str | None
    next_check: str | None
    approvers: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One text in English and in the patient's language; *heading* where it begins a section."""

    english: str
    translated: str
    heading: bool


def make_leaflet(job: Job) -> Made:
    """Return the leaflet that *job* asks for, verified. Raises PlainleafError with everything that stopped it."""
    pdf, pages, leaflet, findings = make_pdf(job)
    dates = leaflet.check_dates
    return Made(
        pdf,
        pages,
        leaflet.status,
        leaflet.title.plain,
        dates.checked_text if dates else None,
        dates.next_check_text if dates else None,
        _list_approvers(job) if leaflet.status == "approved" else (),
        findings,
    )


def _list_approvers(job: Job) -> tuple[str, ...]:
    """Return who approved the texts that are printed, each once."""
    roots = open_roots(job.overlay)
    reviews = read_reviews(roots, known_languages(roots)[job.language])
    printed = read_source(roots, job.leaflet, job.country).printed_messages()
    signed = [reviews[message.id].approved for message in printed if message.id in reviews]
    return tuple(dict.fromkeys(f"{one.name}, {one.role}, {one.organisation}" for one in signed if one))


def paint_page(pdf: bytes, number: int, width: int) -> bytes:
    """Return page *number* (from 1) of *pdf* as PNG, *width* pixels wide. Raises IndexError for no such page."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        image = page.render(scale=min(width, WIDEST) / page.get_width()).to_pil()
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)  # it goes no farther than this machine
    return out.getvalue()


def pair_with_english(job: Job) -> tuple[Pair, ...]:
    """Return every text of the leaflet beside its English, in reading order."""
    roots = open_roots(job.overlay)
    translated, _ = compose_job(job, roots)
    english, _ = compose_job(replace(job, language=SOURCE_LANGUAGE, release=False), roots)
    words = {one.id: one.plain for one, _ in _leaflet_words(translated)}
    return tuple(Pair(one.plain, words[one.id], heading) for one, heading in _leaflet_words(english) if one.id in words)


def _leaflet_words(leaflet: Leaflet) -> Iterator[tuple[Words, bool]]:
    """Yield every message of *leaflet* and whether it heads a part, in reading order."""
    yield leaflet.title, True
    yield from ((leaflet.purpose, False), (leaflet.readers, False), (leaflet.key_title, True))
    yield from ((row.words, False) for row in leaflet.key_rows)
    yield from ((leaflet.card.heading, True), (leaflet.card.lead, False))
    yield from ((item.words, False) for item in leaflet.card.items)
    yield from ((leaflet.card.say, False), (leaflet.card.then, False))
    for section in leaflet.sections:
        yield section.title, True
        for block in section.blocks:
            yield from ((words, False) for words in block_words(block))
    yield from ((words, False) for words in leaflet.ending)


TASKS: Mapping[str, Callable[..., Any]] = {
    "make": make_leaflet,
    "paint": paint_page,
    "pair": pair_with_english,
}
"""Everything a worker can be asked for."""
