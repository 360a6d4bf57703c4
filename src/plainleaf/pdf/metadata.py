"""What the file says of itself: XMP and document information with the same words, catalog, outline, /ID."""

from __future__ import annotations

import hashlib
from typing import Any

from reportlab.pdfbase import pdfdoc

from plainleaf.layout.model import Bookmark, Metadata
from plainleaf.pdf.icc import make_srgb_profile
from plainleaf.pdf.objects import Name, Stream, make_array, make_bytes, make_dict

CREATOR = "plainleaf"
PRODUCER = "ReportLab PDF Library"

_EXTENSION = """<pdfaExtension:schemas xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""
"""PDF/A-2 allows a schema it does not know, such as that of PDF/UA, only where the file describes it."""


def make_xmp(metadata: Metadata) -> bytes:
    """Return the XMP packet."""
    title, author, subject, keywords, language = (
        escape(text)
        for text in (metadata.title, metadata.author, metadata.subject, metadata.keywords, metadata.language)
    )
    date = f"{metadata.date}T00:00:00Z"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfuaid:part>1</pdfuaid:part><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool><pdf:Producer>{PRODUCER}</pdf:Producer>
<pdf:Keywords>{keywords}</pdf:Keywords>
{_EXTENSION}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


class DocumentInfo(pdfdoc.PDFInfo):  # type: ignore[misc]
    """The /Info dictionary, word for word what the XMP packet says (ISO 19005-2, 6.6.2.3)."""

    def __init__(self, metadata: Metadata) -> None:
        super().__init__()
        self.title, self.author = metadata.title, metadata.author
        self.subject, self.keywords = metadata.subject, metadata.keywords
        self.creator, self.producer = CREATOR, PRODUCER
        self.date = "D:" + metadata.date.replace("-", "") + "000000Z"

    def format(self, document: Any) -> bytes:
        """Return the dictionary."""
        texts = {
            "Title": self.title,
            "Author": self.author,
            "Subject": self.subject,
            "Keywords": self.keywords,
            "Creator": self.creator,
            "Producer": self.producer,
            "CreationDate": self.date,
            "ModDate": self.date,
        }
        entries = {key: pdfdoc.PDFString(text) for key, text in texts.items()}
        formatted: bytes = make_dict(**entries).format(document)
        return formatted


def describe_document(canvas: Any, metadata: Metadata, pages: int) -> None:
    """Write *metadata*, viewer preferences and the meaning of colours into the canvas's document.

    pages: how many there are, by which a printer is told whether to print on both sides.
    """
    document = canvas._doc
    document.info = DocumentInfo(metadata)
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.MarkInfo = make_dict(Marked="true")
    catalog.ViewerPreferences = make_dict(
        DisplayDocTitle="true",
        Direction=Name("R2L" if metadata.rtl else "L2R"),
        PrintScaling=Name("None"),  # letters scaled to the page are no longer the size we promise
        Duplex=Name("Simplex" if pages == 1 else "DuplexFlipLongEdge"),
        PickTrayByPDFSize="true",
    )
    packet = Stream(make_xmp(metadata), {"Type": Name("Metadata"), "Subtype": Name("XML")}, compress=False)
    catalog.Metadata = packet
    intent = make_dict(
        Type=Name("OutputIntent"),
        S=Name("GTS_PDFA1"),
        OutputConditionIdentifier=make_bytes("sRGB IEC61966-2.1"),
        Info=make_bytes("sRGB IEC61966-2.1"),
        DestOutputProfile=document.Reference(Stream(make_srgb_profile(), {"N": 3})),
    )
    catalog.OutputIntents = make_array([intent])


def set_id(canvas: Any, metadata: Metadata) -> None:
    """Give the file an /ID made from what it holds."""
    digest = hashlib.sha256(make_xmp(metadata))
    for code in canvas.codes:
        digest.update(code)
    for font in canvas.fonts.values():
        digest.update(repr((font.face.postscript_name, list(font.codes))).encode())
    number = digest.hexdigest()[:32].upper()
    canvas._doc._ID = f"\n[<{number}><{number}>]\n".encode()


def add_outline(canvas: Any, outline: tuple[Bookmark, ...]) -> None:
    """Add the bookmarks; a level never rises by more than one."""
    level = -1
    for number, bookmark in enumerate(outline):
        level = min(bookmark.level - 1, level + 1)
        canvas.addOutlineEntry(bookmark.title, f"outline-{number}", level, closed=0)
    if outline:
        canvas.showOutline()


def escape(text: str) -> str:
    """Return *text* fit to stand in an XML element. (xml.sax.saxutils would load half the network library.)"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
