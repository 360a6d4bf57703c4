"""The doses: one grid of days and times of day, or a table for each day where its columns would be too narrow."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plainleaf.compose.model import Span, Words
from plainleaf.compose.personal import DoseCell, PlanPage
from plainleaf.content.personal import TIMES
from plainleaf.content.settings import POINTS_PER_MM
from plainleaf.layout.blocks import Set
from plainleaf.layout.column import Column, baseline
from plainleaf.layout.flow import Slice, glue, merge
from plainleaf.layout.model import Item, Node, Rule

HEAD_RULE, ROW_RULE = 2.25, 0.75  # VISUAL, Rules
DATE_COLUMN = 0.23  # of the live width: VISUAL, Personal plan
DOSE_COLUMN = 0.47  # of the live width, in row form: VISUAL, Personal plan
TABLET = 1.5  # of the text size: VISUAL, Personal plan
MOST_DRAWN = 3
_ROUNDING = 0.01
"""Points that a column is wider than its longest word, which a sum of floats may else not fit."""
FORM_ROW = 18 * POINTS_PER_MM  # VISUAL, Personal plan
FORM_ROWS, FORM_TABLES = 5, 2
LARGEST_GRID = 20.0
"""Points of body text: above, columns are so narrow that every plan has row form (VISUAL, Personal plan: giant)."""


def lay_out_grid(plan: PlanPage, column: Column, repeat: tuple[Slice, ...]) -> Set:
    """Return the doses of *plan*, or empty cells to fill in by hand. repeat: what pages it goes on to begin with."""
    for tried in (plan, _loosen_days(plan)):
        geometry = _measure(tried, column)
        if geometry is not None:
            return _Grid(tried, column, geometry, repeat).lay_out()
    return _RowForm(plan, column, repeat).lay_out()


def _loosen_days(plan: PlanPage) -> PlanPage:
    """Return *plan* with days whose lines may end between day and month, too."""
    loose = (replace(row, date=replace(row.date, spans=tuple(map(_loosen, row.date.spans)))) for row in plan.rows)
    return replace(plan, rows=tuple(loose))


def _loosen(span: Span) -> Span:
    return replace(span, text=span.text.replace("\u00a0", " "))


@dataclass(frozen=True, slots=True)
class _Geometry:
    """Where the columns' text begins, how wide it may be, and where the lines between the columns are."""

    texts: tuple[tuple[float, float], ...]
    lines: tuple[float, ...]


def _measure(plan: PlanPage, column: Column) -> _Geometry | None:
    """Return the columns; None where a word does not fit its own.

    Days have 23 % of the width, or as much as they need and leave.
    """
    style, u, width = column.styles.body, column.unit, column.live_width
    if min(face.size for face in style.regular) > LARGEST_GRID:
        return None
    times = [*plan.head[1:], *(cell.words for row in plan.rows for cell in row.cells)]
    days = [plan.head[0], *(row.date for row in plan.rows)]
    need = max(column.widest_word(words, style) for words in days) + 2 * u
    widest_word = max(column.widest_word(words, style) for words in times)
    dose_need = max(widest_word + 2.5 * u + _ROUNDING, _widest_drawing(plan, column) + 2 * u)
    day = max(need, min(DATE_COLUMN * width, width - 4 * dose_need))
    dose = (width - day) / 4
    if dose < dose_need:
        return None
    edges = [column.start + day + index * dose for index in range(4)]
    texts = ((column.start, day - 2 * u), *((edge + 2 * u, dose - 2.5 * u) for edge in edges))
    return _Geometry(texts, tuple(edges))


def _widest_drawing(plan: PlanPage, column: Column) -> float:
    """Return the width of the longest row of drawn tablets, which have white around them in the drawing."""
    most = max((len(_tablets(cell)) for row in plan.rows for cell in row.cells), default=0)
    return most * _tablet_size(column)


def _tablet_size(column: Column) -> float:
    return TABLET * min(face.size for face in column.styles.body.regular)


def _tablets(cell: DoseCell) -> tuple[str, ...]:
    """Return the drawings above a dose: whole tablets, then a half; none where there would be too many to count."""
    whole, half = divmod(cell.halves, 2)
    names = ("tablet",) * whole + ("half-tablet",) * half
    return names if len(names) <= MOST_DRAWN else ()


def _draw_tablets(cell: DoseCell, column: Column, start: float, top: float) -> list[Item]:
    size = _tablet_size(column)
    names = enumerate(_tablets(cell))
    return [column.picture(name, start + index * size, top, size) for index, name in names]


def _paragraph_in(cell: Node) -> Node:
    paragraph = Node("P")
    cell.children = (paragraph,)
    return paragraph


def _lines(column: Column, words: Words, at: tuple[float, float], top: float, cell: Node) -> tuple[list[Item], float]:
    """Return *words* in a column of the grid below *top*, and their lower edge."""
    style = column.styles.body
    lines = column.set_lines(words, style, at[1], _paragraph_in(cell))
    items: list[Item] = [
        column.text(line, at[0], top - baseline(style) - index * style.leading) for index, line in enumerate(lines)
    ]
    return items, top - len(lines) * style.leading


class _Grid:
    """Rows are days, columns the times of day."""

    def __init__(self, plan: PlanPage, column: Column, geometry: _Geometry, repeat: tuple[Slice, ...]) -> None:
        self._plan, self._column, self._geometry, self._repeat = plan, column, geometry, repeat

    def lay_out(self) -> Set:
        head, head_node = self._head()
        if self._plan.is_form:
            made = [self._row_to_fill(number) for number in range(1, FORM_ROWS + 1)]
        else:
            made = [self._row(number) for number in range(1, len(self._plan.rows) + 1)]
        made[-1] = self._foot(made[-1][0]), made[-1][1]
        slices = [head]
        for index, (part, _) in enumerate(made):
            glued = index == 0 or index == len(made) - 1  # no row stands on a page alone
            slices.append(replace(part, glued=glued, repeat=(*self._repeat, head)))
        body = Node("TBody", tuple(node for _, node in made))
        return Set(tuple(slices), (Node("Table", (Node("THead", (head_node,)), body)),))

    def _head(self) -> tuple[Slice, Node]:
        """Return the head: a pictogram over each time of day, all words on one line of the grid."""
        column, u = self._column, self._column.unit
        cells = tuple(
            Node("TH", id=f"plan/{name}", attributes={"Table": {"Scope": "Column"}}) for name in ("from", *TIMES)
        )
        icon = column.profile.icon
        top = -HEAD_RULE - 2 * u - icon - 0.5 * u
        items: list[Item] = [column.rule(0.0, HEAD_RULE)]
        lowest = top
        for words, at, cell in zip(self._plan.head, self._geometry.texts, cells, strict=True):
            made, low = _lines(column, words, at, top, cell)
            items += made
            lowest = min(lowest, low)
        for name, (start, _) in zip(TIMES, self._geometry.texts[1:], strict=True):
            items.append(column.picture(name, start, -HEAD_RULE - 2 * u, icon))
        bottom = lowest - 2 * u
        items += [column.rule(bottom, HEAD_RULE), *self._uprights(0.0, bottom - HEAD_RULE)]
        return Slice(HEAD_RULE - bottom, tuple(items)), Node("TR", cells)

    def _uprights(self, top: float, bottom: float) -> list[Item]:
        """Return the lines between the columns."""
        lefts = [self._column.left(edge, 0.0) for edge in self._geometry.lines]
        return [Rule(left, top, left, bottom, ROW_RULE) for left in lefts]

    def _cells(self, number: int) -> tuple[Node, ...]:
        """Return the cells of a row: its day, which is a header, and a dose for each time, which names both headers."""
        day = Node("TH", id=f"plan/step-{number}", attributes={"Table": {"Scope": "Row"}})
        doses = (Node("TD", attributes={"Table": {"Headers": (f"plan/step-{number}", f"plan/{t}")}}) for t in TIMES)
        return day, *doses

    def _row(self, number: int) -> tuple[Slice, Node]:
        column, u, row = self._column, self._column.unit, self._plan.rows[number - 1]
        cells = self._cells(number)
        top = -2 * u
        drawn = any(_tablets(cell) for cell in row.cells)
        words_top = top - (_tablet_size(column) if drawn else 0.0)
        texts = self._geometry.texts
        items, lowest = _lines(column, row.date, texts[0], top, cells[0])
        for cell, at, node in zip(row.cells, texts[1:], cells[1:], strict=True):
            made, low = _lines(column, cell.words, at, words_top, node)
            items += [*made, *_draw_tablets(cell, column, at[0], top)]
            lowest = min(lowest, low)
        return self._ruled(lowest - 2 * u, items), Node("TR", cells)

    def _row_to_fill(self, number: int) -> tuple[Slice, Node]:
        return self._ruled(-FORM_ROW, []), Node("TR", self._cells(number))

    def _ruled(self, bottom: float, items: list[Item]) -> Slice:
        rule = self._column.rule(bottom, ROW_RULE)
        return Slice(ROW_RULE - bottom, (*items, *self._uprights(0.0, bottom), rule))

    def _foot(self, part: Slice) -> Slice:
        """Return the last row with the heavier rule below it."""
        height = part.height - ROW_RULE
        rule = self._column.rule(-height, HEAD_RULE)
        return replace(part, height=height + HEAD_RULE, items=(*part.items[:-1], rule))


class _RowForm:
    """A table for each day, its rows the times of day."""

    def __init__(self, plan: PlanPage, column: Column, repeat: tuple[Slice, ...]) -> None:
        self._plan, self._column, self._repeat = plan, column, repeat
        self._time_start = column.start + column.profile.icon + 3 * column.unit
        self._dose_start = self._find_dose_start()

    def _find_dose_start(self) -> float:
        """Return where doses begin: at 53 % of the width, or where the longest word for a time of day ends, if doses
        have room after it."""
        plan, column = self._plan, self._column
        style, margin = column.styles.body, column.width - column.profile.margin
        usual = column.start + (1 - DOSE_COLUMN) * column.live_width
        longest = max(column.widest_word(words, style) for words in plan.head[1:])
        needed = self._time_start + longest + 2 * column.unit
        doses = [column.widest_word(cell.words, style) for row in plan.rows for cell in row.cells]
        room = margin - max((_widest_drawing(plan, column), *doses))
        return max(usual, min(needed, room))

    def lay_out(self) -> Set:
        slices: list[Slice] = []
        nodes: list[Node] = []
        for number in range(1, (len(self._plan.rows) or FORM_TABLES) + 1):
            heading = Node("H3")
            rows = [self._row(number, time) for time in range(len(TIMES))]
            foot = self._column.rule(-rows[-1][0].height, HEAD_RULE)
            last = rows[-1][0]
            last = replace(last, height=last.height + HEAD_RULE, items=(*last.items, foot))
            parts = glue((self._heading(number, heading), *(part for part, _ in rows[:-1]), last))
            before = 4 * self._column.unit if slices else 0.0
            slices.extend((replace(parts[0], before=before, repeat=self._repeat), *parts[1:]))
            nodes += [heading, Node("Table", (Node("TBody", tuple(node for _, node in rows)),))]
        return Set(tuple(slices), tuple(nodes))

    def _heading(self, number: int, node: Node) -> Slice:
        """Return "From" and the day."""
        column = self._column
        label = self._plan.head[0]
        spans = label.spans
        if not self._plan.is_form:
            day = self._plan.rows[number - 1].date
            spans = (*spans, *Words(day.id, (replace(label.spans[-1], text=" "),)).spans, *day.spans)
        words = Words(label.id, spans)
        lines = column.paragraph(
            words, column.styles.heading, node, start=column.start, width=column.live_width, balanced=True
        )
        return merge([*lines, Slice(0.5 * column.unit, ())])

    def _row(self, number: int, time: int) -> tuple[Slice, Node]:
        column, u = self._column, self._column.unit
        icon = column.profile.icon
        head = Node("TH", id=f"plan/step-{number}-{TIMES[time]}", attributes={"Table": {"Scope": "Row"}})
        dose_node = Node("TD", attributes={"Table": {"Headers": (f"plan/step-{number}-{TIMES[time]}",)}})
        at = (self._dose_start, column.width - column.profile.margin - self._dose_start)
        dose, depth = self._dose(number, time, at, dose_node)
        width = self._dose_start - self._time_start - 2 * u
        words, low = _lines(column, self._plan.head[time + 1], (self._time_start, width), 0.0, head)
        height = max(depth, -low, icon) + 4 * u
        if self._plan.is_form:
            height = max(height, FORM_ROW)
        items: list[Item] = [column.rule(0.0, HEAD_RULE if time == 0 else ROW_RULE)]
        items += merge([Slice((height + low) / 2, ()), Slice(-low, tuple(words))]).items
        items += merge([Slice((height - depth) / 2, ()), Slice(depth, tuple(dose))]).items
        items.append(column.picture(TIMES[time], column.start, -(height - icon) / 2, icon))
        return Slice(height, tuple(items)), Node("TR", (head, dose_node))

    def _dose(self, number: int, time: int, at: tuple[float, float], node: Node) -> tuple[list[Item], float]:
        """Return tablets over words, and their height."""
        if self._plan.is_form:
            return [], 0.0
        cell = self._plan.rows[number - 1].cells[time]
        top = -_tablet_size(self._column) if _tablets(cell) else 0.0
        items, low = _lines(self._column, cell.words, at, top, node)
        return [*items, *_draw_tablets(cell, self._column, at[0], 0.0)], -low
