"""Payments: the ledger, the refunds, and exactly its money for each paid order."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import CharField, Exists, OuterRef, Q, Sum
from django.db.models.functions import Cast

from shop.aftersales.models import WithdrawalSettlement
from shop.books.problem import Problem, compare
from shop.invoices.models import Invoice, InvoiceKind
from shop.jobs.kinds import JobKind
from shop.jobs.models import Job
from shop.orders.models import Order, OrderState
from shop.payments.models import EntryKind, Payment, PaymentEntry, PaymentMethod, PaymentState, Refund, RefundState


def verify_payments() -> Iterator[Problem]:
    """M1-M4: ledger, refunds, money of each order, and a job for whatever is undecided."""
    yield from _ledger()
    yield from _orders()
    yield from _jobs()


def _ledger() -> Iterator[Problem]:
    entries: dict[tuple[int, str], int] = defaultdict(int)
    for payment, kind, amount in PaymentEntry.objects.values_list("payment", "kind").annotate(n=Sum("amount")).order_by():
        entries[payment, kind] = amount
    refunds: dict[tuple[int, str], int] = defaultdict(int)
    for payment, state, amount in Refund.objects.values_list("payment", "state").annotate(n=Sum("amount")).order_by():
        refunds[payment, state] = amount
    for row in Payment.objects.values("pk", "order__number", "state", "amount", "captured", "refunded"):
        pk, where = row["pk"], f"{row['order__number']} payment {row['pk']}"
        promised = sum(refunds[pk, state] for state in RefundState if state != RefundState.FAILED)
        left = -entries[pk, EntryKind.GIVEN_BACK] - entries[pk, EntryKind.RETURNED]
        yield from compare("M1 what was received stands in the ledger", where, entries[pk, EntryKind.RECEIVED], row["captured"])
        yield from compare("M2 what was refunded stands in the refunds", where, promised, row["refunded"])
        yield from compare("M2 what was given back stands in the ledger", where, refunds[pk, RefundState.SUCCEEDED], left)
        if row["state"] == PaymentState.PAID and row["captured"] < row["amount"]:
            yield Problem("M1 a paid payment has its money", where, f"{row['captured']} of {row['amount']}")


def _orders() -> Iterator[Problem]:
    """M3: an order with an invoice keeps what the invoice and its cancellations leave; one without keeps nothing once it ended.

    What was deducted for loss of value is kept, too, unless staff gave it back in Stripe's dashboard.
    """
    kept = dict(Payment.objects.values_list("order").annotate(n=Sum("captured") - Sum("refunded")).order_by())
    failed = dict(
        Refund.objects.filter(state=RefundState.FAILED).values_list("payment__order").annotate(n=Sum("amount")).order_by()
    )
    there = Refund.objects.filter(key__startswith="stripe:").exclude(state=RefundState.FAILED)
    made_there = dict(there.values_list("payment__order").annotate(n=Sum("amount")).order_by())
    invoiced: dict[int, int] = defaultdict(int)
    for order, kind, total in Invoice.objects.values_list("order", "kind").annotate(n=Sum("total")).order_by():
        invoiced[order] += total if kind == InvoiceKind.INVOICE else -total
    deducted = dict(WithdrawalSettlement.objects.values_list("order").annotate(n=Sum("deduction")).order_by())
    for pk, number, state in Order.objects.exclude(state=OrderState.PENDING).values_list("pk", "number", "state"):
        expected = invoiced[pk] + deducted.get(pk, 0)
        found = kept.get(pk, 0)
        # A refund that failed is the customer's money still with us, until it goes back in another way; its alert tells staff.
        least = expected - min(deducted.get(pk, 0), made_there.get(pk, 0))
        if not least <= found <= expected + failed.get(pk, 0):
            yield from compare("M3 an order keeps exactly its money", f"{number} ({state})", expected, found)


def _jobs() -> Iterator[Problem]:
    """M4: nothing undecided without somebody who will look."""
    reference = Cast(OuterRef("pk"), CharField())
    look = Job.objects.filter(kind=JobKind.LOOK_AT_PAYMENT, reference=reference, done_at__isnull=True)
    send = Job.objects.filter(kind=JobKind.SEND_REFUND, reference=reference, done_at__isnull=True)
    asked = Q(state=PaymentState.OPEN, tries__gt=0) | Q(state=PaymentState.PROCESSING)
    for payment in Payment.objects.filter(asked & Q(method=PaymentMethod.CARD) & ~Exists(look)).select_related("order"):
        yield Problem("M4 an undecided payment is looked at", f"{payment.order.number} payment {payment.pk}", "no job")
    waiting = Refund.objects.filter(state=RefundState.REQUESTED, payment__method=PaymentMethod.CARD)
    for refund in waiting.filter(~Exists(send)).select_related("payment__order"):
        yield Problem("M4 a refund is made", f"{refund.payment.order.number} refund {refund.pk}", "no job")
