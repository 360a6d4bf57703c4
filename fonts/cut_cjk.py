"""Cut the Chinese, Japanese and Korean fonts down to the characters of their national standards.

Use: npm install the packages that SOURCES names, then

    python fonts/cut_cjk.py PATH/TO/node_modules [FOLDER]

writes the eight files below FOLDER (by default the folder of this script). The same input and the same
release of HarfBuzz give the same bytes; fonts/README.md names the release.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb

ALWAYS = (
    range(0x0020, 0x007F),  # ASCII
    range(0x00A0, 0x0100),  # Latin-1
    range(0x2000, 0x2070),  # general punctuation
    range(0x3000, 0x3040),  # punctuation of Chinese, Japanese and Korean
    range(0xFF00, 0xFFF0),  # full-width and half-width forms
)
HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)
BIG5_LEVEL_1_LAST_LEAD = 0xC6  # level 1, the 5401 common characters, ends at 0xC67E
CLINICAL_TRADITIONAL = "噁"  # of level 2, in no other standard, and needed: nausea


@dataclass(frozen=True, slots=True)
class Source:
    """One full font: its package's file, the sha256 it must have, its codec and where its cut goes.

    package_file: below node_modules/@expo-google-fonts. codec: the Python codec of the national
    standard whose characters are kept.
    """

    package_file: str
    sha256: str
    codec: str
    cut: str


SOURCES = (
    Source(
        "noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf",
        "b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a",
        "gb2312",
        "noto-sans-sc/NotoSansSC-Medium.ttf",
    ),
    Source(
        "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
        "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
        "gb2312",
        "noto-sans-sc/NotoSansSC-Bold.ttf",
    ),
    Source(
        "noto-sans-tc/500Medium/NotoSansTC_500Medium.ttf",
        "cb08ecfb12a590f0d9288a7eeb568a40b31b914b62f4719bfb2cc5f7614955c9",
        "big5",
        "noto-sans-tc/NotoSansTC-Medium.ttf",
    ),
    Source(
        "noto-sans-tc/700Bold/NotoSansTC_700Bold.ttf",
        "ed4ae6ed781e34d0beee896e9be5d835a938ac7adabbcc1b6b6904290006f372",
        "big5",
        "noto-sans-tc/NotoSansTC-Bold.ttf",
    ),
    Source(
        "noto-sans-jp/500Medium/NotoSansJP_500Medium.ttf",
        "7b8bbb543db880657eca298118e701a09fadeaac3e417a5012040ec98336d9c2",
        "shift_jis",
        "noto-sans-jp/NotoSansJP-Medium.ttf",
    ),
    Source(
        "noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf",
        "c5b7b9d6a6eb682b0d4e6bbb38509575fd2759a28f147daa74714d1359a7909e",
        "shift_jis",
        "noto-sans-jp/NotoSansJP-Bold.ttf",
    ),
    Source(
        "noto-sans-kr/500Medium/NotoSansKR_500Medium.ttf",
        "8eb10746734fbd0d42fc4bf05bc0c279d2cc4185263652489338609c3f248a8f",
        "euc_kr",
        "noto-sans-kr/NotoSansKR-Medium.ttf",
    ),
    Source(
        "noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf",
        "4ffa20c272ae6d689f7c8d34ff9c8039a326e9c334d9fc8852b2a7396227d077",
        "euc_kr",
        "noto-sans-kr/NotoSansKR-Bold.ttf",
    ),
)


def list_characters(codec: str) -> set[int]:
    """Return the code points a cut keeps: those always kept and the characters of *codec*'s standard.

    Two standards are too large for a file of 3 MB and are kept in part: see the two functions below.
    """
    kept = {point for block in ALWAYS for point in block}
    match codec:
        case "big5":
            kept |= _list_traditional()
        case "euc_kr":
            kept |= _list_korean()
        case _:
            kept |= _list_two_byte(codec)
    return kept


def _list_traditional() -> set[int]:
    """Return Big5's level 1, and of level 2 what another national standard also found worth coding."""
    elsewhere = _list_two_byte("gb2312") | _list_two_byte("shift_jis") | _list_two_byte("euc_kr")
    everything = _list_two_byte("big5")
    common = _list_two_byte("big5", last_lead=BIG5_LEVEL_1_LAST_LEAD)
    clinical = everything & set(map(ord, CLINICAL_TRADITIONAL))
    return common | clinical | (everything & elsewhere)


def _list_korean() -> set[int]:
    """Return KS X 1001 without Chinese characters, and every modern syllable.

    Names use syllables that KS X 1001 lacks; leaflets for patients are written without Chinese characters.
    """
    symbols = {point for point in _list_two_byte("euc_kr") if not _is_han(point)}
    return symbols | set(HANGUL_SYLLABLES)


def _is_han(point: int) -> bool:
    return 0x4E00 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF


def _list_two_byte(codec: str, last_lead: int = 0xFE) -> set[int]:
    kept: set[int] = set()
    for lead in range(0x81, last_lead + 1):
        for trail in range(0x40, 0xFF):
            try:
                text = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            # Where the lead byte is a character by itself the pair reads as two; both are kept.
            kept.update(map(ord, text))
    return kept


def read_source(packages: Path, source: Source) -> bytes:
    """Return the bytes of the full font. Raises SystemExit where they are not the ones cut before."""
    path = packages / "@expo-google-fonts" / source.package_file
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        sys.exit(f"{path}: sha256 is {found}, expected {source.sha256}")
    return data


def cut_font(data: bytes, characters: set[int]) -> bytes:
    """Return the font *data* with only the glyphs of *characters*, without hints.

    HarfBuzz keeps the substitution and positioning features that text uses by default and their glyphs.
    """
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(characters)
    wanted.flags = hb.SubsetFlags.NO_HINTING
    cut: bytes = hb.subset(hb.Face(data), wanted).blob.data
    return cut


def main(arguments: list[str]) -> None:
    """Cut every font of SOURCES and print the length of each."""
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    packages = Path(arguments[0])
    folder = Path(arguments[1]) if len(arguments) == 2 else Path(__file__).parent
    for source in SOURCES:
        cut = cut_font(read_source(packages, source), list_characters(source.codec))
        path = folder / source.cut
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(cut)
        print(f"{source.cut}: {len(cut)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
