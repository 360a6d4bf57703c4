"""Leaflets whose words break a rule, to be laid out, written down and held against themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from plainleaf.compose.model import Leaflet, Paragraph, Span, Words

SpoilWords = Callable[[Leaflet], Leaflet]


def say(text: str) -> SpoilWords:
    """Return what puts *text* in place of the first paragraph of the first section."""

    def spoil(leaflet: Leaflet) -> Leaflet:
        section, *rest = leaflet.sections
        first, *others = section.blocks
        assert isinstance(first, Paragraph)
        words = Words(first.words.id, (Span(text),))
        return replace(leaflet, sections=(replace(section, blocks=(Paragraph(words), *others)), *rest))

    return spoil


LONG_SENTENCE = "You can put the drops in at home or at work or on the bus or in the park or in bed or by the sea."
HARD = "Administration necessitates ophthalmological consideration of contraindicated medication. " * 2
MANY = "Wash your hands. Sit down. Look up. Put 1 drop in."

LEAFLETS: tuple[tuple[str, SpoilWords, set[str]], ...] = (
    ("words in capitals", say("NEVER SWALLOW THESE drops."), {"V208"}),
    ("a long sentence", say(LONG_SENTENCE), {"V217"}),
    ("a long paragraph", say(MANY), {"V217"}),
    ("hard words", say(HARD * 4), {"V217", "V218"}),
)
"""What is wrong, how it is done to the English sample, and exactly the codes that must come of it."""
