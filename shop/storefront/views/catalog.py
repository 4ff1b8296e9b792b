"""The product list and the product page."""

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.catalog.filters import ProductFilter
from shop.catalog.queries import categories, product_by_slug, with_card_data
from shop.catalog.slug_redirect import RedirectKind
from shop.storefront.cards import product_cards
from shop.storefront.country import country_of, language_of, tariff_of
from shop.storefront.moved import answers_moved, follow
from shop.storefront.product_data import product_data
from shop.storefront.product_page import product_page

PAGE_SIZE = 24


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """All goods, or those of one category, series or state; an address that asks for what cannot be is a 404."""
    now = timezone.localtime()
    chosen = ProductFilter.from_query(request.GET, on=now.date())
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise Http404
    try:
        page = Paginator(with_card_data(chosen.products()), PAGE_SIZE).page(int(number))
    except EmptyPage as error:
        raise Http404 from error
    request.canonical_query = chosen.query(page=number if page.number > 1 else "")  # type: ignore[attr-defined]
    cards = product_cards(page.object_list, tariff=tariff_of(request), country=country_of(request), at=now)
    context = {"page": page, "cards": cards, "chosen": chosen, "categories": categories()}
    return render(request, "shop/product_list.html", context)


@require_safe
@answers_moved
def product_detail(request: HttpRequest, slug: str) -> HttpResponse:
    product = product_by_slug(slug)
    if product is None:
        follow(kind=RedirectKind.PRODUCT, old_slug=slug, view_name="shop:product")
    page = product_page(
        product, tariff=tariff_of(request), country=country_of(request), at=timezone.localtime(), language=language_of(request)
    )
    context = {"page": page, "product": product, "structured": product_data(page, product)}
    return render(request, "shop/product_detail.html", context)
