"""clinic.toml and its logo: what is printed is plain, and what is not is named."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image

from personal import CLINIC, LOGO, changed, make_clinic_from, write_clinic
from plainleaf.content.clinic import read_clinic
from plainleaf.content.logo import read_logo
from plainleaf.content.model import Drawing
from plainleaf.content.personal import Raster
from plainleaf.content.svg import read_svg
from plainleaf.content.svg_path import read_path
from plainleaf.findings import InputError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def png(width: int = 60, height: int = 30, mode: str = "RGBA", colour: object = (0, 0, 0, 255)) -> bytes:
    """Return a PNG of one colour."""
    out = io.BytesIO()
    Image.new(mode, (width, height), colour).save(out, "PNG")  # type: ignore[arg-type]
    return out.getvalue()


def refusal(path: Path) -> tuple[str, str]:
    """Return code and message of what refuses the logo at *path*."""
    with pytest.raises(InputError) as error:
        read_logo(path)
    (finding,) = error.value.findings
    return finding.code, finding.message


def write_logo(folder: Path, content: str | bytes, name: str = "logo.svg") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_clinic_is_read_with_its_logo(tmp_path: Path) -> None:
    """Every key arrives; the logo is cut to its ink."""
    clinic = make_clinic_from(tmp_path)
    assert (clinic.name, clinic.phone, clinic.ink) == ("Example Clinic", "01632 960 123", "black")
    assert clinic.hours["pl"] == "od poniedziałku do piątku"
    assert isinstance(clinic.logo, Drawing)
    assert (round(clinic.logo.width), round(clinic.logo.height)) == (80, 30)


def test_a_name_and_a_number_are_enough(tmp_path: Path) -> None:
    """Everything else may be left out."""
    clinic = make_clinic_from(tmp_path, 'name = "A"\nphone = "999"\nhours = "always"\n')
    assert (clinic.language, clinic.hours, clinic.logo) == ("en", {"en": "always"}, None)


WRONG = {
    "no number": ("01632 960 123", "call us", 2),
    "a short number": ("01632 960 123", "1", 2),
    "no web address": ("https://", "javascript://", 4),
    "a web address with a blank": ("{leaflet}/", "{leaflet} /", 4),
    "a web address of other letters": ("clinic.example", "clіnic.example", 4),
    "an unknown placeholder": ("{leaflet}", "{name}", 4),
    "a long web address": ("{leaflet}", "a" * 100, 4),
    "an address turned around": ("1 High", "\\u202e1 High", 3),
    "another ink": ('"black"', '"red"', 6),
    "an unknown key": ("ink =", "inks =", 6),
    "a language that is none": ("pl =", '"!" =', 7),
}


@pytest.mark.parametrize(("old", "new", "line"), WRONG.values(), ids=WRONG)
def test_a_fault_is_named_by_line(old: str, new: str, line: int, tmp_path: Path) -> None:
    """One finding for each fault, with its line."""
    with pytest.raises(InputError) as error:
        make_clinic_from(tmp_path, changed(CLINIC, old, new))
    assert {(finding.code, finding.place.line) for finding in error.value.findings} >= {("C003", line)}


@pytest.mark.parametrize("name", ["../logo.svg", "/etc/passwd", "a/../../x.svg"])
def test_a_logo_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    """A clinic.toml from elsewhere must not print files of this machine."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    write_logo(tmp_path, LOGO)
    with pytest.raises(InputError, match="in the folder"):
        read_clinic(write_clinic(folder, changed(CLINIC, "logo.svg", name)))


def test_a_link_out_of_the_folder_is_followed_and_refused(tmp_path: Path) -> None:
    """A symbolic link is as good as its target."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    path = write_clinic(folder)
    (folder / "logo.svg").unlink()
    (folder / "logo.svg").symlink_to(write_logo(tmp_path, LOGO))
    with pytest.raises(InputError, match="in the folder"):
        read_clinic(path)


REFUSED = {
    "text": ('<text x="1" y="1">Clinic</text>', "<text>"),
    "a picture": ('<image xlink:href="file:///etc/passwd"/>', "href"),
    "a picture without address": ("<image/>", "<image>"),
    "a reference": ('<use xlink:href="#a"/>', "href"),
    "a script": ("<script>alert(1)</script>", "<script>"),
    "a style sheet": ("<style>path{fill:red}</style>", "<style>"),
    "anything foreign within": ("<foreignObject/>", "<foreignObject>"),
    "a gradient": ('<path fill="url(#g)" d="M0 0h9v9z"/>', "no plain colour"),
    "two colours": ('<path fill="#f00" d="M0 0h9v9z"/><path fill="#00f" d="M0 0h9v9z"/>', "one colour"),
    "see-through": ('<path opacity=".5" d="M0 0h9v9z"/>', "seen through"),
    "a clip path": ('<g clip-path="url(#c)"><path d="M0 0h9v9z"/></g>', "clip-path"),
    "a skew": ('<path transform="skewX(20)" d="M0 0h9v9z"/>', "transform"),
    "a point far away": ('<path d="M0 0h9e30v9z"/>', "nowhere near"),
    "white on white": ('<path fill="#fff" d="M0 0h9v9z"/>', "draws nothing"),
    "a broken path": ('<path d="M0 0 L 3"/>', "too few numbers"),
    "a path without a beginning": ('<path d="L3 3"/>', "begin with a move"),
    "a sign in a path": ('<path d="M0 0 L3 3 §"/>', "means nothing"),
    "a line": ('<path stroke="#000" fill="none" stroke-width="0.0" d="M0 0h9"/>', "draws nothing"),
    "no end of groups": ("<g>" * 60 + "</g>" * 60, "ungroup"),
    "a photograph": (f'<path d="M0 0{"h1" * 20_001}"/>', "simplify"),
    "no end": ("<g>", "well-formed"),
}


@pytest.mark.parametrize(("body", "said"), REFUSED.values(), ids=REFUSED)
def test_an_svg_that_holds_more_than_shapes_is_refused(body: str, said: str, tmp_path: Path) -> None:
    """The finding names what it is; nothing is left out in silence."""
    code, message = refusal(write_logo(tmp_path, SVG.format(body)))
    assert code == "C061"
    assert said in message


def test_entities_are_refused_before_they_grow(tmp_path: Path) -> None:
    """A billion laughs end in a sentence."""
    laughs = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + SVG.format("&b;")
    assert "DOCTYPE" in refusal(write_logo(tmp_path, laughs))[1]


def test_shapes_and_transforms_are_read_as_they_look() -> None:
    """A circle, turned and moved, is where a browser would show it."""
    drawing = read_svg(SVG.format('<g transform="translate(10)"><circle r="5" transform="scale(2)"/></g>'), "x")
    assert (round(drawing.width, 2), round(drawing.height, 2)) == (20, 20)
    (stroke,) = drawing.strokes
    assert (stroke.fill, stroke.stroke) == ("ink", None)


def test_relative_smooth_and_curved_commands_become_plain_ones() -> None:
    """Every command of SVG 1.1 ends where it should."""
    ends = [
        points[-1]
        for _, points in read_path("M1 1l2 2h3v-1H0V5c1 1 2 2 3 3s1 1 2 2q1 1 2 0t2 0a3 3 0 0110 0z")
        if points
    ]
    assert [(round(x, 6), round(y, 6)) for x, y in ends[:6]] == [(1, 1), (3, 3), (6, 3), (6, 2), (0, 2), (0, 5)]
    assert [(round(x, 6), round(y, 6)) for x, y in ends[6:10]] == [(3, 8), (5, 10), (7, 10), (9, 10)]
    assert ends[-1] == (19, 10)


def test_white_shapes_are_knocked_out_and_rules_of_filling_kept() -> None:
    """A white cross on a dot stays a cross."""
    body = '<rect width="9" height="9"/><path fill="white" style="fill-rule:evenodd" d="M1 1h4v4h-4z"/>'
    first, second = read_svg(SVG.format(body), "x").strokes
    assert (first.fill, second.fill, second.even_odd) == ("ink", "paper", True)


def test_a_png_is_printed_in_grey_on_white(tmp_path: Path) -> None:
    """What can be seen through shows the paper."""
    raster = read_logo(write_logo(tmp_path, png(colour=(0, 0, 0, 128)), "logo.png"))
    assert isinstance(raster, Raster)
    assert (raster.width, raster.height, set(raster.samples)) == (60, 30, {127})


def test_a_large_png_is_printed_no_finer_than_paper_shows(tmp_path: Path) -> None:
    """A copy for each patient stays small."""
    raster = read_logo(write_logo(tmp_path, png(3000, 1000, "1", 0), "logo.png"))
    assert isinstance(raster, Raster)
    assert (raster.width, raster.height) == (900, 300)


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"GIF89a", "C060", "neither"),
        (b"", "C060", "neither"),
        (png() + b"x" * 600_000, "C060", "512 KiB"),
        (png(5000, 20), "C061", "4000"),
        (png(4, 4), "C061", "20 to"),
        (png()[:60], "C061", "broken"),
        (png(mode="L", colour=250), "C061", "pale"),
        (png(mode="I;16", colour=0), "C061", "16 bits"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff", "C061", "pixels"),
        (png()[:33] + zlib.compress(b"\0" * 9_000_000), "C061", "broken"),
    ],
)
def test_a_png_that_is_none_is_refused(content: bytes, code: str, said: str, tmp_path: Path) -> None:
    """Broken, huge, tiny and pale pictures end in a sentence, before they are unpacked."""
    found, message = refusal(write_logo(tmp_path, content, "logo.png"))
    assert found == code
    assert said in message


def test_a_missing_logo_is_named(tmp_path: Path) -> None:
    """The path is in the finding."""
    assert refusal(tmp_path / "none.svg")[0] == "C060"


def test_the_example_of_the_guide_is_a_clinic(tmp_path: Path) -> None:
    """What people copy works."""
    guide = (Path(__file__).parents[2] / "content" / "README.md").read_text("utf-8")
    example = guide.split("## A clinic")[1].split("```toml\n")[1].split("```")[0]
    assert read_clinic(write_clinic(tmp_path, example)).phone == "01632 960 123"
