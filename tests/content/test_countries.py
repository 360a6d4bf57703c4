"""Country text is data: every country is whole, every line has a source and a date, and routes never mix."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from plainleaf.build import Job, compose_job
from plainleaf.compose.model import Leaflet, block_words
from plainleaf.content.checks import check_dates
from plainleaf.content.reader import list_countries, list_leaflets, read_rules, read_source
from plainleaf.roots import open_roots

ROOTS = open_roots(None)
CONTENT = Path(__file__).parents[2] / "content"
COUNTRIES, LEAFLETS = list_countries(ROOTS), tuple(list_leaflets(ROOTS))
PACKS = sorted(CONTENT.glob("**/countries/*.toml"))


def compose(leaflet: str, country: str) -> Leaflet:
    return compose_job(Job(leaflet, "en", country), ROOTS)[0]


def text_of(leaflet: Leaflet) -> str:
    """Return everything the leaflet says."""
    words = [leaflet.title, leaflet.purpose, leaflet.readers, *(row.words for row in leaflet.key_rows)]
    words += [leaflet.card.heading, leaflet.card.lead, leaflet.card.say, leaflet.card.then]
    words += [item.words for item in leaflet.card.items]
    words += [w for section in leaflet.sections for block in section.blocks for w in block_words(block)]
    return "\n".join(w.plain for w in (*words, *leaflet.ending))


def test_the_countries_are_those_promised() -> None:
    """Great Britain, Ireland, the United States, Australia, New Zealand, Canada."""
    assert set(COUNTRIES) >= {"GB", "IE", "US", "AU", "NZ", "CA"}
    assert set(LEAFLETS) >= {"baclofen-tablets", "baclofen-liquid", "baclofen-pump"}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("leaflet", LEAFLETS)
def test_every_leaflet_is_whole_in_every_country(leaflet: str, country: str) -> None:
    """Each mandatory warning is composed once and says something; no line of the pack is past its review."""
    source = read_source(ROOTS, leaflet, country)
    composed = compose(leaflet, country)
    found = [warning.id for warning in composed.warnings()]
    assert sorted(found) == sorted(warning.id for warning in source.mandatory_warnings())
    assert all(any(words.plain for words in warning.texts()) for warning in composed.warnings())
    assert list(check_dates(source, date(2026, 11, 23))) == []
    assert {finding.code for finding in check_dates(source, date(2030, 1, 1))} == {"C040"}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("leaflet", LEAFLETS)
def test_only_the_countrys_own_emergency_number_is_printed(leaflet: str, country: str) -> None:
    """999 in a New York leaflet would cost minutes."""
    numbers = {code: read_source(ROOTS, leaflet, code).country.values["emergency_number"].text for code in COUNTRIES}
    said = set(re.findall(r"\b\d{3}\b", text_of(compose(leaflet, country))))
    values = read_source(ROOTS, leaflet, country).country.values.values()
    allowed = {number for value in values for number in re.findall(r"\b\d{3}\b", value.text)}
    assert numbers[country] in said
    assert said <= allowed


@pytest.mark.parametrize("country", COUNTRIES)
def test_pump_text_never_reaches_a_patient_who_swallows_and_the_reverse(country: str) -> None:
    """Beyond the sentence that there are other leaflets, no route speaks of another's ways."""
    for leaflet in ("baclofen-tablets", "baclofen-liquid"):
        said = text_of(compose(leaflet, country))
        assert not re.search(r"refill|pump (?:clinic|card)|alarm|MRI", said)
    said = text_of(compose("baclofen-pump", country))
    assert not re.search(r"[Mm]iss a dose|with food|swallow the|syringe|kitchen spoon|packet|bottle", said)
    assert "tablet" not in text_of(compose("baclofen-liquid", country)).replace("sleeping tablets", "").replace(
        "other leaflets for baclofen tablets", ""
    )


def test_uses_differ_by_licence() -> None:
    """Stroke and cerebral palsy stand where they are licensed, and not in the United States."""
    british, american = (text_of(compose("baclofen-tablets", code)) for code in ("GB", "US"))
    assert "a stroke\n" in british.split("Doctors use it")[1].split("This medicine")[0]
    assert "cerebral palsy" in british
    assert "cerebral palsy" not in american


def test_the_missed_dose_rule_is_the_countrys() -> None:
    """Two hours in Great Britain; elsewhere no number that no source gives."""
    assert "less than 2 hours away" in text_of(compose("baclofen-tablets", "GB"))
    assert "less than 2 hours away" not in text_of(compose("baclofen-tablets", "US"))
    assert "almost time for your next dose" in text_of(compose("baclofen-tablets", "US"))


def test_english_is_the_countrys_and_other_languages_are_left_alone() -> None:
    """An American reads of seizures, not of fits; a Pole in America reads the Polish text."""
    american = text_of(compose("baclofen-tablets", "US"))
    assert "seizure" in american
    assert "(fit)" not in american
    assert "go to the Emergency Room" in american
    assert "seizure (fit)" in text_of(compose("baclofen-tablets", "GB"))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: "-".join(path.parts[-3:]))
def test_every_line_of_a_pack_is_used(path: Path) -> None:
    """A value, rule or wording that no text asks for would be checked every year for nothing."""
    texts = "".join(p.read_text("utf-8") for p in CONTENT.glob("*/leaflets/*.toml"))
    texts += "".join(p.read_text("utf-8") for p in CONTENT.glob("*/warnings.toml"))
    pack = tomllib.loads(path.read_text("utf-8"))
    unused = [w["british"] for w in pack.get("wording", ()) if w["british"] not in texts]
    unused += [r["id"] for r in pack.get("rule", ()) if f'rule = "{r["id"]}"' not in texts]
    unused += [v["name"] for v in pack.get("value", ()) if "{" + v["name"] + "}" not in texts]
    assert unused == []


def test_every_rule_is_used_and_held_somewhere() -> None:
    """content/rules.toml names no rule that no text depends on or no country has."""
    texts = "".join(p.read_text("utf-8") for p in CONTENT.glob("*/*.toml"))
    texts += "".join(p.read_text("utf-8") for p in CONTENT.glob("*/leaflets/*.toml"))
    held = {rule["id"] for path in PACKS for rule in tomllib.loads(path.read_text("utf-8")).get("rule", ())}
    for rule in read_rules(ROOTS):
        assert rule in held
        assert f'rule = "{rule}"' in texts
