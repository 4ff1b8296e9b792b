"""Many more products, made of the demo's own, to measure the shop at 1,000, 10,000 or 100,000.

What a list filters and counts by is spread as in a real shop: a few large series and makers and a long tail, prices from small
change to three digits, heights, and releases from two years ago to next year. All of it follows from the number of a copy.
"""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.db import transaction
from djmoney.money import Money

from shop.catalog.models import Manufacturer, Product, ProductImage, Release, Scale, Series, Variant
from shop.money import cents
from shop.pricing.models import PriceChange
from shop.stock.models import MoveKind, Stock, StockMove

BATCH = 1000
Part = TypeVar("Part", Release, ProductImage)

FIRST = "Amber Paper Hollow Winter Velvet Silent Copper Lantern Marble Saffron Thistle Cobalt".split()
SECOND = "Orbit Harbor Almanac Garden Parade Engine Verdict Compass Waltz Archive Meridian Tailor".split()
WORKSHOPS = "Kitsune Akane Hibari Tsubame Nagare Suzume Hotaru Koharu Ibuki Shirogane".split()
TRADES = ("Models", "Atelier", "Craft")


@dataclass(frozen=True)
class World:
    """What copies are drawn from: the demo's products, and series, makers and scales with those that were added to them."""

    templates: list[Product]
    series: list[Series]
    makers: list[Manufacturer]
    scales: list[Scale]


def load_many(total: int, *, at: datetime, progress: Callable[[Iterator[int]], Iterator[int]]) -> int:
    """Add copies of the demo's products under names of their own until there are `total`; answers how many were added."""
    have = Product.objects.count()
    numbers = progress(iter(range(have, total)))
    world = _world() if have < total else None
    while world and (batch := list(islice(numbers, BATCH))):
        with transaction.atomic():
            _add(world, batch, at)
    return max(0, total - have)


def _world() -> World:
    """The demo's goods and entities; 144 series and 30 makers are added where they are not there yet."""
    loaded = Product.objects.prefetch_related("variants__stock", "releases", "images")
    series = [Series(name=f"{first} {second}", slug=f"{first}-{second}".lower()) for second in SECOND for first in FIRST]
    makers = [
        Manufacturer(name=f"{workshop} {trade}", slug=f"{workshop}-{trade}".lower(), country="JP")
        for trade in TRADES
        for workshop in WORKSHOPS
    ]
    Series.objects.bulk_create(series, ignore_conflicts=True)
    Manufacturer.objects.bulk_create(makers, ignore_conflicts=True)
    return World(
        list(loaded.exclude(slug__startswith="copy-").order_by("pk")),
        list(Series.objects.order_by("pk")),
        list(Manufacturer.objects.order_by("pk")),
        list(Scale.objects.order_by("pk")),
    )


def _add(world: World, numbers: list[int], at: datetime) -> None:
    sources = [world.templates[number % len(world.templates)] for number in numbers]
    pairs = list(zip(sources, numbers, strict=True))
    products = Product.objects.bulk_create(_product(world, source, number, at) for source, number in pairs)
    releases: list[Release] = []
    variants: list[Variant] = []
    images: list[ProductImage] = []
    for (source, number), product in zip(pairs, products, strict=True):
        runs: dict[int | None, Release] = {release.pk: _copy(release, product) for release in source.releases.all()}
        if not runs and number % 3:
            runs[None] = _release(product, number, at.date())
        releases += runs.values()
        for variant in source.variants.all():
            sku = f"C{product.pk}-{variant.position}-{variant.label or 'x'}"
            price = _price(cents(variant.price), number)
            sold = {"label": variant.label, "position": variant.position, "release": runs.get(variant.release_id)}
            variants.append(Variant(product=product, sku=sku, price=price, **sold))
        images += [_copy(image, product) for image in source.images.all()]
    Release.objects.bulk_create(releases)
    Variant.objects.bulk_create(variants)
    ProductImage.objects.bulk_create(images)
    _stock(variants, at)
    PriceChange.objects.bulk_create(
        PriceChange(variant=variant, cents=cents(variant.price), valid_from=at - timedelta(days=90)) for variant in variants
    )


def _stock(variants: list[Variant], at: datetime) -> None:
    """What is still to come can be pre-ordered; of the rest a ninth is sold out."""
    today = at.date()
    to_come = {v.pk for v in variants if v.release and v.release.released_on and v.release.released_on > today}
    stocks = [
        Stock(variant=v, preorder_limit=10) if v.pk in to_come else Stock(variant=v, on_hand=v.product_id % 9) for v in variants
    ]
    Stock.objects.bulk_create(stocks)
    StockMove.objects.bulk_create(
        StockMove(variant=s.variant, kind=MoveKind.CORRECTED, quantity=s.on_hand, reason="demo", at=s.variant.product.added_at)
        for s in stocks
        if s.on_hand
    )


def _copy(part: Part, product: Product) -> Part:
    clone = copy(part)
    clone.pk, clone.product = None, product
    return clone


def _product(world: World, source: Product, number: int, at: datetime) -> Product:
    clone = copy(source)
    clone.pk = None
    clone.slug = f"copy-{number}-{source.slug}"[:180]
    for code in ("de", "en"):
        setattr(clone, f"name_{code}", f"{getattr(source, f'name_{code}')} #{number}")
    draw = number * 2_654_435_761 % 2**32 / 2**32  # Knuth's multiplicative hash: evenly spread from 0 to 1, the same each time
    if number % 4:  # the others stay with their series, maker and line
        clone.series = world.series[int(draw**2 * len(world.series))]
        clone.character = clone.line = None
        clone.manufacturer = world.makers[int((1 - draw) ** 2 * len(world.makers)) % len(world.makers)]
    if source.scale_id:
        clone.scale = world.scales[number // 7 % len(world.scales)]
    if source.height_mm:
        clone.height_mm = source.height_mm * (60 + number % 97) // 100
    clone.popularity = number * 7919 % 101
    clone.added_at = at - timedelta(days=401, minutes=number)
    return clone


def _price(source: int, number: int) -> Money:
    """From half to one and a half of the price it is made of, on the usual .90."""
    return Money(max(4, source * (50 + number % 101) // 10_000), "EUR") + Money("0.90", "EUR")


def _release(product: Product, number: int, today: date) -> Release:
    """A month from two years ago to a year from now; one to come is promised for two months later."""
    months = today.year * 12 + today.month - 25 + number % 37
    day = date(months // 12, months % 12 + 1, 1)
    return Release(product=product, released_on=day, deliver_by=day + timedelta(days=61) if day > today else None)
