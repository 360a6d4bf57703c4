"""Checks of an HTML edition against its leaflet: what it says, where it leads, what it may do."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from plainleaf.compose.model import Leaflet
from plainleaf.findings import Finding
from plainleaf.verify.html.reader import Element, squeeze
from plainleaf.verify.html.wanted import Wanted, list_wanted
from plainleaf.verify.warnings import error

_NAMED = {
    "viewport": "width=device-width, initial-scale=1",
    "color-scheme": "only light",
    "referrer": "no-referrer",
}
"""What every page says to the browser."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read back, beside what it must say."""

    root: Element
    leaflet: Leaflet
    style: str
    today: date | None
    wanted: tuple[Wanted, ...]

    @property
    def place(self) -> str:
        """What findings about the whole page name."""
        return self.leaflet.id


def open_page(root: Element, leaflet: Leaflet, style: str, today: date | None) -> Page:
    """Return *root* beside what *leaflet* wants."""
    return Page(root, leaflet, style, today, tuple(list_wanted(leaflet)))


def check_warnings(page: Page) -> Iterator[Finding]:
    """V101, V102, V103: every warning, short warning, sign and the card stand there once, whole and in their words.

    Why: a leaflet without a warning harms. Source: Directive 2001/83/EC, article 59(1)(c).
    """
    for id in _list_warning_ids(page.leaflet):
        found = [element for element in page.root.walk() if element.id == id]
        if not found:
            yield error("V101", f"the warning {id} is missing", id)
        if len(found) > 1:
            yield error("V102", f"the warning {id} is there {len(found)} times", id)
        texts = [one.text for one in page.wanted if one.within == id or (one.within or "").startswith(f"{id}/")]
        for element in found:
            said = [block.text for block in element.blocks()]
            if said != texts:
                yield error("V103", f"{id}: the page says {_tell_difference(said, texts)}", id)


def check_foreign_warnings(page: Page) -> Iterator[Finding]:
    """V106: no other warning is in the page; V102: nor any id twice.

    Why: a warning for another medicine, or another route, misleads.
    """
    known = {*_list_warning_ids(page.leaflet), "key-block", "main", "title"}
    known |= {one.within for one in page.wanted if one.within is not None}
    known |= {f"section/{section.id}" for section in page.leaflet.sections}
    seen: set[str] = set()
    for element in page.root.walk():
        if element.id is None:
            continue
        if element.id not in known:
            yield error("V106", f"{element.id} is not a warning of the leaflet {page.leaflet.id}", element.id)
        if element.id in seen:
            yield error("V102", f"{element.id} is there more than once", element.id)
        seen.add(element.id)


def check_order(page: Page) -> Iterator[Finding]:
    """V107: warnings stand in the order of the leaflet.

    Why: the first ones are read; the last ones may not be. Source: the order of an EU package leaflet.
    """
    ids = _list_warning_ids(page.leaflet)
    found = [element.id for element in page.root.walk() if element.id in ids]
    wanted = [id for id in ids if id in found]
    if list(dict.fromkeys(found)) != wanted:
        first = next(one for one, other in zip(dict.fromkeys(found), wanted, strict=True) if one != other)
        yield error("V107", f"the warning {first} stands in another place than in the leaflet", str(first))
    for nav in page.root.find("nav"):  # which is not printed
        yield from (error("V107", f"{one.id} stands among the links", one.id) for one in nav.walk() if one.id)


def check_everything_said(page: Page) -> Iterator[Finding]:
    """V108, V152, V153, V223: the page says each message of the leaflet in its place, and nothing more.

    Why: a sentence that somebody adds or takes away can turn a warning round; P22; P23.
    """
    wanted, blocks = page.wanted, [block for body in page.root.find("body") for block in body.blocks()]
    texts, said = [one.text for one in wanted], [block.text for block in blocks]
    for change, first, last, start, end in SequenceMatcher(None, texts, said, autojunk=False).get_opcodes():
        if change == "equal":
            continue
        for one in wanted[first:last]:
            yield error(one.code, f"the page does not say {one.text!r} in its place", one.words.id)
        if first == last:
            yield error("V108", f"the page says {said[start:end]!r}, which the leaflet does not", page.place)


def check_language(page: Page) -> Iterator[Finding]:
    """V131: the page names its language; V134: and its direction.

    Why: a screen reader picks its voice by it. Source: WCAG 2.2, 3.1.1, 1.3.2.
    """
    language = page.leaflet.language
    if page.root.attributes.get("lang") != language.bcp47:
        yield error("V131", f"the page says its language is {page.root.attributes.get('lang')}", page.place)
    if page.root.attributes.get("dir") != ("rtl" if language.rtl else "ltr"):
        yield error("V134", f"the direction of the page is wrong for {language.bcp47}", page.place)


def check_isolates(page: Page) -> Iterator[Finding]:
    """V135: values and words of another language stand in isolates of their own, which name it.

    Why: else numbers change places in right-to-left text, and are read in the wrong voice. Source: UAX #9;
    WCAG 2.2, 3.1.2.
    """
    own = page.leaflet.language.bcp47
    wanted = [pair for one in page.wanted for pair in one.isolates(own)]
    apart = [one for one in page.root.walk() if one.tag == "bdi" or (one.tag == "svg" and "lang" in one.attributes)]
    found = [(one.text, one.attributes.get("lang")) for one in apart]
    if found != wanted:
        text = next((pair[0] for pair in wanted if pair not in found), "a value")
        yield error("V135", f"{text!r} is not an isolate of its own, in its language", page.place)
    if any(bdi.attributes.get("dir") != "ltr" for bdi in page.root.find("bdi")):
        yield error("V135", "an isolate has no direction", page.place)


def check_title(page: Page) -> Iterator[Finding]:
    """V132: the window shows the medicine's name.

    Why: it is the first thing a screen reader says. Source: WCAG 2.2, 2.4.2.
    """
    titles = [title.text for head in page.root.find("head") for title in head.find("title")]
    if len(titles) != 1 or not titles[0].startswith(squeeze(page.leaflet.title.plain)):
        yield error("V132", f"the page does not show the title {page.leaflet.title.plain!r}", page.place)


def check_headings(page: Page) -> Iterator[Finding]:
    """V216: one heading of level 1, no level skipped, and none lost.

    Why: a screen reader jumps from heading to heading. Source: P16; WCAG 2.2, 1.3.1, 2.4.10.
    """
    headings = [(int(one.tag[1]), one.text) for one in page.root.walk() if one.tag in ("h1", "h2", "h3")]
    if [level for level, _ in headings].count(1) != 1:
        yield error("V216", "there is not one heading of level 1", page.place)
    for (before, _), (level, text) in zip([(0, ""), *headings], headings, strict=False):
        if level > before + 1:
            yield error("V216", f"the heading {text!r} is of level {level} below one of level {before}", page.place)
    if _list_headings(page.leaflet) != headings:
        yield error("V216", "the headings are not those of the leaflet", page.place)


def check_links(page: Page) -> Iterator[Finding]:
    """V182: each link leads where the leaflet says: numbers dial themselves, addresses open themselves.

    Why: who taps 999 must reach 999.
    """
    wanted = [pair for one in page.wanted for pair in one.links()]
    found = [(link.text, link.attributes.get("href", "")) for link in page.root.find("a")]
    for pair in [pair for pair in found if pair not in wanted]:
        yield error("V182", f"{pair[0]!r} leads to {pair[1]!r}", page.place)
    if found != wanted and all(pair in wanted for pair in found):
        yield error("V182", "links are missing, or stand in other places than in the leaflet", page.place)


def check_policy(page: Page) -> Iterator[Finding]:
    """V183: the page forbids itself all but its own style sheet, and nobody to make it larger.

    Why: whatever slips into a page must not run. Source: Content Security Policy Level 3; WCAG 2.2, 1.4.4.
    """
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    metas = [meta.attributes for meta in page.root.find("meta")]
    found = [meta.get("content") for meta in metas if "http-equiv" in meta]
    named = {meta["name"]: meta.get("content", "") for meta in metas if "name" in meta}
    if found != [policy] or metas[:1] != [{"charset": "utf-8"}] or not named.items() >= _NAMED.items():
        yield error("V183", "the page does not carry the security policy that its contents need", page.place)


def check_style(page: Page) -> Iterator[Finding]:
    """V184: the style sheet is ours, letter by letter.

    Why: a style can hide a warning, or put another before it, with all its words in the file.
    """
    styles = [style.raw_text for style in page.root.find("style")]
    if styles != [page.style]:
        hint = "it was changed, or made by another version; build it again"
        yield error("V184", "the style sheet is not the one that this version writes", page.place, hint)


def check_dates(page: Page) -> Iterator[Finding]:
    """V223: the day of the next check is not past. Source: P23; NHS standard for creating health content."""
    dates = page.leaflet.check_dates
    if dates is not None and page.today is not None and page.today > dates.next_check:
        hint = "check it again before it is handed out"
        yield error("V223", f"the leaflet should have been checked again by {dates.next_check}", page.place, hint)


def _list_warning_ids(leaflet: Leaflet) -> list[str]:
    """Return the ids of all that warns, in order."""
    short = [f"short/{row.warning}" for row in leaflet.key_rows]
    signs = [f"card/{item.warning}/{item.id}" for item in leaflet.card.items]
    return [*short, "card", *signs, *(warning.id for warning in leaflet.warnings())]


def _list_headings(leaflet: Leaflet) -> list[tuple[int, str]]:
    """Return level and text of each heading that the page must have."""
    headings = [(1, leaflet.title.plain), (2, leaflet.key_title.plain), (2, leaflet.card.heading.plain)]
    for number, section in enumerate(leaflet.sections, start=1):
        headings.append((2, f"{number} {section.title.plain}"))
        titles = (getattr(block, "title", None) for block in section.blocks)
        headings += [(3, title.plain) for title in titles if title is not None]
    return [(level, squeeze(text)) for level, text in headings]


def _tell_difference(said: Sequence[str], wanted: Sequence[str]) -> str:
    for one, other in zip(said, wanted, strict=False):
        if one != other:
            return f"{one!r} instead of {other!r}"
    return f"{len(said)} passages instead of {len(wanted)}"
