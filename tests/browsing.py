"""Where a browser for the tests is, and with which fonts it is started."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

FONTS = Path(__file__).parents[1] / "fonts"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""

Open = Callable[..., Page]
"""Opens a page of HTML in a window of a width and height in CSS pixels."""


def find_chromium(playwright: Playwright) -> str:
    """Return the path of a Chromium: the system's, or Playwright's own."""
    found = next(filter(None, map(shutil.which, NAMES)), None) or playwright.chromium.executable_path
    if not Path(found).is_file():
        pytest.fail("no Chromium: apt-get install chromium, or: playwright install chromium", pytrace=False)
    return found


def configure_fonts(folder: Path) -> dict[str, str]:
    """Return the environment in which programs find no fonts but ours (Linux: fontconfig)."""
    path = folder / "fonts.conf"
    path.write_text(FONT_CONFIGURATION.format(fonts=FONTS, cache=folder / "cache"), encoding="utf-8")
    return {"FONTCONFIG_FILE": str(path)}
