"""Questions to the stock that several pages ask."""

from django.db.models import F, QuerySet

from shop.stock.models import Stock


def running_low(rows: QuerySet[Stock]) -> QuerySet[Stock]:
    """Of `rows` what customers can see and staff should order again: no more available than the number at which it is low."""
    most = F("reserved") + F("preordered") + F("low_at")
    return rows.filter(on_hand__lte=most, variant__product__is_published=True)
