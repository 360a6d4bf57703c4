"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

FORMAT = click.Choice(["text", "json"])
STATUS_FORMAT = click.Choice(["text", "json", "line"])
CI_FORMAT = click.Choice(["text", "json", "junit", "sarif", "github"])
ROOT_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
INPUT_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT_FILE = click.Path(dir_okay=False, path_type=Path)
ROOT_HELP = "Folder with its own content/, locales/ or fonts/, laid over the built-in one file by file."


def _set_root(context: click.Context, _: click.Parameter, root: Path | None) -> None:
    if root is not None:
        context.obj = root


root_option = click.option("--root", type=ROOT_FOLDER, help=ROOT_HELP, expose_value=False, callback=_set_root)
"""``--root`` after the command's name, where people write it too; it wins over the one before."""
