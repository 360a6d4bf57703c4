"""Read ``clinic.toml``: whom to call, and the letterhead."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from plainleaf.content.logo import read_logo
from plainleaf.content.model import Drawing
from plainleaf.content.patient import Line, check_language_tag
from plainleaf.content.personal import Clinic, Raster
from plainleaf.findings import InputError, Place, make_error
from plainleaf.roots import shown
from plainleaf.toml import TomlFile, read_entry

FILE_LIMIT = 64 * 1024
"""Bytes of a clinic.toml."""
MOST_ADDRESS_LINES, LONGEST_WEB = 6, 100
_PHONE = re.compile(r"\+?[0-9(][0-9 ()\-]{1,28}[0-9]")
_WEB = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
    r"(?:/(?:[A-Za-z0-9._~/=&?%+-]|\{leaflet\}|\{country\}|\{language\})*)?"
)


def read_columns(path: Path) -> dict[str, str]:
    """Return what a table of patients calls its columns, by field: ``[columns]`` in the TOML file *path*.

    Raises InputError with all faults at once.
    """
    return _read_entry(path)[0].columns


def _read_entry(path: Path) -> tuple[_ClinicEntry, TomlFile]:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _fault(f"cannot be read: {error.strerror or type(error).__name__}", path) from None
    if size > FILE_LIMIT:
        raise _fault(f"more than {FILE_LIMIT // 1024} KiB: no clinic.toml", path)
    return read_entry(path, _ClinicEntry)


def read_clinic(path: Path) -> Clinic:
    """Return the clinic in the TOML file *path*, with the logo it names.

    Raises InputError with all faults at once.
    """
    entry, file = _read_entry(path)
    return Clinic(
        name=entry.name,
        phone=entry.phone,
        language=entry.language,
        address=tuple(entry.address),
        hours={entry.language: entry.hours} if isinstance(entry.hours, str) else dict(entry.hours),
        web=entry.web,
        logo=None if entry.logo is None else _read_logo(path, entry.logo, file),
        ink=entry.ink,
    )


def _fault(message: str, path: Path) -> InputError:
    return InputError(
        make_error("C002", message, Place(shown(path)), "content/README.md shows a clinic.toml with every key")
    )


def _read_logo(path: Path, name: str, file: TomlFile) -> Drawing | Raster:
    """Return the logo *name*, a file beside ``clinic.toml`` or below it."""
    folder = path.resolve().parent
    logo = (folder / name).resolve()
    if not logo.is_relative_to(folder):
        message = "logo must be a file in the folder of clinic.toml"
        raise InputError(make_error("C060", message, file.place(("logo",)), "copy it there"))
    return read_logo(logo)


def _phone(value: object) -> object:
    if isinstance(value, str) and not _PHONE.fullmatch(value):
        raise ValueError("not a telephone number of digits, blanks, +, - and brackets")
    return value


def _web(value: object) -> object:
    if isinstance(value, str) and (len(value) > LONGEST_WEB or not _WEB.fullmatch(value)):
        raise ValueError(f"not a web address of at most {LONGEST_WEB} plain signs such as https://clinic.example/plan")
    return value


def _tag(value: object) -> object:
    return check_language_tag(value) if isinstance(value, str) else value


Tag = Annotated[str, BeforeValidator(_tag)]


class _ClinicEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: Annotated[Line, Field(max_length=80)]
    phone: Annotated[str, BeforeValidator(_phone)]
    language: Tag = "en"
    address: Annotated[list[Annotated[Line, Field(max_length=60)]], Field(max_length=MOST_ADDRESS_LINES)] = []
    hours: Line | dict[Tag, Line] = {}
    web: Annotated[str, BeforeValidator(_web)] | None = None
    logo: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    ink: Literal["colour", "black"] = "colour"
    columns: dict[str, Annotated[str, Field(min_length=1, max_length=120)]] = {}
