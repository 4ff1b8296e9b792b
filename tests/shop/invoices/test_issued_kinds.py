"""Every kind of invoice as real orders bring it about, from cart to e-invoice, against the official rules of EN 16931."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from pypdf import PdfReader

from shop.aftersales.cancel_order import cancel_order
from shop.aftersales.declare_withdrawal import declare_withdrawal
from shop.aftersales.refund_order import refund_order
from shop.aftersales.settle_withdrawal import settle_withdrawal
from shop.books.verify import verify_books
from shop.fulfillment.ship import ship
from shop.invoices.document import InvoiceDocument
from shop.invoices.einvoice import invoice_xml
from shop.invoices.models import Invoice
from shop.invoices.pdf import render_invoice
from shop.legal.models import SellerProfile
from shop.orders.models import Order
from shop.tax.models import TaxKind, TaxProfile
from tests.factories import (
    AT,
    SHOP_URL,
    a_product,
    a_shop,
    a_staff_member,
    a_tax_rate,
    a_variant,
    a_voucher,
    a_zone,
    an_address,
    an_order,
)
from tests.shop.invoices.documents import broken_rules

pytestmark = pytest.mark.django_db


def _mixed(**cart: object) -> Order:
    """Two figures and three books, paid."""
    figure = a_variant(product=a_product(name="Lumi"), price="29.95", on_hand=9)
    book = a_variant(product=a_product(name="Artbook", tax_kind=TaxKind.BOOK), price="7.33", on_hand=9)
    return an_order(paid=True, lines=[(figure, 2), (book, 3)], **cart)


def _to_switzerland(language: str) -> Order:
    a_shop()
    a_zone(countries=["CH"], price="14.90", name_de="Schweiz", name_en="Switzerland", position=2)
    return _mixed(country="CH", language=language)


def _by_oss() -> Order:
    a_shop()
    TaxProfile.objects.create(oss_from=date(2026, 1, 1))
    a_tax_rate(country="AT", percent=Decimal(20))
    a_tax_rate(country="AT", kind=TaxKind.BOOK, percent=Decimal(10))
    return _mixed(country="AT", language="de")


def _small_business(language: str) -> Order:
    a_shop()
    SellerProfile.objects.update(vat_id="", tax_number="231/123/45678")
    TaxProfile.objects.create(small_business_from=date(2026, 1, 1))
    return _mixed(language=language)


def _to_a_japanese_name() -> Order:
    billing = an_address(
        name="髙橋 美咲", extra="プラネタリウム荘 203号室", street="星見町1-2-3", city="東京都", postcode="100-0001", country="JP"
    )
    return _mixed(billing=billing)


def _for_nothing() -> Order:
    """A voucher over all of the goods: nothing is due, and the order is paid as it is placed."""
    order = an_order(lines=[(a_variant(price="110.00"), 1)], voucher=a_voucher(percent=100))
    assert (order.total, order.state) == (0, "paid")
    return order


def _reduced() -> Order:
    order = _mixed()
    refund_order(order=order, amount=7_77, reason="a scratch", key="1", by=a_staff_member(), at=AT, shop_url=SHOP_URL)
    return order


def _cancelled(**cart: object) -> Order:
    order = _mixed(**cart)
    cancel_order(order=order, why="by request", at=AT, shop_url=SHOP_URL, by=a_staff_member())
    return order


def _withdrawn(pieces: int, **cart: object) -> Order:
    """Shipped, then one figure (and with 9 pieces everything) is withdrawn."""
    order = _mixed(**cart)
    staff = a_staff_member()
    ship(
        order=order,
        quantities={line.pk: line.quantity for line in order.lines.all()},
        tracking="",
        by=staff,
        at=AT,
        shop_url=SHOP_URL,
    )
    declared = declare_withdrawal(name="Jana", contract=order.number, email="j@example.org", note="", language="en", at=AT)
    settle_withdrawal(
        declaration=declared,
        order=order,
        quantities={line.pk: min(pieces, line.quantity) for line in order.lines.all()},
        deduction=0,
        reason="",
        by=staff,
        at=AT,
        shop_url=SHOP_URL,
    )
    return order


def _plain(**cart: object) -> Order:
    return an_order(paid=True, **cart)


# Name -> (how it comes about, the treatment on the document, how many documents there are).
KINDS: dict[str, tuple[Callable[[], Order], str, int]] = {
    "19 %": (_plain, "domestic", 1),
    "19 %, in German": (lambda: _plain(language="de"), "domestic", 1),
    "19 % and 7 %": (_mixed, "domestic", 1),
    "percent off": (lambda: _mixed(voucher=a_voucher(percent=15)), "domestic", 1),
    "an amount off": (lambda: _mixed(voucher=a_voucher(kind="amount", percent=None, amount=12)), "domestic", 1),
    "free shipping by voucher": (lambda: _mixed(voucher=a_voucher(kind="free_shipping", percent=None)), "domestic", 1),
    "free shipping by the sum": (lambda: _plain(lines=[(a_variant(price="120.00"), 1)]), "domestic", 1),
    "paid by card": (lambda: _plain(method="card"), "domestic", 1),
    "nothing to pay": (_for_nothing, "domestic", 1),
    "Austria below the threshold": (lambda: _mixed(country="AT"), "domestic", 1),
    "Austria by OSS": (_by_oss, "oss", 1),
    "Switzerland": (lambda: _to_switzerland("en"), "export", 1),
    "Switzerland, in German": (lambda: _to_switzerland("de"), "export", 1),
    "small business": (lambda: _small_business("en"), "small_business", 1),
    "small business, in German": (lambda: _small_business("de"), "small_business", 1),
    "billed to Tokyo": (_to_a_japanese_name, "domestic", 1),
    "reduced afterwards": (_reduced, "domestic", 2),
    "cancelled": (_cancelled, "domestic", 2),
    "cancelled with a voucher": (lambda: _cancelled(voucher=a_voucher(percent=33)), "domestic", 2),
    "cancelled, in German": (lambda: _cancelled(language="de"), "domestic", 2),
    "withdrawn in part": (lambda: _withdrawn(1), "domestic", 2),
    "withdrawn in part with a voucher": (lambda: _withdrawn(1, voucher=a_voucher(percent=33)), "domestic", 2),
    "withdrawn as a whole": (lambda: _withdrawn(9), "domestic", 2),
}


@pytest.mark.parametrize("kind", KINDS)
def test_invoice_of_a_real_order_keeps_every_rule_of_en_16931(kind: str) -> None:
    make, treatment, documents = KINDS[kind]
    with transaction.atomic():
        order = make()
    invoices = list(Invoice.objects.order_by("pk"))
    frozen = [InvoiceDocument.from_dict(invoice.data) for invoice in invoices]
    assert [broken_rules(invoice_xml(document)) for document in frozen] == [[]] * documents
    assert {document.treatment for document in frozen} == {treatment}
    assert {document.language for document in frozen} == {order.language}
    assert frozen[0].total == invoices[0].total == order.total
    assert verify_books(at=AT) == []


def test_control_an_invoice_of_a_real_order_with_a_cent_too_many_breaks_the_rules() -> None:
    _mixed()
    xml = invoice_xml(InvoiceDocument.from_dict(Invoice.objects.get().data)).decode()
    right = "<ram:GrandTotalAmount>86.79<"
    assert right in xml
    broken = " ".join(broken_rules(xml.replace(right, "<ram:GrandTotalAmount>86.80<").encode()))
    assert ("BR-CO-15" in broken, "BR-CO-16" in broken) == (True, True)


@pytest.mark.parametrize("language", ["de", "en"])
def test_invoice_of_a_japanese_name_is_set_with_all_its_characters(language: str) -> None:
    _to_a_japanese_name()
    document = InvoiceDocument.from_dict({**Invoice.objects.get().data, "language": language})
    text = PdfReader(io.BytesIO(render_invoice(document).pdf)).pages[0].extract_text()
    assert [words in text for words in ("髙橋 美咲", "東京都", "星見町1-2-3")] == [True] * 3
    assert ("Rechnung" in text) == (language == "de")


def test_parts_of_a_withdrawal_sum_to_the_invoice() -> None:
    """One piece, then the rest: what the cancellations take back is the invoice, to the cent, with its shipping once."""
    order = _mixed(voucher=a_voucher(percent=33))
    staff = a_staff_member()
    for n, pieces in enumerate((1, 9)):
        order.refresh_from_db()
        declared = declare_withdrawal(name=f"{n}", contract=order.number, email="j@example.org", note="", language="en", at=AT)
        chosen = {line.pk: min(pieces, line.quantity - line.withdrawn) for line in order.lines.all()}
        settle_withdrawal(
            declaration=declared, order=order, quantities=chosen, deduction=0, reason="", by=staff, at=AT, shop_url=SHOP_URL
        )
    taken = sum(Invoice.objects.filter(kind="cancellation").values_list("total", flat=True))
    assert (taken, Order.objects.get().state, verify_books(at=AT)) == (order.total, "cancelled", [])
