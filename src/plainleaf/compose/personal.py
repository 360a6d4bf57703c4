"""The page for one patient and the words of a clinic, as frozen blocks. None of it is ever repeated in a finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from plainleaf.compose.model import Words
from plainleaf.content.model import Drawing
from plainleaf.content.personal import Raster


@dataclass(frozen=True, slots=True)
class Detail:
    """A label and what is written behind it; a line to write on where *value* is None."""

    label: Words
    value: Words | None = field(repr=False)

    @property
    def words(self) -> Words:
        """Label and value in one."""
        if self.value is None:
            return self.label
        return Words(self.label.id, (*self.label.spans, *self.value.spans))


@dataclass(frozen=True, slots=True)
class DoseCell:
    """One dose in words, and how many halves of a tablet are drawn above them: none for a liquid."""

    words: Words
    halves: int = 0


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What holds from a day on: the day and a dose for each time of day."""

    date: Words
    cells: tuple[DoseCell, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The page for one patient; a form to fill in by hand where there are no *rows*.

    strength: the sentence on what one tablet holds. In a form its values are BLANK, lines to write on.
    outline: the title without a name, for the outline that is shown beside every page. head: of the columns, the
    day's first. keep: not to change anything alone. private: what no finding may repeat.
    """

    title: Words = field(repr=False)
    outline: Words
    details: tuple[Detail, ...] = field(repr=False)
    strength: Words
    head: tuple[Words, ...]
    rows: tuple[PlanRow, ...] = field(repr=False)
    keep: Words
    next_appointment: Detail | None
    notes_title: Words
    notes: tuple[Words, ...]
    private: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_form(self) -> bool:
        """Whether it is filled in by hand."""
        return not self.rows


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code: its modules, a row of "0" and "1" for each line from the top, without the white around it."""

    modules: tuple[str, ...]
    alt: Words
    invitation: Words
    address: Words


@dataclass(frozen=True, slots=True)
class ClinicBlock:
    """Whom to call, and the letterhead. black: everything is printed in black ink."""

    heading: Words
    phone: Words
    hours: Detail | None
    code: QrCode | None
    name: Words
    address: tuple[Words, ...]
    logo: Drawing | Raster | None
    logo_alt: Words
    black: bool

    def texts(self) -> Iterator[Words]:
        """Yield every text in reading order."""
        yield from (self.heading, self.phone)
        if self.hours is not None:
            yield self.hours.words
        if self.code is not None:
            yield from (self.code.invitation, self.code.address)
        yield from (self.name, *self.address)


BLANK = "\u2007" * 8
"""What stands for a value that is written by hand: room for it, under which a line is drawn."""
