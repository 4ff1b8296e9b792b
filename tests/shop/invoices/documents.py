"""Invoice documents for tests, split as the shop splits them, and the official rules of EN 16931 to check them by."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import facturx
from lxml import etree
from saxonche import PySaxonProcessor

from shop.invoices.document import Charge, InvoiceDocument, Line, Party, SellerParty, TaxGroup
from shop.money import allocate, split_gross

R19, R7, R20, R0 = Decimal("19.00"), Decimal("7.00"), Decimal("20.00"), Decimal("0.00")
Item = tuple[str, int, int, int, Decimal]  # name, unit price, quantity, discount, rate

FIGURE: Item = ("Lumi, Sternwacht-Edition", 129_90, 1, 0, R19)
KEYRING: Item = ("Schlüsselanhänger Kometenkatze", 8_95, 3, 0, R19)
MANGA: Item = ("Nullsektor 9, Band 4", 7_50, 2, 0, R7)

_RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931"
_SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}


def a_party(**fields: Any) -> Party:
    address = {
        "name": "Mira Beispiel",
        "extra": "",
        "street": "Lindenallee 5",
        "postcode": "04109",
        "city": "Leipzig",
        "country": "DE",
    }
    return Party(**{**address, "email": "mira@kunden.example", **fields})


def a_seller(**fields: Any) -> SellerParty:
    seller = {
        "name": "Sternregal GmbH",
        "extra": "",
        "street": "Sternwartenstraße 12",
        "postcode": "04103",
        "city": "Leipzig",
        "country": "DE",
        "email": "hallo@sternregal.example",
        "vat_id": "DE123456788",
        "tax_number": "231/123/45678",
        "phone": "+49 341 5550123",
        "register": "Amtsgericht Leipzig, HRB 54321",
        "account_holder": "Sternregal GmbH",
        "iban": "DE02120300000000202051",
        "bic": "BYLADEM1001",
    }
    return SellerParty(**{**seller, **fields})


def a_document(*, items: Sequence[Item] = (FIGURE, KEYRING), shipping: int = 4_90, **fields: Any) -> InvoiceDocument:
    """A paid invoice for `items` (shipping in cents, split over the rates by the value of the goods); `fields` replace its own."""
    lines, charges, taxes = _split(items, shipping)
    net, tax = sum(group.net for group in taxes), sum(group.tax for group in taxes)
    document = {
        "kind": "invoice",
        "number": "RE-2026-000123",
        "issued_on": date(2026, 11, 23),
        "order_number": "SR-7K2M-94QX",
        "ordered_on": date(2026, 11, 21),
        "paid_on": date(2026, 11, 23),
        "language": "de",
        "currency": "EUR",
        "seller": a_seller(),
        "buyer": a_party(),
        "delivery": a_party(),
        "lines": lines,
        "charges": charges,
        "taxes": taxes,
        "net": net,
        "tax": tax,
        "total": net + tax,
        "paid": net + tax,
        "method": "Vorkasse per Überweisung",
        "means": "transfer",
        "treatment": "domestic",
        "tax_country": "DE",
    }
    return InvoiceDocument(**{**document, **fields})


def _split(items: Sequence[Item], shipping: int) -> tuple[tuple[Line, ...], tuple[Charge, ...], tuple[TaxGroup, ...]]:
    """Per rate: the tax that all of it contains, then its net amount given to the parts by largest remainder."""
    totals = [unit * quantity - discount for _name, unit, quantity, discount, _rate in items]
    rates = sorted({item[-1] for item in items}, reverse=True)
    goods = [sum(total for total, item in zip(totals, items, strict=True) if item[-1] == rate) for rate in rates]
    shares = allocate(shipping, goods)
    lines, charges, taxes = [], [], []
    for rate, share in zip(rates, shares, strict=True):
        of_rate = [index for index, item in enumerate(items) if item[-1] == rate]
        parts = [*(totals[index] for index in of_rate), *([share] if share else [])]
        whole = split_gross(sum(parts), rate)
        nets = allocate(whole.net, parts)
        lines += [_line(index, items[index], net) for index, net in zip(of_rate, nets, strict=False)]
        if share:
            charges.append(Charge(label="Versand", net=nets[-1], tax=share - nets[-1], total=share, rate=rate))
        taxes.append(TaxGroup(rate=rate, net=whole.net, tax=whole.tax, gross=whole.gross))
    return tuple(sorted(lines, key=lambda line: line.position)), tuple(charges), tuple(taxes)


def _line(index: int, item: Item, net: int) -> Line:
    name, unit, quantity, discount, rate = item
    total = unit * quantity - discount
    return Line(
        position=index + 1,
        sku=f"SR-{index + 1:04}",
        name=name,
        features="Maßstab 1:7 · PVC · 24 cm",
        quantity=quantity,
        unit=unit,
        gross=unit * quantity,
        discount=discount,
        total=total,
        net=net,
        tax=total - net,
        rate=rate,
    )


def many_kinds() -> dict[str, InvoiceDocument]:
    """One document of each kind that the shop issues, by a name for the test."""
    vienna = a_party(name="Jonas Muster", street="Ringgasse 7/3", postcode="1010", city="Wien", country="AT")
    zurich = a_party(name="Lea Vorlage", street="Seeweg 1", postcode="8001", city="Zürich", country="CH")
    tokyo = a_party(
        name="髙橋 美咲", extra="プラネタリウム荘 203号室", street="星見町1-2-3", postcode="100-0001", city="東京都", country="JP"
    )
    nothing = R0
    untaxed = [(*FIGURE[:4], nothing), (*MANGA[:3], 50, nothing)]
    cancels = {
        "kind": "cancellation",
        "number": "ST-2026-000007",
        "original_number": "RE-2026-000123",
        "original_on": date(2026, 11, 20),
    }
    unpaid = {"paid": 0, "paid_on": None}
    mixed = [(*FIGURE[:3], 13_00, R19), KEYRING, MANGA]
    abroad = {"buyer": vienna, "delivery": vienna, "treatment": "oss", "tax_country": "AT", "language": "en"}
    exported = {"buyer": zurich, "delivery": zurich, "treatment": "export", "tax_country": "CH", "items": untaxed}
    small = {"seller": a_seller(vat_id="", register=""), "treatment": "small_business", "items": untaxed}
    names = ["Sternenwächterin – Große Sammelfigur mit beleuchtetem Planetensockel", "星の図書館 第3巻", "Anhänger"]
    return {
        "domestic": a_document(),
        "domestic unpaid": a_document(**unpaid),
        "without shipping, partly paid by card": a_document(shipping=0, paid=50_00, paid_on=None, means="card", method="Karte"),
        "mixed with discount": a_document(items=mixed, shipping=5_00, delivered_on=date(2026, 11, 25)),
        "free line": a_document(items=[FIGURE, ("Aufkleber", 1_00, 1, 1_00, R19)]),
        "oss": a_document(items=[(*FIGURE[:4], R20), (*MANGA[:4], Decimal("10.00"))], method="Card", means="card", **abroad),
        "oss at 0 %": a_document(items=[(*FIGURE[:4], R20), (*MANGA[:4], R0)], **abroad),
        "export": a_document(**exported),
        "export without VAT ID": a_document(seller=a_seller(vat_id=""), **exported),
        "small business": a_document(**small),
        "small business unpaid, in English": a_document(language="en", **small, **unpaid),
        "cancellation": a_document(reason="Bestellung vor dem Versand storniert", **cancels),
        "cancellation not refunded yet": a_document(items=mixed, language="en", **cancels, **unpaid),
        "export cancelled": a_document(**exported, **cancels),
        "Japanese": a_document(
            buyer=tokyo, delivery=tokyo, treatment="export", tax_country="JP", items=[(names[1], 9_90, 2, 0, R0)]
        ),
        "60 lines": a_document(
            items=[(f"{names[n % 3]} {n}", 99 + 137 * n, 1 + n % 9, n % 5, (R19, R7)[n % 4 == 1]) for n in range(60)]
        ),
    }


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(_RULES / "Factur-X_EN16931.xsd"))


@cache
def _saxon() -> tuple[PySaxonProcessor, Any]:
    """The processor must outlive its stylesheet; compiling the rules takes most of a second."""
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_RULES / "FACTUR-X_EN16931.xslt"))


def broken_rules(xml: bytes) -> list[str]:
    """What XSD and schematron of EN 16931 have against `xml`: the schema's messages, then the names of the rules."""
    schema = _schema()
    schema.validate(etree.fromstring(xml))
    processor, rules = _saxon()
    report = etree.fromstring(rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode())).encode())
    asserts = report.iterfind(".//svrl:failed-assert", _SVRL)
    failed = [" ".join("".join(failure.itertext()).split())[:90] for failure in asserts]
    assert report.findall(".//svrl:fired-rule", _SVRL), "the rules were not run"
    return [error.message for error in schema.error_log] + failed
