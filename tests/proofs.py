"""Proofs for the tests: of the second medicine, whose files a test may spoil, and of the built-in one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from plainleaf.build import font_shelf
from plainleaf.catalogues.reader import read_catalogues
from plainleaf.content.settings import read_languages, read_papers
from plainleaf.desk.proof import gather_proofs
from plainleaf.layout.model import Layout
from plainleaf.layout.proof.document import lay_out_proof
from plainleaf.layout.proof.model import Proof
from plainleaf.pdf import write_pdf
from plainleaf.roots import Roots, open_roots

SAMPLE = Path(__file__).parent / "samples" / "second"
TODAY = date(2026, 11, 23)
FIRST = 8
WHOLE = "ar"
LANGUAGES = ("pl", "ar", "ur", "hi", "km", "zh_Hans", "th")
"""One for each way in which scripts are shaped and lines are broken."""


def gather(root: Path | None, tag: str, *leaflets: str, domain: str) -> Proof:
    """Return one proof of language *tag*."""
    roots = open_roots(root)
    (proof,) = gather_proofs(roots, read_languages(roots)[tag], TODAY, leaflets=leaflets, domain=domain)
    return proof


def read_entries(roots: Roots, tag: str, domain: str) -> dict[str, tuple[str, str]]:
    """Return English and translation of each entry of a catalogue by id."""
    catalogue = read_catalogues(roots, read_languages(roots)[tag], [domain])[domain]
    return {id: (entry.source, entry.translation) for id, entry in catalogue.entries.items()}


def fill(text: str, proof: Proof) -> str:
    """Return *text* of a catalogue as the proof shows it: values in braces, no markup."""
    return re.sub(r"\{(\w+)\}", lambda m: f"{{{proof.values.get(m[1], m[1])}}}", text).replace("**", "")


def lay_out(proof: Proof, paper: str = "a4", root: Path | None = None) -> Layout:
    """Return *proof* laid out without a finding."""
    roots = open_roots(root)
    layout, findings = lay_out_proof(proof, read_languages(roots)["en"], read_papers(roots)[paper], font_shelf(roots))
    assert findings == ()
    return layout


@cache
def printed(tag: str, paper: str = "a4") -> tuple[Proof, bytes]:
    """Return a proof in *tag* and its file, made once: the whole catalogue in Arabic, elsewhere the first texts of
    each section."""
    proof = gather(None, tag, domain="baclofen")
    if tag != WHOLE:
        proof = replace(proof, sections=tuple(replace(one, texts=one.texts[:FIRST]) for one in proof.sections))
    return proof, write_pdf(lay_out(proof, paper))
