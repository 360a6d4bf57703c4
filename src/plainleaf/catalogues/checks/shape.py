"""Shape: how long a text is, how it ends, what is open and closed, how often each placeholder stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plainleaf.catalogues.checks.model import Pair
from plainleaf.catalogues.checks.text import PLACEHOLDER, STOP_LESS, split_sentences
from plainleaf.findings import Finding, Severity
from plainleaf.markup import parse_markup

_SHORT = 40
_HEADING_WORDS = 4
_LENGTHS = {"Hans": (0.12, 1.2), "Hant": (0.12, 1.2), "Jpan": (0.2, 1.6), "Kore": (0.2, 1.6)}
_LENGTHS |= dict.fromkeys(("Arab", "Aran", "Hebr", "Ethi"), (0.4, 2.5))
_LENGTH = (0.4, 2.5)

_KINDS = {
    "full stop": ".。．｡।॥۔።։។။",
    "question mark": "?？؟፧՞⸮",
    "exclamation mark": "!！՜",
    "colon": ":：፡፦៖",
}
_CLOSING = "\"'”’»“›)]}）】」』》〉 \u00a0\u202f\u200b"
_ASKING = ("what", "how", "when", "why", "where", "who", "which", "can", "do you", "is it", "are you")
_PAIRS = {"(": ")", "[": "]", "（": "）", "【": "】", "「": "」", "『": "』", "《": "》", "〈": "〉", "«": "»"}
_QUOTES = '“”„‟"'


def check_length(pair: Pair) -> Iterator[Finding]:
    """T110: the translation is about as long as its script makes it, and has no fewer sentences.

    Why: a text cut short has lost a part; one twice as long holds something more.
    Source: a rule of thumb, 0.4 to 2.5 (texts of 40 characters and more; 7000 drafts in 24 languages keep
    within it); Chinese, Japanese and Korean write shorter. A warning.
    """
    english, text = (len(part.replace(PLACEHOLDER, "").strip()) for part in (pair.english, pair.text))
    low, high = _LENGTHS.get(pair.language.script, _LENGTH)
    ratio = text / max(english, 1)
    if english >= _SHORT and not low <= ratio <= high:
        fault = f"{text} characters for {english} in English"
        hint = "is a part missing?" if ratio < low else "is there more than the English says?"
        yield pair.report("T110", fault, hint, severity=Severity.WARNING)
        return
    wanted, found = len(split_sentences(pair.english)), len(pair.sentences)
    if found < wanted and pair.language.script not in STOP_LESS:
        fault = f"{found} of {wanted} sentences"
        yield pair.report("T110", fault, "is a sentence missing?", severity=Severity.WARNING)


def check_added(pair: Pair) -> Iterator[Finding]:
    """T120: the translation has no more sentences than the English.

    Why: one sentence more can take a warning back: “Call now. Ask your doctor first.” Source: the rule for
    translators, to say nothing that the English does not say; 12,000 drafts in 39 languages keep it. An error
    in warnings and on the card; elsewhere a warning, and only where the English is a sentence, for a short
    form (“v. 2”) may look like one.
    """
    wanted, found = len(split_sentences(pair.english)), len(pair.sentences)
    if found > wanted and pair.language.script not in STOP_LESS:
        guarded = "/warning/" in pair.id or "/card/" in pair.id
        if not guarded and not pair.english.rstrip().endswith((".", "!", "?")):
            return
        severity = Severity.ERROR if guarded else Severity.WARNING
        fault = f"{found} sentences for {wanted}"
        yield pair.report("T120", fault, "say nothing that the English does not say", severity=severity)


def check_ending(pair: Pair) -> Iterator[Finding]:
    """T112: the text ends as the English does: full stop, question mark, exclamation mark, colon or nothing.

    Why: a list item or a heading is set by its ending, and a question is no order.
    Source: house style. An error between question and statement, else a warning; scripts without a full
    stop (Thai, Lao, Khmer, Burmese) need none, and a heading such as “What it is” may be a question.
    """
    wanted, found = name_ending(pair.english, "Latn"), name_ending(pair.text, pair.language.script)
    if wanted == found:
        return
    if pair.language.script in STOP_LESS and {wanted, found} <= {"full stop", "question mark", "nothing"}:
        return
    if {wanted, found} == {"question mark", "nothing"} and _is_heading(pair.english):
        return
    if pair.language.script == "Jpan" and wanted == "question mark" and pair.text.rstrip("。").endswith("か"):
        return
    swapped = "question mark" in (wanted, found) and "nothing" not in (wanted, found)
    severity = Severity.ERROR if swapped else Severity.WARNING
    fault = f"ends with {_a(found)}, not {_a(wanted)}"
    yield pair.report("T112", fault, "end it as the English does", severity=severity)


def _is_heading(english: str) -> bool:
    """Tell whether *english* is a heading that a language may put as a question or as a plain phrase."""
    return english.casefold().startswith(_ASKING) or len(english.split()) <= _HEADING_WORDS


def name_ending(text: str, script: str) -> str:
    """Return the kind of mark that plain *text* ends with, seen through quotation marks and brackets."""
    last = text.rstrip(_CLOSING)[-1:]
    if last and last in ";\u037e" and script == "Grek":
        return "question mark"
    if script == "Armn" and "՞" in text[-20:]:
        return "question mark"
    return next((kind for kind, marks in _KINDS.items() if last and last in marks), "nothing")


def _a(kind: str) -> str:
    if kind == "nothing":
        return kind
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def check_pairs(pair: Pair) -> Iterator[Finding]:
    """T113: quotation marks and brackets come in pairs.

    Why: an open bracket makes readers, and screen readers, wait for its end.
    Source: house style. A quotation mark between two letters is a Hebrew abbreviation and counts as none.
    """
    if _find_unpaired(pair.english) is None and (fault := _find_unpaired(pair.text)):
        yield pair.report("T113", fault, "close what is open, or take the mark away")


def _find_unpaired(text: str) -> str | None:
    waiting: list[str] = []
    for char in text:
        if char in _PAIRS:
            waiting.append(_PAIRS[char])
        elif char in _PAIRS.values() and (not waiting or waiting.pop() != char):
            return f"“{char}” closes nothing"
    if waiting:
        return f"“{waiting[-1]}” is missing"
    return None if _count_quotes(text) % 2 == 0 else "a quotation mark has no partner"


def _count_quotes(text: str) -> int:
    inside = sum(
        char == '"' and before.isalpha() and after.isalpha()
        for before, char, after in zip(text, text[1:], text[2:], strict=False)
    )
    return sum(char in _QUOTES for char in text) - inside


def check_placeholders(pair: Pair) -> Iterator[Finding]:
    """T118: each placeholder stands as often as in the English.

    Why: a number printed in one sentence of two leaves the other without it.
    Source: a rule of ours. T021 and T022 tell of placeholders lost or invented, this one of their count.
    """
    wanted, found = _count_placeholders(pair.source), _count_placeholders(pair.written)
    for name in sorted(wanted.keys() & found.keys()):
        if wanted[name] != found[name]:
            fault = f"{{{name}}} stands {found[name]} times, not {wanted[name]}"
            yield pair.report("T118", fault, f"write {{{name}}} wherever the English has it")


def _count_placeholders(text: str) -> Counter[str]:
    return Counter(piece.text for piece in parse_markup(text).pieces if piece.placeholder)
