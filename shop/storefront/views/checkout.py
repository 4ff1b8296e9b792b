"""The checkout in three steps: address, payment, review. A step that is not due leads back to the one that is."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.cart.models import Cart
from shop.cart.totals import Totals
from shop.checkout.agreement import agreement, changes, decode
from shop.checkout.models import CheckoutDraft
from shop.checkout.place_order import CartHasChanged, CheckoutIncomplete, place_order, totals_now
from shop.checkout.steps import Step, draft_of, next_step, save_address, save_payment_method
from shop.legal.texts import texts_in_force
from shop.orders.models import Order, OrderState
from shop.payments.models import PaymentMethod
from shop.shipping.free_shipping import CountryNotServed, quote_words
from shop.storefront.country import language_of, tariff_of
from shop.storefront.forms.checkout import AddressForm, BillingForm, ContactForm, PaymentForm
from shop.storefront.visitor import visitors_cart, visitors_last_cart
from shop.tax.rates import NoTaxRate

personal = cache_control(private=True, no_store=True)
STEP_URLS = {Step.ADDRESS: "shop:checkout", Step.PAYMENT: "shop:checkout_payment", Step.REVIEW: "shop:checkout_review"}


def _filled_cart(request: HttpRequest) -> Cart | None:
    cart = visitors_cart(request)
    return cart if cart is not None and cart.lines.exists() else None


def _to_cart(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Your cart is empty, so there is nothing to order yet."))
    return redirect("shop:cart")


def _to_address(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("We do not deliver to that country any more. Please choose another address."))
    return redirect("shop:checkout")


def _cannot_be_taxed(request: HttpRequest) -> HttpResponse:
    """A rate is missing in the table, so the sale is blocked; a rate is never guessed."""
    messages.error(request, _("We cannot sell one of these articles to that country at the moment. Please choose another address."))
    return redirect("shop:checkout")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def address(request: HttpRequest) -> HttpResponse:
    cart = _filled_cart(request)
    if cart is None:
        return _to_cart(request)
    draft = draft_of(cart)
    language, served = language_of(request), list(tariff_of(request).rates)
    data = request.POST if request.method == "POST" else None
    contact = ContactForm(data, initial={"email": draft.email, "other_billing": bool(draft.billing)} if draft else None)
    delivery = AddressForm(
        data, prefix="delivery", countries=served, language=language, initial=draft.delivery if draft else {"country": cart.country}
    )
    billing_wanted = bool(data and data.get("other_billing"))
    billing = BillingForm(
        data if billing_wanted else None,
        prefix="billing",
        language=language,
        initial=(draft.billing if draft else None) or {"country": cart.country},
    )
    valid = data is not None and all([contact.is_valid(), delivery.is_valid(), not billing_wanted or billing.is_valid()])
    if valid:
        save_address(
            cart=cart,
            email=contact.cleaned_data["email"],
            delivery=delivery.address(),
            billing=billing.address() if billing_wanted else None,
            at=timezone.localtime(),
        )
        return redirect("shop:checkout_payment")
    context = {"step": Step.ADDRESS, "contact": contact, "delivery": delivery, "billing": billing, "billing_wanted": billing_wanted}
    return render(request, "shop/checkout/address.html", context, status=422 if data is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def payment(request: HttpRequest) -> HttpResponse:
    cart = _filled_cart(request)
    if cart is None:
        return _to_cart(request)
    draft = draft_of(cart)
    if draft is None:
        return redirect("shop:checkout")
    form = PaymentForm(request.POST if request.method == "POST" else None, initial={"method": draft.payment_method})
    if request.method == "POST" and form.is_valid():
        save_payment_method(draft=draft, method=form.cleaned_data["method"], at=timezone.localtime())
        return redirect("shop:checkout_review")
    try:
        totals = totals_now(cart=cart, tariff=tariff_of(request), at=timezone.localtime())
    except CountryNotServed:
        return _to_address(request)
    except NoTaxRate:
        return _cannot_be_taxed(request)
    context = {"step": Step.PAYMENT, "form": form, "totals": totals, "draft": draft}
    return render(request, "shop/checkout/payment.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@personal
def review(request: HttpRequest) -> HttpResponse:
    cart = _filled_cart(request)
    if cart is None:
        return _to_cart(request)
    draft = draft_of(cart)
    if draft is None or next_step(draft) != Step.REVIEW:
        return redirect(STEP_URLS[next_step(draft)])
    try:
        totals = totals_now(cart=cart, tariff=tariff_of(request), at=timezone.localtime())
    except CountryNotServed:
        return _to_address(request)
    except NoTaxRate:
        return _cannot_be_taxed(request)
    return _review_page(request, draft, totals)


def _review_page(request: HttpRequest, draft: CheckoutDraft, totals: Totals, *, changed: bool = False) -> HttpResponse:
    language = language_of(request)
    now = agreement(totals, texts_in_force(at=timezone.localtime()))
    context = {
        "step": Step.REVIEW,
        "draft": draft,
        "delivery": draft.delivery_address,
        "billing": draft.billing_address,
        "method": PaymentMethod(draft.payment_method),
        "totals": totals,
        "words": quote_words(totals.shipping, tariff=tariff_of(request), language=language),
        "changed": changed,
        "changes": changes(decode(request.POST.get("seen", "")), now, language=language) if changed else [],
        "seen": now.encode(),
        "blocked": [line for line in totals.lines if line.problem],
    }
    return render(request, "shop/checkout/review.html", context, status=409 if changed else 200)


@require_POST
@personal
def place(request: HttpRequest) -> HttpResponse:
    """Place the order and lead to its page; a second submit of the same checkout leads to the same order."""
    cart = visitors_last_cart(request)
    if cart is None:
        return _to_cart(request)
    try:
        order = place_order(
            cart=cart,
            seen=request.POST.get("seen", ""),
            language=language_of(request),
            at=timezone.localtime(),
            shop_url=settings.SITE_URL,
        )
    except NoTaxRate:
        return _cannot_be_taxed(request)
    except CheckoutIncomplete:
        return redirect("shop:checkout_review")
    except CountryNotServed:
        return _to_address(request)
    except CartHasChanged:
        draft = CheckoutDraft.objects.get(cart=cart)
        totals = totals_now(cart=cart, tariff=tariff_of(request), at=timezone.localtime())
        return _review_page(request, draft, totals, changed=True)
    return _after_placing(order)


def _after_placing(order: Order) -> HttpResponse:
    """To the order's page; where Stripe is still to be asked, on to that as a request of its own (307: a POST stays one).

    So nothing that happens there can look as if the order had failed, and trying again never sends the order again.
    """
    if order.payment_method == PaymentMethod.CARD and order.state == OrderState.PENDING:
        return redirect("shop:card_payment", token=order.token, preserve_request=True)
    return redirect(order.get_absolute_url())
