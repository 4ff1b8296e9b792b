"""An unpaid order ends when its time is over; a reminder comes before."""

from datetime import datetime, timedelta

from django.db import transaction

from shop.aftersales.cancel_order import PaymentIsUndecided, cancel_order
from shop.checkout.mails import queue_reminder
from shop.orders.models import Order, OrderState
from shop.orders.states import WrongState, note
from shop.orders.why import Why
from shop.payments.models import PaymentMethod, PaymentState

ASK_AGAIN = timedelta(minutes=30)


def expire_order(*, order: Order, at: datetime, shop_url: str) -> datetime | None:
    """Cancel `order` if its hold is over; answers when to look again, or None when there is no need to.

    Raises `StripeIsUnreachable`: while nobody can say whether it is being paid, the goods stay held.
    """
    if order.state != OrderState.PENDING or order.hold_until is None:
        return None
    if at < order.hold_until:
        return order.hold_until
    try:
        cancel_order(order=order, why=Why.NOT_PAID_IN_TIME, in_time=False, at=at, shop_url=shop_url)
    except WrongState:
        return None  # paid in this very moment
    except PaymentIsUndecided:
        return at + ASK_AGAIN
    return None


def remind_order(*, order: Order, at: datetime, shop_url: str) -> None:
    """Write to a customer whose transfer has not come yet; once."""
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        payment = locked.payments.filter(method=PaymentMethod.BANK_TRANSFER, state=PaymentState.OPEN).first()
        if locked.state != OrderState.PENDING or payment is None or locked.hold_until is None or locked.hold_until <= at:
            return
        if locked.events.filter(why=Why.REMINDED).exists():
            return
        note(order=locked, why=Why.REMINDED, at=at)
        queue_reminder(order=locked, payment=payment, at=at, shop_url=shop_url)
