"""Make a draft of a text that somebody wrote elsewhere."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext as _

from blog.articles.clean import clean
from blog.articles.models import Author, Post, PostKind
from blog.articles.parts import ArticlePicture, PostProduct
from blog.canon.names import dictionary
from blog.history.keep import keep_revision
from blog.importing.link_names import Linked, link_names
from blog.importing.read_text import CannotImport, ReadText
from shop.pictures.store import store_picture

EXCERPT = 300
SHORT = 80  # letters; an excerpt shorter than this says too little
SENTENCE = re.compile(r"(\S[.!?…][\"”“’)]?)\s")
TITLE = 160
SLUG = 170  # of 180, so that a number fits behind it
TRIES = 5


@dataclass(frozen=True)
class Plan:
    """What the import would store: `text` as it was read, and its HTML with links."""

    text: ReadText
    linked: Linked
    language: str


def plan_import(*, text: ReadText, language: str) -> Plan:
    """Look up the names in a text; stores nothing. Five queries."""
    linked = link_names(text.html, title=text.title, language=language, names=dictionary())
    return Plan(text, linked, language)


@transaction.atomic
def import_article(*, plan: Plan, author: Author, kind: str, by: User | None, at: datetime) -> Post:
    """The draft with its pictures, series and goods; readers see nothing of it before it is published.

    Its address is that of its title, with a number where another article has it. Raises `CannotImport` for a title without a letter.
    """
    text, code = plan.text, plan.language
    title = text.title[:TITLE]
    slug = slugify(title)[:SLUG].strip("-")
    if not slug:
        raise CannotImport(_("The text has no title from which its address could be made. Please write one above it."))
    values = {"title": title, "excerpt": _excerpt(text.html), "body": clean(plan.linked.html)}
    post = Post(
        kind=PostKind(kind), author=author, is_draft=True, published_at=at, **{f"{name}_{code}": values[name] for name in values}
    )
    _insert(post, slug, code)
    for number, one in enumerate(text.pictures, 1):
        picture = store_picture(upload=one.upload, at=at)
        words = {f"alt_{code}": one.alt, f"caption_{code}": one.caption}
        ArticlePicture.objects.create(post=post, number=number, picture=picture, **words)
    post.series.set(plan.linked.series)
    PostProduct.objects.bulk_create(
        PostProduct(post=post, product=product, position=place) for place, product in enumerate(plan.linked.products)
    )
    keep_revision(post=post, by=by, at=at)
    return post


def _insert(post: Post, slug: str, code: str) -> None:
    """Another import of the same title may take the address between the look and the insert; then the next one is free."""
    for tries_left in reversed(range(TRIES)):
        setattr(post, f"slug_{code}", _free(slug, code))
        try:
            with transaction.atomic():
                post.save(force_insert=True)
            return
        except IntegrityError:
            if not tries_left:
                raise


def _free(slug: str, code: str) -> str:
    taken = set(Post.objects.filter(**{f"slug_{code}__startswith": slug}).values_list(f"slug_{code}", flat=True))
    return next(one for number in range(1, len(taken) + 2) if (one := slug if number == 1 else f"{slug}-{number}") not in taken)


def _excerpt(html: str) -> str:
    """The first paragraph of the text, in short."""
    for paragraph in html.split("<p>")[1:]:
        words = " ".join(strip_tags(paragraph.partition("</p>")[0]).split())
        if words and not words.startswith("[["):
            from_html = words.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
            return _cut(from_html)
    return ""


def _cut(words: str) -> str:
    """At most `EXCERPT` letters: whole sentences where some fit, else whole words."""
    if len(words) <= EXCERPT:
        return words
    sentences = [end.end(1) for end in SENTENCE.finditer(words[: EXCERPT + 1]) if end.end(1) >= SHORT]
    return words[: sentences[-1]] if sentences else f"{words[: EXCERPT - 1].rsplit(' ', 1)[0]}…"
