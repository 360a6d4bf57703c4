"""Text as it is compared: what differs between readers without differing for the patient is taken out."""

from __future__ import annotations

import re
import unicodedata

IGNORED = re.compile(r"[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
"""White space, soft hyphens, joiners and direction controls (UAX #9, and UAX #14 for U+200B)."""


def normalise(text: str) -> str:
    """Return *text* in NFC without white space, soft hyphens and invisible controls."""
    return unicodedata.normalize("NFC", IGNORED.sub("", text))
