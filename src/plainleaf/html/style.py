"""The style sheet of one page: the fixed part is ``page.css``, sizes, faces and the foot of printed pages are made."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from plainleaf.compose.model import Leaflet, Phrase
from plainleaf.html.lettering import ROLES, Lettering

_FIXED = Path(__file__).with_name("page.css")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9\u00a1-\u1fff\u2c00-\U0010ffff]")
_COUNTERS = {"page": "counter(page)", "total": "counter(pages)"}


def write_style(leaflet: Leaflet, lettering: Lettering) -> str:
    """Return the style sheet of *leaflet*."""
    return f"{_write_variables(lettering)}\n{_write_paper(leaflet, lettering)}\n{_read_fixed()}"


def hash_style(style: str) -> str:
    """Return *style* as a source of a content security policy (CSP Level 3, hash-source)."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def quote_css(text: str) -> str:
    """Return *text* as a CSS string; all but letters and digits is escaped, so that nothing can end it."""
    return '"' + _NOT_PLAIN.sub(lambda found: f"\\{ord(found[0]):x} ", text) + '"'


@cache
def _read_fixed() -> str:
    return _FIXED.read_text(encoding="utf-8")


def _write_variables(lettering: Lettering) -> str:
    lines = [f"--face: {_list_faces(lettering.faces)};", f"--latin-face: {_list_faces(lettering.latin_faces)};"]
    lines.append(f"--latin: {lettering.latin:g}em; --paper-size: {lettering.print_size:g}pt;")
    for name in ROLES:
        role = getattr(lettering, name)
        lines.append(f"--{name}: {role.size:g}rem; --{name}-leading: {role.leading:g};")
    return ":root {\n  " + "\n  ".join(lines) + "\n}"


def _list_faces(faces: tuple[str, ...]) -> str:
    return ", ".join((*(f'"{face}"' for face in faces), "system-ui", "sans-serif"))


def _write_paper(leaflet: Leaflet, lettering: Lettering) -> str:
    """Return what stands on every printed page: medicine, version, number (P22), and that it is a draft."""
    start, end = ("right", "left") if leaflet.language.rtl else ("left", "right")
    font = f"{lettering.print_size * lettering.body.size:g}pt/1.2 {_list_faces(lettering.faces)}"
    boxes = {
        f"bottom-{start}": (700, quote_css(leaflet.title.plain)),
        "bottom-center": (500, quote_css(leaflet.staff_versions[-1].plain)),
        f"bottom-{end}": (700, _count_pages(leaflet.furniture["page-of"])),
    }
    if leaflet.status == "draft":
        boxes[f"top-{start}"] = (700, quote_css(leaflet.furniture["draft-tag"].fill().plain))
    lines = [f"  @{box} {{ font: {weight} {font}; content: {content}; }}" for box, (weight, content) in boxes.items()]
    first = f"@page :first {{ @top-{start} {{ content: none; }} }}"  # there the notice says it
    return "@page {\n  margin: 20mm;\n" + "\n".join(lines) + f"\n}}\n{first}"


def _count_pages(phrase: Phrase) -> str:
    """Return "Page 1 of 9" as CSS: the browser counts."""
    return " ".join(
        _COUNTERS[part.text] if index in phrase.slots else quote_css(part.text)
        for index, part in enumerate(phrase.parts)
    )
