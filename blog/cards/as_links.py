"""An article's text for feeds and mails, which are read later and elsewhere: a card is its name with a link, without price or state."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from blog.articles.expand import without_spoilers
from blog.articles.parts import ArticlePicture, RankedItem
from blog.cards.marks import MARK
from blog.cards.stand_in import StandIn
from shop.catalog.address import absolute
from shop.catalog.models import Product


@dataclass(frozen=True)
class Live:
    """What the marks of a text stand for today: `chosen` by slug, `products` by id, `ranking` in the order in which it is read."""

    chosen: Mapping[str, StandIn]
    products: Mapping[int, Product]
    ranking: Sequence[RankedItem] = ()
    pictures: Mapping[str, ArticlePicture] = field(default_factory=dict)


def as_links(body: str, live: Live, *, language: str, hidden: str) -> SafeString:
    """Safe HTML; a card with nothing to show vanishes, and what a spoiler's fold holds stays away (`hidden` are the words for it)."""
    places = iter(["".join(_place(item, live, language) for item in live.ranking)])

    def shown(mark: re.Match[str]) -> str:
        if mark[1] == "product":
            return _link(mark[2] or "", live)
        return _picture(live.pictures.get(mark[2] or ""), language) if mark[1] == "picture" else next(places, "")

    text = MARK.sub(shown, without_spoilers(body, words=hidden))
    return mark_safe(text + next(places, ""))  # noqa: S308 -- sanitized, and what was put in is escaped


def _link(slug: str, live: Live) -> str:
    product = live.products.get(live.chosen[slug].product_id) if slug in live.chosen else None
    return format_html('<p>→ <a href="{}">{}</a></p>', absolute(product.get_absolute_url()), product.name) if product else ""


def _picture(found: ArticlePicture | None, language: str) -> str:
    if found is None:
        return ""
    caption = found.words("caption", language)
    image = format_html('<img src="{}" alt="{}">', absolute(found.picture.url()), found.words("alt", language))
    return (
        format_html("<figure>{}<figcaption>{}</figcaption></figure>", image, caption)
        if caption
        else format_html("<p>{}</p>", image)
    )


def _place(item: RankedItem, live: Live, language: str) -> str:
    text = linebreaks(getattr(item, f"text_{language}"), autoescape=True)
    head = format_html("<h2>{}. {}</h2>", item.place, getattr(item, f"title_{language}"))
    return f"{head}{text}{_link(item.product.slug, live) if item.product else ''}"
