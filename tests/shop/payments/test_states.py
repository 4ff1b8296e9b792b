"""A payment's state moves along its table only, and tells whether this call moved it."""

from datetime import datetime, timedelta
from itertools import product

import pytest

from shop.payments.models import Payment, PaymentState
from shop.payments.states import move_payment
from tests.factories import an_order

pytestmark = pytest.mark.django_db
S = PaymentState
ALLOWED = (
    {(S.OPEN, to) for to in (S.PROCESSING, S.PAID, S.EXPIRED, S.FAILED, S.MISMATCH, S.CANCELLED)}
    | {(S.PROCESSING, to) for to in (S.PAID, S.FAILED, S.MISMATCH)}
    | {(late, to) for late in (S.EXPIRED, S.FAILED, S.CANCELLED) for to in (S.PAID, S.MISMATCH)}
)


def _a_payment_in(state: PaymentState) -> Payment:
    payment = Payment.objects.get(order=an_order(method="card"))
    Payment.objects.filter(pk=payment.pk).update(state=state)
    return Payment.objects.get(pk=payment.pk)


@pytest.mark.parametrize(("was", "to"), sorted(ALLOWED))
def test_allowed_move_is_made_with_its_changes(was: PaymentState, to: PaymentState, at: datetime) -> None:
    payment, later = _a_payment_in(was), at + timedelta(hours=1)
    assert move_payment(payment=payment, to=to, at=later, intent_id="pi_1") is True
    assert (payment.state, payment.changed_at, payment.intent_id) == (to, later, "pi_1")
    assert Payment.objects.values_list("state", "changed_at", "intent_id").get() == (to, later, "pi_1")


@pytest.mark.parametrize(("was", "to"), sorted(set(product(S, S)) - ALLOWED))
def test_forbidden_move_changes_nothing_and_says_so(was: PaymentState, to: PaymentState, at: datetime) -> None:
    payment = _a_payment_in(was)
    before = Payment.objects.values().get()
    assert move_payment(payment=payment, to=to, at=at + timedelta(hours=1), intent_id="pi_1") is False
    assert (Payment.objects.values().get(), payment.state, payment.intent_id) == (before, was, None)


def test_late_reader_learns_what_the_first_one_did(at: datetime) -> None:
    stale = _a_payment_in(S.OPEN)
    assert move_payment(payment=Payment.objects.get(), to=S.PAID, at=at, captured=stale.amount) is True
    assert move_payment(payment=stale, to=S.EXPIRED, at=at) is False
    assert (stale.state, stale.captured) == (S.PAID, stale.amount)
