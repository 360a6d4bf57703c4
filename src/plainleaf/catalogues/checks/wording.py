"""Words: a "not" stays a "not", medicines and terms keep their names, no English is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from plainleaf.catalogues.checks.model import Pair
from plainleaf.catalogues.checks.text import (
    UNSPACED,
    fold,
    holds_stem,
    holds_word,
    is_latin,
    is_letter,
    read_bold,
    split_sentences,
    split_words,
)
from plainleaf.findings import Finding, Severity

_DENIAL = re.compile(r"\b(?:not|never|no|nor|none|nothing|nobody|neither|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_KINDLY = re.compile(
    r"\b(?:(?:not|n['’]t) sure|(?:take care|careful) not to|not only|no longer|not (?:feel )?well"
    r"|(?:not|cannot|n['’]t) (?:be able to )?keep \w+(?: \w+)? down|no matter)\b",
    re.IGNORECASE,
)
"""English denials that other languages rightly tell without one: “if you are not sure” is “if in doubt”."""

_ORDER = re.compile(r"^\W*(?:call|go|get|tell|ask|talk|take|give|use|keep|read|say|see|drink|wait)\b", re.IGNORECASE)
_MORE_THAN_ORDER = re.compile(
    r"\b(?:if|when|while|that|where|who|which|what|why|how|whether|unless|until|only|just|less|more|than|before|after"
    r"|so|but|or|away|off|out|low|care|miss)\b",
    re.IGNORECASE,
)
"""A sentence with none of these is a plain order, which no language turns into a prohibition."""

_LONG_WORD = 4
_LEFT_OVER_SHARE = 0.5
_ENGLISH_LOOK = re.compile(
    r"th|wh|ck|ee|oo|sh|gh|ould|ing$|ly$|ness$|ful$|[oa]w|[aei]y$|^(?:and|you|from|have|what|your)$"
)
"""How words look that hardly any other language writes so."""


def check_negation(pair: Pair) -> Iterator[Finding]:
    """T104: where an English sentence denies, the translation's sentence denies too.

    Why: “Do not stop” without its “not” tells a patient to do the very thing that may kill.
    Source: the word lists are content/negation.toml and glossary.toml.
    Where both texts have as many sentences they are compared one by one, else by how many deny. Bold words
    are those to act on: as many of their stretches deny as in English. A plain order, “Call now”, denies nothing.
    """
    if not pair.glossary.negation:
        yield from _note_unknown(pair)
        return
    yield from _check_denials(pair)
    yield from _check_orders(pair)


def _note_unknown(pair: Pair) -> Iterator[Finding]:
    if _DENIAL.search(_KINDLY.sub(" ", pair.english)):
        hint = "add the words for “not” of this language to content/negation.toml"
        yield pair.report("T104", "nobody can tell whether “not” is kept", hint, severity=Severity.NOTE)


def _check_denials(pair: Pair) -> Iterator[Finding]:
    english = split_sentences(_KINDLY.sub(" ", pair.english))
    denying = [sentence for sentence in english if _DENIAL.search(sentence)]
    if not denying:
        return
    found = [holds_negation(sentence, pair) for sentence in pair.sentences]
    hint = "say the “not” of the English; if the word is right and unknown, add it to glossary.toml under negation"
    bold = [stretch for stretch in read_bold(pair.source) if _DENIAL.search(stretch)]
    if sum(holds_negation(stretch, pair) for stretch in read_bold(pair.written)) < len(bold):
        yield pair.report("T104", "the “not” is missing from the bold words", hint, near=bold[0])
    elif len(found) == len(english):
        for sentence, denies in zip(english, found, strict=True):
            if _DENIAL.search(sentence) and not denies:
                yield pair.report("T104", "the “not” is missing", hint, near=sentence)
    elif sum(found) < len(denying):
        fault = f"{len(denying)} sentences say “not” in English, {sum(found)} in the translation"
        yield pair.report("T104", fault, hint)


def _check_orders(pair: Pair) -> Iterator[Finding]:
    english, text = split_sentences(pair.english), pair.sentences
    if len(english) != len(text):
        return
    for order, sentence in zip(english, text, strict=True):
        plain = _ORDER.search(order) and not _DENIAL.search(order) and not _MORE_THAN_ORDER.search(order)
        if plain and holds_negation(sentence, pair):
            yield pair.report("T104", "the English has no “not” here", "say what the English says", near=order)


def holds_negation(sentence: str, pair: Pair) -> bool:
    """Tell whether *sentence* of the translation holds one of its language's words of denial."""
    patterns, script = pair.glossary.negation, pair.language.script
    folded = fold(sentence)
    for word in split_words(folded):
        if is_harmless(word, patterns, script):
            folded = folded.replace(word, " ")
    return any(matches_pattern(folded, fold(pattern), script) for pattern in patterns if pattern[0] != "!")


def is_harmless(word: str, patterns: Sequence[str], script: str) -> bool:
    """Tell whether the folded *word* is one that only looks like a denial: ``!nedels*`` among *patterns*."""
    return any(matches_pattern(word, fold(pattern[1:]), script) for pattern in patterns if pattern[0] == "!")


def matches_pattern(text: str, pattern: str, script: str) -> bool:
    """Tell whether a word of *text* fits *pattern* (``abc``, ``abc*``, ``*abc``, ``*abc*``).

    Without spaces between words, wherever it stands. Both are folded. A pattern may hold spaces.
    """
    core = pattern.strip("*")
    starts, ends = pattern.startswith("*"), pattern.endswith("*")
    at = text.find(core)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(core) : at + len(core) + 1]
        opens = starts or not (before and is_letter(before))
        closes = ends or not (after and is_letter(after))
        if script in UNSPACED or (opens and closes):
            return True
        at = text.find(core, at + 1)
    return False


def check_leftovers(pair: Pair) -> Iterator[Finding]:
    """T106: no English words are left over in the translation.

    Why: a patient who has no English cannot read them, and they show that a text was half translated.
    Source: a rule of ours. In a Latin script many words are rightly the same (“hospital”, “alarm”): one that
    the English holds too counts if it is plainly English, or stands beside another. In other scripts any
    Latin word counts. An error where half of the words or more are left over, else a warning.
    """
    words = split_words(pair.text)
    left = [word for word in words if _is_left_over(word, pair)]
    if pair.language.script == "Latn" and not _stand_together(words, left):
        left = [word for word in left if _ENGLISH_LOOK.search(fold(word))]
    if not left:
        return
    severity = Severity.ERROR if len(left) >= _LEFT_OVER_SHARE * len(words) else Severity.WARNING
    named = ", ".join(dict.fromkeys(left))
    hint = "translate it, or add it to latin_words in glossary.toml if your readers know it"
    yield pair.report("T106", f"English is left over: {named}", hint, severity=severity)


def _is_left_over(word: str, pair: Pair) -> bool:
    if not is_latin(word):
        return False
    in_english = fold(word) in {fold(other) for other in split_words(pair.english)}
    if pair.language.script == "Latn":
        suspect = in_english and len(word) >= _LONG_WORD
    else:
        suspect = len(word) > 1 or not in_english
    return suspect and not is_allowed_word(word, pair)


def _stand_together(words: Sequence[str], left: Sequence[str]) -> bool:
    """Tell whether two of *words* that follow each other are both *left* over."""
    return any(one in left and other in left for one, other in pairwise(words))


def is_allowed_word(word: str, pair: Pair) -> bool:
    """Tell whether *word* may stand in this language though it is Latin or English."""
    glossary = pair.glossary
    if fold(word) in {fold(allowed) for allowed in glossary.latin_words} | _SYMBOLS:
        return True
    stems = [stem for stems in glossary.medicines.values() for stem in stems]
    stems += [stem for term in glossary.terms for stem in term.stems]
    return any(fold(word).startswith(fold(stem)) for stem in stems)


_SYMBOLS = frozenset({"mg", "kg", "ml", "g", "l", "µg", "μg", "mcg", "c", "f"})


def is_untranslated(pair: Pair) -> bool:
    """Tell whether the translation is the English itself, in words that could have been translated."""
    if fold(pair.text).strip() != fold(pair.english).strip():
        return False
    words = [word for word in split_words(pair.text) if len(word) > 1 or fold(word) == "a"]
    return any(not is_allowed_word(word, pair) for word in words)


def check_untranslated(pair: Pair) -> Iterator[Finding]:
    """T107: the translation is not the English itself. Where it is, the other checks have nothing to say.

    Why: a warning that stands in English is a missing warning for the reader.
    Source: the commonest fault of copied catalogues. Names and words allowed in the glossary may stay.
    """
    if is_untranslated(pair):
        hint = "translate it; a word that is the same in your language belongs in latin_words of glossary.toml"
        yield pair.report("T107", "this is still the English", hint)


def check_medicines(pair: Pair) -> Iterator[Finding]:
    """T109: a medicine that the English names is named, in a form the glossary allows.

    Why: patients compare the name with their packet; a second spelling looks like a second medicine.
    Source: [medicines] of the glossary. Once is enough: “it” may stand for the rest.
    """
    for name, stems in pair.glossary.medicines.items():
        if holds_word(pair.english, [name]) and not holds_stem(pair.text, stems, pair.language.script):
            hint = f"write it as {' or '.join(stems)} (glossary.toml, [medicines])"
            yield pair.report("T109", f"{name} is not named", hint)


def check_terms(pair: Pair) -> Iterator[Finding]:
    """T116: a term is translated as the glossary says.

    Why: one thing with two names is two things to a reader; and “pharmacist” must not become “chemist’s shop”.
    Source: glossary.toml of the language. An error where the term is required.
    """
    for term in pair.glossary.terms:
        if holds_word(pair.english, term.english) and not holds_stem(pair.text, term.stems, pair.language.script):
            severity = Severity.ERROR if term.required else Severity.WARNING
            hint = f"the glossary says: {', '.join(term.stems)}; add your word there if it is as good"
            yield pair.report("T116", f"no word for “{term.english[0]}”", hint, severity=severity)
