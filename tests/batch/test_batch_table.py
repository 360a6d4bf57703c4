"""Tables of patients: every form they come in; every fault is named by row and column, never by what stands there."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from plainleaf.batch.rows import BadRow, Defaults, Order, Sheet
from plainleaf.batch.table import sniff_delimiter
from plainleaf.findings import InputError
from tables import HEADER, NAMES, SECRETS, make_row, make_rows, write_table


def read(path: Path, encoding: str = "utf-8", **names: str) -> list[Order | BadRow]:
    """Return what every row of the table asks for."""
    return list(Sheet(path, encoding, names, Defaults()).read())


def faults(path: Path) -> list[tuple[str, str, str]]:
    """Return code, place in the table and message of everything that is wrong."""
    found = [finding for row in read(path) if isinstance(row, BadRow) for finding in row.findings]
    for one in found:
        assert not any(secret in f"{one.message} {one.place} {one.hint}" for secret in SECRETS)
        assert one.hint
    return [(one.code, str(one.place).partition(", ")[2], one.message) for one in found]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_as_programs_write_it(delimiter: str, start: str, end: str, tmp_path: Path) -> None:
    """Any of four delimiters, with or without a byte order mark, any line end, blank lines."""
    path = tmp_path / "t.csv"
    rows = [HEADER, *(tuple(row.get(name, "") for name in HEADER) for row in make_rows(3)), ()]
    text = start + end.join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + end
    path.write_text(text, encoding="utf-8", newline="")
    orders = read(path)
    assert [order.key for order in orders] == ["R0000", "R0001", "R0002"]
    assert [order.patient.name for order in orders if isinstance(order, Order)] == list(NAMES[:3])


@pytest.mark.parametrize(("encoding", "name"), [("cp1250", "Zofia Żółć"), ("cp1251", "Оксана"), ("shift_jis", "山田")])
def test_a_legacy_encoding_that_is_announced(encoding: str, name: str, tmp_path: Path) -> None:
    """Its letters are read as they are; unannounced, the row is refused: no letter is guessed."""
    path = write_table(tmp_path / "t.csv", [make_row(0, name=name)])
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    (order,) = read(path, encoding)
    assert isinstance(order, Order)
    assert order.patient.name == name
    assert faults(path)[0][:2] == ("B013", "row 2, column D")


def test_columns_have_names_of_their_own(tmp_path: Path) -> None:
    """clinic.toml maps them; columns that nobody asks for are passed over."""
    header = ["Pat. no", *HEADER[1:], "shoe size"]
    row = make_row(0) | {"Pat. no": "K-1", "shoe size": "=41"}
    del row["key"]
    (order,) = read(write_table(tmp_path / "t.csv", [row], header), key="pat. NO")
    assert order.key == "K-1"


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (HEADER[1:], "there is no column for key"),
        ((*HEADER, "Key"), "2 columns are called what key is"),
        (HEADER[:9], "there is no column for from"),
    ],
)
def test_a_header_that_lacks_or_repeats_a_column(header: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """Said once, before any row is read."""
    path = tmp_path / "t.csv"
    path.write_text(",".join(header) + "\n")
    with pytest.raises(InputError) as refused:
        read(path)
    assert message in [finding.message for finding in refused.value.findings]


def test_columns_that_are_not_used_are_named(tmp_path: Path) -> None:
    """By letter: a column whose name is misspelt may hold a step of the plan."""
    header = [name.replace("from_2", "step2from") for name in HEADER]
    rows = [{name.replace("from_2", "step2from"): text for name, text in make_row(0).items()}]
    path = write_table(tmp_path / "t.csv", rows, header)
    (warning,) = Sheet(path).list_others()
    assert (warning.code, warning.severity.value, warning.message.endswith("columns O")) == ("B019", "warning", True)
    assert Sheet(write_table(path, make_rows(1))).list_others() == ()


def test_utf8_is_not_read_as_something_else(tmp_path: Path) -> None:
    """Its names would be printed as nonsense; a table in plain ASCII is the same in both."""
    path = write_table(tmp_path / "t.csv", [make_row(0)])
    with pytest.raises(InputError) as refused:
        read(path, "cp1252")
    assert "is in UTF-8" in refused.value.findings[0].message
    assert len(read(write_table(path, [make_row(0, name="Ann Example")]), "cp1252")) == 1


@pytest.mark.parametrize("data", [b"", b"\n\n", ",".join(HEADER).encode(), b"\xff\xfe\x00", b'key,"name\n1,2\n' * 3])
def test_what_is_no_table(data: bytes, tmp_path: Path) -> None:
    """Nothing, bytes, an open quotation mark: a sentence, no traceback."""
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        read(path)
    assert {finding.code for finding in refused.value.findings} <= {"B010", "B011"}


CELLS: list[tuple[str, str, str, str]] = [
    ("name", "=HYPERLINK(1)", "B013", "name: begins like a formula"),
    ("name", "+SUM(A1)", "B013", "name: begins like a formula"),
    ("prescriber", " @cmd", "B013", "prescriber: begins like a formula"),
    ("name", "Xenia\u202eVidal", "B013", "name: holds a sign that would turn the writing direction around"),
    ("name", "Xenia\u2067Vidal", "B013", "name: holds a sign that would turn the writing direction around"),
    ("name", "Xenia\nVidal", "B013", "name: holds a control character"),
    ("name", "Xenia\x00Vidal", "B013", "name: holds a control character"),
    ("name", "Xenia\ue000", "B013", "name: holds a control character"),
    ("name", "Xenia" * 200_000, "B013", "name: is longer than 1000 characters"),
    ("key", "../../etc/passwd", "C051", ""),
    ("key", "a/b", "C051", ""),
    ("key", "zabłocka", "C051", ""),
    ("key", "k-quirina", "B014", "key: holds a word of the name"),
    ("language", "xx", "B015", "language: there is no such language"),
    ("leaflet", "../secret", "B015", "leaflet: there is no such leaflet"),
    ("leaflet", "baclofen-pump", "B015", "leaflet: a plan in tablets is for tablets"),
    ("morning", "0.3", "C051", ""),
    ("morning", "99", "C052", ""),
    ("strength", "1O mg", "C051", ""),
    ("from", "01/12/2026", "C051", ""),
    ("notes", "drop-table", "C052", ""),
]


@pytest.mark.parametrize(("name", "text", "code", "message"), CELLS, ids=lambda value: str(value)[:20])
def test_what_a_cell_may_not_hold(name: str, text: str, code: str, message: str, tmp_path: Path) -> None:
    """The fault names the row and the column, and the rows around it stand."""
    rows = [make_row(0), make_row(0, key="R0008") | {name: text}, make_row(2)]
    path = write_table(tmp_path / "t.csv", rows)
    found = faults(path)
    letter = "ABCDEFGHIJKLMNOPQRST"[HEADER.index(name)]
    assert [(one[0] in (code, "C051", "C052", "B015"), one[1]) for one in found] == [(True, f"row 3, column {letter}")]
    assert found[0][2].startswith(message)
    if len(text) < 100:
        assert text not in found[0][2]


def test_words_that_only_look_dangerous_are_words(tmp_path: Path) -> None:
    """Markup, Jinja, quotes and paths in a name are a name's letters: they are printed, not run."""
    names = ["{{ config }}", "<b>Bo</b>", "O'Brien; DROP", "%s %n", "..\\..\\Bo", "{name}", "**Ann**", "$(id)"]
    path = write_table(tmp_path / "t.csv", [make_row(n, name=name) for n, name in enumerate(names)])
    assert [order.patient.name for order in read(path) if isinstance(order, Order)] == names
    path = write_table(
        tmp_path / "t.csv", [make_row(n, name=name) for n, name in enumerate(["{{ 7*7 }}", "..\\..", "1"])]
    )
    assert [one[:2] for one in faults(path)] == [("C051", f"row {row}, column D") for row in (2, 3, 4)]


def test_rows_that_do_not_fit_the_header(tmp_path: Path) -> None:
    """Too few, too many cells, a stray quotation mark, a key that stood above: each named, the others kept."""
    path = write_table(tmp_path / "t.csv", make_rows(3))
    good = path.read_text(encoding="utf-8").splitlines()
    lines = [*good, "R7,too,few", good[1] + ",more", good[1].replace("R0000", 'R0"9'), '"a"b,c', good[2].lower()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [(code, place) for code, place, _ in faults(path)] == [
        ("B012", "row 5"),
        ("B012", "row 6"),
        ("C051", "row 7, column A"),
        ("B012", "row 8"),
        ("B014", "row 9, column A"),
    ]
    twin = next(row for row in read(path) if isinstance(row, BadRow) and row.twin)
    assert (twin.row, twin.twin, twin.key) == (9, 3, "r0001")
    first = next(row for row in Sheet(path).read({3: 9}) if row.row == 3)
    assert isinstance(first, BadRow), "which of the two holds, nobody knows"
    assert "row 9 has the same" in first.findings[0].message


def test_all_faults_of_a_row_at_once(tmp_path: Path) -> None:
    """Whoever mends a table sees everything in one go."""
    path = write_table(tmp_path / "t.csv", [make_row(0, name="=1", language="xx", morning="7.7", strength="")])
    assert {place for _, place, _ in faults(path)} >= {"row 2, column D"}
    mended = write_table(tmp_path / "u.csv", [make_row(0, language="xx", morning="7.7", strength="")])
    assert {place for _, place, _ in faults(mended)} == {"row 2, column C", "row 2, column K", "row 2, column H"}


def test_lone_surrogates_and_broken_bytes(tmp_path: Path) -> None:
    """CESU-8 halves and bytes that are no UTF-8 are named by row and column."""
    path = write_table(tmp_path / "t.csv", [make_row(0, name="ONE"), make_row(1, name="TWO"), make_row(2)])
    data = path.read_bytes().replace(b"ONE", b"\xed\xa0\x80").replace(b"TWO", b"\xff\xc0")
    path.write_bytes(data)
    assert [(code, place) for code, place, _ in faults(path)] == [
        ("B013", "row 2, column D"),
        ("B013", "row 3, column D"),
    ]


def workbook(path: Path, change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> Path:
    """Write three rows as .xlsx, changed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER))
    for row in make_rows(3):
        sheet.append([row.get(name, "") for name in HEADER])
    change(sheet)
    book.save(path)
    return path


def test_a_workbook_is_read_as_csv_is(tmp_path: Path) -> None:
    """Dates and numbers as spreadsheets keep them; a cell that is computed is refused."""
    from datetime import date

    def change(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["E2"] = date(1958, 3, 4)
        sheet["J2"] = date(2026, 12, 1)
        sheet["M2"] = 2
        sheet["K2"] = 0.5
        sheet["D3"] = '="Xenia"&" Vidal"'

    path = workbook(tmp_path / "t.xlsx", change)
    rows = read(path)
    plain = [row for row in read(write_table(tmp_path / "t.csv", make_rows(3))) if isinstance(row, Order)]
    assert isinstance(rows[0], Order)
    assert rows[0].patient.born == plain[0].patient.born
    assert rows[0].patient.steps[0].start == plain[0].patient.steps[0].start
    assert [one[:2] for one in faults(path)] == [("B013", "row 3, column D")]
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(InputError):
        read(tmp_path / "bad.xlsx")


def test_noise_never_raises_anything_but_a_sentence(tmp_path: Path) -> None:
    """Cells and lines mixed at random: rows, bad rows, or an InputError."""
    chance = random.Random(20261123)
    whole = write_table(tmp_path / "t.csv", make_rows(8, ["en", "ar"])).read_bytes()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice([0, 1, 9])] = chance.choice(
                [b'"', b",", b"\n", b"\x00", b"\xff", b"=", b"\xe2\x80\xae", b";;;", b"\r", b"1" * 2000]
            )
        path = tmp_path / "noise.csv"
        path.write_bytes(bytes(data))
        with suppress(InputError):
            faults(path)


def test_the_delimiter_is_the_one_the_header_has_most_of() -> None:
    """Delimiters inside quotation marks are words."""
    assert sniff_delimiter('a;"b,c,d,e";f') == ";"
    assert sniff_delimiter("key") == ","
