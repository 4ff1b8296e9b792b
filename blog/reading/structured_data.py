"""An article for machines: what it is, who wrote it, and for a review what it is about and how it ends."""

from django.urls import reverse
from django.utils.timezone import localtime

from blog.articles.models import Post, PostKind
from shop.catalog.address import absolute
from shop.storefront.structured_data import CONTEXT, Thing, breadcrumbs, filled, home_step, image_of, organization


def post_data(post: Post, *, language: str, magazine: str) -> list[Thing]:
    """A Review where something was rated, else an Article; `magazine` is what the page with all articles is called."""
    url = absolute(post.get_absolute_url())
    thing = {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": str(post.title),
        "description": str(post.excerpt),
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": language,
        "image": image_of(post.cover),
        "datePublished": localtime(post.published_at).isoformat(),
        "author": {"@type": "Person", "name": post.author.name},
        "publisher": organization(),
    }
    if post.kind == PostKind.REVIEW and post.score is not None and post.reviewed:
        rating = {"@type": "Rating", "ratingValue": f"{post.score // 10}.{post.score % 10}", "bestRating": "10", "worstRating": "0"}
        reviewed = {"@type": "CreativeWorkSeries", "name": str(post.reviewed)}
        thing |= {"@type": "Review", "name": str(post.title), "itemReviewed": reviewed, "reviewRating": rating}
        thing["reviewBody"] = str(post.verdict)
    way = breadcrumbs(home_step(), (magazine, reverse("blog:posts")), (str(post.title), post.get_absolute_url()))
    return [filled(thing), way]
