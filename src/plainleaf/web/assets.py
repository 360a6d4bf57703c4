"""The style, the script and the fonts of the page: all from this machine."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from plainleaf.content.settings import Family, FontShelf
from plainleaf.web.guard import RefusedError
from plainleaf.web.offer import Offer

LATIN = "Latn"
MINUTES_10, DAY = 600, 86_400


class Assets:
    """Files by name; whatever is not among them is not there, wherever a path may point."""

    def __init__(self, shelf: FontShelf, offer: Offer) -> None:
        folder = Path(__file__).parent / "static"
        self._texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}
        families = {
            shelf.for_script(language.script).name: shelf.for_script(language.script) for language in offer.languages
        }
        latin = shelf.for_script(LATIN)
        families[latin.name] = latin
        self._fonts = {path.name: path for family in families.values() for path in (family.regular, family.bold)}
        self._texts["fonts.css"] = _write_fonts(families, latin, shelf, offer) + _write_sizes(offer)

    async def show(self, request: Request) -> Response:
        """Return one file."""
        name = request.path_params["name"]
        if name in self._fonts:
            return FileResponse(self._fonts[name], headers={"Cache-Control": f"private, max-age={DAY}"})
        if name not in self._texts:
            raise RefusedError(404)
        kinds = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
        headers = {"Cache-Control": f"private, max-age={MINUTES_10}"}
        return Response(self._texts[name], media_type=kinds[Path(name).suffix], headers=headers)


def _write_fonts(families: dict[str, Family], latin: Family, shelf: FontShelf, offer: Offer) -> str:
    """Return the faces, and which of them sets which language; a browser loads those it needs."""
    rules = []
    for family in families.values():
        for path, weight in ((family.regular, 500), (family.bold, 700)):
            rules.append(
                f'@font-face {{ font-family: "{family.name}"; font-weight: {weight}; font-display: swap; '
                f'src: url("{path.name}"); }}'
            )
    rules.append(f':root {{ font-family: "{latin.name}", sans-serif; }}')
    for language in offer.languages:  # Latin first: codes, numbers and English names keep one face everywhere
        family = shelf.for_script(language.script)
        rules.append(f':lang({language.bcp47}) {{ font-family: "{latin.name}", "{family.name}", sans-serif; }}')
    return "\n".join(rules) + "\n"


def _write_sizes(offer: Offer) -> str:
    """Return a rule for the sample line of each size: points are true on a screen set to true size."""
    bodies = {profile.id: profile.type.body for profile in offer.profiles}
    return "".join(
        f".sample-{id} {{ font-size: {body.size:g}pt; line-height: {body.leading:g}pt; }}\n"
        for id, body in bodies.items()
    )
