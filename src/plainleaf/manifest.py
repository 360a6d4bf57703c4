"""What was made of what: for each leaflet the digests of its inputs, of the file, and whether reading back passed."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from plainleaf import __version__
from plainleaf.roots import Roots, open_roots

if TYPE_CHECKING:
    from plainleaf.build import Job, Result

LIBRARIES = ("babel", "icu4py", "pillow", "reportlab", "segno", "uharfbuzz")
"""Distributions whose version may change a byte of a file."""

READ = frozenset({".toml", ".po", ".svg", ".ttf"})
"""Kinds of files that leaflets are made from; guides and licences lie beside them."""

COMMON_INPUTS = ("content/common", "content/pictograms", "content/profiles", "content/countries", "fonts")


@contextmanager
def keep_manifest(path: Path | None, overlay: Path | None) -> Iterator[Callable[[Result], None]]:
    """Yield what notes a result, and write the manifest to *path* at the end; nothing where *path* is None.

    An older manifest goes first: it says nothing of the files that are being made. Raises InputError (B001) where
    the file cannot be written.
    """
    from plainleaf.build import write_atomically

    results: list[Result] = []
    if path is not None:
        write_atomically(path, b"")
        path.unlink()
    yield results.append
    if path is not None:
        write_atomically(path, format_manifest(results, open_roots(overlay)).encode())


def format_manifest(results: Sequence[Result], roots: Roots) -> str:
    """Return a JSON object a line for each of *results*, in the order of their files.

    It holds no absolute path and no moment, so the same inputs give the same bytes wherever they lie.
    """
    hash_input = lru_cache(lambda relative: hash_files(roots, relative))
    ordered = sorted(results, key=lambda result: result.job.path)
    return "".join(json.dumps(as_entry(result, hash_input), ensure_ascii=False) + "\n" for result in ordered)


def as_entry(result: Result, hash_input: Callable[[str], str]) -> dict[str, object]:
    """Return what the manifest says of *result*: the keys of the command line's JSON without its messages (they name
    paths), the verdict of reading back, and the inputs.

    A patient's plan is never an input here: whoever guesses it could find it again in its digest.
    """
    job = result.job
    return {
        "leaflet": job.leaflet,
        "country": job.country,
        "lang": job.bcp47,
        "profile": job.profile,
        "paper": job.paper,
        "edition": job.edition,
        "plan": job.patient is not None or job.form,
        "letterhead": job.clinic is not None,
        "path": None if result.path is None else result.path.relative_to(job.folder).as_posix(),
        "pages": result.pages,
        "sha256": result.sha256,
        "status": result.status,
        "verified": result.made,
        "findings": [finding.code for finding in result.findings],
        "on": job.today.isoformat(),
        "inputs": {relative: hash_input(relative) for relative in list_inputs(job)},
        "made_by": {"plainleaf": __version__, "source": hash_program(), **_library_versions()},
    }


def list_inputs(job: Job) -> tuple[str, ...]:
    """Return the files and folders that *job* reads, relative to the root: none is missing, some say more than it
    needs. ``content/*`` are the files at the top of ``content``."""
    medicine = job.leaflet.rsplit("-", 1)[0]
    tags = dict.fromkeys((job.language, "en"))
    return ("content/*", f"content/{medicine}", *COMMON_INPUTS, *(f"locales/{tag}" for tag in tags))


def hash_files(roots: Roots, relative: str) -> str:
    """Return the SHA-256 (hex) of the files in the folder *relative*, each as the roots find it.

    What is hashed is the output of ``sha256sum`` for the sorted paths, so that it can be checked with that.
    """
    flat = relative.endswith("/*")
    found = set(_list_files(roots, relative.removesuffix("/*"), deep=not flat))
    lines = (f"{_hash_file(roots, path)}  {path}\n" for path in sorted(found))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _list_files(roots: Roots, relative: str, *, deep: bool) -> Iterator[str]:
    for folder in roots.folders:
        pattern = (folder / relative).rglob("*") if deep else (folder / relative).glob("*")
        for path in pattern:
            if path.suffix in READ and path.is_file():
                yield path.relative_to(folder).as_posix()


def _hash_file(roots: Roots, relative: str) -> str:
    path = roots.find(relative)
    return "" if path is None else hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=1)
def hash_program() -> str:
    """Return the SHA-256 (hex) of the program's own files, as hash_files hashes a folder."""
    package = Path(__file__).parent
    paths = (path for path in package.rglob("*") if path.is_file())
    names = sorted(path.relative_to(package).as_posix() for path in paths)
    own = [name for name in names if "__pycache__" not in name and not name.startswith("_built_in/")]
    lines = (f"{hashlib.sha256((package / name).read_bytes()).hexdigest()}  {name}\n" for name in own)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _library_versions() -> dict[str, str]:
    return {**{name: version(name) for name in LIBRARIES}, "zlib": zlib.ZLIB_RUNTIME_VERSION}
