"""Load the demo's articles and their authors."""

from datetime import datetime, timedelta
from typing import Any

from blog.articles.clean import clean
from blog.articles.models import Author, Post, Tag
from blog.articles.parts import Criterion, PostProduct, RankedItem
from demo.content import look_of, rows
from demo.pictures import Job, seed_of
from shop.catalog.models import Product, ProductImage, Series
from shop.pictures.store import Facts, keep

PLAIN = ("title", "slug", "excerpt", "body", "reviewed", "verdict")


def load_authors() -> None:
    """The authors, and the tags under which they write."""
    for row in rows("author"):
        values = {"name": row["name"], "bio_de": row["bio_de"], "bio_en": row["bio_en"]}
        Author.objects.get_or_create(slug=row["key"], defaults=values)
    for row in rows("tag"):
        Tag.objects.get_or_create(slug=row["slug"], defaults={"name_de": row["name_de"], "name_en": row["name_en"]})


def cover_job(post: dict[str, Any], characters: dict[str, dict[str, Any]]) -> Job:
    looks = tuple(look_of(characters[slug]) for slug in post["cover"]["characters"])
    return Job("cover", post["cover"]["motif"], seed_of(post["key"]), looks)


def load_post(post: dict[str, Any], cover: Facts, *, at: datetime) -> Post | None:
    """One article with its merchandise; None when it is there already."""
    if Post.objects.filter(slug_de=post["slug_de"]).exists():
        return None
    texts = {f"{name}_{code}": post.get(f"{name}_{code}", "") for name in PLAIN for code in ("de", "en")}
    for code in ("de", "en"):
        texts[f"body_{code}"] = clean(texts[f"body_{code}"])
    row = Post.objects.create(
        kind=post["kind"],
        author=Author.objects.get(slug=post["author"]),
        cover=keep(cover, at=at),
        cover_alt_de=_who_is_on(post),
        cover_alt_en=_who_is_on(post),
        score=post.get("score"),
        is_advertising=post["advertising"],
        is_review_copy=post["review_copy"],
        is_draft=False,
        published_at=at - timedelta(days=post["published_days_ago"]),
        subject=post.get("subject", ""),
        reviewed_series=Series.objects.filter(slug=post.get("reviewed_series", "")).first(),
        season=post.get("season"),
        episode=post.get("episode"),
        spoilers=post.get("spoilers", ""),
        is_countdown=post.get("countdown", False),
        **texts,
    )
    Criterion.objects.bulk_create(
        Criterion(post=row, position=position, **criterion) for position, criterion in enumerate(post.get("criteria", []))
    )
    RankedItem.objects.bulk_create(_ranked(row, place) for place in post.get("ranking", []))
    row.tags.set(Tag.objects.filter(slug__in=post["tags"]))
    row.series.set(Series.objects.filter(slug__in=post["series"]))
    products = Product.objects.in_bulk(post["products"], field_name="slug")
    PostProduct.objects.bulk_create(
        PostProduct(post=row, product=products[slug], position=position) for position, slug in enumerate(post["products"])
    )
    return row


def _who_is_on(post: dict[str, Any]) -> str:
    """What the drawn cover shows; the word and the names are the same in both languages."""
    names = {row["slug"]: row["name"] for row in rows("character")}
    return f"Illustration: {', '.join(names[slug] for slug in post['cover']['characters'])}"


def _ranked(post: Post, place: dict[str, Any]) -> RankedItem:
    """A place of a top list, with the first picture that the shop has of its character."""
    image = ProductImage.objects.filter(product__character__slug=place["character"]).select_related("picture").first()
    return RankedItem(
        post=post,
        place=place["place"],
        picture=image.picture if image else None,
        product=Product.objects.filter(slug=place.get("product", "")).first(),
        **{f"{name}_{code}": place[f"{name}_{code}"] for name in ("title", "text") for code in ("de", "en")},
        **{f"alt_{code}": getattr(image, f"alt_{code}") if image else "" for code in ("de", "en")},
    )
