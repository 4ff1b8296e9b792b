"""Send a customer to the hosted payment page. Every call to Stripe stands between two commits, never inside one."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext, override

from shop.checkout.apply_session import apply_session
from shop.jobs.kinds import JobKind
from shop.jobs.queue import queue_job
from shop.kill_points import reach
from shop.orders.models import Order, OrderState
from shop.payments.models import Payment, PaymentMethod, PaymentState
from shop.payments.states import move_payment
from shop.payments.stripe import (
    Item,
    Session,
    StripeRefused,
    create_session,
    expire_session,
    fetch_session,
    find_session,
)

SHORTEST_LIFE = timedelta(minutes=30)  # Stripe takes no less
SESSION_LIFE = SHORTEST_LIFE + timedelta(minutes=1)
HOLD_MARGIN = timedelta(minutes=5)  # the goods are held longer than anybody can pay for them
LOOK_EVERY = timedelta(minutes=5)
TIME_TO_PAY = timedelta(hours=24)  # from placing the order to the last try
SAME_CALL_WITHIN = timedelta(minutes=2)  # two tabs share one idempotent call; later ones search before they make a new one
UNDECIDED = (PaymentState.OPEN, PaymentState.PROCESSING)


class NothingToPay(Exception):
    """The order is paid, cancelled, is being paid, or is paid in another way."""


def start_card_payment(*, order: Order, at: datetime, shop_url: str) -> str:
    """The address of the hosted page for `order`; asking twice answers the same page while it is open.

    Raises `NothingToPay`, and `StripeIsUnreachable` with the order kept so that it can be paid later.
    """
    payment = _open_payment(order, at)
    session = read_card_payment(payment=payment)
    if session is not None and session.status == "open":
        return _keep(payment, session, at)
    if session is not None:
        apply_session(session=session, at=at, shop_url=shop_url)
        order.refresh_from_db()
        payment = _open_payment(order, at)
    elif payment.expires_at is not None and payment.expires_at < at + SHORTEST_LIFE:
        # Stripe never made a page for this attempt, and its deadline is too near to be asked for now.
        move_payment(payment=payment, to=PaymentState.EXPIRED, at=at)
        payment = _open_payment(order, at)
    return _keep(payment, _create(payment, at, shop_url), at)


def look_at_card_payment(*, payment: Payment, at: datetime, shop_url: str) -> None:
    """Ask Stripe about one card payment and book what it says; raises `StripeIsUnreachable`."""
    session = read_card_payment(payment=payment)
    if session is not None:
        apply_session(session=session, at=at, shop_url=shop_url)


def read_card_payment(*, payment: Payment) -> Session | None:
    """Stripe's truth about `payment`, or None when Stripe has never heard of it; raises `StripeIsUnreachable`.

    We may have died between Stripe's answer and writing the session's id down: then it is searched by our metadata.
    """
    if payment.session_id:
        return fetch_session(payment.session_id)
    if payment.tried_at is None:
        return None
    found = find_session(payment_id=str(payment.pk), since=payment.created_at - HOLD_MARGIN, until=payment.tried_at + HOLD_MARGIN)
    return fetch_session(found.id) if found is not None else None


def close_card_payments(*, order: Order, at: datetime, shop_url: str) -> None:
    """See to it that nobody can pay `order` at Stripe any more, and book what was paid already; raises `StripeIsUnreachable`."""
    for payment in Payment.objects.filter(order=order, method=PaymentMethod.CARD, state=PaymentState.OPEN):
        session = read_card_payment(payment=payment)
        if session is None:
            continue
        if session.status == "open":
            with suppress(StripeRefused):  # somebody paid, or its time ran out, in this very moment
                expire_session(session.id)
            reach("expire.after_stripe_expire_before_release")
            session = fetch_session(session.id)
        apply_session(session=session, at=at, shop_url=shop_url)


@transaction.atomic
def _open_payment(order: Order, at: datetime) -> Payment:
    """The open attempt, committed with its deadline before Stripe hears of it: the deadline is part of the idempotent call."""
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.state != OrderState.PENDING or locked.payment_method != PaymentMethod.CARD:
        raise NothingToPay(order.number)
    if locked.payments.filter(state__in=(PaymentState.PROCESSING, PaymentState.MISMATCH)).exists():
        raise NothingToPay(order.number)  # one that the bank, or a person, is still looking at
    payment = Payment.objects.filter(order=locked, state=PaymentState.OPEN).first()
    if payment is None:
        if at > locked.placed_at + TIME_TO_PAY and (locked.hold_until is None or at > locked.hold_until):
            raise NothingToPay(order.number)  # goods are not held for ever by trying again and again
        payment = Payment.objects.create(
            order=locked, method=PaymentMethod.CARD, amount=locked.total, currency=locked.currency, created_at=at, changed_at=at
        )
    if payment.expires_at is None:
        payment.expires_at = at + SESSION_LIFE
        payment.save(update_fields=["expires_at"])
        hold(order=locked, until=payment.expires_at + HOLD_MARGIN)
        queue_job(kind=JobKind.LOOK_AT_PAYMENT, reference=payment.pk, run_at=at + LOOK_EVERY)
    return payment


def hold(*, order: Order, until: datetime) -> None:
    """Keep the goods of a pending order at least `until` then; a job looks at the order when the time has come."""
    longer = Order.objects.filter(pk=order.pk, state=OrderState.PENDING).exclude(hold_until__gte=until)
    longer.update(hold_until=until)
    queue_job(kind=JobKind.EXPIRE_ORDER, reference=order.pk, run_at=until)


def _keep(payment: Payment, session: Session, at: datetime) -> str:
    Payment.objects.filter(pk=payment.pk, session_id__isnull=True).update(
        session_id=session.id, session_url=session.url, changed_at=at
    )
    return session.url


def _create(payment: Payment, at: datetime, shop_url: str) -> Session:
    """Make the session. The number of the call is part of its key and committed before it.

    Stripe answers the same key the same for a day, even a fault of its own (reliability: a stored 500). So a call long after a
    failed one takes the next number; the search in `read_card_payment` has found no session by then.
    """
    fresh = Payment.objects.filter(pk=payment.pk, tried_at__gt=at - SAME_CALL_WITHIN).exists()
    if not fresh:
        Payment.objects.filter(pk=payment.pk).update(tries=F("tries") + 1, tried_at=at)
    payment.refresh_from_db()
    order = payment.order
    assert payment.expires_at is not None
    with override(order.language):
        back = shop_url + order.get_absolute_url()
        paid = shop_url + reverse("shop:payment_return", args=[order.token])
        items = _items(order)
    return create_session(
        key=f"sternregal-payment-{payment.pk}-{payment.tries}-{order.token[:12]}",  # from the row alone: a retry is the same call
        reference=order.number,
        items=items,
        currency=payment.currency,
        email=order.email,
        language=order.language,
        success_url=paid,
        cancel_url=back,
        expires_at=payment.expires_at,
        metadata={"order": order.number, "payment": str(payment.pk)},
    )


def _items(order: Order) -> list[Item]:
    """What the hosted page lists. It knows no discount, so that an order with one is a single sum there."""
    if order.discount:
        return [Item(name=gettext("Order %(number)s") % {"number": order.number}, amount=order.total, quantity=1)]
    items = [Item(name=line.name, amount=line.unit, quantity=line.quantity) for line in order.lines.all()]
    if order.shipping:
        items.append(Item(name=gettext("Shipping"), amount=order.shipping, quantity=1))
    return items
