"""TOML files read into pydantic entries, with a file and a line for every fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from plainleaf.findings import Finding, InputError, Place, Severity
from plainleaf.roots import shown

Steps = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_TABLE = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=\s*(\[\s*$)?")
_AT_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A parsed file and the line of each table, key and array item in it (by path of keys and indexes)."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[Steps, int]

    def place(self, steps: Sequence[str | int] = ()) -> Place:
        """Return the place of the deepest known part of *steps*; parts the file does not have are passed over."""
        found: Steps = ()
        for step in steps:
            if (*found, step) in self.lines:
                found = (*found, step)
        return Place(shown(self.path), self.lines.get(found))


def read_toml(path: Path) -> TomlFile:
    """Read *path*. Raises InputError where it is no UTF-8 or no TOML."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"not UTF-8 text (byte {error.start})", None) from error
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else None
        raise _unreadable(path, f"not valid TOML: {str(error).split(' (at ')[0]}", line) from error
    return TomlFile(path, data, locate_keys(text))


def read_entry(path: Path, model: type[Model]) -> tuple[Model, TomlFile]:
    """Read *path* as *model*. Raises InputError with a finding for every fault in the file."""
    file = read_toml(path)
    try:
        return model.model_validate(file.data), file
    except ValidationError as error:
        raise InputError(*(_as_finding(file, fault) for fault in error.errors())) from None


def _unreadable(path: Path, message: str, line: int | None) -> InputError:
    return InputError(Finding("C002", Severity.ERROR, message, Place(shown(path), line)))


def _as_finding(file: TomlFile, fault: Any) -> Finding:
    steps = fault["loc"]
    name = ".".join(str(step) for step in steps)
    hint = {
        "extra_forbidden": "remove the key, or see content/README.md for the keys there are",
        "missing": "add the key; content/README.md shows an example",
    }.get(fault["type"])
    return Finding("C003", Severity.ERROR, f"{name}: {fault['msg']}", file.place(steps), hint=hint)


def locate_keys(text: str) -> dict[Steps, int]:
    """Return the line (from 1) of each table, key and one-line array item in TOML *text*, by path."""
    lines: dict[Steps, int] = {}
    counts: dict[Steps, int] = {}
    table: Steps = ()
    array: Steps | None = None
    in_string = False
    for number, line in enumerate(text.splitlines(), start=1):
        quotes = line.count('"""') + line.count("'''")
        if in_string:
            in_string = quotes % 2 == 0
            continue
        if array is not None and line.strip():
            array = _enter_item(line.strip(), array, counts, lines, number)
        elif header := _TABLE.match(line):
            table = _enter_table(header, counts)
            lines[table] = number
            if header[1] == "[[":
                lines.setdefault(table[:-1], number)
        elif key := _KEY.match(line):
            lines[(*table, key[1])] = number
            array = (*table, key[1]) if key[2] else None
        in_string = quotes % 2 == 1
    return lines


def _enter_item(
    line: str, array: Steps, counts: dict[Steps, int], lines: dict[Steps, int], number: int
) -> Steps | None:
    if line.startswith("]"):
        return None
    if not line.startswith("#"):
        index = counts.get(array, 0)
        counts[array] = index + 1
        lines[(*array, index)] = number
    return array


def _enter_table(header: re.Match[str], counts: dict[Steps, int]) -> Steps:
    """Return the path that a ``[table]`` or ``[[table]]`` header opens, indexes filled in."""
    steps: Steps = ()
    parts = header[2].split(".")
    for part in parts[:-1]:
        steps = (*steps, part)
        if steps in counts:
            steps = (*steps, counts[steps] - 1)
    steps = (*steps, parts[-1])
    if header[1] == "[[":
        counts[steps] = counts.get(steps, 0) + 1
        steps = (*steps, counts[steps] - 1)
    return steps
