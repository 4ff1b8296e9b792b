"""Product cards. One is drawn once for the facts that it shows, and again as soon as one of them is another."""

from collections.abc import Hashable
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.utils.safestring import SafeString

from shop.templatetags.once import draw_once
from shop.templatetags.shop_format import small_business

register = template.Library()
TEMPLATE = "components/product_card.html"


@register.simple_tag(takes_context=True)
def product_card(context: Context, card: Any, *, level: int = 3, eager: bool = False, query: str = "") -> SafeString:
    """`components/product_card.html` with a `ProductCard`; `level`, `eager` and `query` as there.

    A list draws 24 cards of some 60 template nodes each, which took more time than all its queries. The key holds every column
    of the rows that the template can reach, so that it may show any of them.
    """
    shown = {"card": card, "level": level, "eager": eager, "query": query}
    return draw_once(context, TEMPLATE, shown, facts=(small_business(context), level, eager, query, card_facts(card)))


def card_facts(card: Any) -> Hashable:
    """All that a template can show of a `ProductCard`."""
    product, image = card.product, card.image
    rows = (product, product.series, product.character, product.manufacturer, image, image and image.picture)
    return (*map(_columns, rows), card.price, card.availability)


def _columns(row: Model | None) -> tuple[Any, ...]:
    """All columns of a row as it was read; one of JSON as its text, because a dictionary cannot be part of a key."""
    if row is None:
        return ()
    values = row.__dict__
    columns = (values.get(field.attname) for field in row._meta.concrete_fields)  # noqa: SLF001 -- documented by Django
    return tuple(repr(column) if isinstance(column, dict) else column for column in columns)
