"""What the books say of goods themselves; the rest of the rules is tried with whole orders (tests/shop/machine)."""

import pytest

from shop.books.problem import Problem
from shop.books.stock import verify_stock
from shop.catalog.models import Variant
from tests.factories import a_preorder, a_product, a_release, a_variant

pytestmark = pytest.mark.django_db


def test_variant_of_another_products_run_is_found() -> None:
    a_variant()
    variant = a_preorder()
    assert list(verify_stock()) == []
    foreign = a_release(product=a_product(slug="echo"))
    Variant.objects.filter(pk=variant.pk).update(release=foreign)
    assert list(verify_stock()) == [
        Problem("S4 a variant belongs to a run of its own product", variant.sku, "its run is one of echo")
    ]
