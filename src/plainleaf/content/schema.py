"""The shape of the content files, checked by pydantic: unknown keys refused, all faults reported at once."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A stable id: lower-case words joined by hyphens."""

Text = Annotated[str, Field(min_length=1)]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Route = Annotated[str, Field(pattern=r"^[a-z]+$")]


class Entry(BaseModel):
    """What all content entries share: they never change, and a key we do not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class ItemEntry(Entry):
    """One item of a list, optionally for some countries or a clinic option only."""

    id: Key
    text: Text
    countries: tuple[CountryCode, ...] = ()
    option: Key | None = None
    note: str | None = None


class BodyEntry(Entry):
    """A paragraph (text alone) or a list (items, text being the lead-in)."""

    id: Key
    text: Text | None = None
    items: tuple[ItemEntry, ...] = ()
    countries: tuple[CountryCode, ...] = ()
    option: Key | None = None
    note: str | None = None


class EvidenceEntry(Entry):
    """Where a warning comes from."""

    source: Text
    says: Text
    seen: date
    mark: Literal["V", "V2", "L", "M", "D"]


class WarningEntry(Entry):
    """One warning of the registry."""

    id: Key
    severity: Literal["emergency", "critical", "important", "advice"]
    routes: tuple[Route, ...] = Field(min_length=1)
    countries: tuple[CountryCode, ...] = ()
    pictogram: Key | None = None
    place: Text
    title: Text | None = None
    short: Text | None = None
    body: tuple[BodyEntry, ...] = Field(min_length=1)
    evidence: tuple[EvidenceEntry, ...] = Field(min_length=1)
    approver: str = ""
    approved_on: date | None = None
    review_by: date | None = None


class WarningsFile(Entry):
    """``content/<medicine>/warnings.toml``."""

    warning: tuple[WarningEntry, ...]


class ParagraphEntry(BodyEntry):
    kind: Literal["paragraph"]


class ListEntry(BodyEntry):
    kind: Literal["list"]


class WarningRefEntry(Entry):
    kind: Literal["warning"]
    warning: Key
    countries: tuple[CountryCode, ...] = ()
    option: Key | None = None
    note: str | None = None


class FigureEntry(Entry):
    kind: Literal["figure"]
    id: Key
    drawing: Key
    alt: Text
    countries: tuple[CountryCode, ...] = ()
    option: Key | None = None
    note: str | None = None


class NoteEntry(Entry):
    kind: Literal["note"]
    id: Key
    title: Text | None = None
    pictogram: Key | None = None
    aside: StrictBool = False
    body: tuple[BodyEntry, ...] = Field(min_length=1)
    countries: tuple[CountryCode, ...] = ()
    option: Key | None = None
    note: str | None = None


class ColumnEntry(Entry):
    id: Key
    text: Text


class RowEntry(Entry):
    id: Key
    cells: dict[Key, Text]


class BandEntry(Entry):
    id: Key
    title: Text
    row: tuple[RowEntry, ...] = Field(min_length=1)


class TableEntry(Entry):
    kind: Literal["table"]
    id: Key
    columns: tuple[ColumnEntry, ...] = Field(min_length=2)
    band: tuple[BandEntry, ...] = Field(min_length=1)
    countries: tuple[CountryCode, ...] = ()
    option: Key | None = None
    note: str | None = None


BlockEntry = Annotated[
    ParagraphEntry | ListEntry | WarningRefEntry | FigureEntry | NoteEntry | TableEntry,
    Field(discriminator="kind"),
]


class SectionEntry(Entry):
    id: Key
    title: Text
    block: tuple[BlockEntry, ...] = Field(min_length=1)


class CardItemEntry(Entry):
    id: Key
    warning: Key
    text: Text


class CardEntryFile(Entry):
    heading: Text
    lead: Text
    say: Text
    then: Text
    item: tuple[CardItemEntry, ...] = Field(min_length=1)


class LeafletFile(Entry):
    """``content/<medicine>/leaflets/<route>.toml``."""

    id: Key
    medicine: Key
    route: Route
    version: Text
    date: date
    mark: Key
    pack_name: Text
    title: Text
    purpose: Text
    readers: Text
    key_rows: tuple[Key, ...] = Field(min_length=1)
    card: CardEntryFile
    section: tuple[SectionEntry, ...] = Field(min_length=1)
    ending: tuple[BodyEntry, ...] = ()


class ValueEntry(Entry):
    name: Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
    text: Text
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None
    source: Text
    checked: date
    review: date


class CountryFile(Entry):
    """``content/countries/<CODE>.toml``."""

    id: CountryCode
    name: Text
    value: tuple[ValueEntry, ...]


class CommonEntry(Entry):
    id: Key
    text: Text
    note: str | None = None


class CommonFile(Entry):
    """``content/common/messages.toml``: what a page says of itself."""

    message: tuple[CommonEntry, ...]
