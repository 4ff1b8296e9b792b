"""Save an article so that nothing is lost: the version counts, a revision keeps what was saved, an old address still leads to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from blog.articles.models import Post
from blog.history.contents import contents_of, pictures_in
from blog.history.models import Autosave, OldAddress, Revision


class ArticleHasChanged(Exception):
    """Somebody saved the article since it was opened for writing; nothing was saved over theirs."""


@transaction.atomic
def count_version(*, post: Post, seen: int) -> None:
    """Claim the next version of `post` for a change that began with the version `seen`; raises `ArticleHasChanged`.

    One UPDATE whose row count decides, so that of two who save at once exactly one wins. It holds the row until the transaction ends.
    """
    if not Post.objects.filter(pk=post.pk, version=seen).update(version=F("version") + 1):
        raise ArticleHasChanged
    post.version = seen + 1


@transaction.atomic
def keep_revision(*, post: Post, by: User | None, at: datetime, typed_is_done: bool = True) -> Revision:
    """Keep `post` with all that belongs to it, as it was just saved; what this person had typed meanwhile is done with, unless it was no
    saving of theirs.
    """
    data = contents_of(post)
    revision = Revision.objects.create(post=post, version=post.version, data=data, by=by, at=at)
    revision.pictures.set(pictures_in(data))
    if by is not None and typed_is_done:
        Autosave.objects.filter(post=post, by=by).delete()
    return revision


@transaction.atomic
def keep_old_addresses(*, post: Post, before: Mapping[str, str | None]) -> None:
    """Let the slugs that `post` had before (by language) lead to it; a slug in use is nobody's old address any more."""
    for language, old in before.items():
        now = getattr(post, f"slug_{language}")
        if now:
            OldAddress.objects.filter(language=language, slug=now).delete()
        if old and old != now:
            OldAddress.objects.update_or_create(language=language, slug=old, defaults={"post": post})


def post_of_old_address(slug: str, *, language: str, at: datetime) -> Post | None:
    """The published article that once had this slug in `language`, and is still there in it: one query."""
    known = OldAddress.objects.filter(language=language, slug=slug).values("post")
    return Post.objects.published(at=at).in_language(language).filter(pk__in=known).first()


@transaction.atomic
def keep_typed(*, post: Post | None, by: User, version: int, data: Mapping[str, Any], at: datetime) -> Autosave:
    """Keep what `by` has typed so far, by field as a version has it; the article itself stays as it is."""
    values = {"version": version, "data": dict(data), "at": at}
    autosave, _created = Autosave.objects.update_or_create(post=post, by=by, defaults=values)
    return autosave
