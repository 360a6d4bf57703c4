"""What ``plainleaf check`` tells programs: JUnit, SARIF, GitHub's annotations."""

from __future__ import annotations

import json
from xml.etree.ElementTree import fromstring

import pytest

from plainleaf.build import known_languages
from plainleaf.desk.check import Checked
from plainleaf.findings import Finding, Place, Severity
from plainleaf.reports.desk import as_suite
from plainleaf.reports.formats import write_github, write_junit, write_sarif
from plainleaf.roots import open_roots

IDS = ("common/one", "common/two", "common/three")
PLACE = Place("locales/pl/LC_MESSAGES/common.po", 12)
FINDINGS = (
    Finding("T020", Severity.ERROR, "common/one: a <b> & \x07 is lost", PLACE, "keep 100% of it"),
    Finding("T021", Severity.ERROR, "common/one: and more, too", PLACE),
    Finding("T040", Severity.WARNING, "common/two: a doubt\nin two lines", PLACE),
    Finding("T001", Severity.ERROR, "the header is wrong", Place("locales/pl/LC_MESSAGES/web.po")),
)
CHECKED = Checked(known_languages(open_roots(None))["pl"], IDS, FINDINGS)


def test_junit_has_a_test_for_every_text_and_says_which_passed(capsys: pytest.CaptureFixture[str]) -> None:
    """A CI server shows what was looked at, not just what failed; a doubt is no failure."""
    write_junit([as_suite(CHECKED)])
    (suite,) = fromstring(capsys.readouterr().out)
    cases = {case.get("name"): [child.get("type") for child in case] for case in suite}
    assert suite.attrib == {"name": "plainleaf check pl", "tests": "4", "failures": "2"}
    assert cases == {
        "common/one": ["T020", "T021"],
        "common/two": [],
        "common/three": [],
        "T001 locales/pl/LC_MESSAGES/web.po": ["T001"],
    }
    failure = suite[0][0]
    assert failure.get("message") == "common/one: a <b> & \ufffd is lost"
    assert failure.text == f"{PLACE}: common/one: a <b> & \ufffd is lost\nhint: keep 100% of it"


def test_sarif_names_file_line_and_level(capsys: pytest.CaptureFixture[str]) -> None:
    """Every finding, also doubts; a finding about a whole file has no line."""
    write_sarif(CHECKED.findings)
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["T001", "T020", "T021", "T040"]
    assert [(one["ruleId"], one["level"]) for one in run["results"]] == [
        ("T020", "error"),
        ("T021", "error"),
        ("T040", "warning"),
        ("T001", "error"),
    ]
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert places[0] == {"artifactLocation": {"uri": PLACE.path}, "region": {"startLine": 12}}
    assert "region" not in places[3]


def test_github_shows_each_finding_on_its_line_and_nothing_breaks_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Line breaks and per cent signs are escaped, so that a text cannot give a command of its own."""
    write_github(CHECKED.findings)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(FINDINGS)
    assert lines[0].startswith(f"::error file={PLACE.path},line=12,title=T020::common/one")
    assert lines[0].endswith("%0Ahint: keep 100%25 of it")
    assert lines[2] == f"::warning file={PLACE.path},line=12,title=T040::common/two: a doubt%0Ain two lines"
    assert lines[3] == "::error file=locales/pl/LC_MESSAGES/web.po,title=T001::the header is wrong"
