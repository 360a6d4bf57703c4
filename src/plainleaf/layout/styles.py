"""From a profile and a language's faces to the text styles of a leaflet."""

from __future__ import annotations

from dataclasses import dataclass

from plainleaf.content.settings import POINTS_PER_MM, Family, FontShelf, Profile, TypeSize
from plainleaf.faces import open_face
from plainleaf.languages import Language
from plainleaf.layout.text import SizedFace, TextStyle

ROLES = ("title", "title_small", "section", "heading", "lead", "body", "footer")

PLAIN_SCRIPTS = frozenset({"Latn", "Cyrl", "Grek", "Hans", "Hant", "Jpan", "Kore"})
"""Scripts whose drawn glyphs map one to one to their characters: their text layer needs no ActualText."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The text styles of one language in one profile, by role."""

    title: TextStyle
    title_small: TextStyle
    section: TextStyle
    heading: TextStyle
    lead: TextStyle
    body: TextStyle
    footer: TextStyle


def make_styles(profile: Profile, language: Language, shelf: FontShelf) -> Styles:
    """Return the styles for *language*.

    A face whose letters are small is set larger, so that "large" is equally large in every script: size is
    at least smallest_letter_mm over the face's reference height (DOMAIN: points are not comparable across
    scripts). Leading is at least the face's natural line height, unless the profile names one for the script.
    Faces that fall back (Latin names, phone numbers) keep the profile's own size.
    """
    own, latin = shelf.for_script(language.script), shelf.for_script("Latn")
    scale = profile.type_scale(language.script)
    return Styles(
        **{
            role: _style(getattr(scale, role), getattr(profile.type, role).size, role, own, latin, profile, language)
            for role in ROLES
        }
    )


def _style(
    wanted: TypeSize,
    latin_size: float,
    role: str,
    own: Family,
    latin: Family,
    profile: Profile,
    language: Language,
) -> TextStyle:
    smallest = profile.smallest_letter_mm * POINTS_PER_MM / own.reference_height
    size = max(wanted.size, round(smallest, 2))
    named = profile.names_leading(language.script, role)
    leading = round(wanted.leading * size / wanted.size, 2)
    if not named:
        leading = max(leading, round(size * own.leading, 2))
    families = [(own, size)] if own is latin else [(own, size), (latin, min(latin_size, size))]
    return TextStyle(
        regular=tuple(SizedFace(open_face(family.regular), points) for family, points in families),
        bold=tuple(SizedFace(open_face(family.bold), points) for family, points in families),
        latin=len(families) - 1 if language.script not in PLAIN_SCRIPTS else 0,
        language=language,
        leading=leading,
        bold_all=role in ("title", "title_small", "section", "heading"),
    )
