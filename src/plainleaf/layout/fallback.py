"""Faces for words that nobody could foresee: a patient's name may be in any script the font shelf has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

from plainleaf.content.settings import POINTS_PER_MM, Family, FontShelf, Profile
from plainleaf.faces import open_face
from plainleaf.layout.styles import Styles
from plainleaf.layout.text import SizedFace, TextStyle

_WRITTEN = {"ur": "Aran", "ja": "Jpan", "ko": "Kore", "zh-Hant": "Hant", "zh-TW": "Hant", "zh-HK": "Hant", "zh": "Hans"}
"""Languages whose letters have a code of others' too, but a shape of their own: ISO 15924 codes."""


def widen_styles(styles: Styles, shelf: FontShelf, profile: Profile, texts: Iterable[tuple[str, str | None]]) -> Styles:
    """Return *styles* with the families that *texts* (words and their BCP 47 tag, where known) need beside their own.

    A family is set as large as the profile wants its letters, and lines as far apart as it needs.
    """
    families = tuple(dict.fromkeys(family for text, tag in texts for family in _find(styles.body, shelf, text, tag)))
    if not families:
        return styles
    return Styles(**{one.name: _widen(getattr(styles, one.name), families, profile) for one in fields(styles)})


def _find(style: TextStyle, shelf: FontShelf, text: str, tag: str | None) -> Iterator[Family]:
    """Yield the families that have what *style* lacks of *text*, those of the language's own script first."""
    own = _WRITTEN.get(tag or "") or _WRITTEN.get((tag or "").split("-")[0])
    order = sorted(shelf.families, key=lambda family: own not in family.scripts)
    lacking = {c for c in text if not c.isspace() and not any(face.face.has(c) for face in style.regular)}
    for family in order:
        found = {c for c in lacking if open_face(family.regular).has(c)}
        if found:
            lacking -= found
            yield family


def _widen(style: TextStyle, families: tuple[Family, ...], profile: Profile) -> TextStyle:
    size = min(face.size for face in style.regular)
    smallest = profile.smallest_letter_mm * POINTS_PER_MM
    sizes = [max(size, round(smallest / family.reference_height, 2)) for family in families]
    leading = max(round(family.leading * points, 2) for family, points in zip(families, sizes, strict=True))
    added = list(zip(families, sizes, strict=True))
    return replace(
        style,
        regular=(*style.regular, *(SizedFace(open_face(family.regular), points) for family, points in added)),
        bold=(*style.bold, *(SizedFace(open_face(family.bold), points) for family, points in added)),
        leading=max(style.leading, leading),
    )
