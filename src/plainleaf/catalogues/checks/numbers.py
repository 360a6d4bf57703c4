"""Numbers: the same values, the same units, no telephone number written out, no range with a dash."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from plainleaf.catalogues.checks.model import Pair
from plainleaf.catalogues.checks.text import holds_stem, holds_word, is_letter, script_name
from plainleaf.findings import Finding, Severity

_NUMBER = re.compile(r"\d+(?:[.,٫٬'’\u00a0\u202f]\d+)*")
_RANGE = re.compile(r"\d\s*[-\u2010-\u2015\u2212~〜～]\s*\d")
_FRACTIONS = str.maketrans({"¼": "0.25", "½": "0.5", "¾": "0.75", "⅓": "0.333", "⅔": "0.667"})
_SHORTEST_PHONE = 3

SPELLED = {
    "1": ("a", "an", "one", "once", "single", "each", "every", "per", "daily"),
    "2": ("two", "twice", "both", "second"),
    "3": ("three", "third"),
    "4": ("four", "fourth"),
    "0.5": ("half",),
}
"""Values that English tells in words and another language may write in digits: “a day” is 1日 in Japanese."""

SYMBOLS: dict[str, tuple[str, ...]] = {
    "microgram": ("micrograms", "microgram", "mcg", "µg", "μg"),
    "mg": ("mg", "milligrams", "milligram"),
    "kg": ("kg", "kilograms", "kilogram"),
    "ml": ("ml", "mL", "millilitres", "milliliters", "millilitre", "milliliter"),
    "g": ("g", "grams", "gram"),
    "l": ("l", "L", "litres", "liters", "litre", "liter"),
    "%": ("%", "٪", "％", "per cent", "percent"),
    "°C": ("°C", "℃", "degrees Celsius", "degrees"),
    "°F": ("°F", "℉", "degrees Fahrenheit"),
}
"""Units with a symbol that most languages keep: our name to the spellings it may have after a number."""

TIMES: dict[str, tuple[str, ...]] = {
    "second": ("second", "seconds"),
    "minute": ("minute", "minutes"),
    "hour": ("hour", "hours"),
    "day": ("day", "days", "daily"),
    "week": ("week", "weeks"),
    "month": ("month", "months"),
    "year": ("year", "years"),
}
"""Lengths of time: our name to the English words. Every language has words of its own, in its glossary."""


def check_numbers(pair: Pair) -> Iterator[Finding]:
    """T101: every number of the English is there, as often, and no other; order and digits may differ.

    Why: a translated dose or risk with a changed number is the fault that harms most and reads well.
    Source: a rule of ours; digits by the Unicode property Decimal_Number, signs by CLDR.
    """
    wanted, found = count_numbers(pair.english, "."), count_numbers(pair.text, pair.glossary.decimal)
    for value in sorted((wanted - found).elements()):
        hint = f"write {value} as digits, in any numerals your language uses"
        yield pair.report("T101", f"the number {value} is missing", hint)
    for value in sorted((found - wanted).elements()):
        if not _looks_like_phone(value) and not holds_word(pair.english, SPELLED.get(value, ())):
            yield pair.report("T101", f"the number {value} is not in the English", "use only the English numbers")


def check_phones(pair: Pair) -> Iterator[Finding]:
    """T103: no telephone number is written out; it comes from the country, by its placeholder.

    Why: a translation serves many countries, and a wrong emergency number costs lives.
    Source: reported from the field: an emergency number changed by a translation.
    """
    wanted, found = count_numbers(pair.english, "."), count_numbers(pair.text, pair.glossary.decimal)
    for value in sorted(found - wanted):
        if _looks_like_phone(value):
            hint = "telephone numbers come by placeholder, such as {emergency_number}; write no number yourself"
            yield pair.report("T103", f"the number {value} is written out", hint)


def check_ranges(pair: Pair) -> Iterator[Finding]:
    """T105: a range is told in words, “5 to 10”, never with a dash.

    Why: from right to left, 5-10 is drawn with the 10 first; and a dash is easily missed in print.
    Source: the Unicode bidirectional algorithm, measured; NHS style.
    """
    found = _RANGE.search(unify_digits(pair.text))
    if found and not _RANGE.search(pair.english):
        yield pair.report("T105", f"“{found[0]}” is a range with a dash", "write the range in words, as in “5 to 10”")


def check_units(pair: Pair) -> Iterator[Finding]:
    """T102: each number has the unit it has in English: mg stays mg, hours stay hours.

    Why: 5 ml for 5 mg, or days for hours, is a dosing error that numbers alone do not show.
    Source: a rule of ours; the spellings are CLDR units (content/units.toml) and glossary.toml. A warning
    where the word after the number may be a spelling of the unit that nobody has told us.
    """
    if not any(char.isdecimal() or ord(char) in _FRACTIONS for char in pair.english + pair.text):
        return  # most texts hold no number, and the search for units is the slowest of all
    wanted = count_units(pair.english, ".", {})
    found = count_units(pair.text, pair.glossary.decimal, pair.glossary.units)
    extra = {(value, unit) for value, unit in found - wanted if not _is_year(value, unit)}
    for value, unit in sorted(wanted - found):
        hint = "copy number and unit from the English; your spelling of a unit belongs in [units] of glossary.toml"
        swapped = any(other == value for other, _ in extra) or pair.language.script == "Latn"
        severity = Severity.ERROR if swapped or not _something_follows(value, pair) else Severity.WARNING
        yield pair.report("T102", f"“{value} {unit}” is missing", hint, severity=severity)
    for value, unit in sorted(extra):
        yield pair.report("T102", f"“{value} {unit}” is not in the English", "use the unit of the English")
    yield from _check_times(pair)


def _is_year(value: str, unit: str) -> bool:
    """Tell whether a number is a year: Slavic languages shorten the word for it like the gram."""
    return unit == "g" and len(value) == len("1962")


def _something_follows(value: str, pair: Pair) -> bool:
    """Tell whether a word follows *value*: it may be a spelling of the unit that nobody has told us."""
    text = unify_digits(pair.text)
    after = (
        text[found.end() :] for found in _NUMBER.finditer(text) if read_number(found[0], pair.glossary.decimal) == value
    )
    return any(rest.lstrip(" \u00a0\u202f")[:1].isalpha() for rest in after)


def _check_times(pair: Pair) -> Iterator[Finding]:
    english, text = pair.english, unify_digits(pair.text)
    for unit, words in TIMES.items():
        spellings = pair.glossary.units.get(unit, ())
        if not spellings:
            continue
        counted = re.search(rf"\d\s+(?:{'|'.join(words)})\b", english)
        if counted and not holds_stem(text, spellings, pair.language.script):
            hint = f"say the {unit} in your language, or add your word to [units] in glossary.toml"
            yield pair.report("T102", f"“{counted[0]}” has lost its {unit}", hint, severity=Severity.WARNING)
        if not holds_word(english, words) and (after := _unit_after_number(text, spellings)):
            yield pair.report("T102", f"“{after}” speaks of a {unit}", "use the unit of the English")


def _unit_after_number(text: str, spellings: tuple[str, ...]) -> str | None:
    """Return a number with one of *spellings* after it; four digits are the year of a date."""
    stems = "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))
    found = re.search(rf"(?<!\d)\d{{1,3}}\s*(?:{stems})", text, re.IGNORECASE)
    return found[0] if found else None


def unify_digits(text: str) -> str:
    """Return *text* with the decimal digits of every script as 0-9 and fractions written out."""
    spelled = text.translate(_FRACTIONS)
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in spelled)


def count_numbers(text: str, decimal: str) -> Counter[str]:
    """Return how often each value stands in *text*, written plainly (``0.5``). *decimal*: the language's sign."""
    return Counter(read_number(found[0], decimal) for found in _NUMBER.finditer(unify_digits(text)))


def read_number(written: str, decimal: str) -> str:
    """Return the value of *written* (digits 0-9): ``1,000`` with the sign “.” and ``1.000`` with “,” are 1000.

    A sign that is neither the language's decimal nor before groups of digits is read as decimal.
    """
    parts = re.split(r"[.,٫٬'’\u00a0\u202f]", written)
    signs = re.findall(r"[.,٫٬'’\u00a0\u202f]", written)
    if not signs:
        return str(int(written))
    is_decimal = signs[-1] in (decimal, "٫") or (len(parts[-1]) != 3 and signs[-1] in ".,")
    whole = "".join(parts[:-1] if is_decimal else parts)
    fraction = parts[-1].rstrip("0") if is_decimal else ""
    return f"{int(whole)}.{fraction}" if fraction else str(int(whole))


def count_units(text: str, decimal: str, more: Mapping[str, tuple[str, ...]]) -> Counter[tuple[str, str]]:
    """Return how often each number stands with each unit of ``SYMBOLS``: ``("5", "mg")``, ``("1", "mg/ml")``.

    more: other spellings of a unit in this language, by our name for the unit; ``gram*`` takes any ending.
    """
    names = {spelling: unit for unit, known in SYMBOLS.items() for spelling in (*known, *more.get(unit, ()))}
    unit = "|".join(_unit_pattern(spelling) for spelling in sorted(names, key=len, reverse=True))
    pattern = rf"({_NUMBER.pattern})\s*({unit})(?:\s?/\s?({unit}))?|[%٪]\s?({_NUMBER.pattern})"
    found: Counter[tuple[str, str]] = Counter()
    for number, first, second, percent in re.findall(pattern, unify_digits(text)):
        name = "/".join(_unit_name(part, names) for part in (first, second) if part) or "%"
        found[read_number(number or percent, decimal), name] += 1
    return found


def _unit_name(written: str, names: Mapping[str, str]) -> str:
    if written in names:
        return names[written]
    return next(unit for stem, unit in names.items() if stem.endswith("*") and written.startswith(stem[:-1]))


def _unit_pattern(spelling: str) -> str:
    if spelling.endswith("*"):
        return re.escape(spelling[:-1]) + r"[^\W\d_]*"
    if not is_letter(spelling[-1]):
        return re.escape(spelling)
    if script_name(spelling[-1]) in {"CJK", "THAI", "LAO", "KHMER", "MYANMAR", "HIRAGANA", "KATAKANA"}:
        return re.escape(spelling)
    return re.escape(spelling) + ("(?!['’]?[A-Za-zÀ-ɏḀ-ỿ])" if spelling.isascii() else r"(?![^\W\d_])")


def _looks_like_phone(value: str) -> bool:
    return len(value.split(".")[0]) >= _SHORTEST_PHONE
