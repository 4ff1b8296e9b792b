"""Product cards. One is drawn once for the facts that it shows, and again as soon as one of them is another."""

from collections.abc import Hashable
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from shop.catalog.columns import columns_of_card
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
    return (columns_of_card(card.product), card.price, card.availability)
