"""The mails about an order: confirmation, payment received, parcel on its way. All are queued in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext, override

from shop.legal.models import LegalKind
from shop.legal.texts import legal_text, render_text, seller
from shop.mail.outbox import Attachment, queue_mail
from shop.orders.models import Order
from shop.orders.queries import order_by_token
from shop.payments.bank_transfer import bank_transfer
from shop.payments.girocode import girocode_png
from shop.payments.models import PaymentMethod


def _queue(
    kind: str,
    key: str,
    subject: str,
    order: Order,
    at: datetime,
    shop_url: str,
    attachments: Sequence[Attachment] = (),
    **more: Any,
) -> None:
    context = {
        **more,
        "order": order_by_token(order.token),
        "seller": seller(),
        "order_url": shop_url + order.get_absolute_url(),
        "withdraw_url": shop_url + reverse("shop:withdraw"),
        "shop_url": shop_url,
    }
    queue_mail(
        key=key,
        to=order.email,
        language=order.language,
        subject=subject,
        text=render_to_string(f"mail/{kind}.txt", context),
        html=render_to_string(f"mail/{kind}.html", context),
        attachments=attachments,
        at=at,
    )


def queue_confirmation(*, order: Order, at: datetime, shop_url: str) -> None:
    """Receipt and acceptance in one, with all that was agreed and, for a transfer, where to pay (BGB § 312i (1) no. 3)."""
    with override(order.language):
        subject = gettext("Your order %(number)s") % {"number": order.number}
        files = _papers(order.language, at, shop_url)
        transfer, code = None, None
        if order.payment_method == PaymentMethod.BANK_TRANSFER:
            transfer = bank_transfer(order=order, payment=order.payments.first(), seller=seller())
            code = _code(order, transfer.girocode, shop_url) if transfer.girocode else None
        files += [code] if code else []
        key = f"order-confirmation:{order.pk}"
        _queue("order_confirmation", key, subject, order, at, shop_url, files, transfer=transfer, code=code)


def _code(order: Order, payload: str, shop_url: str) -> Attachment:
    """The GiroCode as a picture inside the mail: nothing has to be fetched, so no mail program hides it."""
    cid = f"girocode-{order.number}@{urlsplit(shop_url).hostname}"
    return Attachment(name="girocode.png", content=girocode_png(payload), content_type="image/png", cid=cid)


def _papers(language: str, at: datetime, shop_url: str) -> list[Attachment]:
    """Terms and withdrawal instructions as they stand at `at`, to keep."""
    papers = []
    for kind in (LegalKind.TERMS, LegalKind.WITHDRAWAL):
        text = legal_text(kind=kind, at=at)
        if text is not None:
            withdraw_url = shop_url + reverse("shop:withdraw")
            body = render_text(text, language=language, seller=seller(), shop_url=shop_url, withdraw_url=withdraw_url)
            html = render_to_string("mail/legal_text.html", {"title": kind.label, "body": body, "language": language})
            papers.append(Attachment.html(name=f"{slugify(kind.label)}.html", html=html))
    return papers


def queue_payment_received(*, order: Order, at: datetime, shop_url: str) -> None:
    """Says that the money is there."""
    with override(order.language):
        subject = gettext("Payment received for your order %(number)s") % {"number": order.number}
        _queue("payment_received", f"payment-received:{order.pk}", subject, order, at, shop_url)
