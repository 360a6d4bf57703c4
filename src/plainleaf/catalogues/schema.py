"""The shape of the files about a language, checked by pydantic: unknown keys refused, all faults at once."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

Text = Annotated[str, Field(min_length=1)]
Words = tuple[Text, ...]


class Entry(BaseModel):
    """What all entries share: they never change, and a key we do not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


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


class NegationEntry(RootModel[dict[str, Words]]):
    """``content/negation.toml``, by language."""

    model_config = ConfigDict(frozen=True, defer_build=True)
