"""What the page of one article shows, brought together in a fixed number of queries, however many cards and places it has."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from blog.articles.expand import expand
from blog.articles.models import Post, PostKind
from blog.articles.parts import Criterion, RankedItem
from blog.articles.queries import Topic, criteria_of, goods_of, merchandise, pictures_of, ranking_of, read_next, topics_of
from blog.cards.article_card import ArticleCard, article_cards
from blog.cards.blocks import Block, blocks
from blog.cards.choose_goods import choose_goods
from blog.cards.marks import card_slugs, picture_numbers
from blog.reading.minutes import reading_minutes
from shop.shipping.free_shipping import Tariff
from shop.storefront.cards import ProductCard, product_cards

NEXT = 4
LONG = 3  # headings from which on an article has a table of contents


@dataclass(frozen=True)
class Place:
    """A place of a top list; `card` is that of its product, while there is something to show."""

    item: RankedItem
    card: ArticleCard | None


@dataclass(frozen=True)
class ArticlePage:
    """`headings`: anchor and words for the table of contents of a long article; `notes`: its footnotes."""

    post: Post
    blocks: list[Block]
    headings: list[tuple[str, str]]
    notes: list[SafeString]
    minutes: int
    criteria: list[Criterion]
    ranking: list[Place]
    merchandise: list[ProductCard]
    read_next: list[Post]
    topics: list[Topic]


def article_page(post: Post, *, tariff: Tariff, country: str, at: datetime, language: str) -> ArticlePage:
    """The page in one language, as readers see it at `at`; `post` was loaded by `with_page`, and `look_for_changes` came before."""
    body = getattr(post, f"body_{language}")
    ranking = ranking_of(post, language=language) if post.kind == PostKind.TOP10 else []
    slugs = [*card_slugs(body), *(item.product.slug for item in ranking if item.product)]
    picked, called = goods_of(post, slugs)
    chosen = choose_goods(slugs, called=called, on=at.date())
    goods = merchandise(post, on=at.date(), picked=picked, cards=[stand_in.product_id for stand_in in chosen.values()])
    cards = product_cards(goods, tariff=tariff, country=country, at=at)
    live = article_cards(chosen, cards=cards, at=at)
    text = expand(body)
    pictures = pictures_of(post) if picture_numbers(body) else {}
    return ArticlePage(
        post=post,
        blocks=blocks(text, cards=live, pictures=pictures, has_ranking=bool(ranking)),
        headings=text.headings if len(text.headings) >= LONG else [],
        notes=[mark_safe(note) for note in text.notes],  # noqa: S308 -- `expand` has sanitized them
        minutes=reading_minutes(" ".join([body, *(getattr(item, f"text_{language}") for item in ranking)])),
        criteria=criteria_of(post) if post.kind == PostKind.REVIEW and post.score is not None else [],
        ranking=[Place(item, live.get(item.product.slug) if item.product else None) for item in ranking],
        merchandise=cards,
        read_next=read_next(post, at=at, language=language, limit=NEXT),
        topics=topics_of(post, language=language),
    )
