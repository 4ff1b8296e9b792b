"""Stripe's truth about a session becomes our books, whatever it is and however often it is told."""

from datetime import datetime, timedelta

import pytest

from demo.stripe_standin import StripeStandin
from shop.alerts.models import Alert
from shop.books.verify import verify_books
from shop.checkout.apply_session import TIME_TO_PAY_AGAIN
from shop.checkout.pay_by_card import look_at_card_payment, start_card_payment
from shop.fulfillment.ship import OrderIsDisputed, ship
from shop.invoices.models import Invoice
from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.payments.models import Dispute, Payment, PaymentEntry, Refund
from tests.books import books
from tests.factories import SHOP_URL, a_staff_member, an_order

pytestmark = pytest.mark.django_db


def _start(order: Order, at: datetime) -> str:
    return start_card_payment(order=order, at=at, shop_url=SHOP_URL).rsplit("/", 1)[1]


def _look(at: datetime) -> Payment:
    payment = Payment.objects.get()
    look_at_card_payment(payment=payment, at=at, shop_url=SHOP_URL)
    payment.refresh_from_db()
    return payment


@pytest.mark.parametrize(
    "lie", [{"amount_total": 1}, {"currency": "usd"}, {"client_reference_id": "SR-AAAA-BBBB"}], ids=["amount", "currency", "order"]
)
def test_money_that_is_not_ours_is_never_paid(lie: dict[str, object], stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = _start(order, at)
    stripe.pay(session)
    stripe.tamper(session, **lie)
    payment = _look(at)
    assert (payment.state, payment.captured, Order.objects.get().state, Invoice.objects.count()) == ("mismatch", 0, "pending", 0)
    assert list(Alert.objects.values_list("kind", "reference")) == [("payment_mismatch", order.number)]
    assert Order.objects.get().hold_until is None
    assert verify_books(at=at + timedelta(days=9)) == []


def test_debit_holds_the_goods_until_the_bank_answers(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = _start(order, at)
    stripe.pay_by_debit(session)
    assert (_look(at).state, Order.objects.get().state, Order.objects.get().hold_until) == ("processing", "pending", None)
    assert verify_books(at=at + timedelta(days=9)) == []
    stripe.settle_debit(session, succeeds=True)
    assert (_look(at).state, Order.objects.get().state, Invoice.objects.count()) == ("paid", "paid", 1)
    assert verify_books(at=at) == []


def test_debit_that_bounces_leaves_a_day_to_pay_again(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = _start(order, at)
    stripe.pay_by_debit(session)
    _look(at)
    stripe.settle_debit(session, succeeds=False)
    later = at + timedelta(days=4)
    assert (_look(later).state, Order.objects.get().state) == ("failed", "pending")
    assert Order.objects.get().hold_until == later + TIME_TO_PAY_AGAIN
    assert OutgoingMail.objects.filter(key__startswith="payment-failed").count() == 1
    before = books()
    _look(later)
    assert (books(), verify_books(at=later)) == (before, [])
    stripe.state.clock = later.timestamp
    assert _start(order, later) != session


@pytest.mark.parametrize(("won", "entries"), [(True, [("received", 8480)]), (False, [("received", 8480), ("taken_back", -8480)])])
def test_dispute_stops_shipping_and_is_booked_when_lost(
    won: bool, entries: list[tuple[str, int]], stripe: StripeStandin, at: datetime
) -> None:
    order, staff = an_order(method="card"), a_staff_member()
    session = _start(order, at)
    stripe.pay(session)
    _look(at)
    dispute = stripe.open_dispute(session)
    _look(at)
    with pytest.raises(OrderIsDisputed):
        ship(order=order, quantities={order.lines.get().pk: 1}, tracking="", by=staff, at=at, shop_url=SHOP_URL)
    stripe.close_dispute(dispute["id"], won=won)
    _look(at)
    before = books()
    _look(at)
    assert (Dispute.objects.get().state, books()) == ("won" if won else "lost", before)
    assert list(PaymentEntry.objects.values_list("kind", "amount")) == entries
    assert Alert.objects.filter(kind="dispute").count() == 2
    assert verify_books(at=at) == []
    ship(order=order, quantities={order.lines.get().pk: 1}, tracking="", by=staff, at=at, shop_url=SHOP_URL)


def test_session_of_somebody_else_changes_nothing(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = _start(order, at)
    Payment.objects.update(session_id=None)
    stripe.tamper(session, metadata={"payment": "999"})
    stripe.pay(session)
    before = books()
    look_at_card_payment(payment=Payment.objects.get(), at=at, shop_url=SHOP_URL)
    assert (books(), Refund.objects.count()) == (before, 0)
