"""An article's text for feeds and mails, which are read later and elsewhere: a card is its name with a link, without price or state."""

from collections.abc import Mapping, Sequence

from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from blog.articles.clean import clean
from blog.articles.models import RankedItem
from blog.cards.marks import CARD, RANKING
from blog.cards.stand_in import StandIn
from shop.catalog.address import absolute
from shop.catalog.models import Product


def as_links(
    body: str, *, chosen: Mapping[str, StandIn], products: Mapping[int, Product], ranking: Sequence[RankedItem] = (), language: str
) -> SafeString:
    """Safe HTML; a card with nothing to show vanishes. `products` by their ids; `ranking` in the order in which it is read."""

    def link(slug: str) -> str:
        product = products.get(chosen[slug].product_id) if slug in chosen else None
        return format_html('<p>→ <a href="{}">{}</a></p>', absolute(product.get_absolute_url()), product.name) if product else ""

    def place(item: RankedItem) -> str:
        text = linebreaks(getattr(item, f"text_{language}"), autoescape=True)
        head = format_html("<h2>{}. {}</h2>", item.place, getattr(item, f"title_{language}"))
        return f"{head}{text}{link(item.product.slug) if item.product else ''}"

    before, *behind = RANKING.split(CARD.sub(lambda mark: link(mark[1]), clean(body)))
    places = "".join(place(item) for item in ranking)
    return mark_safe("".join([before, places, *behind] if behind else [before, places]))  # noqa: S308 -- sanitized, the rest is escaped
