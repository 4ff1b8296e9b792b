"""The magazine's pages."""

from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_safe

from blog.articles.models import Post, PostKind
from blog.articles.queries import post_by_slug, with_cover
from blog.reading.article_page import article_page
from blog.reading.structured_data import post_data
from shop.storefront.country import country_of, language_of, tariff_of

PAGE_SIZE = 12


@require_safe
def post_list(request: HttpRequest) -> HttpResponse:
    """All articles, or those of one kind (`?kind=review`), newest first."""
    kind = request.GET.get("kind", "")
    posts = with_cover(Post.objects.published(at=timezone.localtime()))
    if kind in PostKind.values:
        posts = posts.filter(kind=kind)
    else:
        kind = ""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise Http404
    try:
        page = Paginator(posts, PAGE_SIZE).page(int(number))
    except EmptyPage as error:
        raise Http404 from error
    request.canonical_query = urlencode(  # type: ignore[attr-defined]
        {key: value for key, value in (("kind", kind), ("page", page.number if page.number > 1 else "")) if value}
    )
    return render(request, "blog/post_list.html", {"page": page, "kinds": PostKind.choices, "kind": kind})


def _urls(post: Post) -> dict[str, str]:
    urls = {}
    for code in ("de", "en"):
        with override(code):
            urls[code] = reverse("blog:post", args=[getattr(post, f"slug_{code}")])
    return urls


@require_safe
def post_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now, language = timezone.localtime(), language_of(request)
    post = post_by_slug(slug, language=language, at=now)
    if post is None:
        other = post_by_slug(slug, language="en" if language == "de" else "de", at=now)
        if other is None:
            raise Http404
        return redirect(other.get_absolute_url(), permanent=True)  # the slug of the other language under this one
    request.translated_urls = _urls(post)  # type: ignore[attr-defined]
    page = article_page(post, tariff=tariff_of(request), country=country_of(request), at=now, language=language)
    structured = post_data(page, language=language, magazine=pgettext("navigation", "Magazine"))
    return render(request, "blog/post_detail.html", {"page": page, "post": post, "structured": structured})
