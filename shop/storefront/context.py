"""What every template may use. All of it is lazy: a page pays only for what it shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import override

from shop.customers.countries import country_name
from shop.shipping.free_shipping import free_shipping_words
from shop.storefront.country import language_of, tariff_of


def storefront(request: HttpRequest) -> dict[str, Any]:
    """`promise` (the free-shipping sentence or ''), `language_links` (the page in each language), `countries` (served)."""
    return {
        "promise": SimpleLazyObject(lambda: _promise(request)),
        "countries": SimpleLazyObject(lambda: _countries(request)),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "site_url": settings.SITE_URL,
        "demo": settings.SHOP_MODE == "demo",
    }


def _promise(request: HttpRequest) -> str:
    rule = tariff_of(request).rule
    return free_shipping_words(rule, language=language_of(request)) if rule else ""


def _countries(request: HttpRequest) -> list[tuple[str, str]]:
    language = language_of(request)
    return [(code, country_name(code, language)) for code in tariff_of(request).rates]


def language_links(request: HttpRequest) -> list[dict[str, str]]:
    """The address of this page in each language. A view whose slugs differ sets `request.translated_urls`."""
    given: dict[str, str] = getattr(request, "translated_urls", {})
    links = []
    for code, name in (("de", "Deutsch"), ("en", "English")):
        links.append({"code": code, "name": name, "url": given.get(code) or _translated(request, code)})
    return links


def _translated(request: HttpRequest, code: str) -> str:
    try:
        match = getattr(request, "resolver_match", None) or resolve(request.path_info)
    except Resolver404:
        match = None
    with override(code):
        if match is None or not match.view_name or request.method != "GET":
            return reverse("shop:home")
        query = request.META.get("QUERY_STRING", "")
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs) + (f"?{query}" if query else "")
