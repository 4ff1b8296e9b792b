"""Read what lists must know of the goods: a handful of plain values per product, in one query."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, F, Model, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Round

from shop.catalog.models import (
    Category,
    Character,
    DatePrecision,
    Manufacturer,
    Product,
    ProductLine,
    Scale,
    Sculptor,
    Series,
)
from shop.stock.availability import preorder_until
from shop.stock.models import left_on_shelf

ENTITIES = ("category", "series", "maker", "scale", "character", "line", "sculptor")
_OF_PRODUCT = (
    *("pk", "added_at", "popularity", "height_mm"),
    *("category_id", "series_id", "manufacturer_id", "scale_id", "character_id", "line_id", "sculptor_id"),
)
_OF_VARIANT = (
    "cents_",
    *(f"variants__stock__{column}" for column in ("on_hand", "reserved", "preordered", "preorder_limit")),
    *(f"variants__release__{column}" for column in ("released_on", "precision", "deliver_by")),
)
CHUNK = 5000  # rows taken from the database at a time
_NONE: tuple[Hashable, ...] = ()


class Name(NamedTuple):
    """An entity as a list shows it; `place` orders those whose order is not that of their counts."""

    slug: str
    de: str
    en: str
    place: int


@dataclass(slots=True)
class Offers:
    """What the variants of one product add up to: the lowest price in cents, and what can be had now or until a day."""

    price: int | None = None
    in_stock: bool = False
    until: set[int] = field(default_factory=set)
    releases: set[str] = field(default_factory=set)
    released: int = 0


class Facts(NamedTuple):
    """One published product. Days are ordinals; `until` are the days before which it can be pre-ordered.

    `entities` in the order of `ENTITIES`, each with the id of what the product belongs to, or empty; `releases` such as
    '2027-03' and '2027-q1'; `released` is the last of them, 0 without one; `added` in seconds.
    """

    product_id: int
    entities: tuple[tuple[Hashable, ...], ...]
    added: int
    popularity: int
    height: int | None
    price: int | None
    in_stock: bool
    until: tuple[Hashable, ...]
    releases: tuple[Hashable, ...]
    released: int


def read_facts(*, only: "QuerySet[Any, Any] | None" = None) -> Iterator[Facts]:
    """The facts of the published products, ordered by id; of those alone whose ids are in `only`."""
    products = Product.objects.published().order_by("pk")
    if only is not None:
        products = products.filter(pk__in=only)
    # Amounts have two decimals; SQLite keeps them as floats, whose hundredfold may lie beside the whole number that is meant.
    rows = products.annotate(cents_=Cast(Round(F("variants__price") * 100), BigIntegerField())).values_list(
        *_OF_PRODUCT, *_OF_VARIANT
    )
    for product, of_product in groupby(rows.iterator(CHUNK), key=itemgetter(slice(len(_OF_PRODUCT)))):
        pk, added_at, popularity, height, *entities = product
        offer = _offers(row[len(_OF_PRODUCT) :] for row in of_product)
        yield Facts(
            pk,
            tuple(_NONE if entity is None else (entity,) for entity in entities),
            max(0, int(added_at.timestamp())),
            popularity,
            height,
            offer.price,
            offer.in_stock,
            tuple(offer.until),
            tuple(offer.releases),
            offer.released,
        )


def read_names() -> dict[str, dict[int, Name]]:
    """The names of all entities, per facet and id, in one query."""
    rows = [_named(model, facet) for facet, model in _MODELS.items()]
    names: dict[str, dict[int, Name]] = {facet: {} for facet in ENTITIES}
    for facet, pk, slug, name_de, name_en, place in rows[0].union(*rows[1:], all=True):
        names[facet][pk] = Name(slug, name_de, name_en, place)
    return names


_MODELS: dict[str, type[Model]] = dict(
    zip(ENTITIES, (Category, Series, Manufacturer, Scale, Character, ProductLine, Sculptor), strict=True)
)
_LAST = 1_000_000  # the place of a scale that is no fraction


def _named(model: type[Model], facet: str) -> "QuerySet[Any, Any]":
    german, english = ("name_de", "name_en") if model is Category else ("name", "name")
    places = {Category: F("position"), Scale: Coalesce("denominator", Value(_LAST))}
    columns = {"facet": Value(facet), "german": F(german), "english": F(english), "place_": places.get(model, Value(0))}
    rows: QuerySet[Any] = QuerySet(model).order_by().annotate(**columns)
    return rows.values_list("facet", "pk", "slug", "german", "english", "place_")


def _offers(variants: "Iterable[tuple[Any, ...]]") -> Offers:
    """What the variants of one product offer together, each as the columns `_OF_VARIANT`; one without variants has a row of None."""
    offer = Offers()
    for cents, on_hand, reserved, preordered, limit, released_on, precision, deliver_by in variants:
        if cents is not None:
            offer.price = cents if offer.price is None else min(offer.price, cents)
        if on_hand is not None:
            offer.in_stock |= left_on_shelf(on_hand=on_hand, reserved=reserved, preordered=preordered) > 0
            until = preorder_until(released_on=released_on, deliver_by=deliver_by, left=limit - preordered)
            if until is not None:
                offer.until.add(until.toordinal())
        if released_on is not None:
            offer.releases.add(release_word(released_on, precision))
            offer.released = max(offer.released, released_on.toordinal())
    return offer


@lru_cache(maxsize=2000)
def release_word(day: date, precision: str) -> str:
    """The value of the release facet: '2027-03', or '2027-q1' where the maker names no more than a quarter."""
    return f"{day.year:04d}-q{(day.month + 2) // 3}" if precision == DatePrecision.QUARTER else f"{day:%Y-%m}"
