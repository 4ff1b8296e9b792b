"""A dispute: the bank took the money, or threatens to. It changes the payment's books, never silently the order."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.money import format_cents
from shop.orders.models import Order
from shop.payments.models import Dispute, DisputeState, EntryKind, Payment, PaymentEntry
from shop.payments.stripe import DisputeFact


@transaction.atomic
def note_dispute(*, payment: Payment, fact: DisputeFact, at: datetime) -> None:
    """Bring our row in line with Stripe's, in any order and any number of times; staff are told when one begins and ends."""
    Payment.objects.select_for_update().get(pk=payment.pk)
    state = {"won": DisputeState.WON, "lost": DisputeState.LOST}.get(fact.status, DisputeState.OPEN)
    dispute, _created = Dispute.objects.get_or_create(
        stripe_id=fact.id,
        defaults={"payment": payment, "amount": fact.amount, "reason": fact.reason[:60], "opened_at": at, "changed_at": at},
    )
    if state != DisputeState.OPEN:
        moved = Dispute.objects.filter(pk=dispute.pk, state=DisputeState.OPEN).update(state=state, changed_at=at)
        if moved and state == DisputeState.LOST:
            PaymentEntry.objects.create(
                payment=payment, kind=EntryKind.TAKEN_BACK, amount=-dispute.amount, reference=f"dispute:{fact.id}", at=at
            )
    raise_alert(
        key=f"dispute:{fact.id}:{state}",
        kind=AlertKind.DISPUTE,
        reference=payment.order.number,
        message=format_lazy(
            _("{amount} disputed ({reason}): {state}"),
            amount=format_cents(fact.amount, settings.LANGUAGE_CODE),
            reason=fact.reason,
            state=state.label,
        ),
        at=at,
    )


def is_disputed(order: Order) -> bool:
    """Whether the bank is asking for the money of `order` back right now."""
    return Dispute.objects.filter(payment__order=order, state=DisputeState.OPEN).exists()
