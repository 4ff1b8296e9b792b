"""A guest's order page, behind an unguessable link, and the way to the card payment."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from shop.checkout.pay_by_card import NothingToPay, start_card_payment
from shop.legal.texts import seller
from shop.orders.models import Order
from shop.orders.queries import order_by_token
from shop.payments.bank_transfer import bank_transfer
from shop.payments.girocode import girocode_svg
from shop.payments.models import PaymentMethod, PaymentState
from shop.payments.stripe import StripeIsUnreachable

personal = cache_control(private=True, no_store=True)


def _order(token: str) -> Order:
    order = order_by_token(token)
    if order is None:
        raise Http404
    return order


@require_safe
@personal
def order_page(request: HttpRequest, token: str) -> HttpResponse:
    """The confirmation right after ordering and the status page ever after. It only looks: the webhook books payments."""
    order = _order(token)
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
        "processing": latest is not None and latest.state == PaymentState.PROCESSING,
    }
    response = render(request, "shop/order.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@personal
def card_payment(request: HttpRequest, token: str) -> HttpResponse:
    """Go to the hosted payment page of an order that still waits for its money."""
    return to_hosted_page(request, _order(token))


def to_hosted_page(request: HttpRequest, order: Order) -> HttpResponse:
    """A redirect to Stripe; when Stripe cannot be reached, to the order's page, which offers to try again."""
    try:
        return redirect(start_card_payment(order=order, at=timezone.localtime(), shop_url=settings.SITE_URL))
    except NothingToPay:
        pass
    except StripeIsUnreachable:
        messages.warning(
            request, _("The payment page cannot be reached at the moment. Your order is safe; please try again in a few minutes.")
        )
    return redirect(order.get_absolute_url())
