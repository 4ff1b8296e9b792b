"""Load the demo's articles and their authors."""

from datetime import datetime, timedelta
from typing import Any

from blog.articles.clean import clean
from blog.articles.models import Author, Post, PostProduct
from demo.content import look_of, rows
from demo.pictures import Job, seed_of
from shop.catalog.models import Product, Series
from shop.pictures.store import Facts, keep

PLAIN = ("title", "slug", "excerpt", "body", "reviewed", "verdict")


def load_authors() -> None:
    for row in rows("author"):
        values = {"name": row["name"], "bio_de": row["bio_de"], "bio_en": row["bio_en"]}
        Author.objects.get_or_create(slug=row["key"], defaults=values)


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
        cover=keep(cover),
        score=post.get("score"),
        is_advertising=post["advertising"],
        is_review_copy=post["review_copy"],
        is_draft=False,
        published_at=at - timedelta(days=post["published_days_ago"]),
        **texts,
    )
    row.series.set(Series.objects.filter(slug__in=post["series"]))
    products = Product.objects.in_bulk(post["products"], field_name="slug")
    PostProduct.objects.bulk_create(
        PostProduct(post=row, product=products[slug], position=position) for position, slug in enumerate(post["products"])
    )
    return row
