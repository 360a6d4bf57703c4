"""The shape of ``locales/<lang>/review.toml``, checked by pydantic: unknown keys refused."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
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
