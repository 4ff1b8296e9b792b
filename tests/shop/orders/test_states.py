"""An order's state moves along its table only; every move is an event."""

from datetime import datetime
from itertools import product

import pytest

from shop.orders.models import Order, OrderEvent, OrderState
from shop.orders.states import WrongState, move
from tests.factories import a_staff_member, an_order

pytestmark = pytest.mark.django_db
S = OrderState
ALLOWED = {
    (S.PENDING, S.PAID),
    (S.PENDING, S.CANCELLED),
    (S.PAID, S.PARTLY_SHIPPED),
    (S.PAID, S.SHIPPED),
    (S.PAID, S.CANCELLED),
    (S.PARTLY_SHIPPED, S.PARTLY_SHIPPED),
    (S.PARTLY_SHIPPED, S.SHIPPED),
    (S.CANCELLED, S.PAID),
}


def _an_order_in(state: OrderState) -> Order:
    order = an_order()
    Order.objects.filter(pk=order.pk).update(state=state)
    OrderEvent.objects.all().delete()
    return Order.objects.get(pk=order.pk)


def _events() -> list[tuple[object, ...]]:
    return list(OrderEvent.objects.values_list("order", "from_state", "to_state", "why", "by", "at"))


@pytest.mark.parametrize(("was", "to"), sorted(ALLOWED))
def test_allowed_move_is_made_and_written_down(was: OrderState, to: OrderState, at: datetime) -> None:
    order, staff = _an_order_in(was), a_staff_member()
    move(order=order, to=to, why="because", by=staff, at=at)
    assert (order.state, Order.objects.get().state) == (to, to)
    assert _events() == [(order.pk, was, to, "because", staff.pk, at)]


@pytest.mark.parametrize(("was", "to"), sorted(set(product(S, S)) - ALLOWED))
def test_forbidden_move_leaves_no_trace(was: OrderState, to: OrderState, at: datetime) -> None:
    order = _an_order_in(was)
    with pytest.raises(WrongState, match=f"{order.number}: {was} cannot become {to}"):
        move(order=order, to=to, why="because", at=at)
    assert (order.state, Order.objects.get().state, _events()) == (was, was, [])


def test_order_that_somebody_else_moved_is_not_moved_again(at: datetime) -> None:
    stale = _an_order_in(S.PENDING)
    move(order=Order.objects.get(), to=S.CANCELLED, why="staff", at=at)
    with pytest.raises(WrongState):
        move(order=stale, to=S.PAID, why="money", at=at)
    assert (Order.objects.get().state, len(_events())) == (S.CANCELLED, 1)
