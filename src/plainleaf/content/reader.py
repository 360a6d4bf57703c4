"""Read a leaflet, its medicine's warnings, the common messages and a country into a Source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from plainleaf.content import schema
from plainleaf.content.checks import check_source
from plainleaf.content.model import (
    BandSource,
    BlockSource,
    CardEntry,
    CardSource,
    ClinicalApproval,
    Condition,
    Country,
    Evidence,
    FigureBlock,
    Item,
    LeafletSource,
    Message,
    NoteBlock,
    Rule,
    SectionSource,
    Source,
    TableBlock,
    TextBlock,
    Value,
    Warning,
    WarningRef,
    Wording,
)
from plainleaf.findings import Finding, InputError, make_error
from plainleaf.roots import Roots, require_file, require_known, stems, unknown_name
from plainleaf.toml import Steps, TomlFile, read_entry

Part = TypeVar("Part")
MakeMessage = Callable[[str, str, Steps, str | None], Message]


def list_leaflets(roots: Roots) -> dict[str, str]:
    """Return the relative path of every leaflet file by leaflet id (``<medicine>-<route>``), sorted."""
    found = {}
    for medicine in roots.names("content"):
        for name in roots.names(f"content/{medicine}/leaflets"):
            if name.endswith(".toml"):
                found[f"{medicine}-{name.removesuffix('.toml')}"] = f"content/{medicine}/leaflets/{name}"
    return dict(sorted(found.items()))


def list_countries(roots: Roots) -> tuple[str, ...]:
    """Return the codes of the countries there is a pack for."""
    return stems(roots, "content/countries")


def read_source(roots: Roots, leaflet_id: str, country: str) -> Source:
    """Return everything *leaflet_id* says in *country*, in English.

    Raises InputError, with all faults at once, where a file is missing or wrong, or where the leaflet
    leaves out a warning that is mandatory for its route and country.
    """
    leaflet_path = list_leaflets(roots).get(leaflet_id)
    if leaflet_path is None:
        raise unknown_name("leaflet", leaflet_id, list_leaflets(roots))
    medicine = leaflet_path.split("/")[1]
    faults: list[Finding] = []
    leaflet = _try(faults, lambda: _read_leaflet(require_file(roots, leaflet_path), leaflet_id, medicine))
    registry = _try(faults, lambda: _read_warnings(roots, medicine))
    common = _try(faults, lambda: read_common(roots))
    known = _try(faults, lambda: read_rules(roots))
    pack = _try(faults, lambda: read_country(roots, country, medicine))
    if leaflet is None or registry is None or common is None or known is None or pack is None:
        raise InputError(*faults)
    warnings, never_stop_alone = registry
    source = Source(leaflet, warnings, never_stop_alone, common, pack)
    faults.extend(check_source(source, known))
    if faults:
        raise InputError(*faults)
    return source


def read_texts(roots: Roots, leaflet_id: str) -> Source:
    """Return the leaflet for the first country it can be printed in: its texts, whatever the country.

    Raises InputError with the faults of the first country where there is none.
    """
    first: InputError | None = None
    for country in list_countries(roots):
        try:
            return read_source(roots, leaflet_id, country)
        except InputError as error:
            first = first or error
    raise first or unknown_name("country", "", ())


def _try(faults: list[Finding], read: Callable[[], Part]) -> Part | None:
    """Return what *read* reads, or None and what is wrong with it added to *faults*."""
    try:
        return read()
    except InputError as error:
        faults.extend(error.findings)
        return None


def read_common(roots: Roots) -> dict[str, Message]:
    """Return the messages that every page may carry, by short id."""
    return _read_messages(roots, "common")


def read_interface(roots: Roots) -> dict[str, Message]:
    """Return what the clinic's page says to staff, by short id: the domain ``web``, which no leaflet prints."""
    return _read_messages(roots, "web")


def _read_messages(roots: Roots, domain: str) -> dict[str, Message]:
    path = require_file(roots, f"content/{domain}/messages.toml")
    entries, file = read_entry(path, schema.CommonFile)
    _refuse_twins(file, "message", [entry.id for entry in entries.message])
    return {
        entry.id: Message(f"{domain}/{entry.id}", entry.text, file.place(("message", index, "text")), entry.note)
        for index, entry in enumerate(entries.message)
    }


def read_rules(roots: Roots) -> dict[str, str | None]:
    """Return every rule that texts may depend on and its group; of one group a country has exactly one."""
    entries, _ = read_entry(require_file(roots, "content/rules.toml"), schema.RulesFile)
    return {id: entry.group for id, entry in entries.root.items()}


def read_country(roots: Roots, code: str, medicine: str) -> Country:
    """Return the country pack *code* with what holds for *medicine* there. Raises InputError where there is none."""
    require_known("country", code, list_countries(roots))
    entry, file = read_entry(require_file(roots, f"content/countries/{code}.toml"), schema.CountryFile)
    _refuse_twins(file, "value", [value.name for value in entry.value])
    _refuse_other(file, {"id": (entry.id, code)})
    values = {
        v.name: Value(v.name, v.text, v.url, v.review, file.place(("value", index)))
        for index, v in enumerate(entry.value)
    }
    wordings = tuple(
        Wording(w.british, w.here, w.review, file.place(("wording", index))) for index, w in enumerate(entry.wording)
    )
    rules = {**_rules(file, entry.rule), **_read_medicine_rules(roots, code, medicine)}
    return Country(entry.id, entry.name, values, rules, wordings, file.place())


def _read_medicine_rules(roots: Roots, code: str, medicine: str) -> dict[str, Rule]:
    path = roots.find(f"content/{medicine}/countries/{code}.toml")
    if path is None:
        return {}
    entry, file = read_entry(path, schema.MedicineCountryFile)
    _refuse_other(file, {"id": (entry.id, code)})
    return _rules(file, entry.rule)


def _rules(file: TomlFile, entries: tuple[schema.RuleEntry, ...]) -> dict[str, Rule]:
    _refuse_twins(file, "rule", [rule.id for rule in entries])
    return {rule.id: Rule(rule.id, rule.review, file.place(("rule", index))) for index, rule in enumerate(entries)}


def _refuse_twins(file: TomlFile, table: str, ids: list[str]) -> None:
    """Raise InputError where two entries of *table* have one id, for the later would silently replace the other."""
    twins = [
        make_error("C006", f"two entries have the id {name!r}", file.place((table, index)), "give each its own id")
        for index, name in enumerate(ids)
        if name in ids[:index]
    ]
    if twins:
        raise InputError(*twins)


def _refuse_other(file: TomlFile, keys: Mapping[str, tuple[str, str]]) -> None:
    """Raise InputError where a key (found, wanted) does not say what the file's path says."""
    wrong = [
        make_error("C013", f"{key} is {found!r}, but the file's path says {wanted!r}", file.place((key,)))
        for key, (found, wanted) in keys.items()
        if found != wanted
    ]
    if wrong:
        raise InputError(*wrong)


def _message_maker(file: TomlFile, prefix: str) -> MakeMessage:
    def make(name: str, text: str, steps: Steps, note: str | None) -> Message:
        return Message(f"{prefix}/{name}", text, file.place(steps), note)

    return make


def _read_warnings(roots: Roots, medicine: str) -> tuple[dict[str, Warning], bool]:
    """Return the registry by id, and whether no text may tell the patient to stop the medicine."""
    entries, file = read_entry(require_file(roots, f"content/{medicine}/warnings.toml"), schema.WarningsFile)
    _refuse_twins(file, "warning", [entry.id for entry in entries.warning])
    warnings = {
        entry.id: _warning(entry, ("warning", index), file, medicine) for index, entry in enumerate(entries.warning)
    }
    return warnings, entries.never_stop_alone


def _warning(entry: schema.WarningEntry, at: Steps, file: TomlFile, medicine: str) -> Warning:
    make = _message_maker(file, f"{medicine}/warning/{entry.id}")
    return Warning(
        id=entry.id,
        severity=entry.severity,
        routes=frozenset(entry.routes),
        countries=frozenset(entry.countries),
        pictogram=entry.pictogram,
        section=entry.place,
        title=make("title", entry.title, (*at, "title"), None) if entry.title else None,
        short=make("short", entry.short, (*at, "short"), None) if entry.short else None,
        body=_text_blocks(entry.body, (*at, "body"), make, ""),
        evidence=tuple(Evidence(e.source, e.says, e.seen, e.mark) for e in entry.evidence),
        approval=_approval(entry),
        place=file.place(at),
    )


def _approval(entry: schema.WarningEntry) -> ClinicalApproval | None:
    if entry.approver is None or entry.approved_on is None or entry.review_by is None:
        return None
    return ClinicalApproval(entry.approver, entry.approved_on, entry.review_by)


def _text_blocks(
    entries: tuple[schema.BodyEntry, ...], at: Steps, make: MakeMessage, prefix: str
) -> tuple[TextBlock, ...]:
    return tuple(_text_block(entry, (*at, index), make, prefix) for index, entry in enumerate(entries))


def _text_block(entry: schema.BodyEntry, at: Steps, make: MakeMessage, prefix: str) -> TextBlock:
    name = prefix + entry.id
    text = make(name, entry.text, (*at, "text"), entry.note) if entry.text else None
    items = tuple(
        Item(
            make(f"{name}/{item.id}", item.text, (*at, "items", index), item.note),
            Condition(item.rule, frozenset(item.routes), item.option),
        )
        for index, item in enumerate(entry.items)
    )
    return TextBlock(text, items, Condition(entry.rule, frozenset(entry.routes), entry.option))


def _condition(
    entry: schema.WarningRefEntry | schema.NoteEntry | schema.FigureEntry | schema.TableEntry,
) -> Condition:
    return Condition(entry.rule, frozenset(), entry.option)


def _read_leaflet(path: Path, leaflet_id: str, medicine: str) -> LeafletSource:
    entry, file = read_entry(path, schema.LeafletFile)
    wanted = {"id": (entry.id, leaflet_id), "medicine": (entry.medicine, medicine), "route": (entry.route, path.stem)}
    _refuse_other(file, wanted)
    make = _message_maker(file, f"{medicine}/{entry.route}")
    return LeafletSource(
        id=entry.id,
        medicine=entry.medicine,
        route=entry.route,
        version=entry.version,
        date=entry.date,
        mark=entry.mark,
        pack_name=entry.pack_name,
        title=make("title", entry.title, ("title",), None),
        purpose=make("purpose", entry.purpose, ("purpose",), None),
        readers=make("readers", entry.readers, ("readers",), None),
        key_rows=entry.key_rows,
        card=_card(entry.card, make),
        sections=tuple(
            _section(section, ("section", index), make, file) for index, section in enumerate(entry.section)
        ),
        ending=_text_blocks(entry.ending, ("ending",), make, "ending/"),
        place=file.place(),
    )


def _card(entry: schema.CardEntryFile, make: MakeMessage) -> CardSource:
    return CardSource(
        heading=make("card/heading", entry.heading, ("card", "heading"), None),
        lead=make("card/lead", entry.lead, ("card", "lead"), None),
        say=make("card/say", entry.say, ("card", "say"), None),
        then=make("card/then", entry.then, ("card", "then"), None),
        entries=tuple(
            CardEntry(
                item.id,
                item.warning,
                make(f"card/{item.id}", item.text, ("card", "item", index, "text"), None),
            )
            for index, item in enumerate(entry.item)
        ),
    )


def _section(entry: schema.SectionEntry, at: Steps, make: MakeMessage, file: TomlFile) -> SectionSource:
    blocks = tuple(
        _block(block, (*at, "block", index), make, f"{entry.id}/", file) for index, block in enumerate(entry.block)
    )
    return SectionSource(entry.id, make(f"{entry.id}/title", entry.title, (*at, "title"), None), blocks)


def _block(entry: schema.BlockEntry, at: Steps, make: MakeMessage, prefix: str, file: TomlFile) -> BlockSource:
    match entry:
        case schema.BodyEntry():
            return _text_block(entry, at, make, prefix)
        case schema.WarningRefEntry():
            return WarningRef(entry.warning, _condition(entry), file.place(at))
        case schema.FigureEntry():
            alt = make(f"{prefix}{entry.id}/alt", entry.alt, (*at, "alt"), entry.note)
            return FigureBlock(entry.id, entry.drawing, alt, _condition(entry))
        case schema.NoteEntry():
            name = prefix + entry.id
            title = make(f"{name}/title", entry.title, (*at, "title"), entry.note) if entry.title else None
            body = _text_blocks(entry.body, (*at, "body"), make, f"{name}/")
            return NoteBlock(entry.id, title, entry.pictogram, entry.aside, body, _condition(entry))
        case schema.TableEntry():
            return _table(entry, at, make, prefix + entry.id)


def _table(entry: schema.TableEntry, at: Steps, make: MakeMessage, name: str) -> TableBlock:
    columns = tuple(
        make(f"{name}/{column.id}", column.text, (*at, "columns", index), entry.note)
        for index, column in enumerate(entry.columns)
    )
    bands = tuple(
        _band(band, entry.columns, (*at, "band", index), make, f"{name}/{band.id}")
        for index, band in enumerate(entry.band)
    )
    return TableBlock(entry.id, columns, bands, _condition(entry))


def _band(
    entry: schema.BandEntry, columns: tuple[schema.ColumnEntry, ...], at: Steps, make: MakeMessage, name: str
) -> BandSource:
    rows = tuple(
        tuple(
            make(
                f"{name}/{row.id}/{column.id}",
                row.cells.get(column.id, ""),
                (*at, "row", index, "cells"),
                None,
            )
            for column in columns
        )
        for index, row in enumerate(entry.row)
    )
    return BandSource(make(name, entry.title, (*at, "title"), None), rows)
