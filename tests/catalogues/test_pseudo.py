"""Pseudo-languages: whatever is not translatable, clipped or not mirrored shows on their pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plainleaf.build import Job, build_leaflet, compose_job, plan_jobs
from plainleaf.catalogues.pseudo import PSEUDO_LANGUAGES, disguise
from plainleaf.compose.model import Leaflet, Words, block_words
from plainleaf.findings import InputError, UnsafeLeafletError
from plainleaf.roots import open_roots

LEAFLETS = ("baclofen-tablets", "baclofen-liquid", "baclofen-pump")
PADDED_AT_LEAST = 1.3


def own_words(leaflet: Leaflet) -> list[Words]:
    """Return what the leaflet says in its own language."""
    card = leaflet.card
    texts = [leaflet.title, leaflet.purpose, leaflet.readers, leaflet.key_title, *leaflet.ending]
    texts += [row.words for row in leaflet.key_rows]
    texts += [card.heading, card.lead, *(item.words for item in card.items), card.say, card.then]
    for section in leaflet.sections:
        texts += [section.title, *(words for block in section.blocks for words in block_words(block))]
    return texts


@pytest.mark.parametrize("tag", PSEUDO_LANGUAGES)
@pytest.mark.parametrize(("leaflet", "profile"), [*((id, "large") for id in LEAFLETS), (LEAFLETS[0], "giant")])
def test_a_pseudo_leaflet_is_built_and_verified(tag: str, leaflet: str, profile: str, tmp_path: Path) -> None:
    """Layout, fonts and the gate hold for texts that are longer, or run the other way."""
    result = build_leaflet(Job(leaflet, tag, profile=profile, folder=tmp_path))
    assert [finding.message for finding in result.findings] == []
    assert result.made
    assert result.status == "draft"


@pytest.mark.parametrize("tag", PSEUDO_LANGUAGES)
@pytest.mark.parametrize("leaflet", LEAFLETS)
def test_nothing_printed_is_left_in_plain_english(tag: str, leaflet: str) -> None:
    """Outside of values (numbers, names, addresses), no word of two plain letters survives."""
    composed, _ = compose_job(Job(leaflet, tag), open_roots(None))
    plain = re.compile(r"[A-Za-z]{2}")
    spans = [span for words in own_words(composed) for span in words.spans if not span.isolate]
    assert len(spans) > 100
    assert [span.text for span in spans if plain.search(span.text)] == []


def test_a_pseudo_language_is_named_but_never_listed_nor_released(tmp_path: Path) -> None:
    """It is no translation: it is built when asked for, and refused where only what is approved may be printed."""
    assert not {job.language for job in plan_jobs()} & set(PSEUDO_LANGUAGES)
    (job,) = plan_jobs(["baclofen-pump"], ["en-XA"], folder=tmp_path, release=True)
    with pytest.raises(UnsafeLeafletError):
        compose_job(job, open_roots(None))
    with pytest.raises(InputError):
        plan_jobs(["baclofen-pump"], ["en_XC"])


def test_placeholders_and_markup_stay_and_text_grows() -> None:
    """Only the words between them change."""
    text = "**Call {emergency_number} now** if you breathe slowly or are hard to wake."
    for language in PSEUDO_LANGUAGES.values():
        changed = disguise(text, language)
        assert re.findall(r"\{\w+\}|\*\*", changed) == re.findall(r"\{\w+\}|\*\*", text)
    accented = disguise(text, PSEUDO_LANGUAGES["en_XA"])
    assert accented.startswith("[")
    assert accented.endswith("]")
    assert len(accented) > PADDED_AT_LEAST * len(text)
