"""The two things a message may hold beside words: ``**bold**`` and ``{placeholder}``.

Placeholders are parsed by a sandboxed Jinja2 environment whose variables stand in single braces, and
nothing but bare names is let through: no filter, call, attribute, block or comment. Bold is read here,
because CommonMark does not close ``**`` after full-width punctuation, which Chinese and Japanese need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment


class MarkupError(ValueError):
    """A message's markup is broken; the text says how, in a translator's words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or the name of a placeholder; bold or not."""

    text: str
    bold: bool = False
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed message."""

    pieces: tuple[Piece, ...]

    @property
    def placeholders(self) -> frozenset[str]:
        """Names of the placeholders."""
        return frozenset(piece.text for piece in self.pieces if piece.placeholder)

    @property
    def bold_parts(self) -> int:
        """How many separate stretches are bold."""
        starts = zip((False, *(p.bold for p in self.pieces)), self.pieces, strict=False)
        return sum(piece.bold and not before for before, piece in starts)

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the text without markup, each placeholder replaced from *values*."""
        return "".join(values[piece.text] if piece.placeholder else piece.text for piece in self.pieces)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        variable_start_string="{",
        variable_end_string="}",
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
    )


@lru_cache(maxsize=20_000)
def parse_markup(text: str) -> Markup:
    """Return the pieces of *text* in order. Raises MarkupError where the markup is not whole."""
    pieces: list[Piece] = []
    bold = False
    for chunk, placeholder in _split_placeholders(text):
        if placeholder:
            pieces.append(Piece(chunk, bold, placeholder=True))
            continue
        for index, part in enumerate(chunk.split("**")):
            bold = bold != (index > 0)
            if part:
                pieces.append(Piece(part, bold))
    if bold:
        raise MarkupError("a ** is not closed")
    return Markup(tuple(pieces))


def _split_placeholders(text: str) -> list[tuple[str, bool]]:
    if "{" not in text and "}" not in text:
        return [(text, False)]
    try:
        template = _environment().parse(text)
    except TemplateSyntaxError as error:
        raise MarkupError(f"the braces are not right: {error.message}") from None
    chunks: list[tuple[str, bool]] = []
    for output in template.body:
        if not isinstance(output, nodes.Output):
            raise MarkupError("only {name} may stand in braces")
        chunks.extend(_read_node(node) for node in output.nodes)
    written = "".join(f"{{{chunk}}}" if placeholder else chunk for chunk, placeholder in chunks)
    count = sum(placeholder for _, placeholder in chunks)
    if written != text or not count == text.count("{") == text.count("}"):
        raise MarkupError("only {name} may stand in braces")
    return chunks


def _read_node(node: nodes.Expr) -> tuple[str, bool]:
    if isinstance(node, nodes.TemplateData):
        return node.data, False
    if isinstance(node, nodes.Name):
        return node.name, True
    raise MarkupError("only {name} may stand in braces")
