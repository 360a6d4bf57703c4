"""Content streams and font tables are read as ISO 32000-1 writes them."""

from __future__ import annotations

import pytest
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject

from plainleaf.verify.plain_english import count_words, split_sentences
from plainleaf.verify.resources import read_font, read_to_unicode
from plainleaf.verify.tokens import Operand, read_operators


@pytest.mark.parametrize(
    ("stream", "operators"),
    [
        (b"1 0 0 1 72.5 -.5 Tm", [(b"Tm", [1.0, 0.0, 0.0, 1.0, 72.5, -0.5])]),
        (b"/F1 12 Tf", [(b"Tf", ["F1", 12.0])]),
        (b"[<0041>-20<42 4>]TJ", [(b"TJ", [b"\x00A", -20.0, b"B@"])]),
        (rb"(a\(b\) (c (d)) \101\n) Tj", [(b"Tj", [b"a(b) (c (d)) A\n"])]),
        (b"/Span <</MCID 3>> BDC", [(b"BDC", ["Span", b"<</MCID 3>>"])]),
        (b"% (no) Tj\nq", [(b"q", [])]),
        (b"BI /W 1 /H 1 ID (Tj q EI Q", [(b"BI", []), (b"Q", [])]),
        (b"1 w 0 0 m 5 5 l S", [(b"w", [1.0]), (b"m", [0.0, 0.0]), (b"l", [5.0, 5.0]), (b"S", [])]),
        (b"((((", []),
    ],
)
def test_operators_come_with_their_operands(stream: bytes, operators: list[tuple[bytes, list[Operand]]]) -> None:
    """Numbers, names, both kinds of string, dictionaries, comments, inline images."""
    assert list(read_operators(stream)) == operators


def test_to_unicode_lists_and_ranges_are_read() -> None:
    """ISO 32000-1, 9.10.3: single codes, ranges that count up, ranges with a list."""
    cmap = (
        b"2 beginbfchar <0001> <0041> <0002> <00660069> endbfchar "
        b"2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <D83DDE00>] endbfrange"
    )
    assert read_to_unicode(cmap) == {1: "A", 2: "fi", 16: "a", 17: "b", 18: "c", 32: "x", 33: "😀"}


def make_font(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def test_a_simple_font_is_read() -> None:
    """Codes of one byte, widths from FirstChar on, an encoding with differences."""
    encoding = make_font(Differences=ArrayObject([NumberObject(65), NameObject("/Z"), NameObject("/space")]))
    font = read_font(
        make_font(
            BaseFont=NameObject("/ABCDEF+Some-Oblique"),
            FirstChar=NumberObject(65),
            Widths=ArrayObject([FloatObject(600), FloatObject(250)]),
            Encoding=encoding,
        )
    )
    assert (font.name, font.wide, font.italic, font.embedded) == ("Some-Oblique", False, True, False)
    assert font.look_up(65) == ("Z", 0.6, True)
    assert font.look_up(66) == (" ", 0.25, False)
    assert font.look_up(97)[0] == "a"


def test_a_composite_font_is_read() -> None:
    """Both forms of /W, and DW for the rest."""
    widths = ArrayObject(
        [NumberObject(1), ArrayObject([NumberObject(500)]), NumberObject(5), NumberObject(6), NumberObject(250)]
    )
    below = make_font(W=widths, DW=NumberObject(900))
    font = read_font(make_font(BaseFont=NameObject("/Wide"), DescendantFonts=ArrayObject([below])))
    assert font.wide
    assert [font.look_up(code)[1] for code in (1, 5, 6, 7)] == [0.5, 0.25, 0.25, 0.9]
    assert font.look_up(1)[2], "a glyph without a text can be seen"


def test_sentences_and_words_are_counted() -> None:
    """A lead-in with a colon is a sentence; numerals are words."""
    assert split_sentences("Take 1 tablet. Call if:") == ["Take 1 tablet.", "Call if:"]
    assert count_words("Take 10 mg at A&E, don’t stop.") == 7
