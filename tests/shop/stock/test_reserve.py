"""Stock moves by conditional updates with a ledger row beside each; a refused move leaves no trace."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from shop.catalog.models import Variant
from shop.stock.models import Stock, StockMove
from shop.stock.reserve import NotEnoughStock, StockHasChanged, Wanted, correct_stock, release, reserve_all, take_from_shelf
from tests.books import books
from tests.factories import a_preorder, a_staff_member, a_variant

pytestmark = pytest.mark.django_db


def reserve(*, variant_id: int, quantity: int, preorder: bool, reason: str, at: datetime) -> None:
    """One variant alone, in a transaction that a refusal rolls back, as an order does."""
    with transaction.atomic():
        reserve_all(wanted=[Wanted(variant_id, quantity, preorder=preorder)], reason=reason, at=at)


def _stock(variant: Variant) -> tuple[int, int, int, int]:
    """On hand, reserved, pre-order limit, pre-ordered."""
    return Stock.objects.values_list("on_hand", "reserved", "preorder_limit", "preordered").get(variant=variant)


def _moves(variant: Variant) -> list[tuple[Any, ...]]:
    return list(
        StockMove.objects.exclude(reason="opening")
        .filter(variant=variant)
        .order_by("pk")
        .values_list("kind", "quantity", "reason", "by", "at")
    )


def test_reserve_promises_pieces_from_the_shelf(at: datetime) -> None:
    variant = a_variant(on_hand=5, reserved=1)
    reserve(variant_id=variant.pk, quantity=4, preorder=False, reason="SR-1", at=at)
    assert _stock(variant) == (5, 5, 0, 0)
    assert _moves(variant) == [("reserved", 4, "SR-1", None, at)]


def test_reserve_promises_pieces_of_the_coming_release(at: datetime) -> None:
    variant = a_preorder(limit=5, preordered=2)
    reserve(variant_id=variant.pk, quantity=3, preorder=True, reason="SR-1", at=at)
    assert _stock(variant) == (0, 0, 5, 5)
    assert _moves(variant) == [("preordered", 3, "SR-1", None, at)]


def test_release_takes_a_promise_back(at: datetime) -> None:
    variant, staff = a_variant(on_hand=5, reserved=3), a_staff_member()
    release(variant_id=variant.pk, quantity=3, preorder=False, reason="SR-1", at=at, by=staff)
    assert _stock(variant) == (5, 0, 0, 0)
    assert _moves(variant) == [("released", 3, "SR-1", staff.pk, at)]


def test_release_takes_a_preorder_back(at: datetime) -> None:
    variant = a_preorder(limit=5, preordered=2)
    release(variant_id=variant.pk, quantity=2, preorder=True, reason="SR-1", at=at)
    assert _stock(variant) == (0, 0, 5, 0)
    assert _moves(variant) == [("preorder_released", 2, "SR-1", None, at)]


def test_shipped_pieces_leave_shelf_and_reservation(at: datetime) -> None:
    variant, staff = a_variant(on_hand=5, reserved=3), a_staff_member()
    take_from_shelf(variant_id=variant.pk, quantity=2, preorder=False, reason="SR-1", at=at, by=staff)
    assert _stock(variant) == (3, 1, 0, 0)
    assert _moves(variant) == [("shipped", 2, "SR-1", staff.pk, at)]


def test_shipped_preorder_takes_what_has_arrived(at: datetime) -> None:
    variant = a_preorder(limit=5, preordered=4, on_hand=3, reserved=1)
    take_from_shelf(variant_id=variant.pk, quantity=2, preorder=True, reason="SR-1", at=at)
    assert _stock(variant) == (1, 1, 3, 2)  # what was shipped is no allocation for others
    assert _moves(variant) == [("preorder_shipped", 2, "SR-1", None, at)]


@pytest.mark.parametrize(
    ("stock", "deed", "quantity", "preorder"),
    [
        ({"on_hand": 5, "reserved": 3}, reserve, 3, False),
        ({"on_hand": 0}, reserve, 1, False),
        ({"on_hand": 5, "preorder_limit": 4, "preordered": 4}, reserve, 2, False),  # four of the five are owed to pre-orders
        ({"on_hand": 5, "preorder_limit": 4, "preordered": 3}, reserve, 2, True),
        ({"on_hand": 5, "reserved": 1}, release, 2, False),
        ({"preorder_limit": 5, "preordered": 1}, release, 2, True),
        ({"on_hand": 5, "reserved": 1}, take_from_shelf, 2, False),
        ({"on_hand": 5, "preorder_limit": 5, "preordered": 1}, take_from_shelf, 2, True),
        ({"on_hand": 1, "preorder_limit": 5, "preordered": 5}, take_from_shelf, 2, True),  # not enough have arrived
        ({"on_hand": 5, "reserved": 4, "preorder_limit": 5, "preordered": 5}, take_from_shelf, 2, True),  # four are another's
    ],
)
def test_refused_move_leaves_no_trace(
    stock: dict[str, int], deed: Callable[..., None], quantity: int, preorder: bool, at: datetime
) -> None:
    variant = a_variant(**stock)  # type: ignore[arg-type]
    before = books()
    with pytest.raises(NotEnoughStock) as refusal:
        deed(variant_id=variant.pk, quantity=quantity, preorder=preorder, reason="SR-1", at=at)
    assert (refusal.value.variant_id, books()) == (variant.pk, before)


def test_variant_without_stock_cannot_be_reserved(at: datetime) -> None:
    variant = a_variant()
    Stock.objects.all().delete()
    with pytest.raises(NotEnoughStock):
        reserve(variant_id=variant.pk, quantity=1, preorder=False, reason="SR-1", at=at)
    assert StockMove.objects.exclude(reason="opening").count() == 0


@pytest.mark.parametrize(("was", "now", "difference"), [(5, 12, 7), (5, 2, -3)])
def test_correction_sets_the_pieces_on_hand(was: int, now: int, difference: int, at: datetime) -> None:
    variant, staff = a_variant(on_hand=was, reserved=2), a_staff_member()
    correct_stock(variant_id=variant.pk, was=was, now=now, reason="counted", at=at, by=staff)
    assert _stock(variant) == (now, 2, 0, 0)
    assert _moves(variant) == [("corrected", difference, "counted", staff.pk, at)]


def test_correction_to_the_same_number_writes_nothing(at: datetime) -> None:
    variant = a_variant(on_hand=5)
    correct_stock(variant_id=variant.pk, was=5, now=5, reason="counted", at=at)
    assert (_stock(variant), _moves(variant)) == ((5, 0, 0, 0), [])


@pytest.mark.parametrize(("was", "now"), [(6, 9), (5, 1), (5, -1)], ids=["sold meanwhile", "fewer than promised", "negative"])
def test_refused_correction_leaves_no_trace(was: int, now: int, at: datetime) -> None:
    variant = a_variant(on_hand=5, reserved=2)
    before = books()
    with pytest.raises(StockHasChanged):
        correct_stock(variant_id=variant.pk, was=was, now=now, reason="counted", at=at)
    assert books() == before


def test_order_of_three_is_promised_in_three_queries(at: datetime, django_assert_num_queries: Any) -> None:
    one, two, release = a_variant(on_hand=5), a_variant(on_hand=5), a_preorder(limit=5)
    wanted = [Wanted(two.pk, 2), Wanted(release.pk, 3, preorder=True), Wanted(one.pk, 1)]
    with transaction.atomic(), django_assert_num_queries(3):
        reserve_all(wanted=wanted, reason="SR-1", at=at)
    assert [_stock(variant) for variant in (one, two, release)] == [(5, 1, 0, 0), (5, 2, 0, 0), (0, 0, 5, 3)]
    assert _moves(release) == [("preordered", 3, "SR-1", None, at)]


@pytest.mark.parametrize("short", [0, 1, 2])
def test_one_variant_too_few_promises_none_of_three(short: int, at: datetime) -> None:
    variants = [a_variant(on_hand=5), a_variant(on_hand=5), a_preorder(limit=5)]
    wanted = [Wanted(v.pk, 6 if n == short else 1, preorder=n == 2) for n, v in enumerate(variants)]
    before = books()
    with pytest.raises(NotEnoughStock), transaction.atomic():
        reserve_all(wanted=wanted, reason="SR-1", at=at)
    assert books() == before
