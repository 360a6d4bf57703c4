"""``plainleaf verify``: a finished file is held against today's content."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdf
import pytest

from plainleaf.build import Job, build_leaflet
from plainleaf.findings import InputError, Severity
from plainleaf.recheck import recheck_file

SAMPLE = Path(__file__).parent / "samples" / "second"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the medicine that does not exist."""
    shutil.copytree(SAMPLE, tmp_path / "second")
    return tmp_path / "second"


def build(root: Path) -> Path:
    path = build_leaflet(Job("lumivex-drops", "de", "ZZ", folder=root.parent, overlay=root)).path
    assert path is not None
    return path


def test_a_fresh_file_passes(root: Path) -> None:
    """What was just printed is what the content says."""
    verdict = recheck_file(build(root), root)
    assert verdict.passed
    assert verdict.job is not None
    assert (verdict.job.leaflet, verdict.job.bcp47, verdict.job.country) == ("lumivex-drops", "de", "ZZ")


def test_a_file_whose_warning_has_changed_since_fails(root: Path) -> None:
    """A leaflet in a drawer does not stay good when a warning is reworded."""
    path = build(root)
    catalogue = root / "locales/de/LC_MESSAGES/lumivex.po"
    entries = catalogue.read_text(encoding="utf-8").split("\n\n")
    at = next(i for i, entry in enumerate(entries) if '"lumivex/warning/never-chew/text"' in entry)
    entries[at] = entries[at].replace('msgstr "', 'msgstr "Niemals! ')
    catalogue.write_text("\n\n".join(entries), encoding="utf-8")
    assert not recheck_file(path, root).passed


def test_a_foreign_pdf_is_measured(root: Path, tmp_path: Path) -> None:
    """Another program's file is not a leaflet: V002 says so, and its pages are held to the rules of print."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "foreign.pdf")
    verdict = recheck_file(tmp_path / "foreign.pdf", root)
    found = {finding.code: finding.severity for finding in verdict.findings}
    assert found.pop("V002") is Severity.NOTE
    assert set(found) == {"V131", "V132", "V133", "V216"}
    assert not verdict.passed


def test_a_leaflet_that_has_lost_its_name_fails(root: Path) -> None:
    """Our own file without keywords has been changed: V002 is an error then."""
    path = build(root)
    writer = pypdf.PdfWriter(path)
    writer.add_metadata({"/Keywords": ""})
    writer.write(path)
    found = recheck_file(path, root).findings
    assert [(finding.code, finding.severity) for finding in found] == [("V002", Severity.ERROR)]


def test_a_foreign_pdf_is_measured_by_the_profile_that_is_named(root: Path, tmp_path: Path) -> None:
    """A profile that there is not is refused; the other numbers come from its file."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "foreign.pdf")
    with pytest.raises(InputError):
        recheck_file(tmp_path / "foreign.pdf", root, "tiny")


@pytest.mark.parametrize("content", [b"", b"words", b"%PDF-1.7\n"])
def test_what_is_no_pdf_cannot_be_read(content: bytes, tmp_path: Path) -> None:
    """Exit code 2: wrong usage, not a failed leaflet."""
    (tmp_path / "words.pdf").write_bytes(content)
    verdict = recheck_file(tmp_path / "words.pdf", None)
    assert [finding.code for finding in verdict.findings] == ["V001"]
    assert (verdict.passed, verdict.exit_code) == (False, 2)


@pytest.fixture
def web_page(root: Path) -> Path:
    """Return an HTML edition."""
    path = build_leaflet(Job("lumivex-drops", "de", "ZZ", folder=root.parent, overlay=root, edition="html")).path
    assert path is not None
    return path


def test_a_fresh_html_file_passes(root: Path, web_page: Path) -> None:
    """It says itself which leaflet it is."""
    verdict = recheck_file(web_page, root)
    assert verdict.passed
    assert verdict.job is not None
    assert (verdict.job.leaflet, verdict.job.bcp47, verdict.job.country) == ("lumivex-drops", "de", "ZZ")


def test_an_html_file_with_other_words_fails(root: Path, web_page: Path) -> None:
    """Somebody has edited a saved page."""
    html = web_page.read_text("utf-8")
    web_page.write_text(html.replace("alles dunkel wird", "alles hell wird"), "utf-8")
    verdict = recheck_file(web_page, root)
    assert {finding.code for finding in verdict.findings} >= {"V103", "V108"}
    assert verdict.exit_code == 1


@pytest.mark.parametrize(
    ("content", "code", "exit_code"),
    [
        (b"<p>Take two.</p>", "V002", 1),
        (b'<meta name="plainleaf" content="leaflet=lumivex-drops country=ZZ lang=xx">', "V003", 1),
        (b'<meta name="plainleaf" content="leaflet=nothing country=ZZ lang=de">', "C005", 1),
        (b"\xff", "V001", 2),
    ],
)
def test_an_html_file_that_is_no_leaflet_fails(
    content: bytes, code: str, exit_code: int, root: Path, tmp_path: Path
) -> None:
    """A page whose words nobody can compare does not pass."""
    (tmp_path / "page.html").write_bytes(content)
    verdict = recheck_file(tmp_path / "page.html", root)
    assert ([finding.code for finding in verdict.findings], verdict.exit_code) == ([code], exit_code)
