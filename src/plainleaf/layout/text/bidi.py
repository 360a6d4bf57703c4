"""The Unicode Bidirectional Algorithm (UAX #9, Unicode 17): levels of a paragraph, order of a line."""

from __future__ import annotations

import unicodedata
from collections.abc import MutableSequence, Sequence
from functools import lru_cache

_PAIRS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜"
    "\u3008\u3009《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
"""Paired brackets, opening before closing (BidiBrackets.txt)."""

CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
OPENING = {close: opened for opened, close in CLOSING.items()}
_CANONICAL = {"\u2329": "\u3008", "\u232a": "\u3009"}  # brackets with a canonical equivalent

MOST_BRACKETS = 63  # BD16: depth of the bracket stack
MOST_LEVELS = 125  # BD2: max_depth

_ISOLATE = frozenset({"LRI", "RLI", "FSI"})
_EMBED = frozenset({"LRE", "RLE", "LRO", "RLO"})
_REMOVED = _EMBED | {"PDF", "BN"}  # X9
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "PDI"}) | _ISOLATE
_NEEDS_ALGORITHM = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI", "FSI", "LRE", "LRO", "LRI"})


@lru_cache(maxsize=8192)
def bidi_class(character: str) -> str:
    """Return the Bidi_Class of *character*; unassigned code points get their block's default."""
    known = unicodedata.bidirectional(character)
    if known:
        return known
    code = ord(character)
    if 0x600 <= code <= 0x7BF or 0x860 <= code <= 0x8FF or 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFF:
        return "AL"
    if 0x590 <= code <= 0x5FF or 0x7C0 <= code <= 0x85F or 0xFB1D <= code <= 0xFB4F:
        return "R"
    if 0x10800 <= code <= 0x10FFF or 0x1E800 <= code <= 0x1EFFF:
        return "R"
    return "L"


def resolve_levels(text: str, base: int | None = None) -> tuple[int, list[int]]:
    """Return the paragraph's level and the embedding level of each character.

    base: 0 or 1, or None to take the direction of the first strong character (P2, P3).
    """
    classes = [bidi_class(character) for character in text]
    if base in (0, None) and not _NEEDS_ALGORITHM.intersection(classes):
        return 0, [0] * len(text)
    matches = _match_isolates(classes)
    if base is None:
        base = _first_strong(classes, 0, len(text), matches) or 0
    types = list(classes)
    levels = _explicit_levels(classes, types, matches, base)
    kept = [index for index, kind in enumerate(classes) if kind not in _REMOVED]
    resolved = list(levels)
    for sequence, sos, eos in _isolating_sequences(kept, levels, classes, matches, base):
        _resolve_weak(sequence, types, sos)
        level = levels[sequence[0]]
        _resolve_brackets(sequence, types, classes, text, level, sos)
        _resolve_neutral(sequence, types, level, sos, eos)
        for index in sequence:
            resolved[index] = _implicit_level(types[index], level)
    _fill_removed(resolved, classes, base)
    return base, resolved


def _match_isolates(classes: Sequence[str]) -> dict[int, int]:
    """Return the PDI of each isolate initiator and the initiator of each PDI (BD9)."""
    stack: list[int] = []
    matches: dict[int, int] = {}
    for index, kind in enumerate(classes):
        if kind in _ISOLATE:
            stack.append(index)
        elif kind == "PDI" and stack:
            start = stack.pop()
            matches[start], matches[index] = index, start
    return matches


def _first_strong(classes: Sequence[str], start: int, end: int, matches: dict[int, int]) -> int | None:
    """Return the direction of the first strong character outside isolates (P2), or None."""
    index = start
    while index < end:
        kind = classes[index]
        if kind == "L":
            return 0
        if kind in ("R", "AL"):
            return 1
        index = matches.get(index, end) if kind in _ISOLATE else index + 1
    return None


def _explicit_levels(
    classes: Sequence[str], types: MutableSequence[str], matches: dict[int, int], base: int
) -> list[int]:
    """Return the levels of rules X1 to X8 and apply overrides to *types*."""
    levels = [0] * len(classes)
    stack: list[tuple[int, str | None, bool]] = [(base, None, False)]
    overflow_isolates = overflow_embeddings = valid_isolates = 0
    for index, kind in enumerate(classes):
        level, override, _ = stack[-1]
        levels[index] = level
        if kind in _EMBED:
            new = _next_level(level, rtl=kind[0] == "R")
            if new <= MOST_LEVELS and not overflow_isolates and not overflow_embeddings:
                stack.append((new, {"RLO": "R", "LRO": "L"}.get(kind), False))
            elif not overflow_isolates:
                overflow_embeddings += 1
        elif kind in _ISOLATE:
            if override:
                types[index] = override
            rtl = kind == "RLI"
            if kind == "FSI":
                rtl = _first_strong(classes, index + 1, matches.get(index, len(classes)), matches) == 1
            new = _next_level(level, rtl=rtl)
            if new <= MOST_LEVELS and not overflow_isolates and not overflow_embeddings:
                valid_isolates += 1
                stack.append((new, None, True))
            else:
                overflow_isolates += 1
        elif kind == "PDI":
            if overflow_isolates:
                overflow_isolates -= 1
            elif valid_isolates:
                overflow_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid_isolates -= 1
            level, override, _ = stack[-1]
            levels[index] = level
            if override:
                types[index] = override
        elif kind == "PDF":
            if overflow_isolates:
                continue
            if overflow_embeddings:
                overflow_embeddings -= 1
            elif not stack[-1][2] and len(stack) > 1:
                stack.pop()
        elif kind == "B":
            levels[index] = base
        elif override and kind != "BN":
            types[index] = override
    return levels


def _next_level(level: int, *, rtl: bool) -> int:
    """Return the next odd (right-to-left) or even level above *level*."""
    return (level + 1) | 1 if rtl else (level + 2) & ~1


def _isolating_sequences(
    kept: Sequence[int], levels: Sequence[int], classes: Sequence[str], matches: dict[int, int], base: int
) -> list[tuple[list[int], str, str]]:
    """Return each isolating run sequence with its sos and eos (X10)."""
    runs: list[list[int]] = []
    for index in kept:
        if runs and levels[index] == levels[runs[-1][-1]]:
            runs[-1].append(index)
        else:
            runs.append([index])
    run_at = {run[0]: run for run in runs}
    position = {index: place for place, index in enumerate(kept)}
    sequences = []
    for run in runs:
        if classes[run[0]] == "PDI" and run[0] in matches:
            continue
        sequence = list(run)
        while classes[sequence[-1]] in _ISOLATE and matches.get(sequence[-1]) in run_at:
            sequence += run_at[matches[sequence[-1]]]
        level = levels[sequence[0]]
        first, last = position[sequence[0]], position[sequence[-1]]
        before = levels[kept[first - 1]] if first else base
        open_ended = classes[sequence[-1]] in _ISOLATE and sequence[-1] not in matches
        after = base if open_ended or last + 1 >= len(kept) else levels[kept[last + 1]]
        sequences.append((sequence, _direction(max(level, before)), _direction(max(level, after))))
    return sequences


def _direction(level: int) -> str:
    return "R" if level & 1 else "L"


def _resolve_weak(sequence: Sequence[int], types: MutableSequence[str], sos: str) -> None:
    """Apply rules W1 to W7."""
    previous = strong = sos
    for index in sequence:  # W1, W2
        kind = types[index]
        if kind == "NSM":
            kind = types[index] = "ON" if previous in _ISOLATE or previous == "PDI" else previous
        if kind in ("R", "L", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            types[index] = "AN"
        previous = kind
    for index in sequence:  # W3
        if types[index] == "AL":
            types[index] = "R"
    for place in range(1, len(sequence) - 1):  # W4
        before, kind, after = (types[sequence[place + step]] for step in (-1, 0, 1))
        if (kind == "ES" and before == after == "EN") or (kind == "CS" and before == after and before in ("EN", "AN")):
            types[sequence[place]] = before
    _join_terminators(sequence, types)  # W5
    strong = sos
    for index in sequence:  # W6, W7
        kind = types[index]
        if kind in ("ES", "CS", "ET"):
            types[index] = "ON"
        elif kind in ("R", "L"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[index] = "L"


def _join_terminators(sequence: Sequence[int], types: MutableSequence[str]) -> None:
    """Apply W5: terminators beside European numbers become European numbers."""
    place = 0
    while place < len(sequence):
        if types[sequence[place]] != "ET":
            place += 1
            continue
        end = place
        while end < len(sequence) and types[sequence[end]] == "ET":
            end += 1
        before = place > 0 and types[sequence[place - 1]] == "EN"
        after = end < len(sequence) and types[sequence[end]] == "EN"
        if before or after:
            for at in range(place, end):
                types[sequence[at]] = "EN"
        place = end


def _strong(kind: str) -> str | None:
    """Return the strong direction that *kind* counts as for neutrals, or None."""
    return "L" if kind == "L" else "R" if kind in ("R", "AN", "EN") else None


def _find_pairs(sequence: Sequence[int], types: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Return the bracket pairs as places in *sequence*, sorted by the opening one (BD16)."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, index in enumerate(sequence):
        if types[index] != "ON":
            continue
        character = _CANONICAL.get(text[index], text[index])
        if character in CLOSING:
            if len(stack) == MOST_BRACKETS:
                return []
            stack.append((CLOSING[character], place))
        elif character in OPENING:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == character:
                    pairs.append((stack[depth][1], place))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _resolve_brackets(
    sequence: Sequence[int], types: MutableSequence[str], classes: Sequence[str], text: str, level: int, sos: str
) -> None:
    """Apply N0: brackets take the direction of what they hold, or of what comes before."""
    embedding = _direction(level)
    for opened, closed in _find_pairs(sequence, types, text):
        inside = {_strong(types[sequence[place]]) for place in range(opened + 1, closed)} - {None}
        if not inside:
            continue
        direction = embedding
        if embedding not in inside:
            context = next((s for place in range(opened - 1, -1, -1) if (s := _strong(types[sequence[place]]))), sos)
            direction = context if context in inside else embedding
        for bracket in (opened, closed):
            types[sequence[bracket]] = direction
            place = bracket + 1
            while place < len(sequence) and classes[sequence[place]] == "NSM":
                types[sequence[place]] = direction
                place += 1


def _resolve_neutral(sequence: Sequence[int], types: MutableSequence[str], level: int, sos: str, eos: str) -> None:
    """Apply N1 and N2."""
    place = 0
    while place < len(sequence):
        if types[sequence[place]] not in _NEUTRAL:
            place += 1
            continue
        end = place
        while end < len(sequence) and types[sequence[end]] in _NEUTRAL:
            end += 1
        before = _strong(types[sequence[place - 1]]) if place else sos
        after = _strong(types[sequence[end]]) if end < len(sequence) else eos
        direction = before if before == after and before else _direction(level)
        for at in range(place, end):
            types[sequence[at]] = direction
        place = end


def _implicit_level(kind: str, level: int) -> int:
    """Return the level of I1 and I2."""
    if level & 1:
        return level + 1 if kind in ("L", "EN", "AN") else level
    return level + 1 if kind == "R" else level + 2 if kind in ("AN", "EN") else level


def _fill_removed(levels: MutableSequence[int], classes: Sequence[str], base: int) -> None:
    """Give characters that X9 removes the level of the one before them."""
    previous = base
    for index, kind in enumerate(classes):
        if kind in _REMOVED:
            levels[index] = previous
        else:
            previous = levels[index]


def line_levels(text: str, levels: Sequence[int], base: int, start: int, end: int) -> list[int]:
    """Return the levels of one line, ``text[start:end]``, with trailing white space reset (L1)."""
    line = list(levels[start:end])
    at_end = True
    for index in range(end - 1, start - 1, -1):
        kind = bidi_class(text[index])
        if kind in ("S", "B"):
            line[index - start] = base
            at_end = True
        elif kind == "WS" or kind in _ISOLATE or kind == "PDI" or kind in _REMOVED:
            if at_end:
                line[index - start] = base
        else:
            at_end = False
    return line


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indexes of items with *levels* from left to right (L2)."""
    order = list(range(len(levels)))
    odd = [level for level in levels if level & 1]
    if not odd:
        return order
    for level in range(max(levels), min(odd) - 1, -1):
        at = 0
        while at < len(order):
            if levels[order[at]] < level:
                at += 1
                continue
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = end
    return order
