"""Find a cart by its token, and its lines with all that is shown of them."""

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from shop.cart.models import Cart
from shop.cart.queries import cart_lines, count_pieces, create_cart, open_cart
from tests.factories import a_cart, a_product, a_product_image, a_series, a_variant

pytestmark = pytest.mark.django_db


def test_new_cart_is_found_by_its_token(at: datetime) -> None:
    cart = create_cart(country="AT", at=at)
    assert (cart.country, cart.created_at, cart.changed_at, cart.ordered_at) == ("AT", at, at, None)
    assert open_cart(cart.token) == cart


def test_tokens_are_long_and_differ() -> None:
    tokens = {a_cart().token for _ in range(5)}
    assert (len(tokens), {len(token) for token in tokens}) == (5, {43})


@pytest.mark.parametrize("token", [None, "", "1", "' OR 1=1"])
def test_wrong_token_finds_no_cart(token: str | None) -> None:
    a_cart()
    assert open_cart(token) is None


def test_ordered_cart_is_not_open(at: datetime) -> None:
    cart = a_cart()
    Cart.objects.update(ordered_at=at)
    assert open_cart(cart.token) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_lines_cost_two_queries(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    variants = [a_variant(product=a_product(series=a_series())) for _ in range(rows)]
    for variant in variants:
        a_product_image(product=variant.product)
    cart = a_cart(lines=[(variant, 1) for variant in variants])
    with django_assert_num_queries(2):
        products = [line.variant.product for line in cart_lines(cart) if line.variant.stock.available]
        shown = [(p.series, p.manufacturer, p.category, image.picture.digest) for p in products for image in p.images.all()]
    assert len(shown) == rows


def test_pieces_are_counted() -> None:
    assert count_pieces(a_cart(lines=[(a_variant(), 2), (a_variant(), 3)])) == 5


def test_empty_cart_has_no_pieces() -> None:
    assert count_pieces(a_cart()) == 0
