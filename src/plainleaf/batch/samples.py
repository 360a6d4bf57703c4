"""Plans of nobody: between them they need the letters that most plans need, so that plates have them."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from plainleaf.content.patient import MOST_TABLETS
from plainleaf.content.personal import TIMES, Dose, Patient, Step

_EUROPE = "".join(map(chr, (*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x180))))
"""Letters of Latin-1 and Latin Extended-A: with the basic ones, the names of Europe."""
_SIGNS = f"{string.digits}.,-'/"
_WORD = 12
"""Letters of a word that fits every page."""

Part = TypeVar("Part")


def make_samples(*, liquid: bool) -> Iterator[Patient]:
    """Yield patients whose plans name every month, every dose and every letter of Europe's names.

    liquid: doses are volumes.
    """
    words = " ".join("".join(part) for part in _cut([*string.ascii_letters, *_EUROPE, *_SIGNS], _WORD))
    rows = _cut(_list_doses(liquid=liquid), len(TIMES))
    for number, months in enumerate(_cut(range(1, 13), len(rows))):
        days = (date(2026, month, 10 + month) for month in months)
        yield Patient(
            key=f"sample-{number}",
            name=words,
            strength=f"{string.digits}. mg g micrograms",
            steps=tuple(Step(day, tuple(row)) for day, row in zip(days, rows, strict=False)),
            born=date(1957, 3, 4),
            number=words,
            prescriber=words,
            volume=f"{string.digits}. ml" if liquid else None,
            next_appointment=date(2048, 12, 30),
        )


def _list_doses(*, liquid: bool) -> list[Dose]:
    """Return every number of tablets, or every digit of a volume, in whole rows."""
    doses = (
        [Dose(volume=f"{n}.{n} ml") for n in range(10)] if liquid else [Dose(n) for n in range(2 * MOST_TABLETS + 1)]
    )
    return [*doses, *doses[: -len(doses) % len(TIMES)]]


def _cut(items: Sequence[Part], length: int) -> list[Sequence[Part]]:
    return [items[at : at + length] for at in range(0, len(items), length)]
