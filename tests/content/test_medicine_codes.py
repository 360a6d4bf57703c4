"""The codes and names by which other software knows a medicine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plainleaf.content.codes import read_codes
from plainleaf.content.reader import list_leaflets
from plainleaf.findings import InputError
from plainleaf.roots import built_in_root, open_roots


def test_the_codes_of_baclofen_are_read() -> None:
    """Each with its system; every leaflet can be told by a word of its own."""
    (codes,) = read_codes(open_roots(None))
    assert codes.codes == {("rxnorm", "1292"), ("snomed", "387342009"), ("atc", "M03BX01")}
    assert set(codes.words) == set(list_leaflets(open_roots(None)))
    words = [word for all_of_it in codes.words.values() for word in all_of_it]
    assert len(words) == len(set(words))


def test_names_are_whole_words() -> None:
    """In any case, in any place, not inside another name."""
    (codes,) = read_codes(open_roots(None))
    assert codes.is_named_in(["BACLOFEN 10mg"])
    assert codes.is_named_in(["x", "take (baclofen)"])
    assert not codes.is_named_in(["arbaclofen", "baclofenol", ""])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('id = "baclofen"\n', 'id = "aspirin"\n', "C013"),
        ('id = "baclofen-pump"', 'id = "baclofen-patch"', "C005"),
        ('system = "atc"', 'system = "icd"', "C003"),
        ("names = [", "nmaes = [", "C003"),
    ],
)
def test_a_fault_in_the_file_is_named(tmp_path: Path, old: str, new: str, code: str) -> None:
    """With its place."""
    path = tmp_path / "content/baclofen/codes.toml"
    path.parent.mkdir(parents=True)
    shutil.copy(built_in_root() / "content/baclofen/codes.toml", path)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(InputError) as caught:
        read_codes(open_roots(tmp_path))
    assert code in {finding.code for finding in caught.value.findings}
