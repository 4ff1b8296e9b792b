"""Articles as feeds, whole texts in the language of the address: RSS for what knows nothing else, Atom for the rest."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from blog.articles.models import Post
from blog.articles.queries import places_of, with_texts
from blog.cards.as_links import Live, as_links
from blog.cards.marks import card_slugs
from blog.cards.stand_in import stand_ins
from blog.reading.collection import collection
from shop.catalog.address import absolute
from shop.catalog.models import Product
from shop.storefront.country import language_of

ENTRIES = 20
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # characters that no XML may hold, not even escaped


class Atom(Atom1Feed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class Rss(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


KINDS: dict[str, type[Atom | Rss]] = {"atom": Atom, "rss": Rss}


@dataclass(frozen=True)
class Head:
    """What a feed says of itself; `page` is the address of the page that shows the same."""

    title: str
    description: str
    page: str


def newest_in_full(*, at: datetime, language: str) -> list[Post]:
    return list(with_texts(Post.objects.published(at=at).in_language(language))[:ENTRIES])


@require_safe
def magazine(request: HttpRequest, form: str) -> HttpResponse:
    """The newest articles."""
    head = Head(
        title=f"Sternregal – {pgettext('navigation', 'Magazine')}",
        description=_("Reviews, guides and news about anime and its merchandise."),
        page=reverse("blog:posts"),
    )
    return answer(request, form=form, head=head, posts=newest_in_full(at=timezone.localtime(), language=language_of(request)))


@require_safe
def collected(request: HttpRequest, form: str, **key: Any) -> HttpResponse:
    """The newest articles of a series, a tag, an author or a month."""
    found = collection(at=timezone.localtime(), language=language_of(request), **key)
    head = Head(title=f"Sternregal – {found.title}", description=found.text or found.title, page=found.page)
    return answer(request, form=form, head=head, posts=list(with_texts(found.posts)[:ENTRIES]))


def answer(request: HttpRequest, *, form: str, head: Head, posts: Iterable[Post]) -> HttpResponse:
    """The feed of `posts`: two queries for the goods of all their cards."""
    language = language_of(request)
    feed = KINDS[form](
        title=head.title,
        link=absolute(head.page),
        description=head.description,
        language=language,
        feed_url=absolute(request.path),
        author_name="Sternregal",
    )
    texts = {post.pk: getattr(post, f"body_{language}") for post in posts}
    rankings = {post.pk: places_of(post, language=language) for post in posts}
    slugs = {pk: [*card_slugs(text), *(item.product.slug for item in rankings[pk] if item.product)] for pk, text in texts.items()}
    pool = stand_ins((slug for found in slugs.values() for slug in found), on=timezone.localdate())
    chosen = {pk: pool.choose(found) for pk, found in slugs.items()}
    products = Product.objects.in_bulk({one.product_id for found in chosen.values() for one in found.values()})

    def _content(post: Post) -> str:
        pictures = {str(picture.number): picture for picture in post.pictures.all()}
        live = Live(chosen=chosen[post.pk], products=products, ranking=rankings[post.pk], pictures=pictures)
        return as_links(texts[post.pk], live, language=language, hidden=_("Spoiler, to be read in the article"))

    for post in posts:
        feed.add_item(
            title=NOT_XML.sub("", _titled(post)),
            link=absolute(post.get_absolute_url()),
            description=NOT_XML.sub("", str(post.excerpt)),
            content=NOT_XML.sub("", _content(post)),
            author_name=post.author.name,
            pubdate=post.published_at,
            unique_id=absolute(post.get_absolute_url()),
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def _titled(post: Post) -> str:
    """Advertising is called so wherever its title stands (UWG § 5a)."""
    return f"{_('Advertisement')}: {post.title}" if post.is_advertising else str(post.title)
