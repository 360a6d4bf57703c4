"""The command-line contract: what goes where, which exit code, and a hint in every refusal."""

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
RECORD = ["leaflet", "country", "lang", "profile", "paper", "path", "pages", "sha256", "status", "findings"]
FINDING = {"code", "severity", "message", "path", "line", "hint"}
DROPS = ["lumivex-drops", "-c", "ZZ"]


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "plainleaf", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        check=False,
    )


def test_json_lines_have_the_keys_of_the_contract(tmp_path: Path) -> None:
    """One object a line, nothing else on stdout, and what it says of the file is true."""
    done = run("--root", SAMPLE, "build", *DROPS, "-l", "de", "-l", "pl", "-o", tmp_path, "--format", "json")
    records = {record["lang"]: record for record in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1
    assert all(list(record) == RECORD for record in records.values())
    assert all(set(finding) == FINDING for record in records.values() for finding in record["findings"])
    made, refused = records["de"], records["pl"]
    assert made["sha256"] == hashlib.sha256(Path(made["path"]).read_bytes()).hexdigest()
    assert (made["status"], made["pages"] > 0) == ("draft", True)
    assert (refused["path"], refused["sha256"], refused["pages"]) == (None, None, 0)


def test_words_for_people_and_findings_stay_apart(tmp_path: Path) -> None:
    """In text form stdout names the files, stderr what is wrong; the file can be read by all."""
    done = run("build", *DROPS, "-l", "en", "-o", tmp_path, PLAINLEAF_ROOT=str(SAMPLE))
    assert done.returncode == 0
    assert done.stdout.startswith("made ")
    assert done.stderr == "1 of 1 leaflets made.\n"
    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("tag", ["zh-Hans", "zh_Hans"])
def test_both_forms_of_a_language_tag_work(tag: str, tmp_path: Path) -> None:
    """gettext and BCP 47 name the same language; JSON and file names give BCP 47."""
    done = run("build", "baclofen-tablets", "-l", tag, "-o", tmp_path, "--release", "--format", "json")
    assert [json.loads(line)["lang"] for line in done.stdout.splitlines()] == ["zh-Hans"]


@pytest.mark.parametrize(
    "arguments",
    [["-l", "xx"], ["no-leaflet"], ["-c", "XX"], ["-p", "tiny"], ["--paper", "a6"]],
    ids=" ".join,
)
def test_a_name_nobody_knows_is_wrong_usage_with_a_hint(arguments: list[str], tmp_path: Path) -> None:
    """Exit code 2, what there is instead, and no file."""
    done = run("build", *arguments, "-o", tmp_path / "out", "--format", "json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "known: " in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_slip_of_the_pen_is_answered_with_what_was_meant() -> None:
    """A name spelt much like one there is."""
    assert "did you mean baclofen-tablets?" in run("build", "baclofen-tabelts").stderr
    assert "did you mean large?" in run("build", "-p", "larg").stderr
    assert "did you mean pl?" in run("build", "-l", "Polsih").stderr


@pytest.mark.parametrize("command", [["build", "-l"], ["check"], ["locale", "proof"]])
def test_a_language_nobody_has_begun_is_said_to_be_so(command: list[str]) -> None:
    """With the command that begins it."""
    done = run(*command, "Swedish")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no catalogue for Swedish" in done.stderr
    assert "plainleaf locale add sv" in done.stderr


@pytest.mark.parametrize("arguments", [["build", "--nonsense"], ["nonsense"], ["verify"], ["build", "--format", "xml"]])
def test_wrong_usage_ends_in_2(arguments: list[str]) -> None:
    """Options and commands there are not."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")


def test_the_root_may_stand_before_or_after_the_command() -> None:
    """``--root`` in either place, or the environment; all say the same."""
    before, after = run("--root", SAMPLE, "list"), run("list", "--root", SAMPLE)
    assert "lumivex-drops" in before.stdout
    assert before.stdout == after.stdout == run("list", PLAINLEAF_ROOT=str(SAMPLE)).stdout
    assert run("list", "--root", SAMPLE / "nowhere").returncode == 2


def test_a_root_without_content_is_refused(tmp_path: Path) -> None:
    """An empty or missing folder is not silently passed over."""
    empty = run("--root", tmp_path, "list")
    assert (empty.returncode, empty.stdout) == (2, "")
    assert "hint: " in empty.stderr
    assert run("--root", tmp_path / "nowhere", "list").returncode == 2


def test_both_editions_are_made_beside_each_other(tmp_path: Path) -> None:
    """One record each, of one shape; an HTML edition is one page and names neither profile nor paper."""
    editions = ["--edition", "html", "--edition", "pdf"]
    done = run("--root", SAMPLE, "build", *DROPS, "-l", "de", *editions, "-o", tmp_path, "--format", "json")
    html, pdf = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, list(html), list(pdf)) == (0, RECORD, RECORD)
    assert Path(html["path"]).name == "lumivex-drops-ZZ-de.html"
    assert Path(pdf["path"]).suffix == ".pdf"
    assert (html["pages"], html["status"], pdf["pages"] > 1) == (1, "draft", True)
    assert html["sha256"] == hashlib.sha256(Path(html["path"]).read_bytes()).hexdigest()
    assert run("--root", SAMPLE, "verify", html["path"], pdf["path"]).returncode == 0


def test_release_refuses_every_draft(tmp_path: Path) -> None:
    """Nothing that nobody has approved is released, in no language."""
    done = run("build", "--release", "-j", "1", "-o", tmp_path, "--format", "json")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert {record["lang"] for record in records} >= {"en", "ar", "hi", "pl", "zh-Hans"}
    assert {finding["code"] for record in records for finding in record["findings"]} == {"R001", "R003"}
    assert list(tmp_path.glob("*")) == []


def test_list_shows_what_there_is() -> None:
    """As words and as JSON lines."""
    words, data = run("list"), run("list", "--format", "json")
    assert (words.returncode, data.returncode, words.stderr, data.stderr) == (0, 0, "", "")
    records = [json.loads(line) for line in data.stdout.splitlines()]
    assert {tuple(record) for record in records} == {("leaflet", "languages", "countries", "profiles", "papers")}
    assert "zh-Hans" in records[0]["languages"]
    assert all(name in words.stdout for name in (records[0]["leaflet"], *records[0]["papers"]))


def test_a_folder_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    """A file where the output folder should be: a sentence and a hint, no traceback."""
    (tmp_path / "file").write_text("")
    done = run("--root", SAMPLE, "build", *DROPS, "-l", "en", "-o", tmp_path / "file" / "out")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "hint: " in done.stderr


def test_help_imports_nothing_heavy() -> None:
    """``--help`` is instant: no library that makes PDFs or reads data is loaded."""
    code = (
        "import sys\nfrom plainleaf.cli import main\nsys.argv = ['plainleaf', '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'reportlab', 'pydantic', 'pypdf', 'uharfbuzz', 'icu4py', 'jinja2', 'polib', 'rich'}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "[]\n")


def test_an_interrupt_ends_in_130() -> None:
    """Ctrl-C anywhere inside a command."""
    code = (
        "import sys, plainleaf.build as b\nfrom plainleaf.cli import main\n"
        "def stop(*_, **__): raise KeyboardInterrupt\nb.plan_jobs = stop\n"
        "sys.argv = ['plainleaf', 'build']\nmain()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.strip() == "Interrupted."


def test_a_medicine_names_all_its_leaflets_and_case_does_not_matter(tmp_path: Path) -> None:
    """“Lumivex”, “zz”: nobody looks up how a name is spelt in a list."""
    done = run("--root", SAMPLE, "build", "Lumivex", "-c", "zz", "-l", "EN", "-o", tmp_path, "--format", "json")
    assert done.returncode == 0
    assert [json.loads(line)["leaflet"] for line in done.stdout.splitlines()] == ["lumivex-drops"]


def test_every_file_gets_its_verdict_though_one_is_broken(tmp_path: Path) -> None:
    """The worst decides the exit code."""
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")
    run("--root", SAMPLE, "build", *DROPS, "-l", "en", "-o", tmp_path)
    good = next(path for path in tmp_path.glob("*.pdf") if path.name != "broken.pdf")
    done = run("--root", SAMPLE, "verify", tmp_path / "broken.pdf", good)
    assert done.returncode == 2
    assert "FAILED" in done.stdout
    assert f"passed  {good}" in done.stdout


def test_a_moment_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    """SOURCE_DATE_EPOCH=yesterday: a sentence and exit code 2."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "SOURCE_DATE_EPOCH": "yesterday"}
    command = [sys.executable, "-m", "plainleaf", "build", "-l", "en", "-o", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH: error B002" in done.stderr
