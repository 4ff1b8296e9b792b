"""A withdrawal settled: what goes back, with which cancellation, and what is refused without a trace."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shop.aftersales.declare_withdrawal import declare_withdrawal
from shop.aftersales.models import WithdrawalDeclaration, WithdrawalSettlement
from shop.aftersales.settle_withdrawal import (
    DeductionTooHigh,
    NothingWithdrawn,
    WithdrawalIsSettled,
    refund_due_on,
    settle_withdrawal,
)
from shop.aftersales.watch_withdrawals import watch_withdrawals
from shop.alerts.models import Alert
from shop.books.verify import verify_books
from shop.fulfillment.ship import ship
from shop.invoices.models import Invoice
from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.orders.states import WrongState
from shop.payments.models import Refund
from shop.stock.models import Stock
from tests.books import books
from tests.factories import SHOP_URL, a_shop, a_staff_member, a_variant, an_order

pytestmark = pytest.mark.django_db


def _declared(order: Order, at: datetime) -> WithdrawalDeclaration:
    return declare_withdrawal(name="Jana Roth", contract=order.number, email="jana@example.org", note="", language="en", at=at)


def _order(*, shipped: bool = True, at: datetime) -> Order:
    """Two figures of 40 € each and one of 15 €, with 4.90 shipping, paid."""
    order = an_order(paid=True, lines=[(a_variant(price="40.00"), 2), (a_variant(price="15.00"), 1)])
    if shipped:
        every = {line.pk: line.quantity for line in order.lines.all()}
        ship(order=order, quantities=every, tracking="", by=a_staff_member(), at=at, shop_url=SHOP_URL)
    order.refresh_from_db()
    return order


def _settle(
    order: Order, declaration: WithdrawalDeclaration, pieces: tuple[int, ...], at: datetime, **more: Any
) -> WithdrawalSettlement:
    lines = [line.pk for line in order.lines.order_by("pk")]
    values = {"deduction": 0, "reason": "", "by": a_staff_member(), **more}
    quantities = dict(zip(lines, pieces, strict=True))
    return settle_withdrawal(declaration=declaration, order=order, quantities=quantities, at=at, shop_url=SHOP_URL, **values)


def _sums() -> tuple[list[int], list[int]]:
    """Cents of the refunds, and of the cancellation invoices."""
    cancelled = Invoice.objects.filter(kind="cancellation").order_by("pk").values_list("total", flat=True)
    return list(Refund.objects.order_by("pk").values_list("amount", flat=True)), list(cancelled)


def test_all_of_it_goes_back_with_the_shipping(at: datetime) -> None:
    order = _order(at=at)
    settlement = _settle(order, _declared(order, at), (2, 1), at)
    assert (settlement.amount, settlement.with_shipping, _sums()) == (99_90, True, ([99_90], [99_90]))
    assert OutgoingMail.objects.filter(key__startswith="refund-").count() == 1
    assert verify_books(at=at) == []


def test_a_part_goes_back_without_the_shipping(at: datetime) -> None:
    order = _order(at=at)
    settlement = _settle(order, _declared(order, at), (1, 0), at)
    assert (settlement.with_shipping, _sums(), verify_books(at=at)) == (False, ([40_00], [40_00]), [])


def test_the_last_part_brings_the_shipping_back(at: datetime) -> None:
    order = _order(at=at)
    _settle(order, _declared(order, at), (1, 1), at)
    order.refresh_from_db()
    _settle(order, _declared(order, at + timedelta(days=1)), (1, 0), at)
    assert (_sums(), verify_books(at=at)) == (([55_00, 44_90], [55_00, 44_90]), [])


def test_loss_of_value_is_kept_and_has_its_reason(at: datetime) -> None:
    order = _order(at=at)
    settlement = _settle(order, _declared(order, at), (2, 1), at, deduction=10_00, reason="scratched")
    assert (settlement.deduction, settlement.reason, _sums()) == (10_00, "scratched", ([89_90], [99_90]))
    assert verify_books(at=at) == []


def test_withdrawn_before_it_was_shipped_ends_the_order_and_frees_its_goods(at: datetime) -> None:
    order = _order(shipped=False, at=at)
    _settle(order, _declared(order, at), (2, 1), at)
    order.refresh_from_db()
    assert (order.state, sum(Stock.objects.values_list("reserved", flat=True)), verify_books(at=at)) == ("cancelled", 0, [])


@pytest.mark.parametrize(
    ("pieces", "more", "error"),
    [
        ((0, 0), {}, NothingWithdrawn),
        ((3, 0), {}, NothingWithdrawn),
        ((1, 0), {"deduction": 40_01, "reason": "broken"}, DeductionTooHigh),
        ((1, 0), {"deduction": 1_00, "reason": " "}, DeductionTooHigh),
    ],
    ids=["nothing", "more than there was", "more than it cost", "no reason"],
)
def test_refused_settlement_leaves_no_trace(
    pieces: tuple[int, ...], more: dict[str, Any], error: type[Exception], at: datetime
) -> None:
    order = _order(at=at)
    declared, staff = _declared(order, at), a_staff_member()
    before = books()
    with pytest.raises(error):
        _settle(order, declared, pieces, at, by=staff, **more)
    assert books() == before


def test_line_of_another_order_leaves_no_trace(at: datetime) -> None:
    order, other = _order(at=at), _order(at=at)
    declared, staff = _declared(order, at), a_staff_member()
    line = other.lines.first()
    assert line is not None
    before = books()
    with pytest.raises(NothingWithdrawn):
        settle_withdrawal(
            declaration=declared, order=order, quantities={line.pk: 1}, deduction=0, reason="", by=staff, at=at, shop_url=SHOP_URL
        )
    assert books() == before


def test_second_settlement_of_a_declaration_is_refused(at: datetime) -> None:
    order = _order(at=at)
    declared, staff = _declared(order, at), a_staff_member()
    _settle(order, declared, (1, 0), at)
    before = books()
    with pytest.raises(WithdrawalIsSettled):
        _settle(order, declared, (1, 0), at, by=staff)
    assert books() == before


def test_order_that_is_not_paid_has_nothing_to_settle(at: datetime) -> None:
    order = an_order(lines=[(a_variant(), 1), (a_variant(), 1)])
    declared, staff = _declared(order, at), a_staff_member()
    before = books()
    with pytest.raises(WrongState):
        _settle(order, declared, (1, 0), at, by=staff)
    assert books() == before


def test_money_is_due_fourteen_days_after_the_declaration_by_berlins_calendar(at: datetime) -> None:
    order = an_order()
    assert refund_due_on(_declared(order, at)) == date(2026, 12, 7)
    midnight = at.replace(hour=23, minute=59)
    assert refund_due_on(_declared(order, midnight)) == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("days", "settle", "alerts"), [(9, False, 0), (10, False, 1), (10, True, 0)], ids=["day 9", "day 10", "settled"]
)
def test_forgotten_withdrawal_alarms_staff_on_day_ten(days: int, settle: bool, alerts: int, at: datetime) -> None:
    order = _order(at=at)
    declared = _declared(order, at)
    if settle:
        _settle(order, declared, (2, 1), at)
    for _ in range(2):
        watch_withdrawals(at=at + timedelta(days=days))
    found = Alert.objects.filter(kind="withdrawal_due")
    assert (found.count(), all("2026-12-07" in alert.message for alert in found)) == (alerts, True)


def test_forgotten_withdrawal_without_an_order_alarms_too(at: datetime) -> None:
    a_shop()
    declare_withdrawal(name="Jana", contract="the red figure", email="j@example.org", note="", language="de", at=at)
    watch_withdrawals(at=at + timedelta(days=11))
    assert Alert.objects.get().reference == "the red figure"
