"""What every stage may know about a language: tags, script, direction, names."""

from __future__ import annotations

from dataclasses import dataclass

RTL_SCRIPTS = frozenset({"Arab", "Aran", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"})
"""ISO 15924 codes of the scripts written from right to left (Unicode 17, UAX #9 class R or AL)."""

UNSPACED_SCRIPTS = frozenset({"Hans", "Hant", "Jpan"})
"""Scripts that put no blank between sentences."""


@dataclass(frozen=True, slots=True)
class Language:
    """One written language.

    tag: gettext form, as in ``locales/<tag>/`` (``zh_Hans``).
    script: ISO 15924 code (``Latn``, ``Arab``, ``Aran`` for Nastaliq, ``Hans``).
    english_name, own_name: as staff and as its readers call it. also: other tags it goes by, lower-case.
    """

    tag: str
    script: str
    english_name: str
    own_name: str
    also: tuple[str, ...] = ()

    @property
    def bcp47(self) -> str:
        """The tag as PDF, HTML and JSON want it (``zh-Hans``)."""
        return self.tag.replace("_", "-")

    @property
    def base(self) -> str:
        """The language subtag alone (``zh``)."""
        return self.tag.split("_")[0]

    @property
    def rtl(self) -> bool:
        """Whether its script runs from right to left."""
        return self.script in RTL_SCRIPTS

    @property
    def sentence_space(self) -> str:
        """What stands between two sentences: a blank, or nothing."""
        return "" if self.script in UNSPACED_SCRIPTS else " "
