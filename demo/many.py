"""Many more products, made of the demo's own, to measure the shop at 1,000, 10,000 or 100,000."""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.db import transaction

from shop.catalog.models import Product, ProductImage, Release, Variant
from shop.money import cents
from shop.pricing.models import PriceChange
from shop.stock.models import MoveKind, Stock, StockMove

BATCH = 1000
Part = TypeVar("Part", Release, ProductImage)


def load_many(total: int, *, at: datetime, progress: Callable[[Iterator[int]], Iterator[int]]) -> int:
    """Add copies of the demo's products under names of their own until there are `total`; answers how many were added."""
    templates = list(
        Product.objects.filter(slug__regex=r"^(?!copy-)").prefetch_related("variants__stock", "releases", "images").order_by("pk")
    )
    have = Product.objects.count()
    numbers = progress(iter(range(have, total)))
    while batch := list(islice(numbers, BATCH)):
        with transaction.atomic():
            _add(templates, batch, at)
    return max(0, total - have)


def _add(templates: list[Product], numbers: list[int], at: datetime) -> None:
    sources = [templates[number % len(templates)] for number in numbers]
    products = Product.objects.bulk_create(_product(source, number, at) for source, number in zip(sources, numbers, strict=True))
    releases: list[Release] = []
    variants: list[Variant] = []
    images: list[ProductImage] = []
    for source, product in zip(sources, products, strict=True):
        runs: dict[int | None, Release] = {release.pk: _copy(release, product) for release in source.releases.all()}
        releases += runs.values()
        for variant in source.variants.all():
            sku = f"C{product.pk}-{variant.position}-{variant.label or 'x'}"
            copied = {name: getattr(variant, name) for name in ("label", "price", "rrp", "position")}
            variants.append(Variant(product=product, release=runs.get(variant.release_id), sku=sku, **copied))
        images += [_copy(image, product) for image in source.images.all()]
    Release.objects.bulk_create(releases)
    Variant.objects.bulk_create(variants)
    ProductImage.objects.bulk_create(images)
    Stock.objects.bulk_create(Stock(variant=variant, on_hand=variant.pk % 12) for variant in variants)
    StockMove.objects.bulk_create(
        StockMove(variant=variant, kind=MoveKind.CORRECTED, quantity=variant.pk % 12, reason="demo", at=variant.product.added_at)
        for variant in variants
        if variant.pk % 12
    )
    PriceChange.objects.bulk_create(
        PriceChange(variant=variant, cents=cents(variant.price), valid_from=at - timedelta(days=90)) for variant in variants
    )


def _copy(part: Part, product: Product) -> Part:
    clone = copy(part)
    clone.pk, clone.product = None, product
    return clone


def _product(source: Product, number: int, at: datetime) -> Product:
    clone = copy(source)
    clone.pk = None
    clone.slug = f"copy-{number}-{source.slug}"[:180]
    for code in ("de", "en"):
        setattr(clone, f"name_{code}", f"{getattr(source, f'name_{code}')} #{number}")
    clone.added_at = at - timedelta(days=401, minutes=number)
    return clone
