"""Reading a text the way the checks need it: plain, in sentences, in words, by script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from plainleaf.markup import parse_markup

PLACEHOLDER = "\ufffc"
"""Stands where a placeholder was (U+FFFC, the object replacement character): no letter, digit or sign."""

SENTENCE_ENDS = ".!?。！？।॥۔؟።፧։。\u037e។៕။"
"""Marks that end a sentence in one of our scripts (Unicode property Sentence_Terminal, those in use)."""

_ENDS = re.compile(rf"[{re.escape(SENTENCE_ENDS.replace('.', ''))}]+|\.(?=[\s\"'”’»)]|$)|\n")
SCRIPT_NAMES = {
    "Latn": {"LATIN"},
    "Cyrl": {"CYRILLIC"},
    "Grek": {"GREEK"},
    "Arab": {"ARABIC"},
    "Aran": {"ARABIC"},
    "Hebr": {"HEBREW"},
    "Deva": {"DEVANAGARI"},
    "Beng": {"BENGALI"},
    "Gujr": {"GUJARATI"},
    "Guru": {"GURMUKHI"},
    "Taml": {"TAMIL"},
    "Sinh": {"SINHALA"},
    "Ethi": {"ETHIOPIC"},
    "Armn": {"ARMENIAN"},
    "Geor": {"GEORGIAN"},
    "Khmr": {"KHMER"},
    "Laoo": {"LAO"},
    "Mymr": {"MYANMAR"},
    "Thai": {"THAI"},
    "Hans": {"CJK"},
    "Hant": {"CJK"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA"},
    "Kore": {"HANGUL", "CJK"},
}
"""ISO 15924 code to the first words of its letters' names in the Unicode character database."""

UNSPACED = frozenset({"Hans", "Hant", "Jpan", "Thai", "Khmr", "Laoo", "Mymr"})
"""Scripts that put no space between words."""

JOINED = UNSPACED | {"Arab", "Aran", "Hebr", "Ethi", "Kore"}
"""Scripts in which a word may begin inside another: no spaces, or prefixes written on."""

_FOLDED = str.maketrans("άέήίόύώ’", "αεηιουω'", "\u00ad")
_KNOWN_NAMES = frozenset(name for names in SCRIPT_NAMES.values() for name in names)


@lru_cache(maxsize=20_000)
def read_plain(text: str) -> str:
    """Return *text* without bold, each placeholder replaced by ``PLACEHOLDER``. Raises MarkupError."""
    return "".join(PLACEHOLDER if piece.placeholder else piece.text for piece in parse_markup(text).pieces)


def read_bold(text: str) -> tuple[str, ...]:
    """Return the bold stretches of *text*, placeholders replaced. Raises MarkupError."""
    stretches: list[str] = []
    before = False
    for piece in parse_markup(text).pieces:
        shown = PLACEHOLDER if piece.placeholder else piece.text
        if piece.bold and before:
            stretches[-1] += shown
        elif piece.bold:
            stretches.append(shown)
        before = piece.bold
    return tuple(stretches)


@lru_cache(maxsize=20_000)
def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of plain *text*, without their end marks; a point inside a number ends none."""
    parts = (part.strip(" \t\"'”’»)]") for part in _ENDS.split(text))
    return tuple(part for part in parts if any(char.isalnum() or char == PLACEHOLDER for char in part))


@lru_cache(maxsize=20_000)
def split_words(text: str) -> tuple[str, ...]:
    """Return the words of plain *text*: runs of letters and marks, with apostrophes and joiners inside."""
    words: list[str] = []
    word = ""
    for char in text:
        if is_letter(char) or (word and char in "'’\u200c\u200d"):
            word += char
        elif word:
            words.append(word.rstrip("'’\u200c\u200d"))
            word = ""
    if word:
        words.append(word.rstrip("'’\u200c\u200d"))
    return tuple(words)


@lru_cache(maxsize=8_000)
def is_letter(char: str) -> bool:
    """Tell whether *char* is a letter or a mark on one."""
    return unicodedata.category(char)[0] in "LM"


@lru_cache(maxsize=8_000)
def script_name(char: str) -> str | None:
    """Return the script of a letter as its Unicode name begins (``LATIN``); None for other characters."""
    if unicodedata.category(char)[0] not in "LM":
        return None
    name = unicodedata.name(char, "").split(" ")[0].split("-")[0]
    return name if name in _KNOWN_NAMES else None


def is_latin(word: str) -> bool:
    """Tell whether *word* has Latin letters and no others."""
    names = {script_name(char) for char in word} - {None}
    return names == {"LATIN"}


def holds_stem(text: str, stems: Iterable[str], script: str) -> bool:
    """Tell whether a word of *text* begins with one of *stems*, in any case.

    A stem such as ``*tropfen`` may stand inside a word, and so may every stem in joined scripts.
    """
    folded = fold(text)
    return any(
        _stands(fold(stem.lstrip("*")), folded, inside=script in JOINED or stem.startswith("*")) for stem in stems
    )


def _stands(stem: str, text: str, *, inside: bool) -> bool:
    at = text.find(stem)
    while at >= 0:
        if inside or at == 0 or not is_letter(text[at - 1]):
            return True
        at = text.find(stem, at + 1)
    return False


def holds_word(text: str, forms: Iterable[str]) -> bool:
    """Tell whether one of *forms* stands in *text* as whole words, in any case."""
    folded = fold(text)
    return any(fold(form) in folded and re.search(rf"(?<!\w){re.escape(fold(form))}(?!\w)", folded) for form in forms)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return *text* for comparing: NFC, no case, no soft hyphens, apostrophes made plain.

    The dot of a Turkish capital İ goes, and so does the Greek accent, which moves when a word is inflected.
    """
    return unicodedata.normalize("NFC", text).casefold().translate(_FOLDED).replace("i\u0307", "i")


def shorten(text: str, length: int = 60) -> str:
    """Return *text*, cut to *length* characters with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
