"""An article's text as blocks: safe HTML, and live product cards between it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from blog.articles.clean import clean
from blog.cards.article_card import ArticleCard
from blog.cards.marks import CARD


@dataclass(frozen=True)
class Block:
    """Either `html` or `card`."""

    html: SafeString | None = None
    card: ArticleCard | None = None


def blocks(body: str, *, cards: Mapping[str, ArticleCard]) -> list[Block]:
    """The text cut at its cards. A card with nothing to show vanishes: an article never shows a dead button."""
    parts = CARD.split(clean(body))
    result: list[Block] = []
    for index, part in enumerate(parts):
        if index % 2 == 0 and part.strip():
            result.append(Block(html=mark_safe(part)))  # noqa: S308 -- `clean` has just sanitized it
        elif index % 2 == 1 and part in cards:
            result.append(Block(card=cards[part]))
    return result
