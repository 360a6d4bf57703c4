"""Faults in the content files: refused with exit code 2, each with its file and its line, all at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plainleaf.content.reader import read_source
from plainleaf.findings import Finding, InputError
from plainleaf.roots import open_roots
from plainleaf.toml import TomlFile, read_toml

SAMPLE = Path(__file__).parents[1] / "samples" / "second"
WARNINGS, LEAFLET = "content/lumivex/warnings.toml", "content/lumivex/leaflets/drops.toml"
COUNTRY, COMMON = "content/countries/ZZ.toml", "content/common/messages.toml"
REF = '[[section.block]]\nkind = "warning"\nwarning = "sudden-blindness"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the medicine that does not exist."""
    shutil.copytree(SAMPLE, tmp_path / "second")
    return tmp_path / "second"


def change(root: Path, name: str, old: str, new: str) -> int:
    """Replace the first *old* in the file and return the line where it began."""
    text = (root / name).read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found
    (root / name).write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def faults(root: Path) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as caught:
        read_source(open_roots(root), "lumivex-drops", "ZZ")
    assert caught.value.exit_code == 2
    return caught.value.findings


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "says"),
    [
        (LEAFLET, "= 2026-11-23", "= nonsense", "C002", "not valid TOML"),
        (LEAFLET, 'version = "7.0"', 'verzion = "7.0"', "C003", "verzion"),
        (LEAFLET, 'version = "7.0"', "version = 7", "C003", "version"),
        (LEAFLET, '[[section.block]]\nkind = "paragraph"', '[[section.block]]\nkind = "poem"', "C003", "poem"),
        (LEAFLET, 'id = "red"', 'id = "Red!"', "C003", "section.1.block.1.table.band.0.row.1.id"),
        (LEAFLET, '{ id = "do", text', '{ id = "do", txet', "C003", "columns.1"),
        (LEAFLET, 'id = "lumivex-drops"', 'id = "lumivex-eyes"', "C013", "lumivex-eyes"),
        (LEAFLET, 'medicine = "lumivex"', 'medicine = "other"', "C013", "other"),
        (LEAFLET, 'route = "drops"', 'route = "implant"', "C013", "implant"),
        (LEAFLET, 'text = "Put 1 drop', 'text = "Put {{1}} drop', "C014", "lumivex/drops/use/how"),
        (LEAFLET, 'text = "Put 1 drop', 'text = "Put **1 drop', "C014", "is not closed"),
        (LEAFLET, 'text = "Put 1 drop', 'text = "Put {amount} drop', "C012", "no value in country ZZ"),
        (WARNINGS, "severity = ", "serenity = ", "C003", "serenity"),
        (WARNINGS, 'severity = "critical"', 'severity = "mild"', "C003", "severity"),
        (WARNINGS, "[[warning.body]]", "[[warning.corpus]]", "C003", "corpus"),
        (WARNINGS, 'text = "you see flashes', 'text = "you see {flashes', "C014", "signs/flashes"),
        (COUNTRY, 'id = "ZZ"', 'id = "YY"', "C013", "YY"),
        (COUNTRY, 'url = "https:', 'url = "http:', "C003", "url"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(
    root: Path, name: str, old: str, new: str, code: str, says: str
) -> None:
    """Whatever is wrong in a file, there is a finding on that line with words that lead to it."""
    line = change(root, name, old, new)
    found = [f for f in faults(root) if f.place.line == line]
    assert found, faults(root)
    assert {f.code for f in found} == {code}
    assert any(says in f.message for f in found)
    assert all(f.place.path.endswith(name) for f in found)


def test_a_missing_key_is_named_at_its_table(root: Path) -> None:
    """Where a key is not, the line of the table that lacks it stands."""
    line = change(root, WARNINGS, 'severity = "emergency"\n', "") - 2
    (finding,) = faults(root)
    assert (finding.code, finding.place.line) == ("C003", line)
    assert "warning.1.severity" in finding.message


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        (REF, "", "C009", "stands 0 times"),
        (REF, REF + REF, "C009", "stands 2 times"),
        (REF, REF + 'rule = "poison-line"\n', "C009", "stands 0 times"),
        (REF, REF + 'rule = "poisson-line"\n', "C015", "no rule 'poisson-line'"),
        (REF, REF + 'option = "clinic-wish"\n', "C009", "stands 0 times"),
        (REF, REF + REF.replace("sudden-blindness", "implant-only"), "C008", "is not for drops"),
        (REF, REF + REF.replace("sudden-blindness", "nothing"), "C007", "no warning 'nothing'"),
        ('key_rows = ["never-chew"', 'key_rows = ["nothing"', "C007", "no warning 'nothing'"),
        ('key_rows = ["never-chew"', 'key_rows = ["by-law"', "C010", "no short form"),
        ('warning = "sudden-blindness"\ntext', 'warning = "nothing"\ntext', "C007", "no warning 'nothing'"),
        ('id = "red"', 'id = "sting"', "C006", "lumivex/drops/effects/effects/ten/sting/notice"),
        (', do = "Tell your doctor."', "", "C011", "red/do: the cell is empty"),
    ],
)
def test_a_leaflet_that_disagrees_with_its_warnings_is_refused(
    root: Path, old: str, new: str, code: str, says: str
) -> None:
    """Every mandatory warning stands exactly once, always, and only where it belongs."""
    change(root, LEAFLET, old, new)
    found = faults(root)
    assert code in {f.code for f in found}
    assert any(says in f.message for f in found)
    assert all(f.place.path.endswith((LEAFLET, WARNINGS)) for f in found)


@pytest.mark.parametrize(
    "advice",
    [
        "Stop taking the drops.",
        "If your eyes hurt, stop the drops.",
        "Rest, and stop using it.",
        "You can stop when you feel well.",
        "Please do not take it any more.",
        "Sit down and take less.",
        "If you feel ill: **stop** taking it.",
    ],
)
def test_advice_to_stop_is_refused(root: Path, advice: str) -> None:
    """No text anywhere may tell the patient to stop on their own, where the registry says so."""
    text = (root / WARNINGS).read_text(encoding="utf-8")
    change(root, LEAFLET, "Wait 5 minutes.", advice)
    read_source(open_roots(root), "lumivex-drops", "ZZ")
    (root / WARNINGS).write_text("never_stop_alone = true\n" + text, encoding="utf-8")
    (finding,) = faults(root)
    assert finding.code == "C018"
    assert finding.place.path.endswith(LEAFLET)


@pytest.mark.parametrize(
    "advice",
    [
        "Do not stop taking the drops.",
        "Always ask before you change your dose or stop.",
        "If you stop too fast, call.",
        "Too much can stop your breathing.",
        "Never halve the dose, and do not stop.",
    ],
)
def test_warnings_against_stopping_are_no_advice_to_stop(root: Path, advice: str) -> None:
    """What the leaflet must say over and over is let through."""
    text = (root / WARNINGS).read_text(encoding="utf-8")
    (root / WARNINGS).write_text("never_stop_alone = true\n" + text, encoding="utf-8")
    change(root, LEAFLET, "Wait 5 minutes.", advice)
    read_source(open_roots(root), "lumivex-drops", "ZZ")


def test_a_rule_nobody_knows_is_refused_in_a_country(root: Path) -> None:
    """Beside the warning that is then not printed."""
    line = change(root, COUNTRY, 'id = "driving-law"', 'id = "drinking-law"')
    found = {finding.code: finding for finding in faults(root)}
    assert set(found) == {"C009", "C015"}
    assert found["C015"].place.line == line - 1


def test_a_warning_of_which_nothing_is_left_is_refused(root: Path) -> None:
    """A body for another route only, or a list whose items all fall under a rule that does not hold."""
    change(
        root,
        WARNINGS,
        'body = [{ id = "text", text = "It is',
        'body = [{ id = "text", routes = ["implant"], text = "It is',
    )
    (finding,) = faults(root)
    assert (finding.code, "'by-law'" in finding.message) == ("C017", True)


def test_a_country_has_one_rule_of_a_group(root: Path) -> None:
    """Whether a missed dose is left out two hours before the next, or nobody says when: not neither."""
    change(
        root,
        WARNINGS,
        'body = [{ id = "text", text = "It is',
        'body = [{ id = "more", text = "Law." }, { id = "text", rule = "missed-dose-two-hours", text = "It is',
    )
    (finding,) = faults(root)
    assert (finding.code, "0 rules of the group" in finding.message) == ("C016", True)


def test_a_review_before_the_check_is_refused(root: Path) -> None:
    """Two dates in the wrong order say nothing about when to look again."""
    change(root, COUNTRY, "review = 2099-11-23", "review = 2026-11-23")
    (finding,) = faults(root)
    assert (finding.code, "review must be later" in finding.message) == ("C003", True)


def test_a_half_approval_is_refused(root: Path) -> None:
    """An approver without a date, or a date without an approver."""
    change(root, WARNINGS, 'severity = "critical"', 'severity = "critical"\napprover = "Dr E"')
    (finding,) = faults(root)
    assert (finding.code, "belong together" in finding.message) == ("C003", True)


def test_two_warnings_with_one_id_are_refused(root: Path) -> None:
    """A second entry must not silently take the place of the first."""
    line = change(root, WARNINGS, 'id = "by-law"', 'id = "never-chew"')
    (finding,) = faults(root)
    assert (finding.code, finding.place.line) == ("C006", line - 1)


def test_two_values_with_one_name_are_refused(root: Path) -> None:
    """A country has one emergency number."""
    line = change(root, COUNTRY, 'name = "clinic_address"', 'name = "emergency_number"')
    (finding,) = faults(root)
    assert (finding.code, finding.place.line) == ("C006", line - 1)


def test_a_value_the_country_lacks_is_named_wherever_it_is_used(root: Path) -> None:
    """Without its emergency number no leaflet is printed, and each text that needs it is listed."""
    change(root, COUNTRY, 'name = "emergency_number"', 'name = "other_number"')
    found = faults(root)
    assert {f.code for f in found} == {"C012"}
    assert len(found) == 4
    assert all(f.place.line and f.hint and COUNTRY in f.hint for f in found)


def test_faults_of_all_files_are_named_at_once(root: Path) -> None:
    """Nobody mends one file only to hear of the next."""
    change(root, LEAFLET, "version =", "verzion =")
    change(root, WARNINGS, "severity =", "serenity =")
    change(root, COUNTRY, 'id = "ZZ"', "id = 3")
    assert {Path(f.place.path).name for f in faults(root)} == {"drops.toml", "warnings.toml", "ZZ.toml"}
    assert len(faults(root)) == 5


@pytest.mark.parametrize("name", [WARNINGS, COMMON])
def test_a_file_that_is_not_utf8_is_refused(root: Path, name: str) -> None:
    """Other encodings are never guessed."""
    (root / name).parent.mkdir(exist_ok=True, parents=True)
    (root / name).write_bytes("# caf\xe9\n".encode("latin-1"))
    (finding,) = faults(root)
    assert finding.code == "C002"
    assert "UTF-8" in finding.message


def test_a_missing_registry_is_named(root: Path) -> None:
    """A leaflet without a registry of warnings is no leaflet."""
    (root / WARNINGS).unlink()
    (finding,) = faults(root)
    assert finding.code == "C004"
    assert finding.place.path.endswith(WARNINGS)


def lines_of(file: TomlFile, *steps: tuple[str | int, ...]) -> list[str]:
    text = file.path.read_text(encoding="utf-8").splitlines()
    return [text[(file.place(step).line or 0) - 1].strip() for step in steps]


def test_lines_of_nested_tables_are_right() -> None:
    """``[[section.block.band.row]]`` and one-line array items are found by their path."""
    row = ("section", 1, "block", 1, "band", 0, "row", 1)
    assert lines_of(
        read_toml(SAMPLE / LEAFLET),
        row,
        (*row, "cells"),
        (*row, "cells", "do"),
        ("section", 1, "block", 1, "columns", 1),
    ) == [
        "[[section.block.band.row]]",
        'cells = { notice = "Red eyes", do = "Tell your doctor." }',
        'cells = { notice = "Red eyes", do = "Tell your doctor." }',
        '{ id = "do", text = "What to do" },',
    ]


def test_lines_of_list_items_are_right() -> None:
    """An item inside ``items = [`` is found even when tables of the same name came before."""
    assert lines_of(read_toml(SAMPLE / WARNINGS), ("warning", 1, "body", 0, "items", 1), ("warning", 2)) == [
        '{ id = "flashes", text = "you see flashes of light." },',
        "[[warning]]",
    ]


@pytest.mark.parametrize("leaflet", ["baclofen-tablets"])
def test_every_message_of_the_built_in_content_knows_its_line(leaflet: str) -> None:
    """The line a message claims holds the first word of its text."""
    for message in read_source(open_roots(None), leaflet, "GB").messages():
        path = Path.cwd() / message.place.path
        assert message.place.line
        line = path.read_text(encoding="utf-8").splitlines()[message.place.line - 1]
        assert message.text.split()[0] in line, message
