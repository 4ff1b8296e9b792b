"""The invoice on paper: PDF/A-3a and PDF/UA-1 set by Typst, with the e-invoice inside (Factur-X, ZUGFeRD)."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from shop.invoices.document import InvoiceDocument
from shop.invoices.einvoice import invoice_xml
from shop.invoices.legible import FONTS
from shop.invoices.letter import letter
from shop.invoices.metadata import name_as_factur_x

_TEMPLATE = Path(__file__).parent / "invoice.typ"


@dataclass(frozen=True)
class Rendered:
    """The file for people, and the XML that is embedded in it for machines."""

    pdf: bytes
    xml: bytes


def render_invoice(document: InvoiceDocument) -> Rendered:
    """Set the letter around the e-invoice. The same document gives the same bytes: its times are noon (UTC) of its day."""
    xml = invoice_xml(document)
    pdf = typst.compile(
        _TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        # Data, never source: what customers type cannot become a command of the template.
        sys_inputs={"letter": json.dumps(letter(document)), "xml": xml.decode()},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=datetime.combine(document.issued_on, time(12), tzinfo=UTC),
    )
    return Rendered(pdf=name_as_factur_x(pdf), xml=xml)


@cache
def _fonts() -> typst.Fonts:
    """Our own fonts alone, so that an invoice looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
