"""Staff say that words are right, so that nobody is told of them again."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from blog.articles.models import Post
from blog.canon.models import RightName
from blog.canon.names import LONGEST_NAME, key_of


class NoName(ValueError):
    """These words cannot be a name: there are none, or too many."""


@transaction.atomic
def allow_name(*, words: str, post: Post | None, by: User | None, at: datetime) -> RightName:
    """`words` are right in `post`, or everywhere without one; to say so twice changes nothing. Raises `NoName`."""
    words = " ".join(words.split())
    if not 0 < len(key_of(words)) <= LONGEST_NAME or len(words) > 120:
        raise NoName
    RightName.objects.bulk_create([RightName(words=words, post=post, by=by, at=at)], ignore_conflicts=True)
    return RightName.objects.get(words__iexact=words, post=post)
