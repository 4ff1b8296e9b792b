"""What the shop may say about a variant."""

from datetime import date, timedelta

import pytest

from shop.catalog.models import Release
from shop.stock.availability import Availability, State, availability, best, is_to_come
from shop.stock.models import Stock

ON = date(2026, 11, 23)
RELEASE, PROMISE = date(2027, 3, 1), date(2027, 4, 30)
COMING = Release(released_on=RELEASE, precision="month", deliver_by=PROMISE)
SOLD_OUT = Availability(State.SOLD_OUT, 0)


@pytest.mark.parametrize(
    ("stock", "said"),
    [
        (Stock(on_hand=9), Availability(State.IN_STOCK, 9)),
        (Stock(on_hand=4), Availability(State.IN_STOCK, 4)),
        (Stock(on_hand=3), Availability(State.SCARCE, 3)),
        (Stock(on_hand=9, reserved=8), Availability(State.SCARCE, 1)),
        (Stock(on_hand=9, reserved=9), SOLD_OUT),
        (Stock(on_hand=0), SOLD_OUT),
        (Stock(on_hand=0, preorder_limit=5), SOLD_OUT),  # released goods are no pre-order
        (None, SOLD_OUT),
    ],
)
def test_released_goods(stock: Stock | None, said: Availability) -> None:
    assert availability(release=None, stock=stock, on=ON) == said


@pytest.mark.parametrize(
    ("stock", "said"),
    [
        (Stock(preorder_limit=5), Availability(State.PREORDER, 5, RELEASE, "month", PROMISE)),
        (Stock(preorder_limit=5, preordered=4), Availability(State.PREORDER, 1, RELEASE, "month", PROMISE)),
        (Stock(preorder_limit=5, preordered=5), SOLD_OUT),
        (Stock(preorder_limit=0), SOLD_OUT),
        (Stock(on_hand=4, preorder_limit=5), Availability(State.IN_STOCK, 4)),  # arrived early
        (Stock(on_hand=4, preorder_limit=5, preordered=4), Availability(State.PREORDER, 1, RELEASE, "month", PROMISE)),
        (Stock(on_hand=6, preorder_limit=5, preordered=5), Availability(State.SCARCE, 1)),
        (Stock(on_hand=2, preorder_limit=5, preordered=5), SOLD_OUT),
    ],
)
def test_goods_to_come(stock: Stock, said: Availability) -> None:
    assert availability(release=COMING, stock=stock, on=ON) == said


def test_goods_to_come_without_a_latest_delivery_are_not_sold() -> None:
    release = Release(released_on=RELEASE, precision="month")
    assert availability(release=release, stock=Stock(preorder_limit=5), on=ON) == SOLD_OUT


def test_arrived_pieces_that_preorders_wait_for_are_not_sold_again() -> None:
    stock = Stock(on_hand=10, preorder_limit=10, preordered=10)
    assert availability(release=COMING, stock=stock, on=RELEASE + timedelta(days=3)) == SOLD_OUT


@pytest.mark.parametrize(
    ("released_on", "expected"), [(None, False), (ON - timedelta(days=1), False), (ON, False), (ON + timedelta(days=1), True)]
)
def test_run_is_to_come_until_the_day_of_its_release(released_on: date | None, expected: bool) -> None:
    assert is_to_come(Release(released_on=released_on), on=ON) is expected


def test_without_a_run_nothing_is_to_come() -> None:
    assert is_to_come(None, on=ON) is False


@pytest.mark.parametrize(("quantity", "buyable"), [(1, True), (0, False)])
def test_buyable_is_what_can_be_had_now(quantity: int, buyable: bool) -> None:
    assert Availability(State.SCARCE, quantity).buyable is buyable


IN_STOCK, SCARCE, PREORDER = Availability(State.IN_STOCK, 9), Availability(State.SCARCE, 1), Availability(State.PREORDER, 5)


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ([SOLD_OUT, PREORDER, SCARCE, IN_STOCK], IN_STOCK),
        ([SOLD_OUT, PREORDER, SCARCE], SCARCE),
        ([SOLD_OUT, PREORDER], PREORDER),
        ([SOLD_OUT], SOLD_OUT),
        ([Availability(State.SCARCE, 1), Availability(State.SCARCE, 3)], Availability(State.SCARCE, 3)),
        ([], SOLD_OUT),
    ],
)
def test_card_says_the_best_of_all_sizes(sizes: list[Availability], said: Availability) -> None:
    assert best(sizes) == said


def test_each_run_has_its_own_dates() -> None:
    sold_out_run = Release(released_on=ON - timedelta(days=300), precision="month")
    assert availability(release=sold_out_run, stock=Stock(preorder_limit=5), on=ON) == SOLD_OUT
    assert availability(release=COMING, stock=Stock(preorder_limit=5), on=ON) == Availability(
        State.PREORDER, 5, RELEASE, "month", PROMISE
    )
