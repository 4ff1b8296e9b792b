"""A guest's order page, behind an unguessable link, and the way to the card payment."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from shop.checkout.pay_by_card import UNDECIDED, NothingToPay, look_at_card_payment, start_card_payment
from shop.checkout.switch_to_transfer import switch_to_transfer
from shop.invoices.models import Invoice, InvoiceDocument
from shop.legal.texts import seller
from shop.orders.models import Order
from shop.orders.queries import order_by_token
from shop.payments.bank_transfer import bank_transfer
from shop.payments.girocode import girocode_svg
from shop.payments.models import PaymentMethod, PaymentState
from shop.payments.stripe import StripeIsUnreachable
from shop.throttle.count_try import TooManyTries, count_try

logger = logging.getLogger(__name__)
CARD_TRIES = 20  # an hour from one address, and an hour for one customer's mail address
personal = cache_control(private=True, no_store=True)


def _order(token: str) -> Order:
    order = order_by_token(token)
    if order is None:
        raise Http404
    return order


@require_safe
@personal
def order_page(request: HttpRequest, token: str) -> HttpResponse:
    """The confirmation right after ordering and the status page ever after. It only looks."""
    return _page(request, _order(token))


def _page(request: HttpRequest, order: Order, *, status: int = 200) -> HttpResponse:
    payments = list(order.payments.all())
    latest = payments[0] if payments else None
    who = seller()
    by_card = order.payment_method == PaymentMethod.CARD
    transfer = bank_transfer(order=order, payment=latest, seller=who) if order.state == "pending" and not by_card else None
    context = {
        "order": order,
        "payment": latest,
        "seller": who,
        "transfer": transfer,
        "girocode": girocode_svg(transfer.girocode) if transfer and transfer.girocode else "",
        "awaits_card": order.state == "pending" and by_card,
        "invoices": Invoice.objects.filter(order=order, document__isnull=False).order_by("pk"),
        "processing": latest is not None and latest.state == PaymentState.PROCESSING,
    }
    response = render(request, "shop/order.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@personal
def card_payment(request: HttpRequest, token: str) -> HttpResponse:
    """Go to the hosted payment page of an order that still waits for its money; testing stolen cards is made slow.

    When Stripe cannot be reached, the order's page offers to try again, or to pay by transfer.
    """
    order, at = get_object_or_404(Order, token=token), timezone.localtime()
    try:
        for who in (request.META.get("REMOTE_ADDR", ""), order.email.casefold()):
            count_try(what=f"card:{who}", limit=CARD_TRIES, window=timedelta(hours=1), at=at)
    except TooManyTries as error:
        until = timezone.localtime(error.until)
        messages.error(request, _("Too many tries to pay. Please try again after %(time)s.") % {"time": f"{until:%H:%M}"})
        return _page(request, _order(token), status=429)
    try:
        return redirect(start_card_payment(order=order, at=at, shop_url=settings.SITE_URL))
    except NothingToPay:
        pass
    except StripeIsUnreachable:
        messages.warning(
            request, _("The payment page cannot be reached at the moment. Your order is safe; please try again in a few minutes.")
        )
    return redirect(order.get_absolute_url())


@require_safe
@personal
def payment_return(request: HttpRequest, token: str) -> HttpResponse:
    """Where Stripe sends those who have paid: look at the truth at once, in case its webhook is late, then show the order."""
    order = _order(token)
    for payment in order.payments.all():
        if payment.method == PaymentMethod.CARD and payment.state in UNDECIDED:
            try:
                look_at_card_payment(payment=payment, at=timezone.localtime(), shop_url=settings.SITE_URL)
            except StripeIsUnreachable:
                logger.warning("Stripe could not be asked about payment %s", payment.pk)  # the worker asks again
    return redirect(order.get_absolute_url())


@require_POST
@personal
def bank_transfer_instead(request: HttpRequest, token: str) -> HttpResponse:
    """Pay an order that waits for a card by transfer after all."""
    order = _order(token)
    try:
        switch_to_transfer(order=order, at=timezone.localtime(), shop_url=settings.SITE_URL)
    except NothingToPay:
        messages.info(request, _("This order does not wait for a payment any more."))
    except StripeIsUnreachable:
        messages.warning(
            request, _("The payment page cannot be reached at the moment. Your order is safe; please try again in a few minutes.")
        )
    return redirect(order.get_absolute_url())


@require_safe
@personal
def invoice(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """The PDF of one of the order's own invoices."""
    found = InvoiceDocument.objects.filter(invoice__number=number, invoice__order=_order(token)).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response
