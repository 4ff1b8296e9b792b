"""An order that was cancelled gave its voucher back; money that comes late needs the voucher once more."""

from datetime import datetime, timedelta

import pytest

from shop.aftersales.cancel_order import cancel_order
from shop.books.verify import verify_books
from shop.orders.models import Order
from shop.payments.models import Refund
from shop.vouchers.models import Voucher, VoucherUse
from tests.factories import SHOP_URL, a_voucher, an_order, pay

pytestmark = pytest.mark.django_db


def _cancelled(at: datetime) -> Order:
    order = an_order(voucher=a_voucher(limit=1))
    cancel_order(order=order, why="late", at=at, shop_url=SHOP_URL, in_time=False)
    assert Voucher.objects.get().used == 0
    return order


def test_late_money_uses_the_voucher_again(at: datetime) -> None:
    order = _cancelled(at)
    pay(order, at=at + timedelta(hours=1))
    assert (Order.objects.get().state, Voucher.objects.get().used) == ("paid", 1)
    assert (VoucherUse.objects.get().given_back_at, verify_books(at=at)) == (None, [])


def test_late_money_goes_back_when_another_order_used_the_voucher_up(at: datetime) -> None:
    order = _cancelled(at)
    other = an_order(voucher=Voucher.objects.get(), email="other@example.org")
    pay(order, at=at + timedelta(hours=1))
    order.refresh_from_db()
    assert (order.state, Refund.objects.get().amount, Voucher.objects.get().used) == ("cancelled", order.total, 1)
    assert (other.lines.get().released, verify_books(at=at)) == (0, [])


def test_books_see_a_use_that_no_order_counts(at: datetime) -> None:
    order = _cancelled(at)
    VoucherUse.objects.update(given_back_at=None)
    Voucher.objects.update(used=1)
    Order.objects.update(state="pending")
    rules = [problem.rule for problem in verify_books(at=at)]
    assert "V2 an order's voucher counts" not in rules
    VoucherUse.objects.update(given_back_at=at)
    found = [problem for problem in verify_books(at=at) if problem.rule.startswith("V2")]
    assert [(problem.where, problem.what) for problem in found] == [(order.number, "its use is missing")]
