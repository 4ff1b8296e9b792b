"""Read the catalog. What a page needs is written down here, so that its number of queries never grows with its rows."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from shop.catalog.models import Product, ProductImage, ProductQuerySet, Release, Variant
from shop.json_list import JSONList

CARD_RELATIONS = ("series", "character", "manufacturer", "category")


def with_card_data(products: ProductQuerySet) -> ProductQuerySet:
    """`products` with all that a card shows: one query for them, one for variants with stock and prices, one for first pictures."""
    return products.select_related(*CARD_RELATIONS).prefetch_related(*_of_cards(pictures=1))


def with_page_data(products: ProductQuerySet) -> ProductQuerySet:
    """As `with_card_data`, with every picture."""
    return products.select_related(*CARD_RELATIONS).prefetch_related(*_of_cards())


def with_cards(releases: QuerySet[Release]) -> QuerySet[Release]:
    """`releases` with their products and all that a card shows of them: one query for both and two as above."""
    relations = [f"product__{name}" for name in CARD_RELATIONS]
    return releases.select_related("product", *relations).prefetch_related(*_of_cards("product__", pictures=1))


def _of_cards(path: str = "", *, pictures: int | None = None) -> list[Prefetch]:
    ledger = JSONList("price_changes__cents", "price_changes__valid_from")
    variants = Variant.objects.select_related("stock", "release").annotate(ledger=ledger).order_by("position", "pk")
    images = ProductImage.objects.select_related("picture").order_by("position", "pk")
    # In attributes of their own, because Django would build a queryset for each product to keep them in.
    return [
        Prefetch(f"{path}variants", variants, to_attr="shown_variants"),
        Prefetch(f"{path}images", images[:pictures], to_attr="shown_images"),
    ]


def newest(limit: int) -> ProductQuerySet:
    """The goods that came in last."""
    return with_card_data(Product.objects.published().order_by("-added_at", "-pk"))[:limit]


def popular(limit: int) -> ProductQuerySet:
    """The goods that are looked for most."""
    return with_card_data(Product.objects.published().order_by("-popularity", "-pk"))[:limit]


def products_in_order(ids: Sequence[int]) -> list[Product]:
    """The published ones among these products, in the order of `ids`."""
    found = {product.pk: product for product in with_card_data(Product.objects.published().filter(pk__in=ids))}
    return [found[product_id] for product_id in ids if product_id in found]


def product_by_slug(slug: str) -> Product | None:
    """A published product with all that its page shows."""
    found = with_page_data(Product.objects.published().select_related("line", "scale", "sculptor"))
    return found.prefetch_related("releases").filter(slug=slug).first()
