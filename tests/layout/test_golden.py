"""Pages and structure trees as text, so that a change of layout is read like any other change.

``PLAINLEAF_GOLDEN=write`` writes them anew; a run in CI that has the variable set fails.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from plainleaf.build import Job, compose_job, font_shelf
from plainleaf.content.drawings import read_drawing
from plainleaf.content.settings import read_papers, read_profile
from plainleaf.layout.document import lay_out
from plainleaf.layout.model import Dot, Frame, Item, Layout, Node, Picture, Rule, Text
from plainleaf.roots import open_roots

HERE = Path(__file__).parent
SECOND = HERE.parent / "samples" / "second"
CASES = {
    **{f"lumivex-{tag}": Job("lumivex-drops", tag, country="ZZ", overlay=SECOND) for tag in ("en", "de", "he")},
    **{f"baclofen-{tag}": Job("baclofen-tablets", tag) for tag in ("en", "pl", "ar", "hi", "zh_Hans")},
    "baclofen-en-letter": Job("baclofen-tablets", "en", paper="letter"),
}
PAGES = 2
"""Pages in a golden: the first sheet, where page 1 and the card are."""


def lay_out_job(job: Job) -> Layout:
    roots = open_roots(job.overlay)
    leaflet, _ = compose_job(job, roots)
    profile, paper = read_profile(roots, job.profile), read_papers(roots)[job.paper]
    layout, findings = lay_out(leaflet, profile, paper, font_shelf(roots), lambda name: read_drawing(roots, name))
    assert findings == ()
    return layout


def dump_item(item: Item) -> str:
    match item:
        case Text(x, y, line):
            words = "".join(run.text for run in line.runs).strip()
            sizes = "/".join(dict.fromkeys(f"{run.size:g}" for run in line.runs))
            return f"text    {x:6.1f} {y:6.1f} {sizes:>8}  {words}"
        case Rule(x0, y0, x1, y1, width):
            return f"rule    {x0:6.1f} {y0:6.1f} {width:8.2f}  to {x1:.1f} {y1:.1f}"
        case Frame(x, y, width, height, radius, stroke):
            return f"frame   {x:6.1f} {y:6.1f} {stroke:8.2f}  {width:.1f} x {height:.1f}, radius {radius:.1f}"
        case Dot(x, y, radius):
            return f"dot     {x:6.1f} {y:6.1f} {radius:8.2f}"
        case Picture(x, y, width, height, drawing, mirrored):
            turned = ", mirrored" if mirrored else ""
            return f"picture {x:6.1f} {y:6.1f} {height:8.1f}  {drawing.name}{turned}"


def dump_pages(layout: Layout) -> Iterator[str]:
    for number, page in enumerate(layout.pages[:PAGES], start=1):
        yield f"page {number} of {len(layout.pages)}, {page.width:.1f} x {page.height:.1f}"
        for kind, items in (("body", page.items), ("footer", page.footer)):
            yield f" {kind}"
            yield from (f"  {dump_item(item)}" for item in items)


def dump_tree(node: Node, depth: int = 0) -> Iterator[str]:
    facts = [f"#{node.id}" if node.id else "", f"lang={node.lang}" if node.lang else ""]
    facts += [f"alt={node.alt!r}" if node.alt else "", "actual" if node.actual_text else "", node.url or ""]
    facts += [f"{key}={value}" for owner in node.attributes.values() for key, value in owner.items()]
    yield "  " * depth + " ".join([node.tag, *(fact for fact in facts if fact)])
    for child in node.children:
        yield from dump_tree(child, depth + 1)


@pytest.mark.parametrize("name", CASES)
def test_pages_and_structure_are_as_they_were(name: str) -> None:
    """Nothing moves, and no element changes its meaning, unless somebody meant it to."""
    layout = lay_out_job(CASES[name])
    dump = "\n".join([*dump_pages(layout), "", *dump_tree(layout.root)]) + "\n"
    golden = HERE / "golden" / f"{name}.txt"
    if os.environ.get("PLAINLEAF_GOLDEN") == "write":
        assert "CI" not in os.environ, "goldens are never written in CI"
        golden.write_text(dump, encoding="utf-8")
    assert dump == golden.read_text(encoding="utf-8")


def all_runs(layout: Layout) -> Iterator[tuple[float, Text]]:
    for page in layout.pages:
        for item in (*page.items, *page.footer):
            if isinstance(item, Text):
                yield page.width, item


@pytest.mark.parametrize("name", CASES)
def test_no_ink_leaves_the_margins(name: str) -> None:
    """20 mm on all sides, in both directions of writing."""
    margin = 20 * 72 / 25.4
    for width, item in all_runs(lay_out_job(CASES[name])):
        assert item.x >= margin - 0.01
        assert item.x + item.line.width <= width - margin + 0.01


@pytest.mark.parametrize("name", CASES)
def test_every_line_of_body_text_keeps_its_leading(name: str) -> None:
    """No two lines of one paragraph come nearer than the leading of their script: 1.5 times the size at least."""
    layout = lay_out_job(CASES[name])
    for page in layout.pages:
        lines = [item for item in page.items if isinstance(item, Text)]
        for upper, lower in pairwise(lines):
            same = {run.node for run in upper.line.runs} == {run.node for run in lower.line.runs}
            size = max((run.size for run in lower.line.runs), default=0.0)
            if same and upper.y > lower.y and size < 22:
                assert upper.y - lower.y >= 1.49 * size


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("baclofen")])
def test_no_heading_ends_a_page(name: str) -> None:
    """A heading keeps at least the first line below it (breaking rule 4)."""
    layout = lay_out_job(CASES[name])
    headings = {id(leaf) for node in walk(layout.root) if node.tag in ("H2", "H3") for leaf in walk(node)}
    for page in layout.pages:
        last = [item for item in page.items if isinstance(item, Text)][-1]
        assert not any(id(run.node) in headings for run in last.line.runs)


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from walk(child)
