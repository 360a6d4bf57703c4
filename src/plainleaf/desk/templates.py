"""Templates (``locales/<domain>.pot``) and the catalogue of the source language, written from the content."""

from __future__ import annotations

from pathlib import Path

from plainleaf.catalogues.model import SOURCE_LANGUAGE
from plainleaf.catalogues.po import write_template
from plainleaf.content.model import Message
from plainleaf.content.reader import list_leaflets, read_interface, read_texts
from plainleaf.roots import Roots

INTERFACE = "web"
"""The domain of the clinic's page: only languages that the page itself speaks have a catalogue of it."""


def collect_messages(roots: Roots) -> dict[str, tuple[Message, ...]]:
    """Return every message by domain, in reading order, each once: of every leaflet, and of the clinic's page."""
    domains: dict[str, dict[str, Message]] = {}
    domains[INTERFACE] = {message.id: message for message in read_interface(roots).values()}
    for leaflet in list_leaflets(roots):
        for message in read_texts(roots, leaflet).messages():
            domains.setdefault(message.domain, {}).setdefault(message.id, message)
    return {domain: tuple(messages.values()) for domain, messages in sorted(domains.items())}


def write_templates(roots: Roots, folder: Path) -> tuple[Path, ...]:
    """Write the templates and the source language's catalogues into *folder*; return their paths."""
    paths = []
    for domain, messages in collect_messages(roots).items():
        template = folder / f"{domain}.pot"
        write_template(messages, template, domain=domain)
        catalogue = folder / SOURCE_LANGUAGE / "LC_MESSAGES" / f"{domain}.po"
        write_template(messages, catalogue, domain=domain, language=SOURCE_LANGUAGE)
        paths += [template, catalogue]
    return tuple(paths)
