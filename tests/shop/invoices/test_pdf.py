"""The invoice as a file: text that can be copied and read aloud, an archive's marks, and the e-invoice inside."""

import io
import re
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

from shop.invoices.einvoice import invoice_xml
from shop.invoices.legible import coverage
from shop.invoices.letter import letter
from shop.invoices.pdf import Rendered, render_invoice
from shop.invoices.words import WORDS
from shop.money import format_cents
from tests.shop.invoices.documents import FIGURE, R19, a_document, a_party, many_kinds

KINDS = many_kinds()
XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "fx": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
}


@cache
def _rendered(kind: str) -> Rendered:
    return render_invoice(KINDS[kind])


def _reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def _text(pdf: bytes) -> str:
    """The text of all pages in one line, without the places where a long word may break."""
    pages = [page.extract_text() for page in _reader(pdf).pages]
    return re.sub(r"\s+", " ", " ".join(pages).replace("\u200b", ""))


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words)


@pytest.mark.parametrize("kind", KINDS)
def test_letter_shows_every_amount(kind: str) -> None:
    document, text = KINDS[kind], _text(_rendered(kind).pdf)
    amounts = {document.total, *(charge.total for charge in document.charges)}
    for line in document.lines:
        amounts |= {line.unit, line.total, *([line.discount] if line.discount else [])}
    if document.treatment != "small_business":
        for group in document.taxes:
            amounts |= {group.net, group.tax, group.gross}
    if 0 < document.paid < document.total:
        amounts |= {document.paid, document.due}
    words = [_one_line(format_cents(amount, document.language)) for amount in amounts]
    assert [amount for amount in words if amount not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_letter_shows_its_parties_and_numbers(kind: str) -> None:
    document, text = KINDS[kind], _text(_rendered(kind).pdf)
    parties = [document.buyer.name, document.buyer.street, document.seller.name, document.seller.street, document.seller.iban[:4]]
    numbers = [document.number, document.order_number, document.original_number, *(line.sku for line in document.lines)]
    assert [words for words in [*parties, *numbers] if words not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_embedded_file_is_the_e_invoice(kind: str) -> None:
    rendered = _rendered(kind)
    assert rendered.xml == invoice_xml(KINDS[kind])
    assert _reader(rendered.pdf).attachments == {"factur-x.xml": [rendered.xml]}


def test_e_invoice_is_an_alternative_to_the_letter() -> None:
    root: Any = _reader(_rendered("domestic").pdf).trailer["/Root"]
    (file,) = (entry.get_object() for entry in root["/AF"])
    assert (file["/AFRelationship"], file["/UF"], file["/EF"]["/F"]["/Subtype"]) == ("/Alternative", "factur-x.xml", "/text/xml")
    assert file["/Desc"] == WORDS["de"]["attachment"]


@pytest.mark.parametrize(("kind", "language"), [("domestic", "de-DE"), ("oss", "en-IE")])
def test_file_is_tagged_in_its_language_with_one_color_profile(kind: str, language: str) -> None:
    pdf = _rendered(kind).pdf
    root: Any = _reader(pdf).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (language, True, True)
    assert [intent["/S"] for intent in root["/OutputIntents"]] == ["/GTS_PDFA1"]
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert pdf.startswith(b"%PDF-1.7\n%")


def test_metadata_names_archive_accessibility_and_profile() -> None:
    root: Any = _reader(_rendered("domestic").pdf).trailer["/Root"]
    xmp = etree.fromstring(root["/Metadata"].get_data())
    expected = {
        "pdfaid:part": "3",
        "pdfaid:conformance": "A",
        "pdfuaid:part": "1",
        "fx:DocumentType": "INVOICE",
        "fx:DocumentFileName": "factur-x.xml",
        "fx:Version": "1.0",
        "fx:ConformanceLevel": "EN 16931",
    }
    assert {name: xmp.findtext(f".//{name}", namespaces=XMP) for name in expected} == expected
    explained = [uri.text for uri in xmp.iterfind(".//pdfaSchema:namespaceURI", XMP)]
    assert XMP["fx"] in explained


def test_every_font_is_embedded_and_says_which_characters_it_shows() -> None:
    fonts: dict[str, Any] = {}
    for page in _reader(_rendered("Japanese").pdf).pages:
        resources: Any = page["/Resources"]
        fonts |= {str(font["/BaseFont"]): font for font in (entry.get_object() for entry in resources["/Font"].values())}
    assert {name.split("+")[-1].removesuffix("-Identity-H") for name in fonts} == {
        "Inter-Regular",
        "Inter-SemiBold",
        "NotoSansCJKjp-Regular",
    }
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/ToUnicode" in font and ("/FontFile3" in descriptor or "/FontFile2" in descriptor)


def test_same_document_gives_the_same_bytes() -> None:
    assert render_invoice(KINDS["mixed with discount"]) == render_invoice(KINDS["mixed with discount"])


def test_another_day_gives_other_bytes() -> None:
    assert render_invoice(a_document()).pdf != render_invoice(a_document(issued_on=date(2026, 11, 24))).pdf


def test_japanese_can_be_copied() -> None:
    text = _text(_rendered("Japanese").pdf)
    assert [
        words
        for words in ("髙橋 美咲", "プラネタリウム荘 203号室", "星見町1-2-3", "東京都", "星の図書館 第3巻")
        if words not in text
    ] == []


def test_unknown_characters_become_boxes_in_the_letter_and_stay_in_the_e_invoice() -> None:
    rendered = render_invoice(
        a_document(items=[("Plüsch 🌟 Kometenkatze\x07", 1_00, 1, 0, R19)], buyer=a_party(name="Mira 👩‍🚀 한"))
    )
    text = _text(rendered.pdf)
    assert "Plüsch □ Kometenkatze" in text and "Mira □□ □" in text
    assert "Plüsch 🌟 Kometenkatze<" in rendered.xml.decode() and "Mira 👩‍🚀 한<" in rendered.xml.decode()


def test_names_are_data_and_no_commands() -> None:
    name = "#panic() [*a* _b_] $x$ \\ \" ' @ref <label> // c"
    assert name in _text(render_invoice(a_document(items=[(name, 1_00, 1, 0, R19)])).pdf)


def test_every_character_of_the_fonts_can_be_set() -> None:
    points = [
        chr(n) for font in coverage() for start, end in zip(font.starts, font.ends, strict=True) for n in range(start, end + 1)
    ]
    items = [("".join(points[start : start + 300]), 1_00, 1, 0, R19) for start in range(0, len(points), 300)]
    assert len(points) > 10_000
    assert len(_reader(render_invoice(a_document(items=items)).pdf).pages) == 9


@settings(max_examples=25, deadline=None)
@given(names=st.lists(st.text(max_size=60), min_size=20, max_size=20), address=st.text(max_size=200))
def test_any_text_can_be_set(names: list[str], address: str) -> None:
    document = a_document(
        items=[(name, 1_00, 1, 0, R19) for name in names],
        buyer=a_party(name=address or "-", extra=address, street=address, city=address),
        method=address,
    )
    assert len(_reader(render_invoice(document).pdf).pages) >= 1


def test_long_order_repeats_its_heading_row_and_counts_its_pages() -> None:
    pages = [_one_line(page.extract_text()) for page in _reader(_rendered("60 lines").pdf).pages]
    assert len(pages) == 4
    for number, page in enumerate(pages, start=1):
        assert "Pos. Artikel Menge Einzelpreis" in page
        assert f"Seite {number} von 4" in page
        assert page.count("Rechnung RE-2026-000123") == 1
    assert "Gesamtbetrag" in pages[-1] and not any("Gesamtbetrag" in page for page in pages[:-1])


@pytest.mark.parametrize(
    ("kind", "said", "unsaid"),
    [
        ("domestic", ["Vollständig bezahlt am 23.11.2026. Zahlungsart: Vorkasse per Überweisung.", "MwSt. 19 %"], ["Kontoinhaber"]),
        (
            "domestic unpaid",
            ["Bitte 161,65 € auf das folgende Konto", "DE02 1203 0000 0000 2020 51", "Verwendungszweck"],
            ["bezahlt"],
        ),
        ("without shipping, partly paid by card", ["Bereits bezahlt", "Noch zu zahlen", "Offen sind noch 106,75 €."], ["Versand"]),
        ("mixed with discount", ["Rabatt", "−13,00 €", "Versand (19 %)", "Versand (7 %)", "Lieferdatum 25.11.2026"], []),
        ("oss", ["VAT AT 20%", "country of destination, Austria", "AUSTRIA", "Paid in full on 23 November 2026."], ["Discount"]),
        ("export", ["Steuerfreie Ausfuhrlieferung nach § 4 Nr. 1", "Ausfuhr 0 %", "SCHWEIZ"], ["einschließlich MwSt."]),
        ("small business", ["gemäß § 19 UStG"], ["MwSt.", "Netto"]),
        ("small business unpaid, in English", ["§ 19 of the German VAT Act", "Payment reference"], ["VAT included", "VAT ID"]),
        (
            "cancellation",
            [
                "Stornorechnung ST-2026-000007",
                "Positionen der Rechnung RE-2026-000123 vom 20.11.2026",
                "Grund: Bestellung vor dem Versand storniert",
                "Stornierter Betrag",
                "Vollständig erstattet am 23.11.2026.",
            ],
            ["Gutschrift", "Gesamtbetrag", "Kontoinhaber"],
        ),
        (
            "cancellation not refunded yet",
            ["As far as it was paid, the amount is refunded", "Cancelled amount"],
            ["Account holder"],
        ),
    ],
)
def test_letter_says_what_applies_and_nothing_else(kind: str, said: list[str], unsaid: list[str]) -> None:
    text = _text(_rendered(kind).pdf)
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


def test_another_delivery_address_is_named() -> None:
    text = _text(render_invoice(a_document(delivery=a_party(name="Paketladen Stern", extra="Fach 7"))).pdf)
    assert "Lieferadresse: Paketladen Stern, Fach 7, Lindenallee 5, 04109 Leipzig" in text
    assert "Lieferadresse" not in _text(_rendered("domestic").pdf)


def test_settled_without_a_day_is_said_without_a_day() -> None:
    assert letter(a_document(paid_on=None))["payment"] == "Vollständig bezahlt. Zahlungsart: Vorkasse per Überweisung."


def test_partly_refunded_cancellation_names_the_rest() -> None:
    fields = {"kind": "cancellation", "original_number": "RE-1", "original_on": date(2026, 11, 20)}
    rest = letter(a_document(items=[FIGURE], shipping=0, paid=29_90, **fields))["rest"]
    assert rest == [["Bereits erstattet", "29,90\xa0€"], ["Noch zu erstatten", "100,00\xa0€"]]


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    gaps = [{key: sorted(re.findall(r"{\w+}", text)) for key, text in WORDS[language].items()} for language in ("de", "en")]
    assert gaps[0] == gaps[1]
