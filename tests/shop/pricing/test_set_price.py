"""A new price moves the variant and the ledger together."""

from datetime import datetime, timedelta

import pytest
from djmoney.money import Money

from shop.catalog.models import Variant
from shop.pricing.models import PriceChange
from shop.pricing.set_price import set_price
from tests.factories import LONG_AGO, a_product, a_variant

pytestmark = pytest.mark.django_db


def _ledger(variant: Variant) -> list[tuple[int, datetime]]:
    return list(PriceChange.objects.filter(variant=variant).order_by("pk").values_list("cents", "valid_from"))


def test_new_price_is_asked_and_written_down(at: datetime) -> None:
    variant = a_variant(price="79.90")
    changed = set_price(variant=variant, price=Money("69.90", "EUR"), at=at)
    assert (changed.price, Variant.objects.get(pk=variant.pk).price) == (Money("69.90", "EUR"), Money("69.90", "EUR"))
    assert _ledger(variant) == [(7990, LONG_AGO), (6990, at)]


def test_same_price_again_writes_no_row(at: datetime) -> None:
    variant = a_variant(price="79.90")
    set_price(variant=variant, price=Money("79.90", "EUR"), at=at)
    assert _ledger(variant) == [(7990, LONG_AGO)]


def test_earlier_price_again_is_a_row_of_its_own(at: datetime) -> None:
    variant = a_variant(price="79.90")
    set_price(variant=variant, price=Money("69.90", "EUR"), at=at)
    set_price(variant=variant, price=Money("79.90", "EUR"), at=at + timedelta(days=1))
    assert _ledger(variant) == [(7990, LONG_AGO), (6990, at), (7990, at + timedelta(days=1))]


def test_first_price_begins_the_ledger(at: datetime) -> None:
    variant = Variant.objects.create(product=a_product(), sku="NEW", price=Money("79.90", "EUR"))
    set_price(variant=variant, price=Money("79.90", "EUR"), at=at)
    assert _ledger(variant) == [(7990, at)]


def test_second_price_of_a_moment_begins_a_microsecond_later(at: datetime) -> None:
    variant = a_variant(price="79.90")
    for price in ("69.90", "74.90"):
        set_price(variant=variant, price=Money(price, "EUR"), at=at)
    assert _ledger(variant) == [(7990, LONG_AGO), (6990, at), (7490, at + timedelta(microseconds=1))]


def test_price_by_a_clock_that_is_behind_is_the_newest_all_the_same(at: datetime) -> None:
    variant = a_variant(price="79.90", since=at)
    set_price(variant=variant, price=Money("69.90", "EUR"), at=at - timedelta(minutes=5))
    assert _ledger(variant) == [(7990, at), (6990, at + timedelta(microseconds=1))]


def test_price_in_another_currency_leaves_no_trace(at: datetime) -> None:
    variant = a_variant(price="79.90")
    with pytest.raises(ValueError, match="is not in EUR"):
        set_price(variant=variant, price=Money("69.90", "USD"), at=at)
    assert (Variant.objects.get(pk=variant.pk).price, _ledger(variant)) == (Money("79.90", "EUR"), [(7990, LONG_AGO)])
