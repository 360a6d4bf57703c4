"""Sign a copy of the second medicine as its translators, reviewers and approvers would."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import polib

from plainleaf.catalogues.review import hash_entry

TRANSLATOR = '{ name = "Tova Translator", role = "translator", organisation = "Words", date = 2026-01-05 }'
REVIEWER = '{ name = "Rami Reviewer", role = "linguist", organisation = "Second Words", date = 2026-02-05 }'
APPROVER = (
    '{ name = "Ada Approver", role = "pharmacist", organisation = "Testland Hospital", date = 2026-03-05, '
    "until = 2098-03-05, reads_language = true }"
)


def review_entry(
    context: str,
    source: str,
    translation: str,
    *,
    translated: str | None = TRANSLATOR,
    reviewed: str | None = REVIEWER,
    approved: str | None = APPROVER,
    more: str = "",
) -> str:
    """Return the ``[[message]]`` of one translation."""
    lines = ["[[message]]", f'id = "{context}"', f'hash = "{hash_entry(context, source, translation)}"']
    lines.append('origin = "human"')
    signed = (("translated", translated), ("reviewed", reviewed), ("approved", approved))
    lines += [f"{key} = {value}" for key, value in signed if value]
    return "\n".join([*lines, *([more] if more else []), ""])


def catalogue_entries(root: Path, tag: str, built_in: Path) -> Iterable[polib.POEntry]:
    """Yield the entries of both catalogues of *tag*, those of *root* before the built-in ones."""
    for domain in ("common", "lumivex"):
        relative = f"locales/{tag}/LC_MESSAGES/{domain}.po"
        path = root / relative if (root / relative).is_file() else built_in / relative
        yield from (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def sign_language(root: Path, tag: str, built_in: Path, **changes: str | None) -> None:
    """Write ``locales/<tag>/review.toml`` with every message translated, reviewed and approved."""
    entries = catalogue_entries(root, tag, built_in)
    signed = [review_entry(e.msgctxt, e.msgid, e.msgstr, **changes) for e in entries]  # type: ignore[arg-type]
    (root / "locales" / tag / "review.toml").write_text("\n".join(signed), encoding="utf-8")


def approve_registry(root: Path, review_by: str = "2099-01-01") -> None:
    """Let a clinician approve the English of every warning."""
    path = root / "content/lumivex/warnings.toml"
    lines = f'approver = "Dr Ena English"\napproved_on = 2026-01-02\nreview_by = {review_by}\n'
    text = re.sub(r"^severity", f"{lines}severity", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
