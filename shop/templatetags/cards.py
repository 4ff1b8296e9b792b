"""Product cards. One is drawn once for the facts that it shows, and again as soon as one of them is another."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shop.templatetags.shop_format import small_business

register = template.Library()
TEMPLATE = "components/product_card.html"
MOST = 2000  # cards that a process keeps; measured, each takes some 8 KB together with what it shows


class Drawn:
    """The cards drawn last, by all that they show: whoever finds one finds what drawing it anew would give."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._cards: OrderedDict[Hashable, SafeString] = OrderedDict()

    def find(self, key: Hashable) -> SafeString | None:
        with self._lock:
            found = self._cards.get(key)
            if found is not None:
                self._cards.move_to_end(key)
        return found

    def keep(self, key: Hashable, card: SafeString) -> None:
        with self._lock:
            self._cards[key] = card
            while len(self._cards) > self._most:
                self._cards.popitem(last=False)

    def __len__(self) -> int:
        return len(self._cards)


drawn = Drawn(MOST)


@register.simple_tag(takes_context=True)
def product_card(context: Context, card: Any, *, level: int = 3, eager: bool = False, query: str = "") -> SafeString:
    """`components/product_card.html` with a `ProductCard`; `level`, `eager` and `query` as there.

    A list draws 24 cards of some 60 template nodes each, which took more time than all its queries. The key holds every column
    of the rows that the template can reach, so that it may show any of them.
    """
    key = (get_language(), small_business(context), level, eager, query, _facts(card))
    engine = context.template.engine  # type: ignore[union-attr]
    found = None if engine.debug else drawn.find(key)  # who works on the template sees each change
    if found is None:
        found = engine.get_template(TEMPLATE).render(context.new({"card": card, "level": level, "eager": eager, "query": query}))
        drawn.keep(key, found)
    return found


def _facts(card: Any) -> Hashable:
    product, image = card.product, card.image
    rows = (product, product.series, product.manufacturer, image, image and image.picture)
    return (*map(_columns, rows), card.price, card.availability)


def _columns(row: Model | None) -> tuple[Any, ...]:
    """All columns of a row as it was read; one of JSON as its text, because a dictionary cannot be part of a key."""
    if row is None:
        return ()
    values = row.__dict__
    columns = (values.get(field.attname) for field in row._meta.concrete_fields)  # noqa: SLF001 -- documented by Django
    return tuple(repr(column) if isinstance(column, dict) else column for column in columns)
