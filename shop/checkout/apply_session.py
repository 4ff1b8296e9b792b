"""Bring our books in line with Stripe's truth about a session: in any order, any number of times, whoever asked.

The webhook, the return page, the poller and staff all end here. A session is read outside of any transaction; what it says is
applied in one, under the lock of its order.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.checkout.due import due, kept
from shop.checkout.mails import queue_payment_failed
from shop.checkout.settle_payment import settle_payment
from shop.invoices.issue import left_of, reduce_invoice
from shop.jobs.kinds import JobKind
from shop.jobs.queue import queue_job
from shop.kill_points import reach
from shop.money import format_cents
from shop.orders.models import Order, OrderState
from shop.orders.states import note
from shop.orders.why import Why
from shop.payments.dispute import note_dispute
from shop.payments.models import Payment, PaymentMethod, PaymentState, RefundState, method_words
from shop.payments.record import receive
from shop.payments.refund import note_refunds
from shop.payments.states import move_payment
from shop.payments.stripe import Session

TIME_TO_PAY_AGAIN = timedelta(hours=24)  # after a debit that the bank refused, days later
BANK_SAYS_NO = {"requires_payment_method", "canceled"}


def apply_session(*, session: Session, at: datetime, shop_url: str) -> Payment | None:
    """Book what `session` says; answers its payment, or None for a session of somebody else on the same Stripe account."""
    payment = _payment_of(session)
    if payment is None:
        return None
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=payment.order_id)
        payment.refresh_from_db()
        if session.intent_id and payment.intent_id is None:
            Payment.objects.filter(pk=payment.pk).update(intent_id=session.intent_id)
        _apply(order, payment, session, at, shop_url)
        payment.refresh_from_db()
        note_refunds(payment=payment, facts=session.refunds, at=at)
        _mirror_refunds(payment, at)
        for dispute in session.disputes:
            note_dispute(payment=payment, fact=dispute, at=at)
        reach("settle.before_commit")
    reach("settle.after_commit")
    payment.refresh_from_db()
    return payment


def _apply(order: Order, payment: Payment, session: Session, at: datetime, shop_url: str) -> None:
    if session.payment_status == "paid":
        if (session.amount, session.currency, session.reference) != (payment.amount, payment.currency, order.number):
            _mismatch(order, payment, session, at)
        elif move_payment(payment=payment, to=PaymentState.PAID, at=at):
            receive(payment=payment, amount=session.amount, reference=f"stripe:{session.id}", at=at)
            settle_payment(order=order, payment=payment, why=Why.CARD_PAYMENT, at=at, shop_url=shop_url)
    elif session.status == "expired":
        move_payment(payment=payment, to=PaymentState.EXPIRED, at=at)
    elif session.status == "complete" and session.intent_status in BANK_SAYS_NO:
        _failed(order, payment, at, shop_url)
    elif session.status == "complete" and move_payment(payment=payment, to=PaymentState.PROCESSING, at=at):
        # The bank has days to answer, so nothing takes the goods away meanwhile.
        Order.objects.filter(pk=order.pk, state=OrderState.PENDING).update(hold_until=None)


def _mirror_refunds(payment: Payment, at: datetime) -> None:
    """A refund that staff made in Stripe's dashboard takes its amount off the invoice, too; once.

    Not what was not due to the shop anyway: a surplus, or a refund of ours that failed and was made there after all.
    """
    order = payment.order
    made_there = payment.refunds.filter(key__startswith="stripe:").exclude(state=RefundState.FAILED)
    for refund in made_there.order_by("pk"):
        key = f"reduction:{refund.pk}"
        amount = min(refund.amount, left_of(order), due(order) - kept(order))
        if amount > 0 and not order.invoices.filter(key=key).exists():
            method = method_words(payment.method, order.language)
            reduce_invoice(order=order, key=key, amount=amount, method=method, reason=Why.MADE_AT_STRIPE, at=at)


def _failed(order: Order, payment: Payment, at: datetime, shop_url: str) -> None:
    if not move_payment(payment=payment, to=PaymentState.FAILED, at=at):
        return
    if order.state == OrderState.PENDING:
        hold_until = at + TIME_TO_PAY_AGAIN
        Order.objects.filter(pk=order.pk).update(hold_until=hold_until)
        queue_job(kind=JobKind.EXPIRE_ORDER, reference=order.pk, run_at=hold_until)
        note(order=order, why=Why.BANK_REFUSED, at=at)
        queue_payment_failed(order=order, payment=payment, at=at, shop_url=shop_url)


def _mismatch(order: Order, payment: Payment, session: Session, at: datetime) -> None:
    """Money came that is not what we asked for. It is never 'paid'; a person must look, and nothing takes the goods meanwhile."""
    if not move_payment(payment=payment, to=PaymentState.MISMATCH, at=at):
        return
    Order.objects.filter(pk=order.pk, state=OrderState.PENDING).update(hold_until=None)
    message = format_lazy(
        _("Stripe took {got} {currency} for {reference}, we asked for {asked} for {number}. Check session {session} at Stripe."),
        got=format_cents(session.amount, settings.LANGUAGE_CODE),
        currency=session.currency,
        reference=session.reference,
        asked=format_cents(payment.amount, settings.LANGUAGE_CODE),
        number=order.number,
        session=session.id,
    )
    kind = AlertKind.PAYMENT_MISMATCH
    raise_alert(key=f"mismatch:{payment.pk}", kind=kind, reference=order.number, message=message, at=at)


def _payment_of(session: Session) -> Payment | None:
    """The payment of a session. One whose id we never got to write down (we died after Stripe's answer) is adopted."""
    payments = Payment.objects.select_related("order")
    known = payments.filter(session_id=session.id).first()
    if known is not None:
        return known
    if not (session.payment_id.isascii() and session.payment_id.isdigit() and len(session.payment_id) < 19):
        return None
    orphan = payments.filter(pk=int(session.payment_id), method=PaymentMethod.CARD, session_id__isnull=True).first()
    if orphan is None or orphan.order.number != session.reference:
        return None
    if not Payment.objects.filter(pk=orphan.pk, session_id__isnull=True).update(session_id=session.id):
        return None
    orphan.session_id = session.id
    return orphan
