"""What a build tells CI servers: JUnit, SARIF, GitHub's annotations, and the manifest of what was made of what."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "samples" / "second"
DROPS = ["lumivex-drops", "-c", "ZZ", "-l", "de,pl"]


def build(
    *arguments: str | Path, checkout: Path = ROOT, folder: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Build with the program of *checkout*, in *folder*."""
    return subprocess.run(
        [sys.executable, "-m", "plainleaf", "build", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(checkout / "src"), **environment},
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """One leaflet made and one refused, as JUnit and with a manifest."""
    out = tmp_path_factory.mktemp("made")
    arguments = ["--root", SAMPLE, "-o", out, "--format", "junit", "--manifest", out / "manifest.jsonl"]
    return build(*DROPS, *arguments), out


def read_manifest(folder: Path) -> list[dict[str, object]]:
    """Return the objects of the manifest in *folder*."""
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def test_junit_counts_each_leaflet_as_a_test(made: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    """A refused leaflet is a failed test whose text is what stopped it; the exit code stays that of the contract."""
    done, _ = made
    (suite,) = ElementTree.fromstring(done.stdout)
    assert (done.returncode, suite.get("tests"), suite.get("failures")) == (1, "2", "1")
    passed, failed = suite
    assert (passed.get("name"), passed.find("failure")) == ("lumivex-drops-ZZ-de-large-a4.pdf", None)
    assert "lumivex.po: the catalogue is missing" in failed.findtext("failure", "")


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_annotations_name_the_file_of_each_problem(form: str, tmp_path: Path) -> None:
    """SARIF and workflow commands point at the catalogue that is not there."""
    done = build(*DROPS, "--root", SAMPLE, "-o", tmp_path, "--format", form)
    wanted = "tests/samples/second/locales/pl/LC_MESSAGES/lumivex.po"
    assert done.returncode == 1
    if form == "github":
        assert done.stdout.startswith(f"::error file={wanted},title=T002::")
        return
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("T002", "error")
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == wanted


def test_the_manifest_says_what_was_made_and_what_was_not(
    made: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    """The digest is that of the file; a refused leaflet stands there too, with the code that stopped it."""
    _, out = made
    file, refused = read_manifest(out)
    path = out / str(file["path"])
    assert file["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (file["verified"], file["status"], file["findings"]) == (True, "draft", [])
    assert (refused["verified"], refused["path"], refused["sha256"]) == (False, None, None)
    assert refused["findings"] == ["T002"]


@pytest.mark.parametrize(
    ("changed", "group"),
    [
        ("content/lumivex/warnings.toml", "content/lumivex"),
        ("locales/de/LC_MESSAGES/lumivex.po", "locales/de"),
        ("content/countries/ZZ.toml", "content/countries"),
    ],
)
def test_an_input_that_changed_has_another_digest(changed: str, group: str, tmp_path: Path) -> None:
    """One byte in one file: the digest of its folder is another one, and of no other."""
    from plainleaf.manifest import hash_files
    from plainleaf.roots import open_roots

    overlay = tmp_path / "copy"
    shutil.copytree(SAMPLE, overlay)
    roots = open_roots(overlay)
    groups = ["content/*", "content/lumivex", "content/countries", "locales/de", "fonts"]
    before = {name: hash_files(roots, name) for name in groups}
    with (overlay / changed).open("a") as file:
        file.write("\n")
    after = {name: hash_files(roots, name) for name in groups}
    assert {name for name in groups if before[name] != after[name]} == {group}


def test_every_file_that_a_build_opens_is_an_input(tmp_path: Path) -> None:
    """What Python itself reports as opened below the root lies in a group of the manifest."""
    code = (
        "import sys\nopened = set()\n"
        "sys.addaudithook(lambda name, args: opened.add(str(args[0])) if name == 'open' else None)\n"
        "from pathlib import Path\nfrom plainleaf.build import Job, build_leaflet\n"
        "from plainleaf.manifest import list_inputs\n"
        "job = Job('baclofen-tablets', 'ar', folder=Path(sys.argv[1]))\nassert build_leaflet(job).made\n"
        "print(*list_inputs(job), sep='\\n')\nprint('--')\nprint(*opened, sep='\\n')"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, env=environment, check=True
    )
    groups, _, opened = done.stdout.partition("--\n")
    folders = [str(ROOT / "content") if name == "content/*" else str(ROOT / name) + "/" for name in groups.split()]
    read = [path for path in opened.split("\n") if path.startswith((f"{ROOT}/content", f"{ROOT}/locales"))]
    alone = str(ROOT / "content")
    assert len(read) > 20
    assert [p for p in read if not (str(Path(p).parent) == alone or p.startswith(tuple(folders[1:])))] == []


def test_an_old_manifest_does_not_outlive_a_build_that_failed(tmp_path: Path) -> None:
    """Wrong usage found while planning leaves it; a build that began has its own or none."""
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text("old\n")
    code = (
        "import sys, plainleaf.build as b\nfrom plainleaf.cli import main\n"
        "def stop(*_, **__): raise KeyboardInterrupt\nb.run_jobs = stop\n"
        f"sys.argv = ['plainleaf', 'build', '-l', 'en', '-j', '1', '--manifest', {str(manifest)!r}]\nmain()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, manifest.exists()) == (130, False)


def test_a_manifest_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    """A file where its folder should be: exit code 2 before anything is made."""
    (tmp_path / "file").write_text("")
    done = build(*DROPS, "--root", SAMPLE, "-o", tmp_path / "out", "--manifest", tmp_path / "file" / "m.jsonl")
    assert (done.returncode, "B001" in done.stderr, (tmp_path / "out").exists()) == (2, True, False)


def test_two_checkouts_make_the_same_bytes(tmp_path: Path) -> None:
    """Another path, home, time zone, locale, hash seed and number of processes: not a byte is different, neither in
    a leaflet nor in the manifest, JUnit or SARIF."""
    seen = []
    settings = [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "HOME": str(tmp_path)},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "2", "HOME": "/nowhere"},
    ]
    for name, environment, jobs in zip(["a", "a longer/path to it"], settings, ["1", "2"], strict=True):
        checkout = tmp_path / name
        for folder in ("src", "content", "locales", "fonts"):
            shutil.copytree(ROOT / folder, checkout / folder, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        shutil.copytree(SAMPLE, checkout / "sample")
        environment |= {"SOURCE_DATE_EPOCH": "1767225600", "PYTHONDONTWRITEBYTECODE": "1"}
        where = {"checkout": checkout, "folder": checkout}
        arguments = ["baclofen-liquid", "-l", "en,ar", "-o", "out", "-j", jobs, "--edition", "pdf", "--edition", "html"]
        reports = [build(*arguments, "--manifest", "out/manifest.jsonl", "--format", "junit", **where, **environment)]
        refused = [*DROPS, "--root", "sample", "-o", "out", "-j", jobs, "--format"]
        reports += [build(*refused, form, **where, **environment) for form in ("junit", "sarif", "github")]
        files = {path.name: path.read_bytes() for path in sorted((checkout / "out").iterdir())}
        seen.append((files, [report.stdout for report in reports]))
    first, second = seen
    assert list(first[0]) == list(second[0])
    assert len(first[0]) == 6
    assert [name for name in first[0] if first[0][name] != second[0][name]] == []
    assert all(first[1])
    assert first[1] == second[1]
