"""Any size on any paper: a profile resized to a size of text, and fitted to a sheet. Type never gives way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

from plainleaf.content.settings import POINTS_PER_MM, Limits, Paper, Profile, TypeSize, list_profiles, read_profile
from plainleaf.findings import Finding, InputError, Place, Severity
from plainleaf.roots import Roots

SMALLEST_SIZE, LARGEST_SIZE = 16, 48
"""Sizes of text to choose from, in points."""

MEAN_CHARACTER = 0.475
"""Width of the mean character in em: Noto Sans Medium, English (VISUAL, Page)."""

RAGGED = 0.9
"""Share of the column that the lines of ragged text fill on average."""

LONGEST_LINE = 0.84
"""Characters of the mean line in a column, as a share of those in its longest line."""

_POINTS = re.compile(r"(\d{1,3})pt")


@dataclass(frozen=True, slots=True)
class _Base:
    """A profile that sizes are made from: its name, its size and the least it is held to at any size."""

    name: str
    points: float
    smallest_text: float
    smallest_letter_mm: float


_LARGE, _GIANT = _Base("large", 18, 16, 3.0), _Base("giant", 28, 16, 3.0)
_GIANT_FROM = 21
"""From here on sizes are made from giant, whose headings are smaller in proportion."""


def find_profile(roots: Roots, name: str) -> Profile:
    """Return profile *name*: one of the files, or ``20pt`` for text of 20 points.

    Raises InputError for a name there is nothing by, and for a size that is not offered.
    """
    match = _POINTS.fullmatch(name)
    if match is None or name in list_profiles(roots):
        return read_profile(roots, name)
    points = int(match[1])
    if not SMALLEST_SIZE <= points <= LARGEST_SIZE:
        hint = f"choose {SMALLEST_SIZE} to {LARGEST_SIZE} points; smaller print is profile clear"
        raise InputError(Finding("C045", Severity.ERROR, f"text of {points} points is not offered", Place(name), hint))
    base = _LARGE if points < _GIANT_FROM else _GIANT
    return resize_profile(read_profile(roots, base.name), points, base)


def resize_profile(profile: Profile, points: float, base: _Base) -> Profile:
    """Return *profile* with text of *points*: type, pictograms and spaces in proportion, margins as they are.

    Lines may hold more characters as letters get smaller, never fewer as they get larger: that takes larger paper.
    """
    factor = points / base.points
    own = profile.limits
    limits = own.model_copy(
        update={
            "smallest_text": max(round(own.smallest_text * factor, 2), base.smallest_text),
            "key_block_pages": ceil(own.key_block_pages * max(factor, 1)),
            "most_characters": min(round(own.most_characters / min(factor, 1)), MOST_CHARACTERS),
        }
    )
    scripts = {
        script: scale.model_copy(update={role: _scale(size, factor) for role, size in scale if size is not None})
        for script, scale in profile.scripts.items()
    }
    return profile.model_copy(
        update={
            "id": f"{points:g}pt",
            "name": f"{points:g} pt",
            "unit": profile.unit * factor,
            "icon": profile.icon * factor,
            "gutter": profile.gutter * factor,
            "row_gap": profile.row_gap * factor,
            "smallest_letter_mm": max(profile.smallest_letter_mm * factor, base.smallest_letter_mm),
            "limits": limits,
            "type": profile.type.model_copy(update={role: _scale(size, factor) for role, size in profile.type}),
            "scripts": scripts,
        }
    )


MOST_CHARACTERS = 75
"""In any line (P04, clear)."""


def _scale(size: TypeSize, factor: float) -> TypeSize:
    return TypeSize(size=round(size.size * factor, 2), leading=round(size.leading * factor, 2))


def fit_profile(profile: Profile, paper: Paper) -> Profile:
    """Return *profile* for *paper*: where running text stands, and margins that keep lines short enough to read.

    Raises InputError where the sheet has no room for the profile, or is so narrow that lines would be shorter than
    the profile allows.
    """
    if paper.profiles and profile.id not in paper.profiles:
        raise InputError(_too_small(profile, paper))
    limits, em = paper.limit(profile.limits), profile.type.body.size * MEAN_CHARACTER
    margin_mm = min(profile.margin_mm, paper.margin_mm or profile.margin_mm)
    margin = margin_mm * POINTS_PER_MM
    room = paper.width - 2 * margin
    beside = (room - profile.rail) / em >= profile.rail_characters
    if not beside and room / em < limits.fewest_characters / RAGGED:
        raise InputError(_too_narrow(profile, paper, limits))
    spare = room - (profile.rail if beside else 0.0) - limits.most_characters * LONGEST_LINE * em
    grown = margin_mm + max(0.0, spare) / 2 / POINTS_PER_MM
    return profile.model_copy(update={"margin_mm": round(grown, 2), "beside_rail": beside, "limits": limits})


def _too_small(profile: Profile, paper: Paper) -> Finding:
    message = f"{paper.name} is too small for {profile.name}: it has room for {' and '.join(paper.profiles)}"
    return Finding("C046", Severity.ERROR, message, Place(paper.id), "take larger paper (a4), or a smaller size")


def _too_narrow(profile: Profile, paper: Paper, limits: Limits) -> Finding:
    message = f"{paper.name} is too narrow for {profile.name}: lines need {limits.fewest_characters} characters"
    return Finding("C046", Severity.ERROR, message, Place(paper.id), "take larger paper (a3), or a smaller size")
