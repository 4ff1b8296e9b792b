"""What articles brought: reads and clicks from their own sums, carts and orders from lines that carry the number of the article from which
they were added. Nothing of the reader is kept with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Min
from django.utils.timezone import localtime, make_aware

from blog.figures.models import ArticleDay
from shop.cart.models import CartLine
from shop.invoices.issue import part_amount
from shop.orders.models import OrderLine, OrderState

STANDING = (OrderState.PAID, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)


@dataclass
class Figures:
    """`reads` and `clicks` of its cards; `carts` into which something was first put from the article, as far as they are still kept;
    `orders`: paid ones; `pieces` and `cents` (gross, less discounts) of these, without what was taken back.
    """

    reads: int = 0
    clicks: int = 0
    carts: int = 0
    orders: int = 0
    pieces: int = 0
    cents: int = 0

    def add(self, other: "Figures") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


ByDay = dict[tuple[int, date], Figures]


def figures_by_day(*, since: date, article: int | None = None) -> ByDay:
    """Per number of an article and day of the shop what came of it from that day on, of all articles or of one; three queries.

    An order counts on the day on which it was placed. A number may be that of an article which is there no more.
    """
    found: ByDay = {}
    begin = make_aware(datetime.combine(since, time.min))
    of_one = {} if article is None else {"from_article": article}

    def day(number: int, on: date) -> Figures:
        return found.setdefault((number, on), Figures())

    counted = ArticleDay.objects.filter(on__gte=since, **({} if article is None else {"post": article}))
    for number, on, reads, clicks in counted.values_list("post", "on", "reads", "clicks"):
        day(number, on).add(Figures(reads=reads, clicks=clicks))
    in_carts = CartLine.objects.filter(from_article__isnull=False, **of_one).order_by().values("from_article", "cart")
    carts = in_carts.annotate(first=Min("added_at")).filter(first__gte=begin)
    for pk, first in carts.values_list("from_article", "first"):
        day(pk or 0, localtime(first).date()).carts += 1
    seen: set[tuple[int, int]] = set()
    for line in _lines(begin, of_one):
        kept, order = line.quantity - line.withdrawn, (line.from_article or 0, line.order_id)
        first_of_order = order not in seen
        sold = Figures(orders=int(first_of_order), pieces=kept, cents=part_amount(line, kept))
        day(order[0], localtime(line.order.placed_at).date()).add(sold)
        seen.add(order)
    return found


def _lines(begin: datetime, of_one: Mapping[str, int]) -> list[OrderLine]:
    """Those of paid orders of which something was kept."""
    lines = OrderLine.objects.filter(from_article__isnull=False, order__placed_at__gte=begin, order__state__in=STANDING, **of_one)
    needed = ("order__placed_at", "from_article", "quantity", "withdrawn", "unit", "discount")
    return list(lines.filter(quantity__gt=F("withdrawn")).select_related("order").only(*needed).order_by())


def by_article(found: ByDay) -> dict[int, Figures]:
    """All days of each article together."""
    sums: dict[int, Figures] = {}
    for (number, _on), figures in found.items():
        sums.setdefault(number, Figures()).add(figures)
    return sums


def each_day(found: ByDay, *, article: int, since: date, until: date) -> list[tuple[date, Figures]]:
    """Every day of one article from `since` to `until`, the first one first; of a day without anything zeros."""
    days = (since + timedelta(days=number) for number in range((until - since).days + 1))
    return [(on, found.get((article, on), Figures())) for on in days]
