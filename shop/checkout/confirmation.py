"""The mails about an order: confirmation, payment received, parcel on its way. All are queued in the caller's transaction."""

from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from shop.legal.texts import seller
from shop.mail.outbox import queue_mail
from shop.orders.models import Order
from shop.orders.queries import order_by_token


def _queue(kind: str, key: str, subject: str, order: Order, at: datetime, shop_url: str, **more: object) -> None:
    context = {
        "order": order_by_token(order.token),
        "seller": seller(),
        "order_url": shop_url + order.get_absolute_url(),
        "withdraw_url": shop_url + reverse("shop:withdraw"),
        "shop_url": shop_url,
        **more,
    }
    queue_mail(
        key=key,
        to=order.email,
        language=order.language,
        subject=subject,
        text=render_to_string(f"mail/{kind}.txt", context),
        html=render_to_string(f"mail/{kind}.html", context),
        at=at,
    )


def queue_confirmation(*, order: Order, at: datetime, shop_url: str) -> None:
    """Receipt and acceptance in one, with all that was agreed and, for a transfer, where to pay (BGB § 312i (1) no. 3)."""
    with override(order.language):
        subject = gettext("Your order %(number)s") % {"number": order.number}
        _queue("order_confirmation", f"order-confirmation:{order.pk}", subject, order, at, shop_url)


def queue_payment_received(*, order: Order, at: datetime, shop_url: str) -> None:
    """Says that the money is there."""
    with override(order.language):
        subject = gettext("Payment received for your order %(number)s") % {"number": order.number}
        _queue("payment_received", f"payment-received:{order.pk}", subject, order, at, shop_url)
