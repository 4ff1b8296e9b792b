"""The product list and the product page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from shop.catalog.queries import product_by_slug
from shop.catalog.slug_redirect import RedirectKind
from shop.storefront.country import country_of, language_of, tariff_of
from shop.storefront.forms.cart import article_number
from shop.storefront.listing_page import listing_page, tidy_address
from shop.storefront.moved import answers_moved, follow
from shop.storefront.product_data import product_data
from shop.storefront.product_page import product_page
from shop.storefront.social_cards import card_response, product_card_of


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """All goods, or those that the chosen facets leave; an address that asks for a page that cannot be is a 404."""
    path = reverse("shop:products")
    tidied = tidy_address(request, path=path)
    if tidied is not None:
        return (HttpResponsePermanentRedirect if "state" in request.GET else HttpResponseRedirect)(tidied)
    page = listing_page(request, path=path)
    request.canonical_query = page.canonical_url().partition("?")[2]  # type: ignore[attr-defined]
    request.translated_urls = {code: page.canonical_url(path=_path_in(code)) for code in ("de", "en")}  # type: ignore[attr-defined]
    return render(request, "shop/product_list.html", {"page": page})


def _path_in(language: str) -> str:
    with override(language):
        return reverse("shop:products")


@require_safe
@answers_moved
def product_detail(request: HttpRequest, slug: str) -> HttpResponse:
    product = product_by_slug(slug)
    if product is None:
        follow(kind=RedirectKind.PRODUCT, old_slug=slug, view_name="shop:product")
    page = product_page(
        product, tariff=tariff_of(request), country=country_of(request), at=timezone.localtime(), language=language_of(request)
    )
    context = {"page": page, "product": product, "structured": product_data(page, product), "card": product_card_of(product)}
    context["from_article"] = article_number(request.GET.get("article", ""))  # it goes along with what is put into the cart
    return render(request, "shop/product_detail.html", context)


@require_safe
def product_social_card(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What other sites show where the product's page is shared."""
    product = product_by_slug(slug)
    if product is None:
        raise Http404
    return card_response(request, card=product_card_of(product), asked=asked, page_url=product.get_absolute_url())
