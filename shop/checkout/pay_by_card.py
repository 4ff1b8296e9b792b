"""Send a customer to the hosted payment page. The call to Stripe stands between two commits, never inside one."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext, override

from shop.checkout.confirm_payment import apply_session
from shop.orders.models import Order, OrderState
from shop.payments.models import Payment, PaymentMethod, PaymentState
from shop.payments.states import move_payment
from shop.payments.stripe import Item, Session, create_session, fetch_session

SHORTEST_LIFE = timedelta(minutes=30)  # Stripe takes no less
SESSION_LIFE = SHORTEST_LIFE + timedelta(minutes=1)


class NothingToPay(Exception):
    """The order is paid, cancelled, or is paid in another way."""


def start_card_payment(*, order: Order, at: datetime, shop_url: str) -> str:
    """The address of the hosted page for `order`; asking twice answers the same page while it is open.

    Raises `NothingToPay`, and `StripeIsUnreachable` with the order kept so that it can be paid later.
    """
    payment = _open_payment(order, at)
    if payment.session_id:
        session = fetch_session(payment.session_id)
        if session.status == "open":
            return session.url
        apply_session(session=session, at=at, shop_url=shop_url)
        if session.status == "complete":
            raise NothingToPay(order.number)
        order.refresh_from_db()
        payment = _open_payment(order, at)
    session = _create(payment, shop_url)
    Payment.objects.filter(pk=payment.pk, session_id__isnull=True).update(
        session_id=session.id, session_url=session.url, changed_at=at
    )
    return session.url


def look_at_card_payment(*, order: Order, at: datetime, shop_url: str) -> None:
    """Ask Stripe about an open card payment, in case its webhook is late; raises `StripeIsUnreachable`."""
    states = (PaymentState.OPEN, PaymentState.PROCESSING)
    payment = Payment.objects.filter(order=order, session_id__isnull=False, state__in=states).first()
    if payment is not None and payment.session_id:
        apply_session(session=fetch_session(payment.session_id), at=at, shop_url=shop_url)


@transaction.atomic
def _open_payment(order: Order, at: datetime) -> Payment:
    """The open attempt, committed with its deadline before Stripe hears of it: the deadline is part of the idempotent call."""
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.state != OrderState.PENDING or locked.payment_method != PaymentMethod.CARD:
        raise NothingToPay(order.number)
    payment = Payment.objects.filter(order=locked, state__in=(PaymentState.OPEN, PaymentState.PROCESSING)).first()
    if payment is not None and payment.state == PaymentState.PROCESSING:
        raise NothingToPay(order.number)
    if payment is not None and _is_stale(payment, at):
        move_payment(payment=payment, to=PaymentState.EXPIRED, at=at)
        payment = None
    if payment is None:
        payment = Payment.objects.create(
            order=locked, method=PaymentMethod.CARD, amount=locked.total, currency=locked.currency, created_at=at, changed_at=at
        )
    if payment.expires_at is None:
        payment.expires_at = at + SESSION_LIFE
        payment.save(update_fields=["expires_at"])
    return payment


def _is_stale(payment: Payment, at: datetime) -> bool:
    """Stripe never answered, so nobody saw a page of this attempt, and its deadline is too near to be asked for again."""
    return payment.session_id is None and payment.expires_at is not None and payment.expires_at < at + SHORTEST_LIFE


def _create(payment: Payment, shop_url: str) -> Session:
    order = payment.order
    assert payment.expires_at is not None
    items = [Item(name=line.name, amount=line.unit, quantity=line.quantity) for line in order.lines.all()]
    with override(order.language):
        if order.shipping:
            items.append(Item(name=gettext("Shipping"), amount=order.shipping, quantity=1))
        back = shop_url + order.get_absolute_url()
    return create_session(
        key=f"sternregal-payment-{payment.pk}-{order.token[:12]}",  # from the row alone, so that a retry is the same call
        reference=order.number,
        items=items,
        currency=payment.currency,
        email=order.email,
        language=order.language,
        success_url=back,
        cancel_url=back,
        expires_at=payment.expires_at,
        metadata={"order": order.number, "payment": str(payment.pk)},
    )
