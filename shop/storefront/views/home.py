"""The front door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from shop.catalog.queries import newest
from shop.storefront.cards import product_cards
from shop.storefront.country import country_of, language_of, tariff_of
from shop.storefront.release_calendar import next_months
from shop.storefront.structured_data import shop_data

FRESH = 10  # cards in the carousel
MONTHS = 6  # of the release calendar


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the language that the browser prefers; every other address says its language itself."""
    language = get_language_from_request(request)
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    with override(language):
        response = HttpResponseRedirect(reverse("shop:home"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address wherever a page names no icon of its own, as the admin's do."""
    return HttpResponseRedirect(static("img/favicon.ico"))


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to know to put the shop among its apps."""
    icons = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable-512.png", 512, "maskable"))
    facts = {
        "name": "Sternregal",
        "short_name": "Sternregal",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": "#fbf8f4",
        "theme_color": "#fbf8f4",
        "icons": [
            {"src": static(f"img/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in icons
        ],
    }
    return JsonResponse(facts, content_type="application/manifest+json")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    context = {
        "fresh": product_cards(newest(FRESH), tariff=tariff_of(request), country=country_of(request), at=now),
        "months": next_months(MONTHS, on=now.date()),
        "structured": shop_data(language=language_of(request)),
    }
    return render(request, "shop/home.html", context)
