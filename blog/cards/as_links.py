"""An article's text for feeds and mails, which are read later and elsewhere: a card is its name with a link, without price or state."""

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from blog.articles.clean import clean
from blog.cards.marks import CARD
from blog.cards.stand_in import StandIn
from shop.catalog.address import absolute
from shop.catalog.models import Product


def as_links(body: str, *, chosen: Mapping[str, StandIn], products: Mapping[int, Product]) -> SafeString:
    """Safe HTML; a card with nothing to show vanishes. `products` by their ids."""

    def link(slug: str) -> str:
        product = products.get(chosen[slug].product_id) if slug in chosen else None
        return format_html('<p>→ <a href="{}">{}</a></p>', absolute(product.get_absolute_url()), product.name) if product else ""

    return mark_safe(CARD.sub(lambda mark: link(mark[1]), clean(body)))  # noqa: S308 -- sanitized, and each link is escaped
