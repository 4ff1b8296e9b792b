"""Change a price: the variant and the ledger move together."""

from datetime import datetime

from django.db import transaction
from djmoney.money import Money

from shop.catalog.models import Variant
from shop.money import cents
from shop.pricing.models import PriceChange


@transaction.atomic
def set_price(*, variant: Variant, price: Money, at: datetime) -> Variant:
    """Give `variant` the gross `price` from `at` on; the same price again writes no row."""
    variant.price = price
    Variant.objects.filter(pk=variant.pk).update(price=price)
    last = PriceChange.objects.filter(variant=variant).order_by("-valid_from", "-pk").first()
    if last is None or last.cents != cents(price):
        PriceChange.objects.create(variant=variant, cents=cents(price), valid_from=at)
    return variant
