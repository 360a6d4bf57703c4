"""Where the content, the catalogues and the fonts are: the built-in folder, with the user's laid over it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plainleaf.findings import Finding, InputError, Place, Severity

FOLDERS = ("content", "locales", "fonts")


def built_in_root() -> Path:
    """Return the folder that holds the built-in ``content``, ``locales`` and ``fonts``.

    In an installed wheel that is inside the package, in a checkout the top of the repository.
    """
    package = Path(__file__).resolve().parent
    packed = package / "_built_in"
    return packed if packed.is_dir() else package.parents[1]


@dataclass(frozen=True, slots=True)
class Roots:
    """Folders to look in, first match wins, file by file."""

    folders: tuple[Path, ...]

    def find(self, relative: str) -> Path | None:
        """Return the file at *relative* (``content/…``) in the first folder that has it."""
        for folder in self.folders:
            path = folder / relative
            if path.is_file():
                return path
        return None

    def names(self, relative: str) -> tuple[str, ...]:
        """Return the sorted names in the folder *relative*, over all roots."""
        found: set[str] = set()
        for folder in self.folders:
            directory = folder / relative
            if directory.is_dir():
                found.update(entry.name for entry in directory.iterdir())
        return tuple(sorted(found))

    def target(self, relative: str) -> Path:
        """Return where *relative* is or would be written: the first root."""
        return self.find(relative) or self.folders[0] / relative


def open_roots(overlay: Path | None) -> Roots:
    """Return the roots for *overlay* (``--root`` or ``PLAINLEAF_ROOT``) over the built-in folder.

    Raises InputError where the overlay holds none of the folders it could replace.
    """
    built_in = built_in_root()
    if overlay is None:
        return Roots((built_in,))
    if not any((overlay / name).is_dir() for name in FOLDERS):
        raise InputError(
            Finding(
                "C001",
                Severity.ERROR,
                "the root folder has no content, locales or fonts folder",
                Place(str(overlay)),
                hint="name a folder that holds at least one of content/, locales/, fonts/",
            )
        )
    return Roots((overlay, built_in))


def shown(path: Path) -> str:
    """Return *path* as people should read it: relative where it lies below the working folder."""
    return _shown(path, Path.cwd())


@lru_cache(maxsize=1024)
def _shown(path: Path, working_folder: Path) -> str:
    try:
        return path.resolve().relative_to(working_folder.resolve()).as_posix()
    except ValueError:
        return os.fspath(path)


def require_file(roots: Roots, relative: str) -> Path:
    """Return the file at *relative*. Raises InputError where no root has it."""
    path = roots.find(relative)
    if path is None:
        place = Place(shown(roots.target(relative)))
        raise InputError(Finding("C004", Severity.ERROR, "the file is missing", place))
    return path


def require_known(kind: str, name: str, known: Collection[str]) -> None:
    """Raise InputError where *name* is none of *known*."""
    if name not in known:
        raise unknown_name(kind, name, known)


def unknown_name(kind: str, name: str, known: Iterable[str], labels: Mapping[str, str] | None = None) -> InputError:
    """Return the error for a *kind* of thing (leaflet, country ...) that nothing is called by.

    known: what there is. labels: what people call it. What is spelt much like *name* is offered.
    """
    from difflib import get_close_matches  # not before there is a mistake

    names = {key: (labels or {}).get(key, "") for key in known}
    spellings = {spelling.casefold(): key for key, label in names.items() for spelling in (label, key) if spelling}
    near = dict.fromkeys(spellings[match] for match in get_close_matches(name.casefold(), spellings, n=3, cutoff=0.7))
    there = [f"{key} ({label})" if label else key for key, label in names.items()]
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    hint = f"{meant}known: {', '.join(there)}"
    return InputError(Finding("C005", Severity.ERROR, f"there is no {kind} {name!r}", Place(name), hint))


def stems(roots: Roots, folder: str, suffix: str = ".toml") -> tuple[str, ...]:
    """Return the names of the files in *folder* that end in *suffix*, without it."""
    return tuple(name.removesuffix(suffix) for name in roots.names(folder) if name.endswith(suffix))
