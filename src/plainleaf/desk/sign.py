"""Sign texts: put on record who translated, reviewed or approved which words, and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from plainleaf.catalogues.model import CatalogueEntry
from plainleaf.catalogues.reader import read_catalogues
from plainleaf.catalogues.review import fold_name, hash_entry
from plainleaf.catalogues.review_file import read_review_entries, render_reviews
from plainleaf.catalogues.schema import ApprovalEntry, ReviewEntry, SignatureEntry
from plainleaf.content.model import Message
from plainleaf.desk.check import check_language
from plainleaf.findings import Finding, Place, Severity, UnsafeLeafletError, make_error
from plainleaf.languages import Language
from plainleaf.roots import Roots, require_known, shown

Step = Literal["translated", "reviewed", "approved"]
STEPS: tuple[Step, ...] = ("translated", "reviewed", "approved")
MENDED_BY_SIGNING = frozenset({"T030", "T031"})
"""Faults of signatures: no reason to refuse the signature that mends them."""

QUALIFIED: tuple[Literal["doctor", "nurse", "pharmacist"], ...] = ("doctor", "nurse", "pharmacist")
"""Who may approve: professions that answer for what a patient is told."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What somebody is about to sign: as what, who they are, and for approvals until when (its last day)."""

    step: Step
    name: str
    role: str
    organisation: str
    on: date
    until: date | None = None
    reads_language: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """A signing that can be done: the file, its new text, and the ids of the messages it covers."""

    path: Path
    text: str
    ids: tuple[str, ...]

    def save(self) -> None:
        """Write the file, in one move."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_name(f".{self.path.name}.tmp")
        beside.write_text(self.text, encoding="utf-8", newline="\n")
        beside.replace(self.path)


def prepare_signing(
    roots: Roots,
    language: Language,
    messages: Mapping[str, tuple[Message, str]],
    ids: Collection[str],
    signing: Signing,
    domain: str | None = None,
) -> Signed:
    """Return what *signing* the messages *ids* (all of *messages* where empty) makes of the review file.

    messages: from collect_severities. domain: only those of one catalogue. Raises UnsafeLeafletError, and nothing is
    signed, where a text has open errors, where an approval is given by somebody not qualified or before a review, or
    by a person who has another part in the same text; InputError for a *domain* there is not.
    """
    domains = dict.fromkeys(message.domain for message, _ in messages.values())
    if domain is not None:
        require_known("catalogue", domain, domains)
    there = {id: message for id, (message, _) in messages.items() if domain in (None, message.domain)}
    chosen = [message for id, message in there.items() if not ids or id in ids]
    faults = [*_check_person(signing), *_check_ids(ids, there)]
    faults += _open_errors(roots, language, messages, chosen, signing.on)
    if faults:
        raise UnsafeLeafletError(*faults)
    catalogues = read_catalogues(roots, language, dict.fromkeys(message.domain for message in chosen))
    path = roots.find(f"locales/{language.tag}/review.toml")
    known = {entry.id: entry for entry in read_review_entries(path)}
    target = roots.folders[0] / f"locales/{language.tag}/review.toml"
    for message in chosen:
        entry = catalogues[message.domain].entries[message.id]
        known[message.id] = _bound(entry, known.get(message.id))
        faults += _check_order(known[message.id], signing, Place(shown(target)))
        known[message.id] = _sign(known[message.id], signing)
    if faults:
        raise UnsafeLeafletError(*faults)
    return Signed(target, render_reviews(known.values(), path), tuple(message.id for message in chosen))


def _bound(entry: CatalogueEntry, old: ReviewEntry | None) -> ReviewEntry:
    """Return the record of these very words: the old one if it is of them, else a new one without signatures."""
    fingerprint = hash_entry(entry.context, entry.source, entry.translation)
    if old is not None and old.hash == fingerprint:
        return old
    return ReviewEntry(id=entry.context, hash=fingerprint, origin="human")


def _sign(record: ReviewEntry, signing: Signing) -> ReviewEntry:
    """Return *record* signed. A signature that is there already stays as it is; those of later steps go, for
    they were given to what an earlier person had read."""
    new = _signature(signing)
    old = getattr(record, signing.step)
    if old is not None and old.model_copy(update={"date": new.date}) == new:
        return record
    later = STEPS[STEPS.index(signing.step) + 1 :]
    return record.model_copy(update={signing.step: new, **dict.fromkeys(later)})


def _signature(signing: Signing) -> SignatureEntry:
    if signing.step != "approved" or signing.until is None:
        return SignatureEntry(name=signing.name, role=signing.role, organisation=signing.organisation, date=signing.on)
    role = next(role for role in QUALIFIED if role == signing.role)
    return ApprovalEntry(
        name=signing.name,
        role=role,
        organisation=signing.organisation,
        date=signing.on,
        until=signing.until,
        reads_language=True,
    )


def _check_person(signing: Signing) -> Iterator[Finding]:
    place = Place(signing.step)
    if not all(part.strip() for part in (signing.name, signing.role, signing.organisation)):
        yield make_error("D003", "a signature needs a name, a role and an organisation", place)
    if signing.step != "approved":
        return
    if signing.role not in QUALIFIED:
        hint = f"an approval is given by a {', '.join(QUALIFIED[:-1])} or {QUALIFIED[-1]}"
        yield make_error("D004", f"{signing.role!r} may not approve", place, hint)
    if not signing.reads_language:
        hint = "say so with --reads-language"
        yield make_error("D004", "only somebody who reads the language may approve", place, hint)
    if signing.until is None or signing.until <= signing.on:
        yield make_error("D005", "an approval ends on a day after today", place, "name its last day with --until")


def _check_ids(ids: Collection[str], messages: Mapping[str, object]) -> Iterator[Finding]:
    for id in sorted(set(ids) - messages.keys()):
        yield make_error("D006", f"there is no message {id!r}", Place(id), "ids stand after msgctxt in the catalogue")


def _open_errors(
    roots: Roots,
    language: Language,
    messages: Mapping[str, tuple[Message, str]],
    chosen: Collection[Message],
    today: date,
) -> Iterator[Finding]:
    """Yield the errors of the chosen messages: their findings begin with the message's id."""
    names = {message.id for message in chosen}
    for finding in check_language(roots, language, messages, today).findings:
        about = finding.message.split(":", 1)[0]
        if finding.code in MENDED_BY_SIGNING:
            continue
        if finding.severity is Severity.ERROR and (about in names or about not in messages):
            yield finding


def _check_order(record: ReviewEntry, signing: Signing, place: Place) -> Iterator[Finding]:
    if signing.step == "approved" and record.reviewed is None:
        hint = "have a second person review it first: --as reviewed"
        yield make_error("T031", f"{record.id}: nobody has reviewed these words", place, hint)
    others = {"translated": record.translated, "reviewed": record.reviewed, "approved": record.approved}
    for step, other in others.items():
        if step != signing.step and other is not None and fold_name(other.name) == fold_name(signing.name):
            text = f"{record.id}: {other.name} has signed it as {step}"
            yield make_error("T030", text, place, "translating, reviewing and approving are for three persons")
