"""The peers: a document, and for personal copies a plan, to the bytes of a PDF. Nothing here imports plainleaf."""

from __future__ import annotations

import html
import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, MARGIN = 595.276, 841.89, 56.69
"""Points: A4 with 20 mm, as the profile has it."""
Plan = Sequence[Sequence[str]]
"""A name, then rows of a day and four doses."""


class WeasyPrint:
    """HTML and CSS to PDF/UA-1; the font configuration is kept."""

    name = "WeasyPrint"

    def __init__(self) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self._fonts = FontConfiguration()
        self._known: dict[str, Any] = {}

    def make(self, document: Any, plan: Plan = (), **_: int) -> bytes:
        """Return *document*, and a page with *plan* behind it."""
        from weasyprint import CSS, HTML

        if document.language not in self._known:
            css = _style(document)
            self._known[document.language] = CSS(string=css, font_config=self._fonts)
        body = "".join(_tag(role, text) for role, text in document.blocks)
        if plan:
            (name,), *rows = plan
            cells = "".join("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in rows)
            body += f'<h2 class="plan">{html.escape(name)}</h2><table>{cells}</table>'
        page = (
            f'<html lang="{document.language}" dir="{"rtl" if document.rtl else "ltr"}">'
            f"<title>{html.escape(document.title)}</title><body>{body}"
        )
        made = HTML(string=page, base_url=".").write_pdf(
            stylesheets=[self._known[document.language]], font_config=self._fonts, pdf_variant="pdf/ua-1"
        )
        assert isinstance(made, bytes)
        return made


def _tag(role: str, text: str) -> str:
    tag = {"title": "h1", "section": "h2", "heading": "h3", "item": "li", "body": "p"}[role]
    inner = f"<{tag}>{html.escape(text)}</{tag}>"
    return f"<ul>{inner}</ul>" if role == "item" else inner


def _style(document: Any) -> str:
    faces = "".join(
        f'@font-face{{font-family:"{name}";src:url("file://{plain}");font-weight:400}}'
        f'@font-face{{font-family:"{name}";src:url("file://{bold}");font-weight:700}}'
        for name, plain, bold in document.families
    )
    names = ",".join(f'"{name}"' for name, _, _ in document.families)
    tags = {"title": "h1", "section": "h2", "heading": "h3", "body": "p,li,td"}
    sizes = "".join(
        f"{tags[role]}{{font-size:{size}pt;line-height:{leading}pt}}"
        for role, (size, leading) in document.sizes.items()
    )
    page = f"@page{{size:{WIDTH}pt {HEIGHT}pt;margin:{MARGIN}pt}}body{{margin:0;font-family:{names}}}"
    return (
        faces + page + sizes + "ul{margin:0}.plan{break-before:page}table{border-collapse:collapse}td{border:1pt solid}"
    )


class Typst:
    """One compiler, kept from copy to copy; PDF/UA-1."""

    name = "Typst"

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._compilers: dict[str, Any] = {}

    def make(self, document: Any, plan: Plan = (), **_: int) -> bytes:
        """Return *document*, and a page with *plan* behind it."""
        import typst

        if document.language not in self._compilers:
            folders = {str(Path(path).parent) for _, *paths in document.families for path in paths}
            source = Path(self._folder.name, f"{document.language}.typ")
            source.write_text(_template(document), encoding="utf-8")
            self._compilers[document.language] = typst.Compiler(
                input=source, font_paths=sorted(folders), ignore_system_fonts=True
            )
        inputs = {"blocks": json.dumps(document.blocks), "plan": json.dumps(plan)}
        made = self._compilers[document.language].compile(sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"])
        assert isinstance(made, bytes)
        return made


def _template(document: Any) -> str:
    names = ", ".join(f'"{name}"' for name, _, _ in document.families)
    primary = document.language.split("-")[0]
    size, leading = document.sizes["body"]
    shows = "".join(
        f"#show heading.where(level: {level}): set text(size: {document.sizes[role][0]}pt, weight: 700)\n"
        for level, role in enumerate(("title", "section", "heading"), start=1)
    )
    return (
        f"#set document(title: {json.dumps(document.title, ensure_ascii=False)})\n"
        f"#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: {MARGIN}pt)\n"
        f'#set text(font: ({names},), lang: "{primary}", size: {size}pt)\n'
        f"#set par(leading: {leading - size}pt)\n{shows}"
        "#for (role, words) in json(bytes(sys.inputs.blocks)) {\n"
        '  if role == "title" { heading(level: 1, words) } else if role == "section" { heading(level: 2, words) }\n'
        '  else if role == "heading" { heading(level: 3, words) } else if role == "item" { list(words) }\n'
        "  else { par(words) }\n}\n"
        "#let plan = json(bytes(sys.inputs.plan))\n"
        "#if plan.len() > 0 {\n  pagebreak()\n  heading(level: 2, plan.first().first())\n"
        "  table(columns: 5, ..plan.slice(1).flatten())\n}\n"
    )


class ReportLab:
    """Platypus as it comes: no tags, no shaping, no bidi."""

    name = "plain ReportLab"

    def __init__(self) -> None:
        self._fonts: set[str] = set()

    def make(self, document: Any, plan: Plan = (), **_: int) -> bytes:
        """Return *document*, and a page with *plan* behind it."""
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

        name, plain, bold = document.families[0]
        for font, path in ((name, plain), (f"{name} Bold", bold)):
            if font not in self._fonts:
                pdfmetrics.registerFont(TTFont(font, path))
                self._fonts.add(font)
        styles = {
            role: ParagraphStyle(
                role, fontName=name if role == "body" else f"{name} Bold", fontSize=size, leading=leading
            )
            for role, (size, leading) in document.sizes.items()
        }
        styles["item"] = ParagraphStyle("item", parent=styles["body"], leftIndent=12, bulletIndent=0)
        flow: list[Any] = [
            Paragraph(html.escape(text), styles[role], bulletText="•" if role == "item" else None)
            for role, text in document.blocks
        ]
        if plan:
            (who,), *rows = plan
            flow += [PageBreak(), Paragraph(html.escape(who), styles["section"])]
            flow += [Table([[Paragraph(html.escape(text), styles["body"]) for text in row] for row in rows])]
        sink = io.BytesIO()
        margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
        SimpleDocTemplate(
            sink, pagesize=(WIDTH, HEIGHT), title=document.title, lang=document.language, **margins
        ).build(flow)
        return sink.getvalue()


def open_peer(name: str) -> Any:
    """Return the peer that is called *name*."""
    return next(kind() for kind in (Typst, WeasyPrint, ReportLab) if kind.name == name)


def open_peers() -> dict[str, Any]:
    """Return the peers by name."""
    return {kind.name: kind() for kind in (Typst, WeasyPrint, ReportLab)}
