"""Take a withdrawal in: kept first, then receipted by mail with its content, day, time and zone (BGB § 356a (4))."""

from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from shop.aftersales.models import WithdrawalDeclaration
from shop.legal.texts import seller
from shop.mail.outbox import queue_mail
from shop.orders.models import Order

SAME_WITHIN = timedelta(minutes=10)  # a double click is one declaration


@transaction.atomic
def declare_withdrawal(*, name: str, contract: str, email: str, note: str, language: str, at: datetime) -> WithdrawalDeclaration:
    """Keep the declaration and queue its receipt; the same words within ten minutes are the same declaration.

    An unknown order is no obstacle: the law asks for a declaration, not for a match.
    """
    same = WithdrawalDeclaration.objects.filter(
        name=name, contract=contract, email=email, note=note, declared_at__gt=at - SAME_WITHIN
    ).first()
    if same is not None:
        return same
    order = Order.objects.filter(number=contract.strip().upper()).first()
    declaration = WithdrawalDeclaration.objects.create(
        name=name, contract=contract, email=email, note=note, language=language, order=order, declared_at=at
    )
    with override(language):
        context = {"declaration": declaration, "seller": seller()}
        queue_mail(
            key=f"withdrawal-receipt:{declaration.pk}",
            to=email,
            language=language,
            subject=gettext("Acknowledgement of receipt of your withdrawal"),
            text=render_to_string("mail/withdrawal_receipt.txt", context),
            html=render_to_string("mail/withdrawal_receipt.html", context),
            at=at,
        )
    return declaration
