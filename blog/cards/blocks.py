"""An article's text as blocks: safe HTML, and live product cards between it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from blog.articles.clean import clean
from blog.cards.article_card import ArticleCard
from blog.cards.marks import CARD, RANKING


@dataclass(frozen=True)
class Block:
    """Either `html`, or `card`, or the place of the ranking."""

    html: SafeString | None = None
    card: ArticleCard | None = None
    is_ranking: bool = False


def blocks(body: str, *, cards: Mapping[str, ArticleCard], has_ranking: bool = False) -> list[Block]:
    """The text cut at its cards and at its ranking. A card with nothing to show vanishes: an article never shows a dead button."""
    before, *behind = RANKING.split(clean(body))
    result = list(_cut(before, cards))
    if has_ranking and behind:
        result.append(Block(is_ranking=True))
    for part in behind:
        result.extend(_cut(part, cards))
    if has_ranking and not behind:
        result.append(Block(is_ranking=True))
    return result


def _cut(text: str, cards: Mapping[str, ArticleCard]) -> Iterator[Block]:
    for index, part in enumerate(CARD.split(text)):
        if index % 2 == 0 and part.strip():
            yield Block(html=mark_safe(part))  # noqa: S308 -- `blocks` has just sanitized it
        elif index % 2 == 1 and part in cards:
            yield Block(card=cards[part])
