"""Staff give a customer money back without taking goods back: a scratch, a delay, goodwill."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from shop.checkout.mails import queue_refund
from shop.invoices.issue import left_of, reduce_invoice
from shop.orders.models import Order, OrderState
from shop.orders.states import WrongState, note
from shop.orders.why import Why
from shop.payments.models import Payment, PaymentState, Refund, method_words
from shop.payments.refund import NotSoMuchToRefund, request_refund

REFUNDABLE = {OrderState.PAID, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED}


@transaction.atomic
def refund_order(*, order: Order, amount: int, reason: str, key: str, by: User, at: datetime, shop_url: str) -> Refund:
    """Give `amount` cents of a paid `order` back and take them off its invoice; `key` (of the form) makes it once.

    Raises `WrongState` for an order that is not paid, `NotSoMuchToRefund` above what is left of its money or its invoice.
    """
    locked = Order.objects.select_for_update().get(pk=order.pk)
    done = Refund.objects.filter(key=f"staff:{key}").first()
    if done is not None:
        return done
    if locked.state not in REFUNDABLE:
        raise WrongState(f"{locked.number} is {locked.state}")
    if amount > left_of(locked):
        raise NotSoMuchToRefund
    payment = paid_payment(locked, amount)
    refund = request_refund(payment=payment, amount=amount, key=f"staff:{key}", reason=reason, by=by, at=at)
    method = method_words(payment.method, locked.language)
    reduce_invoice(order=locked, key=f"reduction:{refund.pk}", amount=amount, method=method, reason=reason, at=at)
    note(order=locked, why=Why.REFUND, by=by, at=at)
    queue_refund(order=locked, refund_id=refund.pk, amount=amount, at=at, shop_url=shop_url)
    return refund


def paid_payment(order: Order, amount: int) -> Payment:
    """The payment of `order` of which `amount` cents can still be given back; raises `NotSoMuchToRefund`."""
    for payment in Payment.objects.filter(order=order, state=PaymentState.PAID).order_by("pk"):
        if payment.kept >= amount:
            return payment
    raise NotSoMuchToRefund
