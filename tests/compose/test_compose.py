"""Composing: what a country and its conditions let through, and where the words come from."""

from __future__ import annotations

import shutil
from pathlib import Path

from plainleaf.build import Job, compose_job
from plainleaf.compose.model import Leaflet, WarningBlock
from plainleaf.roots import open_roots

SAMPLE = Path(__file__).parents[1] / "samples" / "second"


def compose(country: str, language: str = "en", root: Path = SAMPLE) -> Leaflet:
    leaflet, findings = compose_job(Job("lumivex-drops", language, country, overlay=root), open_roots(root))
    assert findings == ()
    return leaflet


def warnings(leaflet: Leaflet) -> list[str]:
    return [b.id for section in leaflet.sections for b in section.blocks if isinstance(b, WarningBlock)]


def add_country(tmp_path: Path, code: str, number: str) -> Path:
    """Return a copy of the sample with one more country."""
    root = tmp_path / "second"
    shutil.copytree(SAMPLE, root)
    text = (root / "content/countries/ZZ.toml").read_text(encoding="utf-8")
    text = text.replace('"ZZ"', f'"{code}"').replace("0 11 22 33", number)
    (root / f"content/countries/{code}.toml").write_text(text, encoding="utf-8")
    return root


def test_every_mandatory_warning_of_the_country_is_composed() -> None:
    """In reading order, each once; another route's warning is not there."""
    assert warnings(compose("ZZ")) == ["never-chew", "by-law", "sudden-blindness"]


def test_another_country_has_its_own_warnings_and_number(tmp_path: Path) -> None:
    """A law is left out where it does not hold, and the number is the country's in every language."""
    root = add_country(tmp_path, "YY", "777")
    for language in ("en", "de", "he"):
        leaflet = compose("YY", language, root)
        assert warnings(leaflet) == ["never-chew", "sudden-blindness"]
        assert "777" in leaflet.card.heading.plain


def test_values_are_isolated_and_bold_is_kept() -> None:
    """A phone number stands apart in right-to-left text; a short warning begins in bold."""
    heading = compose("ZZ", "he").card.heading
    assert [span.isolate for span in heading.spans if span.text == "0 11 22 33"] == [True]
    assert compose("ZZ", "he").key_rows[0].words.spans[0].bold
