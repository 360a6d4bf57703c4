"""Dates in the words of a language: Babel's one home. A plan and an approved leaflet print some."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from plainleaf.languages import Language

if TYPE_CHECKING:
    from babel import Locale


def format_date(day: date, language: Language, country: str | None = None) -> str:
    """Return *day* with its month in words (CLDR, format ``long``), in Western digits and the Gregorian calendar;
    ISO 8601 where CLDR does not know the language. country: in whose order, where CLDR knows the language there.

    Months in words, because 3/4 is April in one country and March in another.
    """
    from babel.dates import format_date as format_with_cldr

    for tag in (f"{language.tag}_{country}", language.tag) if country else (language.tag,):
        locale = _find_locale(tag)
        if locale is not None:
            return _with_western_digits(format_with_cldr(day, "long", locale))
    return day.isoformat()


def _find_locale(tag: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        return None


def _with_western_digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)
