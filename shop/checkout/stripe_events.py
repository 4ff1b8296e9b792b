"""Stripe's events: kept once by their id, then used as a hint to read Stripe's truth.

An event is written down with the job that will act on it before Stripe gets its 200. What comes too early, or finds Stripe
unreachable, waits in that job; what never comes is found by `read_events`, which asks Stripe for its list.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.checkout.apply_session import apply_session
from shop.checkout.pay_by_card import look_at_card_payment
from shop.checkout.watch_webhook import note_missed_webhooks
from shop.jobs.kinds import JobKind
from shop.jobs.queue import queue_job
from shop.orders.models import Order
from shop.payments.models import Payment, StripeEvent
from shop.payments.stripe import Event, StripeRefused, fetch_events, fetch_session

WAIT_FOR_OBJECT = timedelta(hours=24)  # an event may come before our own rows are there
TRY_AGAIN = timedelta(minutes=10)
OVERLAP = timedelta(hours=1)  # events are in no promised order
FIRST_LOOK_BACK = timedelta(days=3)


@transaction.atomic
def keep_event(*, event: Event, at: datetime) -> bool:
    """Write `event` into the inbox with its job; whether it was new."""
    row = StripeEvent(
        event_id=event.id,
        kind=event.kind,
        session_id=event.session_id,
        intent_id=event.intent_id,
        order_number=event.order,
        happened_at=event.happened_at,
        received_at=at,
    )
    known = StripeEvent.objects.filter(pk=event.id).exists()
    if not known:
        StripeEvent.objects.bulk_create([row], ignore_conflicts=True)
        queue_job(kind=JobKind.APPLY_EVENT, reference=event.id, run_at=at)
    return not known


def apply_event(*, event_id: str, at: datetime, shop_url: str) -> datetime | None:
    """Act on a kept event; answers when to try again, or None when it is dealt with. Raises `StripeIsUnreachable`."""
    event = StripeEvent.objects.get(pk=event_id)
    if event.handled_at is not None:
        return None
    names_something = bool(event.session_id or event.intent_id)
    if names_something and not _apply(event, at, shop_url) and _is_ours(event):
        if at < event.received_at + WAIT_FOR_OBJECT:
            return at + TRY_AGAIN
        _alert(event, at)
    StripeEvent.objects.filter(pk=event.pk).update(handled_at=at)
    return None


def _apply(event: StripeEvent, at: datetime, shop_url: str) -> bool:
    """Whether the event belongs to a payment that we know."""
    payment = None
    if event.session_id:
        payment = Payment.objects.filter(session_id=event.session_id).first()
    elif event.intent_id:
        payment = Payment.objects.filter(intent_id=event.intent_id).first()
    if payment is not None:
        look_at_card_payment(payment=payment, at=at, shop_url=shop_url)
        return True
    if not event.session_id:
        return False
    try:
        return apply_session(session=fetch_session(event.session_id), at=at, shop_url=shop_url) is not None
    except StripeRefused:  # Stripe itself does not know it (any more)
        return False


def _is_ours(event: StripeEvent) -> bool:
    """Whether the event names an order as we name them; other programs may use the same account."""
    return event.order_number.startswith("SR-")


def _alert(event: StripeEvent, at: datetime) -> None:
    if Order.objects.filter(number=event.order_number).exists() and not event.session_id:
        return  # its payment never learned of this intent; the session's own event tells all
    raise_alert(
        key=f"unknown-payment:{event.session_id or event.intent_id}",
        kind=AlertKind.UNKNOWN_PAYMENT,
        reference=event.order_number,
        message=format_lazy(
            _("Stripe tells of {thing} for the order {number}, which is not in these books. Look it up at Stripe."),
            thing=event.session_id or event.intent_id,
            number=event.order_number,
        ),
        at=at,
    )


def read_events(*, at: datetime) -> int:
    """Ask Stripe for the events of late and keep those that never reached us; answers how many. Raises `StripeIsUnreachable`."""
    newest = StripeEvent.objects.order_by("-happened_at").values_list("happened_at", flat=True).first()
    since = max(newest - OVERLAP, at - timedelta(days=30)) if newest else at - FIRST_LOOK_BACK
    missed = [event for event in fetch_events(since=since) if keep_event(event=event, at=at)]
    note_missed_webhooks(events=missed, at=at)
    return len(missed)
