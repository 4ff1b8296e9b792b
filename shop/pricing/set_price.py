"""Change a price: the variant and the ledger move together."""

from datetime import datetime, timedelta

from django.db import transaction
from djmoney.money import Money

from shop.catalog.models import Variant
from shop.money import cents
from shop.pricing.models import PriceChange


@transaction.atomic
def set_price(*, variant: Variant, price: Money, at: datetime) -> Variant:
    """Give `variant` the gross `price` from `at` on; the same price again writes no row.

    Rows are only ever appended, so a second price of the same moment begins a microsecond later: the newest row is always the price
    that is asked, even where two servers' clocks disagree.
    """
    variant.price = price
    Variant.objects.filter(pk=variant.pk).update(price=price)  # locks the row: what follows runs once at a time
    last = PriceChange.objects.filter(variant=variant).order_by("-valid_from", "-pk").first()
    if last is None or last.cents != cents(price):
        begins = at if last is None else max(at, last.valid_from + timedelta.resolution)
        PriceChange.objects.create(variant=variant, cents=cents(price), valid_from=begins)
    return variant
