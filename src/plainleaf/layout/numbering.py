"""Numbers in the margin of a leaflet in two languages: each stands beside the first line of its passage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plainleaf.compose.model import Span
from plainleaf.content.settings import FontShelf, Profile
from plainleaf.faces import open_face
from plainleaf.languages import Language
from plainleaf.layout.flow import Slice
from plainleaf.layout.model import Line, Node, Text
from plainleaf.layout.text import SizedFace, TextStyle, break_lines, shape_words

DIGITS = 3
"""Of the highest number there is room for."""
DIGIT_WIDTH = 0.572  # em: the tabular digits of Noto Sans Medium
_WIDE = 1000.0
"""Points: wider than any number."""
GAP = 2
"""Units between a number and what stands beside it."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the passages of one language are numbered.

    numbers: by message. room: width of the column of numbers with its gap, in points; 0 where they stand in the rail.
    page_number: from how many
    sides of this language a side is, counted from 1, to the number of its page. starts: the message that each leaf of
    the structure holds; filled while text is set.
    """

    numbers: Mapping[str, int]
    style: TextStyle
    room: float
    gap: float
    page_number: Callable[[int], int]
    starts: dict[Node, str] = field(default_factory=dict)

    def note(self, message: str, nodes: Sequence[Node | None]) -> None:
        """Remember which message the leaves *nodes* hold."""
        for node in nodes:
            if node is not None:
                self.starts.setdefault(node, message)

    def find(self, line: Line) -> int | None:
        """Return the number of the passage that *line* belongs to; None where it has none."""
        messages = (self.starts.get(run.node) for run in line.runs if run.node is not None)
        return next((self.numbers[message] for message in messages if message and message in self.numbers), None)

    def set_number(self, number: int) -> Line:
        """Return *number* as a line that belongs to no structure element: its text is what is read aloud.

        In the same digits on both sides, those of the doses in the text: staff must be able to find it again.
        """
        return break_lines(shape_words((Span(str(number)),), self.style, (None,)), _WIDE)[0]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A slice and the numbers that begin in it, in reading order."""

    slice: Slice
    numbers: tuple[int, ...]


def number_room(profile: Profile) -> float:
    """Return the width of the column of numbers with its gap, in points."""
    return DIGITS * DIGIT_WIDTH * profile.limits.smallest_text + GAP * profile.unit


def open_numbering(
    numbers: Mapping[str, int],
    profile: Profile,
    language: Language,
    shelf: FontShelf,
    page_number: Callable[[int], int],
) -> Numbering:
    """Return the numbering of a language, in the smallest text that *profile* allows: numbers are found, not read."""
    latin = shelf.for_script("Latn")
    size = profile.limits.smallest_text
    faces = (SizedFace(open_face(latin.regular), size),)
    style = TextStyle(faces, faces, 0, language, 1.5 * size)
    return Numbering(numbers, style, number_room(profile), GAP * profile.unit, page_number)


def number_slices(
    slices: Sequence[Slice], numbering: Numbering, place: Callable[[Line, float, float], Text], end: float
) -> tuple[Numbered, ...]:
    """Return *slices* with a number beside the first line of each passage that has one.

    place: puts a line at a distance from the start edge of the page and on a baseline. end: distance
    from there at which numbers end.
    """
    seen: set[int] = set()
    made = []
    for part in slices:
        labels = tuple(_labels(part, numbering, seen, place, end))
        items = (*(text for _, text in labels), *part.items)
        made.append(Numbered(replace(part, items=items), tuple(number for number, _ in labels)))
    return tuple(made)


def _labels(
    part: Slice,
    numbering: Numbering,
    seen: set[int],
    place: Callable[[Line, float, float], Text],
    end: float,
) -> Iterator[tuple[int, Text]]:
    for item in part.items:
        number = numbering.find(item.line) if isinstance(item, Text) else None
        if isinstance(item, Text) and number is not None and number not in seen:
            seen.add(number)
            line = numbering.set_number(number)
            yield number, place(line, end - line.width, item.y)
