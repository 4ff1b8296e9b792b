"""Count that an article was read, or that a card of its goods was clicked."""

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime

from blog.articles.models import Post
from blog.figures.models import ArticleDay

Counted = Literal["reads", "clicks"]


class NotPublished(Exception):
    """There is no article with this number that readers could see."""


@transaction.atomic
def count(*, article: int, what: Counted, at: datetime) -> None:
    """Add one to the sum of the shop's day; raises `NotPublished`. Two queries, four for the first of a day.

    The row counts itself up, so that of a hundred readers at once a hundred are counted; whoever comes first makes it.
    """
    if not Post.objects.published(at=at).filter(pk=article).exists():
        raise NotPublished
    on = localtime(at).date()
    row = ArticleDay.objects.filter(post=article, on=on)
    if not row.update(**{what: F(what) + 1}):
        ArticleDay.objects.bulk_create([ArticleDay(post_id=article, on=on)], ignore_conflicts=True)
        row.update(**{what: F(what) + 1})
