"""Draw lines of text so that readers give them back: operators for runs of glyphs, in logical order.

Left-to-right lines are drawn plainly. A line with right-to-left text carries zero-width marks that make
the direction of every run explicit, because poppler, pypdf, pdfium and MuPDF each guess it differently.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from plainleaf.layout.model import GlyphRun, Node, Text
from plainleaf.pdf.clusters import NEVER_DRAWN, Cluster, split_clusters
from plainleaf.pdf.fonts import EMPTY, EmbeddedFont
from plainleaf.pdf.objects import format_numbers

LRM, RLM, ALM, SHY = "\u200e", "\u200f", "\u061c", "\u00ad"
RTL_START = ALM
"""The only invisible character that puts pypdf into right-to-left state."""
LTR_START = LRM + SHY
"""Opens a left-to-right run with a neutral start: U+00AD is left-to-right for pypdf, U+200E for MuPDF."""
ANCHOR_STEP = 0.03
"""Points between the starts of the segments of one left-to-right run: pdfium sorts by them."""

Fonts = Callable[[GlyphRun], EmbeddedFont]


@dataclass(slots=True)
class _Shown:
    """A glyph ready to be shown. text is empty for marks."""

    font: EmbeddedFont
    glyph: int | tuple[int, tuple[tuple[int, int, int], ...]]
    mapped: str
    advance: float
    text: str


def draw_line(item: Text, fonts: Fonts) -> list[tuple[Node | None, str]]:
    """Return the operators of a line, cut where the structure element changes, in logical order."""
    runs = [run for run in item.line.runs if any(c not in NEVER_DRAWN for c in run.text)]
    if not item.line.rtl and not any(run.rtl for run in runs):
        draw = _draw_plain(item, runs, fonts)
    else:
        draw = _draw_mixed(item, runs, fonts)
    pieces = list(draw)
    done = []
    for node, group in groupby(pieces, key=lambda piece: piece[0]):
        operators = [operator for _, piece in group for operator in piece]
        done.append((node, "\n".join(("BT", *operators, "ET"))))
    return done


def _draw_plain(item: Text, runs: Sequence[GlyphRun], fonts: Fonts) -> Iterator[tuple[Node | None, list[str]]]:
    """Yield a left-to-right line: one string for each run, kerning as numbers between its pieces."""
    for run in runs:
        font = fonts(run)
        pieces: list[str] = []
        codes: list[str] = []
        pen = shaped = 0.0
        for cluster in split_clusters(run, bake_advance=False):
            shift = round(pen - shaped)
            if shift:
                pieces += [f"<{''.join(codes)}>"] if codes else []
                pieces.append(str(shift))
                codes, pen = [], pen - shift
            codes.append(f"{font.encode(cluster.glyph, cluster.text):04X}")
            pen += font.advance(cluster.glyph)
            shaped += cluster.advance
        if codes:
            pieces.append(f"<{''.join(codes)}>")
        if pieces:
            start = [_place(item.x + run.x, item.y), _set_font(font, run.size)]
            yield run.node, [*start, _show(pieces)]


def _place(x: float, y: float) -> str:
    return f"1 0 0 1 {format_numbers(x, y)} Tm"


def _set_font(font: EmbeddedFont, size: float) -> str:
    return f"/{font.name} {format_numbers(size)} Tf"


def _show(pieces: Sequence[str]) -> str:
    if len(pieces) == 1 and pieces[0].startswith("<"):
        return f"{pieces[0]} Tj"
    return f"[{''.join(pieces)}] TJ"


def _show_all(shown: Iterable[_Shown]) -> str:
    return f"<{''.join(f'{s.font.encode(s.glyph, s.mapped):04X}' for s in shown)}>"


def _draw_mixed(item: Text, runs: Sequence[GlyphRun], fonts: Fonts) -> Iterator[tuple[Node | None, list[str]]]:
    """Yield a line with right-to-left text: directional runs in logical order, glyphs from left to right."""
    previous: bool | None = None
    for rtl, group in groupby(runs, key=lambda run: run.rtl):
        members = list(group)
        if rtl:
            for run in members:
                yield from _draw_rtl_run(item, run, fonts(run), previous)
                previous = True
        else:
            yield from _draw_ltr_runs(item, members, fonts)
            previous = False


def _draw_rtl_run(
    item: Text, run: GlyphRun, font: EmbeddedFont, previous: bool | None
) -> Iterator[tuple[Node | None, list[str]]]:
    clusters = split_clusters(run, bake_advance=True)
    shown = [part for cluster in clusters for part in _map_rtl(cluster, run, font)]
    if not shown:
        return
    if previous is not None:
        _close_run_before(shown)
    # U+200E first: MuPDF breaks no line where the direction changes
    marks = (LRM if previous is not None else "") + RTL_START
    operators = [
        _place(item.x + run.x, item.y),
        _set_font(font, run.size),
        _show([_show_all([*_make_marks(font, marks), *shown])]),
    ]
    yield run.node, operators


def _map_rtl(cluster: Cluster, run: GlyphRun, font: EmbeddedFont) -> list[_Shown]:
    """Return a cluster of a right-to-left run with the text that reads back as its own, from left to right.

    A ligature of letters (lam-alef) is drawn by a glyph that says its last letter; the letters before it are
    said by empty glyphs that share its advance. Readers turn the characters of one glyph round with the run,
    and pdfium drops an empty glyph that has no width.
    """
    letters = _letters(cluster.text)
    if len(letters) == 1 or all(unicodedata.category(letter[0])[0] == "M" for letter in letters):
        return [_Shown(font, cluster.glyph, _map_text(cluster.text), cluster.advance, cluster.text)]
    whole = round(cluster.advance * run.face.upem / 1000)
    share = whole // len(letters)
    parts = ((cluster.glyph, 0, 0),) if isinstance(cluster.glyph, int) else cluster.glyph[1]
    drawn = (whole - share * (len(letters) - 1), parts)
    shown = [_Shown(font, drawn, letters[-1], font.advance(drawn), letters[-1])]
    for letter in reversed(letters[:-1]):
        shown.append(_Shown(font, (share, ()), letter, font.advance((share, ())), letter))
    return shown


def _letters(text: str) -> list[str]:
    """Return the characters of *text*, joiners with the one before them."""
    letters: list[str] = []
    for character in text:
        if letters and character in "\u200c\u200d":
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _map_text(text: str) -> str:
    """Return *text* with the marks that keep readers from mirroring or moving it."""
    if _is_bracket(text):  # pdfium mirrors neutrals after RTL, not those after U+200E
        return f"{RLM}{LRM}{text}{LRM}{RLM}"
    return RLM + text if _bidi_class(text[0]) in ("ES", "ET") else text  # else left-to-right for MuPDF


def _bidi_class(character: str) -> str:
    return unicodedata.bidirectional(character) or "L"


def _is_bracket(text: str) -> bool:
    """Tell whether *text* is one bracket or quotation mark of a mirrored pair, which readers mirror again."""
    return len(text) == 1 and unicodedata.category(text)[0] == "P" and bool(unicodedata.mirrored(text))


def _close_run_before(shown: Sequence[_Shown]) -> None:
    """Put U+200F after a neutral first character, so that poppler ends the left-to-right part before it."""
    first = next((s for s in reversed(shown) if s.text.strip()), None)
    if first is None or _is_bracket(first.text):
        return
    if _bidi_class(first.text[0]) not in ("R", "AL"):
        first.mapped += RLM


def _make_marks(font: EmbeddedFont, marks: str) -> list[_Shown]:
    return [_Shown(font, EMPTY, mark, 0.0, "") for mark in marks]


def _draw_ltr_runs(item: Text, runs: Sequence[GlyphRun], fonts: Fonts) -> Iterator[tuple[Node | None, list[str]]]:
    """Yield the left-to-right runs that stand together: number, unit, Latin name, though elements change.

    pdfium reverses the order of their letters, digits and neutrals in a right-to-left line after sorting
    by start: so each segment starts at an anchor at the right edge of the whole, falling by a hair.
    """
    segments = [segment for run in runs for segment in _cut_segments(run, fonts(run))]
    if not segments:
        return
    left, right = _edge_marks("".join(run.text for run in runs))
    first, last = segments[0], segments[-1]
    first[2][:0] = _make_marks(first[2][0].font, left)
    last[2].extend(_make_marks(last[2][0].font, right))
    edge = item.x + max(x + _width(shown, run.size) for run, x, shown in segments)
    for number, (run, x, shown) in enumerate(segments, start=1):
        font, at = shown[0].font, item.x + x
        if len(segments) == 1:
            start, pieces = at, [_show_all(shown)]
        else:
            start = edge - ANCHOR_STEP * number
            anchor = _show_all(_make_marks(font, RLM))
            back = round((start - at) * 1000 / run.size)
            forward = round((start - at - _width(shown, run.size)) * 1000 / run.size)
            pieces = [anchor, str(back), _show_all(shown), str(-forward), anchor]
        yield run.node, [_place(start, item.y), _set_font(font, run.size), _show(pieces)]


def _cut_segments(run: GlyphRun, font: EmbeddedFont) -> Iterator[tuple[GlyphRun, float, list[_Shown]]]:
    """Yield the parts of a left-to-right run that pdfium takes apart, each with its x."""
    x = run.x
    clusters = split_clusters(run, bake_advance=True)
    for _, group in groupby(clusters, key=lambda cluster: _segment_class(cluster.text[0])):
        shown = [_Shown(font, c.glyph, c.text, c.advance, c.text) for c in group]
        yield run, x, shown
        x += _width(shown, run.size)


def _segment_class(character: str) -> str:
    kind = _bidi_class(character)
    if kind == "L":
        return "strong"
    return "weak" if kind in ("EN", "AN", "NSM", "CS", "ES", "ET", "BN") else "neutral"


def _width(shown: Sequence[_Shown], size: float) -> float:
    return sum(s.font.advance(s.glyph) for s in shown) * size / 1000


def _edge_marks(text: str) -> tuple[str, str]:
    """Return the marks for the ends of a left-to-right run; none where the end says its direction itself."""
    visible = "".join(c for c in text if c not in NEVER_DRAWN).strip()
    if not visible:
        return "", ""
    first, last = visible[0], visible[-1]
    left = "" if _bidi_class(first) == "L" or "0" <= first <= "9" else LTR_START
    return left, "" if _bidi_class(last) in ("L", "EN", "AN") else LRM
