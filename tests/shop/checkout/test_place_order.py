"""An order is placed whole: order, lines, addresses, reservation, payment, event and mail in one transaction."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shop.cart.models import Cart
from shop.checkout.place_order import place_order
from shop.mail.models import OutgoingMail
from shop.orders.models import Order, OrderAddress, OrderEvent, OrderLine
from shop.payments.models import Payment
from shop.stock.models import Stock, StockMove
from shop.tax.models import TaxKind
from tests.books import books
from tests.factories import (
    SHOP_URL,
    a_checkout_ready_cart,
    a_manufacturer,
    a_preorder,
    a_product,
    a_product_image,
    a_scale,
    a_series,
    a_variant,
    an_address,
    an_order,
    fingerprint,
)

pytestmark = pytest.mark.django_db


def _rows(rows: Any, *without: str) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in row.items() if key not in {"id", "order_id", *without}}
        for row in rows.order_by("pk").values()
    ]


def test_order_of_a_figure_and_a_book_writes_whole_books(at: datetime) -> None:
    shirt_makers = {"series": a_series(name="Nullsektor 9"), "manufacturer": a_manufacturer(name="Kurogane Works")}
    figure = a_variant(
        product=a_product(name="Lumi", scale=a_scale(name="1/7"), height_mm=240, **shirt_makers),
        price="39.95",
        label="M",
        on_hand=5,
    )
    picture = a_product_image(product=figure.product).picture
    book = a_variant(product=a_product(name="Artbook", tax_kind=TaxKind.BOOK, **shirt_makers), price="21.40", on_hand=9, reserved=1)
    cart = a_checkout_ready_cart(lines=[(book, 1), (figure, 2)], country="AT", billing=an_address(name="Roth GmbH"))

    order = place_order(cart=cart, seen=fingerprint(cart), language="en", at=at, shop_url=SHOP_URL)

    assert _rows(Order.objects, "token", "number") == [{
        "cart_id": cart.pk, "state": "pending", "language": "en", "email": "jana@example.org", "payment_method": "bank_transfer",
        "currency": "EUR", "goods": 101_30, "discount": 0, "shipping": 9_90, "total": 111_20, "shipping_reason": "other_country",
        "shipping_words": "Free shipping applies to deliveries to Germany only.", "carrier": "DHL Paket", "days_min": 3, "days_max": 6,
        "taxes": [
            {"rate": "19.00", "net": 73_71, "tax": 14_00, "gross": 87_71, "shipping": 7_81},
            {"rate": "7.00", "net": 21_95, "tax": 1_54, "gross": 23_49, "shipping": 2_09},
        ],
        "tax_treatment": "distance", "tax_country": "DE", "voucher_code": "",
        "hold_until": datetime(2026, 11, 30, 23, 59, tzinfo=ZoneInfo("Europe/Berlin")), "placed_at": at,
    }]  # fmt: skip
    no_preorder = {
        "is_preorder": False,
        "deliver_by": None,
        "shipped": 0,
        "released": 0,
        "withdrawn": 0,
        "from_article": None,
        "discount": 0,
    }
    assert _rows(OrderLine.objects) == [
        {
            "variant_id": book.pk, "picture_id": None, "sku": book.sku, "name": "Artbook (figure)",
            "features": "Nullsektor 9 · Kurogane Works",
            "quantity": 1, "unit": 21_40, "gross": 21_40, "net": 20_00, "tax": 1_40, "rate": Decimal("7.00"), **no_preorder,
        },
        {
            "variant_id": figure.pk, "picture_id": picture.pk, "sku": figure.sku, "name": "Lumi (figure), M",
            "features": "Nullsektor 9 · Kurogane Works · scale 1/7 · 24 cm",
            "quantity": 2, "unit": 39_95, "gross": 79_90, "net": 67_14, "tax": 12_76, "rate": Decimal("19.00"), **no_preorder,
        },
    ]  # fmt: skip
    place = {"extra": "", "street": "Rosenstr. 1", "postcode": "10115", "city": "Berlin"}
    assert _rows(OrderAddress.objects) == [
        {"kind": "delivery", "name": "Jana Roth", "country": "AT", **place},
        {"kind": "billing", "name": "Roth GmbH", "country": "DE", **place},
    ]
    assert _rows(Payment.objects) == [{
        "method": "bank_transfer", "state": "open", "amount": 111_20, "currency": "EUR", "captured": 0, "refunded": 0, "session_id": None,
        "session_url": "", "intent_id": None, "expires_at": None, "tries": 0, "tried_at": None, "created_at": at, "changed_at": at,
    }]  # fmt: skip
    assert _rows(OrderEvent.objects) == [{"from_state": "", "to_state": "pending", "why": "placed", "by_id": None, "at": at}]
    assert list(Stock.objects.order_by("pk").values_list("variant", "on_hand", "reserved")) == [(figure.pk, 5, 2), (book.pk, 9, 2)]
    assert _rows(StockMove.objects.exclude(reason="opening")) == [
        {"variant_id": figure.pk, "kind": "reserved", "quantity": 2, "reason": order.number, "by_id": None, "at": at},
        {"variant_id": book.pk, "kind": "reserved", "quantity": 1, "reason": order.number, "by_id": None, "at": at},
    ]
    mail = OutgoingMail.objects.get()
    assert (mail.key, mail.to, mail.language, mail.subject, mail.queued_at) == (
        f"order-confirmation:{order.pk}", "jana@example.org", "en", f"Your order {order.number}", at,
    )  # fmt: skip
    assert [paper.name for paper in mail.attachments.all()] == [
        "terms-and-conditions.html",
        "right-of-withdrawal.html",
        "girocode.png",
    ]
    assert Cart.objects.values_list("ordered_at", flat=True).get() == at


def test_order_in_german_is_kept_in_german() -> None:
    order = an_order(
        language="de", lines=[(a_variant(product=a_product(name="Lumi", scale=a_scale(name="1/7")), price="60.00"), 1)]
    )
    assert (order.language, order.lines.get().name, order.lines.get().features) == (
        "de",
        "Lumi (Figur)",
        "Kurogane Works · Maßstab 1/7",
    )
    assert order.shipping_words == ""  # 'still to go' is no word for what is placed
    mail = OutgoingMail.objects.get()
    assert (mail.language, mail.subject) == ("de", f"Deine Bestellung {order.number}")
    assert [paper.name for paper in mail.attachments.all()] == [
        "allgemeine-geschaftsbedingungen.html",
        "widerrufsrecht.html",
        "girocode.png",
    ]


def test_order_to_germany_billed_to_austria_ships_free() -> None:
    order = an_order(lines=[(a_variant(price="100.01"), 1)], country="DE", billing=an_address(country="AT"))
    assert (order.shipping, order.shipping_reason, order.total, order.billing.country) == (0, "free", 100_01, "AT")


def test_preorder_keeps_its_promise_and_takes_from_the_release() -> None:
    variant = a_preorder(price="149.00", limit=5)
    line = an_order(lines=[(variant, 2)]).lines.get()
    assert (line.is_preorder, line.deliver_by) == (True, date(2027, 4, 30))
    assert Stock.objects.values_list("on_hand", "reserved", "preordered").get() == (0, 0, 2)


def test_frozen_order_outlives_its_product() -> None:
    variant = a_variant(product=a_product(name="Lumi"), price="39.95")
    order = an_order(lines=[(variant, 1)])
    before = list(OrderLine.objects.values()), list(Order.objects.values())
    type(variant).objects.update(price="1.00", sku="NEW", label="XL")
    type(variant.product).objects.update(name_en="Other", is_published=False)
    assert (list(OrderLine.objects.values()), list(Order.objects.values())) == before
    assert order.lines.get().unit == 39_95


def test_second_call_answers_the_same_order_and_books_nothing(at: datetime) -> None:
    cart = a_checkout_ready_cart()
    seen = fingerprint(cart)
    first = place_order(cart=cart, seen=seen, language="en", at=at, shop_url=SHOP_URL)
    before = books()
    second = place_order(cart=cart, seen=seen, language="en", at=at + timedelta(minutes=1), shop_url=SHOP_URL)
    third = place_order(cart=cart, seen="something else", language="de", at=at, shop_url=SHOP_URL)
    assert (second, third, books()) == (first, first, before)


def test_order_has_an_unguessable_token_and_a_number_that_is_not_its_key() -> None:
    first, second = an_order(), an_order()
    assert len({first.token, second.token}) == 2
    assert (len(first.token), first.number == str(first.pk)) == (43, False)
    assert first.get_absolute_url().endswith(f"/{first.token}/")
