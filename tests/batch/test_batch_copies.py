"""Copies: each is what a whole build would be, passes all it passes, and is stitched as it is said to be."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdf
import pytest

from plainleaf.batch.press import Edition, Settings
from plainleaf.batch.rows import Defaults, Order, Sheet
from plainleaf.batch.run import Batch
from plainleaf.build import Job, build_leaflet
from plainleaf.pdf import packing
from readers import clean, read_with_all
from tables import NAMES, SECRETS, Witness, digest_folder, make_row, make_rows, print_table, read_manifest, write_table

LANGUAGES = ["en", "pl", "ar", "hi", "zh_Hans", "ur", "km"]


def orders(path: Path, overlay: Path | None = None) -> list[Order]:
    """Return the orders of a table without faults."""
    rows = list(Sheet(path, defaults=Defaults(profile="clear"), overlay=overlay).read())
    return [row for row in rows if isinstance(row, Order)]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three copies in each of seven scripts."""
    folder = tmp_path_factory.mktemp("copies")
    table = write_table(folder / "t.csv", make_rows(21, LANGUAGES))
    summary = print_table(table, folder / "out")
    assert (summary.made, summary.kept, summary.refused, summary.earlier) == (21, 0, 0, 0)
    return folder


def test_a_copy_reads_as_a_whole_build_reads(printed: Path, tmp_path: Path) -> None:
    """Four readers that know nothing of us take the same text from both, page by page."""
    for order in orders(printed / "t.csv")[7:14]:
        job = Job(
            order.leaflet, order.language, profile=order.profile, paper=order.paper, folder=tmp_path,
            patient=order.patient,
        )  # fmt: skip
        assert build_leaflet(job).made
        copy = (printed / "out" / job.path.name).read_bytes()
        whole = job.path.read_bytes()
        assert read_with_all(copy, tmp_path / "c.pdf") == read_with_all(whole, tmp_path / "w.pdf")
        if order.patient.name != NAMES[1]:  # readers differ in right-to-left text: RTL text has tests of its own
            assert clean(order.patient.name) in read_with_all(copy, tmp_path / "c.pdf")["pdfium"]


def test_copies_are_passed_whole_too(printed: Path, tmp_path: Path) -> None:
    """--verify all reads every copy back whole, and changes no byte."""
    print_table(printed / "t.csv", tmp_path / "out", verify="all")
    records = read_manifest(tmp_path / "out")
    assert {record["verified"] for record in records} == {"whole"}
    assert [record["sha256"] for record in records] == [one["sha256"] for one in read_manifest(printed / "out")]
    assert {one["verified"] for one in read_manifest(printed / "out")} == {"personal"}
    before = digest_folder(printed / "out")
    assert print_table(printed / "t.csv", printed / "out", verify="all").made == 21, (
        "what was not read whole is not kept"
    )
    assert print_table(printed / "t.csv", printed / "out").kept == 21
    assert {**digest_folder(printed / "out"), "manifest.jsonl": ""} == {**before, "manifest.jsonl": ""}


def test_a_name_is_only_in_the_pdf_it_belongs_to(printed: Path) -> None:
    """Not in a file's name, nor in the manifest, nor in another copy, nor in what a file says of itself."""
    paths = sorted((printed / "out").iterdir())
    for path in paths:
        assert not any(secret.casefold() in path.name.casefold() for secret in SECRETS)
        if path.suffix != ".pdf":
            assert not any(secret in path.read_text(encoding="utf-8") for secret in SECRETS)
    for order in orders(printed / "t.csv"):
        (path,) = (printed / "out").glob(f"*-{order.key}.pdf")
        with pikepdf.open(path) as opened:
            said = str(dict(opened.docinfo)) + opened.Root.Metadata.read_bytes().decode()
        assert not any(secret in said for secret in SECRETS)
        if order.language not in ("ar", "ur"):
            texts = [clean(page.extract_text()) for page in pypdf.PdfReader(path).pages]
            names = {other.patient.name for other in orders(printed / "t.csv")} - {order.patient.name}
            assert not any(clean(name) in "".join(texts) for name in names)


Spoil = Callable[[bytes, int], bytes]


def swap_in_tail(old: bytes, new: bytes) -> Spoil:
    """Return a change of the copy's own part: the first *old* becomes *new*, of the same length."""
    assert len(old) == len(new)

    def spoil(pdf: bytes, length: int) -> bytes:
        assert old in pdf[length:], old
        return pdf[:length] + pdf[length:].replace(old, new, 1)

    return spoil


def change_plate(pdf: bytes, length: int) -> bytes:
    """Change one byte of a warning that all copies share."""
    at = length // 2
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def update(pdf: bytes, change: Callable[[dict[int, tuple[int, int, int]]], bytes]) -> bytes:
    """Write the cross-reference stream of a copy anew after *change*, which may add objects before it."""
    start = int(re.findall(rb"startxref\n(\d+)", pdf)[-1])
    found = re.match(rb"(\d+) 0 obj\n.*?/Index \[([\d ]+)\].*?(/Root .*?/Prev \d+)", pdf[start:])
    assert found is not None
    entries = {number: (1, pdf.index(b"%d 0 obj\n" % number, len(PLATE)), 0) for number in _numbers(pdf, start)}
    added = change(entries)
    at = start + len(added)
    entries[int(found[1])] = (1, at, 0)
    return pdf[:start] + added + packing.write_table(entries, int(found[1]), at, found[3])


def _numbers(pdf: bytes, start: int) -> list[int]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return [number for number, offset in reader.xref[0].items() if len(PLATE) <= offset < start]


PLATE = bytearray()
"""The plate of the copy that is spoilt."""


def keep_all(pdf: bytes, _: int) -> bytes:
    """Write the same once more: no fault."""
    return update(pdf, lambda _: b"")


def redirect_object(pdf: bytes, _: int) -> bytes:
    """Let the update lead past the plate's own objects."""
    start = int(re.findall(rb"/Prev (\d+)", pdf)[-1])
    return pdf[: len(PLATE)] + pdf[len(PLATE) :].replace(b"/Prev %d" % start, b"/Prev %d" % (start - 1))


def replace_object(pdf: bytes, length: int) -> bytes:
    """Put an object of the plate once more behind it: readers would take this one."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    number = next(number for number, offset in reader.xref[0].items() if offset < length)

    def add(entries: dict[int, tuple[int, int, int]]) -> bytes:
        entries[number] = (1, int(re.findall(rb"startxref\n(\d+)", pdf)[-1]), 0)
        return b"%d 0 obj\n<</Type /Evil>>\nendobj\n" % number

    return update(pdf, add)


def swap_objects(pdf: bytes, _: int) -> bytes:
    """Let two of the copy's own objects change places in the table."""

    def change(entries: dict[int, tuple[int, int, int]]) -> bytes:
        one, other = sorted(entries)[:2]
        entries[one], entries[other] = entries[other], entries[one]
        return b""

    return update(pdf, change)


def hide_object(pdf: bytes, _: int) -> bytes:
    """Leave one of the copy's own objects out of the table."""

    def change(entries: dict[int, tuple[int, int, int]]) -> bytes:
        del entries[sorted(entries)[3]]
        return b""

    return update(pdf, change)


def change_stream(pdf: bytes, length: int) -> bytes:
    """Leave out what the last page draws."""
    found = [one for one in re.finditer(rb"/Length (\d+)>>\nstream\n", pdf) if one.start() > length]
    for one in found:
        size = int(one[1])
        data = zlib.decompress(pdf[one.end() : one.end() + size])
        if b"BDC" in data:
            empty = zlib.compress(b"", 0)
            padded = empty + b"\0" * (size - len(empty))
            return pdf[: one.end()] + padded + pdf[one.end() + size :]
    raise AssertionError("no page stream")


FAULTS: list[tuple[Spoil, str]] = [
    (change_plate, "does not begin with its plate"),
    (redirect_object, "does not find the objects of its plate"),
    (replace_object, "replaces objects of its plate"),
    (swap_objects, "has objects that are not where they are said to be"),
    (hide_object, "lacks an object"),
    (change_stream, "counts its words wrongly|draws words|elements whose words|parent tree"),
    (lambda pdf, _: pdf[:-8], "has no cross-reference stream"),
    (lambda pdf, _: pdf + b"\n1 0 obj\n<<>>\nendobj\n", "has no cross-reference stream"),
    (swap_in_tail(b"/Type /StructTreeRoot", b"/Type /StructTreeRooX"), "has no structure"),
    (swap_in_tail(b"/Type /Page ", b"/Type /PagX "), "has a page that cannot be read"),
    (swap_in_tail(b"/Tabs /S", b"/Tabs /R"), "has a page that cannot be read"),
    (swap_in_tail(b"/S /TH", b"/S /T#"), "has a structure that does not hang together"),
    (swap_in_tail(b"/Headers [(", b"/Headers [)"), "has ids|structure"),
    (swap_in_tail(b"endobj", b"endobX"), "has objects that are not where they are said to be"),
]


@pytest.mark.parametrize(("spoil", "message"), FAULTS)
def test_a_copy_that_is_stitched_wrongly_is_refused(spoil: Spoil, message: str, tmp_path: Path) -> None:
    """V191: whatever is wrong with the seam, the copy is not delivered."""
    table = write_table(tmp_path / "t.csv", make_rows(2))
    first, second = orders(table)
    edition = Edition(Settings(tmp_path), first)
    edition.print_copy(first)
    made = edition.print_copy(second)
    (proven,) = edition._plates.values()
    from plainleaf.compose.plan import add_plan

    leaflet = add_plan(edition.base, second.patient)
    PLATE[:] = proven.plate.blob
    assert edition._read_back(made.data, leaflet, proven.facts) == ()
    assert edition._read_back(keep_all(made.data, 0), leaflet, proven.facts) == ()
    findings = edition._read_back(spoil(made.data, len(proven.plate.blob)), leaflet, proven.facts)
    assert [finding.code for finding in findings] == ["V191"]
    assert re.search(message, findings[0].message)


def test_another_patients_page_is_noticed(tmp_path: Path) -> None:
    """Every byte is well stitched, but the plan is somebody else's."""
    first, second, third = orders(write_table(tmp_path / "t.csv", make_rows(3)))
    edition = Edition(Settings(tmp_path), first)
    edition.print_copy(first)
    made = edition.print_copy(second)
    (proven,) = edition._plates.values()
    from plainleaf.compose.plan import add_plan

    findings = edition._read_back(made.data, add_plan(edition.base, third.patient), proven.facts)
    assert findings
    assert not any(secret in str(finding) for finding in findings for secret in SECRETS)


def test_a_copy_that_cannot_be_made_stops_no_other(tmp_path: Path) -> None:
    """A name that no font of ours can print: that row is refused, by number; the others are made."""
    rows = make_rows(4)
    rows[2] = make_row(2, name="\N{OSMANYA LETTER ALEF}\N{OSMANYA LETTER BA} Xenia")
    witness = Witness()
    summary = print_table(write_table(tmp_path / "t.csv", rows), tmp_path / "out", witness)
    assert (summary.made, summary.refused) == (3, 1)
    assert "row 4" in witness.words
    assert not any(secret in witness.words for secret in SECRETS)
    rejects = (tmp_path / "out" / "rejects.csv").read_text(encoding="utf-8")
    assert rejects.splitlines()[1].startswith("4,")
    assert not any(secret in rejects for secret in SECRETS)


def test_the_same_table_gives_the_same_bytes(printed: Path, tmp_path: Path) -> None:
    """In another order too: a copy does not depend on who came before it."""
    rows = make_rows(21, LANGUAGES)
    print_table(write_table(tmp_path / "t.csv", rows[::-1]), tmp_path / "out")
    one, other = digest_folder(printed / "out"), digest_folder(tmp_path / "out")
    del one["manifest.jsonl"], other["manifest.jsonl"]
    assert one == other


def test_a_batch_is_data(tmp_path: Path) -> None:
    """What a batch is told travels to workers: it has no open files and no secrets in its repr of settings."""
    batch = Batch(Sheet(tmp_path / "t.csv"), tmp_path, Settings(tmp_path))
    assert "Xenia" not in repr(batch)
