"""The mails about an order and its money. All are queued in the caller's transaction and written in the order's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext, override

from shop.legal.models import LegalKind, LegalText, SellerProfile
from shop.legal.texts import render_text, seller
from shop.mail.outbox import Attachment, queue_mail
from shop.money import format_cents
from shop.orders.models import Order, OrderAddress, OrderLine, OrderState
from shop.orders.queries import order_by_token
from shop.payments.bank_transfer import BankTransfer, bank_transfer
from shop.payments.girocode import girocode_png
from shop.payments.models import Payment, PaymentMethod


@dataclass(frozen=True)
class Placed:
    """An order with the rows that were written beside it, so that its confirmation reads none of them again. `texts` with bodies."""

    order: Order
    lines: Sequence[OrderLine]
    delivery: OrderAddress
    billing: OrderAddress
    payment: Payment
    texts: Sequence[LegalText]
    seller: SellerProfile


def _queue(
    kind: str,
    key: str,
    subject: str,
    order: Order,
    at: datetime,
    shop_url: str,
    attachments: Sequence[Attachment] = (),
    told: Mapping[str, Any] | None = None,
    *,
    is_new: bool = False,
) -> None:
    told = told or {"order": order_by_token(order.token), "seller": seller()}
    context = {
        **told,
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
        is_new=is_new,
    )


def queue_confirmation(*, placed: Placed, at: datetime, shop_url: str) -> None:
    """Receipt and acceptance in one, with all that was agreed and, for a transfer, where to pay (BGB § 312i (1) no. 3)."""
    order = placed.order
    with override(order.language):
        subject = gettext("Your order %(number)s") % {"number": order.number}
        files = _papers(placed, shop_url)
        transfer, code = how_to_pay(order, placed.payment, placed.seller, shop_url)
        files += [code] if code else []
        key = f"order-confirmation:{order.pk}"
        told = {
            "order": order,
            "lines": placed.lines,
            "delivery": placed.delivery,
            "billing": placed.billing,
            "seller": placed.seller,
            "transfer": transfer,
            "code": code,
        }
        _queue("order_confirmation", key, subject, order, at, shop_url, files, told, is_new=True)


def how_to_pay(
    order: Order, payment: Payment | None, who: SellerProfile, shop_url: str
) -> tuple[BankTransfer | None, Attachment | None]:
    """Where to transfer what, with the GiroCode as a picture inside the mail: nothing is fetched, so no mail program hides it."""
    if order.payment_method != PaymentMethod.BANK_TRANSFER:
        return None, None
    transfer = bank_transfer(order=order, payment=payment, seller=who)
    if not transfer.girocode:
        return transfer, None
    cid = f"girocode-{order.number}@{urlsplit(shop_url).hostname}"
    return transfer, Attachment(name="girocode.png", content=girocode_png(transfer.girocode), content_type="image/png", cid=cid)


def _papers(placed: Placed, shop_url: str) -> list[Attachment]:
    """Terms and withdrawal instructions as the order rests on them, to keep."""
    papers, language = [], placed.order.language
    texts = {text.kind: text for text in placed.texts}
    for kind in (LegalKind.TERMS, LegalKind.WITHDRAWAL):
        if kind in texts:
            withdraw_url = shop_url + reverse("shop:withdraw")
            body = render_text(texts[kind], language=language, seller=placed.seller, shop_url=shop_url, withdraw_url=withdraw_url)
            html = render_to_string("mail/legal_text.html", {"title": kind.label, "body": body, "language": language})
            papers.append(Attachment.html(name=f"{slugify(kind.label)}.html", html=html))
    return papers


def queue_payment_received(*, order: Order, at: datetime, shop_url: str) -> None:
    """Says that the money is there."""
    with override(order.language):
        subject = gettext("Payment received for your order %(number)s") % {"number": order.number}
        _queue("payment_received", f"payment-received:{order.pk}", subject, order, at, shop_url)


def _news(
    *,
    kind: str,
    order: Order,
    subject: str,
    title: str,
    paragraphs: Sequence[str],
    at: datetime,
    shop_url: str,
    pay: Payment | None = None,
) -> None:
    """A short mail: a title, some paragraphs, then (with `pay`) how to transfer what is missing of it, and the way to the order."""
    who = seller()
    transfer, code = how_to_pay(order, pay, who, shop_url) if pay is not None else (None, None)
    told = {
        "order": order_by_token(order.token),
        "seller": who,
        "title": title,
        "paragraphs": paragraphs,
        "transfer": transfer,
        "code": code,
    }
    _queue("order_news", f"{kind}:{order.pk}", subject, order, at, shop_url, [code] if code else [], told)


def queue_part_payment(*, order: Order, payment: Payment, at: datetime, shop_url: str) -> None:
    """Says that a part of the money is there, and what is still missing."""
    with override(order.language):
        came, missing = format_cents(payment.captured, order.language), format_cents(payment.rest, order.language)
        _news(
            kind=f"part-payment-{payment.captured}",
            order=order,
            subject=gettext("A part of the amount for your order %(number)s is missing") % {"number": order.number},
            title=gettext("A part of the amount is missing"),
            paragraphs=[
                gettext("Thank you: %(came)s have arrived. %(missing)s are still missing.") % {"came": came, "missing": missing},
                gettext("We ship as soon as the rest is there."),
            ],
            pay=payment,
            at=at,
            shop_url=shop_url,
        )


def queue_transfer_details(*, order: Order, payment: Payment, at: datetime, shop_url: str) -> None:
    """Says where to transfer the amount, after the customer chose that in place of paying online."""
    with override(order.language):
        _news(
            kind=f"transfer-details-{payment.pk}",
            order=order,
            subject=gettext("Pay your order %(number)s by bank transfer") % {"number": order.number},
            title=gettext("Pay by bank transfer"),
            paragraphs=[gettext("You have chosen to transfer the amount. Here is what your bank needs.")],
            pay=payment,
            at=at,
            shop_url=shop_url,
        )


def queue_reminder(*, order: Order, payment: Payment, at: datetime, shop_url: str) -> None:
    """Says that no transfer has come yet, and until when the goods stay reserved."""
    with override(order.language):
        day = format_date(order.hold_until, "long", locale=order.language) if order.hold_until else ""
        _news(
            kind="reminder",
            order=order,
            subject=gettext("Your transfer for the order %(number)s") % {"number": order.number},
            title=gettext("We have not seen your transfer yet"),
            paragraphs=[
                gettext("Perhaps it is on its way already; then there is nothing to do for you."),
                gettext("Until %(day)s your goods stay reserved. After that we cancel the order, and nothing is due.")
                % {"day": day},
            ],
            pay=payment,
            at=at,
            shop_url=shop_url,
        )


def queue_payment_failed(*, order: Order, payment: Payment, at: datetime, shop_url: str) -> None:
    """Says that the bank refused a payment that had seemed to be under way, and how to pay in another way."""
    with override(order.language):
        _news(
            kind=f"payment-failed-{payment.pk}",
            order=order,
            subject=gettext("Your payment for the order %(number)s was refused") % {"number": order.number},
            title=gettext("Your bank refused the payment"),
            paragraphs=[
                gettext("Nothing was charged. Your goods stay reserved for another 24 hours."),
                gettext("Open your order and simply pay again, in another way if you like."),
            ],
            at=at,
            shop_url=shop_url,
        )


def queue_late_payment(*, order: Order, payment: Payment, at: datetime, shop_url: str) -> None:
    """Says that money came for an order that is cancelled, whose goods are gone, and that it is given back."""
    with override(order.language):
        amount = format_cents(payment.captured, order.language)
        _news(
            kind=f"late-payment-{payment.pk}-{payment.captured}",
            order=order,
            subject=gettext("We are giving your money back: order %(number)s") % {"number": order.number},
            title=gettext("We are giving your money back"),
            paragraphs=[
                gettext("Your payment of %(amount)s came after the order had been cancelled, and its goods are sold by now.")
                % {"amount": amount},
                gettext("We are sorry. You get the whole amount back the way it came."),
            ],
            at=at,
            shop_url=shop_url,
        )


def queue_cancelled(*, order: Order, refunded: int, in_time: bool, at: datetime, shop_url: str) -> None:
    """Says that the order is cancelled: because no money came (`in_time` False), or by staff; `refunded` cents go back."""
    with override(order.language):
        paragraphs = []
        times = order.events.filter(to_state=OrderState.CANCELLED).count()  # it may come back to life, and be cancelled again
        if not in_time:
            paragraphs.append(gettext("No payment has arrived in time, so we have cancelled the order. Nothing is due any more."))
            if order.payment_method == PaymentMethod.BANK_TRANSFER:
                paragraphs.append(gettext("Please do not transfer the amount any more. You are welcome to order again."))
        elif refunded:
            amount = format_cents(refunded, order.language)
            paragraphs.append(gettext("You get %(amount)s back the way it came.") % {"amount": amount})
        else:
            paragraphs.append(gettext("Nothing is due any more."))
        _news(
            kind=f"cancelled-{times}",
            order=order,
            subject=gettext("Your order %(number)s is cancelled") % {"number": order.number},
            title=gettext("Your order is cancelled"),
            paragraphs=paragraphs,
            at=at,
            shop_url=shop_url,
        )


def queue_refund(*, order: Order, refund_id: int, amount: int, at: datetime, shop_url: str) -> None:
    """Says that `amount` cents go back to the customer."""
    with override(order.language):
        words = format_cents(amount, order.language)
        _news(
            kind=f"refund-{refund_id}",
            order=order,
            subject=gettext("Refund for your order %(number)s") % {"number": order.number},
            title=gettext("You get money back"),
            paragraphs=[
                gettext("We are giving %(amount)s back to you the way it came. Banks take a few days for it.") % {"amount": words}
            ],
            at=at,
            shop_url=shop_url,
        )
