"""Languages made on the fly to try the page with: what is not translatable, clipped or not mirrored shows."""

from __future__ import annotations

import re

from plainleaf.catalogues.model import State, TranslatedSource
from plainleaf.content.model import Source
from plainleaf.languages import Language

PSEUDO_LANGUAGES = {
    "en_XA": Language("en_XA", "Latn", "Accented English", "Áççéñţéð Éñĝļîšĥ"),
    "ar_XB": Language("ar_XB", "Arab", "Mirrored English", "ميررورد ينكليس"),
}
"""By gettext tag. The tags are those that other projects use for the same purpose (CLDR, part 2, pseudo-locales)."""

PADDING = 0.4
"""Share of a text's length that a translation may be longer: German and Greek are 30 to 40 % longer than English."""

_KEPT = re.compile(r"(\{[^{}]*\}|\*\*)")
_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅßÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
_ARABIC = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ابصدهفجحيزكلمنوعقرستطثظغشذابصدهفجحيزكلمنوعقرستطثظغشذ",
)


def translate_pseudo(source: Source, language: Language) -> TranslatedSource:
    """Return *source* in the pseudo-language *language*: every text a draft, its placeholders and markup whole."""
    messages = {message.id: message for message in source.printed_messages()}
    return TranslatedSource(
        source,
        language,
        {id: disguise(message.text, language) for id, message in messages.items()},
        {id: message.place for id, message in messages.items()},
        dict.fromkeys(messages, State.DRAFT),
        frozenset(),
        {},
    )


def disguise(text: str, language: Language) -> str:
    """Return *text* with accents, in brackets and 40 % longer; or in Arabic letters, for right-to-left pages.

    >>> disguise("Call **{emergency_number}** now", PSEUDO_LANGUAGES["en_XA"])
    '[Çåļļ **{emergency_number}** ñöŵ öñé]'
    """
    letters = _ARABIC if language.rtl else _ACCENTED
    changed = "".join(part if _KEPT.fullmatch(part) else part.translate(letters) for part in _KEPT.split(text))
    if language.rtl:
        return changed
    count = round(PADDING * len(_KEPT.sub("", text)) / 4)
    words = ("öñé", "ţŵö", "ţĥŕéé", "ƒöûŕ", "ƒîṽé")
    padding = " ".join(words[index % len(words)] for index in range(count))
    return f"[{changed} {padding}]" if padding else f"[{changed}]"
