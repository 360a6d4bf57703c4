"""Typefaces and sizes of a language on the screen. No font is sent along: what the reader's device has is used."""

from __future__ import annotations

from dataclasses import dataclass

from plainleaf.content.settings import POINTS_PER_MM, Family, FontShelf, Profile, TypeSize
from plainleaf.languages import Language

ROLES = ("title", "section", "heading", "lead", "body")

DEVICE_FACES: dict[str, tuple[str, ...]] = {
    "Latn": ("Segoe UI",),
    "Arab": ("Noto Sans Arabic", "SF Arabic", "Geeza Pro", "Segoe UI"),
    "Aran": ("Noto Nastaliq", "Jameel Noori Nastaleeq", "Urdu Typesetting"),
    "Hebr": ("Arial Hebrew", "Segoe UI"),
    "Deva": ("Kohinoor Devanagari", "Nirmala UI"),
    "Beng": ("Kohinoor Bangla", "Nirmala UI"),
    "Guru": ("Gurmukhi MN", "Nirmala UI"),
    "Gujr": ("Kohinoor Gujarati", "Nirmala UI"),
    "Taml": ("Tamil Sangam MN", "Nirmala UI"),
    "Sinh": ("Sinhala Sangam MN", "Nirmala UI"),
    "Thai": ("Noto Sans Thai", "Thonburi", "Leelawadee UI"),
    "Laoo": ("Lao Sangam MN", "Leelawadee UI"),
    "Khmr": ("Khmer Sangam MN", "Khmer OS", "Leelawadee UI"),
    "Mymr": ("Myanmar Sangam MN", "Myanmar Text"),
    "Ethi": ("Kefa", "Ebrima", "Nyala"),
    "Armn": ("Mshtakan", "Segoe UI"),
    "Geor": ("Helvetica Neue", "Segoe UI"),
    "Hans": ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"),
    "Hant": ("Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei"),
    "Jpan": ("Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", "Meiryo"),
    "Kore": ("Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic"),
}
"""Faces that devices come with, by ISO 15924 code, best first: Android, macOS and iOS, Windows (the makers' font
lists, 2025). A script that is not here is set in the family of the manifest, else in what the browser chooses."""


@dataclass(frozen=True, slots=True)
class TypeRole:
    """Size in rem (1 rem is the size of Latin text) and leading as a multiple of it."""

    size: float
    leading: float


@dataclass(frozen=True, slots=True)
class Lettering:
    """How one language is set.

    faces: names of font families, best first. latin_faces: for values in Latin letters. latin: their size beside
    text of the script, in em. print_size: 1 rem on paper, in points.
    """

    faces: tuple[str, ...]
    latin_faces: tuple[str, ...]
    latin: float
    print_size: float
    title: TypeRole
    section: TypeRole
    heading: TypeRole
    lead: TypeRole
    body: TypeRole


def choose_lettering(language: Language, profile: Profile, shelf: FontShelf) -> Lettering:
    """Return the lettering of *language*: sizes in the proportions of *profile*, which is of large print.

    A script whose letters are small is set larger, as on paper (DOMAIN: points are not comparable across scripts).
    """
    own, latin = shelf.for_script(language.script), shelf.for_script("Latn")
    unit = profile.type.body.size
    scale = profile.type_scale(language.script)
    roles = {role: _choose_role(getattr(scale, role), own, profile, unit) for role in ROLES}
    return Lettering(
        faces=_list_faces(own, language.script),
        latin_faces=_list_faces(latin, "Latn"),
        latin=1.0 if own is latin else round(min(1.0, 1 / roles["body"].size), 3),
        print_size=unit,
        **roles,
    )


def _choose_role(wanted: TypeSize, own: Family, profile: Profile, unit: float) -> TypeRole:
    """Return size and leading; never less leading than the profile gives, nor than the face needs."""
    size = max(wanted.size, profile.smallest_letter_mm * POINTS_PER_MM / own.reference_height)
    leading = max(wanted.leading / wanted.size, own.leading)
    return TypeRole(round(size / unit, 3), round(leading, 3))


def _list_faces(own: Family, script: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((own.name, *DEVICE_FACES.get(script, ()))))
