"""Dates in the words of a language: Babel's one home. Only an approved leaflet prints any."""

from __future__ import annotations

from datetime import date

from plainleaf.languages import Language


def format_date(day: date, language: Language) -> str:
    """Return *day* with its month in words (CLDR, format ``long``), in Western digits and the Gregorian calendar;
    ISO 8601 where CLDR does not know the language.

    Months in words, because 3/4 is April in one country and March in another.
    """
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date as format_with_cldr

    try:
        locale = Locale.parse(language.tag)
    except (UnknownLocaleError, ValueError):
        return day.isoformat()
    return _with_western_digits(format_with_cldr(day, "long", locale))


def _with_western_digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)
