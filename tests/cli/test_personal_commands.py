"""Plans and letterheads on the command line: the name is on the page, and nowhere else."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from test_command_line import run

from personal import CLINIC, NAME, NUMBER, PATIENT, PRESCRIBER, changed, write_clinic, write_patient

BUILD = ("build", "baclofen-tablets", "-l", "en")
SECRETS = (NAME, *NAME.split(), NUMBER, PRESCRIBER)


def silent(done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    """Return *done*, which has said nothing of the patient."""
    assert not any(secret in done.stdout + done.stderr for secret in SECRETS)
    return done


def test_the_name_is_on_the_page_and_nowhere_else(tmp_path: Path) -> None:
    """Not in the file's name, nor on stdout, nor in what the file says of itself, nor in its outline."""
    patient, clinic = write_patient(tmp_path), write_clinic(tmp_path)
    out = tmp_path / "out"
    done = silent(run(*BUILD, "--patient", patient, "--clinic", clinic, "-o", out, "--format", "json"))
    assert done.returncode == 0
    (path,) = out.iterdir()
    assert path.name == "baclofen-tablets-GB-en-large-a4-K-17.pdf"
    assert json.loads(done.stdout)["path"].endswith(path.name)
    with pikepdf.open(path) as pdf:
        said = repr(dict(pdf.docinfo.items())) + pdf.Root.Metadata.read_bytes().decode()
        with pdf.open_outline() as outline:
            said += repr([entry.title for root in outline.root for entry in (root, *root.children)])
        assert "K-17" not in said
    assert "plan=personal" in said
    assert not any(secret in said for secret in SECRETS)
    with pymupdf.open(path) as document:
        assert sum(page.get_text().count(NAME) for page in document) == 1


def test_a_faulty_file_stops_everything_and_says_nothing(tmp_path: Path) -> None:
    """Exit code 2, a place, a hint, no file."""
    patient = write_patient(tmp_path, changed(PATIENT, f'name = "{NAME}"', f'name = "{NAME}\\u202e"'))
    done = silent(run(*BUILD, "--patient", patient, "-o", tmp_path / "out"))
    assert done.returncode == 2
    assert "one.toml:2: error C051" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_sign_without_a_glyph_is_not_repeated(tmp_path: Path) -> None:
    """The finding says that there is one, not which."""
    patient = write_patient(tmp_path, changed(PATIENT, NAME, f"{NAME} \U0001d11e\U00013000"))
    done = silent(run(*BUILD, "--patient", patient, "-o", tmp_path / "out", "--format", "json"))
    assert done.returncode == 1
    assert [finding["code"] for finding in json.loads(done.stdout)["findings"]] == ["L002"]
    assert "13000" not in done.stdout
    assert "\U00013000" not in done.stdout


def test_equal_files_make_equal_bytes(tmp_path: Path) -> None:
    """Nothing but what is given goes into the file."""
    patient, clinic = write_patient(tmp_path), write_clinic(tmp_path)
    for folder in ("a", "b"):
        assert run(*BUILD, "--patient", patient, "--clinic", clinic, "-o", tmp_path / folder).returncode == 0
    one, two = ((tmp_path / folder / "baclofen-tablets-GB-en-large-a4-K-17.pdf").read_bytes() for folder in "ab")
    assert one == two


def test_a_form_is_made_and_checked_again(tmp_path: Path) -> None:
    """A form has no secrets: it is composed anew and held against the file."""
    assert run(*BUILD, "--plan", "blank", "-o", tmp_path).returncode == 0
    (path,) = tmp_path.iterdir()
    assert path.name.endswith("-a4-blank.pdf")
    assert run("verify", path).returncode == 0


def test_a_plan_is_checked_again_with_its_file_only(tmp_path: Path) -> None:
    """Without it a note says that the plan was not compared; another patient's file fails it."""
    patient, clinic = write_patient(tmp_path), write_clinic(tmp_path)
    run(*BUILD, "--patient", patient, "--clinic", clinic, "-o", tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    alone = silent(run("verify", path, "--format", "json"))
    assert alone.returncode == 0
    assert [finding["code"] for finding in json.loads(alone.stdout)["findings"]] == ["V004", "V004"]
    whole = run("verify", path, "--patient", patient, "--clinic", clinic, "--format", "json")
    assert (whole.returncode, json.loads(whole.stdout)["findings"]) == (0, [])
    other = write_patient(tmp_path, changed(PATIENT, "morning = 0.5", "morning = 1"), "other.toml")
    wrong = silent(run("verify", path, "--patient", other, "--clinic", clinic))
    assert wrong.returncode == 1
    assert "V162" in wrong.stderr


def test_a_plan_for_another_form_of_the_medicine_is_refused(tmp_path: Path) -> None:
    """Tablets for a liquid, or for a pump, which the clinic sets."""
    patient = write_patient(tmp_path)
    for leaflet in ("baclofen-liquid", "baclofen-pump"):
        done = silent(run("build", leaflet, "-l", "en", "--patient", patient, "-o", tmp_path / "out"))
        assert done.returncode == 1
        assert "C053" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--plan", "blank"),
        (*BUILD, "--plan", "blank", "--patient", "FILE"),
        (*BUILD, "--patient", "none.toml"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """A plan without a leaflet, a form of somebody, a file that is not there."""
    patient = write_patient(tmp_path)
    done = run(*(patient if word == "FILE" else word for word in arguments), "-o", tmp_path / "out")
    assert done.returncode == 2


def test_a_clinic_alone_ends_the_leaflet(tmp_path: Path) -> None:
    """The number and the letterhead are for everybody; all in black if the clinic wants it."""
    pine, alarm = b"0.043 0.31 0.29", b"0.561 0.063 0.094"
    for text, coloured in ((CLINIC, False), (changed(CLINIC, '"black"', '"colour"'), True)):
        done = run(*BUILD, "--clinic", write_clinic(tmp_path, text), "-o", tmp_path / "out")
        assert done.returncode == 0
        (path,) = (tmp_path / "out").iterdir()
        assert path.name == "baclofen-tablets-GB-en-large-a4.pdf"
        with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
            code = b"".join(page.Contents.read_bytes() for page in pdf.pages)
        assert [ink in code for ink in (pine, alarm)] == [coloured, coloured]


def test_a_plan_is_never_put_on_a_page_for_the_web(tmp_path: Path) -> None:
    """A page for the web is for everybody: alone it is refused, beside a PDF it says nothing of the patient."""
    patient, out = write_patient(tmp_path), tmp_path / "out"
    refused = silent(run(*BUILD, "--patient", patient, "--edition", "html", "-o", out))
    assert (refused.returncode, "B004" in refused.stderr, out.exists()) == (2, True, False)
    both = silent(run(*BUILD, "--patient", patient, "--edition", "pdf", "--edition", "html", "-o", out))
    assert both.returncode == 0
    (page,) = out.glob("*.html")
    assert not any(secret in page.read_text(encoding="utf-8") for secret in SECRETS)
