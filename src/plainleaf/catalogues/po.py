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
_QUOTED = re.compile(r'^(?:msg\w+(?:\[\d+\])?\s*)?"(?:[^"\\]|\\.)*"\s*$')
_BARE_COMMENT = re.compile(r"^#(?=[^\s.:,|~])", re.MULTILINE)
"""A comment without a blank, which the parser does not know."""

_AT_LINE = re.compile(r"\(line (\d+)\)")


def read_catalogue(path: Path) -> Catalogue:
    """Read a .po file. Raises UnsafeLeafletError where it cannot be understood or says a thing twice."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        _check_quotes(text, path)
        file = polib.pofile(_BARE_COMMENT.sub("# ", text.replace("\r\n", "\n")), encoding="utf-8")
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


def _check_quotes(text: str, path: Path) -> None:
    """Raise UnsafeLeafletError for each string whose line does not end with its quotation mark: the parser would
    silently take the last letter for it."""
    faults = [
        make_error(
            "T001",
            "the text between quotation marks is not whole",
            Place(shown(path), number),
            'end the line with ", and write \\" for a quotation mark inside',
        )
        for number, line in enumerate(text.splitlines(), start=1)
        if line.startswith(("msg", '"')) and '"' in line and not _QUOTED.match(line)
    ]
    if faults:
        raise UnsafeLeafletError(*faults)


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
