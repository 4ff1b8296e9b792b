"""The magazine's pages."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_safe

from blog.articles.models import Post, PostKind, PostQuerySet
from blog.articles.queries import months_with_posts, post_by_slug, with_cover
from blog.history.keep import post_of_old_address
from blog.reading.article_page import article_page
from blog.reading.collection import collection
from blog.reading.structured_data import post_data
from shop.listing.present import look_for_changes
from shop.pictures.social_card import SocialCard
from shop.storefront.country import country_of, language_of, tariff_as_listed
from shop.storefront.moved import Moved, answers_moved
from shop.storefront.social_cards import card_response

PAGE_SIZE = 12
LANGUAGES = ("de", "en")


@require_safe
def post_list(request: HttpRequest) -> HttpResponse:
    """All articles, or those of one kind (`?kind=review`), newest first."""
    kind = request.GET.get("kind", "")
    posts = with_cover(Post.objects.published(at=timezone.localtime()).in_language(language_of(request)))
    if kind in PostKind.values:
        posts = posts.filter(kind=kind)
    else:
        kind = ""
    page = _page(request, posts, query={"kind": kind})
    return render(request, "blog/post_list.html", {"page": page, "kinds": PostKind.choices, "kind": kind})


@require_safe
def collected(request: HttpRequest, **key: Any) -> HttpResponse:
    """The articles of a series, a tag, an author or a month."""
    found = collection(at=timezone.localtime(), language=language_of(request), **key)
    page = _page(request, with_cover(found.posts), query={})
    return render(request, "blog/collection.html", {"page": page, "collection": found})


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Every month in which something was published, with how much."""
    months = months_with_posts(at=timezone.localtime(), language=language_of(request))
    return render(request, "blog/archive.html", {"months": months})


def _page(request: HttpRequest, posts: PostQuerySet, *, query: dict[str, str]) -> Page:
    """The page that the address asks for (`?page=2`); `query` are the other parameters that choose what it shows."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise Http404
    try:
        page = Paginator(posts, PAGE_SIZE).page(int(number))
    except EmptyPage as error:
        raise Http404 from error
    parts = {**query, "page": str(page.number) if page.number > 1 else ""}
    request.canonical_query = urlencode({key: value for key, value in parts.items() if value})  # type: ignore[attr-defined]
    return page


def _list(language: str) -> str:
    with override(language):
        return reverse("blog:posts")


def _other_address(slug: str, *, language: str, at: datetime) -> str:
    """Where the article is that had this address before, or that has it in the other language; `Http404` where none is."""
    before = post_of_old_address(slug, language=language, at=at)
    if before is not None:
        return before.address(language)
    other = post_by_slug(slug, language="en" if language == "de" else "de", at=at)
    if other is None:
        raise Http404
    return other.get_absolute_url()


@require_safe
@answers_moved
def post_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now, language = timezone.localtime(), language_of(request)
    post = post_by_slug(slug, language=language, at=now)
    if post is None:
        raise Moved(_other_address(slug, language=language, at=now))
    request.languages = post.languages  # type: ignore[attr-defined]
    urls = {code: post.address(code) if code in post.languages else _list(code) for code in LANGUAGES}
    request.translated_urls = urls  # type: ignore[attr-defined]
    return render(request, "blog/post_detail.html", {**shown(request, post, at=now), "card": card_of(post)})


def shown(request: HttpRequest, post: Post, *, at: datetime) -> dict[str, Any]:
    """What the page of an article shows at the moment `at`, in the language of the address."""
    language = language_of(request)
    look_for_changes()
    page = article_page(post, tariff=tariff_as_listed(request), country=country_of(request), at=at, language=language)
    structured = post_data(page, language=language, magazine=pgettext("navigation", "Magazine"))
    return {"page": page, "post": post, "number": str(post.pk), "structured": structured}


@require_safe
def post_social_card(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What other sites show where the article is shared."""
    post = post_by_slug(slug, language=language_of(request), at=timezone.localtime())
    if post is None:
        raise Http404
    return card_response(request, card=card_of(post), asked=asked, page_url=post.get_absolute_url())


def card_of(post: Post) -> SocialCard:
    return SocialCard(kicker=str(post.get_kind_display()), title=str(post.title), note=str(post.author), picture=post.cover)
