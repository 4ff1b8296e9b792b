"""Settle a withdrawal: which goods came back, how much of the price goes back, and what was taken off for loss of value.

Sources: BGB § 355 (3), § 357 (1)-(4), § 357a. The whole price goes back within 14 days, with the cheapest standard outbound
shipping when everything is withdrawn, by the means the customer paid with. A partial withdrawal never charges shipping afterwards.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from shop.aftersales.cancel_order import release_line
from shop.aftersales.models import WithdrawalDeclaration, WithdrawalLine, WithdrawalSettlement
from shop.aftersales.refund_order import REFUNDABLE, paid_payment
from shop.checkout.mails import queue_refund
from shop.invoices.issue import cancel_invoice, left_of, part_amount
from shop.orders.models import Order, OrderLine, OrderState
from shop.orders.states import WrongState, move, note
from shop.orders.why import Why
from shop.payments.models import method_words
from shop.payments.refund import request_refund

REFUND_WITHIN = timedelta(days=14)
BERLIN = ZoneInfo("Europe/Berlin")


class WithdrawalIsSettled(Exception):
    """The declaration has been settled before."""


class NothingWithdrawn(Exception):
    """No piece was chosen, or more than are left of a line."""


class DeductionTooHigh(Exception):
    """More was taken off than the goods cost, or without a reason."""


def refund_due_on(declaration: WithdrawalDeclaration) -> date:
    """The day by which the money must be back (BGB § 355 (3), § 357 (1))."""
    return (declaration.declared_at.astimezone(BERLIN) + REFUND_WITHIN).date()


@transaction.atomic
def settle_withdrawal(
    *,
    declaration: WithdrawalDeclaration,
    order: Order,
    quantities: Mapping[int, int],
    deduction: int,
    reason: str,
    by: User,
    at: datetime,
    shop_url: str,
) -> WithdrawalSettlement:
    """Give back `quantities` (order line id -> pieces) of `order` less `deduction` cents, with a cancellation invoice.

    Raises `WithdrawalIsSettled`, `NothingWithdrawn`, `DeductionTooHigh`, `WrongState` (not paid) and `NotSoMuchToRefund`.
    """
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if WithdrawalSettlement.objects.filter(declaration=declaration).exists():
        raise WithdrawalIsSettled
    if locked.state not in REFUNDABLE:
        raise WrongState(f"{locked.number} is {locked.state}")
    lines = {line.pk: line for line in locked.lines.order_by("pk")}
    wanted = {pk: pieces for pk, pieces in quantities.items() if pieces > 0}
    if not wanted or any(pk not in lines for pk in wanted):
        raise NothingWithdrawn
    goods = min(sum(part_amount(lines[pk], pieces) for pk, pieces in wanted.items()), left_of(locked))
    with_shipping = all(line.withdrawn + wanted.get(pk, 0) == line.quantity for pk, line in lines.items())
    if deduction > goods or (deduction and not reason.strip()):
        raise DeductionTooHigh
    taken = _take_back(locked, lines, wanted, declaration, with_shipping, reason, at, by)
    amount = taken - deduction
    refund = None
    if amount:
        payment = paid_payment(locked, amount)
        key = f"withdrawal:{declaration.pk}"
        refund = request_refund(payment=payment, amount=amount, key=key, reason=Why.WITHDRAWAL, by=by, at=at)
        queue_refund(order=locked, refund_id=refund.pk, amount=amount, at=at, shop_url=shop_url)
    settlement = WithdrawalSettlement.objects.create(
        declaration=declaration,
        order=locked,
        amount=amount,
        with_shipping=with_shipping,
        deduction=deduction,
        reason=reason.strip()[:200],
        refund=refund,
        by=by,
        at=at,
    )
    WithdrawalLine.objects.bulk_create(
        WithdrawalLine(settlement=settlement, order_line_id=pk, quantity=pieces) for pk, pieces in wanted.items()
    )
    note(order=locked, why=Why.WITHDRAWAL, by=by, at=at)
    return settlement


def _take_back(
    order: Order,
    lines: Mapping[int, OrderLine],
    wanted: Mapping[int, int],
    declaration: WithdrawalDeclaration,
    with_shipping: bool,
    reason: str,
    at: datetime,
    by: User,
) -> int:
    """Cancel the invoice as far as it goes, and hold nothing back any more; answers the cents that were taken off."""
    method = method_words(order.payment_method, order.language)
    if any(line.withdrawn + wanted.get(pk, 0) > line.quantity for pk, line in lines.items()):
        raise NothingWithdrawn
    taken = 0
    if left_of(order):
        taken = cancel_invoice(
            order=order,
            key=f"withdrawal:{declaration.pk}",
            quantities=wanted,
            shipping=with_shipping,
            method=method,
            reason=reason,
            at=at,
        ).total
    for pk, pieces in wanted.items():
        still_there = OrderLine.objects.filter(pk=pk, quantity__gte=F("withdrawn") + pieces)
        if not still_there.update(withdrawn=F("withdrawn") + pieces):
            raise NothingWithdrawn
        release_line(line=lines[pk], pieces=min(pieces, lines[pk].open_quantity), at=at, by=by)
    _end(order, at, by)
    return taken


def _end(order: Order, at: datetime, by: User) -> None:
    """When nothing is left to be shipped, the order is at its end."""
    lines = list(order.lines.all())
    if any(line.open_quantity for line in lines):
        return
    if order.state == OrderState.PAID:
        move(order=order, to=OrderState.CANCELLED, why=Why.WITHDRAWN_BEFORE_SHIPPING, at=at, by=by)
    elif order.state == OrderState.PARTLY_SHIPPED:
        move(order=order, to=OrderState.SHIPPED, why=Why.REST_WITHDRAWN, at=at, by=by)
