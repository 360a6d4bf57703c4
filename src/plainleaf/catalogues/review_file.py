"""Write ``locales/<lang>/review.toml``: the same entries always make the same bytes, and what people wrote stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plainleaf.catalogues.schema import (
    AcknowledgementEntry,
    ApprovalEntry,
    ReviewEntry,
    ReviewFile,
    SignatureEntry,
)
from plainleaf.toml import read_entry

HEADER = """\
# Who has read which text. Each entry is bound to the very words that were read; see locales/README.md.
"""


def read_review_entries(path: Path | None) -> tuple[ReviewEntry, ...]:
    """Return the entries of the file; none where there is no file. Raises InputError with all its faults."""
    return () if path is None else read_entry(path, ReviewFile)[0].message


def render_reviews(entries: Iterable[ReviewEntry], path: Path | None = None) -> str:
    """Return the text of the file, made from what stands at *path*.

    The head of the file, comments above an entry, and every entry that has not changed stay as they are, letter by
    letter.
    """
    head, old = _read_pieces(path)
    pieces = [_renew(entry, old.get(entry.id)) for entry in entries]
    return "\n".join([head, *pieces]).rstrip("\n") + "\n"


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry as it stands in a file: the comments above it, its lines, and what they say."""

    comments: str
    lines: str
    entry: ReviewEntry


def _read_pieces(path: Path | None) -> tuple[str, dict[str, _Piece]]:
    """Return the head of the file, and its entries by id."""
    if path is None:
        return HEADER, {}
    head, *chunks = _OPENING.split(path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))
    entries = read_review_entries(path)
    if len(chunks) != len(entries):  # the word stands in a text, too: nothing can be told apart
        return head, {}
    pieces: dict[str, _Piece] = {}
    head, comments = _take_comments(head) if chunks else (head, "")
    for chunk, entry in zip(chunks, entries, strict=True):
        lines, following = _take_comments(chunk)
        pieces[entry.id] = _Piece(comments, lines.strip("\n"), entry)
        comments = following
    return (head.rstrip("\n") + "\n") if head.strip() else HEADER, pieces


_OPENING = re.compile(r"^\[\[message\]\][ \t]*\n", re.MULTILINE)
_COMMENTS_AT_END = re.compile(r"\n((?:#[^\n]*\n)+)\Z")


def _take_comments(text: str) -> tuple[str, str]:
    """Return *text* without the comments right above what follows it, and these; a head is all one comment."""
    found = _COMMENTS_AT_END.search(text)
    return (text, "") if found is None else (text[: found.start(1)], found[1])


def _renew(entry: ReviewEntry, old: _Piece | None) -> str:
    """Return *entry* as it was written before, or written anew where it has changed, below its comments."""
    if old is None:
        return f"{_render(entry)}\n"
    if old.entry == entry:
        return f"{old.comments}[[message]]\n{old.lines}\n"
    kept = "".join(f"{line}\n" for line in old.lines.splitlines() if line.lstrip().startswith("#"))
    return f"{old.comments}{kept}{_render(entry)}\n"


def _render(entry: ReviewEntry) -> str:
    lines = ["[[message]]", f"id = {_quote(entry.id)}", f'hash = "{entry.hash}"', f'origin = "{entry.origin}"']
    if entry.method:
        lines.append(f"method = {_quote(entry.method)}")
    if entry.back_translation:
        lines.append(f"back_translation = {_quote(entry.back_translation)}")
    signed: Sequence[tuple[str, SignatureEntry | None]] = (
        ("translated", entry.translated),
        ("reviewed", entry.reviewed),
        ("approved", entry.approved),
    )
    lines += [f"{key} = {_render_signature(signature)}" for key, signature in signed if signature is not None]
    if entry.acknowledged:
        lines += ["acknowledged = [", *(f"  {_render_acknowledgement(one)}," for one in entry.acknowledged), "]"]
    return "\n".join(lines)


def _render_signature(signature: SignatureEntry) -> str:
    parts = [f"{key} = {_quote(getattr(signature, key))}" for key in ("name", "role", "organisation")]
    parts.append(f"date = {signature.date.isoformat()}")
    if isinstance(signature, ApprovalEntry):
        parts += [f"until = {signature.until.isoformat()}", "reads_language = true"]
    return f"{{ {', '.join(parts)} }}"


def _render_acknowledgement(one: AcknowledgementEntry) -> str:
    parts = [f"{key} = {_quote(getattr(one, key))}" for key in ("code", "reason", "name")]
    return f"{{ {', '.join(parts)}, date = {one.date.isoformat()} }}"


def _quote(text: str) -> str:
    """Return *text* as a TOML basic string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
