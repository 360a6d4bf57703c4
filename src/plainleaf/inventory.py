"""What there is to print: leaflets, languages, countries, profiles, papers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plainleaf.catalogues.reader import list_translations
from plainleaf.content.reader import list_countries, list_leaflets
from plainleaf.content.settings import list_profiles, read_languages, read_papers
from plainleaf.languages import Language
from plainleaf.roots import open_roots


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything a job can name."""

    leaflets: tuple[str, ...]
    languages: tuple[Language, ...]
    countries: tuple[str, ...]
    profiles: tuple[str, ...]
    papers: tuple[str, ...]


def take_inventory(overlay: Path | None) -> Inventory:
    """Return what the built-in content and *overlay* hold together."""
    roots = open_roots(overlay)
    return Inventory(
        leaflets=tuple(list_leaflets(roots)),
        languages=list_translations(roots, read_languages(roots)),
        countries=list_countries(roots),
        profiles=list_profiles(roots),
        papers=tuple(read_papers(roots)),
    )
