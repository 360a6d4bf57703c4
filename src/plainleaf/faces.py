"""Open font programs: HarfBuzz's one home. A face is parsed once per process."""

from __future__ import annotations

from pathlib import Path


class Face:
    """One weight of one family, opened by HarfBuzz (TrueType outlines only)."""

    def __init__(self, path: Path) -> None:
        self.path = path
