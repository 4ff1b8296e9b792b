"""What money that has come means for its order: paid, paid in part, too much, or too late. One function, whoever brings the news."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.checkout.due import due, kept
from shop.checkout.mails import queue_late_payment, queue_part_payment, queue_payment_received
from shop.invoices.issue import issue_invoice
from shop.kill_points import reach
from shop.money import format_cents
from shop.orders.models import Order, OrderState
from shop.orders.states import move, note
from shop.orders.why import Why
from shop.payments.models import Payment, method_words
from shop.payments.refund import request_refund
from shop.stock.reserve import NotEnoughStock, Wanted, reserve_all
from shop.vouchers.redeem import VoucherUsedUp, use_again


def settle_payment(*, order: Order, payment: Payment, why: str, at: datetime, shop_url: str, by: User | None = None) -> None:
    """Draw the conclusions from what `payment` has received. The caller holds the lock of `order` and has booked the money."""
    if order.state == OrderState.CANCELLED:
        _settle_late(order, payment, why, at, shop_url, by)
    elif order.state != OrderState.PENDING:
        _give_surplus_back(order, payment, at)
    elif kept(order) < order.total:
        note(order=order, why=Why.PART_PAYMENT, at=at, by=by)
        queue_part_payment(order=order, payment=payment, at=at, shop_url=shop_url)
    else:
        _settle_paid(order, payment, why, at, shop_url, by)


def _settle_paid(order: Order, payment: Payment, why: str, at: datetime, shop_url: str, by: User | None) -> None:
    move(order=order, to=OrderState.PAID, why=why, at=at, by=by)
    Order.objects.filter(pk=order.pk).update(hold_until=None)
    order.hold_until = None
    reach("settle.after_state")
    method = method_words(payment.method, order.language)
    issue_invoice(order=order, method=method, at=at)
    queue_payment_received(order=order, at=at, shop_url=shop_url)
    _give_surplus_back(order, payment, at)


def _settle_late(order: Order, payment: Payment, why: str, at: datetime, shop_url: str, by: User | None) -> None:
    """The order is cancelled. If its goods can still be had it comes back to life, else the money goes back; staff are told."""
    surplus = _surplus(order, payment)
    if surplus <= 0:
        return
    came_back = kept(order) >= order.total and not order.invoices.exists() and _reserve_again(order, at)
    if came_back:
        _settle_paid(order, payment, why, at, shop_url, by)
        words = _("{amount} came after the order was cancelled; its goods could be reserved again, so it is paid now.")
    else:
        request_refund(payment=payment, amount=surplus, key=f"late:{payment.pk}:{payment.captured}", reason=Why.PAID_LATE, at=at)
        queue_late_payment(order=order, payment=payment, at=at, shop_url=shop_url)
        words = _("{amount} came after the order was cancelled; the money is being given back.")
    raise_alert(
        key=f"late:{payment.pk}:{payment.captured}",
        kind=AlertKind.LATE_PAYMENT,
        reference=order.number,
        message=format_lazy(words, amount=format_cents(payment.captured, settings.LANGUAGE_CODE)),
        at=at,
    )


def _reserve_again(order: Order, at: datetime) -> bool:
    """Whether all of it could be had once more: every piece, and the voucher that was given back."""
    try:
        with transaction.atomic():
            wanted = [Wanted(line.variant_id, line.quantity, preorder=line.is_preorder) for line in order.lines.all()]
            reserve_all(wanted=wanted, reason=order.number, at=at)
            use_again(reference=order.number)
    except (NotEnoughStock, VoucherUsedUp):
        return False
    order.lines.update(released=0)
    return True


def _surplus(order: Order, payment: Payment) -> int:
    """The cents of `payment` that the shop may not keep."""
    return min(kept(order) - due(order), payment.kept)


def _give_surplus_back(order: Order, payment: Payment, at: datetime) -> None:
    """Paid twice, or more than was due: what is too much goes back the way it came."""
    payment.refresh_from_db()
    surplus = _surplus(order, payment)
    if surplus <= 0:
        return
    request_refund(payment=payment, amount=surplus, key=f"surplus:{payment.pk}:{payment.captured}", reason=Why.PAID_TOO_MUCH, at=at)
    raise_alert(
        key=f"surplus:{payment.pk}:{payment.captured}",
        kind=AlertKind.OVERPAID,
        reference=order.number,
        message=format_lazy(
            _("{amount} more than was due; it is being given back."), amount=format_cents(surplus, settings.LANGUAGE_CODE)
        ),
        at=at,
    )
