"""The lines of the cart: add, change, take out. The plain form leads to a page; htmx gets the same answers and swaps parts of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from shop.cart.edit import CartIsOrdered, FewerAvailable, NotForSale, add_to_cart, remove_line, set_quantity
from shop.cart.models import CartLine
from shop.catalog.models import Variant
from shop.catalog.queries import product_by_slug
from shop.storefront.country import country_of, language_of, tariff_of
from shop.storefront.forms.cart import AddToCartForm, QuantityForm, article_number
from shop.storefront.product_page import product_page
from shop.storefront.views.cart import is_swap, personal, show_cart, totals_of, unless_ordered, words_of
from shop.storefront.visitor import visitors_cart, visitors_cart_or_new

# The part of the product's page that says why nothing was added; htmx puts it in place of the same part of the page that is there.
REFUSED_IN_PLACE = {"HX-Retarget": "#buy-box", "HX-Reselect": "#buy-box", "HX-Reswap": "outerHTML"}


@require_POST
@personal
def add_line(request: HttpRequest) -> HttpResponse:
    """Add to the cart, then show it, or only the cart panel; what cannot be added comes back as the product's page with the reason."""
    form = AddToCartForm(request.POST)
    fewer = ""
    try:
        if not form.is_valid():
            return _product_again(request, form, status=422)
        line = _add(request, form)
    except NotForSale:
        return _product_again(request, form, sold_out=True, status=409)
    except FewerAvailable as error:
        line, fewer = error.line, _fewer(error)
    if is_swap(request):
        return _panel(request, line, fewer)
    if fewer:
        messages.warning(request, fewer)
    else:
        messages.success(request, _("“%(name)s” is in your cart.") % {"name": form.cleaned_data["variant"]})
    return redirect("shop:cart")


def _add(request: HttpRequest, form: AddToCartForm) -> CartLine:
    """Into the visitor's cart; into a new one when that was ordered, in another tab, since it was read."""
    try:
        return add_to_cart(cart=visitors_cart_or_new(request), at=timezone.localtime(), **form.cleaned_data)
    except CartIsOrdered:
        return add_to_cart(cart=visitors_cart_or_new(request), at=timezone.localtime(), **form.cleaned_data)


def _panel(request: HttpRequest, line: CartLine, fewer: str) -> HttpResponse:
    totals = totals_of(request, line.cart)
    priced = next(priced for priced in totals.lines if priced.line.pk == line.pk)
    context = {"priced": priced, "totals": totals, "words": words_of(request, totals), "fewer": fewer}
    return render(request, "shop/fragments/cart_added.html", context)


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
    article = article_number(request.POST.get("article", ""))
    context = {"page": page, "product": product, "form": form, "refused": sold_out, "from_article": article}
    response = render(request, "shop/product_detail.html", context, status=status)
    for name, value in REFUSED_IN_PLACE.items() if is_swap(request) else ():
        response[name] = value
    return response


def _own_line(request: HttpRequest, pk: int) -> CartLine | None:
    """A line of this visitor's own open cart; anybody else's does not exist here."""
    cart = visitors_cart(request)
    if cart is None:
        return None
    return cart.lines.select_related("cart", "variant__product", "variant__release", "variant__stock").filter(pk=pk).first()


def _no_line(request: HttpRequest) -> HttpResponse:
    """A line that was taken out in another tab, or by the first of two clicks: 404, and the cart as it is."""
    messages.warning(request, _("This article is not in your cart any more."))
    return show_cart(request, status=404)


@require_POST
@personal
@unless_ordered
def change_line(request: HttpRequest, pk: int) -> HttpResponse:
    line = _own_line(request, pk)
    if line is None:
        return _no_line(request)
    form = QuantityForm(request.POST)
    if not form.is_valid():
        return show_cart(request, line_error=(pk, form), status=422)
    try:
        set_quantity(line=line, quantity=form.cleaned_data["quantity"], at=timezone.localtime())
    except FewerAvailable as fewer:
        messages.warning(request, _fewer(fewer))
    except NotForSale:
        messages.warning(request, _("“%(name)s” cannot be ordered at the moment.") % {"name": line.variant})
    return redirect("shop:cart")


@require_POST
@personal
@unless_ordered
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    line = _own_line(request, pk)
    if line is None:
        return _no_line(request)
    remove_line(line=line, at=timezone.localtime())
    messages.success(request, _("“%(name)s” is no longer in your cart.") % {"name": line.variant})
    return redirect("shop:cart")
