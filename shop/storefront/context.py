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

NAMESPACES = ("shop", "blog")
PRIVATE = {
    f"shop:{name}"
    for name in "cart cart_lines cart_line cart_line_removal cart_country cart_voucher cart_voucher_removal checkout checkout_payment "
    "checkout_review checkout_order order card_payment payment_return bank_transfer_instead withdrawal_received visitor".split()
}


def storefront(request: HttpRequest) -> dict[str, Any]:
    """`promise` (the free-shipping sentence or ''), `language_links` (the page in each language), `countries` (served).

    `canonical` is the path under which search engines shall know the page ('' where they shall not), `alternates` the same in
    each language.
    """
    return {
        "promise": SimpleLazyObject(lambda: _promise(request)),
        "countries": SimpleLazyObject(lambda: _countries(request)),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "canonical": SimpleLazyObject(lambda: canonical(request)),
        "alternates": SimpleLazyObject(lambda: alternates(request)),
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
        links.append(
            {"code": code, "name": name, "url": given.get(code) or _translated(request, code, request.META.get("QUERY_STRING", ""))}
        )
    return links


def canonical(request: HttpRequest) -> str:
    """The page's own path with the parameters that choose what it shows; a view with such parameters sets `request.canonical_query`."""
    match = getattr(request, "resolver_match", None)
    if match is None or match.namespace not in NAMESPACES or match.view_name in PRIVATE:
        return ""
    query: str = getattr(request, "canonical_query", "")
    return request.path + (f"?{query}" if query else "")


def alternates(request: HttpRequest) -> list[dict[str, str]]:
    """The canonical page in each language, and in English for everybody else; nothing where the page has no canonical address.

    A view whose page is not there in every language sets `request.languages`.
    """
    if not canonical(request):
        return []
    given: dict[str, str] = getattr(request, "translated_urls", {})
    query = getattr(request, "canonical_query", "")
    there: tuple[str, ...] = getattr(request, "languages", ("de", "en"))
    urls = {code: given.get(code) or _translated(request, code, query) for code in there}
    is_home = request.resolver_match is not None and request.resolver_match.view_name == "shop:home"
    everybody = reverse("root") if is_home else urls.get("en", urls[there[0]])  # the front door chooses by the browser's languages
    return [{"code": code, "url": url} for code, url in [*urls.items(), ("x-default", everybody)]]


def _translated(request: HttpRequest, code: str, query: str) -> str:
    try:
        match = getattr(request, "resolver_match", None) or resolve(request.path_info)
    except Resolver404:
        match = None
    with override(code):
        if match is None or not match.url_name or request.method not in {"GET", "HEAD"}:
            return reverse("shop:home")
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs) + (f"?{query}" if query else "")
