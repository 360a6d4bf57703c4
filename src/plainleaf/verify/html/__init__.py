"""Stage 6 for the web: read the finished page back as a browser would and hold it against the leaflet."""

from __future__ import annotations

import re
from datetime import date

from plainleaf.compose.model import Leaflet
from plainleaf.findings import Finding
from plainleaf.verify.html.checks import (
    check_dates,
    check_everything_said,
    check_foreign_warnings,
    check_headings,
    check_isolates,
    check_language,
    check_links,
    check_order,
    check_policy,
    check_style,
    check_title,
    check_warnings,
    open_page,
)
from plainleaf.verify.html.reader import HtmlFault, read_html
from plainleaf.verify.warnings import error

__all__ = ["HTML_CHECKS", "HTML_CODES", "read_html_identity", "verify_html"]

HTML_CODES: dict[str, str] = {
    "V101": "A warning, a short warning, a sign on the card or the card itself is missing.",
    "V102": "A warning is in the page more than once.",
    "V103": "What the page says differs from the approved text of a warning.",
    "V106": "The page holds a warning of another leaflet.",
    "V107": "Warnings stand in another order than in the leaflet.",
    "V108": "The page says more, or less, than the leaflet.",
    "V131": "The page names another language.",
    "V132": "The page does not show its title.",
    "V134": "The page names the wrong reading direction.",
    "V135": "A value or a foreign word is not kept apart from the text around it.",
    "V152": "The page does not name the medicine or the version.",
    "V153": "The page of a draft does not say so.",
    "V181": "The page holds something that a leaflet does not, a script for example, or is not whole.",
    "V182": "A link leads elsewhere than the leaflet says.",
    "V183": "The security policy is missing or another.",
    "V184": "The style sheet is another.",
    "V216": "The levels of headings are wrong.",
    "V223": "The date of a check is missing or past.",
}
"""Every code of this stage and its cause in one line. What a code means is the same in a PDF."""

HTML_CHECKS = (
    check_warnings,
    check_foreign_warnings,
    check_order,
    check_everything_said,
    check_language,
    check_isolates,
    check_title,
    check_headings,
    check_links,
    check_policy,
    check_style,
    check_dates,
)
"""In the order of their findings."""

_IDENTITY = re.compile(r'<meta name="plainleaf" content="([^"]*)">')


def verify_html(html: str, leaflet: Leaflet, style: str, *, today: date | None = None) -> tuple[Finding, ...]:
    """Return everything in *html* that is not as *leaflet* demands; nothing where all is well.

    style: the style sheet it must have. today: the day that its next check is held against.
    """
    try:
        root = read_html(html)
    except HtmlFault as fault:
        return (error("V181", str(fault), leaflet.id),)
    page = open_page(root, leaflet, style, today)
    return tuple(dict.fromkeys(finding for check in HTML_CHECKS for finding in check(page)))


def read_html_identity(html: str) -> str | None:
    """Return what the page says it is, None where it is no page of ours."""
    found = _IDENTITY.search(html)
    return None if found is None else found[1]
