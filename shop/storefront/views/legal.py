"""Imprint, legal texts, and shipping with its prices."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.legal.texts import legal_text, render_text
from shop.legal.texts import seller as the_seller
from shop.storefront.country import language_of, tariff_of
from shop.storefront.forms.checkout import offered_methods


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "shop/legal/imprint.html", {"seller": the_seller()})


@require_safe
def text(request: HttpRequest, kind: str) -> HttpResponse:
    found = legal_text(kind=kind, at=timezone.localtime())
    if found is None:
        raise Http404
    body = render_text(
        found,
        language=language_of(request),
        seller=the_seller(),
        shop_url=settings.SITE_URL,
        withdraw_url=settings.SITE_URL + reverse("shop:withdraw"),
    )
    return render(request, "shop/legal/text.html", {"text": found, "body": body})


@require_safe
def shipping(request: HttpRequest) -> HttpResponse:
    """Every country that is served, its price and time, the free-shipping rule and how to pay."""
    context = {"tariff": tariff_of(request), "methods": [label for _value, label in offered_methods()]}
    return render(request, "shop/legal/shipping.html", context)
