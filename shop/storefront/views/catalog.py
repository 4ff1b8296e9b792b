"""The product list and the product page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from shop.catalog.queries import product_by_slug
from shop.storefront.country import country_of, language_of, tariff_of
from shop.storefront.listing_page import listing_page, tidy_address
from shop.storefront.product_page import product_page


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """All goods, or those that the chosen facets leave; an address that asks for a page that cannot be is a 404."""
    path = reverse("shop:products")
    tidied = tidy_address(request.GET)
    if tidied is not None:
        redirect = HttpResponsePermanentRedirect if "state" in request.GET else HttpResponseRedirect
        return redirect(f"{path}?{tidied}" if tidied else path)
    page = listing_page(request, path=path)
    request.translated_urls = {code: page.canonical_url(path=_path_in(code)) for code in ("de", "en")}  # type: ignore[attr-defined]
    return render(request, "shop/product_list.html", {"page": page})


def _path_in(language: str) -> str:
    with override(language):
        return reverse("shop:products")


@require_safe
def product_detail(request: HttpRequest, slug: str) -> HttpResponse:
    product = product_by_slug(slug)
    if product is None:
        raise Http404
    page = product_page(
        product, tariff=tariff_of(request), country=country_of(request), at=timezone.localtime(), language=language_of(request)
    )
    return render(request, "shop/product_detail.html", {"page": page, "product": product})
