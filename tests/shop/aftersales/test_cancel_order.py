"""A cancelled order gives back what it held, once."""

from datetime import datetime, timedelta

import pytest

from shop.aftersales.cancel_order import cancel_order
from shop.orders.models import Order, OrderEvent
from shop.orders.states import WrongState
from shop.payments.models import Payment
from shop.stock.models import Stock, StockMove
from tests.books import books
from tests.factories import SHOP_URL, a_preorder, a_staff_member, a_variant, an_order

pytestmark = pytest.mark.django_db


def test_cancelled_order_releases_its_goods_and_its_payment(at: datetime) -> None:
    figure, coming = a_variant(on_hand=5, reserved=1), a_preorder(limit=5, preordered=1)
    order, staff, later = an_order(lines=[(coming, 2), (figure, 3)]), a_staff_member(), at + timedelta(days=8)
    cancel_order(order=order, why="not paid", by=staff, at=later, shop_url=SHOP_URL)
    assert Order.objects.get().state == "cancelled"
    assert Payment.objects.values_list("state", "captured", "changed_at").get() == ("cancelled", 0, later)
    assert list(Stock.objects.order_by("pk").values_list("on_hand", "reserved", "preordered")) == [(5, 1, 0), (0, 0, 1)]
    moves = StockMove.objects.filter(at=later).order_by("pk").values_list("variant", "kind", "quantity", "reason", "by")
    assert list(moves) == [
        (figure.pk, "released", 3, order.number, staff.pk),
        (coming.pk, "preorder_released", 2, order.number, staff.pk),
    ]
    event = OrderEvent.objects.values_list("from_state", "to_state", "why", "by", "at").last()
    assert event == ("pending", "cancelled", "not paid", staff.pk, later)


def test_second_cancellation_leaves_no_trace(at: datetime) -> None:
    order, staff = an_order(), a_staff_member()
    cancel_order(order=order, why="not paid", by=staff, at=at, shop_url=SHOP_URL)
    before = books()
    for asked in (order, Order.objects.get()):
        with pytest.raises(WrongState, match=f"{order.number}: cancelled cannot become cancelled"):
            cancel_order(order=asked, why="again", by=staff, at=at, shop_url=SHOP_URL)
    assert books() == before


@pytest.mark.parametrize("state", ["partly_shipped", "shipped"])
def test_order_of_which_something_is_shipped_is_not_cancelled(state: str, at: datetime) -> None:
    order, staff = an_order(), a_staff_member()
    Order.objects.update(state=state)
    before = books()
    with pytest.raises(WrongState, match=f"{order.number}: {state} cannot become cancelled"):
        cancel_order(order=order, why="not paid", by=staff, at=at, shop_url=SHOP_URL)
    assert books() == before
