"""A guest's order page with its payments and invoices, reached by its own link only."""

from datetime import datetime

import pytest
from django.test import Client

from demo.stripe_standin import StripeStandin
from shop.checkout.pay_by_card import start_card_payment
from shop.invoices.models import Invoice
from shop.invoices.render import make_document
from shop.orders.models import Order
from shop.payments.models import Payment
from tests.factories import SHOP_URL, an_order, pay

pytestmark = pytest.mark.django_db


def test_return_from_stripe_books_what_is_paid_without_the_webhook(client: Client, stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    stripe.pay(start_card_payment(order=order, at=at, shop_url=SHOP_URL).rsplit("/", 1)[1])
    (session,) = stripe.sessions.values()
    assert session["success_url"] == f"{SHOP_URL}/en/orders/{order.token}/payment-return/"
    answer = client.get(f"/en/orders/{order.token}/payment-return/")
    assert (answer.status_code, answer["Location"]) == (302, f"/en/orders/{order.token}/")
    assert Order.objects.get().state == "paid"


def test_return_while_stripe_is_away_shows_the_order(client: Client, stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    start_card_payment(order=order, at=at, shop_url=SHOP_URL)
    stripe.faults.resets = 99
    assert client.get(f"/en/orders/{order.token}/payment-return/").status_code == 302
    assert (Order.objects.get().state, Payment.objects.get().state) == ("pending", "open")


def test_invoice_is_read_through_its_own_order_only(client: Client, at: datetime) -> None:
    order, other = an_order(), an_order()
    pay(order)
    assert "RE-2026-000001" not in client.get(f"/en/orders/{order.token}/").content.decode()  # its document is not made yet
    document = make_document(invoice=Invoice.objects.get(), at=at, shop_url=SHOP_URL)
    assert "RE-2026-000001 (PDF)" in client.get(f"/en/orders/{order.token}/").content.decode()
    mine = client.get(f"/en/orders/{order.token}/invoices/RE-2026-000001.pdf")
    assert (mine.status_code, mine["Content-Type"], mine.content) == (200, "application/pdf", bytes(document.pdf))
    assert mine["Cache-Control"] == "private, no-store"
    assert client.get(f"/en/orders/{other.token}/invoices/RE-2026-000001.pdf").status_code == 404
    assert client.get(f"/en/orders/{order.token}/invoices/RE-2026-000002.pdf").status_code == 404


def test_transfer_is_offered_where_the_card_waits(client: Client, stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    page = client.get(f"/en/orders/{order.token}/").content.decode()
    assert f'action="/en/orders/{order.token}/bank-transfer/"' in page
    answer = client.post(f"/en/orders/{order.token}/bank-transfer/")
    assert answer.status_code == 302
    page = client.get(f"/en/orders/{order.token}/").content.decode()
    assert ("DE02 1203 0000 0000 2020 51" in page, "bank-transfer/" in page) == (True, False)


def test_too_many_tries_to_pay_are_refused(client: Client, stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    statuses = [client.post(f"/en/orders/{order.token}/card-payment/").status_code for _ in range(21)]
    assert statuses == [302] * 20 + [429]
