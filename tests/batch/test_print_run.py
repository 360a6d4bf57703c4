"""Files for the printer: every page of every copy as it is, in the order of rows, each copy on sheets of its own."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from click.testing import CliRunner

from plainleaf.batch import print_run
from plainleaf.batch.ledger import Entry
from plainleaf.batch.print_run import write_print_runs
from plainleaf.cli import cli
from plainleaf.findings import InputError, UnsafeLeafletError
from plainleaf.impose.print_run import Volume, check_volume
from tables import SECRETS, digest_folder, make_rows, print_table, read_manifest, write_table

LANGUAGES = ["en", "pl", "ar"]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch by the command, with its print run: English copies have 10 pages, the others 11."""
    folder = tmp_path_factory.mktemp("run")
    table = write_table(folder / "t.csv", make_rows(7, LANGUAGES))
    arguments = ["batch", str(table), "-o", str(folder / "out"), "-p", "clear", "-j", "1", "--print-run"]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert "print-run.pdf" in done.stderr
    return folder / "out"


def entries(folder: Path) -> list[Entry]:
    """Return the entries of a manifest."""
    return [Entry(**record) for record in read_manifest(folder)]  # type: ignore[arg-type]


def pictures(path: Path) -> list[bytes]:
    """Return what MuPDF draws of each page."""
    with pymupdf.open(path) as opened:
        return [page.get_pixmap(dpi=30).samples for page in opened]


def test_every_page_is_drawn_as_in_its_copy(printed: Path) -> None:
    """By a renderer that knows nothing of us; blank backs between, a list before."""
    sides, at = pictures(printed / "print-run.pdf"), 2
    odd = 0
    for entry in entries(printed):
        wanted = pictures(printed / entry.file)
        assert sides[at : at + len(wanted)] == wanted
        at += len(wanted)
        if at % 2:
            odd += 1
            assert set(sides[at]) == {255}
            at += 1
    assert at == len(sides)
    assert odd


def test_the_list_says_which_copy_begins_on_which_sheet(printed: Path) -> None:
    """By keys and sheets, without a patient's word."""
    with pymupdf.open(printed / "print-run.pdf") as opened:
        words = opened[0].get_text().split()
    assert not SECRETS & set(words)
    first = 2
    for entry in entries(printed):
        at = words.index(entry.key)
        assert int(words[at - 1]) == entry.row
        assert str(first) in words[at : at + 9]
        first += (entry.pages + 1) // 2


def test_a_second_run_gives_the_same_file(printed: Path, tmp_path: Path) -> None:
    """Made anew from copies that stand; and one that is no longer wanted goes."""
    before = digest_folder(printed)
    write_print_runs(printed, entries(printed))
    assert digest_folder(printed) == before
    print_table(write_table(tmp_path / "t.csv", make_rows(7, LANGUAGES)), tmp_path / "out")
    assert not (tmp_path / "out" / "print-run.pdf").exists()


def test_a_long_run_is_cut_into_files(printed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between copies, never within one; files of an earlier run that are not made any more are gone."""
    out = tmp_path / "out"
    out.mkdir()
    for path in printed.iterdir():
        (out / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(print_run, "MOST_SIDES", 40)
    paths = write_print_runs(out, entries(out))
    assert [path.name for path in paths] == ["print-run-001.pdf", "print-run-002.pdf", "print-run-003.pdf"]
    assert not (out / "print-run.pdf").exists()
    keys = []
    for path in paths:
        with pymupdf.open(path) as opened:
            words = opened[0].get_text().split()
        keys.append([word for word in words if word.startswith("R00")])
    assert keys == [["R0000", "R0001", "R0002"], ["R0003", "R0004", "R0005"], ["R0006"]]
    monkeypatch.undo()
    write_print_runs(out, entries(out))
    assert [path.name for path in out.glob("print-run*")] == ["print-run.pdf"]


def test_a_copy_that_was_changed_is_not_printed(printed: Path, tmp_path: Path) -> None:
    """Between the batch and the print run somebody has been at a file: no print run at all."""
    out = tmp_path / "out"
    out.mkdir()
    for path in printed.iterdir():
        (out / path.name).write_bytes(path.read_bytes())
    some = entries(out)
    (out / some[1].file).write_bytes((out / some[0].file).read_bytes())
    with pytest.raises(InputError) as refused:
        write_print_runs(out, some)
    assert refused.value.findings[0].code == "I005"
    assert not list(out.glob("print-run*"))


def swap(pdf: pikepdf.Pdf) -> None:
    """Let two copies change a page."""
    one, other = pdf.pages[9].Contents, pdf.pages[20].Contents
    pdf.pages[9].Contents, pdf.pages[20].Contents = other, one


def lose(pdf: pikepdf.Pdf) -> None:
    """Lose the last page."""
    del pdf.pages[-1]


def add(pdf: pikepdf.Pdf) -> None:
    """Add a page."""
    pdf.pages.append(pdf.pages[3])


def scribble(pdf: pikepdf.Pdf) -> None:
    """Print something on a blank back."""
    pdf.pages[21].Contents = pdf.make_stream(b"0 0 9 9 re f")


def shift(pdf: pikepdf.Pdf) -> None:
    """Cut a page off."""
    pdf.pages[5].MediaBox = [0, 100, 595, 842]


def alter(pdf: pikepdf.Pdf) -> None:
    """Give a page another font."""
    fonts = pdf.pages[4].Resources.Font
    names = sorted(fonts.keys())
    fonts[names[0]] = fonts[names[1]]


@pytest.mark.parametrize("spoil", [swap, lose, add, scribble, shift, alter])
def test_a_spoilt_print_run_is_noticed(spoil: Callable[[pikepdf.Pdf], None], printed: Path) -> None:
    """I005: page by page against the copies it was made from."""
    copies = [(entry.key, (printed / entry.file).read_bytes()) for entry in entries(printed)]
    volume = Volume("Print run")
    for _, copy in copies:
        volume.add(copy)
    whole = volume.write()
    assert list(check_volume(whole, copies)) == []
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        plain = io.BytesIO()
        pdf.save(plain)
        assert list(check_volume(plain.getvalue(), copies)) == []
        spoil(pdf)
        spoilt = io.BytesIO()
        pdf.save(spoilt)
    assert [finding.code for finding in check_volume(spoilt.getvalue(), copies)] == ["I005"]


def test_a_fault_stops_the_delivery(printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not as it must be is not written."""
    monkeypatch.setattr(Volume, "write", lambda _: (printed / entries(printed)[0].file).read_bytes())
    before = digest_folder(printed)
    with pytest.raises(UnsafeLeafletError):
        write_print_runs(printed, entries(printed), part="-x")
    assert not list(printed.glob("print-run*")), "nor is an old one left that may not be true any more"
    assert {**before, "print-run.pdf": ""} == {**digest_folder(printed), "print-run.pdf": ""}
