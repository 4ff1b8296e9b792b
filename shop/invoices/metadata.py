"""Tell a PDF's readers that it is a Factur-X invoice: the `fx` properties of its XMP metadata (Factur-X 1.0, section 6.2.2).

Nothing else changes: what Typst wrote keeps its tags, dates and file IDs, so the same PDF gives the same bytes.
"""

import io

from lxml import etree
from lxml.builder import ElementMaker
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject

XML_NAME = "factur-x.xml"
_FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_AIIM = "http://www.aiim.org/pdfa/ns"
_SPACES = {
    "rdf": _RDF,
    "fx": _FX,
    "pdfaExtension": f"{_AIIM}/extension/",
    "pdfaSchema": f"{_AIIM}/schema#",
    "pdfaProperty": f"{_AIIM}/property#",
}
_PROPERTIES = {
    "DocumentType": ("INVOICE", "Kind of the embedded document"),
    "DocumentFileName": (XML_NAME, "File name of the embedded document"),
    "Version": ("1.0", "Version of the standard of the embedded document"),
    "ConformanceLevel": ("EN 16931", "Profile of the embedded document"),
}
_RESOURCE = {f"{{{_RDF}}}parseType": "Resource"}
_rdf, _fx, _, _schema, _property = (ElementMaker(namespace=space, nsmap=_SPACES) for space in _SPACES.values())
_HEAD, _TAIL = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<?xpacket end="r"?>'


def name_as_factur_x(pdf: bytes) -> bytes:
    """`pdf` (PDF/A-3 as Typst writes it) with the properties of an invoice of the profile EN 16931."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.pdf_header = "%PDF-1.7"  # pypdf would say 1.3, which knows neither tags nor embedded files
    stream = writer.root_object["/Metadata"]
    assert isinstance(stream, DecodedStreamObject)
    stream.set_data(_with_invoice(stream.get_data()))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _with_invoice(xmp: bytes) -> bytes:
    """The XMP packet with the four properties and, as PDF/A demands, the schema that explains them."""
    root = etree.fromstring(xmp)
    schemas = root.find(".//pdfaExtension:schemas/rdf:Bag", _SPACES)
    description = root.find(".//rdf:Description", _SPACES)
    assert schemas is not None and description is not None, "Typst writes both for PDF/A"
    explained = [
        _rdf.li(
            _property.category("external"),
            _property.description(why),
            _property.name(name),
            _property.valueType("Text"),
            _RESOURCE,
        )
        for name, (_value, why) in _PROPERTIES.items()
    ]
    schemas.append(
        _rdf.li(
            _schema.schema("Factur-X PDFA Extension Schema"),
            _schema.namespaceURI(_FX),
            _schema.prefix("fx"),
            _schema.property(_rdf.Seq(*explained)),
            _RESOURCE,
        )
    )
    description.addnext(
        _rdf.Description(*(_fx(name, value) for name, (value, _why) in _PROPERTIES.items()), {f"{{{_RDF}}}about": ""})
    )
    packet = etree.tostring(root, encoding="unicode")
    return f"{_HEAD}{packet}{_TAIL}".encode()
