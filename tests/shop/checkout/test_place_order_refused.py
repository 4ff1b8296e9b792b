"""What the customer did not see is not ordered; a refused order leaves no trace."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection

from shop.cart.models import Cart, CartLine
from shop.catalog.models import Product, Release, Variant
from shop.checkout.models import CheckoutDraft
from shop.checkout.place_order import CartHasChanged, CheckoutIncomplete, place_order
from shop.orders.models import Order
from shop.shipping.free_shipping import CountryNotServed
from shop.shipping.models import FreeShippingRule, Operator, ShippingZone
from shop.stock.models import Stock
from shop.tax.models import TaxRate
from shop.tax.rates import NoTaxRate
from tests.books import books
from tests.factories import SHOP_URL, a_cart, a_checkout_ready_cart, a_preorder, a_shop, a_variant, fingerprint

pytestmark = pytest.mark.django_db


def _place(cart: Cart, seen: str, at: datetime) -> Order:
    return place_order(cart=cart, seen=seen, language="en", at=at, shop_url=SHOP_URL)


CHANGES: dict[str, tuple[Callable[[], object], int, bool]] = {  # what happens meanwhile, the new total, whether it can be ordered
    "price up": (lambda: Variant.objects.update(price="45.00"), 94_90, True),
    "price down": (lambda: Variant.objects.update(price="39.94"), 84_78, True),
    "quantity in another tab": (lambda: CartLine.objects.update(quantity=3), 119_85, True),
    "shipping costs more": (lambda: ShippingZone.objects.update(price="5.90"), 85_80, True),
    "threshold is met": (lambda: FreeShippingRule.objects.update(threshold="79.90", operator=Operator.FROM), 79_90, True),
    "another country": (lambda: Cart.objects.update(country="AT"), 89_80, True),
    "sold by others": (lambda: Stock.objects.update(reserved=4), 84_80, False),
    "sold out": (lambda: Stock.objects.update(reserved=5), 84_80, False),
    "taken off the shelf": (lambda: Product.objects.update(is_published=False), 84_80, False),
}


@pytest.mark.parametrize(("happens", "total", "orderable"), CHANGES.values(), ids=CHANGES.keys())
def test_change_between_page_and_button_leaves_no_trace(
    happens: Callable[[], object], total: int, orderable: bool, at: datetime
) -> None:
    cart = a_checkout_ready_cart(lines=[(a_variant(price="39.95", on_hand=5), 2)])
    seen = fingerprint(cart)
    happens()
    before = books()
    with pytest.raises(CartHasChanged) as told:
        _place(cart, seen, at)
    assert (told.value.totals.total, told.value.totals.orderable, books()) == (total, orderable, before)


def test_changed_cart_is_ordered_once_its_new_sum_was_seen(at: datetime) -> None:
    cart = a_checkout_ready_cart(lines=[(a_variant(price="39.95"), 2)])
    stale = fingerprint(cart)
    Variant.objects.update(price="45.00")
    with pytest.raises(CartHasChanged) as told:
        _place(cart, stale, at)
    assert told.value.totals.total == 94_90
    assert _place(cart, fingerprint(cart), at).total == 94_90


def test_later_delivery_of_a_preorder_must_be_seen(at: datetime) -> None:
    cart = a_checkout_ready_cart(lines=[(a_preorder(), 1)])
    seen = fingerprint(cart)
    Release.objects.update(deliver_by=date(2027, 6, 30))
    before = books()
    with pytest.raises(CartHasChanged):
        _place(cart, seen, at)
    assert books() == before


def test_one_line_sold_out_orders_none_of_them(at: datetime) -> None:
    there, gone = a_variant(on_hand=5), a_variant(on_hand=1)
    cart = a_checkout_ready_cart(lines=[(there, 1), (gone, 1)])
    seen = fingerprint(cart)
    Stock.objects.filter(variant=gone).update(reserved=1)
    before = books()
    with pytest.raises(CartHasChanged) as told:
        _place(cart, seen, at)
    assert ([line.problem for line in told.value.totals.lines], books()) == ([False, True], before)


def test_piece_that_is_sold_between_our_reading_and_our_update_leaves_no_trace(at: datetime) -> None:
    cart = a_checkout_ready_cart(lines=[(a_variant(on_hand=9), 1), (a_variant(on_hand=1), 1)])
    seen, before = fingerprint(cart), books()

    def sell_it_now(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith('INSERT INTO "shop_order" '):  # the sums are made, the reservation is not
            Stock.objects.filter(on_hand=1).update(reserved=1)
        return execute(sql, *rest)

    with connection.execute_wrapper(sell_it_now), pytest.raises(CartHasChanged):
        _place(cart, seen, at)
    assert books() == before


def test_shipping_rule_that_changes_nothing_for_the_customer_is_no_change(at: datetime) -> None:
    cart = a_checkout_ready_cart(lines=[(a_variant(price="39.95"), 2)])
    seen = fingerprint(cart)
    FreeShippingRule.objects.update(is_active=False)
    assert (_place(cart, seen, at).total, Order.objects.get().shipping_reason) == (84_80, "no_rule")


def test_address_that_the_database_refuses_leaves_no_trace(at: datetime) -> None:
    cart = a_checkout_ready_cart()
    CheckoutDraft.objects.update(delivery={"name": None})
    before = books()
    with pytest.raises(IntegrityError):
        _place(cart, fingerprint(cart), at)
    assert books() == before


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_order_without_a_seen_sum_is_refused(seen: str, at: datetime) -> None:
    cart = a_checkout_ready_cart()
    before = books()
    with pytest.raises(CartHasChanged):
        _place(cart, seen, at)
    assert books() == before


def _without_draft() -> Cart:
    a_shop()
    return a_cart(lines=[(a_variant(), 1)])


def _without_method() -> Cart:
    cart = a_checkout_ready_cart()
    CheckoutDraft.objects.update(payment_method="")
    return cart


@pytest.mark.parametrize(
    "make", [_without_draft, _without_method, lambda: a_checkout_ready_cart(lines=[])], ids=["draft", "method", "lines"]
)
def test_incomplete_checkout_leaves_no_trace(make: Callable[[], Cart], at: datetime) -> None:
    cart = make()
    before = books()
    with pytest.raises(CheckoutIncomplete):
        _place(cart, fingerprint(cart), at)
    assert books() == before


def test_country_that_is_no_longer_served_leaves_no_trace(at: datetime) -> None:
    cart = a_checkout_ready_cart(country="AT")
    seen = fingerprint(cart)
    ShippingZone.objects.filter(name_en="Austria").delete()
    before = books()
    with pytest.raises(CountryNotServed):
        _place(cart, seen, at)
    assert books() == before


def test_unknown_tax_rate_leaves_no_trace(at: datetime) -> None:
    cart = a_checkout_ready_cart()
    seen = fingerprint(cart)
    TaxRate.objects.filter(kind="standard").delete()
    before = books()
    with pytest.raises(NoTaxRate):
        _place(cart, seen, at)
    assert books() == before
