"""The shape of ``review.toml``, ``glossary.toml`` and the files about letters and words, checked by pydantic."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

Text = Annotated[str, Field(min_length=1)]
Words = tuple[Text, ...]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Entry(BaseModel):
    """What all entries share: they never change, and a key we do not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class SignatureEntry(Entry):
    """Somebody who answers for a text."""

    name: Text
    role: Text
    organisation: Text
    date: date


class ApprovalEntry(SignatureEntry):
    """A qualified person who reads the language, and the last day on which the approval counts."""

    role: Literal["doctor", "nurse", "pharmacist"]
    reads_language: Literal[True]
    until: date


class AcknowledgementEntry(Entry):
    """A false alarm of a check, and who says so."""

    code: Annotated[str, Field(pattern=r"^T1\d\d$")]
    reason: Text
    name: Text
    date: date


class ReviewEntry(Entry):
    """One message. origin: how the draft came about; method: in a few words."""

    id: Text
    hash: Hash
    origin: Literal["machine", "human", "official"]
    method: Text | None = None
    back_translation: Text | None = None
    translated: SignatureEntry | None = None
    reviewed: SignatureEntry | None = None
    approved: ApprovalEntry | None = None
    acknowledged: tuple[AcknowledgementEntry, ...] = ()


class ReviewFile(Entry):
    """``locales/<lang>/review.toml``."""

    message: tuple[ReviewEntry, ...] = ()


class TermEntry(Entry):
    """One ``[[terms]]`` of a glossary: what the English says, and what may stand for it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    english: Words = Field(min_length=1)
    stems: Words = Field(min_length=1)
    required: bool = False


class GlossaryEntry(Entry):
    """``locales/<tag>/glossary.toml``."""

    negation: Words = ()
    latin_words: Words = ()
    letters: str = ""
    medicines: dict[str, Words] = {}
    units: dict[str, Words] = {}
    terms: tuple[TermEntry, ...] = ()


class AlphabetEntry(Entry):
    """One language of ``content/alphabets.toml``."""

    decimal: Annotated[str, Field(pattern=r"^[.,]$")]
    letters: str = ""
    rare: str = ""


class AlphabetsEntry(RootModel[dict[str, AlphabetEntry]]):
    """``content/alphabets.toml``, by language."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class UnitsEntry(RootModel[dict[str, dict[str, Words]]]):
    """``content/units.toml``, by language and our name for the unit."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class NegationEntry(RootModel[dict[str, Words]]):
    """``content/negation.toml``, by language."""

    model_config = ConfigDict(frozen=True, defer_build=True)
