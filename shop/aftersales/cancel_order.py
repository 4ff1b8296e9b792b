"""Cancel an order before any of it has shipped: its goods go back on sale, its money goes back, its invoice is taken back."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from shop.checkout.due import due, kept
from shop.checkout.mails import queue_cancelled
from shop.checkout.pay_by_card import close_card_payments
from shop.invoices.issue import cancel_invoice, left_of
from shop.orders.models import Order, OrderLine, OrderState
from shop.orders.states import WrongState, move
from shop.payments.models import Payment, PaymentState, method_words
from shop.payments.refund import request_refund
from shop.payments.states import move_payment
from shop.stock.reserve import release
from shop.vouchers.redeem import give_back


class PaymentIsUndecided(Exception):
    """The bank is still deciding about a payment, or a payment does not match; the order waits for that."""


def cancel_order(*, order: Order, why: str, at: datetime, shop_url: str, by: User | None = None, in_time: bool = True) -> None:
    """Cancel `order`; `in_time` False says that no money came in time, in the words of the mail.

    First Stripe is told that nobody may pay any more: a payment that was faster is booked, and then given back with the rest.
    Raises `WrongState` once something is shipped, `PaymentIsUndecided`, and `StripeIsUnreachable` with nothing changed.
    """
    close_card_payments(order=order, at=at, shop_url=shop_url)
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        undecided = (PaymentState.PROCESSING, PaymentState.MISMATCH)
        if locked.payments.filter(state__in=undecided).exists():
            raise PaymentIsUndecided(locked.number)
        if not in_time and locked.state != OrderState.PENDING:
            raise WrongState(f"{locked.number} is {locked.state}")  # the money came while we asked Stripe
        was_paid = locked.state == OrderState.PAID
        move(order=locked, to=OrderState.CANCELLED, why=why, by=by, at=at)
        Order.objects.filter(pk=locked.pk).update(hold_until=None)
        for line in locked.lines.order_by("variant_id"):
            release_line(line=line, pieces=line.open_quantity, at=at, by=by)
        if was_paid:
            _take_invoice_back(locked, why, at)
        else:
            give_back(reference=locked.number, at=at)
        refunded = _give_money_back(locked, why, at, by)
        queue_cancelled(order=locked, refunded=refunded, in_time=in_time, at=at, shop_url=shop_url)
    order.refresh_from_db()


def release_line(*, line: OrderLine, pieces: int, at: datetime, by: User | None) -> None:
    """Put `pieces` of a line that will not be shipped back on sale. The caller holds the lock of the order."""
    if not pieces:
        return
    OrderLine.objects.filter(pk=line.pk).update(released=F("released") + pieces)
    release(variant_id=line.variant_id, quantity=pieces, preorder=line.is_preorder, reason=line.order.number, at=at, by=by)


def _take_invoice_back(order: Order, why: str, at: datetime) -> None:
    lines = list(order.lines.all())
    method = method_words(order.payment_method, order.language)
    rest = {line.pk: line.quantity - line.withdrawn for line in lines}
    if left_of(order):  # else the money went back in Stripe's dashboard before
        cancel_invoice(
            order=order, key=f"cancellation:{order.pk}", quantities=rest, shipping=True, method=method, reason=why, at=at
        )
    for line in lines:
        OrderLine.objects.filter(pk=line.pk).update(withdrawn=line.quantity)


def _give_money_back(order: Order, why: str, at: datetime, by: User | None) -> int:
    """Close what is open and promise everything back that the shop may not keep; answers the cents."""
    total, rest = 0, kept(order) - due(order)
    for payment in Payment.objects.filter(order=order).order_by("pk"):
        if payment.state == PaymentState.OPEN:
            move_payment(payment=payment, to=PaymentState.CANCELLED, at=at)
        amount = min(payment.kept, rest - total)
        if amount > 0:
            key = f"cancelled:{payment.pk}:{payment.captured}"
            total += request_refund(payment=payment, amount=amount, key=key, reason=why, by=by, at=at).amount
    return total
