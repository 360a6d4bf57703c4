"""A proof holds every text of the catalogue in both languages, and all that is known of each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plainleaf.catalogues.model import State
from plainleaf.desk.proof import GROUPS
from plainleaf.findings import PlainleafError
from plainleaf.layout.proof.model import Proof, ProofText
from plainleaf.roots import built_in_root, open_roots
from proofs import SAMPLE, fill, gather, read_entries
from signing import review_entry, sign_language

CHEW = "lumivex/warning/never-chew/text"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the medicine that does not exist."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "second"))


def text_of(proof: Proof, id: str) -> ProofText:
    return next(text for text in proof.texts if text.id == id)


def edit(root: Path, old: str, new: str, name: str = "locales/de/LC_MESSAGES/lumivex.po") -> None:
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("domain", ["baclofen", "common"])
@pytest.mark.parametrize("tag", ["pl", "ar"])
def test_every_text_is_there_in_both_languages(tag: str, domain: str) -> None:
    """Exactly those of the catalogue, word for word."""
    proof, entries = gather(None, tag, domain=domain), read_entries(open_roots(None), tag, domain)
    shown = {text.id: (text.source.plain, text.translation and text.translation.plain) for text in proof.texts}
    assert shown == {id: (fill(english, proof), fill(own, proof)) for id, (english, own) in entries.items()}
    assert len(proof.texts) == len(shown)


def test_a_text_has_the_same_number_in_every_language() -> None:
    """And when only one leaflet is shown."""
    polish, khmer = (gather(None, tag, domain="baclofen") for tag in ("pl", "km"))
    pump = gather(None, "pl", "baclofen-pump", domain="baclofen")
    numbers = {text.id: text.number for text in polish.texts}
    assert numbers == {text.id: text.number for text in khmer.texts}
    assert {text.number for text in polish.texts} == set(range(1, len(polish.texts) + 1))
    assert 0 < len(pump.texts) < len(polish.texts)
    assert all(numbers[text.id] == text.number for text in pump.texts)


def test_the_most_severe_come_first() -> None:
    """Within a section the texts stand as in the source."""
    proof = gather(None, "pl", domain="baclofen")
    titles = [title for _, title in GROUPS.values()]
    assert [section.title for section in proof.sections] == titles[:5]
    assert [text.number for text in proof.texts] == list(range(1, len(proof.texts) + 1))
    assert text_of(proof, "baclofen/tablets/card/heading").severity == "Emergency"
    assert [section.title for section in gather(None, "pl", domain="common").sections] == titles[5:]


def test_a_placeholder_shows_what_is_filled_in() -> None:
    """In braces, in both languages and in the back-translation; by name where the page knows it first."""
    text = text_of(gather(None, "pl", domain="baclofen"), "baclofen/tablets/card/heading")
    shown = (text.source, text.translation, text.back_translation)
    assert all(words is not None and "{999}" in words.plain for words in shown)
    page = text_of(gather(None, "pl", domain="common"), "common/more-on-page")
    assert page.source.plain == "More on page {page}"


def test_a_draft_says_that_a_machine_made_it() -> None:
    """As the review file has it."""
    text = gather(None, "pl", domain="baclofen").texts[0]
    assert (text.state, text.status) == (State.DRAFT, "draft, by machine")


def test_the_back_translation_is_shown_for_these_very_words_only(root: Path) -> None:
    """One that belongs to other words would mislead."""
    english, own = read_entries(open_roots(root), "de", "lumivex")[CHEW]
    review = root / "locales/de/review.toml"
    review.write_text(review_entry(CHEW, english, own, more='back_translation = "Only **drip** them."'), "utf-8")
    back = text_of(gather(root, "de", domain="lumivex"), CHEW).back_translation
    assert back is not None
    assert [(span.text, span.bold) for span in back.spans][1] == ("drip", True)
    review.write_text(review_entry(CHEW, english, own + "!", more='back_translation = "Only drip."'), "utf-8")
    assert text_of(gather(root, "de", domain="lumivex"), CHEW).back_translation is None


def test_whoever_signed_is_named_and_nobody_else(root: Path) -> None:
    """Approved texts say by whom and until when; a proof without signatures names no person."""
    sign_language(root, "de", built_in_root())
    status = text_of(gather(root, "de", domain="lumivex"), CHEW).status
    assert status == "approved: Ada Approver, 2026-03-05, until 2098-03-05"
    sign_language(root, "de", built_in_root(), approved=None)
    assert text_of(gather(root, "de", domain="lumivex"), CHEW).status == "reviewed: Rami Reviewer, 2026-02-05"
    (root / "locales/de/review.toml").unlink()
    assert {text.status for text in gather(root, "de", domain="lumivex").texts} == {"draft"}


def test_a_stale_text_shows_the_english_it_was_made_from(root: Path) -> None:
    """Both English texts, so that the reviewer sees what has changed."""
    edit(root, "morning", "evening", "content/lumivex/leaflets/drops.toml")
    stale = [text for text in gather(root, "de", domain="lumivex").texts if text.state is State.STALE]
    assert len(stale) == 1
    assert "evening" in stale[0].source.plain
    assert stale[0].old_source is not None
    assert "morning" in stale[0].old_source.plain
    assert stale[0].status == "stale: the English has changed"


def test_a_text_without_translation_is_shown_as_missing(root: Path) -> None:
    """It is not left out."""
    edit(root, "alles dunkel wird", "")
    missing = [text for text in gather(root, "de", domain="lumivex").texts if text.translation is None]
    assert [(text.state, text.status) for text in missing] == [(State.MISSING, "missing")]


def test_what_the_checks_say_stands_with_the_text(root: Path) -> None:
    """In the desk's words, hint and all, without the id that stands there already."""
    edit(root, "Rufen Sie sofort {emergency_number} an", "Rufen Sie sofort 112 an")
    found = text_of(gather(root, "de", domain="lumivex"), "lumivex/drops/card/heading").findings
    wanted = "placeholder {emergency_number} is missing; hint: copy {emergency_number} into the translation, unchanged"
    assert f"error T021: {wanted}" in found


def test_broken_markup_is_shown_as_it_stands(root: Path) -> None:
    """The reviewer sees what is in the file."""
    edit(root, "**Sagen Sie: „Ich nehme Lumivex.“**", "**Sagen Sie: „Ich nehme Lumivex.“")
    text = text_of(gather(root, "de", domain="lumivex"), "lumivex/drops/card/say")
    assert text.translation is not None
    assert text.translation.plain.startswith("**Sagen")
    assert any(one.startswith("error T020: ") for one in text.findings)


def test_the_fingerprint_follows_the_words(root: Path) -> None:
    """Another word, another fingerprint; another day, the same."""
    before = gather(root, "de", domain="lumivex").fingerprint
    assert before == gather(root, "de", domain="lumivex").fingerprint
    edit(root, "alles dunkel wird", "alles hell wird")
    assert gather(root, "de", domain="lumivex").fingerprint != before


def test_a_catalogue_that_is_missing_is_an_error_of_its_own_domain_alone(root: Path) -> None:
    """Hebrew has no catalogue of the other medicine."""
    assert gather(root, "he", domain="lumivex").texts
    with pytest.raises(PlainleafError) as caught:
        gather(root, "he", domain="baclofen")
    assert {finding.code for finding in caught.value.findings} == {"T002"}
