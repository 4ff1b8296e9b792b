"""Read the catalog. What a page needs is written down here, so that its number of queries never grows with its rows."""

from collections.abc import Sequence

from django.db.models import Prefetch

from shop.catalog.models import Category, Product, ProductImage, ProductQuerySet, Variant

CARD_RELATIONS = ("series", "manufacturer", "category")


def with_card_data(products: ProductQuerySet) -> ProductQuerySet:
    """`products` with all that a card shows: one query for them and three for variants with stock, prices and pictures."""
    variants = Variant.objects.select_related("stock", "release").prefetch_related("price_changes")
    images = ProductImage.objects.select_related("picture")
    return products.select_related(*CARD_RELATIONS).prefetch_related(Prefetch("variants", variants), Prefetch("images", images))


def newest(limit: int) -> ProductQuerySet:
    """The goods that came in last."""
    return with_card_data(Product.objects.published().order_by("-added_at", "-pk"))[:limit]


def products_in_order(ids: Sequence[int]) -> list[Product]:
    """The published ones among these products, in the order of `ids`."""
    found = {product.pk: product for product in with_card_data(Product.objects.published().filter(pk__in=ids))}
    return [found[product_id] for product_id in ids if product_id in found]


def product_by_slug(slug: str) -> Product | None:
    """A published product with all that its page shows."""
    return (
        with_card_data(Product.objects.published().select_related("character", "line", "scale", "sculptor"))
        .filter(slug=slug)
        .first()
    )


def categories() -> list[Category]:
    return list(Category.objects.all())
