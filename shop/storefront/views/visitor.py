"""The one small piece of a public page that is personal: what lies in this visitor's cart."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shop.cart.queries import count_pieces
from shop.storefront.visitor import visitors_cart


@require_safe
@cache_control(private=True, no_store=True)
def visitor(request: HttpRequest) -> HttpResponse:
    """An HTML fragment with the number of pieces in the cart, fetched by `<cart-count>` after the page is there."""
    cart = visitors_cart(request)
    return render(request, "shop/fragments/visitor.html", {"pieces": count_pieces(cart) if cart else 0})
