"""Book money that came: an entry in the ledger and the payment's sum, together and once."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from shop.payments.models import EntryKind, Payment, PaymentEntry


@transaction.atomic
def receive(*, payment: Payment, amount: int, reference: str, at: datetime, by: User | None = None, note: str = "") -> bool:
    """Book `amount` cents for `payment`; whether this call booked them. The same `reference` is the same money."""
    entry = PaymentEntry(
        payment=payment, kind=EntryKind.RECEIVED, amount=amount, reference=reference, note=note[:200], by=by, at=at
    )
    if PaymentEntry.objects.filter(reference=reference).exists():
        return False
    entry.save(force_insert=True)
    Payment.objects.filter(pk=payment.pk).update(captured=F("captured") + amount, changed_at=at)
    payment.refresh_from_db()
    return True
