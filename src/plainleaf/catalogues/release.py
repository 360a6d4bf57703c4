"""Whether a translated source may be released: everything approved, everything in date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plainleaf.catalogues.model import SOURCE_LANGUAGE, State, TranslatedSource
from plainleaf.findings import Finding, Place, make_error

_REVIEW_HINT = "check it against its source, then set the new dates"
_DRAFT_HINT = (
    "have it reviewed and approved (plainleaf locale approve), or build without --release: a draft that says so"
)


def check_release(translated: TranslatedSource, today: date) -> Iterator[Finding]:
    """Yield why *translated* is not approved; nothing where it is.

    R001: texts of the language that nobody qualified has approved. R002: texts whose approval has ended.
    R003: warnings whose English has no clinical approval in date. R004: lines about the country that are
    past their review. R005: parts that stand in English.
    """
    language, source = translated.language, translated.source
    review = Place(f"locales/{language.tag}/review.toml")
    leaflet = f"{source.leaflet.id} in {language.bcp47}"
    unapproved = [id for id, state in translated.states.items() if state not in (State.APPROVED, State.EXPIRED)]
    if unapproved:
        text = f"{leaflet} is a draft: {_count(unapproved, translated)} are not approved by a qualified person"
        yield make_error("R001", text, review, _DRAFT_HINT)
    expired = [id for id, state in translated.states.items() if state is State.EXPIRED]
    if expired:
        text = f"{leaflet}: the approval of {_count(expired, translated)} has ended"
        yield make_error("R002", text, review, "have them approved again")
    yield from _check_registry(translated, today)
    if translated.fallbacks:
        text = f"{leaflet}: {_count(sorted(translated.fallbacks), translated)} stand in English"
        yield make_error("R005", text, review, "translate them, or build without --release")


def _check_registry(translated: TranslatedSource, today: date) -> Iterator[Finding]:
    source = translated.source
    warnings = source.mandatory_warnings()
    due = [w for w in warnings if w.approval is None or w.approval.review_by <= today]
    if due:
        text = f"the English of {len(due)} of {len(warnings)} warnings has no clinical approval in date"
        hint = "set approver, approved_on and review_by once a qualified person has approved it"
        yield make_error("R003", f"{text} (first: {due[0].id})", due[0].place, hint)
    country = source.country
    lines = [(value.review, f"value {name!r}", value.place) for name, value in country.values.items()]
    lines += [(rule.review, f"rule {name!r}", rule.place) for name, rule in country.rules.items()]
    if translated.language.tag == SOURCE_LANGUAGE:
        lines += [(w.review, f"wording {w.british!r}", w.place) for w in country.wordings]
    for review, name, place in lines:
        if review <= today:
            yield make_error("R004", f"{name} of {country.id} was to be reviewed by {review}", place, _REVIEW_HINT)


def _count(ids: list[str], translated: TranslatedSource) -> str:
    return f"{len(ids)} of {len(translated.states)} texts (first: {ids[0]})"
