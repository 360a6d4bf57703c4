"""Catalogues follow the English and lose nothing: files as people and programs really write them."""

from __future__ import annotations

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainleaf.catalogues.po_text import decode_catalogue, escape, split_blocks, unescape, update_catalogue
from plainleaf.content.model import Message
from plainleaf.findings import Place

HEADER = {"Language": "pl", "Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=3; plural=0;"}

HANDMADE = r"""# Polish, by hand
#comment without a blank
#
msgid ""
msgstr ""
"X-Generator: Poedit 3.4\n"
"Language: pl\n"
"MIME-Version: 1.0\n"
"Plural-Forms: nplurals=4; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 "
"|| n%100>14) ? 1 : 2);\n"
"Content-Type: text/plain; charset=UTF-8\n"
"X-Weird:  two  blanks \n"

# the translator says
#. a note
#: src/file.c:12 src/other.c:99
#, python-brace-format, no-wrap
msgctxt "m/second"
msgid "Call {number}."
msgstr ""
"Zadzwoń "
"{number}."

#, fuzzy
#| msgctxt "m/older"
#| msgid "Once"
msgctxt "m/first"
msgid "First"
msgstr "Pierwszy \"raz\"\ti \\ kreska"

# a remark on nothing

msgctxt "m/plural"
msgid "one"
msgid_plural "many"
msgstr[0] "jeden"
msgstr[1] "dwa"
msgstr[2] "wiele"

# why it went
#~| msgid "much older"
#~ msgctxt "m/gone"
#~ msgid "Gone"
#~ msgstr "Nie ma"
"""


def message(name: str, text: str, note: str | None = None) -> Message:
    return Message(f"m/{name}", text, Place("a.toml", 1), note)


ENGLISH = [message("first", "First"), message("second", "Call {number}.", "a note"), message("plural", "one")]


def test_a_file_in_step_keeps_every_line() -> None:
    """Comments, order, flags, references, ``#|``, ``#~|`` and ``X-`` headers stay; only long strings are joined."""
    new = update_catalogue(HANDMADE, ENGLISH, {})
    expected = HANDMADE.replace('""\n"Zadzwoń "\n"{number}."', '"Zadzwoń {number}."')
    expected = expected.replace('(n%100<12 "\n"|| n', "(n%100<12 || n")
    assert new == expected


@pytest.mark.parametrize(
    "text", [HANDMADE, HANDMADE.replace("\n", "\r\n"), "", "# only a remark\n", 'msgid ""\nmsgstr ""\n']
)
def test_the_second_run_changes_nothing(text: str) -> None:
    """Whatever the file was, once it is in step it is left alone."""
    english = [*ENGLISH, message("new", "New"), message("second", "Ring {number}.")]
    once = update_catalogue(text, english, HEADER)
    assert update_catalogue(once, english, HEADER) == once


def test_a_changed_text_is_fuzzy_and_remembers_its_english() -> None:
    """The old English stands beside it; an older one, noted before, is the one the words were made from."""
    new = update_catalogue(HANDMADE, [message("first", "The first"), message("second", "Ring {number}.")], {})
    entries = {entry.msgctxt: entry for entry in polib.pofile(new.replace("#comment", "# comment"))}
    second, first = entries["m/second"], entries["m/first"]
    assert (second.msgid, second.msgstr, second.previous_msgid) == (
        "Ring {number}.",
        "Zadzwoń {number}.",
        "Call {number}.",
    )
    assert (second.fuzzy, second.flags) == (True, ["fuzzy", "python-brace-format", "no-wrap"])
    assert (first.msgid, first.previous_msgid) == ("The first", "Once")


def test_an_untranslated_text_that_changed_is_not_fuzzy() -> None:
    """There is nothing in it to doubt."""
    text = update_catalogue("", [message("a", "Old")], HEADER)
    assert "fuzzy" not in update_catalogue(text, [message("a", "New")], HEADER)


def test_nothing_is_guessed_from_another_message() -> None:
    """“one tablet” never becomes the draft for “two tablets”, nor for the same words in another place."""
    text = update_catalogue("", [message("a", "Take 1 tablet.")], HEADER).replace('msgstr ""\n"L', 'msgstr ""\n"L')
    text = text.replace('msgid "Take 1 tablet."\nmsgstr ""', 'msgid "Take 1 tablet."\nmsgstr "Weź 1 tabletkę."')
    new = update_catalogue(text, [message("a", "Take 1 tablet."), message("b", "Take 1 tablet.")], HEADER)
    assert [e.msgstr for e in polib.pofile(new)] == ["Weź 1 tabletkę.", ""]


def test_a_new_text_stands_where_it_is_read() -> None:
    """After the message it follows, also in a file with an order of its own."""
    english = [ENGLISH[0], message("between", "Between"), *ENGLISH[1:]]
    order = [block.context for block in split_blocks(update_catalogue(HANDMADE, english, {})) if block.strings]
    assert order == [None, "m/second", "m/first", "m/between", "m/plural", "m/gone"]


def test_what_is_gone_is_kept_and_comes_back() -> None:
    """A translation whose message leaves is obsolete; when the message returns, so does the work."""
    without = update_catalogue(HANDMADE, [ENGLISH[0], ENGLISH[2]], {})
    assert '#~ msgctxt "m/second"' in without
    assert "# the translator says" in without
    back = update_catalogue(without, ENGLISH, {})
    entry = next(e for e in polib.pofile(back.replace("#comment", "# comment")) if e.msgctxt == "m/second")
    assert (entry.msgstr, entry.obsolete, entry.tcomment) == ("Zadzwoń {number}.", 0, "the translator says")


def test_an_untranslated_text_that_is_gone_is_dropped() -> None:
    """Nothing was written there that could be lost."""
    text = update_catalogue("", [message("a", "A"), message("b", "B")], HEADER)
    assert "m/b" not in update_catalogue(text, [message("a", "A")], HEADER)


def test_a_missing_header_is_made_and_a_whole_one_is_left() -> None:
    """Language, charset and plural forms, one field a line; fields there already win."""
    made = update_catalogue('msgctxt "m/a"\nmsgid "A"\nmsgstr "Ą"\n', [message("a", "A")], HEADER)
    assert polib.pofile(made).metadata == HEADER
    kept = update_catalogue(HANDMADE, ENGLISH, HEADER)
    assert "nplurals=4" in kept
    assert "nplurals=3" not in kept


def test_another_charset_becomes_utf8() -> None:
    """A file in Latin-2 is read as what its header says and written as UTF-8, header and all."""
    text = HANDMADE.replace("charset=UTF-8", "charset=iso-8859-2")
    read = decode_catalogue(text.encode("iso-8859-2"))
    new = update_catalogue(read, ENGLISH, {})
    assert "Zadzwoń" in new
    assert "charset=UTF-8" in new
    assert "8859" not in new


def test_a_byte_order_mark_is_dropped_and_a_wrong_charset_is_refused() -> None:
    """Notepad writes the first; the second must not turn letters into others."""
    assert decode_catalogue(b"\xef\xbb\xbf" + HANDMADE.encode()) == HANDMADE
    with pytest.raises(UnicodeDecodeError):
        decode_catalogue(HANDMADE.encode("iso-8859-2"))
    with pytest.raises(LookupError):
        decode_catalogue(HANDMADE.replace("UTF-8", "klingon-8").encode())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t\r")))
def test_escaping_is_undone(text: str) -> None:
    """Quotes, backslashes, tabs, line ends."""
    assert unescape(escape(text)) == text


@settings(deadline=None)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,6}", fullmatch=True),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1),
        max_size=6,
    )
)
def test_what_is_written_can_be_read_by_others(texts: dict[str, str]) -> None:
    """polib finds every message with its English, and no translation."""
    new = update_catalogue("", [message(name, text) for name, text in texts.items()], HEADER)
    assert {e.msgctxt: e.msgid for e in polib.pofile(new)} == {f"m/{name}": text for name, text in texts.items()}
