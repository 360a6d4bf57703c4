"""Tables of patients, read row by row: CSV, and with openpyxl (its one home) the first sheet of an .xlsx file."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from plainleaf.findings import InputError, MissingError, Place, make_error
from plainleaf.roots import shown

DELIMITERS = ",;\t|"
LONGEST_FIELD = 4 * 1024 * 1024
"""Characters of one CSV field or line: beyond, a quotation mark was never closed."""
MOST_COLUMNS = 400
_SAMPLE = 1024 * 1024
_HINT = "save it as CSV in UTF-8, or name its encoding with --encoding"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number as spreadsheets count (the header is row 1) and its cells.

    fault: why it could not be read at all. formulas: places of cells that a spreadsheet computes.
    """

    number: int
    cells: tuple[str, ...]
    fault: str | None = None
    formulas: frozenset[int] = frozenset()


def read_table(path: Path, encoding: str = "utf-8") -> Iterator[TableRow]:
    """Yield the rows of *path*, the header first; rows without any text are left out. Memory does not grow.

    encoding: of a CSV file; a byte order mark is passed over. Raises InputError where the file cannot be read on,
    MissingError where openpyxl is not installed.
    """
    rows = _read_sheet(path) if path.suffix.casefold() == ".xlsx" else _read_csv(path, encoding)
    with closing(rows):
        for row in rows:
            if row.fault or row.formulas or any(cell.strip() for cell in row.cells):
                yield row


def _unreadable(path: Path, message: str, row: int | None = None) -> InputError:
    where = shown(path) if row is None else f"{shown(path)}, row {row}"
    return InputError(make_error("B010", message, Place(where), _HINT))


def _is_utf8(path: Path) -> bool:
    """Tell whether the first megabyte of *path* is UTF-8 with letters beyond ASCII: in another encoding no accident."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return not start.isascii()


def _read_csv(path: Path, encoding: str) -> Generator[TableRow]:
    codec = "utf-8-sig" if encoding.casefold().replace("_", "-") in ("utf-8", "utf8") else encoding
    try:
        if codec != "utf-8-sig" and codecs.lookup(codec).name not in ("utf-8", "utf-8-sig") and _is_utf8(path):
            raise _unreadable(path, "is in UTF-8, not in the encoding that --encoding names")
        with path.open(encoding=codec, errors="surrogateescape", newline="") as file:
            yield from _parse_csv(path, file)
    except LookupError:
        raise _unreadable(path, "there is no such encoding") from None
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not in the encoding it is read in"
        raise _unreadable(path, f"cannot be read: {reason}") from None


def _parse_csv(path: Path, file: io.TextIOWrapper) -> Iterator[TableRow]:
    lines = _Lines(path, file)
    delimiter = sniff_delimiter(lines.peek())
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        lines.row = number
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "limit" in str(error) or "unexpected end" in str(error):
                raise _unreadable(path, "a quotation mark is never closed", number) from None
            yield TableRow(number, (), "a quotation mark stands where none can")
            continue
        yield TableRow(number, tuple(cells))


class _Lines:
    """The lines of a file, none longer than LONGEST_FIELD."""

    def __init__(self, path: Path, file: io.TextIOWrapper) -> None:
        self._path, self._file, self.row = path, file, 1
        self._first: str | None = None

    def peek(self) -> str:
        """Return the first line, which is still to come."""
        self._first = self._read()
        return self._first

    def _read(self) -> str:
        line = self._file.readline(LONGEST_FIELD)
        if len(line) >= LONGEST_FIELD:
            raise _unreadable(self._path, "a line has no end", self.row)
        return line

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line, self._first = self._first if self._first is not None else self._read(), None
        if not line:
            raise StopIteration
        return line


def sniff_delimiter(header: str) -> str:
    """Return which of DELIMITERS stands most often in *header* outside quotation marks.

    >>> sniff_delimiter('key;"name, first";born')
    ';'
    """
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _read_sheet(path: Path) -> Generator[TableRow]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        hint = "pip install 'plainleaf[excel]', or save the table as CSV"
        raise MissingError(make_error("B010", "openpyxl is not installed", Place(shown(path)), hint)) from None
    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception:  # whatever is wrong inside the file must end in a sentence, without a word of it
        raise _unreadable(path, "is no .xlsx workbook that can be read") from None
    with closing(book):
        rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS)
        width = 0
        for number, cells in enumerate(rows, start=1):
            texts = [_as_text(cell.value) for cell in cells]
            formulas = frozenset(at for at, cell in enumerate(cells) if cell.data_type == "f")
            while texts and not texts[-1]:
                texts.pop()
            width = width or len(texts)
            yield TableRow(number, tuple(texts + [""] * (width - len(texts))), None, formulas)


def _as_text(value: Any) -> str:
    """Return the value of a spreadsheet's cell as it would stand in CSV."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
