"""Building: the second medicine, files moved into place whole, and nothing left of what failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from plainleaf import build as stages
from plainleaf.build import Job, build_leaflet, plan_jobs, write_atomically
from plainleaf.content.sizes import find_profile
from plainleaf.findings import InputError, Severity
from plainleaf.roots import open_roots
from plainleaf.verify import read_back

SAMPLE = Path(__file__).parent / "samples" / "second"
SOURCE = Path(__file__).parents[1] / "src"


def job(folder: Path, language: str = "en", paper: str = "a4") -> Job:
    return Job("lumivex-drops", language, "ZZ", paper=paper, folder=folder, overlay=SAMPLE)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "de", "he"])
def test_another_medicine_needs_no_code(language: str, paper: str, tmp_path: Path) -> None:
    """A medicine, a country and languages that the press has never seen are data."""
    result = build_leaflet(job(tmp_path, language, paper))
    assert result.made, result.findings
    assert not [finding for finding in result.findings if finding.severity is Severity.ERROR]


def test_the_source_names_no_medicine() -> None:
    """Nothing in ``src/`` knows baclofen."""
    assert [path.name for path in SOURCE.rglob("*.py") if "baclofen" in path.read_text(encoding="utf-8").lower()] == []


def test_a_move_that_fails_leaves_nothing_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No half file, no temporary file; the file that was there is whole."""
    target = tmp_path / "leaflet.pdf"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match="No space left"):
        write_atomically(target, b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("leaflet.pdf", b"old")]


def test_a_crash_does_not_leave_the_old_leaflet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the press itself must not hand out yesterday's file as today's."""

    def crash(_: Job) -> None:
        raise RuntimeError

    asked = job(tmp_path)
    asked.path.write_bytes(b"old")
    monkeypatch.setattr(stages, "make_pdf", crash)
    with pytest.raises(RuntimeError):
        build_leaflet(asked)
    assert list(tmp_path.iterdir()) == []


def test_a_plan_names_each_file_once() -> None:
    """Names given twice, in either form, are one job."""
    jobs = plan_jobs(["baclofen-tablets"] * 2, ["zh-Hans", "zh_Hans", "en"])
    assert [(planned.language, planned.path.name) for planned in jobs] == [
        ("zh_Hans", "baclofen-tablets-GB-zh-Hans-large-a4.pdf"),
        ("en", "baclofen-tablets-GB-en-large-a4.pdf"),
    ]


def test_an_html_edition_that_fails_is_not_delivered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same gate as for paper: an old file goes, the findings say why."""
    asked = Job("lumivex-drops", "de", "ZZ", folder=tmp_path, overlay=SAMPLE, edition="html")
    asked.path.write_text("old", encoding="utf-8")
    write = stages.write_html
    monkeypatch.setattr(stages, "write_html", lambda *args: write(*args).replace(' id="sudden-blindness"', "", 1))
    result = build_leaflet(asked)
    assert (result.made, result.pages, result.status) == (False, 0, "refused")
    assert "V101" in {finding.code for finding in result.findings}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("profile", "title"),
    [("clear", "Lumivex eye drops"), ("16pt", "Lumivex eye drops. Large print leaflet.")],
)
def test_only_large_print_is_called_that(profile: str, title: str) -> None:
    """Clear print (14 pt) is no large print, and its title does not say so; verify holds both to it."""
    job = Job("lumivex-drops", "en", "ZZ", profile=profile, overlay=SAMPLE)
    pdf, _, leaflet, _ = stages.make_pdf(job)
    assert read_back(pdf, copied_text=False).title == title
    other = find_profile(open_roots(SAMPLE), "large" if profile == "clear" else "clear")
    found = stages.verify_made(pdf, leaflet, other, stages.font_shelf(open_roots(SAMPLE)))
    assert "V132" in {finding.code for finding in found}
