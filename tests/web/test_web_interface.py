"""The words of the page: whole in its four languages, and nothing that other languages are asked for."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polib
import pytest

from plainleaf.build import known_languages
from plainleaf.catalogues.po import read_catalogue
from plainleaf.content.reader import read_interface
from plainleaf.desk.tags import find_language
from plainleaf.desk.update import add_language, update_language
from plainleaf.markup import parse_markup
from plainleaf.roots import built_in_root, open_roots
from plainleaf.web.interface import choose_interface, read_interfaces

ROOTS = open_roots(None)
MESSAGES = read_interface(ROOTS)
INTERFACES = read_interfaces(ROOTS, known_languages(ROOTS))
TEMPLATES = built_in_root() / "src" / "plainleaf" / "web"


def test_the_page_speaks_four_languages() -> None:
    """English first."""
    assert list(INTERFACES) == ["en", "cy", "pl", "ar"]


@pytest.mark.parametrize("tag", ["en", "cy", "pl", "ar"])
def test_every_text_is_translated_from_the_english_of_today(tag: str) -> None:
    """None is missing, doubtful, stale, left over, or has other placeholders."""
    entries = read_catalogue(built_in_root() / f"locales/{tag}/LC_MESSAGES/web.po").entries
    assert {id: entry.source for id, entry in entries.items()} == {one.id: one.text for one in MESSAGES.values()}
    for entry in entries.values():
        assert entry.translation.strip(), entry.context
        assert not entry.fuzzy, entry.context
        assert parse_markup(entry.translation).placeholders == parse_markup(entry.source).placeholders, entry.context
        assert tag == "en" or entry.translation != entry.source, entry.context


def test_every_text_is_said_somewhere_and_no_other() -> None:
    """A translator's time is not for words that nobody reads."""
    modules = [TEMPLATES / name for name in ("pages.py", "choices.py", "plan_form.py")]
    code = "".join(path.read_text("utf-8") for path in (*TEMPLATES.glob("templates/*"), *modules))
    said = {id for id in MESSAGES if re.search(rf"""['"]{id}['"]""", code)}
    assert said == set(MESSAGES)
    assert set(re.findall(r"say\('([\w-]+)'", code)) <= set(MESSAGES)


def overlay(folder: Path, change: dict[str, str], *, fuzzy: bool = False) -> dict[str, str]:
    """Return the texts of a Polish page whose catalogue was changed."""
    path = folder / "locales/pl/LC_MESSAGES/web.po"
    path.parent.mkdir(parents=True)
    shutil.copy(built_in_root() / "locales/pl/LC_MESSAGES/web.po", path)
    file = polib.pofile(str(path))
    for entry in file:
        if entry.msgctxt in change:
            entry.msgstr = change[entry.msgctxt]
            entry.flags = ["fuzzy"] if fuzzy else []
    file.save(str(path))
    return dict(read_interfaces(open_roots(folder), known_languages(ROOTS))["pl"].texts)


def test_a_text_that_cannot_be_used_stands_in_english(tmp_path: Path) -> None:
    """Empty, fuzzy, with broken markup, or with other placeholders: the page still says something."""
    for number, (text, fuzzy) in enumerate([("", False), ("Strony", True), ("{count", False), ("{number}", False)]):
        texts = overlay(tmp_path / str(number), {"web/pages": text}, fuzzy=fuzzy)
        assert texts["pages"] == "Pages: {count}"
        assert texts["print"] == "Drukuj"


def test_the_language_is_that_of_the_person() -> None:
    """Chosen on the page, else what the browser asks for, else English."""
    assert choose_interface(INTERFACES, "ar", "pl").language.tag == "ar"
    assert choose_interface(INTERFACES, None, "de, pl-PL;q=0.9, ar").language.tag == "pl"
    assert choose_interface(INTERFACES, "xx", "").language.tag == "en"
    assert choose_interface(INTERFACES, "../../x", "*;q=, \0").language.tag == "en"


def test_a_language_without_the_page_is_not_asked_for_it(tmp_path: Path) -> None:
    """Neither when it is begun, nor when it is brought into step; one that has it gets its new texts."""
    (tmp_path / "locales").mkdir()
    roots = open_roots(tmp_path)
    add_language(roots, find_language(roots, "sv"))
    folder = tmp_path / "locales/sv/LC_MESSAGES"
    assert sorted(path.name for path in folder.iterdir()) == ["baclofen.po", "common.po"]
    (folder / "web.po").write_text('msgid ""\nmsgstr ""\n', "utf-8")
    update_language(roots, find_language(roots, "sv"))
    assert set(read_catalogue(folder / "web.po").entries) == {one.id for one in MESSAGES.values()}
