"""The cart: look at it, add to it, change it, choose the country."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from shop.cart.edit import FewerAvailable, NotForSale, add_to_cart, choose_country, remove_line, set_quantity
from shop.cart.models import Cart, CartLine
from shop.cart.totals import Totals
from shop.cart.voucher import set_voucher
from shop.catalog.models import Variant
from shop.catalog.queries import product_by_slug
from shop.checkout.place_order import totals_now
from shop.shipping.free_shipping import CountryNotServed, quote_words
from shop.storefront.country import country_of, language_of, tariff_of
from shop.storefront.forms.cart import AddToCartForm, CountryForm, QuantityForm, VoucherForm
from shop.storefront.forms.checkout import offered_methods
from shop.storefront.product_page import product_page
from shop.storefront.visitor import visitors_cart, visitors_cart_or_new
from shop.tax.rates import NoTaxRate
from shop.throttle.count_try import TooManyTries, count_try
from shop.vouchers.quote import problem_words

VOUCHER_TRIES = 10  # an hour from one address
personal = cache_control(private=True, no_store=True)


@require_safe
@personal
def cart_page(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(
    request: HttpRequest,
    *,
    line_error: tuple[int, QuantityForm] | None = None,
    voucher_form: VoucherForm | None = None,
    status: int = 200,
) -> HttpResponse:
    cart = visitors_cart(request)
    totals = _totals(request, cart) if cart else None
    context = {
        "totals": totals if totals and totals.lines else None,
        "words": _words(request, totals) if totals else "",
        "error_line": line_error[0] if line_error else None,
        "error_form": line_error[1] if line_error else None,
        "voucher_form": voucher_form or VoucherForm(),
        "voucher_words": problem_words(totals.voucher, language=language_of(request)) if totals and totals.voucher else "",
        "methods": [label for _value, label in offered_methods()],
    }
    return render(request, "shop/cart.html", context, status=status)


def _totals(request: HttpRequest, cart: Cart) -> Totals:
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


def _words(request: HttpRequest, totals: Totals) -> str:
    return quote_words(totals.shipping, tariff=tariff_of(request), language=language_of(request))


@require_POST
@personal
def add_line(request: HttpRequest) -> HttpResponse:
    """Add to the cart, then show it; what cannot be added comes back as the product's page with the reason."""
    form = AddToCartForm(request.POST)
    try:
        if not form.is_valid():
            return _product_again(request, form, status=422)
        variant: Variant = form.cleaned_data["variant"]
        cart = visitors_cart_or_new(request)
        add_to_cart(cart=cart, variant=variant, quantity=form.cleaned_data["quantity"], at=timezone.localtime())
    except NotForSale:
        return _product_again(request, form, sold_out=True, status=409)
    except FewerAvailable as fewer:
        messages.warning(request, _fewer(fewer))
    else:
        messages.success(request, _("“%(name)s” is in your cart.") % {"name": variant})
    return redirect("shop:cart")


def _fewer(fewer: FewerAvailable) -> str:
    text = ngettext(
        "Only %(count)s piece can be ordered at the moment, so your cart holds that one.",
        "Only %(count)s pieces can be ordered at the moment, so your cart holds those.",
        fewer.available,
    )
    return text % {"count": fewer.available}


def _product_again(request: HttpRequest, form: AddToCartForm, *, status: int, sold_out: bool = False) -> HttpResponse:
    raw = request.POST.get("variant", "")
    known = Variant.objects.filter(pk=int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 13 else Variant.objects.none()
    slug = request.POST.get("product", "") or known.values_list("product__slug", flat=True).first() or ""
    product = product_by_slug(slug)
    if product is None:
        raise Http404
    page = product_page(
        product, tariff=tariff_of(request), country=country_of(request), at=timezone.localtime(), language=language_of(request)
    )
    context = {"page": page, "product": product, "form": form, "refused": sold_out}
    return render(request, "shop/product_detail.html", context, status=status)


def _own_line(request: HttpRequest, pk: int) -> CartLine:
    """A line of this visitor's own open cart; anybody else's does not exist here."""
    cart = visitors_cart(request)
    line = (
        cart.lines.select_related("cart", "variant__product", "variant__release", "variant__stock").filter(pk=pk).first()
        if cart
        else None
    )
    if line is None:
        raise Http404
    return line


@require_POST
@personal
def change_line(request: HttpRequest, pk: int) -> HttpResponse:
    line = _own_line(request, pk)
    form = QuantityForm(request.POST)
    if not form.is_valid():
        return _page(request, line_error=(pk, form), status=422)
    try:
        set_quantity(line=line, quantity=form.cleaned_data["quantity"], at=timezone.localtime())
    except FewerAvailable as fewer:
        messages.warning(request, _fewer(fewer))
    except NotForSale:
        messages.warning(request, _("“%(name)s” cannot be ordered at the moment.") % {"name": line.variant})
    return redirect("shop:cart")


@require_POST
@personal
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    line = _own_line(request, pk)
    remove_line(line=line, at=timezone.localtime())
    messages.success(request, _("“%(name)s” is no longer in your cart.") % {"name": line.variant})
    return redirect("shop:cart")


@require_POST
@personal
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
        return _page(request, voucher_form=VoucherForm(), status=429)
    if not form.is_valid():
        return _page(request, voucher_form=form, status=422)
    set_voucher(cart=cart, voucher=form.cleaned_data["code"], at=now)
    return redirect(reverse("shop:cart") + "#voucher")


@require_POST
@personal
def remove_voucher(request: HttpRequest) -> HttpResponse:
    cart = visitors_cart(request)
    if cart is not None:
        set_voucher(cart=cart, voucher=None, at=timezone.localtime())
    return redirect("shop:cart")


@require_POST
@personal
def change_country(request: HttpRequest) -> HttpResponse:
    cart = visitors_cart(request)
    form = CountryForm(request.POST, tariff=tariff_of(request))
    if not form.is_valid():
        messages.error(request, _("We do not deliver to that country yet."))
        return _page(request, status=422)
    if cart is not None:
        choose_country(cart=cart, country=form.cleaned_data["country"], at=timezone.localtime())
    return redirect("shop:cart")
