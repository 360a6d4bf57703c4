"""What ``plainleaf impose`` says."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from plainleaf.reports import show_findings
from plainleaf.roots import shown

if TYPE_CHECKING:
    from plainleaf.imposing import Imposed

FOR_PAPER = "For paper only: the sheets have no tags, so a screen reader cannot read them. Send the leaflet itself."


def show_imposed(imposed: Imposed, form: str) -> None:
    """Show the sheets that were made; that they are for paper only, and how to print them, goes to stderr."""
    imposition, letters = imposed.imposition, imposed.letters
    if form == "json":
        record = {
            "source": shown(imposed.source),
            "path": shown(imposed.path),
            "scheme": imposition.scheme.name,
            "paper": imposed.paper.id,
            "sheets": imposition.sheets,
            "scale": imposition.scale,
            "smallest_points": round(letters.points, 2),
            "smallest_mm": round(letters.mm, 2),
            "sha256": imposed.sha256,
            "status": "made",
            "findings": [finding.as_record() for finding in imposed.findings],
        }
        print(json.dumps(record, ensure_ascii=False), flush=True)
    else:
        sheets = f"{imposition.sheets} sheet{'s' if imposition.sheets > 1 else ''} of {imposed.paper.name}"
        print(
            f"made      {shown(imposed.path)}  {sheets}, smallest letters {letters.points:.1f} pt, {letters.mm:.1f} mm"
        )
    sys.stdout.flush()
    show_findings(imposed.findings)
    print(f"{FOR_PAPER}\n{_say_how(imposed)}", file=sys.stderr)


def _say_how(imposed: Imposed) -> str:
    """Return how to print the sheets."""
    imposition = imposed.imposition
    edge = {"DuplexFlipShortEdge": "short", "DuplexFlipLongEdge": "long"}.get(imposition.duplex)
    sides = "" if edge is None else f", on both sides, turned over the {edge} edge"
    side = "right" if imposition.rtl else "left"
    folded = f"; fold in the middle, the fold on the {side}" if imposition.scheme.folded else ""
    return f"Print at actual size{sides}{folded}."
