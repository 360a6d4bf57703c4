"""Letters: those of the language's script and alphabet, none that only look alike, none that cannot be seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from plainleaf.catalogues.checks.model import Pair
from plainleaf.catalogues.checks.text import PLACEHOLDER, SCRIPT_NAMES, is_letter, script_name, split_words
from plainleaf.catalogues.checks.wording import is_allowed_word
from plainleaf.findings import Finding, Severity

_LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"})
_PERSIAN = {"ي": "ی", "ى": "ی", "ك": "ک"}
_ARABIC = {"ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه"}
_ROMANIAN = {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"}
SWAPPED: dict[str, dict[str, str]] = {
    "ar": _ARABIC,
    "fa": _PERSIAN,
    "ckb": _PERSIAN,
    "ur": {**_PERSIAN, "ه": "ہ"},
    "ps": {"ى": "ی", "ك": "ک"},
    "sd": {"ك": "ڪ"},
    "ro": _ROMANIAN,
}
"""Letters of a neighbour that keyboards give, by language: the wrong one and the right one (CLDR exemplars)."""

_ALPHABETIC = frozenset({"Latn", "Cyrl", "Grek"})
"""Scripts in which CLDR's auxiliary letters are foreign; in the others they are everyday marks and forms."""

_SETS = {"Hans": ("gb2312", "big5"), "Hant": ("big5hkscs", "gb2312"), "Jpan": ("shift_jisx0213", "gb2312")}
"""National character sets: that of the script, and that of another way to write the same signs."""

_JOINERS = frozenset("\u200c\u200d")
_JOINING = frozenset({"Arab", "Aran", "Deva", "Beng", "Gujr", "Guru", "Taml", "Sinh", "Khmr", "Mymr"})
_SPACE_LESS = frozenset({"Thai", "Khmr", "Laoo", "Mymr"})
_ORDERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def check_script(pair: Pair) -> Iterator[Finding]:
    """T108: every letter belongs to the script, and to the alphabet, of the language.

    Why: a Cyrillic a in a Latin word, or an Arabic yeh in a Persian one, looks right and is read aloud, searched
    and set wrong; letters of another language mean that its text has come into the wrong catalogue.
    Source: the alphabets are CLDR exemplar characters (content/alphabets.toml); for Chinese and Japanese
    signs the national character sets, as Python has them.
    An error, but a warning for letters that the language uses in foreign words.
    """
    alien = []
    for word in split_words(pair.text):
        names = {script_name(char) for char in word} - {None}
        if len(names & _LOOK_ALIKE) > 1:
            yield pair.report("T108", f"“{word}” mixes letters of two scripts: {_name_odd(word)}", "type the word anew")
        elif names - SCRIPT_NAMES.get(pair.language.script, names) - {"LATIN"}:
            alien.append(word)
    if alien:
        fault = f"“{alien[0]}” is not written in the letters of {pair.language.english_name}"
        yield pair.report("T108", fault, "is this the text of another language? translate it")
        return
    yield from _check_swapped(pair)
    yield from _check_alphabet(pair)
    yield from _check_signs(pair)


def _name_odd(word: str) -> str:
    """Name the letters of *word* that are in the minority script."""
    names = [script_name(char) for char in word]
    rarest = min(set(names), key=lambda name: (names.count(name), str(name)))
    return ", ".join(name_character(char) for char in dict.fromkeys(word) if script_name(char) == rarest)


def _check_swapped(pair: Pair) -> Iterator[Finding]:
    swaps = SWAPPED.get(pair.language.base, {})
    for wrong in sorted(swaps.keys() & set(pair.text)):
        hint = f"write {name_character(swaps[wrong])} instead; set your keyboard to {pair.language.english_name}"
        yield pair.report("T108", f"{name_character(wrong)} is not a {pair.language.english_name} letter", hint)


def _check_alphabet(pair: Pair) -> Iterator[Finding]:
    known = pair.glossary.letters
    if not known:
        return
    if pair.language.script not in _ALPHABETIC:
        known |= pair.glossary.rare_letters
    own = SCRIPT_NAMES.get(pair.language.script, set())
    swapped = SWAPPED.get(pair.language.base, {})
    strange: dict[str, str] = {}
    for word in split_words(pair.text):
        for char in word:
            ours = script_name(char) in own and not (char.isascii() or char in swapped)
            if ours and not (set(char.lower()) <= known | {"\u0307"}) and not is_allowed_word(word, pair):
                strange.setdefault(char, word)
    for char, word in strange.items():
        rare = set(char.lower()) <= pair.glossary.rare_letters
        severity = Severity.WARNING if rare else Severity.ERROR
        hint = "correct the word; a name with foreign letters belongs in latin_words of glossary.toml"
        fault = f"“{word}”: {name_character(char)} is no letter of {pair.language.english_name}"
        yield pair.report("T108", fault, hint, severity=severity)


def _check_signs(pair: Pair) -> Iterator[Finding]:
    """Simplified, traditional and Japanese signs: one that only the other way of writing has is a slip."""
    if pair.language.script not in _SETS:
        return
    own, other = _SETS[pair.language.script]
    foreign = [char for char in dict.fromkeys(pair.text) if _has(other, char) and not _has(own, char)]
    foreign = [char for char in foreign if script_name(char) == "CJK"]
    if foreign:
        fault = f"“{''.join(foreign)}” is not written so in {pair.language.english_name}"
        yield pair.report("T108", fault, "is this the text of another language? set your keyboard to this one")


def _has(character_set: str, char: str) -> bool:
    try:
        char.encode(character_set)
    except UnicodeEncodeError:
        return False
    return True


def check_normal_form(pair: Pair) -> Iterator[Finding]:
    """T111: letters and their marks are stored in one way (Unicode NFC).

    Why: the same word stored in two ways is not found by search, and is compared as different.
    Source: Unicode Standard Annex 15.
    """
    if unicodedata.is_normalized("NFC", pair.written):
        return
    words = [word for word in pair.written.split() if not unicodedata.is_normalized("NFC", word)]
    hint = "copy the word from here: " + unicodedata.normalize("NFC", words[0] if words else pair.written)
    yield pair.report("T111", f"“{words[0] if words else pair.written}” is not in normal form (NFC)", hint)


def check_invisible(pair: Pair) -> Iterator[Finding]:
    """T114: nothing in the text is invisible, but the joiners and breaks that its script needs.

    Why: direction marks turn numbers round on paper, and nobody sees them in the catalogue.
    Source: the press sets directions itself; Unicode Standard Annex 9 and general categories.
    """
    allowed = _allowed_invisible(pair.language.script)
    for char in sorted(set(pair.written) - allowed - set(pair.source)):
        if char != PLACEHOLDER and _is_invisible(char):
            hint = "delete it: the press sets directions itself" if char in _ORDERS else "delete it"
            yield pair.report("T114", f"the text holds {name_character(char)}, which cannot be seen", hint)


def _allowed_invisible(script: str) -> frozenset[str]:
    joiners = _JOINERS if script in _JOINING else frozenset()
    return joiners | ({"\u200b"} if script in _SPACE_LESS else frozenset())


def _is_invisible(char: str) -> bool:
    """Control, format, surrogate, private use, unassigned, line or paragraph separator, or a replacement mark."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} or char == "\ufffd"


def name_character(char: str) -> str:
    """Return *char* as a person can tell it from its look-alikes: ``“а” (U+0430 cyrillic small letter a)``."""
    name = unicodedata.name(char, "without a name").lower()
    shown = f"“{char}” " if is_letter(char) else ""
    return f"{shown}(U+{ord(char):04X} {name})"
