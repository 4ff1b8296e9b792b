"""The cart: look at it, choose the country, redeem a voucher. What is done to its lines stands in `cart_lines`."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from shop.cart.edit import CartIsOrdered, choose_country
from shop.cart.models import Cart
from shop.cart.totals import Totals
from shop.cart.voucher import set_voucher
from shop.checkout.place_order import totals_now
from shop.shipping.free_shipping import CountryNotServed, quote_words
from shop.storefront.country import language_of, tariff_of
from shop.storefront.forms.cart import CountryForm, QuantityForm, VoucherForm
from shop.storefront.forms.checkout import offered_methods
from shop.storefront.visitor import visitors_cart
from shop.tax.rates import NoTaxRate
from shop.throttle.count_try import TooManyTries, count_try
from shop.vouchers.quote import problem_words

VOUCHER_TRIES = 10  # an hour from one address
personal = cache_control(private=True, no_store=True)


@require_safe
@personal
def cart_page(request: HttpRequest) -> HttpResponse:
    return show_cart(request)


def show_cart(
    request: HttpRequest,
    *,
    line_error: tuple[int, QuantityForm] | None = None,
    voucher_form: VoucherForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the cart, whole; `live-cart.js` takes the parts out of it that it swaps."""
    cart = visitors_cart(request)
    totals = totals_of(request, cart) if cart else None
    context = {
        "totals": totals if totals and totals.lines else None,
        "words": words_of(request, totals) if totals else "",
        "error_line": line_error[0] if line_error else None,
        "error_form": line_error[1] if line_error else None,
        "voucher_form": voucher_form or VoucherForm(),
        "voucher_words": problem_words(totals.voucher, language=language_of(request)) if totals and totals.voucher else "",
        "methods": [label for _value, label in offered_methods()],
        "news": is_swap(request),
    }
    return render(request, "shop/cart.html", context, status=status)


def is_swap(request: HttpRequest) -> bool:
    """Whether htmx asks, which puts a part of the answer into the page that is there; every such answer is `no-store`."""
    return request.headers.get("HX-Request") == "true"


def totals_of(request: HttpRequest, cart: Cart) -> Totals:
    """The cart added up; one for a country that is served no more goes back to the country that pages assume.

    So does one whose goods cannot be taxed there, because the rate is missing in the table: it is never guessed.
    """
    now, tariff = timezone.localtime(), tariff_of(request)
    try:
        return totals_now(cart=cart, tariff=tariff, at=now)
    except (CountryNotServed, NoTaxRate) as error:
        if isinstance(error, NoTaxRate):
            messages.warning(request, _("We cannot sell one of these articles to that country at the moment."))
        else:
            messages.warning(request, _("We do not deliver to that country any more. Please choose another country."))
        choose_country(cart=cart, country=tariff.home, at=now)
        cart.refresh_from_db()
        return totals_now(cart=cart, tariff=tariff, at=now)


def words_of(request: HttpRequest, totals: Totals) -> str:
    return quote_words(totals.shipping, tariff=tariff_of(request), language=language_of(request))


def unless_ordered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers a deed on a cart that was ordered a moment ago, in another tab, with the cart as it is now: 409, and a word."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except CartIsOrdered:
            messages.warning(request, _("This cart was ordered meanwhile, so nothing was changed."))
            return show_cart(request, status=409)

    return answer


@require_POST
@personal
@unless_ordered
def add_voucher(request: HttpRequest) -> HttpResponse:
    """Redeem a code; guessing is limited per visitor's address."""
    cart, now = visitors_cart(request), timezone.localtime()
    if cart is None:
        return redirect("shop:cart")
    form = VoucherForm(request.POST)
    try:
        count_try(what=f"voucher:{request.META.get('REMOTE_ADDR', '')}", limit=VOUCHER_TRIES, window=timedelta(hours=1), at=now)
    except TooManyTries as error:
        until = timezone.localtime(error.until)
        messages.error(request, _("Too many codes were tried. Please try again after %(time)s.") % {"time": f"{until:%H:%M}"})
        return show_cart(request, voucher_form=VoucherForm(), status=429)
    if not form.is_valid():
        return show_cart(request, voucher_form=form, status=422)
    set_voucher(cart=cart, voucher=form.cleaned_data["code"], at=now)
    return redirect(reverse("shop:cart") + "#voucher")


@require_POST
@personal
@unless_ordered
def remove_voucher(request: HttpRequest) -> HttpResponse:
    cart = visitors_cart(request)
    if cart is not None:
        set_voucher(cart=cart, voucher=None, at=timezone.localtime())
    return redirect("shop:cart")


@require_POST
@personal
@unless_ordered
def change_country(request: HttpRequest) -> HttpResponse:
    cart = visitors_cart(request)
    form = CountryForm(request.POST, tariff=tariff_of(request))
    if not form.is_valid():
        messages.error(request, _("We do not deliver to that country yet."))
        return show_cart(request, status=422)
    if cart is not None:
        choose_country(cart=cart, country=form.cleaned_data["country"], at=timezone.localtime())
    return redirect("shop:cart")
