"""What the page has on offer: leaflets, languages, countries, sizes and papers, read once at the start."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from plainleaf.build import PLANNED, list_notes
from plainleaf.catalogues.reader import list_translations
from plainleaf.content.reader import list_countries, list_leaflets, read_country, read_texts
from plainleaf.content.settings import Profile, list_profiles, read_languages, read_papers, read_profile
from plainleaf.findings import InputError
from plainleaf.languages import Language, find_language, list_called
from plainleaf.roots import Roots

SHOWN_FIRST = 6
"""How many languages stand above the others."""
SHORTEST_ALIKE, ALIKE = 4, 0.75
"""Letters of a word that another may be taken for, and how much alike they must be (of 1, as difflib counts)."""


@dataclass(frozen=True, slots=True)
class LeafletOffer:
    """A leaflet by its id, with the medicine and the title in English.

    liquid: whether a plan's doses are volumes; None where there is no plan for it.
    """

    id: str
    medicine: str
    route: str
    title: str
    liquid: bool | None


@dataclass(frozen=True, slots=True)
class NameOffer:
    """Something with an id and an English name: a country, a paper."""

    id: str
    name: str


@dataclass(frozen=True)
class Offer:
    """Everything that can be chosen. notes: what a plan may say below its doses, in English. known: also languages that
    there is no leaflet in."""

    leaflets: tuple[LeafletOffer, ...]
    languages: tuple[Language, ...]
    countries: tuple[NameOffer, ...]
    profiles: tuple[Profile, ...]
    papers: tuple[NameOffer, ...]
    notes: tuple[NameOffer, ...] = ()
    known: tuple[Language, ...] = ()

    @cached_property
    def by_tag(self) -> dict[str, Language]:
        """The languages by gettext tag."""
        return {language.tag: language for language in self.languages}

    def find_language(self, name: str) -> Language | None:
        """Return the language that goes by *name* alone: a tag in any form, with or without a region; a name."""
        wanted = _plain(name.replace("-", "_"))
        for language in self.languages:
            if wanted in map(_plain, (language.english_name, language.own_name)):
                return language
        for part in (wanted, _without_region(wanted)):
            try:
                found = find_language(part, self.known)
            except InputError:  # more than one goes by it
                continue
            if found is not None and found.tag in self.by_tag:
                return found
        return None

    def guess_language(self, name: str) -> Language | None:
        """Return the first language that goes by *name*, where others do too (``zh``, ``ku``, Kurdish)."""
        return next(iter(list_called(name, self.languages)), None)


def read_offer(roots: Roots) -> Offer:
    """Return what *roots* hold. Raises InputError where a file is wrong."""
    leaflets = []
    for id in list_leaflets(roots):
        leaflet = read_texts(roots, id).leaflet
        leaflets.append(
            LeafletOffer(id, leaflet.medicine, leaflet.route, leaflet.title.text, PLANNED.get(leaflet.mark))
        )
    profiles = [read_profile(roots, name) for name in list_profiles(roots)]
    medicine = leaflets[0].medicine if leaflets else ""
    return Offer(
        tuple(leaflets),
        list_translations(roots, read_languages(roots)),
        tuple(NameOffer(code, read_country(roots, code, medicine).name) for code in list_countries(roots)),
        tuple(sorted(profiles, key=lambda profile: profile.type.body.size)),
        tuple(NameOffer(paper.id, paper.name) for paper in read_papers(roots).values()),
        tuple(NameOffer(id, text) for id, text in list_notes(roots).items()),
        tuple(read_languages(roots).values()),
    )


def search_languages(languages: Iterable[Language], words: str) -> tuple[Language, ...]:
    """Return the languages that *words* may mean: a beginning of a name or of a word in it, or a code; where there is
    none, those with a word much like it, so that “Polsih” finds Polish."""
    wanted = _plain(words.replace("-", "_")).strip()
    there = tuple(languages)
    found = tuple(language for language in there if any(_begins(name, wanted) for name in search_names(language)))
    return found or tuple(language for language in there if _is_like(language, wanted))


def _is_like(language: Language, wanted: str) -> bool:
    words = [word for name in search_names(language) for word in name.split() if len(word) >= SHORTEST_ALIKE]
    return bool(get_close_matches(wanted, words, 1, ALIKE))


def search_names(language: Language) -> tuple[str, ...]:
    """Return what *language* is found by, in plain letters: its names, its tag, other tags it goes by."""
    return tuple(map(_plain, (language.english_name, language.own_name, language.tag, *language.also)))


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or any(word.startswith(wanted) for word in name.replace("(", " ").split())


def _without_region(tag: str) -> str:
    """Return *tag* without a last part of two letters or three digits: pl_pl is Polish. A script must be shared by its
    readers, so it stays."""
    base, _, region = tag.rpartition("_")
    return base if base and (len(region) == 2 or (len(region) == 3 and region.isdigit())) else tag


def _plain(text: str) -> str:
    """Return *text* in lower case without accents, so that “espanol” finds “Español”."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not "\u0300" <= letter <= "\u036f")


def order_languages(
    languages: Sequence[Language], first: Sequence[str], printed: Counter[str], found: Sequence[Language] = ()
) -> tuple[tuple[Language, ...], tuple[Language, ...]]:
    """Return the languages shown first, and the others by English name.

    first: tags that the clinic wants there. printed: how often each was printed in this run. What is left of the
    places goes to the order of ``content/languages.toml``. found: those that somebody looked for, instead of all these.
    """
    ranks = {language.tag: rank for rank, language in enumerate(languages)}
    wanted = [tag for tag in first if tag in ranks]
    wanted += sorted((tag for tag in printed if tag in ranks), key=lambda tag: (-printed[tag], ranks[tag]))
    usual = list(dict.fromkeys([*wanted, *ranks]))[: max(SHOWN_FIRST, len(first))]
    chosen = tuple(found) or tuple(languages[ranks[tag]] for tag in usual)
    others = sorted((one for one in languages if one not in chosen), key=lambda one: one.english_name)
    return chosen, tuple(others)
