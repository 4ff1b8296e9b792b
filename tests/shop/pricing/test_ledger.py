"""The ledger is the same whether its rows were read or came along with the variant."""

from datetime import UTC, datetime, timedelta

import pytest
from djmoney.money import Money

from shop.catalog.models import Variant
from shop.json_list import JSONList
from shop.pricing.ledger import price_points
from shop.pricing.models import PriceChange
from shop.pricing.reduction import PricePoint
from tests.factories import a_product, a_variant

pytestmark = pytest.mark.django_db
WHOLE_SECOND = datetime(2026, 3, 1, 12, tzinfo=UTC)  # SQLite writes it without a fraction
FRACTION = datetime(2026, 7, 1, 22, 30, 5, 123456, tzinfo=UTC)


def brought_along(variant: Variant) -> Variant:
    ledger = JSONList("price_changes__cents", "price_changes__valid_from")
    return Variant.objects.annotate(ledger=ledger).get(pk=variant.pk)


def test_ledger_that_came_along_is_the_ledger_oldest_first(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    variant = a_variant(price="79.90", since=FRACTION)
    a_variant(price="5.00")  # another variant's prices stay out
    PriceChange.objects.create(variant=variant, cents=69_90, valid_from=WHOLE_SECOND)
    PriceChange.objects.create(variant=variant, cents=99_90, valid_from=FRACTION + timedelta(microseconds=1))
    expected = [
        PricePoint(69_90, WHOLE_SECOND),
        PricePoint(79_90, FRACTION),
        PricePoint(99_90, FRACTION + timedelta(microseconds=1)),
    ]
    loaded = brought_along(variant)
    with django_assert_num_queries(0):
        assert price_points(loaded) == expected
    assert price_points(variant) == expected


def test_variant_without_a_price_ever_has_an_empty_ledger() -> None:
    variant = Variant.objects.create(product=a_product(), sku="BARE", price=Money("1.00", "EUR"))
    assert (price_points(brought_along(variant)), price_points(variant)) == ([], [])
