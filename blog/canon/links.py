"""Links in a text that lead nowhere: to pages of the shop that are not there or not to be seen. Nothing is fetched from other sites."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import override

from blog.articles.models import Author, Post, Tag
from blog.canon.advice import Advice, Rule, Text
from blog.history.models import OldAddress
from shop.catalog.models import Product
from shop.catalog.slug_redirect import KINDS, RedirectKind, SlugRedirect

HREF = re.compile(r'<a [^>]*?href="([^"]*)"')
LINKED_KINDS = {
    "shop:product": RedirectKind.PRODUCT,
    "shop:series": RedirectKind.SERIES,
    "shop:character": RedirectKind.CHARACTER,
    "shop:maker": RedirectKind.MANUFACTURER,
    "shop:line": RedirectKind.LINE,
    "shop:scale": RedirectKind.SCALE,
    "shop:sculptor": RedirectKind.SCULPTOR,
}
Page = tuple[str, str, str]  # the page's name, the slug of what it shows, the language


def hrefs(body: str) -> list[str]:
    """The addresses to which a text links, each once."""
    return [unescape(href) for href in dict.fromkeys(HREF.findall(body))]


def dead_links(texts: Iterable[Text], *, at: datetime) -> list[Advice]:
    """For all texts together, at most two queries for each kind of page that is linked; what is published until `at` is there."""
    found: list[tuple[Text, str, Rule | Page | None]] = [
        (text, href, _leads_to(href)) for text in texts for href in hrefs(text.body)
    ]
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _text, _href, page in found:
        if isinstance(page, tuple):
            wanted[page[0], page[2]].add(page[1])
    there = {key: _there(*key, slugs, at) for key, slugs in wanted.items()}
    advice = []
    for text, href, page in found:
        if isinstance(page, Rule):
            advice.append(Advice(page, text.language, href))
        elif page is not None and page[1] not in there[page[0], page[2]]:
            advice.append(Advice(Rule.DEAD_LINK, text.language, href))
    return advice


def _leads_to(href: str) -> Rule | Page | None:
    """The rule that a link breaks, the page of the shop whose object has to be there, or None where nothing is to be said."""
    try:
        parts = urlsplit(href.strip())
        host = parts.hostname or ""
    except ValueError:
        return Rule.BROKEN_LINK
    if parts.scheme == "mailto":
        return None if "@" in parts.path.strip("@") else Rule.BROKEN_LINK
    if parts.scheme or parts.netloc:
        own = (urlsplit(settings.SITE_URL).hostname or "").removeprefix("www.")
        if host.removeprefix("www.") != own:
            return None if "." in host.strip(".") and " " not in href.strip() else Rule.BROKEN_LINK
        return _own_page(unquote(parts.path) or "/")
    if not parts.path:
        return None if parts.fragment or parts.query else Rule.BROKEN_LINK
    return _own_page(unquote(parts.path)) if parts.path.startswith("/") else Rule.DEAD_LINK


def _own_page(path: str) -> Rule | Page | None:
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return None
    language = path[1:3] if path[1:4] in {"de/", "en/"} else settings.LANGUAGE_CODE
    match: Any = None
    with override(language):
        for one in (path, f"{path}/"):  # Django adds a slash that is missing
            try:
                match = resolve(one)
                break
            except Resolver404:
                continue
    if match is None:
        return Rule.DEAD_LINK
    is_known = match.view_name in LINKED_KINDS or match.view_name in {"blog:post", "blog:author", "blog:tag"}
    return (match.view_name, match.kwargs["slug"], language) if is_known and "slug" in match.kwargs else None


def _there(view: str, language: str, slugs: set[str], at: datetime) -> set[str]:
    """Which of these are there under this name or an earlier one."""
    if view == "blog:post":
        posts = Post.objects.published(at=at).in_language(language)
        now = posts.filter(**{f"slug_{language}__in": slugs}).values_list(f"slug_{language}", flat=True)
        old = OldAddress.objects.filter(language=language, slug__in=slugs, post__in=posts)
        return {str(slug) for slug in now} | set(old.values_list("slug", flat=True))
    if view in {"blog:author", "blog:tag"}:
        model: Any = Author if view == "blog:author" else Tag
        return set(model.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    kind = LINKED_KINDS[view]
    rows: Any = KINDS[kind]._default_manager.all()  # noqa: SLF001 -- Django's name for it
    if kind is RedirectKind.PRODUCT:
        rows = Product.objects.published()
    old_slugs = SlugRedirect.objects.filter(kind=kind, old_slug__in=slugs, target_id__in=rows.values("pk"))
    return set(rows.filter(slug__in=slugs).values_list("slug", flat=True)) | set(old_slugs.values_list("old_slug", flat=True))
