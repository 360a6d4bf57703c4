"""Files about one person: read so that a fault names file, line and field, and never repeats what stands there."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from plainleaf.findings import Finding, InputError, Place, make_error
from plainleaf.roots import shown
from plainleaf.toml import Steps, locate_keys

FILE_LIMIT = 64 * 1024
"""Bytes of a patient file: a hundred times what a long plan needs."""
HINT = "content/README.md shows a patient file with every key"


def read_private_file(path: Path) -> tuple[Mapping[str, Any], Callable[[Steps], Place]]:
    """Return what the TOML or JSON (``.json``) file *path* holds, and from the path of a field to its place.

    Raises InputError where it cannot be read, without a word of it.
    """
    text, name = _read_text(path), shown(path)
    if path.suffix.casefold() == ".json":
        return _parse_json(text, name), lambda _: Place(name)
    data, lines = _parse_toml(text, name), locate_keys(text)
    return data, lambda steps: Place(name, _line_of(steps, lines))


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise _unreadable(shown(path), f"cannot be read: {error.strerror or type(error).__name__}") from None
    if len(raw) > FILE_LIMIT:
        raise _unreadable(shown(path), f"more than {FILE_LIMIT // 1024} KiB: no patient file")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _unreadable(shown(path), "not UTF-8 text") from None


def _parse_toml(text: str, name: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        at = re.search(r"\(at line (\d+)", str(error))
        raise _unreadable(name, "not valid TOML", int(at[1]) if at else None) from None


def _parse_json(text: str, name: str) -> Mapping[str, Any]:
    try:
        data = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_refuse_twins)
    except json.JSONDecodeError as error:
        raise _unreadable(name, "not valid JSON", error.lineno) from None
    except (RecursionError, ValueError):
        raise _unreadable(name, "not valid JSON, or a key stands in it twice") from None
    if not isinstance(data, dict):
        raise _unreadable(name, "not one JSON object")
    return data


def _refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands in the object twice")
    return found


def _unreadable(name: str, message: str, line: int | None = None) -> InputError:
    return InputError(make_error("C050", message, Place(name, line), HINT))


def _line_of(steps: Steps, lines: Mapping[Steps, int]) -> int | None:
    return next((lines[steps[:end]] for end in range(len(steps), 0, -1) if steps[:end] in lines), None)


def describe_fault(fault: Any, place: Callable[[Steps], Place]) -> Finding:
    """Return one of pydantic's faults in our own words: its own could repeat a key of the file."""
    steps: Steps = tuple(fault["loc"])
    known = steps[:-1] if fault["type"] == "extra_forbidden" else steps
    field = ", ".join(str(step) if isinstance(step, str) else f"number {step + 1}" for step in known)
    message = {
        "extra_forbidden": "a key that a patient file does not have",
        "missing": "is missing",
        "string_type": "must be text in quotation marks",
        "string_too_long": "is too long",
        "string_too_short": "is empty",
        "too_long": "has too many entries",
        "too_short": "is empty",
        "list_type": "must be a list",
    }.get(fault["type"])
    if message is None:
        message = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else "is not of the right kind"
    return make_error("C051", f"{field}: {message}" if field else message, place(steps), HINT)
