"""A guest's order is reached by its token, with all that its page shows."""

import pytest
from pytest_django import DjangoAssertNumQueries

from shop.orders.queries import order_by_token
from tests.factories import a_product_image, a_variant, an_address, an_order

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("token", ["", "1", "x" * 43])
def test_wrong_token_finds_no_order(token: str) -> None:
    an_order()
    assert order_by_token(token) is None


def test_number_is_no_token() -> None:
    assert order_by_token(an_order().number) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_order_costs_a_fixed_number_of_queries(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    variants = [a_variant() for _ in range(rows)]
    for variant in variants:
        a_product_image(product=variant.product)
    order = an_order(lines=[(variant, 1) for variant in variants], billing=an_address(city="Wien", country="AT"))
    with django_assert_num_queries(6):  # order, addresses, lines, pictures, payments, parcels
        found = order_by_token(order.token)
        assert found is not None
        shown = [(line.picture.digest, line.open_quantity) for line in found.lines.all() if line.picture]
        places = (found.delivery.city, found.billing.city, len(found.payments.all()), len(found.parcels.all()))
    assert (found, len(shown), places) == (order, rows, ("Berlin", "Wien", 1, 0))


def test_bill_goes_to_the_delivery_address_when_there_is_no_other() -> None:
    order = an_order()
    assert order.billing == order.delivery
