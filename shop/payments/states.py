"""The states of a payment and the one way to move between them."""

from datetime import datetime

from shop.payments.models import Payment, PaymentState

S = PaymentState
TRANSITIONS: dict[PaymentState, frozenset[PaymentState]] = {
    S.OPEN: frozenset({S.PROCESSING, S.PAID, S.EXPIRED, S.FAILED, S.MISMATCH, S.CANCELLED}),
    S.PROCESSING: frozenset({S.PAID, S.FAILED, S.MISMATCH}),
    S.EXPIRED: frozenset({S.PAID, S.MISMATCH}),
    S.FAILED: frozenset({S.PAID, S.MISMATCH}),
    S.CANCELLED: frozenset({S.PAID, S.MISMATCH}),
    S.PAID: frozenset(),
    S.MISMATCH: frozenset(),
}


def move_payment(*, payment: Payment, to: PaymentState, at: datetime, **changes: object) -> bool:
    """Move `payment` to `to` from any state that may become it; whether this call was the one that moved it.

    `changes` are set with it. The answer is a fact (somebody may have been first), not a failure: the same news from
    the webhook and from a reader of the return page must end in the same books.
    """
    sources = [state for state, targets in TRANSITIONS.items() if to in targets]
    moved = Payment.objects.filter(pk=payment.pk, state__in=sources).update(state=to, changed_at=at, **changes)
    payment.refresh_from_db()
    return bool(moved)
