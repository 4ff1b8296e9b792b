"""The product list's filter: what an address asks for, read without trust."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef

from shop.catalog.models import Product, ProductQuerySet, Variant

STATES = ("in_stock", "preorder")


@dataclass(frozen=True)
class ProductFilter:
    """Slugs of category and series, and a state ('in_stock', 'preorder'); '' stands for all. `on` is today."""

    category: str
    series: str
    state: str
    on: date

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, on: date) -> "ProductFilter":
        """Read `?category=…&series=…&state=…`; an unknown state means all, an unknown slug finds nothing."""
        state = query.get("state", "")
        return cls(
            category=query.get("category", "")[:80],
            series=query.get("series", "")[:140],
            state=state if state in STATES else "",
            on=on,
        )

    def products(self) -> ProductQuerySet:
        """The published goods that match, newest first."""
        found = Product.objects.published().order_by("-added_at", "-pk")
        if self.category:
            found = found.filter(category__slug=self.category)
        if self.series:
            found = found.filter(series__slug=self.series)
        if self.state == "in_stock":
            promised = F("stock__reserved") + F("stock__preordered")
            on_the_shelf = Variant.objects.filter(product=OuterRef("pk"), stock__on_hand__gt=promised)
            found = found.filter(Exists(on_the_shelf))
        elif self.state == "preorder":
            coming = Variant.objects.filter(
                product=OuterRef("pk"), release__released_on__gt=self.on, release__deliver_by__isnull=False
            )
            found = found.filter(Exists(coming))
        return found

    def query(self, **changes: str) -> str:
        """The query string of this filter with `changes`, for links."""
        values = {"category": self.category, "series": self.series, "state": self.state, **changes}
        return urlencode({key: value for key, value in values.items() if value})
