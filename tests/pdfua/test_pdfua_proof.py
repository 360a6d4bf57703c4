"""A proof keeps PDF/UA-1 and the PDF/A-2a rules of a tagged file, as the leaflets do."""

from __future__ import annotations

import pytest
from pdfua_checker import check_pdfua

from proofs import LANGUAGES, printed


@pytest.mark.parametrize(("tag", "paper"), [*((tag, "a4") for tag in LANGUAGES), ("ar", "letter")])
def test_a_proof_passes_every_check(tag: str, paper: str) -> None:
    """In every script, on both papers."""
    assert check_pdfua(printed(tag, paper)[1]) == []
