"""Who has read a translation: ``locales/<lang>/review.toml``, bound to the very words that were read."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from plainleaf.catalogues import schema
from plainleaf.catalogues.model import Acknowledgement, CatalogueEntry, Review, Signature, State
from plainleaf.findings import Finding, Severity, has_errors, make_error
from plainleaf.languages import Language
from plainleaf.roots import Roots
from plainleaf.toml import read_entry


def hash_entry(context: str, source: str, translation: str) -> str:
    """Return the fingerprint of a translation: 32 hexadecimal digits of SHA-256 over id, English and translation.

    Whatever changes in any of the three, a signature for the old fingerprint no longer counts.
    """
    parts = (part.encode() for part in (context, source, translation))
    return hashlib.sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts)).hexdigest()[:32]


def read_reviews(roots: Roots, language: Language) -> dict[str, Review]:
    """Return the reviews of *language* by message id; none where there is no file.

    Raises InputError with all faults of the file at once.
    """
    path = roots.find(f"locales/{language.tag}/review.toml")
    if path is None:
        return {}
    entries, file = read_entry(path, schema.ReviewFile)
    return {
        entry.id: Review(
            id=entry.id,
            hash=entry.hash,
            back_translation=entry.back_translation,
            translated=_signature(entry.translated),
            reviewed=_signature(entry.reviewed),
            approved=_signature(entry.approved),
            acknowledged=tuple(Acknowledgement(a.code, a.reason, a.name) for a in entry.acknowledged),
            place=file.place(("message", index)),
            machine=entry.origin == "machine",
        )
        for index, entry in enumerate(entries.message)
    }


def _signature(entry: schema.SignatureEntry | None) -> Signature | None:
    if entry is None:
        return None
    until = entry.until if isinstance(entry, schema.ApprovalEntry) else None
    return Signature(entry.name, entry.role, entry.organisation, entry.date, until)


def find_review(entry: CatalogueEntry, reviews: Mapping[str, Review]) -> Review | None:
    """Return the review of *entry*, if it is of these very words."""
    review = reviews.get(entry.context)
    if review is None or review.hash != hash_entry(entry.context, entry.source, entry.translation):
        return None
    return review


def check_moved(
    entry: CatalogueEntry, reviews: Mapping[str, Review], entries: Mapping[str, CatalogueEntry]
) -> Iterator[Finding]:
    """T034: the words are not those that were recorded for another message.

    Why: two texts that changed places are fluent, complete, and each says the wrong thing. Source: the records of
    review.toml, which hold the fingerprint of every text by its id.
    """
    own = reviews.get(entry.context)
    if own is None or find_review(entry, reviews) is not None:
        return
    for review in reviews.values():
        other = entries.get(review.id)
        if other is None or other.source == entry.source:
            continue
        if review.hash == hash_entry(review.id, other.source, entry.translation):
            text = f"{entry.context}: these are the words recorded for {review.id}"
            yield make_error("T034", text, entry.place, "put each text back in its own entry")


def judge_entry(entry: CatalogueEntry, reviews: Mapping[str, Review], today: date) -> tuple[State, tuple[Finding, ...]]:
    """Return the state of a translation that can be used, and what is wrong with its signatures.

    A signature that is not in order does not count.
    """
    review = find_review(entry, reviews)
    if review is None:
        unbound = tuple(_check_unbound(entry, reviews))
        return State.DRAFT, unbound
    findings = tuple(_check_signatures(review, today))
    if has_errors(findings) or review.reviewed is None:
        return State.DRAFT, findings
    if review.approved is None or review.approved.until is None:
        return State.REVIEWED, findings
    return State.EXPIRED if review.approved.until < today else State.APPROVED, findings


def _check_unbound(entry: CatalogueEntry, reviews: Mapping[str, Review]) -> Iterator[Finding]:
    review = reviews.get(entry.context)
    if review is not None and (review.reviewed or review.approved):
        text = f"{entry.context}: the text has changed since it was signed, so the signatures no longer count"
        hint = "have it reviewed and approved again"
        yield Finding("T032", Severity.WARNING, text, review.place, hint)


def _check_signatures(review: Review, today: date) -> Iterator[Finding]:
    names = [fold_name(signature.name) for signature in review.signatures]
    if len(set(names)) < len(names):
        hint = "translating, reviewing and approving are for three persons"
        yield make_error("T030", f"{review.id}: one person fills two roles", review.place, hint)
    if review.approved is not None and review.reviewed is None:
        hint = "have a second person review it first"
        yield make_error("T031", f"{review.id}: approved, but nobody has reviewed it", review.place, hint)
    dates = [signature.on for signature in review.signatures]
    if dates != sorted(dates) or any(day > today for day in dates):
        hint = "first translated, then reviewed, then approved; no day in the future"
        yield make_error("T031", f"{review.id}: the dates of the signatures cannot be right", review.place, hint)
    if review.approved is not None and review.approved.until is not None:
        if review.approved.until < review.approved.on:
            yield make_error("T031", f"{review.id}: the approval ends before it begins", review.place)
        elif review.approved.until < today:
            text = f"{review.id}: the approval ended on {review.approved.until}"
            yield Finding("T033", Severity.WARNING, text, review.place, "have it approved again")


def fold_name(name: str) -> str:
    """Return *name* as two names are compared: case, blanks and composed letters make no other person."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
