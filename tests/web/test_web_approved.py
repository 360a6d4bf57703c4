"""What the page says of a leaflet that somebody answers for."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from clinic_page import SETTINGS, URL, make_sheet, open_browser
from plainleaf.roots import built_in_root
from plainleaf.web.app import make_app
from signing import approve_registry, sign_language

SAMPLE = Path(__file__).parents[1] / "samples" / "second"


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """The medicine that does not exist, approved in German by a pharmacist who does not exist."""
    root = tmp_path / "second"
    shutil.copytree(SAMPLE, root)
    approve_registry(root)
    sign_language(root, "de", built_in_root())
    return root


def test_an_approved_leaflet_says_by_whom_and_until_when(signed: Path) -> None:
    """And offers it where drafts are refused; a draft there is refused with the reason."""
    settings = replace(SETTINGS, overlay=signed, release=True, country="ZZ")
    with TestClient(make_app(settings), base_url=URL, follow_redirects=False) as running:
        browser = open_browser(running)
        page = browser.get(make_sheet(browser, leaflet="lumivex-drops", language="de", country="ZZ")).text
        assert '<strong class="tag">Approved</strong>' in page
        assert "Ada Approver, pharmacist, Testland Hospital" in page
        assert "Next check 5. März 2098" in page
        assert "Draft" not in page
        wanted = {"leaflet": "baclofen-tablets", "language": "pl", "country": "GB", "profile": "large", "paper": "a4"}
        refused = browser.post("/choose", data={**wanted, "do": "show"})
        assert refused.status_code == 422
        assert "This leaflet cannot be made" in refused.text
        assert "<strong>R001</strong>" in refused.text
