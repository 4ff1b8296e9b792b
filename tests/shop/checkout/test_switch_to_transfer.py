"""An order that waits for a card can be paid by transfer after all, and never by both."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from demo.stripe_standin import StripeStandin
from shop.books.verify import verify_books
from shop.checkout.pay_by_card import NothingToPay, start_card_payment
from shop.checkout.switch_to_transfer import switch_to_transfer
from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.payments.models import Payment
from shop.payments.stripe import StripeIsUnreachable
from tests.books import books
from tests.factories import SHOP_URL, an_order, pay

pytestmark = pytest.mark.django_db


def _start(order: Order, at: datetime) -> str:
    return start_card_payment(order=order, at=at, shop_url=SHOP_URL).rsplit("/", 1)[1]


def _switch(order: Order, at: datetime) -> Payment:
    return switch_to_transfer(order=order, at=at, shop_url=SHOP_URL)


def test_open_page_is_closed_and_the_transfer_waits(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = _start(order, at)
    payment = _switch(order, at)
    assert stripe.sessions[session]["status"] == "expired"
    assert list(Payment.objects.order_by("pk").values_list("method", "state")) == [("card", "expired"), ("bank_transfer", "open")]
    assert (order.payment_method, payment.rest) == ("bank_transfer", order.total)
    assert order.hold_until == datetime(2026, 11, 30, 23, 59, tzinfo=ZoneInfo("Europe/Berlin"))
    assert OutgoingMail.objects.order_by("pk").last().key == f"transfer-details-{payment.pk}:{order.pk}"  # type: ignore[union-attr]
    assert verify_books(at=at) == []


def test_second_switch_answers_the_first(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    first = _switch(order, at)
    before = books()
    assert (_switch(order, at + timedelta(minutes=1)).pk, books()) == (first.pk, before)


def test_order_paid_in_this_moment_is_not_switched(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    stripe.pay(_start(order, at))
    with pytest.raises(NothingToPay):
        _switch(order, at)
    assert (Order.objects.get().state, Payment.objects.get().state) == ("paid", "paid")
    assert verify_books(at=at) == []


def test_page_that_was_never_made_is_no_obstacle(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    stripe.faults.resets = 99
    with pytest.raises(StripeIsUnreachable):
        _start(order, at)
    _switch(order, at)
    assert list(Payment.objects.order_by("pk").values_list("method", "state")) == [("card", "cancelled"), ("bank_transfer", "open")]


def test_page_that_somebody_saw_keeps_the_order_as_it_is_while_stripe_is_away(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    _start(order, at)
    stripe.faults.resets = 99
    before = books()
    with pytest.raises(StripeIsUnreachable):
        _switch(order, at)
    assert books() == before


def test_transfer_after_the_switch_pays_the_order_once(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    _start(order, at)
    payment = _switch(order, at)
    pay(order, payment=payment)
    assert (order.state, verify_books(at=at)) == ("paid", [])
