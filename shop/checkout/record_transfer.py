"""Staff saw money on the bank's statement."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from shop.checkout.settle_payment import settle_payment
from shop.kill_points import reach
from shop.orders.models import Order
from shop.orders.why import Why
from shop.payments.models import Payment, PaymentMethod, PaymentState
from shop.payments.record import receive
from shop.payments.states import move_payment


class NoTransferExpected(Exception):
    """The order is not paid by bank transfer."""


class TransferIsBooked(Exception):
    """A transfer with this reference has been booked before."""


def record_transfer(*, order: Order, amount: int, reference: str, by: User, at: datetime, shop_url: str, note: str = "") -> Payment:
    """Book `amount` cents that came for `order`: the right sum, too little, too much, once more, or too late.

    `reference` names the line of the statement (or the form that was sent), so that a double click books once.
    Raises `NoTransferExpected` and `TransferIsBooked`.
    """
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        payment = Payment.objects.filter(order=locked, method=PaymentMethod.BANK_TRANSFER).order_by("pk").first()
        if payment is None:
            raise NoTransferExpected(locked.number)
        if not receive(payment=payment, amount=amount, reference=f"transfer:{reference}", at=at, by=by, note=note):
            raise TransferIsBooked(reference)
        if payment.captured >= payment.amount:
            move_payment(payment=payment, to=PaymentState.PAID, at=at)
        settle_payment(order=locked, payment=payment, why=Why.BANK_TRANSFER, at=at, shop_url=shop_url, by=by)
        reach("settle.before_commit")
    reach("settle.after_commit")
    return payment
