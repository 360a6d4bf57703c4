"""Markup of messages: bare names in braces and bold, nothing else, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainleaf.markup import MarkupError, Piece, parse_markup

WORDS = st.text(st.characters(exclude_characters="{}*\r", exclude_categories=["Cs"]))
NAMES = st.from_regex(r"[a-z]+(_[a-z]+)*", fullmatch=True).filter(
    lambda name: name not in {"not", "true", "false", "none", "and", "or", "if", "else", "in", "is"}
)


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}}",
        "{{ name }}",
        "{% for x in y %}{% endfor %}",
        "{% raw %}a{% endraw %}",
        "{# remark #}",
        "{a.b}",
        "{a|upper}",
        "{a()}",
        "{a['b']}",
        "{a + b}",
        "{a, b}",
        "{7}",
        "{'text'}",
        "{a if b}",
        "{not a}",
        "{true}",
        "{}",
        "{ }",
        "{a",
        "a}",
        "{a}}",
        "{{a}",
        "}{",
        "{a {b}}",
        "{-a-}",
        "words {- a -} words",
        "{ a }",
    ],
)
def test_nothing_but_a_bare_name_may_stand_in_braces(text: str) -> None:
    """No filter, call, attribute, block, comment or sum; no brace left open."""
    with pytest.raises(MarkupError):
        parse_markup(text)


@pytest.mark.parametrize("text", ["**a", "a**", "**a** **", "**", "**a** b **c"])
def test_bold_must_be_closed(text: str) -> None:
    """An open ``**`` is an error, never a whole page in bold."""
    with pytest.raises(MarkupError, match="not closed"):
        parse_markup(text)


def test_bold_closes_after_full_width_punctuation() -> None:
    """CommonMark would not close it; Chinese and Japanese need it."""
    assert parse_markup("**不要突然停药。**请先").pieces == (Piece("不要突然停药。", bold=True), Piece("请先"))


def test_a_placeholder_inside_bold_is_bold() -> None:
    """Bold goes on through a placeholder and counts as one part."""
    markup = parse_markup("**Call {number} now** or {number}")
    assert markup.placeholders == {"number"}
    assert markup.bold_parts == 1
    assert markup.fill({"number": "999"}) == "Call 999 now or 999"


@given(WORDS)
def test_text_without_markup_comes_back_unchanged(text: str) -> None:
    """Not a blank, line end or sign is changed."""
    assert parse_markup(text).fill({}) == text


@given(st.lists(st.tuples(WORDS, NAMES, WORDS, st.booleans()), max_size=5))
def test_filling_puts_every_value_in_its_place(parts: list[tuple[str, str, str, bool]]) -> None:
    """A value is printed as it is, even when it looks like markup itself."""
    text = "".join(f"**{a}{{{name}}}{b}**" if bold else f"{a}{{{name}}}{b}" for a, name, b, bold in parts)
    values = {name: f"<{{{name}}}**>" for _, name, _, _ in parts}
    markup = parse_markup(text)
    assert markup.fill(values) == "".join(a + values[name] + b for a, name, b, _ in parts)
    assert markup.placeholders == values.keys()
