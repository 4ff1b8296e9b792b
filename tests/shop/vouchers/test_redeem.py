"""Vouchers with their limits, from the cart to the order, and given back when the order comes to nothing."""

from datetime import datetime, timedelta

import pytest

from shop.aftersales.cancel_order import cancel_order
from shop.books.verify import verify_books
from shop.checkout.place_order import CartHasChanged, place_order
from shop.orders.models import Order
from shop.vouchers.models import Voucher, VoucherUse
from shop.vouchers.quote import VoucherProblem, problem_words, quote_voucher, uses_by
from shop.vouchers.redeem import VoucherUsedUp, digest, give_back, redeem
from tests.books import books
from tests.factories import SHOP_URL, a_checkout_ready_cart, a_voucher, an_order, fingerprint, pay

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _problem(voucher: Voucher, at: datetime, goods: int = 50_00, used: int = 0) -> VoucherProblem | None:
    return quote_voucher(voucher, goods=[goods], reducible=[True], at=at, used_by_customer=used).problem


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, None),
        ({"is_active": False}, "not_valid"),
        ({"valid_from": 1}, "not_yet"),
        ({"valid_until": 0}, "expired"),
        ({"valid_until": 1}, None),
        ({"limit": 2, "used": 2}, "used_up"),
        ({"minimum": 60}, "below_minimum"),
        ({"minimum": 50}, None),
    ],
)
def test_voucher_says_why_it_takes_off_nothing(fields: dict[str, int], problem: str | None, at: datetime) -> None:
    moments = {name: at + days * DAY for name, days in fields.items() if name.startswith("valid_")}
    voucher = a_voucher(**{**fields, **moments})
    voucher.refresh_from_db()
    assert _problem(voucher, at) == problem
    quote = quote_voucher(voucher, goods=[50_00], reducible=[True], at=at)
    assert [bool(problem_words(quote, language=language)) for language in ("de", "en")] == [problem is not None] * 2


def test_voucher_is_used_by_a_customer_as_often_as_it_may_be(at: datetime) -> None:
    voucher = a_voucher(limit_per_customer=1)
    assert (_problem(voucher, at), _problem(voucher, at, used=1)) == (None, "used_by_you")


def test_same_customer_in_capitals_is_the_same_customer(at: datetime) -> None:
    voucher = a_voucher(limit_per_customer=1)
    redeem(voucher=voucher, reference="SR-1", email="jana@example.org", at=at)
    assert (uses_by(voucher=voucher, email=" Jana@Example.ORG "), digest("a@b.de") == digest("A@B.de ")) == (1, True)
    with pytest.raises(VoucherUsedUp):
        redeem(voucher=voucher, reference="SR-2", email="JANA@example.org", at=at)
    assert list(VoucherUse.objects.values_list("reference", flat=True)) == ["SR-1"]


def test_same_order_counts_once_and_gives_back_once(at: datetime) -> None:
    voucher = a_voucher(limit=1)
    for _ in range(2):
        redeem(voucher=voucher, reference="SR-1", email="jana@example.org", at=at)
    assert Voucher.objects.get().used == 1
    for _ in range(2):
        give_back(reference="SR-1", at=at)
    assert (Voucher.objects.get().used, uses_by(voucher=voucher, email="jana@example.org")) == (0, 0)


def test_second_order_of_a_customer_is_told_before_it_is_placed(at: datetime) -> None:
    """The review page of the second order still names the discount of the first; it is not given twice."""
    voucher = a_voucher(limit_per_customer=1)
    first, second = (a_checkout_ready_cart(voucher=voucher) for _ in range(2))
    seen = fingerprint(second)
    place_order(cart=first, seen=fingerprint(first), language="en", at=at, shop_url=SHOP_URL)
    before = books()
    with pytest.raises(CartHasChanged) as changed:
        place_order(cart=second, seen=seen, language="en", at=at, shop_url=SHOP_URL)
    assert (changed.value.totals.discount, books()) == (0, before)


def test_cancelled_before_it_was_paid_gives_the_voucher_back_and_afterwards_not(at: datetime) -> None:
    voucher = a_voucher(limit_per_customer=None)
    unpaid, paid = an_order(voucher=voucher), an_order(voucher=voucher)
    pay(paid)
    for order in (unpaid, paid):
        cancel_order(order=Order.objects.get(pk=order.pk), why="by request", at=at, shop_url=SHOP_URL)
    assert (Voucher.objects.get().used, verify_books(at=at)) == (1, [])
