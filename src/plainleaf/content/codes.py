"""By which codes and names other software knows a medicine, and which words say which of its leaflets is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plainleaf.content import schema
from plainleaf.content.reader import list_leaflets
from plainleaf.findings import InputError, make_error
from plainleaf.roots import Roots, require_known
from plainleaf.toml import read_entry


@dataclass(frozen=True, slots=True)
class Codes:
    """One medicine. codes: (system, code), system being ``rxnorm``, ``snomed`` or ``atc``. names: in lower case,
    brands among them. words: by leaflet, those that point to it."""

    medicine: str
    codes: frozenset[tuple[str, str]]
    names: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]

    def is_named_in(self, texts: Iterable[str]) -> bool:
        """Tell whether one of the names stands in *texts* as a word of its own."""
        return _holds(texts, self.names)

    def leaflets_for(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the leaflets that words in *texts* point to."""
        texts = tuple(texts)
        return tuple(leaflet for leaflet, words in self.words.items() if _holds(texts, words))


def _holds(texts: Iterable[str], words: Iterable[str]) -> bool:
    pattern = "|".join(re.escape(word.casefold()) for word in words)
    return any(re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text.casefold()) for text in texts)


def read_codes(roots: Roots) -> tuple[Codes, ...]:
    """Return the codes of every medicine that has a ``codes.toml``. Raises InputError where a file is wrong."""
    leaflets = list_leaflets(roots)
    medicines = dict.fromkeys(path.split("/")[1] for path in leaflets.values())
    return tuple(
        _read_medicine(roots, medicine, leaflets)
        for medicine in medicines
        if roots.find(f"content/{medicine}/codes.toml")
    )


def _read_medicine(roots: Roots, medicine: str, leaflets: Mapping[str, str]) -> Codes:
    entry, file = read_entry(roots.target(f"content/{medicine}/codes.toml"), schema.CodesFile)
    if entry.id != medicine:
        text = f"id is {entry.id!r}, but the file's path says {medicine!r}"
        raise InputError(make_error("C013", text, file.place(("id",)), "make them agree"))
    for one in entry.leaflet:
        require_known("leaflet", one.id, leaflets)
    return Codes(
        medicine,
        frozenset((one.system, one.code) for one in entry.code),
        tuple(name.casefold() for name in entry.names),
        {one.id: one.words for one in entry.leaflet},
    )
