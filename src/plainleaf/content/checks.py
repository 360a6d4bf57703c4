"""Check a source as a whole: what no single file can get wrong alone."""

from __future__ import annotations

from collections.abc import Iterator

from plainleaf.content.model import Source, WarningRef
from plainleaf.findings import Finding, make_error
from plainleaf.markup import MarkupError, parse_markup


def check_source(source: Source) -> Iterator[Finding]:
    """Yield what the files can only get wrong together: ids, warnings, short forms, cells, placeholders."""
    yield from _check_ids(source)
    yield from _check_warnings_placed(source)
    yield from _check_short_forms(source)
    yield from _check_cells(source)
    yield from _check_placeholders(source)


def _check_ids(source: Source) -> Iterator[Finding]:
    seen: set[str] = set()
    for message in source.messages():
        if message.id in seen:
            yield make_error("C006", f"two messages have the id {message.id!r}", message.place, "give each its own id")
        seen.add(message.id)


def _check_warnings_placed(source: Source) -> Iterator[Finding]:
    leaflet, country = source.leaflet, source.country.id
    placed: list[str] = []
    for block in (block for section in leaflet.sections for block in section.blocks):
        if not isinstance(block, WarningRef):
            continue
        if block.warning not in source.warnings:
            yield make_error("C007", f"there is no warning {block.warning!r} in the registry", block.place)
        elif leaflet.route not in source.warnings[block.warning].routes:
            yield make_error("C008", f"warning {block.warning!r} is not for {leaflet.route}", block.place)
        elif block.condition.holds(country, frozenset()):
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
    """Yield broken markup, and values that the country does not have.

    The page's own messages ask for values that are known only when the page is laid out.
    """
    common = set(source.common.values())
    for message in source.messages():
        try:
            placeholders = parse_markup(message.text).placeholders
        except MarkupError as error:
            yield make_error("C014", f"{message.id}: {error}", message.place)
            continue
        for name in sorted(placeholders - source.country.values.keys()) if message not in common else ():
            hint = f"add it to {source.country.place}"
            text = f"{message.id}: {{{name}}} has no value in country {source.country.id}"
            yield make_error("C012", text, message.place, hint)
