"""Put a name right in a whole article with one click; it is a version like any other, so it can be taken back."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from blog.articles.clean import clean
from blog.articles.models import Post
from blog.canon.advice import PARTS, TEXTS
from blog.canon.names import Dictionary, dictionary
from blog.canon.wrong_names import as_html, as_text, corrected
from blog.history.keep import count_version, keep_revision


class NothingToCorrect(Exception):
    """The article does not hold this spelling of this name (any more), or its words cannot be told apart from their tags."""


@transaction.atomic
def correct_name(*, post: Post, language: str, wrong: str, right: str, seen: int, by: User | None, at: datetime) -> int:
    """Write `right` wherever `post`, its pictures, places and criteria have `wrong` in one language; returns how often that was.

    `seen` is the version that was looked at: raises `ArticleHasChanged` where somebody saved meanwhile, `NothingToCorrect` where
    nothing would change. Its address stays as it is, and so does what was typed and not saved. A field that would grow too long stays.
    """
    count_version(post=post, seen=seen)
    post.refresh_from_db()
    names = dictionary(post_id=post.pk, with_goods=True)
    rows: list[tuple[Model, tuple[str, ...]]] = [(post, (*TEXTS, "body"))]
    for model, fields in PARTS.items():
        rows += [(row, fields) for row in model._default_manager.filter(post=post)]  # noqa: SLF001 -- Django's name for it
    total = sum(_correct(row, fields, language, names, wrong, right) for row, fields in rows)
    if not total:
        raise NothingToCorrect
    keep_revision(post=post, by=by, at=at, typed_is_done=False)
    return total


def _correct(row: Model, fields: tuple[str, ...], language: str, names: Dictionary, wrong: str, right: str) -> int:
    """Write the name into what one row says in a language; returns how often."""
    changed: list[str] = []
    total = 0
    for field in fields:
        name = f"{field}_{language}"
        before = getattr(row, name)
        html, count = corrected(before if field == "body" else as_html(before), names, wrong=wrong, right=right)
        after = clean(html) if field == "body" else as_text(html)
        longest = getattr(row._meta.get_field(name), "max_length", None)  # noqa: SLF001 -- documented by Django
        if count and (longest is None or len(after) <= longest):
            setattr(row, name, after)
            changed.append(name)
            total += count
    if changed:
        row.save(update_fields=changed)
    return total
