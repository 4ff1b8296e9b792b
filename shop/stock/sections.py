"""Goods by availability, as far as the database can tell: what an entity's page shows in its three parts.

`availability` alone says what is true of a variant; the conditions here find the goods that it will say it of.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef

from shop.catalog.models import Product, ProductQuerySet, Variant

OWED = F("stock__reserved") + F("stock__preordered")


def on_the_shelf() -> Exists:
    """Some variant of the product can be bought and shipped now."""
    return Exists(Variant.objects.filter(product=OuterRef("pk"), stock__on_hand__gt=OWED))


def to_preorder(*, on: date) -> Exists:
    """Some variant of the product is still to be released on the day `on`, is promised, and can be ordered."""
    promised = Variant.objects.filter(
        product=OuterRef("pk"),
        release__released_on__gt=on,
        release__deliver_by__isnull=False,
        stock__preorder_limit__gt=F("stock__preordered"),
    )
    return Exists(promised)


def first_of_each_section(products: ProductQuerySet, *, on: date, limit: int) -> ProductQuerySet:
    """Of `products`, the first `limit` in stock, to be pre-ordered, and sold out, in their order: one query."""
    there, coming = products.filter(on_the_shelf()), products.filter(~on_the_shelf(), to_preorder(on=on))
    gone = products.filter(~on_the_shelf(), ~to_preorder(on=on))
    # Each limit stands one level deeper than the union, where SQLite takes it; the outer query then goes by keys alone.
    keys = [Product.objects.filter(pk__in=part.values("pk")[:limit]).order_by().values("pk") for part in (there, coming, gone)]
    return Product.objects.filter(pk__in=keys[0].union(*keys[1:])).order_by(*products.query.order_by)
