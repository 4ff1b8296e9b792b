"""The price ledger is append-only: the database itself refuses to rewrite it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError

from shop.catalog.models import Product
from shop.pricing.models import PriceChange
from tests.factories import AT, LONG_AGO, a_variant

pytestmark = pytest.mark.django_db

CHANGES: dict[str, Callable[[], object]] = {
    "update": lambda: PriceChange.objects.update(cents=F("cents") - 1),
    "save": lambda: PriceChange.objects.get().save(),
    "bulk_update": lambda: PriceChange.objects.bulk_update([PriceChange(pk=PriceChange.objects.get().pk, cents=1)], ["cents"]),
    "upsert": lambda: PriceChange.objects.bulk_create(
        [PriceChange(**{**PriceChange.objects.values().get(), "cents": 1})],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["cents"],
    ),
    "SQL": lambda: connection.cursor().execute("UPDATE shop_pricechange SET valid_from = valid_from"),
}
DELETIONS: dict[str, Callable[[], object]] = {
    "delete": lambda: PriceChange.objects.all().delete(),
    "delete one": lambda: PriceChange.objects.get().delete(),
    "SQL": lambda: connection.cursor().execute("DELETE FROM shop_pricechange"),
}


@pytest.fixture(autouse=True)
def _ledger() -> None:
    a_variant(price="79.90")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_past_price_is_not_changed(change: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match="shop_pricechange is append-only"), transaction.atomic():
        change()
    assert list(PriceChange.objects.values_list("cents", "valid_from")) == [(79_90, LONG_AGO)]


@pytest.mark.parametrize("delete", DELETIONS.values(), ids=DELETIONS.keys())
def test_past_price_is_not_deleted(delete: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match="shop_pricechange is append-only"), transaction.atomic():
        delete()
    assert list(PriceChange.objects.values_list("cents", "valid_from")) == [(79_90, LONG_AGO)]


def test_variant_with_a_past_is_not_deleted() -> None:
    with pytest.raises(ProtectedError):
        Product.objects.all().delete()
    assert (Product.objects.count(), PriceChange.objects.count()) == (1, 1)


def test_rows_may_be_appended_one_by_one_and_many_at_once() -> None:
    variant = PriceChange.objects.get().variant
    PriceChange.objects.create(variant=variant, cents=69_90, valid_from=AT)
    later = [PriceChange(variant=variant, cents=cents, valid_from=AT + timedelta(seconds=cents)) for cents in (1, 2)]
    PriceChange.objects.bulk_create(later)
    assert list(variant.price_changes.values_list("cents", flat=True)) == [79_90, 69_90, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_guard_is_there_after_the_tables_were_emptied() -> None:
    with pytest.raises(IntegrityError, match="shop_pricechange is append-only"), transaction.atomic():
        PriceChange.objects.update(cents=1)
