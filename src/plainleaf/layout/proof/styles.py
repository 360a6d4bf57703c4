"""The text styles of a proof: smaller than a leaflet's, for a professional at a desk."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plainleaf.content.settings import Family, FontShelf
from plainleaf.faces import open_face
from plainleaf.languages import Language
from plainleaf.layout.styles import PLAIN_SCRIPTS
from plainleaf.layout.text import SizedFace, TextStyle

TITLE, HEADING, NUMBER, OWN, BODY, NOTE, SMALL = 20.0, 15.0, 13.0, 12.0, 11.5, 10.0, 9.0
"""Sizes in points. OWN: the translation. NOTE: back-translations and findings. SMALL: ids, states, the head and
foot of the page."""

LEADING = 1.36
"""Of the size, at least: the natural line of the Latin face."""


@dataclass(frozen=True, slots=True)
class ProofStyles:
    """The styles of the English by role, and *own*: of the translation."""

    title: TextStyle
    heading: TextStyle
    number: TextStyle
    body: TextStyle
    note: TextStyle
    small: TextStyle
    own: TextStyle


def make_proof_styles(english: Language, language: Language, shelf: FontShelf) -> ProofStyles:
    """Return the styles of a proof of *language*.

    The letters of its script are as high as those of the English beside them, or higher; the leading is at
    least the face's own.
    """
    latin, own = shelf.for_script(english.script), shelf.for_script(language.script)
    return ProofStyles(
        title=_style(TITLE, english, latin, (latin,), bold=True),
        heading=_style(HEADING, english, latin, (latin,), bold=True),
        number=_style(NUMBER, english, latin, (latin,), bold=True),
        body=_style(BODY, english, latin, (latin,)),
        note=_style(NOTE, english, latin, (latin,)),
        small=_style(SMALL, english, latin, (latin,)),
        own=_style(OWN, language, latin, (own, latin)),
    )


def widen_style(style: TextStyle, language: Language, shelf: FontShelf) -> TextStyle:
    """Return *style* with the face of *language* and then every other of *shelf* to fall back on.

    English quotes words of the translation, and a translation may hold a letter that does not belong there:
    the reviewer has to see both.
    """
    latin, own = shelf.for_script("Latn"), shelf.for_script(language.script)
    size = min(face.size for face in style.regular)
    wide = _style(size, style.language, latin, (own, *shelf.families))
    return replace(
        style,
        regular=(*style.regular, *wide.regular),
        bold=(*style.bold, *wide.bold),
        leading=max(style.leading, wide.leading),
    )


def _style(
    size: float, language: Language, latin: Family, families: tuple[Family, ...], *, bold: bool = False
) -> TextStyle:
    families = tuple(dict.fromkeys(families))
    sizes = [max(size, round(size * latin.reference_height / family.reference_height, 2)) for family in families]
    return TextStyle(
        regular=tuple(SizedFace(open_face(f.regular), points) for f, points in zip(families, sizes, strict=True)),
        bold=tuple(SizedFace(open_face(f.bold), points) for f, points in zip(families, sizes, strict=True)),
        latin=0 if language.script in PLAIN_SCRIPTS else families.index(latin),
        language=language,
        leading=round(sizes[0] * max(LEADING, families[0].leading), 2),
        bold_all=bold,
    )
