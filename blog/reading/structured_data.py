"""An article for machines: what it is, who wrote it, and for a review what it is about and how it ends."""

from django.urls import reverse
from django.utils.timezone import localtime

from blog.articles.models import Post, PostKind, Subject
from blog.reading.article_page import ArticlePage
from shop.catalog.address import absolute
from shop.storefront.structured_data import CONTEXT, Thing, breadcrumbs, filled, home_step, image_of, organization


def post_data(page: ArticlePage, *, language: str, magazine: str) -> list[Thing]:
    """A Review where something was rated, else an article or news; beside it the ranking of a top list as a list of its items.

    `magazine` is what the page with all articles is called.
    """
    post = page.post
    url = absolute(post.get_absolute_url())
    thing = {
        "@context": CONTEXT,
        "@type": "NewsArticle" if post.kind == PostKind.NEWS else "Article",
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
    if post.kind == PostKind.REVIEW and post.score is not None and (post.reviewed or post.subject):
        thing |= {"@type": "Review", "name": str(post.title), "itemReviewed": _subject(post), "reviewRating": _rating(post.score)}
        thing["reviewBody"] = str(post.verdict)
    way = breadcrumbs(home_step(), (magazine, reverse("blog:posts")), (str(post.title), post.get_absolute_url()))
    return [filled(thing), *_ranking(page), way]


def _rating(tenths: int) -> Thing:
    return {"@type": "Rating", "ratingValue": f"{tenths // 10}.{tenths % 10}", "bestRating": "10", "worstRating": "0"}


def _subject(post: Post) -> Thing:
    """What is reviewed, in the words of schema.org: a product, or a series, its season or its episode."""
    if post.reviewed_product is not None:
        url = absolute(post.reviewed_product.get_absolute_url())
        return {"@type": "Product", "name": str(post.reviewed_product.name), "url": url}
    if post.reviewed_series is None:
        return {"@type": "CreativeWorkSeries", "name": str(post.reviewed)}
    series = {"@type": "TVSeries", "name": post.reviewed_series.name, "url": absolute(post.reviewed_series.get_absolute_url())}
    season = {"@type": "TVSeason", "seasonNumber": post.season, "partOfSeries": series} if post.season else None
    name = str(post.reviewed) or post.reviewed_series.name
    if post.subject == Subject.EPISODE:
        part = {"partOfSeason": season} if season else {"partOfSeries": series}
        return {"@type": "TVEpisode", "name": name, "episodeNumber": post.episode, **part}
    if post.subject == Subject.SEASON and season:
        return {"name": name, **season}
    return series


def _ranking(page: ArticlePage) -> list[Thing]:
    if not page.ranking:
        return []
    items = [
        {"@type": "ListItem", "position": place.item.place, "name": str(place.item.title)}
        for place in sorted(page.ranking, key=lambda place: place.item.place)
    ]
    return [{"@context": CONTEXT, "@type": "ItemList", "name": str(page.post.title), "itemListElement": items}]
