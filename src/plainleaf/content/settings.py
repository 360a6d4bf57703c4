"""Read the data that decides how a page is set: languages, profiles, papers, font families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from plainleaf.findings import Finding, InputError, Place, Severity
from plainleaf.languages import Language
from plainleaf.roots import Roots, require_file, require_known, stems
from plainleaf.toml import read_entry

POINTS_PER_MM = 72 / 25.4


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


Length = Annotated[float, Field(gt=0)]


class TypeSize(_Entry):
    """Size and leading of one role of text, in points."""

    size: Length
    leading: Length


class TypeScale(_Entry):
    """The sizes of a profile, by role."""

    title: TypeSize
    title_small: TypeSize
    section: TypeSize
    heading: TypeSize
    lead: TypeSize
    body: TypeSize
    footer: TypeSize


class _ScriptScale(_Entry):
    title: TypeSize | None = None
    title_small: TypeSize | None = None
    section: TypeSize | None = None
    heading: TypeSize | None = None
    lead: TypeSize | None = None
    body: TypeSize | None = None
    footer: TypeSize | None = None


class Limits(_Entry):
    """What the finished page is measured by: the numbers of the accessible print rules.

    smallest_text: points. line_spacing, heading_line_spacing: baseline distance over size. contrast: of text,
    colour_contrast: of all other ink (WCAG ratios). darkest_tint: share of black behind text.
    capital_words: words in capitals that do not count. highest_grade, warned_grade: Flesch-Kincaid.
    """

    smallest_text: Length
    line_spacing: Length
    heading_line_spacing: Length
    fewest_characters: int
    most_characters: int
    contrast: Length
    colour_contrast: Length
    darkest_tint: float
    most_capital_words: int
    capital_words: frozenset[str]
    lines_beside_break: int
    key_block_pages: int
    key_rows_before_break: int
    key_rows_after_break: int
    whole_paragraph_lines: int
    whole_warning_lines: int
    most_words_in_sentence: int
    most_sentences_in_paragraph: int
    highest_grade: Length
    warned_grade: Length


LARGE_PRINT = 16
"""Points from which text is called large print (RNIB, UKAAF G003); below that it is clear print."""


class Profile(_Entry):
    """``content/profiles/<id>.toml``: how large everything is. Points, but margin_mm and smallest_letter_mm.

    rail_characters: running text stands beside the rail of pictograms where that leaves so many characters a
    line, else at the margin. beside_rail: which of them holds on the paper the profile was fitted to.
    """

    id: str
    name: str
    unit: Length
    margin_mm: Length
    icon: Length
    gutter: Length
    smallest_letter_mm: Length
    row_gap: Length
    rail_characters: int
    beside_rail: bool = True
    limits: Limits
    type: TypeScale
    scripts: dict[str, _ScriptScale] = {}

    @property
    def margin(self) -> float:
        """Margin on all four sides, in points."""
        return self.margin_mm * POINTS_PER_MM

    @property
    def rail(self) -> float:
        """Distance from the margin to the axis where text begins, in points."""
        return self.icon + self.gutter

    @property
    def is_large_print(self) -> bool:
        """Whether running text is large print: 16 points or more (RNIB, UKAAF G003)."""
        return self.type.body.size >= LARGE_PRINT

    def type_scale(self, script: str) -> TypeScale:
        """Return the sizes for *script*: the profile's own, overlaid with what it says of that script."""
        special = self.scripts.get(script)
        return self.type if special is None else self.type.model_copy(update=dict(_set_roles(special)))

    def names_leading(self, script: str, role: str) -> bool:
        """Tell whether the profile sets *role* for *script* on purpose."""
        return script in self.scripts and role in _set_roles(self.scripts[script])


def _set_roles(scale: _ScriptScale) -> Mapping[str, TypeSize]:
    return {name: value for name, value in scale if value is not None}


class _PaperEntry(_Entry):
    name: str
    width_mm: Length
    height_mm: Length
    margin_mm: Length | None = None
    profiles: tuple[str, ...] = ()
    limits: SheetLimits | None = None


class _Papers(RootModel[dict[str, _PaperEntry]]):
    pass


class SheetLimits(_Entry):
    """What a small sheet is measured by, instead of its profile's own: characters in a line, pages, short warnings."""

    fewest_characters: int
    key_block_pages: int
    key_rows_before_break: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: id, name, width and height in points.

    Of small sheets: margin_mm, where the profile allows it; profiles: those there is room for (empty: no bound);
    limits: instead of those of the profiles.
    """

    id: str
    name: str
    width: float
    height: float
    margin_mm: float | None = None
    profiles: tuple[str, ...] = ()
    limits: SheetLimits | None = None

    def limit(self, limits: Limits) -> Limits:
        """Return *limits* with those of the sheet."""
        return limits.model_copy(update=self.limits.model_dump() if self.limits else {})


class _LanguageEntry(_Entry):
    script: Annotated[str, Field(pattern=r"^[A-Z][a-z]{3}$")]
    english_name: str
    own_name: str
    also: tuple[str, ...] = ()


class _Languages(RootModel[dict[str, _LanguageEntry]]):
    pass


class FontFileEntry(_Entry):
    """One font file: weight class, path below ``fonts/``, sha256 of its bytes, length in bytes."""

    weight: int
    path: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: int


class FamilyEntry(_Entry):
    """One font family of ``fonts/manifest.toml``.

    reference_height: of a plain letter above the baseline, in em. leading: natural line height, in em.
    """

    name: str
    folder: str
    scripts: tuple[str, ...]
    licence: str
    licence_file: str
    version: str
    source: str
    reference_height: Length
    leading: Length
    file: tuple[FontFileEntry, ...]


class _Fallback(_Entry):
    order: tuple[str, ...]


class _FontManifest(_Entry):
    family: tuple[FamilyEntry, ...]
    fallback: _Fallback


@dataclass(frozen=True, slots=True)
class Family:
    """A font family whose files were found: paths of the text weight and the bold weight."""

    name: str
    scripts: frozenset[str]
    reference_height: float
    leading: float
    regular: Path
    bold: Path


@dataclass(frozen=True, slots=True)
class FontShelf:
    """All families, in the order they are tried for a character that a language's own family lacks."""

    families: tuple[Family, ...]

    def for_script(self, script: str) -> Family:
        """Return the family that sets *script*. Raises InputError where there is none."""
        for family in self.families:
            if script in family.scripts:
                return family
        fault = Finding("C031", Severity.ERROR, f"no font family sets script {script}", Place("fonts/manifest.toml"))
        raise InputError(fault)


def read_profile(roots: Roots, name: str) -> Profile:
    """Return profile *name*. Raises InputError where there is none."""
    known = list_profiles(roots)
    require_known("profile", name, known)
    return read_entry(require_file(roots, f"content/profiles/{name}.toml"), Profile)[0]


def list_profiles(roots: Roots) -> tuple[str, ...]:
    """Return the names of the profiles."""
    return stems(roots, "content/profiles")


def read_papers(roots: Roots) -> dict[str, Paper]:
    """Return the papers by id."""
    entries = read_entry(require_file(roots, "content/papers.toml"), _Papers)[0].root
    mm = POINTS_PER_MM
    return {
        key: Paper(
            key,
            entry.name,
            entry.width_mm * mm,
            entry.height_mm * mm,
            entry.margin_mm,
            entry.profiles,
            entry.limits,
        )
        for key, entry in entries.items()
    }


def read_languages(roots: Roots) -> dict[str, Language]:
    """Return every language there are facts about, by gettext tag."""
    entries = read_entry(require_file(roots, "content/languages.toml"), _Languages)[0].root
    return {tag: Language(tag, e.script, e.english_name, e.own_name, e.also) for tag, e in entries.items()}


def read_fonts(roots: Roots) -> FontShelf:
    """Return the font families, those of the manifest's fallback order first."""
    manifest, file = read_entry(require_file(roots, "fonts/manifest.toml"), _FontManifest)
    order = {name: rank for rank, name in enumerate(manifest.fallback.order)}
    entries = sorted(manifest.family, key=lambda family: order.get(family.name, len(order)))
    return FontShelf(tuple(_family(roots, entry, file.place()) for entry in entries))


def _family(roots: Roots, entry: FamilyEntry, place: Place) -> Family:
    files = sorted(entry.file, key=lambda file: file.weight)
    regular, bold = (_font_path(roots, file, place) for file in (files[0], files[-1]))
    return Family(entry.name, frozenset(entry.scripts), entry.reference_height, entry.leading, regular, bold)


def _font_path(roots: Roots, file: FontFileEntry, place: Place) -> Path:
    path = roots.find(f"fonts/{file.path}")
    if path is None:
        raise InputError(Finding("C030", Severity.ERROR, f"font file {file.path} is missing", place))
    return path
