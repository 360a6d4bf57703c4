"""Workflow, action, container and hook name commands, files and options that there are."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from plainleaf.cli import cli
from tables import make_rows, write_table

ROOT = Path(__file__).parents[1]
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
ACTION = ROOT / ".github" / "actions" / "leaflets" / "action.yml"
CONTAINER = ROOT / ".github" / "Containerfile"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PINNED = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}")


def load(path: Path) -> Any:
    """Return a parsed YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps() -> list[dict[str, Any]]:
    """Return every step of workflow and action."""
    jobs = [step for job in load(WORKFLOW)["jobs"].values() for step in job["steps"]]
    return [*jobs, *load(ACTION)["runs"]["steps"]]


def understood(command: str) -> None:
    """Ask the program whether it knows the command and its options; nothing is run."""
    words = shlex.split(command)
    group = cli.get_command(cli.make_context("plainleaf", ["list"]), words[0])
    assert group is not None, command
    group.make_context(words[0], words[1:], resilient_parsing=False)


def test_foreign_steps_are_pinned_and_rights_are_few() -> None:
    """A tag can be moved, a commit cannot; jobs may read and nothing else."""
    used = [step["uses"] for step in steps() if "uses" in step]
    assert used
    for name in used:
        assert PINNED.fullmatch(name) or (ROOT / name / "action.yml").is_file(), name
    assert load(WORKFLOW)["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in load(WORKFLOW)["jobs"].values())


def test_no_step_pastes_foreign_text_into_a_script() -> None:
    """Inputs and names of branches reach scripts as variables."""
    for step in steps():
        assert "${{" not in step.get("run", ""), step


def test_the_workflow_gives_the_action_what_it_takes() -> None:
    """Names of inputs, and files that the action leaves."""
    given = [step for step in steps() if step.get("uses", "").startswith("./")]
    assert given
    for step in given:
        assert set(step["with"]) <= set(load(ACTION)["inputs"])


def run_action(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's last script as a runner does, with this checkout's program on the path."""
    program = folder / "bin" / "plainleaf"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m plainleaf "$@"\n')
    program.chmod(0o755)
    step = load(ACTION)["runs"]["steps"][-1]
    values = {name: given.get("default", "") for name, given in load(ACTION)["inputs"].items()} | inputs
    variables = {
        name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: values[found[1]], text)
        for name, text in step["env"].items()
    }
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PATH": path, **variables}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


needs_bash = pytest.mark.skipif(sys.platform == "win32", reason="runners of the action have bash")


@needs_bash
def test_the_action_makes_leaflets(tmp_path: Path) -> None:
    """Run for real: PDFs, a manifest, reports that CI servers read."""
    done = run_action(tmp_path, languages="pl, Arabic", leaflets="baclofen-pump", profile="clear")
    assert done.returncode == 0, done.stderr
    made = sorted(path.name for path in (tmp_path / "leaflets").iterdir())
    assert made == ["baclofen-pump-GB-ar-clear-a4.pdf", "baclofen-pump-GB-pl-clear-a4.pdf"]
    assert len((tmp_path / "manifest.jsonl").read_text().splitlines()) == 2
    assert json.loads((tmp_path / "check.sarif").read_text())["version"] == "2.1.0"
    assert 'tests="2" failures="0"' in (tmp_path / "junit.xml").read_text()


@needs_bash
@pytest.mark.parametrize("text", ["$(touch evil)", "; touch evil", "`touch evil`", "--help", "-l"])
def test_the_action_runs_nothing_that_it_is_given(text: str, tmp_path: Path) -> None:
    """Whatever stands in an input is a word for the program, which refuses it."""
    for name in ("languages", "leaflets", "country", "profile", "paper"):
        done = run_action(tmp_path, **{"languages": "en", "leaflets": "baclofen-pump", name: text})
        assert done.returncode == 2, (name, done.stdout, done.stderr)
    assert not (tmp_path / "evil").exists()
    assert not list(tmp_path.glob("leaflets/*"))


def test_the_container_is_built_of_what_there_is() -> None:
    """Bases are pinned by digest, sources and extras exist, nobody is root, the commands are understood."""
    text = CONTAINER.read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    bases = [line[1] for line in lines if line[0] == "FROM"]
    assert bases
    assert all(re.fullmatch(r"[\w./:-]+@sha256:[0-9a-f]{64}", base) for base in bases)
    copied = [name for line in lines if line[0] == "COPY" and "--from" not in line[1] for name in line[1:-1]]
    assert set(copied) >= {"src", "content", "locales", "fonts", "pyproject.toml"}
    assert all((ROOT / name).exists() for name in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = re.search(r"/source\[([\w,]+)\]", text)
    assert extras is not None
    assert set(extras[1].split(",")) <= set(project["optional-dependencies"])
    last = [line[1] for line in lines if line[0] == "USER"][-1]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last)
    assert json.loads(" ".join(next(line[1:] for line in lines if line[0] == "ENTRYPOINT"))) == ["plainleaf"]
    assert "plainleaf" in project["scripts"]
    texts = text + WORKFLOW.read_text(encoding="utf-8")
    commands = re.findall(r"docker run .*? plainleaf (.+)", texts)
    assert len(commands) == 2
    for command in commands:
        understood(command)
        assert {"--read-only", "--network none", "--cap-drop ALL"} <= set(
            re.findall(r"--read-only|--network none|--cap-drop ALL", texts)
        )


def test_the_hook_runs_what_there_is() -> None:
    """Its command is understood, and its files are folders of this project."""
    (hook,) = load(HOOKS)
    assert hook["entry"].startswith("plainleaf ")
    understood(hook["entry"].removeprefix("plainleaf "))
    assert re.match(hook["files"], "locales/pl/LC_MESSAGES/baclofen.po")
    assert hook["pass_filenames"] is False
    assert CliRunner().invoke(cli, ["check", "en"]).exit_code == 0


CHANGES = re.compile(r"\b(?:creat|mkdir(?:at)?|rename(?:at2?)?|unlink(?:at)?|symlink|link|f?chmod(?:at)?|truncate)\(")
OPENS = re.compile(r"\bopen(?:at)?\(.*O_WRONLY|\bopen(?:at)?\(.*O_RDWR|\bopen(?:at)?\(.*O_CREAT")


@pytest.mark.parametrize("what", ["build", "batch"])
def test_nothing_is_written_but_into_the_folder_that_is_named(what: str, tmp_path: Path) -> None:
    """What a read-only root file system needs: every system call that changes a file is inside ``-o``."""
    if not shutil.which("strace"):
        assert "CI" not in os.environ, "CI watches system calls: install strace"
        pytest.skip("needs strace")
    out, log = tmp_path / "out", tmp_path / "calls"
    table = write_table(tmp_path / "t.csv", make_rows(4))
    arguments = {"build": ["build", "baclofen-pump", "-l", "en,pl"], "batch": ["batch", str(table), "--print-run"]}
    command = [sys.executable, "-m", "plainleaf", *arguments[what], "-p", "clear", "-o", str(out), "-j", "2"]
    home = tmp_path / "home"
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(home),
        "TMPDIR": str(home),
    }  # fmt: skip
    out.mkdir()
    watch = ["strace", "-f", "-qq", "-e", "trace=%file", "-o", str(log)]
    done = subprocess.run([*watch, *command], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    written = set()
    for line in log.read_text(errors="replace").splitlines():
        if CHANGES.search(line) or OPENS.search(line):
            written.update(re.findall(r'"([^"]*)"', line))
    strays = {path for path in written if not path.startswith((str(out), "/dev/"))}
    assert strays == set()
    assert any(path.endswith(".pdf") for path in written), "the watch sees what is written"
