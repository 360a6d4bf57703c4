"""Nothing lost, nothing half-written, nothing twice: runs that are repeated, interrupted, killed, shared out."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plainleaf.batch.run import Shard
from plainleaf.findings import InputError
from tables import Witness, digest_folder, make_row, make_rows, print_table, read_manifest, write_table

SOURCE = Path(__file__).parents[2] / "src"
ROWS = 72


def command(table: Path, folder: Path, *more: str) -> list[str]:
    """Return the command line of a batch."""
    return [sys.executable, "-m", "plainleaf", "batch", str(table), "-o", str(folder), "-p", "clear", *more]


def environment() -> dict[str, str]:
    """Return what a process needs to find the package."""
    return {**os.environ, "PYTHONPATH": str(SOURCE)}


def test_a_second_run_makes_only_what_changed(tmp_path: Path) -> None:
    """Unchanged copies stand, in other rows too; changed, missing and altered ones are made; the gone are counted."""
    rows, out = make_rows(8, ["en", "pl"]), tmp_path / "out"
    print_table(write_table(tmp_path / "t.csv", rows), out)
    before = digest_folder(out)
    again = print_table(tmp_path / "t.csv", out)
    assert (again.made, again.kept, digest_folder(out) == before) == (0, 8, True)

    rows[1] = make_row(1, language="pl", bedtime="2")
    rows[2] = make_row(2, language="ar")
    names = {str(record["key"]): out / str(record["file"]) for record in read_manifest(out)}
    names["R0003"].unlink()
    names["R0004"].write_bytes(names["R0004"].read_bytes() + b" ")
    witness = Witness()
    third = print_table(write_table(tmp_path / "t.csv", [*rows[1:][::-1]]), out, witness)
    assert sorted(witness.made) == ["R0001", "R0002", "R0003", "R0004"]
    assert (third.made, third.kept, third.earlier) == (4, 3, 1)
    assert not names["R0002"].exists(), "the copy in the language that nobody asks for any more is gone"
    after = digest_folder(out)
    assert {after[path.name] for path in (names["R0003"], names["R0004"])} == {
        before[path.name] for path in (names["R0003"], names["R0004"])
    }
    assert [record["row"] for record in read_manifest(out)] == list(range(2, 9))


def test_a_row_that_goes_bad_leaves_no_old_copy(tmp_path: Path) -> None:
    """An old plan in the place of a refused one would be the wrong plan."""
    out, rows = tmp_path / "out", make_rows(3)
    print_table(write_table(tmp_path / "t.csv", rows), out)
    rows[1] = make_row(1, morning="0.7")
    with pytest.raises(InputError):
        print_table(write_table(tmp_path / "t.csv", rows), out)
    assert len(list(out.glob("*.pdf"))) == 3, "nothing has been touched"
    summary = print_table(tmp_path / "t.csv", out, skip_bad=True)
    assert (summary.kept, summary.refused) == (2, 1)
    assert len(list(out.glob("*.pdf"))) == 2
    with (out / "rejects.csv").open(encoding="utf-8", newline="") as file:
        assert [(line["row"], line["key"], line["code"]) for line in csv.DictReader(file)] == [("3", "R0001", "C051")]


def test_a_print_run_does_not_outlive_its_copies(tmp_path: Path) -> None:
    """The next run removes it: it may hold a plan that is not wanted any more."""
    out, rows = tmp_path / "out", make_rows(2)
    table = write_table(tmp_path / "t.csv", rows)
    print_table(table, out, print_run=True)
    assert (out / "print-run.pdf").exists()
    print_table(write_table(table, [rows[0], make_row(1, morning="0.7")]), out, skip_bad=True)
    assert [path.name for path in out.glob("*.pdf")] == ["baclofen-tablets-GB-en-clear-a4-R0000.pdf"]


def test_shards_and_the_whole_know_each_other(tmp_path: Path) -> None:
    """A row that goes bad leaves no copy, whichever kind of run made it; nothing is made twice."""
    out, rows = tmp_path / "out", make_rows(12)
    table = write_table(tmp_path / "t.csv", rows)
    for number in (1, 2):
        print_table(table, out, shard=Shard(number, 2), print_run=True)
    bad = next(index for index in range(12) if Shard(2, 2).has(f"R{index:04}"))
    rows[bad] = make_row(bad, morning="0.7")
    summary = print_table(write_table(table, rows), out, skip_bad=True)
    assert (summary.made, summary.kept, summary.refused) == (0, 11, 1)
    assert not list(out.glob(f"*R{bad:04}.pdf"))
    assert not list(out.glob("print-run*"))
    assert [path.name for path in out.glob("manifest*")] == ["manifest.jsonl"]
    rows[bad - 1 if bad else 1] = make_row(bad - 1 if bad else 1, morning="0.7")
    for number in (1, 2):
        print_table(write_table(table, rows), out, skip_bad=True, shard=Shard(number, 2))
    assert len(list(out.glob("baclofen*.pdf"))) == 10


def test_of_two_rows_with_one_key_neither_is_printed(tmp_path: Path) -> None:
    """The second may be the correction of the first, or not; an old copy goes too."""
    out, table = tmp_path / "out", tmp_path / "t.csv"
    print_table(write_table(table, make_rows(2)), out)
    witness = Witness()
    twins = [*make_rows(2), make_row(0, key="r0000", morning="2")]
    summary = print_table(write_table(table, twins), out, witness, skip_bad=True)
    assert (summary.kept, summary.refused) == (1, 2)
    assert "row 2 has the same" in witness.words
    assert "row 4 has the same" in witness.words
    assert [path.name for path in out.glob("*.pdf")] == ["baclofen-tablets-GB-en-clear-a4-R0001.pdf"]


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    """It holds patients' plans."""
    print_table(write_table(tmp_path / "t.csv", make_rows(1)), tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A table, and what a run gives that nobody disturbs."""
    folder = tmp_path_factory.mktemp("whole")
    table = write_table(folder / "t.csv", make_rows(ROWS, ["en", "pl"]))
    print_table(table, folder / "out")
    return table, digest_folder(folder / "out")


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_run_goes_on_where_it_ended(
    seed: int, undisturbed: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """kill -9 of the parent at random moments, then the same command: the bytes of an undisturbed run."""
    table, wanted = undisturbed
    chance, out = random.Random(seed), tmp_path / "out"
    killed = 0
    while killed < 3:
        process = subprocess.Popen(
            command(table, out, "-j", "2"), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        aim = chance.randint(0, ROWS * 3 // 4)
        end = time.monotonic() + 60
        while process.poll() is None and len(list(out.glob("*.pdf"))) < aim and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
    done = subprocess.run(command(table, out), env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert digest_folder(out) == wanted


def test_an_interrupt_writes_down_what_there_is(undisturbed: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    """Ctrl-C: no half file, a manifest of what has been made, and the same command goes on."""
    table, wanted = undisturbed
    with pytest.raises(KeyboardInterrupt):
        print_table(table, tmp_path / "out", Witness(stop_after=24))
    records = read_manifest(tmp_path / "out")
    assert 24 <= len(records) < ROWS
    digests = digest_folder(tmp_path / "out")
    assert all(digests[str(record["file"])] == record["sha256"] for record in records)
    assert len(list((tmp_path / "out").glob("*.pdf"))) == len(records)
    witness = Witness()
    print_table(table, tmp_path / "out", witness)
    assert len(witness.kept) == len(records)
    assert digest_folder(tmp_path / "out") == wanted


def test_ctrl_c_ends_the_command_with_its_exit_code(undisturbed: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    """SIGINT to the command: exit code 130, no traceback, workers gone."""
    table, _ = undisturbed
    process = subprocess.Popen(
        command(table, tmp_path / "out", "-j", "2"), env=environment(), stderr=subprocess.PIPE, text=True
    )
    end = time.monotonic() + 60
    while not list((tmp_path / "out").glob("*.pdf")) and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.strip().splitlines()[-1]) == (130, "Interrupted.")
    assert "Traceback" not in said


def test_shards_share_the_rows_out(undisturbed: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    """Three parts are the whole, none twice; a row stays in its part whatever is added before it."""
    table, wanted = undisturbed
    for number in (1, 2, 3):
        print_table(table, tmp_path / "out", shard=Shard(number, 3))
    parts = [
        {str(record["key"]) for record in read_manifest(tmp_path / "out", f"manifest-{number}-of-3.jsonl")}
        for number in (1, 2, 3)
    ]
    assert sum(map(len, parts)) == ROWS == len(set().union(*parts))
    assert all(parts)
    found = {name: digest for name, digest in digest_folder(tmp_path / "out").items() if name.endswith(".pdf")}
    assert found == {name: digest for name, digest in wanted.items() if name.endswith(".pdf")}
    more = [make_row(900 + number) for number in range(5)] + make_rows(ROWS, ["en", "pl"])
    witness = Witness()
    print_table(write_table(tmp_path / "more.csv", more), tmp_path / "out", witness, shard=Shard(2, 3))
    assert set(witness.kept) == parts[1]


def test_one_folder_takes_one_batch_at_a_time(tmp_path: Path) -> None:
    """A second one is told so; it does not mix its copies in."""
    from plainleaf.batch.ledger import Ledger

    table = write_table(tmp_path / "t.csv", make_rows(1))
    with Ledger(tmp_path / "out"), pytest.raises(InputError) as refused:
        print_table(table, tmp_path / "out")
    assert "in use by another batch" in refused.value.findings[0].message


@pytest.mark.parametrize("manifest", [b"\xff\xfe", b"{}\n[]\nnull\n", b'{"key": {}, "row": 1}\n', b"\0" * 4096])
def test_a_broken_manifest_costs_time_and_nothing_else(manifest: bytes, tmp_path: Path) -> None:
    """What cannot be read is made again."""
    table, out = write_table(tmp_path / "t.csv", make_rows(2)), tmp_path / "out"
    out.mkdir()
    (out / "manifest.jsonl").write_bytes(manifest)
    (out / ".plainleaf-batch.sqlite").write_bytes(manifest)
    assert print_table(table, out).made == 2
    assert len(read_manifest(out)) == 2


def test_a_manifest_from_a_stranger_leads_nowhere_else(tmp_path: Path) -> None:
    """A file that a manifest names outside its folder is neither trusted nor removed."""
    import json

    table, out = write_table(tmp_path / "t.csv", make_rows(1)), tmp_path / "out"
    print_table(table, out)
    (record,) = read_manifest(out)
    outside = tmp_path / "precious.txt"
    outside.write_text("keep me")
    record["file"], record["inputs"] = "../precious.txt", "0"
    (out / "manifest.jsonl").write_text(json.dumps(record) + "\n")
    print_table(table, out)
    assert outside.read_text() == "keep me"
    (fresh,) = read_manifest(out)
    assert str(fresh["file"]).endswith("R0000.pdf")
