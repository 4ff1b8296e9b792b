"""How articles are found: what the shop's search is told of them (shop/search/sources.py)."""

from collections.abc import Iterator, Sequence

from django.utils.html import strip_tags

from blog.articles.models import Post
from shop.search.sources import Document, Source, register_source
from shop.search.watch import Watched

ARTICLE = "article"
TEXTS = "title excerpt reviewed verdict slug".split()
WATCHED = {
    "blog_post": Watched(ARTICLE, "id", [*(f"{text}_{code}" for text in TEXTS for code in ("de", "en")), "author_id"]),
    "blog_post_series": Watched(ARTICLE, "post_id", ("post_id", "series_id")),
}


def register_articles() -> None:
    register_source(ARTICLE, Source(ids=Post.objects.order_by("pk").values_list("pk", flat=True).all, documents=article_documents))


def article_documents(ids: Sequence[int]) -> Iterator[Document]:
    """One document for each language of each article, drafts included: the search looks up what readers may see. Two queries."""
    for post in Post.objects.filter(pk__in=ids).select_related("author").prefetch_related("series"):
        for code in post.languages:
            title = getattr(post, f"title_{code}")
            yield Document(
                kind=ARTICLE,
                object_id=post.pk,
                language=code,
                names=[title],
                heads=[
                    getattr(post, f"reviewed_{code}"),
                    post.author.name,
                    *(name for series in post.series.all() for name in (series.name, series.native_name)),
                ],
                bodies=[getattr(post, f"excerpt_{code}"), strip_tags(getattr(post, f"verdict_{code}"))],
                **{f"title_{code}": title, f"address_{code}": post.address(code)},
            )
