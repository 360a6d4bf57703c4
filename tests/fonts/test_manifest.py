"""The fonts that are shipped are the ones the manifest names, may be embedded, and cover their scripts."""

from __future__ import annotations

import hashlib
import struct
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb

FONTS = Path(__file__).parents[2] / "fonts"
MANIFEST: dict[str, Any] = tomllib.loads((FONTS / "manifest.toml").read_text("utf-8"))
FAMILIES: list[dict[str, Any]] = MANIFEST["family"]
FILES: list[dict[str, Any]] = [file for family in FAMILIES for file in family["file"]]
LARGEST_FILE = 3_000_000

SENTENCES = {
    "Latn": "Don’t stop taking it suddenly. Đừng ngừng thuốc đột ngột. Nie odstawiaj leku nagle, zażółć.",
    "Cyrl": "Не прекращайте приём лекарства внезапно. Не припиняйте приймати ліки раптово, ґанок їжак є.",
    "Grek": "Μη σταματήσετε ξαφνικά να παίρνετε το φάρμακο.",
    "Arab": "لا تتوقف عن تناول الدواء فجأة. مصرف دارو را ناگهان قطع نکنید. دا درمل ناڅاپه مه بندوئ. دەرمان ڕامەگرە؟",
    "Aran": "دوا لینا اچانک بند نہ کریں۔ اپنے ڈاکٹر سے بات کیجیے، ٹھیک ہے؟",
    "Hebr": "אל תפסיקו לקחת את התרופה בפתאומיות.",
    "Deva": "दवा लेना अचानक बंद न करें। औषध अचानक थांबवू नका, ज्ञान श्रद्धा १२।",
    "Beng": "হঠাৎ ওষুধ খাওয়া বন্ধ করবেন না। ডাক্তারের সঙ্গে কথা বলুন।",
    "Guru": "ਦਵਾਈ ਲੈਣੀ ਅਚਾਨਕ ਬੰਦ ਨਾ ਕਰੋ। ਆਪਣੇ ਡਾਕਟਰ ਨਾਲ ਗੱਲ ਕਰੋ।",
    "Gujr": "દવા લેવાનું અચાનક બંધ કરશો નહીં. તમારા ડૉક્ટર સાથે વાત કરો.",
    "Taml": "மருந்தை திடீரென நிறுத்தாதீர்கள். உங்கள் மருத்துவரிடம் பேசுங்கள்.",
    "Sinh": "ඖෂධය හදිසියේ නවත්වන්න එපා. ඔබේ වෛද්‍යවරයා සමඟ කතා කරන්න.",
    "Thai": "อย่าหยุดยาทันที โปรดปรึกษาแพทย์ของท่านก่อน ๑๒ ๆ",
    "Laoo": "ຢ່າຢຸດກິນຢາທັນທີ ກະລຸນາປຶກສາທ່ານໝໍຂອງທ່ານ",
    "Khmr": "កុំឈប់លេបថ្នាំភ្លាមៗ។ សូមនិយាយជាមួយគ្រូពេទ្យរបស់អ្នក។",
    "Mymr": "ဆေးကို ရုတ်တရက် မရပ်ပါနှင့်။ သင့်ဆရာဝန်နှင့် ပြောပါ။",
    "Ethi": "መድኃኒቱን በድንገት አያቁሙ። ሐኪምዎን ያነጋግሩ። ነቲ መድሃኒት ብሃንደበት ኣይተቋርጹ፣",
    "Armn": "Հանկարծակի մի՛ դադարեցրեք դեղի ընդունումը։ Խոսեք ձեր բժշկի հետ։",
    "Geor": "ნუ შეწყვეტთ წამლის მიღებას უეცრად. ესაუბრეთ თქვენს ექიმს.",
    "Hans": "不要突然停药。如有恶心、呕吐、痉挛、癫痫或幻觉，请立即告诉医生。",
    "Hant": "不要突然停藥。如有噁心、嘔吐、痙攣、癲癇、蕁麻疹或幻覺，請立即告訴醫生。",
    "Jpan": "急に薬をやめないでください。吐き気、痙攣、めまい、幻覚があればすぐに医師に相談してください。",
    "Kore": "갑자기 약을 끊지 마십시오. 메스꺼움, 경련, 어지럼, 뷁이 있으면 의사에게 알리십시오.",
}


def _read_table(data: bytes, tag: bytes) -> bytes | None:
    """Return table *tag* of the TrueType file *data*, None where there is none."""
    (count,) = struct.unpack_from(">H", data, 4)
    for place in range(12, 12 + 16 * count, 16):
        name, _, start, length = struct.unpack_from(">4sLLL", data, place)
        if name == tag:
            return data[start : start + length]
    return None


def _read_characters(family: dict[str, Any]) -> list[set[int]]:
    """Return the code points of each file of *family*."""
    return [set(hb.Face((FONTS / file["path"]).read_bytes()).unicodes) for file in family["file"]]


def _find_family(script: str) -> dict[str, Any]:
    return next(family for family in FAMILIES if script in family["scripts"])


def _name_path(file: dict[str, Any]) -> str:
    return str(file["path"])


@pytest.mark.parametrize("file", FILES, ids=_name_path)
def test_a_file_has_the_bytes_the_manifest_states(file: dict[str, Any]) -> None:
    """A font that was exchanged, cut anew or damaged is noticed."""
    data = (FONTS / file["path"]).read_bytes()
    assert len(data) == file["bytes"]
    assert hashlib.sha256(data).hexdigest() == file["sha256"]


@pytest.mark.parametrize("file", FILES, ids=_name_path)
def test_a_file_is_static_truetype_of_its_weight_and_may_be_embedded(file: dict[str, Any]) -> None:
    """Outlines are in glyf, no axis is left, OS/2 has no embedding restriction and the stated weight."""
    data = (FONTS / file["path"]).read_bytes()
    assert data[:4] == b"\x00\x01\x00\x00"
    assert _read_table(data, b"glyf")
    assert _read_table(data, b"fvar") is None
    os2 = _read_table(data, b"OS/2")
    assert os2 is not None
    weight, restriction = struct.unpack_from(">H2xH", os2, 4)
    assert (weight, restriction) == (file["weight"], 0)


@pytest.mark.parametrize("file", FILES, ids=_name_path)
def test_a_file_is_small_enough_to_ship(file: dict[str, Any]) -> None:
    """Full Chinese, Japanese and Korean fonts would weigh almost 60 MB."""
    assert file["bytes"] <= LARGEST_FILE


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["folder"])
def test_a_family_has_one_text_weight_and_one_bold(family: dict[str, Any]) -> None:
    """No third weight, never a light one; the files lie in the family's own folder."""
    assert sorted(file["weight"] for file in family["file"]) in ([400, 700], [500, 700])
    assert all(file["path"].startswith(family["folder"] + "/") for file in family["file"])


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["folder"])
def test_a_family_carries_its_licence(family: dict[str, Any]) -> None:
    """The Open Font License asks that its text and the copyright line go with the font."""
    text = (FONTS / family["licence_file"]).read_text("utf-8")
    assert family["licence"] == "OFL-1.1"
    assert "Copyright" in text
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_no_script_is_claimed_twice() -> None:
    """Otherwise the order of the manifest would choose the face."""
    claims = Counter(script for family in FAMILIES for script in family["scripts"])
    assert {script for script, count in claims.items() if count > 1} == set()


def test_the_fallback_names_families_there_are() -> None:
    """A misspelt family would silently drop out of the fallback."""
    assert set(MANIFEST["fallback"]["order"]) <= {family["name"] for family in FAMILIES}


def test_no_font_file_is_unlisted() -> None:
    """A font without a checksum and a licence must not be shipped."""
    found = {path.relative_to(FONTS).as_posix() for path in FONTS.rglob("*") if path.suffix in {".ttf", ".otf", ".ttc"}}
    assert found == {file["path"] for file in FILES}


def test_every_script_has_a_sentence_here() -> None:
    """A script added to the manifest needs a sentence for the next test."""
    assert set(SENTENCES) == {script for family in FAMILIES for script in family["scripts"]}


@pytest.mark.parametrize("script", SENTENCES)
def test_a_sentence_of_each_script_is_covered(script: str) -> None:
    """Both weights of the script's family, with Noto Sans for what they lack, hold every character."""
    fallback = set.intersection(*_read_characters(_find_family("Latn")))
    for characters in _read_characters(_find_family(script)):
        missing = {sign for sign in SENTENCES[script] if ord(sign) not in characters | fallback}
        assert missing == set()
