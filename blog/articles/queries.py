"""Read the magazine: articles with what their pages and cards show, in a fixed number of queries."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import TruncMonth

from blog.articles.models import Post, PostQuerySet, Tag
from blog.articles.parts import ArticlePicture, Criterion, PostProduct, RankedItem
from shop.catalog.models import Named, Product, ProductQuerySet, Series
from shop.catalog.queries import with_card_data
from shop.json_list import JSONList
from shop.stock.sections import on_the_shelf, to_preorder

SHELF = 8  # goods below an article, where there are as many
KIN = 2  # the place of goods that nobody picked
SHOWN = ("cover", "author", "reviewed_series", "reviewed_product")  # what the page of an article says of its subject


@dataclass(frozen=True)
class Topic:
    """A series or a tag of an article; `kind` is the name of its page."""

    kind: str
    name: str
    slug: str


def with_cover(posts: PostQuerySet) -> PostQuerySet:
    """What a card of an article shows, in one query; the long texts stay where they are."""
    return posts.select_related("cover", "author").defer("body_de", "body_en", "verdict_de", "verdict_en")


def with_texts(posts: PostQuerySet) -> PostQuerySet:
    """What a feed shows: one query for the articles, one for the places of top lists and one for pictures."""
    ranking = Prefetch("ranking", RankedItem.objects.select_related("product"))
    return posts.select_related("author").prefetch_related(ranking, Prefetch("pictures", _pictures()))


def recent_posts(*, at: datetime, language: str, limit: int, exclude: int | None = None) -> list[Post]:
    posts = with_cover(Post.objects.published(at=at).in_language(language))
    return list(posts.exclude(pk=exclude)[:limit] if exclude else posts[:limit])


def posts_about(product: Product, *, at: datetime, language: str, limit: int = 3) -> list[Post]:
    """The newest articles that name `product`."""
    return list(with_cover(Post.objects.published(at=at).in_language(language).filter(links__product=product))[:limit])


def posts_about_entity(entity: Named, *, field: str, at: datetime, language: str, limit: int = 4) -> list[Post]:
    """The newest articles that name goods of `entity`, to which a product's `field` leads, or the series itself."""
    named = PostProduct.objects.filter(post=OuterRef("pk"), product__is_published=True, **{f"product__{field}": entity})
    about = Q(Exists(named))
    if isinstance(entity, Series):
        about |= Q(Exists(Post.series.through.objects.filter(post=OuterRef("pk"), series=entity)))
    return list(with_cover(Post.objects.published(at=at).in_language(language).filter(about))[:limit])


def posts_in_order(ids: Sequence[int], *, at: datetime, language: str) -> list[Post]:
    """The published ones of these articles that are there in `language`, in the order of `ids`."""
    found = with_cover(Post.objects.published(at=at).in_language(language)).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def post_by_slug(slug: str, *, language: str, at: datetime) -> Post | None:
    """The published article behind the address of one language: one query with all that its page says of it."""
    return with_page(Post.objects.published(at=at)).filter(**{f"slug_{language}": slug}).first()


def with_page(posts: PostQuerySet) -> PostQuerySet:
    """What `topics_of` reads stands in two columns of the same query."""
    series = Series.objects.filter(posts=OuterRef("pk")).values("posts").annotate(rows=JSONList("name", "name", "slug"))
    tags = Tag.objects.filter(posts=OuterRef("pk")).values("posts").annotate(rows=JSONList("name_de", "name_en", "slug"))
    found = posts.select_related(*SHOWN)
    return found.annotate(series_rows=Subquery(series.values("rows")), tag_rows=Subquery(tags.values("rows")))


def topics_of(post: Any, *, language: str) -> list[Topic]:
    """The series and tags of an article loaded by `with_page`, each in the order of its name."""
    found = []
    for kind, rows in (("series", post.series_rows), ("tag", post.tag_rows)):
        topics = [Topic(kind, german if language == "de" else english, slug) for german, english, slug in json.loads(rows or "[]")]
        found += sorted(topics, key=lambda topic: topic.name)
    return found


def read_next(post: Post, *, at: datetime, language: str, limit: int) -> list[Post]:
    """Other articles: first those of the same series, then those with a common tag, then the newest. One query."""
    others = with_cover(Post.objects.published(at=at).in_language(language)).exclude(pk=post.pk)
    same_series = _shares(Post.series.through, "series", post)
    same_tag = _shares(Post.tags.through, "tag", post)
    nearness = Case(When(same_series, then=0), When(same_tag, then=1), default=2)
    return list(others.annotate(nearness=nearness).order_by("nearness", "-published_at", "-pk")[:limit])


def _shares(through: type[Model], field: str, post: Post) -> Exists:
    own = through._default_manager.filter(post=post).values(field)  # noqa: SLF001 -- Django's name for it
    return Exists(through._default_manager.filter(post=OuterRef("pk"), **{f"{field}__in": own}))  # noqa: SLF001


def merchandise(post: Post, *, on: date, cards: Collection[int] = ()) -> list[Product]:
    """The goods of an article: those that staff picked, in their order; those that only its cards show (`cards`, their ids); and where
    these are fewer than `SHELF`, goods to buy of its series, of the characters of what was picked, and of articles with a common tag.
    Three queries.
    """
    place = Subquery(post.links.filter(product=OuterRef("pk")).values("position")[:1])
    picked = Q(place__isnull=False) | Q(pk__in=cards)
    wanted = Product.objects.published().annotate(place=place).filter(picked | Q(pk__in=_kin(post, on).values("pk")))
    order = Case(When(place__isnull=False, then=0), When(pk__in=cards, then=1), default=2)
    ordered = wanted.annotate(order=order).order_by("order", F("place").asc(nulls_last=True), "-added_at", "pk")
    goods: list[Any] = list(with_card_data(ordered))
    return [product for number, product in enumerate(goods) if number < SHELF or product.order < KIN]


def _kin(post: Post, on: date) -> ProductQuerySet:
    """The newest goods that can be bought and are near to the article: as many as can be needed."""
    characters = Product.objects.filter(post_links__post=post, character__isnull=False).values("character")
    tagged = PostProduct.objects.filter(post__tags__in=post.tags.all()).values("product")
    series = Q(series__in=post.series.all())
    near = Product.objects.published().filter(series | Q(character__in=characters) | Q(pk__in=tagged))
    nearness = Case(When(series, then=0), When(character__in=characters, then=1), default=2)
    to_buy = near.filter(Q(on_the_shelf()) | Q(to_preorder(on=on)))
    # The limit stands one level deeper than `pk__in`, where every database takes it.
    return Product.objects.filter(pk__in=to_buy.order_by(nearness, "-added_at", "-pk").values("pk")[:SHELF])


def months_with_posts(*, at: datetime, language: str) -> list[tuple[date, int]]:
    """The months in which articles came out, newest first, and how many: one query."""
    months = Post.objects.published(at=at).in_language(language).annotate(month=TruncMonth("published_at"))
    return [(row["month"].date(), row["n"]) for row in months.order_by("-month").values("month").annotate(n=Count("pk"))]


def criteria_of(post: Post) -> list[Criterion]:
    return list(post.criteria.all())


def places_of(post: Post, *, language: str) -> list[RankedItem]:
    """The places of a top list that have a title in `language`, in the order in which they are read."""
    items = [item for item in post.ranking.all() if getattr(item, f"title_{language}")]
    return sorted(items, key=lambda item: item.place, reverse=post.is_countdown)


def ranking_of(post: Post, *, language: str) -> list[RankedItem]:
    """The same with pictures and products: one query."""
    prefetch_related_objects([post], Prefetch("ranking", RankedItem.objects.select_related("picture", "product")))
    return places_of(post, language=language)


def pictures_of(post: Post) -> dict[str, ArticlePicture]:
    """The pictures of a text by their numbers: one query."""
    return {str(picture.number): picture for picture in _pictures().filter(post=post)}


def _pictures() -> QuerySet[ArticlePicture]:
    return ArticlePicture.objects.select_related("picture")
