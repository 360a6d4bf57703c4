"""The translator's desk: the gettext templates, ``locales/<domain>.pot``, one for each medicine and ``common``."""

from __future__ import annotations

from pathlib import Path

from plainleaf.catalogues.po import write_template
from plainleaf.content.model import Message
from plainleaf.content.reader import list_countries, list_leaflets, read_source
from plainleaf.roots import Roots


def collect_messages(roots: Roots) -> dict[str, tuple[Message, ...]]:
    """Return every message of every leaflet by domain, in reading order, each once."""
    country = list_countries(roots)[0]
    domains: dict[str, dict[str, Message]] = {}
    for leaflet in list_leaflets(roots):
        for message in read_source(roots, leaflet, country).messages():
            domains.setdefault(message.domain, {}).setdefault(message.id, message)
    return {domain: tuple(messages.values()) for domain, messages in sorted(domains.items())}


def write_templates(roots: Roots, folder: Path, *, date: str) -> tuple[Path, ...]:
    """Write the templates into *folder* and return their paths. date: as POT-Creation-Date wants it."""
    paths = []
    for domain, messages in collect_messages(roots).items():
        path = folder / f"{domain}.pot"
        write_template(messages, path, project=f"plainleaf {domain}", date=date)
        paths.append(path)
    return tuple(paths)
