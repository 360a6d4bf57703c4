"""Checks of the file as a whole: catalog, metadata, PDF/A identification and the raw bytes."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from pdfua_reading import Reading, as_list
from pdfua_registry import Places, check
from pikepdf import Name

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
UA = "{http://www.aiim.org/pdfua/ns/id/}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read_property(reading: Reading, name: str) -> str:
    """Return the XMP property *name* ("{namespace}name"), of an Alt or Bag its first item; "" without it."""
    if "/Metadata" not in reading.root:
        return ""
    packet = ElementTree.fromstring(reading.root.Metadata.read_bytes())
    for node in packet.iter(RDF + "Description"):
        if name in node.attrib:
            return node.attrib[name]
        found = node.find(name)
        if found is not None:
            return "".join(found.itertext()).strip()
    return ""


@check("01-007", "Suspects is true")
def find_suspects(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 11."""
    if bool((reading.root.get("/MarkInfo") or {}).get("/Suspects", False)):
        yield "catalog, MarkInfo"


@check("14289-1:7.1/marked", "The file does not say that it is tagged")
def find_unmarked(reading: Reading) -> Places:
    """Source: ISO 32000-1 14.7.1 (MarkInfo, Marked), asked for by ISO 14289-1 7.1."""
    if not bool((reading.root.get("/MarkInfo") or {}).get("/Marked", False)):
        yield "catalog, MarkInfo"


@check("14289-1:7.1/tree", "The file has no structure tree with a Document at its root")
def find_missing_tree(reading: Reading) -> Places:
    """Source: ISO 32000-1 14.7.2 (StructTreeRoot) and 14.8.4.2 (Document), asked for by ISO 14289-1 7.1."""
    if [element.type for element in reading.elements if element.parent is None] != ["Document"]:
        yield "catalog, StructTreeRoot"


@check("06-001", "There is no XMP metadata stream")
def find_missing_metadata(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 8."""
    if "/Metadata" not in reading.root:
        yield "catalog"


@check("06-002", "The XMP metadata does not identify PDF/UA-1")
def find_missing_ua_identifier(reading: Reading) -> Places:
    """Source: ISO 14289-1 clause 5."""
    if read_property(reading, UA + "part") != "1":
        yield "metadata, pdfuaid:part"


@check("06-003", "The XMP metadata has no dc:title")
def find_missing_title(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 8."""
    if not read_property(reading, TITLE):
        yield "metadata, dc:title"


@check("06-004", "The dc:title does not identify the document: it is no title but a file's name or a placeholder")
def find_useless_title(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 8. Judging a real title takes a person; this finds what never is one."""
    title = read_property(reading, TITLE)
    if re.search(r"\.\w{2,4}$|^(untitled|anonymous|document)$", title, re.IGNORECASE):
        yield title


@check("07-001", "ViewerPreferences has no DisplayDocTitle")
def find_missing_title_preference(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 9."""
    if "/DisplayDocTitle" not in (reading.root.get("/ViewerPreferences") or {}):
        yield "catalog, ViewerPreferences"


@check("07-002", "DisplayDocTitle is false")
def find_false_title_preference(reading: Reading) -> Places:
    """Source: ISO 14289-1 7.1, paragraph 9."""
    if not bool((reading.root.get("/ViewerPreferences") or {}).get("/DisplayDocTitle", True)):
        yield "catalog, ViewerPreferences"


@check("19005-2:6.6.4", "The XMP metadata does not identify PDF/A-2a")
def find_missing_pdfa_identifier(reading: Reading) -> Places:
    """Source: ISO 19005-2 6.6.4."""
    found = read_property(reading, PDFA + "part") + read_property(reading, PDFA + "conformance")
    if found != "2A":
        yield f"metadata, pdfaid: {found!r}"


@check("19005-2:6.2.3", "There is no output intent GTS_PDFA1 with an embedded profile")
def find_missing_output_intent(reading: Reading) -> Places:
    """Source: ISO 19005-2 6.2.3 and 6.2.4.3: device colours need one."""
    intents = [intent for intent in as_list(reading.root.get("/OutputIntents")) if intent.get("/S") == Name.GTS_PDFA1]
    if not any("/DestOutputProfile" in intent for intent in intents):
        yield "catalog, OutputIntents"


@check("19005-2:6.1.3/id", "The trailer has no ID")
def find_missing_file_id(reading: Reading) -> Places:
    """Source: ISO 19005-2 6.1.3."""
    if len(as_list(reading.pdf.trailer.get("/ID"))) != 2:
        yield "trailer"


@check("19005-2:6.1.3/encrypt", "The file is encrypted")
def find_encryption(reading: Reading) -> Places:
    """Source: ISO 19005-2 6.1.3. PDF/UA alone would let it be (26-001, 26-002)."""
    if reading.pdf.is_encrypted:
        yield "trailer, Encrypt"


@check("19005-2:6.1.7.1", "There is no end of line before endstream")
def find_glued_endstream(reading: Reading) -> Places:
    """Source: ISO 19005-2 6.1.7.1."""
    for found in re.finditer(rb"[^\r\n]endstream", reading.data):
        yield f"byte {found.start()}"
