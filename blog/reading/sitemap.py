"""The magazine's part of the sitemap."""

from collections.abc import Iterator
from datetime import datetime

from blog.articles.models import Post
from shop.storefront.sitemap import STEP, Entry, Section, chunks_of, in_chunk


def _chunks() -> list[int]:
    return chunks_of(Post.objects.filter(is_draft=False))


def _entries(chunk: int, at: datetime) -> Iterator[Entry]:
    """Articles that readers may see, with the moment at which they came out."""
    posts = in_chunk(Post.objects.published(at=at), chunk).select_related("cover")
    for post in posts.only("slug_de", "slug_en", "published_at", "cover").iterator(chunk_size=STEP):
        images = (post.cover.url(),) if post.cover and post.cover.is_ready else ()
        yield Entry(paths={code: post.address(code) for code in post.languages}, changed=post.published_at, images=images)


ARTICLES = Section(_chunks, _entries)
