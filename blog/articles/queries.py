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
from shop.catalog.models import Named, Product, Series
from shop.json_list import JSONList
from shop.listing.present import kept_goods
from shop.stock.sections import on_the_shelf, to_preorder

SHELF = 8  # goods below an article, where there are as many
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


def goods_of(post: Post, slugs: Collection[str]) -> tuple[list[int], dict[str, int]]:
    """The published goods that staff picked for an article, in their order, and those with these `slugs` by slug, all as ids: one query."""
    links = post.links.filter(product=OuterRef("pk"))
    named = Product.objects.published().filter(Q(slug__in=slugs) | Q(pk__in=post.links.values("product")))
    placed = named.annotate(place=Subquery(links.values("position")[:1])).order_by("place", "-added_at", "pk")
    rows = list(placed.values_list("pk", "slug", "place"))
    return [pk for pk, _slug, place in rows if place is not None], {slug: pk for pk, slug, _place in rows if slug in slugs}


def merchandise(post: Post, *, on: date, picked: Sequence[int], cards: Collection[int] = ()) -> list[Product]:
    """The goods of an article: those that staff `picked`, in this order; those that only its `cards` show; and where these are fewer than
    `SHELF`, goods to buy of its series, of the characters of what was picked, and of articles with a common tag. All by their ids.

    One query to fill up, and as many as `kept_goods`; `look_for_changes` comes first.
    """
    shown = [pk for pk in dict.fromkeys(cards) if pk not in picked]
    missing = SHELF - len(picked) - len(shown)
    kin = _kin(post, on, limit=missing, but=[*picked, *shown]) if missing > 0 else []
    goods = {product.pk: product for product in kept_goods([*picked, *shown, *kin])}
    in_order, of_cards, filling = ([goods[pk] for pk in part if pk in goods] for part in (picked, shown, kin))
    return [*in_order, *_newest_first(of_cards), *_newest_first(filling)]


def _newest_first(goods: list[Product]) -> list[Product]:
    return sorted(sorted(goods, key=lambda product: product.pk), key=lambda product: product.added_at, reverse=True)


def _kin(post: Post, on: date, *, limit: int, but: Collection[int]) -> list[int]:
    """The newest goods, `but` these, that can be bought and are near to the article: the ids of `limit` of them."""
    characters = Product.objects.filter(post_links__post=post, character__isnull=False).values("character")
    tagged = PostProduct.objects.filter(post__tags__in=post.tags.all()).values("product")
    series = Q(series__in=post.series.all())
    near = Product.objects.published().filter(series | Q(character__in=characters) | Q(pk__in=tagged)).exclude(pk__in=but)
    nearness = Case(When(series, then=0), When(character__in=characters, then=1), default=2)
    to_buy = near.filter(Q(on_the_shelf()) | Q(to_preorder(on=on)))
    return list(to_buy.order_by(nearness, "-added_at", "-pk").values_list("pk", flat=True)[:limit])


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
