"""An article's text as blocks: safe HTML, and live product cards between it."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from shop.storefront.cards import ProductCard

TAGS = {"h2", "h3", "p", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br"}
CARD = re.compile(r"<p>\s*\[\[product:([-a-z0-9_]+)\]\]\s*</p>")
WORDS_PER_MINUTE = 220


@dataclass(frozen=True)
class Block:
    """Either `html` or `card`."""

    html: SafeString | None = None
    card: ProductCard | None = None


def card_slugs(body: str) -> list[str]:
    """The slugs of the product cards in a text, in their order."""
    return CARD.findall(clean(body))


def clean(body: str) -> str:
    """The text with nothing in it but what an article may hold."""
    return nh3.clean(body, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener")


def blocks(body: str, *, cards: Mapping[str, ProductCard]) -> list[Block]:
    """The text cut at its cards. A card whose product is gone vanishes: an article never shows a dead button."""
    parts = CARD.split(clean(body))
    result: list[Block] = []
    for index, part in enumerate(parts):
        if index % 2 == 0 and part.strip():
            result.append(Block(html=mark_safe(part)))  # noqa: S308 -- `clean` has just sanitized it
        elif index % 2 == 1 and part in cards:
            result.append(Block(card=cards[part]))
    return result


def reading_minutes(body: str) -> int:
    """Whole minutes at 220 words a minute, at least one."""
    text = strip_tags(CARD.sub("", body).replace("><", "> <"))  # or the last word of a paragraph would join the first of the next
    return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))
