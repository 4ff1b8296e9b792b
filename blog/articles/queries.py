"""Read the magazine: articles with what their pages and cards show, in a fixed number of queries."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects

from blog.articles.models import Criterion, Post, PostProduct, PostQuerySet, RankedItem
from shop.catalog.models import Named, Product, Series
from shop.catalog.queries import with_card_data

SHOWN = ("cover", "author", "reviewed_series", "reviewed_product")  # what the page of an article says of its subject


def with_cover(posts: PostQuerySet) -> PostQuerySet:
    """What a card of an article shows, in one query; the long texts stay where they are."""
    return posts.select_related("cover", "author").defer("body_de", "body_en", "verdict_de", "verdict_en")


def with_texts(posts: PostQuerySet) -> PostQuerySet:
    """What a feed shows: one query for the articles and one for the places of top lists."""
    ranking = Prefetch("ranking", RankedItem.objects.select_related("product"))
    return posts.select_related("author").prefetch_related(ranking)


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
    """The published article behind the address of one language."""
    return Post.objects.published(at=at).select_related(*SHOWN).filter(**{f"slug_{language}": slug}).first()


def merchandise(post: Post, *, cards: Collection[int] = ()) -> list[Product]:
    """The article's goods in the order that staff gave them, then those that only its cards show (`cards`, their ids): four queries."""
    place = Subquery(post.links.filter(product=OuterRef("pk")).values("position")[:1])
    wanted = Product.objects.published().annotate(place=place).filter(Q(place__isnull=False) | Q(pk__in=cards))
    return list(with_card_data(wanted.order_by(F("place").asc(nulls_last=True), "pk")))


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
