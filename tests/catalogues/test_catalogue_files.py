"""Catalogue files: what is written is read back, and those in ``locales/`` are in step with the content."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainleaf.catalogues.po import read_catalogue, write_template
from plainleaf.content.model import Message
from plainleaf.desk.templates import collect_messages, write_templates
from plainleaf.findings import Place, UnsafeLeafletError
from plainleaf.roots import built_in_root, open_roots

LOCALES = built_in_root() / "locales"
LANGUAGES = sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir())
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1)


@settings(deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}(/[a-z0-9-]{1,8}){1,3}", fullmatch=True), TEXTS, max_size=5))
def test_what_is_written_is_read_back(texts: dict[str, str]) -> None:
    """Quotes, backslashes, braces, any script: the text comes back as it was."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.po"
        messages = [Message(name, text, Place("a.toml", 1)) for name, text in texts.items()]
        write_template(messages, path, domain="a", language="en")
        entries = read_catalogue(path).entries
    assert {name: entry.source for name, entry in entries.items()} == texts
    assert {name: entry.translation for name, entry in entries.items()} == texts


def test_templates_and_the_english_are_in_step_with_the_content(tmp_path: Path) -> None:
    """``plainleaf locale update`` would change nothing."""
    for path in write_templates(open_roots(None), tmp_path):
        assert path.read_bytes() == (LOCALES / path.relative_to(tmp_path)).read_bytes(), path.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("domain", ["baclofen", "common"])
def test_every_catalogue_says_every_message_and_no_other(language: str, domain: str) -> None:
    """Complete, current, and without leftovers."""
    entries = read_catalogue(LOCALES / language / "LC_MESSAGES" / f"{domain}.po").entries
    wanted = {message.id: message.text for message in collect_messages(open_roots(None))[domain]}
    assert {name: entry.source for name, entry in entries.items()} == wanted
    assert [name for name, entry in entries.items() if entry.fuzzy or not entry.translation.strip()] == []


@pytest.mark.parametrize("path", sorted(LOCALES.rglob("*.po*")), ids=lambda path: "-".join(path.parts[-3::2]))
def test_no_obsolete_entries_are_kept(path: Path) -> None:
    """What the content no longer says is gone from the files."""
    assert "#~" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [('msgstr "Weź lek."', 'msgstr "Weź lek.'), ('msgstr "Weź lek."', 'msgstr "Weź "lek"."'), ('"x"', '"x\\"')],
)
def test_a_string_that_is_not_closed_is_named_with_its_line(tmp_path: Path, line: str, wrong: str) -> None:
    """The last letter of a warning must not be taken for the missing quotation mark."""
    path = tmp_path / "a.po"
    whole = f'msgid ""\nmsgstr ""\n"Language: pl\\n"\n\n#remark\nmsgctxt "a/b"\nmsgid "Take it."\n{line}\n'
    if not line.startswith("msgstr"):
        whole = whole.replace(line, f'msgstr ""\n{line}')
    path.write_text(whole, encoding="utf-8")
    assert "a/b" in read_catalogue(path).entries
    path.write_text(whole.replace(line, wrong), encoding="utf-8")
    with pytest.raises(UnsafeLeafletError) as caught:
        read_catalogue(path)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.line) == ("T001", whole[: whole.index(line)].count("\n") + 1)
