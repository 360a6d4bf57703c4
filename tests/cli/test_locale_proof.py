"""``plainleaf locale proof``: the files it makes, what it says of them, and what it refuses."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "samples" / "second"


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "SOURCE_DATE_EPOCH": "1795392000", **environment}
    command = [sys.executable, "-m", "plainleaf", "locale", "proof", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


def test_each_catalogue_gets_a_file(tmp_path: Path) -> None:
    """Named by domain and language; JSON lines say what is in them."""
    done = run("zh-Hans", "-o", tmp_path, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    records = {record["domain"]: record for record in map(json.loads, done.stdout.splitlines())}
    assert {path.name for path in tmp_path.iterdir()} == {"proof-common-zh-Hans.pdf", "proof-baclofen-zh-Hans.pdf"}
    for domain, record in records.items():
        data = (tmp_path / f"proof-{domain}-zh-Hans.pdf").read_bytes()
        assert record["sha256"] == hashlib.sha256(data).hexdigest()
        assert (record["lang"], record["pages"] > 1, record["texts"] > 1) == ("zh-Hans", True, True)


def test_one_catalogue_of_a_language_called_by_its_name(tmp_path: Path) -> None:
    """In words for people; Letter paper."""
    done = run("German", "--root", SAMPLE, "--domain", "lumivex", "--paper", "Letter", "-o", tmp_path)
    (path,) = tmp_path.iterdir()
    assert done.stdout == f"made      {path}  6 pages, 29 texts\n"
    assert path.name == "proof-lumivex-de.pdf"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["xx"], "C005"),
        (["zh"], "D002"),
        (["si"], "C005"),
        (["pl", "no-leaflet"], "C005"),
        (["pl", "--domain", "nothing"], "C005"),
        (["pl", "--paper", "a6"], "C005"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_a_name_nobody_knows_is_wrong_usage(arguments: list[str], code: str, tmp_path: Path) -> None:
    """Exit code 2, a hint, no file."""
    done = run(*arguments, "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"error {code}" in done.stderr
    assert "hint: " in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "file").write_text("")
    done = run("pl", "--domain", "common", "-o", tmp_path / "file" / "out")
    assert done.returncode == 2
    assert "error B001" in done.stderr


def test_a_missing_catalogue_is_named(tmp_path: Path) -> None:
    """As by the other commands of the desk."""
    done = run("he", "--root", SAMPLE, "-o", tmp_path)
    assert done.returncode == 1
    assert "baclofen.po: error T002" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_a_proof_is_no_leaflet_that_has_lost_its_name(tmp_path: Path) -> None:
    """``plainleaf verify`` measures it as a foreign file."""
    from plainleaf.recheck import recheck_file

    run("pl", "--domain", "common", "-o", tmp_path)
    first = recheck_file(tmp_path / "proof-common-pl.pdf", None).findings[0]
    assert (first.code, first.severity.value) == ("V002", "note")
