"""Findings for programs: JUnit, SARIF and GitHub's annotations. The JSON lines of the contract are elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from plainleaf.findings import Finding, Severity

SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_FORBIDDEN_IN_XML = {code: "\ufffd" for code in range(32) if code not in (9, 10, 13)}


@dataclass(frozen=True, slots=True)
class Case:
    """One test as a CI server counts it: it failed where it has *errors*; *others* are shown beside it."""

    group: str
    name: str
    errors: tuple[Finding, ...] = ()
    others: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """Tests under one name."""

    name: str
    cases: tuple[Case, ...]


def write_junit(suites: Iterable[Suite]) -> None:
    """Write JUnit XML as CI servers read it. It holds no time and no path, so the same findings are the same bytes."""
    print('<?xml version="1.0" encoding="UTF-8"?>')
    print("<testsuites>")
    for suite in suites:
        failures = sum(bool(case.errors) for case in suite.cases)
        print(f'  <testsuite name={_quoted(suite.name)} tests="{len(suite.cases)}" failures="{failures}">')
        for case in suite.cases:
            _write_case(case)
        print("  </testsuite>")
    print("</testsuites>")


def _write_case(case: Case) -> None:
    head = f"    <testcase classname={_quoted(case.group)} name={_quoted(case.name)}"
    if not case.errors and not case.others:
        print(f"{head}/>")
        return
    print(f"{head}>")
    for finding in case.errors:
        text = _escaped(f"{finding.place}: {_whole(finding)}")
        print(f"      <failure type={_quoted(finding.code)} message={_quoted(finding.message)}>{text}</failure>")
    if case.others:
        text = "\n".join(f"{finding.severity.value} {finding.code} {_whole(finding)}" for finding in case.others)
        print(f"      <system-out>{_escaped(text)}</system-out>")
    print("    </testcase>")


def _escaped(text: str) -> str:
    return escape(text.translate(_FORBIDDEN_IN_XML))


def _quoted(text: str) -> str:
    return quoteattr(text.translate(_FORBIDDEN_IN_XML))


def write_sarif(findings: Sequence[Finding]) -> None:
    """Write one SARIF 2.1.0 run (OASIS, 27 March 2020) with every finding."""
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


def write_github(findings: Iterable[Finding]) -> None:
    """Write a workflow command for each finding, which GitHub shows on the line of the file."""
    for finding in findings:
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
