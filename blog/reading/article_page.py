"""What the page of one article shows, brought together in a fixed number of queries, however many cards and places it has."""

from dataclasses import dataclass
from datetime import datetime

from blog.articles.models import Criterion, Post, PostKind, RankedItem
from blog.articles.queries import criteria_of, merchandise, ranking_of, recent_posts
from blog.cards.article_card import ArticleCard, article_cards
from blog.cards.blocks import Block, blocks
from blog.cards.marks import card_slugs
from blog.cards.stand_in import stand_ins
from blog.reading.minutes import reading_minutes
from shop.shipping.free_shipping import Tariff
from shop.storefront.cards import ProductCard, product_cards

RECENT = 4


@dataclass(frozen=True)
class Place:
    """A place of a top list; `card` is that of its product, while there is something to show."""

    item: RankedItem
    card: ArticleCard | None


@dataclass(frozen=True)
class ArticlePage:
    post: Post
    blocks: list[Block]
    minutes: int
    criteria: list[Criterion]
    ranking: list[Place]
    merchandise: list[ProductCard]
    recent: list[Post]


def article_page(post: Post, *, tariff: Tariff, country: str, at: datetime, language: str) -> ArticlePage:
    """The page in one language, as readers see it at `at`; `post` was loaded by `post_by_slug`."""
    body = getattr(post, f"body_{language}")
    ranking = ranking_of(post, language=language) if post.kind == PostKind.TOP10 else []
    slugs = [*card_slugs(body), *(item.product.slug for item in ranking if item.product)]
    chosen = stand_ins(slugs, on=at.date()).choose(slugs)
    goods = merchandise(post, cards=[stand_in.product_id for stand_in in chosen.values()])
    cards = product_cards(goods, tariff=tariff, country=country, at=at)
    live = article_cards(chosen, cards=cards, at=at)
    return ArticlePage(
        post=post,
        blocks=blocks(body, cards=live, has_ranking=bool(ranking)),
        minutes=reading_minutes(" ".join([body, *(getattr(item, f"text_{language}") for item in ranking)])),
        criteria=criteria_of(post) if post.kind == PostKind.REVIEW and post.score is not None else [],
        ranking=[Place(item, live.get(item.product.slug) if item.product else None) for item in ranking],
        merchandise=cards,
        recent=recent_posts(at=at, language=language, limit=RECENT, exclude=post.pk),
    )
