"""Signing: bound to the words, in order, by different people, and never over an open error."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plainleaf.build import Job, build_leaflet
from plainleaf.catalogues.model import State
from plainleaf.content.settings import read_languages
from plainleaf.desk.sign import Signed, Signing, prepare_signing
from plainleaf.desk.status import collect_severities, take_stock
from plainleaf.findings import UnsafeLeafletError
from plainleaf.roots import open_roots
from signing import approve_registry

SAMPLE = Path(__file__).parents[1] / "samples" / "second"
TODAY = date(2026, 11, 23)
TRANSLATOR = Signing("translated", "Tova Translator", "translator", "Words", TODAY)
REVIEWER = Signing("reviewed", "Rami Reviewer", "linguist", "Second Words", TODAY)
APPROVER = Signing("approved", "Ada Approver", "pharmacist", "Hospital", TODAY, date(2028, 1, 1), reads_language=True)
ONE = "lumivex/warning/never-chew/text"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the medicine that does not exist, with every catalogue it needs, and no other medicine."""
    shutil.copytree(SAMPLE, tmp_path / "second")
    return tmp_path / "second"


def prepare(root: Path, signing: Signing, *ids: str, tag: str = "de") -> Signed:
    roots = open_roots(root)
    messages = {id: m for id, m in collect_severities(roots).items() if m[0].domain in ("lumivex", "common")}
    return prepare_signing(roots, read_languages(roots)[tag], messages, ids, signing)


def refused(root: Path, signing: Signing, *ids: str) -> set[str]:
    with pytest.raises(UnsafeLeafletError) as caught:
        prepare(root, signing, *ids)
    assert not (root / "locales/de/review.toml").exists() or ids
    return {finding.code for finding in caught.value.findings}


def test_three_people_make_an_approved_leaflet(root: Path) -> None:
    """Translated, reviewed, approved: the status follows, and release prints it."""
    approve_registry(root)
    for signing in (TRANSLATOR, REVIEWER, APPROVER):
        prepare(root, signing).save()
    roots = open_roots(root)
    messages = {id: m for id, m in collect_severities(roots).items() if m[0].domain in ("lumivex", "common")}
    stock = take_stock(roots, read_languages(roots)["de"], messages, TODAY)
    assert stock.count(State.APPROVED) == stock.total == len(messages)
    job = Job("lumivex-drops", "de", "ZZ", folder=root.parent / "out", overlay=root, release=True, today=TODAY)
    result = build_leaflet(job)
    assert (result.status, result.findings) == ("approved", ())


def test_signing_twice_changes_nothing(root: Path) -> None:
    """The same person, the same words, the same day."""
    prepare(root, REVIEWER).save()
    before = (root / "locales/de/review.toml").read_bytes()
    prepare(root, REVIEWER).save()
    assert (root / "locales/de/review.toml").read_bytes() == before


def test_the_same_signature_on_a_later_day_changes_nothing(root: Path) -> None:
    """An approval is not undone because its reviewer runs the command again."""
    for signing in (REVIEWER, APPROVER):
        prepare(root, signing, ONE).save()
    before = (root / "locales/de/review.toml").read_bytes()
    prepare(root, replace(REVIEWER, on=date(2027, 1, 1)), ONE).save()
    assert (root / "locales/de/review.toml").read_bytes() == before


def test_a_new_reviewer_takes_the_approval_away(root: Path) -> None:
    """What was approved had been read by somebody else."""
    for signing in (REVIEWER, APPROVER):
        prepare(root, signing, ONE).save()
    prepare(root, replace(REVIEWER, name="Rita Reviewer", on=date(2027, 1, 1)), ONE).save()
    entry = record(root / "locales/de/review.toml")
    assert entry["reviewed"]["name"] == "Rita Reviewer"
    assert "approved" not in entry


def test_a_faulty_signature_can_be_mended_by_a_new_one(root: Path) -> None:
    """Dates written by hand in the wrong order do not lock the file."""
    prepare(root, REVIEWER, ONE).save()
    path = root / "locales/de/review.toml"
    path.write_text(path.read_text("utf-8").replace("date = 2026-11-23", "date = 2030-01-01"), "utf-8")
    prepare(root, replace(REVIEWER, name="Rita Reviewer"), ONE).save()
    assert record(path)["reviewed"]["name"] == "Rita Reviewer"


def test_what_is_on_record_is_kept(root: Path) -> None:
    """Back-translation, method and acknowledgements survive a signature; for other words they go."""
    prepare(root, TRANSLATOR, ONE).save()
    path = root / "locales/de/review.toml"
    extra = 'origin = "human"\nmethod = "by hand"\nback_translation = "The \\"drops\\" are for the eyes."\n'
    extra += 'acknowledged = [{ code = "T110", reason = "short", name = "A B", date = 2026-01-01 }]\n'
    path.write_text(path.read_text("utf-8").replace('origin = "human"\n', extra), "utf-8")
    prepare(root, REVIEWER, ONE).save()
    entry = record(path)
    assert entry["back_translation"] == 'The "drops" are for the eyes.'
    assert entry["acknowledged"][0]["code"] == "T110"
    assert {"translated", "reviewed"} <= entry.keys()
    catalogue = root / "locales/de/LC_MESSAGES/lumivex.po"
    catalogue.write_text(
        catalogue.read_text("utf-8").replace("Die Tropfen sind nur", "Diese Tropfen sind nur"), "utf-8"
    )
    prepare(root, REVIEWER, ONE).save()
    entry = record(path)
    assert set(entry) == {"id", "hash", "origin", "reviewed"}


def record(path: Path) -> dict[str, Any]:
    return next(entry for entry in tomllib.loads(path.read_text("utf-8"))["message"] if entry["id"] == ONE)


def test_an_approval_needs_a_review_first(root: Path) -> None:
    """Of these very words."""
    assert refused(root, APPROVER) == {"T031"}


def test_nobody_signs_in_two_parts(root: Path) -> None:
    """Whatever the case or the blanks of the name."""
    prepare(root, REVIEWER, ONE).save()
    assert refused(root, replace(APPROVER, name="rami  REVIEWER"), ONE) == {"T030"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "translator"}, "D004"),
        ({"reads_language": False}, "D004"),
        ({"until": None}, "D005"),
        ({"until": TODAY}, "D005"),
        ({"name": " "}, "D003"),
        ({"organisation": ""}, "D003"),
    ],
)
def test_who_may_not_approve_is_told_why(root: Path, change: dict[str, object], code: str) -> None:
    """Profession, language, last day, name."""
    prepare(root, REVIEWER, ONE).save()
    assert refused(root, replace(APPROVER, **change), ONE) == {code}  # type: ignore[arg-type]


def test_a_text_with_an_open_error_is_not_signed(root: Path) -> None:
    """Nobody vouches for a sentence that has lost its number."""
    path = root / "locales/de/LC_MESSAGES/lumivex.po"
    path.write_text(re.sub(r"\{emergency_number\}(?=[^\n]*\n\n)", "112", path.read_text("utf-8"), count=1), "utf-8")
    assert {"T021"} <= refused(root, REVIEWER)


def test_a_message_there_is_not_cannot_be_signed(root: Path) -> None:
    """A mistyped id."""
    assert refused(root, REVIEWER, "lumivex/nothing") == {"D006"}


def run(root: Path, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        "SOURCE_DATE_EPOCH": "1795392000",
    }
    command = [sys.executable, "-m", "plainleaf", "--root", str(root), "locale", "approve", "de", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, input=answer, check=False)


PERSON = (
    "--as",
    "reviewed",
    "--name",
    "Rami Reviewer",
    "--role",
    "linguist",
    "--organisation",
    "Words",
    "--message",
    ONE,
)


def test_the_command_asks_before_it_writes(root: Path) -> None:
    """It says what will be signed; no means that nothing is."""
    done = run(root, *PERSON, answer="n\n")
    assert "German: 1 texts (1 critical)" in done.stdout
    assert "reviewed by Rami Reviewer, linguist, Words" in done.stdout
    assert done.returncode == 130
    assert not (root / "locales/de/review.toml").exists()
    assert run(root, *PERSON, answer="y\n").returncode == 0
    assert ONE in (root / "locales/de/review.toml").read_text("utf-8")


def test_the_command_asks_for_what_is_missing(root: Path) -> None:
    """Name, role and organisation, one after the other."""
    done = run(root, "--as", "reviewed", "--message", ONE, answer="Rami\nlinguist\nWords\ny\n")
    assert done.returncode == 0
    assert 'name = "Rami"' in (root / "locales/de/review.toml").read_text("utf-8")


def test_an_approval_asks_until_when_and_whether_the_language_is_read(root: Path) -> None:
    """What only an approval needs; an answer of no is refused with the reason."""
    prepare(root, REVIEWER, ONE).save()
    given = ("--as", "approved", "--message", ONE, "--name", "Ada", "--role", "nurse", "--organisation", "Clinic")
    refusal = run(root, *given, answer="2028-01-01\nn\n")
    assert refusal.returncode == 1
    assert "D004" in refusal.stderr
    assert run(root, *given, answer="2028-01-01\ny\ny\n").returncode == 0
    entries = tomllib.loads((root / "locales/de/review.toml").read_text("utf-8"))["message"]
    assert [entry["approved"]["until"] for entry in entries if "approved" in entry] == [date(2028, 1, 1)]


def test_with_nobody_to_ask_the_missing_option_is_named(root: Path) -> None:
    """In a script: wrong usage, and nothing is written."""
    done = run(root, "--as", "reviewed", "--message", ONE)
    assert done.returncode == 2
    assert "--name is missing" in done.stderr
    assert not (root / "locales/de/review.toml").exists()


def test_a_domain_limits_what_is_signed(root: Path) -> None:
    """One medicine, and nothing of the others; a catalogue there is not is wrong usage."""
    done = run(root, *PERSON[:-2], "--domain", "lumivex", "--yes")
    assert done.returncode == 0
    entries = tomllib.loads((root / "locales/de/review.toml").read_text("utf-8"))["message"]
    ids = [entry["id"] for entry in entries if "reviewed" in entry]
    assert ids
    assert all(id.startswith("lumivex/") for id in ids)
    assert run(root, *PERSON[:-2], "--domain", "nothing", "--yes").returncode == 2


def test_what_people_wrote_in_the_file_stays(root: Path) -> None:
    """The head, comments above entries and inside them, the order, and every entry that is not signed."""
    path = root / "locales/de/review.toml"
    prepare(root, TRANSLATOR).save()
    head, *entries = path.read_text("utf-8").split("[[message]]\n")
    other = next(index for index, entry in enumerate(entries) if ONE not in entry)
    mine = next(index for index, entry in enumerate(entries) if ONE in entry)
    entries[other] = entries[other].replace("origin = ", "origin   =   ", 1)
    entries[mine] = "# inside\n" + entries[mine]
    entries.reverse()
    by_hand = "# Ask Tova first.\n" + head + "# above\n[[message]]\n".join(["", *entries])
    path.write_text(by_hand, encoding="utf-8")
    prepare(root, REVIEWER, ONE).save()
    done = path.read_text("utf-8")
    assert done.startswith("# Ask Tova first.\n" + head)
    assert done.count("# above\n") == len(entries)
    assert done.count("# inside\n") == 1
    assert "origin   =   " in done
    signed = f'id = "{ONE}"'
    rest = [line for line in done.splitlines() if not line.startswith("reviewed = ") and line != "# inside" and line]
    assert rest == [line for line in by_hand.splitlines() if line != "# inside" and line]
    assert signed in done
