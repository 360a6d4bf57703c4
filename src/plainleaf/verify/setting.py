"""Checks of lines and columns: how far apart, how long, where they begin and where they may end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, groupby

from plainleaf.compose.model import Leaflet, Words, block_words
from plainleaf.findings import Finding
from plainleaf.verify.font import FontFacts
from plainleaf.verify.lines import Block, Line
from plainleaf.verify.measured import Measured, page_error, quote
from plainleaf.verify.normal import CONTROLS

_ROUNDING = 0.004
"""Of the ratio of two lengths of three decimals."""
_EDGE = 0.5
"""Points by which the edges of lines may differ: no eye sees less."""
FIGURE_SPACE = "\u2007"
"""What room to write on is made of; no sentence has any."""
_GAP = 0.05
"""In em: word spaces that differ by more between lines have been stretched."""
_FEWEST_LINES = 8
"""Full lines of running text whose mean says something of the column."""
_COUNTED_SCRIPTS = frozenset({"Latn", "Cyrl", "Grek"})
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uff9f"
"""Thai, Lao, Khmer, Burmese and Chinese or Japanese writing, which put no blanks between words."""
_BETWEEN_UNSPACED = re.compile(rf"[{_UNSPACED}]\n|\n[{_UNSPACED}]")
_BETWEEN_WORDS = re.compile(r"\s\n|\n\s|[-‐–—/…]\n|\n[(\[]")
_HYPHENED = re.compile(r"(\w+[-‐])\n(\w+)")
_UNIT = r"(?:mg|mcg|micrograms?|milligrams?|g|kg|ml|mL|millilitres?|µg|μg|мг|мкг|мл|г|кг|%|°C|°F)(?!\w)"
_SPLIT_NUMBER = re.compile(rf"\d\s*\n\s*(?:\d|{_UNIT})|\+\s*\n\s*\d")
_NOT_FULL_WIDTH = r"[^\u2e80-\u9fff\uff00-\uff60]"
_JUSTIFIED = "is justified"
_NOT_RUNNING = ("TD", "TH", "Figure", "Caption", "LI", "LBody", "Lbl")


def check_line_spacing(measured: Measured) -> Iterator[Finding]:
    """V203: the lines of a block are as far apart as the profile and the script demand.

    Why: in narrow lines the eye slips to the wrong one. Source: P03; ACB and US Access Board (1.5); the natural
    leading of the face, below which tall scripts touch. A heading in a script whose sizes the profile names is
    held to heading_line_spacing alone: they were set by the ink of its letters (1.30 em in Vazirmatn), while the
    natural leading (1.56) leaves room for stacked marks, which headings do not have.
    """
    limits = measured.limits
    named = measured.leaflet is not None and measured.leaflet.language.script in measured.profile.scripts
    for block in measured.blocks:
        least = limits.heading_line_spacing if block.is_heading else limits.line_spacing
        for upper, lower in block.pairs():
            ratio = (upper.y - lower.y) / lower.size
            floor = 0.0 if block.is_heading and named else natural_leading(measured, lower)
            if upper.page == lower.page and ratio < max(least, floor) - _ROUNDING:
                message = f"{quote(lower.text)} is {ratio:.2f} of its size below the line above"
                yield page_error("V203", message, lower.page + 1, "raise the leading in the profile")


def natural_leading(measured: Measured, line: Line) -> float:
    """Return the leading of the tallest face in *line*, in its size."""
    known = [(measured.typefaces.get(run.font.name), run.size) for run in line.runs if run.font and not run.blank]
    return max((face.leading * size / line.size for face, size in known if face), default=0.0)


def check_line_length(measured: Measured) -> Iterator[Finding]:
    """V204: no line of an alphabet has more than most_characters, nor running text fewer than fewest_characters.

    Why: the way back to the next line is lost after a long one, the sense in short ones. Source: P04; RNIB
    Clear Print. Cells, items and short warnings are no running text; nor is the last line of a paragraph.
    """
    if measured.leaflet is None or measured.leaflet.language.script not in _COUNTED_SCRIPTS:
        return
    limits, full = measured.limits, list[int]()
    for block in measured.blocks:
        for line in block.lines:
            if len(line.text.strip()) > limits.most_characters:
                yield page_error("V204", f"{quote(line.text)} has {len(line.text.strip())} characters", line.page + 1)
        if block.tag == "P" and not block.inside(*_NOT_RUNNING) and not _is_short_warning(block):
            full += [len(line.text.strip()) for line in block.lines[:-1]]
    if len(full) >= _FEWEST_LINES and sum(full) / len(full) < limits.fewest_characters:
        mean = sum(full) / len(full)
        yield page_error(
            "V204", f"lines have {mean:.0f} characters on average", 1, "take larger paper, or a smaller size"
        )


def _is_short_warning(block: Block) -> bool:
    """Tell whether *block* is a row of the key block or part of the card, set apart line by line."""
    ids = [element.id or "" for element in (*block.path, block.element) if element is not None]
    return any(id == "card" or id.startswith("short/") for id in ids)


def check_alignment(measured: Measured) -> Iterator[Finding]:
    """V209: the lines of a block begin at one edge, end at none, and have even word spaces.

    Why: the eye comes back to where it expects the next line. Source: P09; UKAAF G003, NHS service manual. A
    number that hangs before a heading's first line does not count: it stands outside the column on purpose. Nor does
    a line that begins with room to write on: there is nothing to see of its edge but the line below.
    """
    for block in measured.blocks:
        for page, group in groupby(block.lines, key=lambda line: line.page):
            lines = [line for line in group if not _begins_with_room(line)]
            if len(lines) > 1:
                fault = _misaligned(_without_hanging_number(block, lines), measured.rtl)
                if fault == _JUSTIFIED and _is_on_grid(lines):
                    continue
                if fault:
                    yield page_error("V209", f"{quote(lines[0].text)} {fault}", page + 1)


def _begins_with_room(line: Line) -> bool:
    return line.text.startswith(FIGURE_SPACE)


def _without_hanging_number(block: Block, lines: list[Line]) -> list[tuple[float, float]]:
    """Return the edges of *lines*, the first without a number in an element of its own."""
    edges = [(line.left, line.right) for line in lines]
    runs = [run for run in lines[0].runs if not run.blank]
    if block.is_heading and len(runs) > 1 and CONTROLS.sub("", runs[0].text).strip().isdigit():
        edges[0] = min(run.left for run in runs[1:]), max(run.right for run in runs[1:])
    return edges


def _misaligned(edges: list[tuple[float, float]], rtl: bool) -> str:
    starts = [right if rtl else left for left, right in edges]
    ends = [left if rtl else right for left, right in edges[:-1]]
    if max(starts) - min(starts) > _EDGE:
        return "has lines that do not begin below each other"
    if len(ends) > 2 and max(ends) - min(ends) < _EDGE / 5:
        return _JUSTIFIED
    return ""


def _is_on_grid(lines: list[Line]) -> bool:
    """Tell whether *lines* end at one edge because each holds as many characters of one width (as in Chinese)."""
    full = [re.sub(_NOT_FULL_WIDTH, "", line.text) for line in lines[:-1]]
    return (
        all(line.text.strip() == text for line, text in zip(lines, full, strict=False)) and len({*map(len, full)}) == 1
    )


def check_word_spaces(measured: Measured) -> Iterator[Finding]:
    """V209, too: the spaces between words are the same in all lines of a block, where they are of one font and script.

    Why: stretched spaces run down the page as white rivers. Source: P09; UKAAF G003, never justified.
    """
    for block in measured.blocks:
        for means in _mean_gaps(block).values():
            (narrow, _), (wide, line) = min(means, key=_first), max(means, key=_first)
            if wide - narrow > _GAP:
                yield page_error("V209", f"the word spaces of {quote(line.text)} are stretched", line.page + 1)


def _first(pair: tuple[float, Line]) -> float:
    return pair[0]


def _mean_gaps(block: Block) -> dict[tuple[FontFacts | None, bool], list[tuple[float, Line]]]:
    """Return the mean width of the spaces of each line of *block* that has any, by font, and by whether it is all in
    Latin letters: each has its own."""
    found: dict[tuple[FontFacts | None, bool], list[tuple[float, Line]]] = {}
    for line in block.lines:
        gaps: dict[tuple[FontFacts | None, bool], list[float]] = {}
        for run in line.runs:
            gaps.setdefault((run.font, run.text.isascii()), []).extend(run.gaps)
        for kind, own in gaps.items():
            if own:
                found.setdefault(kind, []).append((sum(own) / len(own), line))
    return found


def check_word_breaks(measured: Measured) -> Iterator[Finding]:
    """V210: no line ends inside a word, in scripts that put blanks between words.

    Why: half a word cannot be read in large print, where lines are short. Source: P10; RNIB, UKAAF G003.
    """
    written = _written_text(measured.leaflet)
    for upper, joint in _joints(measured):
        hyphened = _HYPHENED.search(joint)
        if _BETWEEN_UNSPACED.search(joint) or (_BETWEEN_WORDS.search(joint) and not hyphened):
            continue
        if hyphened and (measured.leaflet is None or hyphened[1] + hyphened[2] in written):
            continue
        word = " ".join(joint.replace("\n", "|").split())
        yield page_error("V210", f"a line ends inside a word: {quote(word)}", upper.page + 1, "leave words whole")


def check_split_numbers(measured: Measured) -> Iterator[Finding]:
    """V213: no dose, telephone number or number with its unit stands on two lines.

    Why: "10" and "mg" apart are a wrong dose. Source: P13; UKAAF G003, single pieces of information.
    """
    values = [value for value in _values(measured.leaflet) if re.search(r"\s", value)]
    for upper, joint in _joints(measured):
        flat = " ".join(joint.split())
        split = next((v for v in values if v in flat and not _stands_whole(v, joint)), None)
        if split or _SPLIT_NUMBER.search(joint):
            yield page_error("V213", f"{quote(split or flat)} stands on two lines", upper.page + 1)


def _stands_whole(value: str, joint: str) -> bool:
    return any(value in " ".join(half.split()) for half in joint.split("\n"))


def _joints(measured: Measured) -> Iterator[tuple[Line, str]]:
    """Yield each line end within a block with the words around it, a line feed where the line ends."""
    for block in measured.blocks:
        for upper, lower in block.pairs():
            if upper.text.strip() and lower.text.strip():
                yield upper, f"{upper.text[-40:]}\n{lower.text[:40]}"


def _values(leaflet: Leaflet | None) -> Iterator[str]:
    for words in (*_all_words(leaflet), *_personal_words(leaflet)):
        for span in words.spans:
            if span.isolate:
                yield " ".join(span.text.split())


def _written_text(leaflet: Leaflet | None) -> str:
    """Return all that is set in blocks, and names and addresses too, which may have hyphens of their own."""
    plan, clinic = (None, None) if leaflet is None else (leaflet.plan, leaflet.clinic)
    own = () if plan is None else (plan.title, *(detail.words for detail in plan.details))
    theirs = () if clinic is None else clinic.texts()
    return "\n".join(words.plain for words in (*_all_words(leaflet), *own, *theirs))


def _all_words(leaflet: Leaflet | None) -> Iterator[Words]:
    """Yield the messages of *leaflet* that are set in blocks."""
    if leaflet is None:
        return
    yield from (leaflet.title, leaflet.purpose, leaflet.readers, *leaflet.ending)
    yield from (row.words for row in leaflet.key_rows)
    card = leaflet.card
    yield from (card.heading, card.lead, *(item.words for item in card.items), card.say, card.then)
    for section in leaflet.sections:
        yield section.title
        for part in section.blocks:
            yield from block_words(part)


def _personal_words(leaflet: Leaflet | None) -> Iterator[Words]:
    """Yield the texts of a plan and a clinic whose values stay whole: strengths, doses, numbers; not names."""
    if leaflet is not None and leaflet.plan is not None:
        yield leaflet.plan.strength
        yield from (detail.words for detail in leaflet.plan.details if detail.label.id == "common/plan-number")
        yield from (cell.words for row in leaflet.plan.rows for cell in row.cells)
    if leaflet is not None and leaflet.clinic is not None:
        yield leaflet.clinic.phone


def check_columns(measured: Measured) -> Iterator[Finding]:
    """V211: no two passages of running text stand side by side.

    Why: a magnifier shows one column and jumps into the other. Source: P11; UKAAF G003. The cells of a table are
    no running text.
    """
    on_page: dict[int, list[tuple[Block, list[Line]]]] = {}
    for block in measured.blocks:
        if not block.inside("Table", "Figure") and block.element is not None:
            for page, group in groupby(block.lines, key=lambda line: line.page):
                lines = list(group)
                if len(lines) > 1:
                    on_page.setdefault(page, []).append((block, lines))
    for page, columns in on_page.items():
        for (one, upper), (_, lower) in combinations(columns, 2):
            if _side_by_side(upper, lower):
                yield page_error("V211", f"{quote(one.text)} stands beside another text", page + 1, "use one column")


def _side_by_side(one: list[Line], other: list[Line]) -> bool:
    level = one[-1].y < other[0].y and other[-1].y < one[0].y
    return level and (_right(one) < _left(other) or _right(other) < _left(one))


def _left(lines: list[Line]) -> float:
    return min(line.left for line in lines)


def _right(lines: list[Line]) -> float:
    return max(line.right for line in lines)
