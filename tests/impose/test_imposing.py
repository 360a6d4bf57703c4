"""Sheets: every page once, in its place, large enough to read, and never passed off as something for a screen."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from plainleaf.build import Job, make_pdf
from plainleaf.findings import InputError, UnsafeLeafletError
from plainleaf.impose.checks import check_sheets, find_smallest
from plainleaf.impose.model import SCHEMES, Cell
from plainleaf.impose.placing import impose_pages, order_pages
from plainleaf.impose.sheets import write_sheets
from plainleaf.imposing import Imposed, impose_file, read_standards
from plainleaf.reports.sheets import show_imposed
from plainleaf.roots import open_roots
from plainleaf.verify import read_back

A4 = (595.276, 841.89)
A4_LANDSCAPE = A4[::-1]


def save(folder: Path, language: str, profile: str = "giant", paper: str = "a4") -> Path:
    """Write a leaflet of the pump, the shortest there is."""
    job = Job("baclofen-pump", language, profile=profile, paper=paper, folder=folder)
    job.path.write_bytes(make_pdf(job)[0])
    return job.path


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("english"), "en")


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("arabic"), "ar")


def numbers_by_place(pdf: bytes, total: int, word: str) -> list[list[int]]:
    """Return the page numbers on each side, from left to right, as another reader finds the footers."""
    sides = []
    for side in read_back(pdf, copied_text=False).pages:
        found = []
        for run in side.drawn.runs:
            words = run.text.split()
            if run.text.startswith(word) and words[-1] == str(total):
                found.append((run.left, int(words[1])))
        sides.append([number for _, number in sorted(found)])
    return sides


@pytest.mark.parametrize("count", range(1, 30))
def test_a_booklet_holds_every_page_once_and_folds_in_order(count: int) -> None:
    """Sheets nested in each other and leafed through give 1, 2, 3 ..., on whole sheets of four pages."""
    sides = order_pages(count, SCHEMES["booklet"])
    fronts, backs = sides[0::2], sides[1::2]
    read = [number for front, back in zip(fronts, backs, strict=True) for number in (front[1], back[0])]
    read += [number for front, back in reversed([*zip(fronts, backs, strict=True)]) for number in (back[1], front[0])]
    assert read == list(range(-(-count // 4) * 4))


@pytest.mark.parametrize(("scheme", "sides"), [("2-up", 3), ("4-up", 2)])
def test_pages_to_a_side_follow_each_other(scheme: str, sides: int) -> None:
    """Several to a side read on, and no side is empty."""
    order = order_pages(5, SCHEMES[scheme])
    assert len(order) == sides
    assert [number for side in order for number in side][:5] == [0, 1, 2, 3, 4]


def test_a_booklet_opens_with_page_1_on_the_right_of_its_outer_side(english: Path, tmp_path: Path) -> None:
    """Bound on the left: the outer side shows the last page and the first, and that is what the ink says."""
    imposed = impose_file(english, "booklet", "a4", tmp_path / "sheets.pdf")
    total = len(pypdf.PdfReader(english).pages)
    sides = numbers_by_place(imposed.path.read_bytes(), total, "Page ")
    blanks = -total % 4
    assert sides[0] == ([1] if blanks else [total, 1])
    assert sides[1][0] == 2
    assert sorted(number for side in sides for number in side) == list(range(1, total + 1))
    assert imposed.imposition.sheets == len(sides) / 2


def test_a_leaflet_in_arabic_is_bound_on_the_right(arabic: Path, tmp_path: Path) -> None:
    """Page 1 lies on the left half of the outer side, and the file says that it reads from the right."""
    imposed = impose_file(arabic, "booklet", "a4", tmp_path / "sheets.pdf")
    cells = {cell.page: cell for cell in imposed.imposition.sides[0]}
    assert cells[0].x < A4_LANDSCAPE[0] / 2 - 10
    preferences = pypdf.PdfReader(imposed.path).root_object["/ViewerPreferences"]
    assert preferences["/Direction"] == "/R2L"


def test_sheets_say_how_they_are_printed_and_that_they_are_not_for_a_screen(english: Path, tmp_path: Path) -> None:
    """Not marked as tagged, no claim of PDF/UA, a title that says so; never scaled, turned over the right edge."""
    booklet = pypdf.PdfReader(impose_file(english, "booklet", "a4", tmp_path / "b.pdf").path)
    root = booklet.root_object
    assert root["/MarkInfo"]["/Marked"].value is False
    assert "/StructTreeRoot" not in root
    assert "/Metadata" not in root
    assert booklet.metadata is not None
    assert str(booklet.metadata.title).endswith("(booklet, for paper only)")
    preferences = root["/ViewerPreferences"]
    assert (preferences["/PrintScaling"], preferences["/Duplex"]) == ("/None", "/DuplexFlipShortEdge")
    four = pypdf.PdfReader(impose_file(english, "4-up", "a3", tmp_path / "4.pdf").path)
    assert four.root_object["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"
    assert not any(page.get("/Annots") for page in booklet.pages)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_person_at_the_printer_is_told(
    form: str, english: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That the sheets are for paper only goes to stderr; facts go to stdout, as one JSON object where asked for."""
    show_imposed(impose_file(english, "booklet", "a4", tmp_path / "sheets.pdf"), form)
    out, err = capsys.readouterr()
    assert "For paper only" in err
    assert "short edge; fold in the middle, the fold on the left" in err
    if form == "json":
        assert json.loads(out)["smallest_points"] == pytest.approx(26 * 0.70707, abs=0.01)
    else:
        assert out.startswith("made ")


def test_letters_below_clear_print_are_refused_with_what_would_fit(tmp_path: Path) -> None:
    """Large print on half an A4 would be 12.7 pt; an old file goes, and what the hint names can be done."""
    leaflet, target = save(tmp_path, "en", "large"), tmp_path / "sheets.pdf"
    target.write_bytes(b"old")
    with pytest.raises(UnsafeLeafletError) as refusal:
        impose_file(leaflet, "booklet", "a4", target)
    (finding,) = refusal.value.findings
    assert finding.code == "I002"
    assert "12.7 pt, 2.4 mm high, not 14 pt" in finding.message
    assert finding.hint is not None
    assert "--paper a3; or" in finding.hint
    assert "--size 20 first" in finding.hint
    assert "-p clear --paper a5" in finding.hint
    assert not target.exists()
    assert impose_file(leaflet, "booklet", "a3", target).letters.points == pytest.approx(18, abs=0.01)
    assert impose_file(save(tmp_path, "en", "20pt"), "booklet", "a4", target).letters.points >= 14
    assert impose_file(save(tmp_path, "en", "clear", "a5"), "booklet", "a4", target).letters.points >= 13.99


def test_what_arabic_letters_are_held_to_is_their_own(tmp_path: Path) -> None:
    """16.25 pt of Vazirmatn equal 14 pt of Noto Sans: 14.7 pt of it are too small."""
    with pytest.raises(UnsafeLeafletError, match=r"14\.7 pt, .* not 16\.25 pt"):
        impose_file(save(tmp_path, "ar", "large"), "booklet", "a4", tmp_path / "sheets.pdf")


def test_same_leaflet_same_bytes(english: Path, tmp_path: Path) -> None:
    """No date, no chance in the file."""
    one, two = (impose_file(english, "2-up", "a4", tmp_path / name) for name in ("1.pdf", "2.pdf"))
    assert one.path.read_bytes() == two.path.read_bytes()


def test_the_leaflet_itself_is_never_replaced(english: Path, tmp_path: Path) -> None:
    """Not by its own name, not through a link; the leaflet stays as it was."""
    before, link = english.read_bytes(), tmp_path / "link.pdf"
    link.symlink_to(english)
    for target in (english, link):
        with pytest.raises(InputError, match="would replace the leaflet"):
            impose_file(english, "booklet", "a4", target)
    assert english.read_bytes() == before


def encrypt(pdf: bytes) -> bytes:
    """Return *pdf* behind a password."""
    writer, sink = pypdf.PdfWriter(clone_from=io.BytesIO(pdf)), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(sink)
    return sink.getvalue()


def empty(_: bytes) -> bytes:
    """Return a PDF of somebody else's."""
    writer, sink = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(*A4)
    writer.write(sink)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (encrypt, "is encrypted"),
        (empty, "not a plainleaf leaflet"),
        (lambda pdf: pdf[: len(pdf) // 2], "readable PDF|not a plainleaf leaflet"),
        (lambda _: b"no PDF at all", "not a readable PDF"),
    ],
    ids=["encrypted", "foreign", "cut off", "no PDF"],
)
def test_what_is_no_leaflet_of_ours_is_named(spoil: object, words: str, english: Path, tmp_path: Path) -> None:
    """A clear error (I001), exit code 2, and nothing written."""
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(spoil(english.read_bytes()))  # type: ignore[operator]
    with pytest.raises(InputError, match=words) as refusal:
        impose_file(bad, "booklet", "a4")
    assert refusal.value.findings[0].code == "I001"
    assert list(tmp_path.iterdir()) == [bad]


def test_sheets_are_not_imposed_again(english: Path, tmp_path: Path) -> None:
    """Twice scaled would be too small, and pages would be lost in pages."""
    sheets = impose_file(english, "booklet", "a4", tmp_path / "sheets.pdf").path
    with pytest.raises(InputError, match="sheets already"):
        impose_file(sheets, "2-up", "a3")


def test_a_leaflet_that_has_lost_a_page_is_not_put_on_sheets(english: Path, tmp_path: Path) -> None:
    """The leaflet is checked again before it is imposed, against today's content."""
    writer, spoilt = pypdf.PdfWriter(clone_from=english), tmp_path / "spoilt.pdf"
    writer.remove_page(1)
    writer.write(spoilt)
    with pytest.raises(UnsafeLeafletError):
        impose_file(spoilt, "booklet", "a4", tmp_path / "sheets.pdf")
    assert not (tmp_path / "sheets.pdf").exists()


def impose(path: Path) -> tuple[bytes, Imposed]:
    """Return the leaflet and its sheets, 2-up."""
    return path.read_bytes(), impose_file(path, "2-up", "a4", path.with_name("sheets.pdf"))


def test_pages_moved_doubled_scaled_or_lost_are_seen_on_the_sheets(english: Path) -> None:
    """The check of the sheets reads the ink, not the plan: each way to spoil them is found."""
    pdf, imposed = impose(english)
    source, good = read_back(pdf, copied_text=False), imposed.imposition
    assert list(check_sheets(read_back(imposed.path.read_bytes()), source, good)) == []
    first, *rest = good.sides
    for spoilt in (
        (replace(first[0], x=first[0].x + 1), first[1]),
        (replace(first[0], scale=first[0].scale * 0.99), first[1]),
        (Cell(first[1].page, first[0].x, first[0].y, first[0].scale), first[1]),
        (replace(first[0], page=first[1].page), replace(first[1], page=first[0].page)),
        first[:1],
    ):
        sheets = read_back(write_sheets(pdf, replace(good, sides=(spoilt, *rest))), copied_text=False)
        assert [finding.code for finding in check_sheets(sheets, source, good)] == ["I004"]
    assert [finding.code for finding in check_sheets(source, source, good)] == ["I004"]


def test_the_smallest_letters_are_those_closest_to_their_own_least_size(arabic: Path) -> None:
    """Sizes are compared by what each font is held to, not in points."""
    standards = read_standards(open_roots(None))
    assert standards["NotoSans-Medium"].least == 14
    assert standards["Vazirmatn-Medium"].least == 16.25
    letters = find_smallest(read_back(arabic.read_bytes(), copied_text=False), standards)
    assert letters.spare == pytest.approx(min(26 / 14, 30 / 16.25), abs=0.01)


def test_pages_are_never_cut() -> None:
    """A page lies wholly in its cell, in the middle, however sheet and page are shaped."""
    imposition = impose_pages([(420.0, 595.0)] * 3, SCHEMES["2-up"], (612.0, 792.0), rtl=False)
    assert (imposition.width, imposition.height) == (792.0, 612.0)
    for side in imposition.sides:
        for place, cell in enumerate(side):
            assert place * 396 <= cell.x
            assert cell.x + 420 * cell.scale <= (place + 1) * 396 + 0.01
            assert cell.y >= 0
            assert cell.y + 595 * cell.scale <= 612.01
