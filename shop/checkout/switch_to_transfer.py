"""Pay by bank transfer after all: when the payment page cannot be reached, or the card was refused."""

from datetime import datetime

from django.db import transaction

from shop.checkout.hold_until import hold_until
from shop.checkout.mails import queue_transfer_details
from shop.checkout.pay_by_card import NothingToPay, close_card_payments
from shop.jobs.kinds import JobKind
from shop.jobs.queue import queue_job
from shop.legal.texts import seller
from shop.orders.models import Order, OrderState
from shop.orders.states import note
from shop.orders.why import Why
from shop.payments.models import Payment, PaymentMethod, PaymentState
from shop.payments.states import move_payment
from shop.payments.stripe import StripeIsUnreachable


def switch_to_transfer(*, order: Order, at: datetime, shop_url: str) -> Payment:
    """Let `order` be paid by transfer; answers the payment that waits for it.

    First nobody may be able to pay by card any more. A page that somebody has seen is closed at Stripe; while Stripe cannot be
    reached that is not certain, so `StripeIsUnreachable` is raised. A page that was never made cannot be paid.
    Raises `NothingToPay` when the order is paid, cancelled or being paid.
    """
    try:
        close_card_payments(order=order, at=at, shop_url=shop_url)
    except StripeIsUnreachable:
        if order.payments.filter(session_id__isnull=False, state=PaymentState.OPEN).exists():
            raise
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        waiting = locked.payments.filter(method=PaymentMethod.BANK_TRANSFER, state=PaymentState.OPEN).first()
        if waiting is not None:
            return waiting
        undecided = locked.payments.filter(state__in=(PaymentState.PROCESSING, PaymentState.MISMATCH)).exists()
        if locked.state != OrderState.PENDING or undecided:
            raise NothingToPay(locked.number)
        for payment in locked.payments.filter(state=PaymentState.OPEN):
            move_payment(payment=payment, to=PaymentState.CANCELLED, at=at)
        until = hold_until(method=PaymentMethod.BANK_TRANSFER, seller=seller(), at=at)
        Order.objects.filter(pk=locked.pk).update(payment_method=PaymentMethod.BANK_TRANSFER, hold_until=until)
        locked.refresh_from_db()
        payment = Payment.objects.create(
            order=locked,
            method=PaymentMethod.BANK_TRANSFER,
            amount=locked.total,
            currency=locked.currency,
            created_at=at,
            changed_at=at,
        )
        queue_job(kind=JobKind.EXPIRE_ORDER, reference=locked.pk, run_at=until)
        note(order=locked, why=Why.SWITCHED, at=at)
        queue_transfer_details(order=locked, payment=payment, at=at, shop_url=shop_url)
    order.refresh_from_db()
    return payment
