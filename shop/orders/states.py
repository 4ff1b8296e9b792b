"""The states of an order and the one way to move between them."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from shop.orders.models import Order, OrderEvent, OrderState

TRANSITIONS: dict[OrderState, frozenset[OrderState]] = {
    OrderState.PENDING: frozenset({OrderState.PAID, OrderState.CANCELLED}),
    OrderState.PAID: frozenset({OrderState.PARTLY_SHIPPED, OrderState.SHIPPED, OrderState.CANCELLED}),
    OrderState.PARTLY_SHIPPED: frozenset({OrderState.PARTLY_SHIPPED, OrderState.SHIPPED}),
    OrderState.SHIPPED: frozenset(),
    OrderState.CANCELLED: frozenset({OrderState.PAID}),  # money that came late, and the goods could be had once more
}


class WrongState(Exception):
    """The order is not in a state from which it can move there, or somebody else moved it first."""


@transaction.atomic
def move(*, order: Order, to: OrderState, why: str, at: datetime, by: User | None = None) -> None:
    """Move `order` from the state it was read in to `to`, and write the event; raises `WrongState`.

    A conditional UPDATE, never a save: the row count tells whether this caller was the one.
    """
    was = OrderState(order.state)
    if to not in TRANSITIONS[was] or not Order.objects.filter(pk=order.pk, state=was).update(state=to):
        raise WrongState(f"{order.number}: {was} cannot become {to}")
    OrderEvent.objects.create(order=order, from_state=was, to_state=to, why=why, by=by, at=at)
    order.state = to


def note(*, order: Order, why: str, at: datetime, by: User | None = None) -> None:
    """Write into the history of `order` what moved no state: a part payment, a refund, a reminder."""
    OrderEvent.objects.create(order=order, from_state=order.state, to_state=order.state, why=why[:200], by=by, at=at)
