"""Articles collected under one thing: a series, a tag, an author, a month, a kind; each with a page and feeds in both languages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from blog.articles.models import Author, Post, PostQuerySet, Tag
from shop.catalog.models import Series
from shop.catalog.releases import next_month

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Collection:
    """`text` is said below the title; `more` is the address of a page of the shop about the same thing, or ''."""

    kind: str
    args: tuple[str | int, ...]
    title: str
    posts: PostQuerySet
    text: str = ""
    more: str = ""

    @property
    def page(self) -> str:
        return reverse(f"blog:{self.kind}", args=self.args)

    @property
    def atom(self) -> str:
        return reverse(f"blog:{self.kind}_atom", args=self.args)


def by_series(posts: PostQuerySet, slug: str) -> Collection:
    series = _found(Series.objects.filter(slug=slug).first())
    found = posts.filter(series=series)
    return Collection(
        "series", (slug,), _("Articles about %(name)s") % {"name": series}, found, str(series.genre), series.get_absolute_url()
    )


def by_tag(posts: PostQuerySet, slug: str) -> Collection:
    tag = _found(Tag.objects.filter(slug=slug).first())
    return Collection("tag", (slug,), str(tag), posts.filter(tags=tag))


def by_author(posts: PostQuerySet, slug: str) -> Collection:
    author = _found(Author.objects.filter(slug=slug).first())
    return Collection("author", (slug,), author.name, posts.filter(author=author), str(author.bio))


def by_month(posts: PostQuerySet, year: int, month: int) -> Collection:
    if not (1 <= month <= 12 and 2000 <= year <= 2999):
        raise Http404
    first = localdate().replace(year=year, month=month, day=1)
    begin, end = (make_aware(datetime(day.year, day.month, 1)) for day in (first, next_month(first)))  # noqa: DTZ001 -- made aware here
    return Collection(
        "month", (year, month), date_format(first, "F Y"), posts.filter(published_at__gte=begin, published_at__lt=end)
    )


COLLECTIONS: dict[str, Callable[..., Collection]] = {"series": by_series, "tag": by_tag, "author": by_author, "month": by_month}


def collection(kind: str, *, at: datetime, language: str, **key: str | int) -> Collection:
    """What readers may see of a collection in `language`; `Http404` where nothing has this key."""
    return COLLECTIONS[kind](Post.objects.published(at=at).in_language(language), **key)


def _found(thing: Thing | None) -> Thing:
    if thing is None:
        raise Http404
    return thing
