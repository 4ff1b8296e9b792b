"""A parcel, the stock it takes, the order's state and the mail about it go together, or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from shop.catalog.models import Variant
from shop.fulfillment.models import Parcel, ParcelLine
from shop.fulfillment.ship import NothingToShip, ship
from shop.mail.models import OutgoingMail
from shop.orders.models import Order, OrderEvent, OrderLine
from shop.orders.states import WrongState
from shop.stock.models import Stock, StockMove
from shop.stock.reserve import NotEnoughStock, correct_stock
from tests.books import books
from tests.factories import SHOP_URL, a_preorder, a_staff_member, a_variant, an_order

pytestmark = pytest.mark.django_db


def _ship(order: Order, quantities: Mapping[int, int], at: datetime, *, tracking: str = "00340434") -> Parcel:
    return ship(order=order, quantities=quantities, tracking=tracking, by=a_staff_member(), at=at, shop_url=SHOP_URL)


def _line(order: Order, variant: Variant) -> int:
    return order.lines.get(variant=variant).pk


def _stock(variant: Variant) -> tuple[int, int, int]:
    """On hand, reserved, pre-ordered."""
    return Stock.objects.values_list("on_hand", "reserved", "preordered").get(variant=variant)


def _shipped() -> list[int]:
    return list(OrderLine.objects.order_by("pk").values_list("shipped", flat=True))


def test_whole_order_is_shipped(at: datetime) -> None:
    figure, book = a_variant(on_hand=5), a_variant(on_hand=3)
    order = an_order(lines=[(figure, 2), (book, 1)], paid=True)
    staff = a_staff_member()
    quantities = {_line(order, figure): 2, _line(order, book): 1}
    parcel = ship(order=order, quantities=quantities, tracking="00340434", by=staff, at=at, shop_url=SHOP_URL)
    assert Parcel.objects.values().get() == {
        "id": parcel.pk, "order_id": order.pk, "carrier": "DHL Paket", "tracking": "00340434", "shipped_at": at, "by_id": staff.pk,
    }  # fmt: skip
    assert dict(ParcelLine.objects.values_list("order_line", "quantity")) == quantities
    assert (_stock(figure), _stock(book), _shipped()) == ((3, 0, 0), (2, 0, 0), [2, 1])
    moves = StockMove.objects.filter(kind="shipped").order_by("pk").values_list("variant", "quantity", "reason", "by", "at")
    assert list(moves) == [(figure.pk, 2, order.number, staff.pk, at), (book.pk, 1, order.number, staff.pk, at)]
    event = OrderEvent.objects.values_list("from_state", "to_state", "why", "by", "at").last()
    assert (Order.objects.get().state, event) == ("shipped", ("paid", "shipped", "parcel shipped", staff.pk, at))


def test_customer_is_told_of_the_parcel(at: datetime) -> None:
    variant = a_variant()
    order = an_order(lines=[(variant, 1)], paid=True, language="de")
    parcel = _ship(order, {_line(order, variant): 1}, at)
    mail = OutgoingMail.objects.get(key=f"parcel:{parcel.pk}")
    assert (mail.to, mail.language, mail.subject) == ("jana@example.org", "de", f"Deine Bestellung {order.number} ist unterwegs")
    assert order.number in mail.text


def test_order_is_shipped_in_parts(at: datetime) -> None:
    variant = a_variant(on_hand=5)
    order = an_order(lines=[(variant, 3)], paid=True)
    steps: list[Any] = []
    for pieces in (1, 1, 1):
        _ship(order, {_line(order, variant): pieces}, at)
        steps.append((Order.objects.get().state, _shipped(), _stock(variant)))
    assert steps == [("partly_shipped", [1], (4, 2, 0)), ("partly_shipped", [2], (3, 1, 0)), ("shipped", [3], (2, 0, 0))]
    assert (Parcel.objects.count(), OutgoingMail.objects.filter(key__startswith="parcel:").count()) == (3, 3)


def test_lines_without_a_number_stay_at_home(at: datetime) -> None:
    there, later = a_variant(), a_variant()
    order = an_order(lines=[(there, 1), (later, 1)], paid=True)
    _ship(order, {_line(order, there): 1, _line(order, later): 0}, at)
    assert (Order.objects.get().state, _shipped(), ParcelLine.objects.count()) == ("partly_shipped", [1, 0], 1)


def test_preorder_is_shipped_when_it_has_arrived(at: datetime) -> None:
    variant = a_preorder(limit=5)
    order = an_order(lines=[(variant, 2)], paid=True)
    correct_stock(variant_id=variant.pk, was=0, now=5, reason="arrived", at=at)
    _ship(order, {_line(order, variant): 2}, at)
    assert (Order.objects.get().state, _stock(variant)) == ("shipped", (3, 0, 0))


def test_preorder_that_has_not_arrived_leaves_no_trace(at: datetime) -> None:
    figure, coming = a_variant(), a_preorder()
    order = an_order(lines=[(figure, 1), (coming, 1)], paid=True)
    before = books()
    with pytest.raises(NotEnoughStock) as refusal:
        _ship(order, {_line(order, figure): 1, _line(order, coming): 1}, at)
    assert (refusal.value.variant_id, books()) == (coming.pk, before)


@pytest.mark.parametrize("pieces", [0, -1, 3, 99])
def test_no_pieces_or_too_many_leave_no_trace(pieces: int, at: datetime) -> None:
    variant = a_variant(on_hand=5)
    order = an_order(lines=[(variant, 2)], paid=True)
    before = books()
    with pytest.raises(NothingToShip):
        _ship(order, {_line(order, variant): pieces}, at)
    assert books() == before


def test_pieces_that_have_left_are_not_shipped_again(at: datetime) -> None:
    variant = a_variant(on_hand=5)
    order = an_order(lines=[(variant, 2)], paid=True)
    _ship(order, {_line(order, variant): 1}, at)
    before = books()
    with pytest.raises(NothingToShip):
        _ship(order, {_line(order, variant): 2}, at)
    assert books() == before


def test_line_of_another_order_leaves_no_trace(at: datetime) -> None:
    variant = a_variant(on_hand=5)
    order, other = an_order(lines=[(variant, 1)], paid=True), an_order(lines=[(variant, 1)], paid=True)
    before = books()
    with pytest.raises(NothingToShip):
        _ship(order, {_line(order, variant): 1, _line(other, variant): 1}, at)
    assert books() == before


@pytest.mark.parametrize("state", ["pending", "shipped", "cancelled"])
def test_order_that_is_not_to_be_shipped_leaves_no_trace(state: str, at: datetime) -> None:
    variant = a_variant()
    order = an_order(lines=[(variant, 1)])
    Order.objects.update(state=state)
    before = books()
    with pytest.raises(WrongState, match=f"{order.number} is {state}"):
        _ship(order, {_line(order, variant): 1}, at)
    assert books() == before
