"""Money has arrived: payment and order become paid together, once, whoever brings the news."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from shop.checkout.confirmation import queue_payment_received
from shop.orders.models import Order, OrderState
from shop.orders.states import move
from shop.payments.models import Payment, PaymentMethod, PaymentState
from shop.payments.states import move_payment
from shop.payments.stripe import Session


class NoOpenTransfer(Exception):
    """The order does not wait for a bank transfer (any more)."""


@transaction.atomic
def confirm_payment(
    *, payment: Payment, why: str, at: datetime, shop_url: str, by: User | None = None, intent_id: str | None = None
) -> None:
    """Book `payment` as received in full. The second bringer of the same news changes nothing."""
    order = Order.objects.select_for_update().get(pk=payment.order_id)
    if not move_payment(payment=payment, to=PaymentState.PAID, at=at, captured=payment.amount, intent_id=intent_id):
        return
    if order.state == OrderState.PENDING:
        move(order=order, to=OrderState.PAID, why=why, at=at, by=by)
        queue_payment_received(order=order, at=at, shop_url=shop_url)


def record_transfer(*, order: Order, by: User, at: datetime, shop_url: str) -> None:
    """Staff saw the transfer for `order` on the bank's statement; raises `NoOpenTransfer`."""
    payment = Payment.objects.filter(order=order, method=PaymentMethod.BANK_TRANSFER, state=PaymentState.OPEN).first()
    if payment is None or order.state != OrderState.PENDING:
        raise NoOpenTransfer(order.number)
    confirm_payment(payment=payment, why="bank transfer received", by=by, at=at, shop_url=shop_url)


def apply_session(*, session: Session, at: datetime, shop_url: str) -> None:
    """Bring our books in line with Stripe's truth about a session, in any order and any number of times."""
    payment = _payment_of(session)
    if payment is None:
        return  # a session of somebody else on the same Stripe account
    if session.payment_status == "paid":
        expected = (payment.amount, payment.currency, payment.order.number)
        if (session.amount, session.currency, session.reference) != expected:
            move_payment(payment=payment, to=PaymentState.MISMATCH, at=at)
        else:
            confirm_payment(payment=payment, why="card payment", at=at, shop_url=shop_url, intent_id=session.intent_id)
    elif session.status == "expired":
        move_payment(payment=payment, to=PaymentState.EXPIRED, at=at)
    elif session.status == "complete":
        move_payment(payment=payment, to=PaymentState.PROCESSING, at=at)


def _payment_of(session: Session) -> Payment | None:
    """The payment of a session. One whose id we never got to write down (we died after Stripe's answer) is adopted."""
    payments = Payment.objects.select_related("order")
    known = payments.filter(session_id=session.id).first()
    if known is not None:
        return known
    if not session.payment_id.isdigit():
        return None
    orphan = payments.filter(
        pk=int(session.payment_id), order__number=session.reference, method=PaymentMethod.CARD, session_id__isnull=True
    ).first()
    if orphan is None or not Payment.objects.filter(pk=orphan.pk, session_id__isnull=True).update(session_id=session.id):
        return None
    orphan.session_id = session.id
    return orphan
