"""The gate: a leaflet whose warning is missing, empty, doubtful, stale or altered is never made."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plainleaf.build import Job, Result, build_leaflet
from plainleaf.content.reader import read_source
from plainleaf.roots import built_in_root, open_roots

LEAFLET, LANGUAGE, DOMAIN = "baclofen-tablets", "pl", "baclofen"
SOURCE = read_source(open_roots(None), LEAFLET, "GB")
WARNINGS = SOURCE.mandatory_warnings()
MESSAGES = [message.id for message in SOURCE.mandatory_messages()][::4]
"""A quarter of them, through a whole build each; the mutation run spoils every one of every language."""
SWALLOWING = "baclofen/warning/withdrawal-emergency/act"
STOPPING = "baclofen/warning/do-not-stop-suddenly/short"

Spoil = Callable[[str], str]


def delete(_: str) -> str:
    """Take the whole entry away."""
    return ""


def empty(entry: str) -> str:
    """Leave the entry without a translation."""
    return re.sub(r"^msgstr .*", 'msgstr ""', entry, flags=re.MULTILINE | re.DOTALL)


def doubt(entry: str) -> str:
    """Mark the entry fuzzy."""
    return entry.replace("#, ", "#, fuzzy, ") if "#, " in entry else "#, fuzzy\n" + entry


def age(entry: str) -> str:
    """Change the English, as if the source had moved on."""
    return re.sub(r'^msgid "', 'msgid "Once ', entry, flags=re.MULTILINE)


WAYS: dict[str, tuple[Spoil, str]] = {
    "deleted": (delete, "T010"),
    "empty": (empty, "T011"),
    "fuzzy": (doubt, "T012"),
    "stale": (age, "T013"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with a copy of the catalogues and nothing else."""
    shutil.copytree(built_in_root() / "locales", tmp_path / "root" / "locales")
    return tmp_path / "root"


def catalogue(root: Path) -> Path:
    return root / "locales" / LANGUAGE / "LC_MESSAGES" / f"{DOMAIN}.po"


def spoil(text: str, message: str, way: Spoil) -> tuple[str, range]:
    """Return the catalogue with one entry changed and the lines the entry now takes."""
    entries = text.split("\n\n")
    at = next(i for i, entry in enumerate(entries) if f'msgctxt "{message}"\n' in entry)
    first = "\n\n".join(entries[:at]).count("\n") + 3
    entries[at] = way(entries[at])
    lines = range(first, first + entries[at].count("\n") + 1)
    return "\n\n".join(entry for entry in entries if entry) + "\n", lines


def build(root: Path) -> Result:
    """Build over an old file, which must not survive a refusal."""
    job = Job(LEAFLET, LANGUAGE, folder=root.parent / "dist", overlay=root)
    job.path.parent.mkdir(exist_ok=True)
    job.path.write_bytes(b"%PDF-1.7 of yesterday")
    return build_leaflet(job)


def refusal(root: Path, code: str) -> tuple[str, int | None]:
    """Build, insist on a finding with *code*, none about another entry and no file; return its message and line."""
    result = build(root)
    assert code in [finding.code for finding in result.findings]
    assert len({finding.place.line for finding in result.findings}) == 1
    assert not result.made
    assert not result.job.path.exists()
    assert result.findings[0].place.path.endswith(f"locales/{LANGUAGE}/LC_MESSAGES/{DOMAIN}.po")
    finding = next(finding for finding in result.findings if finding.code == code)
    return finding.message, finding.place.line


def test_there_are_warnings_to_lose() -> None:
    """The gate is tested on every message of every mandatory warning, and there are many."""
    assert len(WARNINGS) > 15
    assert len(MESSAGES) > 20


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("way", WAYS)
def test_no_leaflet_without_each_message_of_each_warning(root: Path, way: str, part: int) -> None:
    """Whatever happens to any one message, the leaflet is refused and the finding points at the entry."""
    change, code = WAYS[way]
    whole = catalogue(root).read_text(encoding="utf-8")
    for message in MESSAGES[part::4]:
        spoiled, lines = spoil(whole, message, change)
        catalogue(root).write_text(spoiled, encoding="utf-8")
        text, line = refusal(root, code)
        assert text.startswith(f"{message}: ")
        assert line is None if way == "deleted" else line in lines


@pytest.mark.parametrize("way", WAYS)
def test_the_command_refuses_one_language_and_makes_the_others(root: Path, way: str) -> None:
    """Exit code 1, the old file gone, the finding in the JSON line, the other language made."""
    change, code = WAYS[way]
    text, lines = spoil(catalogue(root).read_text(encoding="utf-8"), STOPPING, change)
    catalogue(root).write_text(text, encoding="utf-8")
    out = root.parent / "dist"
    out.mkdir()
    old = out / f"{LEAFLET}-GB-{LANGUAGE}-large-a4.pdf"
    old.write_bytes(b"%PDF")
    command = [sys.executable, "-m", "plainleaf", "--root", str(root), "build", LEAFLET, "--format", "json"]
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [*command, "-l", LANGUAGE, "-l", "en", "-o", str(out)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(source)},
        check=False,
    )
    refused, made = sorted(map(json.loads, done.stdout.splitlines()), key=lambda record: record["pages"])
    assert done.returncode == 1
    assert not old.exists()
    assert refused["path"] is None
    assert refused["sha256"] is None
    assert [finding["code"] for finding in refused["findings"]] == [code]
    assert refused["findings"][0]["line"] in (lines if way != "deleted" else (None,))
    assert (made["lang"], made["findings"]) == ("en", [])
    assert [path.name for path in out.iterdir()] == [f"{LEAFLET}-GB-en-large-a4.pdf"]


@pytest.mark.parametrize(
    ("message", "old", "new", "code"),
    [
        (SWALLOWING, "{emergency_number}", "999", "T021"),
        (SWALLOWING, "{emergency_number}", "{emergency_number} {phone}", "T022"),
        (SWALLOWING, "{emergency_number}", "{emergency_number|upper}", "T020"),
        (SWALLOWING, "{emergency_number}", "{emergency_number", "T020"),
        (STOPPING, "**", "", "T023"),
        (STOPPING, ".**", ".", "T020"),
    ],
)
def test_a_placeholder_or_bold_lost_or_invented_is_refused(
    root: Path, message: str, old: str, new: str, code: str
) -> None:
    """Nobody can mistype a phone number, and what is bold in English is bold everywhere."""

    def change(entry: str) -> str:
        head, translation = entry.split("\nmsgstr ")
        assert old in translation
        return f"{head}\nmsgstr {translation.replace(old, new)}"

    text, lines = spoil(catalogue(root).read_text(encoding="utf-8"), message, change)
    catalogue(root).write_text(text, encoding="utf-8")
    assert refusal(root, code)[1] in lines


def test_all_faults_of_a_catalogue_are_named_at_once(root: Path) -> None:
    """A translator mends a catalogue in one go."""
    text = catalogue(root).read_text(encoding="utf-8")
    for message in MESSAGES[:3]:
        text, _ = spoil(text, message, empty)
    catalogue(root).write_text(text, encoding="utf-8")
    assert [finding.code for finding in build(root).findings] == ["T011"] * 3


def test_an_entry_that_is_there_twice_is_refused_at_the_second(root: Path) -> None:
    """Which of the two a patient would get is not left to chance."""
    text = catalogue(root).read_text(encoding="utf-8")
    entry = next(entry for entry in text.split("\n\n") if f'"{STOPPING}"' in entry)
    catalogue(root).write_text(f"{text}\n{entry}\n", encoding="utf-8")
    _, line = refusal(root, "T003")
    assert line is not None
    assert line > text.count("\n")


def test_broken_syntax_is_named_with_its_line(root: Path) -> None:
    """A keyword nobody knows: file and line, no path inside the message."""
    lines = catalogue(root).read_text(encoding="utf-8").split("\n")
    at = lines.index(f'msgctxt "{STOPPING}"')
    lines[at] = lines[at].replace("msgctxt", "msgcontext")
    catalogue(root).write_text("\n".join(lines), encoding="utf-8")
    message, line = refusal(root, "T001")
    assert line == at + 1
    assert str(root) not in message


def test_another_charset_is_named_with_the_line_of_the_first_wrong_byte(root: Path) -> None:
    """A catalogue saved as ISO 8859-2 is refused, not read as other letters."""
    text = catalogue(root).read_text(encoding="utf-8")
    catalogue(root).write_bytes(text.encode("iso-8859-2", errors="replace"))
    foreign = next(i for i, line in enumerate(text.split("\n"), start=1) if not line.isascii())
    assert refusal(root, "T001")[1] == foreign


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"%PDF-1.7\n", b'msgid ""\nmsgstr ""\n'])
def test_what_is_no_catalogue_makes_no_leaflet(root: Path, content: bytes) -> None:
    """An empty, cut off or foreign file counts as nothing translated."""
    catalogue(root).write_bytes(content)
    result = build(root)
    assert not result.made
    assert not result.job.path.exists()


@pytest.mark.parametrize(
    "encode", [lambda b: b"\xef\xbb\xbf" + b, lambda b: b.replace(b"\n", b"\r\n")], ids=["BOM", "CRLF"]
)
def test_what_windows_editors_add_changes_nothing(root: Path, encode: Callable[[bytes], bytes]) -> None:
    """A byte order mark or CRLF line ends: the file is the same to the last byte."""
    plain = build(root).sha256
    catalogue(root).write_bytes(encode(catalogue(root).read_bytes()))
    assert build(root).sha256 == plain
    assert plain


def test_the_english_catalogue_must_repeat_the_source(root: Path) -> None:
    """Nobody can change a warning for English readers alone."""
    path = root / "locales" / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"
    text = path.read_text(encoding="utf-8")
    spoiled, _ = spoil(text, MESSAGES[0], lambda entry: entry.replace('msgstr "', 'msgstr "Perhaps '))
    path.write_text(spoiled, encoding="utf-8")
    result = build_leaflet(Job(LEAFLET, "en", folder=root.parent / "dist", overlay=root))
    assert [finding.code for finding in result.findings] == ["T014"]
