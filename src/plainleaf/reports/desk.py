"""What the translator's commands show: files written, and how far each language is."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from plainleaf.catalogues.model import State
from plainleaf.desk.status import SEVERITIES, Stock
from plainleaf.findings import Finding, Severity
from plainleaf.reports import show_findings
from plainleaf.reports.formats import Case, Suite, write_github, write_junit, write_sarif
from plainleaf.roots import shown

if TYPE_CHECKING:
    from plainleaf.content.model import Message
    from plainleaf.desk.check import Checked
    from plainleaf.desk.proof import Printed
    from plainleaf.desk.sign import Signed, Signing
    from plainleaf.desk.update import Change
    from plainleaf.languages import Language

UNUSABLE = (State.MISSING, State.FUZZY, State.STALE)


def show_changes(changes: Sequence[Change]) -> None:
    """Name each file that was written; the rest are counted."""
    for change in changes:
        if change.written:
            print(f"written   {shown(change.path)}")
    same = sum(not change.written for change in changes)
    if same:
        print(f"{same} files are in step already.", file=sys.stderr)


def show_proof(printed: Printed, form: str) -> None:
    """Show the file of one proof: its pages and texts, as words or as a JSON line."""
    proof, path = printed.proof, shown(printed.path)
    if form == "text":
        print(f"made      {path}  {printed.pages} pages, {len(proof.texts)} texts", flush=True)
        return
    record = {
        "lang": proof.language.bcp47,
        "domain": proof.domain,
        "path": path,
        "pages": printed.pages,
        "sha256": printed.sha256,
        "texts": len(proof.texts),
        "words": proof.fingerprint,
    }
    print(json.dumps(record, ensure_ascii=False), flush=True)


def describe_signing(
    language: Language, signing: Signing, signed: Signed, messages: Mapping[str, tuple[Message, str]]
) -> str:
    """Return in words what is about to be signed."""
    counts = Counter(messages[id][1] for id in signed.ids)
    parts = ", ".join(f"{counts[severity]} {severity}" for severity in SEVERITIES if counts[severity])
    until = f", until {signing.until}" if signing.until else ""
    who = f"{signing.name}, {signing.role}, {signing.organisation}"
    return (
        f"{language.english_name}: {len(signed.ids)} texts ({parts})\n{signing.step} by {who}, on {signing.on}{until}"
    )


def show_status(stocks: Sequence[Stock], form: str) -> None:
    """Show a line for each language: as a table for people, as JSON lines for programs; or one line for all."""
    if form == "line":
        print(sum_up(stocks))
        return
    if form == "json":
        for stock in stocks:
            print(json.dumps(as_record(stock), ensure_ascii=False), flush=True)
        return
    _show_table(stocks)


def sum_up(stocks: Sequence[Stock]) -> str:
    """Return how far all languages are in one line, as it stands in the README."""
    whole = [stock for stock in stocks if stock.usable == stock.total]
    approved = [stock for stock in whole if stock.count(State.APPROVED) == stock.total]
    parts = (f"{len(whole)} languages", f"{len(approved)} approved", f"{len(whole) - len(approved)} drafts")
    unfinished = len(stocks) - len(whole)
    return " · ".join((*parts, f"{unfinished} unfinished") if unfinished else parts)


def show_checked(checked: Sequence[Checked], form: str) -> None:
    """Show what was found in each language, in the form that is asked for."""
    if form == "junit":
        write_junit(map(as_suite, checked))
        return
    if form in ("sarif", "github"):
        write = write_sarif if form == "sarif" else write_github
        write([finding for one in checked for finding in one.findings])
        return
    for one in checked:
        if form == "json":
            findings = [finding.as_record() for finding in one.findings]
            status = "passed" if one.passed else "failed"
            record = {"lang": one.language.bcp47, "messages": len(one.messages), "status": status, "findings": findings}
            print(json.dumps(record, ensure_ascii=False), flush=True)
        else:
            errors = sum(finding.severity is Severity.ERROR for finding in one.findings)
            print(
                f"{'passed' if one.passed else 'FAILED'}  {one.language.tag:<8}{one.language.english_name:<20}"
                f"{errors} errors, {len(one.findings) - errors} others"
            )
            sys.stdout.flush()
            show_findings(one.findings)


def as_suite(checked: Checked) -> Suite:
    """Return a test for each text, which fails with all its errors; an error about no text is a test of its own."""
    tag = checked.language.bcp47
    errors: dict[str, list[Finding]] = {id: [] for id in checked.messages}
    for finding in checked.findings:
        if finding.severity is Severity.ERROR:
            about = finding.message.split(":", 1)[0]
            errors.setdefault(about if about in errors else f"{finding.code} {finding.place}", []).append(finding)
    cases = tuple(Case(tag, name, tuple(found)) for name, found in errors.items())
    return Suite(f"plainleaf check {tag}", cases)


def as_record(stock: Stock) -> dict[str, object]:
    """Return *stock* as a JSON object: totals by state, then by severity and state."""
    by_severity = {
        severity: {state.value: stock.counts[severity].get(state, 0) for state in State} for severity in SEVERITIES
    }
    return {
        "lang": stock.language.bcp47,
        "name": stock.language.english_name,
        "total": stock.total,
        "translated": stock.usable,
        "states": {state.value: stock.count(state) for state in State},
        "severities": by_severity,
    }


def _show_table(stocks: Sequence[Stock]) -> None:
    headings = ["language", "texts", "warnings", "stale", "draft", "reviewed", "approved", "expired"]
    rows = [headings, *map(_cells, stocks)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(headings))]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        print("  ".join(cells))


def _cells(stock: Stock) -> list[str]:
    states = (State.STALE, State.DRAFT, State.REVIEWED, State.APPROVED, State.EXPIRED)
    stale = stock.count(State.STALE, State.FUZZY)
    counts = [str(stale), *(str(stock.count(state)) for state in states[1:])]
    warnings = [severity for severity in SEVERITIES if severity != "other"]
    total = sum(sum(stock.counts[severity].values()) for severity in warnings)
    unusable = sum(stock.counts[severity].get(state, 0) for severity in warnings for state in UNUSABLE)
    name = f"{stock.language.tag:<8}{stock.language.english_name}"
    return [name, f"{stock.usable}/{stock.total}", f"{total - unusable}/{total}", *counts]
