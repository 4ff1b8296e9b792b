"""What articles sold: lines of carts and orders carry the number of the article from which they were added, and nothing of the reader."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Sum

from shop.cart.models import CartLine
from shop.orders.models import OrderLine, OrderState

STANDING = (OrderState.PAID, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)


@dataclass
class Sold:
    """`carts`: that hold or held something from the article, were changed since and are still kept; `orders`: paid ones; `pieces` and
    `cents` (gross, less discounts) of these, without what was taken back.
    """

    carts: int = 0
    orders: int = 0
    pieces: int = 0
    cents: int = 0


def sold_by_article(*, since: datetime) -> dict[int, Sold]:
    """Per number of an article what came of it since then; two queries. A part of a line that was taken back counts by its pieces."""
    found: dict[int, Sold] = {}
    carts = CartLine.objects.filter(from_article__isnull=False, cart__changed_at__gte=since).order_by()
    for article, number in carts.values_list("from_article").annotate(Count("cart", distinct=True)):
        found[article] = Sold(carts=number)
    lines = OrderLine.objects.filter(from_article__isnull=False, order__placed_at__gte=since, order__state__in=STANDING).order_by()
    lines = lines.filter(quantity__gt=F("withdrawn"))
    kept = F("quantity") - F("withdrawn")
    cents = (F("gross") - F("discount")) * kept / F("quantity")
    sums = {"orders": Count("order", distinct=True), "kept": Sum(kept), "cents": Sum(cents)}
    for article, orders, pieces, amount in lines.values("from_article").annotate(**sums).values_list("from_article", *sums):
        sold = found.setdefault(article, Sold())
        sold.orders, sold.pieces, sold.cents = orders, pieces, amount
    return found
