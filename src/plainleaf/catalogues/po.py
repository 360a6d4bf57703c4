"""gettext files: polib's one home. Reads catalogues and writes templates; never rewrites a translator's file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import polib

from plainleaf.catalogues.model import Catalogue, CatalogueEntry
from plainleaf.content.model import Message
from plainleaf.findings import Place, UnsafeLeafletError, make_error
from plainleaf.roots import shown

_FORMS = re.compile(r"nplurals\s*=\s*(\d+)")
_AT_LINE = re.compile(r"\(line (\d+)\)")


def read_catalogue(path: Path) -> Catalogue:
    """Read a .po file. Raises UnsafeLeafletError where it cannot be understood or says a thing twice."""
    try:
        file = polib.pofile(str(path), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    entries: dict[str, CatalogueEntry] = {}
    faults = []
    for entry in file:
        if entry.obsolete:
            continue
        place = Place(shown(path), entry.linenum)
        context = entry.msgctxt or ""
        if context in entries:
            faults.append(make_error("T003", f"{context}: translated twice", place, "keep one of the two entries"))
        plurals = _plurals(entry)
        translation = plurals[0] if plurals else entry.msgstr
        entries[context] = CatalogueEntry(context, entry.msgid, translation, entry.fuzzy, place, plurals)
    if faults:
        raise UnsafeLeafletError(*faults)
    forms = _FORMS.search(file.metadata.get("Plural-Forms", ""))
    return Catalogue(Place(shown(path)), entries, int(forms[1]) if forms else None)


def _plurals(entry: polib.POEntry) -> tuple[str, ...]:
    """Return the plural forms of *entry* in order, none for an entry without ``msgid_plural``."""
    if not entry.msgid_plural:
        return ()
    return tuple(entry.msgstr_plural.get(index, "") for index in range(max(entry.msgstr_plural, default=0) + 1))


def write_template(messages: Iterable[Message], path: Path, *, domain: str, language: str = "") -> None:
    """Write the template of *messages* to *path*, one entry a message, nothing wrapped, no dates.

    language: of the source, to write its own catalogue instead, in which every message says itself.
    """
    file = polib.POFile(wrapwidth=0, encoding="utf-8")
    file.metadata = {
        "Project-Id-Version": f"plainleaf {domain}",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for message in messages:
        file.append(
            polib.POEntry(
                msgctxt=message.id,
                msgid=message.text,
                msgstr=message.text if language else "",
                comment=message.note or "",
                flags=["python-brace-format"] if "{" in message.text else [],
            )
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    file.save(str(path), newline="\n")


def _unreadable(path: Path, error: Exception) -> UnsafeLeafletError:
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        fault = make_error("T001", "the catalogue is not UTF-8", Place(shown(path), line), "save it as UTF-8")
        return UnsafeLeafletError(fault)
    at = _AT_LINE.search(str(error))
    detail = "syntax error" + (str(error)[at.end() :] if at else "")
    place = Place(shown(path), int(at[1]) if at else None)
    hint = "open it in Poedit and save it"
    return UnsafeLeafletError(make_error("T001", f"the catalogue cannot be read: {detail}", place, hint))
