"""Finished copies as files for the printer: in the order of the rows, under a list of what lies where."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from plainleaf.batch.ledger import Entry
from plainleaf.build import find_paper, font_shelf, known_languages, write_atomically
from plainleaf.findings import InputError, Place, UnsafeLeafletError, make_error
from plainleaf.impose.print_run import Volume, check_volume, count_pages, cut_volumes
from plainleaf.pdf.cover_list import draw_cover_list
from plainleaf.roots import open_roots, shown

NAME = "print-run"
MOST_SIDES = 2000
"""Of one file: what a printer's memory and tray, and this program's memory, can be expected to hold."""
COVER = "cover list"
_HEAD = ("No.", "Row", "Key", "Leaflet", "Language", "Paper", "Pages", "First sheet")


def write_print_runs(folder: Path, entries: Sequence[Entry], part: str = "", overlay: Path | None = None) -> list[Path]:
    """Write *entries*, copies in *folder*, as one file, or several where one would have more than MOST_SIDES.

    part: of the files' names, for shards. Returns the files. Raises InputError where a copy has changed since it was
    made, UnsafeLeafletError where a file does not hold every page as it is: then it is not delivered.
    """
    remove_print_runs(folder, part)
    if not entries:
        return []
    volumes = cut_volumes([entry.pages for entry in entries], MOST_SIDES)
    paths = []
    for number, chosen in enumerate(volumes, start=1):
        path = folder / (f"{NAME}{part}.pdf" if len(volumes) == 1 else f"{NAME}{part}-{number:03}.pdf")
        of = f", file {number} of {len(volumes)}" if len(volumes) > 1 else ""
        write_atomically(path, _make_volume(folder, [entries[at] for at in chosen], chosen.start, of, overlay))
        paths.append(path)
    return paths


def remove_print_runs(folder: Path, part: str = "") -> None:
    """Remove the files for the printer that an earlier run made: what they hold may not be wanted any more.

    A run of the whole table (no *part*) removes those of parts too, and a part that of the whole table.
    """
    own = NAME + (part or "*")
    for pattern in (f"{own}.pdf", f"{own}-[0-9][0-9][0-9].pdf", f"{NAME}.pdf", f"{NAME}-[0-9][0-9][0-9].pdf"):
        for old in folder.glob(pattern):
            old.unlink(missing_ok=True)


def _make_volume(folder: Path, entries: Sequence[Entry], before: int, of: str, overlay: Path | None) -> bytes:
    title = f"Print run{of}"
    cover = _draw_cover(entries, before, title, overlay)
    volume = Volume(title)
    volume.add(cover)
    for _, pdf in _read_copies(folder, entries):
        volume.add(pdf)
    data = volume.write()
    findings = tuple(check_volume(data, ((COVER, cover), *_read_copies(folder, entries))))
    if findings:
        raise UnsafeLeafletError(*findings)
    return data


def _read_copies(folder: Path, entries: Sequence[Entry]) -> Iterator[tuple[str, bytes]]:
    for entry in entries:
        path = folder / entry.file
        try:
            pdf = path.read_bytes()
        except OSError:
            pdf = b""
        if hashlib.sha256(pdf).hexdigest() != entry.sha256:
            hint = "run the same command again: it makes the copy anew"
            raise InputError(make_error("I005", "a copy has changed since it was made", Place(shown(path)), hint))
        yield entry.key, pdf


def _draw_cover(entries: Sequence[Entry], before: int, title: str, overlay: Path | None) -> bytes:
    """Return the list of *entries*; its own sheets are counted, so it is drawn until their number stands."""
    roots = open_roots(overlay)
    paper = find_paper(roots, entries[0].paper)
    family = font_shelf(roots).for_script("Latn")
    fonts = family.regular, family.bold
    languages = {language.bcp47: language.english_name for language in known_languages(roots).values()}
    sheets = sum((entry.pages + 1) // 2 for entry in entries)
    own = 1
    while True:
        first, rows = own + 1, [_HEAD]
        for number, entry in enumerate(entries, start=before + 1):
            language = languages.get(entry.lang, entry.lang)
            rows.append(
                (
                    *(str(number), str(entry.row), entry.key, entry.leaflet, language, entry.paper),
                    *(str(entry.pages), str(first)),
                )
            )
            first += (entry.pages + 1) // 2
        copies = "1 copy" if len(entries) == 1 else f"{len(entries)} copies"
        notes = (
            f"{copies}, {sheets + own} sheets with this list. Print on both sides, at actual size.",
            "For paper only: a screen reader needs the single files. Each copy begins on a sheet of its own.",
        )
        cover = draw_cover_list(title, notes, rows, (paper.width, paper.height), fonts)
        needed = -(-count_pages(cover) // 2)
        if needed == own:
            return cover
        own = needed
