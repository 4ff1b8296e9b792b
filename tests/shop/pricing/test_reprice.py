"""Price and RRP change together, unless somebody else was faster."""

from datetime import datetime

import pytest
from djmoney.money import Money

from shop.catalog.models import Variant
from shop.pricing.models import PriceChange
from shop.pricing.reprice import PriceHasChanged, Prices, prices_of, reprice
from tests.factories import LONG_AGO, a_variant

pytestmark = pytest.mark.django_db


def _ledger() -> list[tuple[int, datetime]]:
    return list(PriceChange.objects.order_by("pk").values_list("cents", "valid_from"))


def test_price_and_rrp_are_changed_and_the_price_is_written_down(at: datetime) -> None:
    variant = a_variant(price="79.90")
    reprice(variant_id=variant.pk, was=Prices(79_90, None), now=Prices(69_90, 99_00), at=at)
    variant.refresh_from_db()
    assert (variant.price, variant.rrp, _ledger()) == (
        Money("69.90", "EUR"),
        Money("99.00", "EUR"),
        [(79_90, LONG_AGO), (69_90, at)],
    )


def test_rrp_alone_writes_no_price(at: datetime) -> None:
    variant = a_variant(price="79.90", rrp=Money("99.00", "EUR"))
    changed = reprice(variant_id=variant.pk, was=Prices(79_90, 99_00), now=Prices(79_90, None), at=at)
    assert (prices_of(changed), prices_of(Variant.objects.get()), _ledger()) == (
        Prices(79_90, None), Prices(79_90, None), [(79_90, LONG_AGO)],
    )  # fmt: skip


@pytest.mark.parametrize("was", [Prices(80_00, 99_00), Prices(79_90, None), Prices(79_90, 98_00)])
def test_prices_that_changed_meanwhile_are_left_alone(at: datetime, was: Prices) -> None:
    variant = a_variant(price="79.90", rrp=Money("99.00", "EUR"))
    with pytest.raises(PriceHasChanged) as refusal:
        reprice(variant_id=variant.pk, was=was, now=Prices(69_90, None), at=at)
    assert refusal.value.now == prices_of(Variant.objects.get()) == Prices(79_90, 99_00)
    assert _ledger() == [(79_90, LONG_AGO)]
