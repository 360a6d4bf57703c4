"""A language from nothing to a printed draft, as locales/README.md says it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result

from plainleaf.cli import cli

SAMPLE = Path(__file__).parents[1] / "samples" / "second"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of the medicine that does not exist, without Hebrew."""
    shutil.copytree(SAMPLE, tmp_path / "second")
    shutil.rmtree(tmp_path / "second/locales/he")
    return tmp_path / "second"


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--root", str(root), *words])


def translate(root: Path) -> None:
    """Fill in every text with the words of somebody who knows Hebrew."""
    for path in (root / "locales/he/LC_MESSAGES").glob("*.po"):
        known = SAMPLE / "locales/he/LC_MESSAGES" / path.name
        words = {entry.msgctxt: entry.msgstr for entry in polib.pofile(str(known))} if known.is_file() else {}
        catalogue = polib.pofile(str(path), wrapwidth=0)
        for entry in catalogue:
            entry.msgstr = words.get(entry.msgctxt, entry.msgstr)
        catalogue.save()


def codes(result: Result) -> set[str]:
    """Return the codes that ``check --format json`` found in the texts that the sample has words for: not the
    leaflets that come with plainleaf, nor plans."""
    findings = [finding for line in result.stdout.splitlines() for finding in json.loads(line)["findings"]]
    others = ("baclofen/", "common/plan-", "common/clinic-")
    return {one["code"] for one in findings if not one["message"].startswith(others)}


def test_a_language_goes_from_nothing_to_a_printed_draft(root: Path) -> None:
    """Nothing is printed until every warning is there; then the page says that it is a draft."""
    assert run(root, "locale", "add", "Hebrew").exit_code == 0
    assert codes(run(root, "check", "he", "--format", "json")) >= {"T011", "T121"}
    refused = run(root, "build", "lumivex-drops", "-l", "he", "-c", "ZZ", "-o", str(root / "out"))
    assert refused.exit_code == 1
    assert not list((root / "out").glob("*"))
    translate(root)
    assert codes(run(root, "check", "he", "--format", "json")) == {"T121"}
    shutil.copy(SAMPLE / "locales/he/glossary.toml", root / "locales/he/glossary.toml")
    assert codes(run(root, "check", "he", "--format", "json")) == set()
    made = run(root, "build", "lumivex-drops", "-l", "he", "-c", "ZZ", "-o", str(root / "out"))
    assert (made.exit_code, "(draft)" in made.stdout) == (0, True), made.output
    assert [path.name for path in (root / "out").iterdir()] == ["lumivex-drops-ZZ-he-large-a4.pdf"]


def test_what_a_new_glossary_offers_is_read_when_it_is_filled_in(root: Path) -> None:
    """Its examples stand behind a #, which a translator takes away."""
    run(root, "locale", "add", "he")
    path = root / "locales/he/glossary.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("# latin_words"))
    filled = [line.removeprefix("# ").replace("…", "א") for line in lines[start:]]
    path.write_text("\n".join([*lines[:start], *filled]) + "\n", encoding="utf-8")
    assert "T121" not in codes(run(root, "check", "he", "--format", "json"))
