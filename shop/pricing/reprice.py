"""Change price and RRP together, unless somebody else did meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shop.catalog.models import Variant
from shop.money import cents, money
from shop.pricing.rrp import shown_rrp
from shop.pricing.set_price import set_price


@dataclass(frozen=True)
class Prices:
    """What a variant costs and what its manufacturer recommends, in cents; `rrp` is None where none is known."""

    price: int
    rrp: int | None

    @property
    def rrp_shown(self) -> int | None:
        return shown_rrp(price=self.price, rrp=self.rrp)


class PriceHasChanged(Exception):
    """The prices are not what the page showed; `now` is what they are."""

    def __init__(self, now: Prices) -> None:
        super().__init__(f"the prices are {now} by now")
        self.now = now


def prices_of(variant: Variant) -> Prices:
    return Prices(cents(variant.price), None if variant.rrp is None else cents(variant.rrp))


@transaction.atomic
def reprice(*, variant_id: int, was: Prices, now: Prices, at: datetime) -> Variant:
    """Set the prices of a variant from `was` to `now`; raises `PriceHasChanged` and leaves all as it is.

    A compare-and-swap under the row's lock: the facts that staff agreed to were computed from `was`.
    """
    variant = Variant.objects.select_for_update().get(pk=variant_id)
    if prices_of(variant) != was:
        raise PriceHasChanged(prices_of(variant))
    variant.rrp = None if now.rrp is None else money(now.rrp)
    variant.save(update_fields=["rrp"])
    return set_price(variant=variant, price=money(now.price), at=at)
