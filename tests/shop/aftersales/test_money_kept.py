"""What the shop may keep of an order's money when two stories about it meet."""

from datetime import datetime, timedelta

import pytest

from demo.stripe_standin import StripeStandin
from shop.aftersales.cancel_order import cancel_order
from shop.aftersales.declare_withdrawal import declare_withdrawal
from shop.aftersales.refund_order import refund_order
from shop.aftersales.settle_withdrawal import settle_withdrawal
from shop.books.verify import verify_books
from shop.checkout.pay_by_card import look_at_card_payment, start_card_payment
from shop.checkout.record_transfer import record_transfer
from shop.invoices.issue import left_of
from shop.orders.models import Order
from shop.payments.models import Payment, Refund
from shop.payments.refund import send_refund
from tests.factories import SHOP_URL, a_staff_member, a_variant, an_order

pytestmark = pytest.mark.django_db


def _withdraw(order: Order, pieces: int, at: datetime) -> None:
    settle_withdrawal(
        declaration=declare_withdrawal(name="Jana Roth", contract=order.number, email=order.email, note="", language="en", at=at),
        order=order,
        quantities={order.lines.get().pk: pieces},
        deduction=3_00,
        reason="worn",
        by=a_staff_member(),
        at=at,
        shop_url=SHOP_URL,
    )


def test_cancelling_keeps_what_was_deducted_for_loss_of_value(at: datetime) -> None:
    order = an_order(lines=[(a_variant(price="20.00"), 2)], paid=True)
    _withdraw(order, 1, at)
    cancel_order(order=order, why="asked", by=a_staff_member(), at=at, shop_url=SHOP_URL)
    assert (Payment.objects.get().kept, verify_books(at=at)) == (3_00, [])


def test_money_after_a_withdrawal_goes_back_alone(at: datetime) -> None:
    order = an_order(lines=[(a_variant(price="20.00"), 1)], paid=True)
    _withdraw(order, 1, at)
    assert Order.objects.get().state == "cancelled"
    record_transfer(order=order, amount=50_00, reference="again", by=a_staff_member(), at=at, shop_url=SHOP_URL)
    assert (Refund.objects.latest("pk").amount, Payment.objects.get().kept, verify_books(at=at)) == (50_00, 3_00, [])


def _paid_by_card(stripe: StripeStandin, at: datetime) -> tuple[Order, str]:
    order = an_order(method="card")
    session = start_card_payment(order=order, at=at, shop_url=SHOP_URL).rsplit("/", 1)[1]
    stripe.pay(session)
    _look(at)
    order.refresh_from_db()
    return order, session


def _look(at: datetime) -> None:
    look_at_card_payment(payment=Payment.objects.get(), at=at, shop_url=SHOP_URL)


def test_refund_made_again_in_the_dashboard_reduces_the_invoice_once(stripe: StripeStandin, at: datetime) -> None:
    order, session = _paid_by_card(stripe, at)
    refund_order(order=order, amount=10_00, reason="scratch", key="0" * 16, by=a_staff_member(), at=at, shop_url=SHOP_URL)
    send_refund(refund=Refund.objects.get(), at=at)
    (made,) = stripe.state.refunds
    stripe.settle_refund(made, succeeds=False)
    _look(at)
    assert Refund.objects.get().state == "failed"
    stripe.refund_in_dashboard(session, amount=10_00)
    _look(at)
    assert (left_of(order), Payment.objects.get().kept) == (order.total - 10_00, order.total - 10_00)
    assert verify_books(at=at) == []


def test_dashboard_is_faster_than_our_own_refund(stripe: StripeStandin, at: datetime) -> None:
    order, session = _paid_by_card(stripe, at)
    cancel_order(order=order, why="asked", by=a_staff_member(), at=at, shop_url=SHOP_URL)
    stripe.refund_in_dashboard(session)
    _look(at + timedelta(minutes=1))  # the webhook, before the worker came to our refund
    send_refund(refund=Refund.objects.earliest("pk"), at=at)
    assert [refund.state for refund in Refund.objects.order_by("pk")] == ["failed", "succeeded"]
    assert (Payment.objects.get().kept, len(stripe.state.refunds), verify_books(at=at)) == (0, 1, [])


def test_surplus_that_staff_gave_back_in_the_dashboard_is_no_reduction(stripe: StripeStandin, at: datetime) -> None:
    order, session = _paid_by_card(stripe, at)
    refund_order(order=order, amount=10_00, reason="scratch", key="0" * 16, by=a_staff_member(), at=at, shop_url=SHOP_URL)
    stripe.refund_in_dashboard(session, amount=order.total)  # all of it, before the worker came to the ten euros
    _look(at)
    send_refund(refund=Refund.objects.earliest("pk"), at=at)
    assert (left_of(order), Payment.objects.get().kept, verify_books(at=at)) == (0, 0, [])


def test_deduction_given_back_in_the_dashboard_is_no_contradiction(stripe: StripeStandin, at: datetime) -> None:
    order, session = _paid_by_card(stripe, at)
    _withdraw(order, 1, at)
    send_refund(refund=Refund.objects.get(), at=at)
    stripe.refund_in_dashboard(session, amount=2_00)
    _look(at)
    assert (left_of(order), Payment.objects.get().kept, verify_books(at=at)) == (0, 1_00, [])


def test_refund_that_came_back_is_made_in_the_dashboard_before_we_hear_of_either(stripe: StripeStandin, at: datetime) -> None:
    order, session = _paid_by_card(stripe, at)
    refund_order(order=order, amount=order.total, reason="lost", key="0" * 16, by=a_staff_member(), at=at, shop_url=SHOP_URL)
    send_refund(refund=Refund.objects.get(), at=at)
    (made,) = stripe.state.refunds
    stripe.settle_refund(made, succeeds=False)
    stripe.refund_in_dashboard(session)
    _look(at)
    assert [refund.state for refund in Refund.objects.order_by("pk")] == ["failed", "succeeded"]
    assert (left_of(order), Payment.objects.get().kept, verify_books(at=at)) == (0, 0, [])
