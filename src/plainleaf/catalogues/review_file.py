"""Write ``locales/<lang>/review.toml``: the same entries always make the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
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


def render_reviews(entries: Iterable[ReviewEntry]) -> str:
    """Return the text of the file."""
    return "\n".join([HEADER, *(f"{_render(entry)}\n" for entry in entries)]).rstrip("\n") + "\n"


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
