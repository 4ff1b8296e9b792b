"""The e-invoice against the official rules of EN 16931 (XSD and schematron), and the places of its numbers."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from shop.invoices.document import InvoiceDocument
from shop.invoices.einvoice import invoice_xml
from tests.shop.invoices.documents import (
    FIGURE,
    R0,
    R7,
    R19,
    R20,
    a_document,
    a_party,
    a_seller,
    broken_rules,
    many_kinds,
)

RAM = {"ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"}
KINDS = many_kinds()


def _texts(document: InvoiceDocument, *path: str) -> list[str | None]:
    """The texts of the elements of ram at `path`, anywhere in the e-invoice."""
    root = etree.fromstring(invoice_xml(document))
    return [found.text for found in root.iterfind(".//" + "/".join(f"ram:{name}" for name in path), RAM)]


@pytest.mark.parametrize("document", KINDS.values(), ids=KINDS)
def test_each_kind_keeps_every_rule_of_en_16931(document: InvoiceDocument) -> None:
    assert broken_rules(invoice_xml(document)) == []


_names = st.text(min_size=1, max_size=30)
_items = st.tuples(_names, st.integers(0, 500_00), st.integers(1, 120), st.integers(0, 100))


@st.composite
def _documents(draw: st.DrawFn) -> InvoiceDocument:
    treatment, rates = draw(
        st.sampled_from([("domestic", [R19, R7]), ("oss", [R20, Decimal("25.50"), R0]), ("export", [R0]), ("small_business", [R0])])
    )
    items = [
        (name, unit, quantity, unit * quantity * percent // 100, draw(st.sampled_from(rates)))
        for name, unit, quantity, percent in draw(st.lists(_items, min_size=1, max_size=9))
    ]
    document = a_document(items=items, shipping=draw(st.integers(0, 30_00)), treatment=treatment, buyer=a_party(name=draw(_names)))
    fields = {**vars(document), "paid": draw(st.integers(0, document.total)), "means": draw(st.sampled_from(["transfer", "card"]))}
    return InvoiceDocument(**fields)


@settings(max_examples=40, deadline=None)
@given(document=_documents())
def test_any_document_keeps_every_rule_of_en_16931(document: InvoiceDocument) -> None:
    assert broken_rules(invoice_xml(document)) == []


@settings(max_examples=60, deadline=None)
@given(document=_documents())
def test_net_amount_of_a_line_follows_from_its_price_quantity_and_discount(document: InvoiceDocument) -> None:
    root = etree.fromstring(invoice_xml(document))
    for item in root.iterfind(".//ram:IncludedSupplyChainTradeLineItem", RAM):
        price, quantity, net = (
            Decimal(item.findtext(f".//ram:{name}", namespaces=RAM))
            for name in ("ChargeAmount", "BilledQuantity", "LineTotalAmount")
        )
        discount = Decimal(item.findtext(".//ram:ActualAmount", "0", namespaces=RAM))
        assert (price * quantity).quantize(Decimal("0.01"), ROUND_HALF_UP) - discount == net


@pytest.mark.parametrize(
    ("right", "wrong", "rules"),
    [
        ("<ram:GrandTotalAmount>161.65", "<ram:GrandTotalAmount>161.66", ["BR-CO-15", "BR-CO-16"]),
        ("<ram:LineTotalAmount>109.16", "<ram:LineTotalAmount>109.15", ["BR-CO-10"]),
        (">S<", ">Z<", ["BR-Z-05", "BR-Z-09"]),
        (">S<", ">Q<", ["Value of 'ram:CategoryCode' is not allowed."]),
        ("<ram:TypeCode>58", "<ram:TypeCode>4711", ["Value of 'ram:TypeCode' is not allowed."]),
        ("<ram:CountryID>DE", "<ram:CountryID>XX", ["Value of 'ram:CountryID' is not allowed."]),
    ],
)
def test_rules_find_a_wrong_amount_or_code(right: str, wrong: str, rules: list[str]) -> None:
    xml = invoice_xml(a_document()).decode()
    assert right in xml
    broken = " ".join(broken_rules(xml.replace(right, wrong).encode()))
    assert [rule for rule in rules if rule not in broken] == []


def test_schema_finds_an_unknown_element() -> None:
    xml = invoice_xml(a_document()).replace(b"GrandTotalAmount", b"GrandestTotalAmount")
    assert "GrandestTotalAmount" in broken_rules(xml)[0]


def test_same_document_gives_the_same_bytes() -> None:
    assert invoice_xml(a_document()) == invoice_xml(a_document())


@pytest.mark.parametrize(
    ("kind", "categories", "reasons"),
    [
        ("domestic", ["S"], []),
        ("mixed with discount", ["S", "S"], []),
        ("oss", ["S", "S"], []),
        ("oss at 0 %", ["S", "Z"], []),
        ("export", ["G"], ["Steuerfreie Ausfuhrlieferung nach § 4 Nr. 1 Buchst. a und § 6 UStG."]),
        ("export without VAT ID", ["E"], ["Steuerfreie Ausfuhrlieferung nach § 4 Nr. 1 Buchst. a und § 6 UStG."]),
        ("small business", ["E"], ["Umsatzsteuerfrei aufgrund der Kleinunternehmerregelung gemäß § 19 UStG."]),
    ],
)
def test_tax_category_follows_the_treatment(kind: str, categories: list[str], reasons: list[str]) -> None:
    header = ("ApplicableHeaderTradeSettlement", "ApplicableTradeTax")
    assert _texts(KINDS[kind], *header, "CategoryCode") == categories
    assert _texts(KINDS[kind], *header, "ExemptionReason") == reasons


def test_cancellation_is_a_credit_note_with_positive_amounts_that_names_its_invoice() -> None:
    document = KINDS["cancellation"]
    assert _texts(document, "TypeCode")[0] == "381"
    assert _texts(document, "GrandTotalAmount") == ["161.65"]
    assert _texts(document, "InvoiceReferencedDocument", "IssuerAssignedID") == ["RE-2026-000123"]
    assert _texts(document, "SpecifiedTradeSettlementPaymentMeans", "TypeCode") == ["1"]
    assert _texts(document, "IBANID") == []
    assert _texts(document, "IncludedNote", "Content") == ["Grund: Bestellung vor dem Versand storniert"]


@pytest.mark.parametrize(
    ("fields", "code", "ibans"),
    [
        ({"means": "transfer"}, "58", ["DE02120300000000202051"]),
        ({"means": "card"}, "48", []),
        ({"means": "transfer", "seller": a_seller(iban="", bic="")}, "1", []),
    ],
)
def test_means_of_payment(fields: dict[str, Any], code: str, ibans: list[str]) -> None:
    document = a_document(**fields)
    assert _texts(document, "SpecifiedTradeSettlementPaymentMeans", "TypeCode") == [code]
    assert _texts(document, "IBANID") == ibans
    assert broken_rules(invoice_xml(document)) == []


def test_name_keeps_its_characters_but_those_that_xml_forbids() -> None:
    document = a_document(items=[("星 🌟\x00\x0b <Lumi> & Co.\ufffe", 1_00, 1, 0, R19)])
    assert _texts(document, "SpecifiedTradeProduct", "Name") == ["星 🌟 <Lumi> & Co."]


def test_name_of_forbidden_characters_alone_is_a_dash() -> None:
    document = a_document(items=[("\x00\x01", 1_00, 1, 0, R19)], buyer=a_party(name="\x1f"))
    assert _texts(document, "SpecifiedTradeProduct", "Name") == ["–"]
    assert broken_rules(invoice_xml(document)) == []


def test_seller_without_vat_id_is_known_by_the_tax_number() -> None:
    document = a_document(items=[FIGURE], seller=a_seller(vat_id="", register="", phone="", email="", iban="", bic=""))
    assert _texts(document, "SellerTradeParty", "ID") == ["231/123/45678"]
    assert broken_rules(invoice_xml(document)) == []
