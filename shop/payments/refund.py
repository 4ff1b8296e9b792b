"""Give money back: asked for in one transaction, done by a job, and believed only as Stripe (or the bank statement) tells it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.jobs.kinds import JobKind
from shop.jobs.queue import queue_job
from shop.money import format_cents
from shop.orders.why import Why, why_words
from shop.payments.models import EntryKind, Payment, PaymentEntry, PaymentMethod, Refund, RefundState
from shop.payments.stripe import RefundFact, StripeRefused, create_refund, fetch_refunds

_OF_STRIPE = {
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
}


class NotSoMuchToRefund(Exception):
    """More than was received, or than is left of it."""


class RefundIsMade(Exception):
    """The refund has been made, or has failed, already."""


@transaction.atomic
def request_refund(*, payment: Payment, amount: int, key: str, reason: str, at: datetime, by: User | None = None) -> Refund:
    """Promise `amount` cents of `payment` back; raises `NotSoMuchToRefund`. The same `key` again answers the same refund.

    Money of a card goes back by a job; money of a transfer by staff, who find an alert.
    """
    Payment.objects.select_for_update().get(pk=payment.pk)
    same = Refund.objects.filter(key=key).first()
    if same is not None:
        return same
    left = Payment.objects.filter(pk=payment.pk, captured__gte=F("refunded") + amount)
    if amount <= 0 or not left.update(refunded=F("refunded") + amount, changed_at=at):
        raise NotSoMuchToRefund
    refund = Refund.objects.create(
        payment=payment, key=key, amount=amount, reason=reason[:200], by=by, created_at=at, changed_at=at
    )
    payment.refresh_from_db()
    if payment.method == PaymentMethod.CARD:
        queue_job(kind=JobKind.SEND_REFUND, reference=refund.pk, run_at=at)
    else:
        number = payment.order.number
        message = format_lazy(
            _("Transfer {amount} back: {reason}"),
            amount=format_cents(amount, settings.LANGUAGE_CODE),
            reason=lazy(why_words, str)(reason),
        )
        raise_alert(key=f"refund-due:{refund.pk}", kind=AlertKind.REFUND_DUE, reference=number, message=message, at=at)
    return refund


def send_refund(*, refund: Refund, at: datetime) -> None:
    """Have Stripe give the money back; raises `StripeIsUnreachable`, and the job comes back.

    Stripe is asked first what it has: an answer that we died over must not become a second refund.
    """
    payment = refund.payment
    if refund.state != RefundState.REQUESTED or not payment.intent_id:
        return
    known = next((fact for fact in fetch_refunds(payment.intent_id) if fact.ours == str(refund.pk)), None)
    try:
        fact = known or create_refund(
            key=f"sternregal-refund-{refund.pk}-{payment.order.token[:12]}",
            intent_id=payment.intent_id,
            amount=refund.amount,
            ours=str(refund.pk),
        )
    except StripeRefused as error:
        _fail(refund, str(error), at)
        return
    note_refund(payment=payment, fact=fact, at=at)


@transaction.atomic
def note_refunds(*, payment: Payment, facts: Iterable[RefundFact], at: datetime) -> None:
    """Note all that Stripe has. What failed comes first: its money may have gone back in another way since."""
    for fact in sorted(facts, key=lambda fact: _OF_STRIPE.get(fact.status) != RefundState.FAILED):
        note_refund(payment=payment, fact=fact, at=at)


@transaction.atomic
def note_refund(*, payment: Payment, fact: RefundFact, at: datetime) -> None:
    """Bring our row in line with what Stripe has, in any order and any number of times; a refund of the dashboard gets a row."""
    Payment.objects.select_for_update().get(pk=payment.pk)
    refund = Refund.objects.filter(stripe_id=fact.id).first()
    if refund is None and fact.ours.isdigit():
        Refund.objects.filter(pk=int(fact.ours), payment=payment, stripe_id__isnull=True).update(stripe_id=fact.id)
        refund = Refund.objects.filter(stripe_id=fact.id).first()
    state = _OF_STRIPE.get(fact.status, RefundState.PENDING)
    if refund is None:
        if state == RefundState.FAILED:
            return
        _make_room(payment, fact.amount, at)
        Payment.objects.filter(pk=payment.pk).update(refunded=F("refunded") + fact.amount, changed_at=at)
        refund = Refund.objects.create(
            payment=payment,
            key=f"stripe:{fact.id}",
            stripe_id=fact.id,
            amount=fact.amount,
            reason=Why.MADE_AT_STRIPE,
            state=RefundState.REQUESTED,
            created_at=at,
            changed_at=at,
        )
    if state == RefundState.PENDING:
        Refund.objects.filter(pk=refund.pk, state=RefundState.REQUESTED).update(state=state, changed_at=at)
    elif state == RefundState.SUCCEEDED:
        _succeed(refund, at)
    else:
        _fail(refund, f"Stripe: {fact.status}", at)


def _make_room(payment: Payment, amount: int, at: datetime) -> None:
    """Stripe has given `amount` back of money that we had promised, too: what we have not sent of it cannot be sent any more."""
    waiting = Refund.objects.filter(payment=payment, state=RefundState.REQUESTED, stripe_id__isnull=True)
    for refund in waiting.order_by("-pk"):
        if Payment.objects.filter(pk=payment.pk, captured__gte=F("refunded") + amount).exists():
            return
        _fail(refund, lazy(why_words, str)(Why.MADE_AT_STRIPE), at)


def mark_refund_made(*, refund: Refund, by: User, at: datetime) -> None:
    """Staff transferred the money back; raises `RefundIsMade` for one that is not waiting."""
    if refund.payment.method != PaymentMethod.BANK_TRANSFER or not _succeed(refund, at, by):
        raise RefundIsMade


@transaction.atomic
def _succeed(refund: Refund, at: datetime, by: User | None = None) -> bool:
    waiting = Refund.objects.filter(pk=refund.pk, state__in=(RefundState.REQUESTED, RefundState.PENDING))
    if not waiting.update(state=RefundState.SUCCEEDED, changed_at=at):
        return False
    _enter(refund, EntryKind.GIVEN_BACK, -refund.amount, f"refund:{refund.pk}", at, by)
    return True


@transaction.atomic
def _fail(refund: Refund, why: str, at: datetime) -> None:
    """The money did not leave, or came back to us: it is the customer's still, so staff must find another way."""
    was_made = Refund.objects.filter(pk=refund.pk, state=RefundState.SUCCEEDED)
    if was_made.update(state=RefundState.FAILED, changed_at=at):
        _enter(refund, EntryKind.RETURNED, refund.amount, f"refund-returned:{refund.pk}", at)
    elif not Refund.objects.filter(pk=refund.pk).exclude(state=RefundState.FAILED).update(state=RefundState.FAILED, changed_at=at):
        return
    Payment.objects.filter(pk=refund.payment_id).update(refunded=F("refunded") - refund.amount, changed_at=at)
    raise_alert(
        key=f"refund-failed:{refund.pk}",
        kind=AlertKind.REFUND_FAILED,
        reference=refund.payment.order.number,
        message=format_lazy(
            _("{amount} could not be given back: {why}"), amount=format_cents(refund.amount, settings.LANGUAGE_CODE), why=why
        ),
        at=at,
    )


def _enter(refund: Refund, kind: EntryKind, amount: int, reference: str, at: datetime, by: User | None = None) -> None:
    PaymentEntry.objects.create(payment_id=refund.payment_id, kind=kind, amount=amount, reference=reference, by=by, at=at)
