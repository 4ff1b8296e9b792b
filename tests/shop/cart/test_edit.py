"""Edit a cart: quantities add up, are clamped to what can be had, and a refused edit leaves no trace."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from shop.cart.edit import CartIsOrdered, FewerAvailable, NotForSale, add_to_cart, choose_country, remove_line, set_quantity
from shop.cart.models import Cart, CartLine
from shop.catalog.models import Variant
from tests.books import books
from tests.factories import a_cart, a_preorder, a_product, a_variant

pytestmark = pytest.mark.django_db


def _lines(cart: Cart) -> list[tuple[Any, ...]]:
    return list(cart.lines.values_list("variant", "quantity", "seen_cents", "added_at"))


def test_first_piece_makes_a_line(at: datetime) -> None:
    cart, variant, later = a_cart(), a_variant(price="79.90"), at + timedelta(hours=1)
    line = add_to_cart(cart=cart, variant=variant, quantity=2, at=later)
    assert (line.variant, line.quantity) == (variant, 2)
    assert _lines(cart) == [(variant.pk, 2, 7990, later)]
    assert Cart.objects.get(pk=cart.pk).changed_at == later


def test_same_variant_again_adds_to_its_line(at: datetime) -> None:
    variant = a_variant()
    cart = a_cart(lines=[(variant, 1)])
    add_to_cart(cart=cart, variant=variant, quantity=3, at=at + timedelta(hours=1))
    assert _lines(cart) == [(variant.pk, 4, 7990, at)]


def test_each_variant_has_its_own_line(at: datetime) -> None:
    product = a_product()
    small, large = a_variant(product=product, label="S"), a_variant(product=product, label="L")
    cart = a_cart()
    add_to_cart(cart=cart, variant=small, quantity=1, at=at)
    add_to_cart(cart=cart, variant=large, quantity=2, at=at)
    assert _lines(cart) == [(small.pk, 1, 7990, at), (large.pk, 2, 7990, at)]


def test_new_price_is_seen_when_a_piece_is_added(at: datetime) -> None:
    variant = a_variant(price="79.90")
    cart = a_cart(lines=[(variant, 1)])
    Variant.objects.filter(pk=variant.pk).update(price="69.90")
    add_to_cart(cart=cart, variant=Variant.objects.get(pk=variant.pk), quantity=1, at=at)
    assert _lines(cart) == [(variant.pk, 2, 6990, at)]


@pytest.mark.parametrize(
    ("held", "added", "on_hand", "fewer"),
    [(0, 5, 3, 3), (2, 2, 3, 3), (3, 1, 3, 3), (0, 10, 99, None), (8, 5, 99, 10), (3, 7, 10, None)],
)
def test_added_pieces_are_clamped_to_what_can_be_had(held: int, added: int, on_hand: int, fewer: int | None, at: datetime) -> None:
    variant = a_variant(on_hand=on_hand)
    cart = a_cart(lines=[(variant, held)] if held else [])
    if fewer is None:
        add_to_cart(cart=cart, variant=variant, quantity=added, at=at)
    else:
        with pytest.raises(FewerAvailable) as told:
            add_to_cart(cart=cart, variant=variant, quantity=added, at=at)
        assert (told.value.available, told.value.line) == (fewer, cart.lines.get())
    assert _lines(cart) == [(variant.pk, fewer or held + added, 7990, at)]


def test_preorder_can_be_put_into_the_cart(at: datetime) -> None:
    cart, variant = a_cart(), a_preorder(price="149.00", limit=5, preordered=3)
    with pytest.raises(FewerAvailable, match="only 2 available"):
        add_to_cart(cart=cart, variant=variant, quantity=3, at=at)
    assert _lines(cart) == [(variant.pk, 2, 14900, at)]


def _no_stock_row() -> Variant:
    return Variant.objects.create(product=a_product(), sku="bare", price="1.00")


@pytest.mark.parametrize(
    "make",
    [
        lambda: a_variant(on_hand=0),
        lambda: a_variant(on_hand=2, reserved=2),
        lambda: a_variant(product=a_product(is_published=False)),
        _no_stock_row,
    ],
    ids=["sold out", "reserved", "unpublished", "without stock"],
)
def test_what_is_not_for_sale_leaves_no_trace(make: Callable[[], Variant], at: datetime) -> None:
    cart, variant = a_cart(), make()
    before = books()
    with pytest.raises(NotForSale):
        add_to_cart(cart=cart, variant=variant, quantity=1, at=at + timedelta(hours=1))
    assert books() == before


def test_quantity_is_set(at: datetime) -> None:
    variant = a_variant()
    cart = a_cart(lines=[(variant, 4)])
    line = set_quantity(line=cart.lines.get(), quantity=2, at=at)
    assert (line.quantity, _lines(cart)) == (2, [(variant.pk, 2, 7990, at)])


def test_quantity_above_the_stock_is_clamped(at: datetime) -> None:
    variant = a_variant(on_hand=3)
    cart = a_cart(lines=[(variant, 1)])
    with pytest.raises(FewerAvailable, match="only 3 available"):
        set_quantity(line=cart.lines.get(), quantity=9, at=at)
    assert _lines(cart) == [(variant.pk, 3, 7990, at)]


def test_quantity_of_a_line_that_was_taken_out_puts_it_back(at: datetime) -> None:
    variant = a_variant()
    cart = a_cart(lines=[(variant, 1)])
    line = cart.lines.get()
    CartLine.objects.all().delete()
    set_quantity(line=line, quantity=2, at=at)
    assert _lines(cart) == [(variant.pk, 2, 7990, at)]


def test_line_is_taken_out(at: datetime) -> None:
    kept, other, later = a_variant(), a_variant(), at + timedelta(hours=1)
    cart = a_cart(lines=[(kept, 1), (other, 1)])
    remove_line(line=cart.lines.get(variant=other), at=later)
    assert _lines(cart) == [(kept.pk, 1, 7990, at)]
    assert Cart.objects.get(pk=cart.pk).changed_at == later


def test_line_is_taken_out_twice(at: datetime) -> None:
    cart = a_cart(lines=[(a_variant(), 1)])
    first, second = cart.lines.get(), cart.lines.get()
    remove_line(line=first, at=at)
    remove_line(line=second, at=at)
    assert _lines(cart) == []


def test_country_is_chosen(at: datetime) -> None:
    cart, later = a_cart(country="DE"), at + timedelta(hours=1)
    choose_country(cart=cart, country="AT", at=later)
    assert list(Cart.objects.values_list("country", "changed_at")) == [("AT", later)]


@pytest.mark.parametrize(
    "edit",
    [
        lambda cart, at: add_to_cart(cart=cart, variant=a_variant(), quantity=1, at=at),
        lambda cart, at: set_quantity(line=cart.lines.get(), quantity=2, at=at),
        lambda cart, at: remove_line(line=cart.lines.get(), at=at),
        lambda cart, at: choose_country(cart=cart, country="AT", at=at),
    ],
    ids=["add", "set", "remove", "country"],
)
def test_ordered_cart_is_never_changed(edit: Callable[[Cart, datetime], object], at: datetime) -> None:
    cart = a_cart(lines=[(a_variant(), 1)])
    Cart.objects.update(ordered_at=at)
    before = list(Cart.objects.values()), list(CartLine.objects.values())
    with pytest.raises(CartIsOrdered):
        edit(cart, at + timedelta(hours=1))
    assert (list(Cart.objects.values()), list(CartLine.objects.values())) == before
