"""Findings for programs: JUnit, SARIF and GitHub's annotations. The JSON lines of the contract are elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from plainleaf.desk.check import Checked
from plainleaf.findings import Finding, Severity

SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_FORBIDDEN_IN_XML = {code: "\ufffd" for code in range(32) if code not in (9, 10, 13)}


def write_junit(checked: Sequence[Checked]) -> None:
    """Write a test suite for each language and a test for each of its texts (JUnit XML as CI servers read it).

    A text fails with all its errors; an error that is about no text is a failed test of its own.
    """
    print('<?xml version="1.0" encoding="UTF-8"?>')
    print("<testsuites>")
    for one in checked:
        cases = _collect_cases(one)
        failed = sum(map(bool, cases.values()))
        name = quoteattr(f"plainleaf check {one.language.bcp47}")
        print(f'  <testsuite name={name} tests="{len(cases)}" failures="{failed}">')
        for case, errors in cases.items():
            _write_case(one.language.bcp47, case, errors)
        print("  </testsuite>")
    print("</testsuites>")


def _collect_cases(checked: Checked) -> dict[str, list[Finding]]:
    """Return the errors of each text, by its id; findings about a text begin with it."""
    cases: dict[str, list[Finding]] = {id: [] for id in checked.messages}
    for finding in checked.findings:
        if finding.severity is Severity.ERROR:
            about = finding.message.split(":", 1)[0]
            cases.setdefault(about if about in cases else f"{finding.code} {finding.place}", []).append(finding)
    return cases


def _write_case(suite: str, name: str, errors: Sequence[Finding]) -> None:
    head = f"    <testcase classname={_attribute(suite)} name={_attribute(name)}"
    if not errors:
        print(f"{head}/>")
        return
    print(f"{head}>")
    for finding in errors:
        text = escape(f"{finding.place}: {_whole(finding)}".translate(_FORBIDDEN_IN_XML))
        print(f"      <failure type={_attribute(finding.code)} message={_attribute(finding.message)}>{text}</failure>")
    print("    </testcase>")


def _attribute(text: str) -> str:
    return quoteattr(text.translate(_FORBIDDEN_IN_XML))


def write_sarif(checked: Sequence[Checked]) -> None:
    """Write one SARIF 2.1.0 run (OASIS, 27 March 2020) with every finding."""
    findings = [finding for one in checked for finding in one.findings]
    driver = {
        "name": "plainleaf",
        "rules": [{"id": code} for code in sorted({finding.code for finding in findings})],
    }
    run = {"tool": {"driver": driver}, "results": [_sarif_result(finding) for finding in findings]}
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    print()


def _sarif_result(finding: Finding) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": finding.place.path}}
    if finding.place.line is not None:
        location["region"] = {"startLine": finding.place.line}
    return {
        "ruleId": finding.code,
        "level": SARIF_LEVELS[finding.severity],
        "message": {"text": _whole(finding)},
        "locations": [{"physicalLocation": location}],
    }


def write_github(checked: Sequence[Checked]) -> None:
    """Write a workflow command for each finding, which GitHub shows on the line of the file."""
    for finding in (finding for one in checked for finding in one.findings):
        place = f"file={_property(finding.place.path)}"
        place += f",line={finding.place.line}" if finding.place.line is not None else ""
        text = _whole(finding).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        print(f"::{GITHUB_LEVELS[finding.severity]} {place},title={finding.code}::{text}")


def _property(text: str) -> str:
    for character, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(character, code)
    return text


def _whole(finding: Finding) -> str:
    return finding.message if finding.hint is None else f"{finding.message}\nhint: {finding.hint}"
