"""What reading a finished PDF back knows of a font."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from plainleaf.verify.normal import IGNORED


@dataclass(frozen=True, slots=True, eq=False)
class FontFacts:
    """A font of a page: PostScript name without subset tag, embedded or not, code to text, codes of .notdef.

    wide: whether codes have two bytes. widths: code to advance in em. italic: whether its flags, its angle or its
    name say so. x_height: in em, where the file tells. read_program: returns the embedded font program.
    """

    name: str
    embedded: bool
    to_unicode: Mapping[int, str]
    glyphs: bytes | None
    wide: bool = True
    widths: Mapping[int, float] = field(default_factory=dict)
    default_width: float = 1.0
    italic: bool = False
    x_height: float | None = None
    read_program: Callable[[], bytes] = bytes
    glyph_facts: dict[int, tuple[str, float, bool]] = field(default_factory=dict, repr=False)
    """Text, advance and visibility of the codes looked up so far."""

    def look_up(self, code: int) -> tuple[str, float, bool]:
        """Return the text of *code*, its advance in em, and whether there is something to see."""
        text = self.to_unicode.get(code, "\ufffd")
        facts = (text, self.widths.get(code, self.default_width), bool(IGNORED.sub("", text)))
        self.glyph_facts[code] = facts
        return facts

    def draws_notdef(self, code: int) -> bool:
        """Tell whether *code* is drawn as glyph 0, the box that stands for a missing letter."""
        if not self.wide:
            return False
        if self.glyphs is None:
            return code == 0
        return self.glyphs[2 * code : 2 * code + 2] in (b"", b"\0\0")
