"""Layouts spoilt in one way each, to be written down and read back: a line moved, a picture shrunk ..."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from plainleaf.layout.model import Dot, Frame, Ink, Item, Layout, Line, Page, Picture, Rule, Text

Spoil = Callable[[Layout], Layout]

WARNING_LINE = "The drops are for your eyes only."
DOSE_LINE = "Put 1 drop"
ITEM = "you see flashes"
SIGN = "you have swallowed"
HEADING = "Do not swallow the drops"
DOWN = 27.0


def text_of(item: Item) -> str:
    """Return what *item* says; nothing where it is no line."""
    return "".join(run.text for run in item.line.runs) if isinstance(item, Text) else ""


def find(layout: Layout, start: str) -> tuple[int, Text]:
    """Return the page and the line that begins with *start*; the last of those that do."""
    found = [
        (number, item)
        for number, page in enumerate(layout.pages)
        for item in page.items
        if isinstance(item, Text) and text_of(item).startswith(start)
    ]
    return found[-1]


def change(layout: Layout, number: int, item: Item, *by: Item) -> Layout:
    """Return *layout* with *item* of page *number* (from 0) replaced."""
    page = layout.pages[number]
    items: list[Item] = []
    for each in page.items:
        items += by if each is item else (each,)
    return with_page(layout, number, replace(page, items=tuple(items)))


def with_page(layout: Layout, number: int, page: Page) -> Layout:
    """Return *layout* with another page *number*."""
    return replace(layout, pages=(*layout.pages[:number], page, *layout.pages[number + 1 :]))


def move(start: str, dx: float = 0.0, dy: float = 0.0) -> Spoil:
    """Return what moves the line that begins with *start*."""

    def spoil(layout: Layout) -> Layout:
        number, item = find(layout, start)
        return change(layout, number, item, replace(item, x=item.x + dx, y=item.y + dy))

    return spoil


def send(start: str, to: int, y: float) -> Spoil:
    """Return what puts the line that begins with *start* on another page."""

    def spoil(layout: Layout) -> Layout:
        number, item = find(layout, start)
        done = change(layout, number, item)
        page = done.pages[to]
        return with_page(done, to, replace(page, items=(*page.items, replace(item, y=y))))

    return spoil


def cut(item: Text, at: str) -> tuple[Text, Text]:
    """Return the line *item*, of one run, as two below each other, the second from *at* on."""
    (run,) = item.line.runs
    offset = run.text.index(at)
    halves = []
    for text, glyphs in (
        (run.text[:offset], tuple(g for g in run.glyphs if g.cluster < offset)),
        (run.text[offset:], tuple(g._replace(cluster=g.cluster - offset) for g in run.glyphs if g.cluster >= offset)),
    ):
        width = sum(glyph.advance for glyph in glyphs) * run.size / 1000
        halves.append(Line((replace(run, text=text, glyphs=glyphs, width=width),), width, item.line.rtl))
    first, second = halves
    return replace(item, line=first), replace(item, line=second, y=item.y - DOWN)


def break_line(start: str, at: str) -> Spoil:
    """Return what breaks the line that begins with *start* before *at*."""

    def spoil(layout: Layout) -> Layout:
        number, item = find(layout, start)
        return change(layout, number, item, *cut(item, at))

    return spoil


def set_columns(layout: Layout) -> Layout:
    """Put two paragraphs of two lines each beside each other."""
    number, dose = find(layout, DOSE_LINE)
    layout = change(layout, number, dose, *cut(dose, "each eye"))
    number, law = find(layout, "It is against")
    head, rest = cut(law, "to drive")
    right = [replace(part, x=330.0, y=part.y - law.y + dose.y + DOWN / 2) for part in (head, rest)]
    _, last = find(layout, "the drops.")
    layout = change(layout, number, last, replace(last, x=330.0, y=dose.y - 1.5 * DOWN))
    return change(layout, number, law, *right)


def justify(layout: Layout) -> Layout:
    """Stretch the word spaces of the first line of a warning to the edge of the column."""
    number, item = find(layout, WARNING_LINE)
    (run,) = item.line.runs
    blanks = run.text.rstrip().count(" ")
    extra = 15.0 / blanks * 1000 / run.size
    glyphs = tuple(g._replace(advance=g.advance + extra) if run.text[g.cluster] == " " else g for g in run.glyphs)
    line = replace(item.line, runs=(replace(run, glyphs=glyphs),))
    return change(layout, number, item, replace(item, line=line))


def shrink_letters(layout: Layout) -> Layout:
    """Set one line a hair below the smallest size, its letters still high enough."""
    number, item = find(layout, DOSE_LINE)
    runs = tuple(replace(run, size=15.9) for run in item.line.runs)
    return change(layout, number, item, replace(item, line=replace(item.line, runs=runs)))


def change_pictures(by: Callable[[Picture], Picture]) -> Spoil:
    """Return what changes the first picture of page 1 that has no meaning of its own."""

    def spoil(layout: Layout) -> Layout:
        picture = next(i for i in layout.pages[0].items if isinstance(i, Picture) and i.node is None)
        return change(layout, 0, picture, by(picture))

    return spoil


def _pale(item: Item) -> Item:
    return replace(item, ink=Ink(0.8, 0.8, 0.8)) if isinstance(item, Rule | Frame) else item


def pale_rules(layout: Layout) -> Layout:
    """Draw the rules of all pages in light grey."""
    return replace(layout, pages=tuple(replace(p, items=tuple(map(_pale, p.items))) for p in layout.pages))


def paint_dark_on_dark(layout: Layout) -> Layout:
    """Draw a blue line on a black bar: two colours on paper, one in black and white."""
    page = layout.pages[2]
    bars = Rule(100.0, 200.0, 300.0, 200.0, 12.0), Rule(120.0, 200.0, 180.0, 200.0, 5.0, Ink(0.1, 0.1, 0.4))
    return with_page(layout, 2, replace(page, items=(*page.items, *bars)))


def paint_white_on_dark(layout: Layout) -> Layout:
    """Draw a white line on a black bar: a knock-out."""
    page = layout.pages[2]
    bars = Rule(100.0, 200.0, 300.0, 200.0, 12.0), Rule(120.0, 200.0, 180.0, 200.0, 5.0, Ink(1.0, 1.0, 1.0))
    return with_page(layout, 2, replace(page, items=(*page.items, *bars)))


def overlap_margin(layout: Layout) -> Layout:
    """Draw a rule into the margin."""
    page = layout.pages[2]
    return with_page(layout, 2, replace(page, items=(*page.items, Rule(40.0, 150.0, 200.0, 150.0, 1.0))))


def underline(layout: Layout) -> Layout:
    """Draw a thin rule right below a line."""
    number, item = find(layout, DOSE_LINE)
    rule = Rule(item.x, item.y - 3, item.x + 60, item.y - 3, 0.75)
    return change(layout, number, item, item, rule)


def strike_out(layout: Layout) -> Layout:
    """Draw a thin rule through a line."""
    number, item = find(layout, DOSE_LINE)
    rule = Rule(item.x, item.y + 5, item.x + 60, item.y + 5, 0.75)
    return change(layout, number, item, item, rule)


def strand_heading(layout: Layout) -> Layout:
    """Leave the first heading of page 3 behind at the foot of page 2."""
    return _send_all(layout, ("2 ", "Side effects"), 1, 110.0)


def _send_all(layout: Layout, starts: Iterable[str], to: int, y: float) -> Layout:
    for start in starts:
        layout = send(start, to, y)(layout)
    return layout


def split_item(layout: Layout) -> Layout:
    """Put the second half of an item of a list overleaf."""
    number, item = find(layout, SIGN)
    head, rest = cut(item, "the drops")
    done = change(layout, number, item, head)
    page = done.pages[2]
    return with_page(done, 2, replace(page, items=(*page.items, replace(rest, y=180.0))))


def send_last_row(layout: Layout) -> Layout:
    """Put the last short warning on page 2."""
    layout = send("Call 0 11 22 33 now ", 1, 115.0)(layout)
    return send("if you suddenly", 1, 100.0)(layout)


def drop_bullet_ink(layout: Layout) -> Layout:
    """Draw the bullets of the last page over the words of their items."""
    number, item = find(layout, ITEM)
    dot = next(i for i in layout.pages[number].items if isinstance(i, Dot))
    return change(layout, number, item, item, replace(dot, x=item.x + 20, y=item.y + 5))


LAYOUTS: tuple[tuple[str, Spoil, set[str]], ...] = (
    ("one line is set too small", shrink_letters, {"V201"}),
    ("one line is nearer to the one above", move("them, call", dy=1.0), {"V203"}),
    ("the lines of a heading are too close", break_line("Side effects", "effects"), {"V203"}),
    ("a line is struck out", strike_out, {"V205"}),
    ("a bullet covers its words", drop_bullet_ink, {"V205"}),
    ("two lines are printed over each other", move(DOSE_LINE, dy=-50.0), {"V205"}),
    ("a line is underlined", underline, {"V207"}),
    ("a line begins further in", move("them, call", dx=6.0), {"V209"}),
    ("a line is stretched", justify, {"V209"}),
    ("a line ends inside a word", break_line(DOSE_LINE, "rning"), {"V210"}),
    ("two columns", set_columns, {"V211"}),
    ("a heading is left behind", strand_heading, {"V212"}),
    ("an item is split over pages", split_item, {"V212"}),
    ("a line is left alone overleaf", send("the drops.", 2, 180.0), {"V212"}),
    ("the card is split over pages", send("Take the bottle", 2, 180.0), {"V212"}),
    ("a row of a table is split over pages", send("Stinging eyes", 1, 115.0), {"V212"}),
    ("a row of the key block stands overleaf", send_last_row, {"V111", "V212"}),
    ("a warning is split over pages", send("them, call", 2, 180.0), {"V212"}),
    ("a telephone number is cut", break_line("them, call", "22 33"), {"V213"}),
    ("a picture is too small", change_pictures(lambda p: replace(p, width=9.0, height=9.0)), {"V224"}),
    ("a picture stands by itself", change_pictures(lambda p: replace(p, x=400.0, y=110.0)), {"V224"}),
    ("pale rules", pale_rules, {"V225"}),
    ("blue on black", paint_dark_on_dark, {"V225"}),
    ("white on black is no fault", paint_white_on_dark, set()),
    ("a rule in the margin", overlap_margin, {"V226"}),
    ("a line runs into the margin", move("It is against", dx=60.0), {"V209", "V226"}),
)
"""What is wrong, how it is done to the English sample, and exactly the codes that must come of it."""
