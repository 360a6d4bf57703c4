"""The shape of the content files, checked by pydantic: unknown keys refused, all faults reported at once."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, StrictBool, model_validator

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A stable id: lower-case words joined by hyphens."""

Text = Annotated[str, Field(min_length=1)]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Route = Annotated[str, Field(pattern=r"^[a-z]+$")]


class Entry(BaseModel):
    """What all content entries share: they never change, and a key we do not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class ItemEntry(Entry):
    """One item of a list, optionally for some routes, under a rule or with a clinic's option only."""

    id: Key
    text: Text
    routes: tuple[Route, ...] = ()
    rule: Key | None = None
    option: Key | None = None
    note: str | None = None


class BodyEntry(Entry):
    """A paragraph (text alone) or a list (items, text being the lead-in)."""

    id: Key
    text: Text | None = None
    items: tuple[ItemEntry, ...] = ()
    routes: tuple[Route, ...] = ()
    rule: Key | None = None
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
    approver: Text | None = None
    approved_on: date | None = None
    review_by: date | None = None

    @model_validator(mode="after")
    def _approve_wholly(self) -> Self:
        given = {self.approver is None, self.approved_on is None, self.review_by is None}
        if len(given) > 1:
            raise ValueError("approver, approved_on and review_by belong together: give all three or none")
        if self.approved_on and self.review_by and self.approved_on > self.review_by:
            raise ValueError("review_by is before approved_on")
        return self


class WarningsFile(Entry):
    """``content/<medicine>/warnings.toml``."""

    never_stop_alone: StrictBool = False
    warning: tuple[WarningEntry, ...]


class ParagraphEntry(BodyEntry):
    kind: Literal["paragraph"]


class ListEntry(BodyEntry):
    kind: Literal["list"]


class WarningRefEntry(Entry):
    kind: Literal["warning"]
    warning: Key
    rule: Key | None = None
    option: Key | None = None
    note: str | None = None


class FigureEntry(Entry):
    kind: Literal["figure"]
    id: Key
    drawing: Key
    alt: Text
    rule: Key | None = None
    option: Key | None = None
    note: str | None = None


class NoteEntry(Entry):
    kind: Literal["note"]
    id: Key
    title: Text | None = None
    pictogram: Key | None = None
    aside: StrictBool = False
    body: tuple[BodyEntry, ...] = Field(min_length=1)
    rule: Key | None = None
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
    rule: Key | None = None
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


class CheckedEntry(Entry):
    """A line about a country: who says so, when that was checked, and by when it must be checked again."""

    source: Text
    checked: date
    review: date

    @model_validator(mode="after")
    def _review_later(self) -> Self:
        if self.review <= self.checked:
            raise ValueError("review must be later than checked")
        return self


class ValueEntry(CheckedEntry):
    name: Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
    text: Text
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None


class RuleEntry(CheckedEntry):
    id: Key
    says: Text


class WordingEntry(CheckedEntry):
    british: Text
    here: Text


class CountryFile(Entry):
    """``content/countries/<CODE>.toml``."""

    id: CountryCode
    name: Text
    value: tuple[ValueEntry, ...] = Field(min_length=1)
    rule: tuple[RuleEntry, ...] = ()
    wording: tuple[WordingEntry, ...] = ()


class MedicineCountryFile(Entry):
    """``content/<medicine>/countries/<CODE>.toml``: what holds for the medicine in a country."""

    id: CountryCode
    rule: tuple[RuleEntry, ...] = ()


class KnownRuleEntry(Entry):
    """One rule that texts may depend on. group: of the rules that share it, a country has exactly one."""

    about: Text
    group: Key | None = None


class RulesFile(RootModel[dict[Key, KnownRuleEntry]]):
    """``content/rules.toml``: every rule there is."""


class CommonEntry(Entry):
    id: Key
    text: Text
    note: str | None = None


class CommonFile(Entry):
    """``content/common/messages.toml``: what a page says of itself; ``content/web/messages.toml``: the clinic's."""

    message: tuple[CommonEntry, ...]


class CodeEntry(Entry):
    """A code that other software knows the medicine by, what it says there, and where that was seen."""

    system: Literal["rxnorm", "snomed", "atc"]
    code: Annotated[str, Field(pattern=r"^[A-Z0-9]+$")]
    says: Text
    source: Text
    seen: date


class LeafletWordsEntry(Entry):
    """Words of an order that say which leaflet of the medicine is meant."""

    id: Key
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


class CodesFile(Entry):
    """``content/<medicine>/codes.toml``: how other software names the medicine."""

    id: Key
    names: Annotated[tuple[Text, ...], Field(min_length=1)]
    code: tuple[CodeEntry, ...] = ()
    leaflet: tuple[LeafletWordsEntry, ...] = ()
