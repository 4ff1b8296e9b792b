"""Rows as they were read, as keys of what is drawn of them."""

from collections.abc import Hashable
from typing import Any

from django.db.models import Model

from shop.catalog.models import Product


def columns_of(row: Model | None) -> tuple[Any, ...]:
    """All columns of a row as it was read; one of JSON as its text, because a dictionary cannot be part of a key."""
    if row is None:
        return ()
    values = row.__dict__
    columns = (values.get(field.attname) for field in row._meta.concrete_fields)  # noqa: SLF001 -- documented by Django
    return tuple(repr(column) if isinstance(column, dict) else column for column in columns)


def columns_of_card(product: Product) -> Hashable:
    """All columns of the rows that a card shows, of a product loaded by `with_card_data`. Those of one that nobody may change
    (`shop.listing.present.kept_goods`) are gathered once.
    """
    kept: Hashable = product.__dict__.get("kept_columns")
    return kept if kept is not None else _gathered(product)


def keep_columns(product: Product) -> None:
    """From now on nobody changes this product or what its card shows."""
    product.__dict__["kept_columns"] = _gathered(product)


def _gathered(product: Product) -> Hashable:
    image = next(iter(product.shown_images), None)
    rows = (product, product.series, product.character, product.manufacturer, image, image and image.picture)
    return tuple(map(columns_of, rows))
