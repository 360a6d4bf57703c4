"""HTML editions for tests: made by the press, from built-in content or the medicine that does not exist."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from plainleaf.build import Job, compose_job, font_shelf, style_page
from plainleaf.compose.model import Leaflet, Span, Words
from plainleaf.content.drawings import read_drawing
from plainleaf.content.settings import read_profile
from plainleaf.findings import Finding
from plainleaf.html import choose_lettering, write_html
from plainleaf.html.lettering import Lettering
from plainleaf.roots import open_roots
from plainleaf.verify.html import verify_html

SAMPLE = Path(__file__).parent / "samples" / "second"


@dataclass(frozen=True)
class Page:
    """A leaflet, its page and the style sheet of the page."""

    leaflet: Leaflet
    html: str
    style: str

    def verify(self, html: str | None = None, **changes: Any) -> tuple[Finding, ...]:
        """Return what is found in *html*, or in the page itself."""
        return verify_html(self.html if html is None else html, self.leaflet, self.style, **changes)

    def codes(self, html: str | None = None, **changes: Any) -> set[str]:
        """Return the codes of what is found."""
        return {finding.code for finding in self.verify(html, **changes)}


@cache
def compose(
    language: str, leaflet: str = "lumivex-drops", country: str = "ZZ", overlay: Path | None = SAMPLE
) -> Leaflet:
    """Return a leaflet of the medicine that does not exist, or another."""
    return compose_job(Job(leaflet, language, country, overlay=overlay), open_roots(overlay))[0]


def write_page(leaflet: Leaflet, overlay: Path | None = SAMPLE) -> Page:
    """Return *leaflet* as a page."""
    roots = open_roots(overlay)
    style = style_page(leaflet, roots)
    return Page(leaflet, write_html(leaflet, style, lambda name: read_drawing(roots, name)), style)


@cache
def page(language: str) -> Page:
    """Return the page of the medicine that does not exist."""
    return write_page(compose(language))


@cache
def baclofen(language: str, leaflet: str = "baclofen-tablets") -> Page:
    """Return a page of the built-in medicine for Great Britain."""
    return write_page(compose(language, leaflet, "GB", None), None)


def letter(language: str) -> Lettering:
    """Return how *language* is set."""
    roots = open_roots(None)
    return choose_lettering(
        compose(language, "baclofen-tablets", "GB", None).language, read_profile(roots, "large"), font_shelf(roots)
    )


def say(leaflet: Leaflet, **texts: str) -> Leaflet:
    """Return *leaflet* with plain *texts* in place of its title, purpose or readers."""
    changed: dict[str, Any] = {name: Words(name, (Span(text),)) for name, text in texts.items()}
    return replace(leaflet, **changed)
