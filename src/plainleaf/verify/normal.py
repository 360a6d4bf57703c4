"""Text as it is compared: what differs between readers without differing for the patient is taken out."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069"
"""Soft hyphens, joiners and direction controls (UAX #9, and UAX #14 for U+200B)."""

IGNORED = re.compile(rf"[\s{_INVISIBLE}]+")
"""White space and what cannot be seen."""

CONTROLS = re.compile(f"[{_INVISIBLE}]+")
"""What cannot be seen, but is no white space."""


def normalise(text: str) -> str:
    """Return *text* in NFC without white space, soft hyphens and invisible controls."""
    return unicodedata.normalize("NFC", IGNORED.sub("", text))
