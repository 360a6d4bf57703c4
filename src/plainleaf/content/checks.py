"""Check a source as a whole: what no single file can get wrong alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from plainleaf.content.model import Condition, Item, NoteBlock, Source, TextBlock, WarningRef, warning_messages
from plainleaf.findings import Finding, Place, Severity, make_error
from plainleaf.markup import MarkupError, parse_markup


def check_source(source: Source, known_rules: Mapping[str, str | None]) -> Iterator[Finding]:
    """Yield what the files can only get wrong together: ids, warnings, short forms, cells, placeholders, rules,
    advice that contradicts a warning.

    known_rules: every rule there is and its group.
    """
    yield from _check_ids(source)
    yield from _check_warnings_placed(source)
    yield from _check_short_forms(source)
    yield from _check_cells(source)
    yield from _check_placeholders(source)
    yield from _check_rules(source, known_rules)
    yield from _check_warnings_say_something(source)
    yield from _check_stopping(source)


def check_dates(source: Source, today: date) -> Iterator[Finding]:
    """Yield a warning (C040) for each line about the country, and each approval, whose review date has passed."""
    country = source.country
    lines = [(f"value {v.name!r}", v.review, v.place) for v in country.values.values()]
    lines += [(f"rule {r.id!r}", r.review, r.place) for r in country.rules.values()]
    lines += [(f"wording {w.british!r}", w.review, w.place) for w in country.wordings]
    lines += [(f"warning {w.id!r}", w.approval.review_by, w.place) for w in source.mandatory_warnings() if w.approval]
    for name, review, place in lines:
        if review <= today:
            hint = "check it against its source, then set the new dates"
            yield Finding("C040", Severity.WARNING, f"{name} was to be reviewed by {review}", place, hint)


def _check_ids(source: Source) -> Iterator[Finding]:
    seen: set[str] = set()
    for message in source.messages():
        if message.id in seen:
            yield make_error("C006", f"two messages have the id {message.id!r}", message.place, "give each its own id")
        seen.add(message.id)


def _check_warnings_placed(source: Source) -> Iterator[Finding]:
    leaflet, edition = source.leaflet, source.edition()
    placed: list[str] = []
    for block in (block for section in leaflet.sections for block in section.blocks):
        if not isinstance(block, WarningRef):
            continue
        if block.warning not in source.warnings:
            yield make_error("C007", f"there is no warning {block.warning!r} in the registry", block.place)
        elif leaflet.route not in source.warnings[block.warning].routes:
            yield make_error("C008", f"warning {block.warning!r} is not for {leaflet.route}", block.place)
        elif block.condition.holds(edition):
            placed.append(block.warning)
    for warning in source.mandatory_warnings():
        if placed.count(warning.id) != 1:
            yield make_error(
                "C009",
                f"mandatory warning {warning.id!r} stands {placed.count(warning.id)} times in {leaflet.id}",
                leaflet.place,
                "place it exactly once in a section, for every country it applies to",
            )


def _check_short_forms(source: Source) -> Iterator[Finding]:
    wanted = [(name, source.leaflet.place) for name in source.leaflet.key_rows]
    wanted += [(entry.warning, entry.message.place) for entry in source.leaflet.card.entries]
    for name, place in wanted:
        if name not in source.warnings:
            yield make_error("C007", f"there is no warning {name!r} in the registry", place)
    for name in source.leaflet.key_rows:
        if name in source.warnings and source.warnings[name].short is None:
            yield make_error("C010", f"warning {name!r} has no short form for page 1", source.warnings[name].place)


def _check_cells(source: Source) -> Iterator[Finding]:
    for message in source.messages():
        if not message.text:
            yield make_error("C011", f"{message.id}: the cell is empty", message.place, "write the cell's text")


def _check_placeholders(source: Source) -> Iterator[Finding]:
    """Yield broken markup, and values that the country does not have for a text that is printed there.

    The page's own messages ask for values that are known only when the page is laid out.
    """
    printed = set(source.printed_messages()) - set(source.common.values())
    for message in source.messages():
        try:
            placeholders = parse_markup(message.text).placeholders
        except MarkupError as error:
            yield make_error("C014", f"{message.id}: {error}", message.place)
            continue
        for name in sorted(placeholders - source.country.values.keys()) if message in printed else ():
            hint = f"add it to {source.country.place}"
            text = f"{message.id}: {{{name}}} has no value in country {source.country.id}"
            yield make_error("C012", text, message.place, hint)


def _check_rules(source: Source, known: Mapping[str, str | None]) -> Iterator[Finding]:
    """Yield rules that nobody has heard of: a text under a misspelt rule would be printed nowhere."""
    hint = "add it to content/rules.toml, or choose one that is there"
    used = ((condition.rule, place) for condition, place in _conditions(source) if condition.rule)
    held = ((rule.id, rule.place) for rule in source.country.rules.values())
    for rule, place in (*used, *held):
        if rule not in known:
            yield make_error("C015", f"there is no rule {rule!r}", place, hint)
    groups = {known.get(condition.rule) for condition, _ in _conditions(source) if condition.rule}
    for group in sorted(group for group in groups if group):
        count = sum(known.get(rule) == group for rule in source.country.rules)
        if count != 1:
            text = f"country {source.country.id} has {count} rules of the group {group!r}, not 1"
            yield make_error("C016", text, source.country.place, "a text depends on which of them holds")


def _conditions(source: Source) -> Iterator[tuple[Condition, Place]]:
    """Yield every condition a text depends on and the nearest place there is for it."""
    for section in source.leaflet.sections:
        for block in section.blocks:
            place = block.place if isinstance(block, WarningRef) else section.title.place
            if isinstance(block, TextBlock):
                yield from _block_conditions(block, place)
            else:
                yield block.condition, place
            for part in block.body if isinstance(block, NoteBlock) else ():
                yield from _block_conditions(part, place)
    for block in source.leaflet.ending:
        yield from _block_conditions(block, source.leaflet.place)
    for warning in source.warnings.values():
        for block in warning.body:
            yield from _block_conditions(block, warning.place)


def _block_conditions(block: TextBlock, place: Place) -> Iterator[tuple[Condition, Place]]:
    yield block.condition, block.text.place if block.text else place
    for item in block.items:
        yield item.condition, item.message.place


def _check_warnings_say_something(source: Source) -> Iterator[Finding]:
    """Yield warnings of which nothing is left under the country's rules, and lists without an item."""
    edition = source.edition()
    for warning in source.mandatory_warnings():
        printed = [block for block in warning.body if block.condition.holds(edition)]
        empty = [block for block in printed if block.items and not any(_holds(item, source) for item in block.items)]
        if not printed or empty:
            text = f"warning {warning.id!r} has a text without words in {source.leaflet.id}, {source.country.id}"
            yield make_error("C017", text, warning.place, "give it a text that holds under every rule and route")


def _holds(item: Item, source: Source) -> bool:
    return item.condition.holds(source.edition())


_SENTENCE = re.compile(r"[.;:!?“”]+")
_CLAUSE = re.compile(r",|\b(?:and|or|then|but)\b", re.IGNORECASE)
_GOVERNED = re.compile(r"\b(?:not|never|before|without)\b", re.IGNORECASE)
"""Words that reach over the clauses after them: “ask before you change your dose or stop”."""

_OPENING = r"(?:please |just |now |you (?:should |must |can |may |need to |have to )?|it is (?:safe|best) to )?"
_STOPPING = re.compile(
    rf"^\s*{_OPENING}(?:stop|quit|cease|discontinue|halve|come off|cut down|do not take (?:it|more|any more)\b"
    r"|take less|take fewer|(?:lower|reduce|cut) (?:your|the) (?:dose|medicine|tablets))\b",
    re.IGNORECASE,
)


def _check_stopping(source: Source) -> Iterator[Finding]:
    """Yield texts that tell the patient to stop, or to take less, on their own.

    Why: withdrawal kills, and some leaflets say “stop taking it” on confusion or fits (DOMAIN: banned).
    """
    if not source.never_stop_alone:
        return
    registry = (message for warning in source.warnings.values() for message in warning_messages(warning))
    for message in dict.fromkeys((*source.messages(), *registry)):
        for clause in _stopping_clauses(message.text.replace("**", "")):
            text = f"{message.id} tells the patient to stop: “{clause}”"
            hint = "say who to call, and that nobody stops on their own"
            yield make_error("C018", text, message.place, hint)


def _stopping_clauses(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(text):
        start = 0
        for clause in _CLAUSE.split(sentence):
            at = sentence.index(clause, start)
            start = at + len(clause)
            if _STOPPING.match(clause) and not _GOVERNED.search(sentence[:at]):
                yield clause.strip()
