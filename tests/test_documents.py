"""What the guides tell people to type is what the program understands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from plainleaf.cli import cli

ROOT = Path(__file__).parents[1]
GUIDES = [
    "README.md",
    "locales/README.md",
    "content/README.md",
    "fonts/README.md",
    ".github/CONTRIBUTING.md",
    "content/ERRORS.md",
]
COMMAND = re.compile(r"(?:^|`|/bin/|&& )(plainleaf [^`#\n&|]*)", re.MULTILINE)
PLACEHOLDERS = {
    "LANG": "pl",
    "FILE.pdf": "README.md",
    "out/*": "README.md",
    "plan.toml": "README.md",
    "clinic.toml": "README.md",
    "DIR": "out",
    "patients.csv": "README.md",
    "PATIENTS.csv": "README.md",
    "FOLDER": "content",
    "<language>": "pl",
}


def commands() -> list[tuple[str, str]]:
    """Return every command line in the guides, with the guide it stands in."""
    found = {
        (command.strip(), guide) for guide in GUIDES for command in COMMAND.findall((ROOT / guide).read_text("utf-8"))
    }
    return sorted(found)


def test_the_guides_name_commands() -> None:
    """Else the test below would check nothing."""
    assert len(commands()) > 12


@pytest.mark.parametrize(("command", "guide"), commands())
def test_every_command_in_a_guide_is_understood(command: str, guide: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands, options and their values exist; nothing is run."""
    monkeypatch.chdir(ROOT)
    words = [PLACEHOLDERS.get(word, word) for word in shlex.split(command)][1:]
    group: click.Command = cli
    context = click.Context(cli, info_name="plainleaf", obj=None)
    while isinstance(group, click.Group):
        while words and words[0] == "--root":
            words = words[2:]
        assert words, f"{guide}: {command} names no command"
        found = group.get_command(context, words[0])
        assert found is not None, f"{guide}: there is no command {words[0]!r}"
        group, words = found, words[1:]
    for parameter in group.params:  # nobody is there to be asked
        if getattr(parameter, "prompt", None):
            monkeypatch.setattr(parameter, "prompt", None)
            monkeypatch.setattr(parameter, "required", False)
    group.make_context(group.name or "", words, parent=context)


def test_the_readme_says_how_far_the_languages_are(capsys: pytest.CaptureFixture[str]) -> None:
    """The line below its comment is what the command in the comment prints."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    said = lines[lines.index("<!-- plainleaf locale status --format line -->") + 1]
    cli.main(["locale", "status", "--format", "line"], standalone_mode=False)
    assert capsys.readouterr().out.strip() == said
