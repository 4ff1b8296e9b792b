"""A visitor's cart: the session holds its token, and nothing else of the shop."""

from django.http import HttpRequest
from django.utils import timezone

from shop.cart.models import Cart
from shop.cart.queries import create_cart, open_cart
from shop.storefront.country import country_of

SESSION_KEY = "cart"


def visitors_cart(request: HttpRequest) -> Cart | None:
    """The open cart of this visitor; a visitor without a session cookie costs no query."""
    return open_cart(request.session.get(SESSION_KEY))


def visitors_cart_or_new(request: HttpRequest) -> Cart:
    cart = visitors_cart(request)
    if cart is None:
        cart = create_cart(country=country_of(request), at=timezone.localtime())
        request.session[SESSION_KEY] = cart.token
    return cart


def visitors_last_cart(request: HttpRequest) -> Cart | None:
    """The visitor's cart even when it has been ordered, so that a second click finds the order of the first."""
    token = request.session.get(SESSION_KEY)
    return Cart.objects.filter(token=token).first() if token else None
