"""Names and passwords for a page that others can reach: a file of scrypt hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plainleaf.build import write_atomically
from plainleaf.findings import InputError, Place, make_error
from plainleaf.roots import shown

COST, BLOCK, PARALLEL = 2**15, 8, 1
"""scrypt with 32 MiB and about a tenth of a second (OWASP's password storage sheet: N = 2^15 and up)."""

MOST_MEMORY = 64 * 1024 * 1024


@dataclass(slots=True)
class Credentials:
    """Who may log in. A password that was right once is not hashed slowly again."""

    hashes: Mapping[str, str]
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _known: dict[str, bytes] = field(default_factory=dict)

    def recall(self, name: str, password: str) -> bool:
        """Tell whether this very password was found right before; quick."""
        known = self._known.get(name)
        return known is not None and hmac.compare_digest(known, self._mark(password))

    def check(self, name: str, password: str) -> bool:
        """Tell whether *password* is right; slow on purpose, and as slow for a name that does not exist."""
        stored = self.hashes.get(name)
        right = hmac.compare_digest(_hash(password, _salt(stored)), stored or "")
        if right:
            self._known[name] = self._mark(password)
        return right

    def _mark(self, password: str) -> bytes:
        return hmac.digest(self._key, password.encode(), "sha256")


def read_credentials(path: Path) -> Credentials:
    """Return the names and hashes in *path*. Raises InputError where it cannot be read, is empty, or where others
    on the machine can read it too."""
    place = Place(shown(path))
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(make_error("W004", f"cannot read the logins: {type(error).__name__}", place)) from None
    if os.name == "posix" and mode & 0o077:
        raise InputError(make_error("W004", "others on this machine can read the logins", place, f"chmod 600 {path}"))
    pairs = [line.partition(":")[::2] for line in text.splitlines() if line.strip()]
    if not pairs or not all(name and _salt(stored) for name, stored in pairs):
        hint = f"add a name with: plainleaf serve --credentials {path} --add-user NAME"
        raise InputError(make_error("W004", "no logins can be read from the file", place, hint))
    return Credentials(dict(pairs))


def add_credential(path: Path, name: str, password: str) -> None:
    """Write *name* with a hash of *password* to *path*, in place of what it had. Raises InputError for a name that
    the file cannot hold."""
    if not name.strip() or ":" in name or not name.isprintable():
        raise InputError(make_error("W004", "a name has letters, and no colon", Place(shown(path))))
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = [line for line in lines if line.strip() and line.partition(":")[0] != name]
    kept.append(f"{name}:{_hash(password, secrets.token_bytes(16))}")
    write_atomically(path, "".join(f"{line}\n" for line in kept).encode())
    path.chmod(0o600)


def _salt(stored: str | None) -> bytes:
    """Return the salt of a stored hash; of none, one that fits nothing."""
    if stored is None:
        return bytes(16)
    try:
        kind, salt, _ = stored.split("$")
        return base64.b64decode(salt, validate=True) if kind == "scrypt" else b""
    except ValueError:
        return b""


def _hash(password: str, salt: bytes) -> str:
    digest = hashlib.scrypt(password.encode(), salt=salt, n=COST, r=BLOCK, p=PARALLEL, maxmem=MOST_MEMORY)
    return f"scrypt${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"
