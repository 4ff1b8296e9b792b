"""Invoices: no gap, in the order of their days, one for each paid order, and its document unchanged."""

import hashlib
from collections.abc import Iterator

from django.db.models import Count, Exists, Max, OuterRef, Q, Sum

from shop.books.problem import Problem, compare
from shop.invoices.models import Counter, Invoice, InvoiceDocument, InvoiceKind
from shop.orders.models import Order, OrderState

PAID = (OrderState.PAID, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)


def verify_invoices() -> Iterator[Problem]:
    """I1-I4: series, days, one invoice per paid order, and documents with their hash."""
    yield from _series()
    yield from _orders()
    for number, pdf, digest in InvoiceDocument.objects.values_list("invoice__number", "pdf", "sha256").iterator():
        yield from compare("I4 a document is as it was made", number, digest, hashlib.sha256(bytes(pdf)).hexdigest())


def _series() -> Iterator[Problem]:
    counters = dict(Counter.objects.values_list("series", "value"))
    found = {row["series"]: row for row in Invoice.objects.values("series").annotate(n=Count("pk"), top=Max("value")).order_by()}
    for series in sorted({*counters, *found}):
        row = found.get(series, {"n": 0, "top": 0})
        yield from compare("I1 a series has no gap", series, (counters.get(series, 0),) * 2, (row["n"], row["top"]))
    last: dict[str, str] = {}
    for series, number, at in Invoice.objects.order_by("series", "value").values_list("series", "number", "issued_at"):
        if series in last and at.isoformat() < last[series]:
            yield Problem("I3 numbers follow the days", number, f"{at} lies before the number before it")
        last[series] = at.isoformat()


def _orders() -> Iterator[Problem]:
    invoice = Invoice.objects.filter(order=OuterRef("pk"), kind=InvoiceKind.INVOICE)
    for number in Order.objects.filter(Q(state__in=PAID) & ~Exists(invoice)).values_list("number", flat=True):
        yield Problem("I2 a paid order has its invoice", number, "none")
    for number in Order.objects.filter(Q(state=OrderState.PENDING) & Exists(invoice)).values_list("number", flat=True):
        yield Problem("I2 an order that waits for its money has no invoice", number, "one")
    cancelled = dict(
        Invoice.objects.filter(kind=InvoiceKind.CANCELLATION).values_list("original").annotate(n=Sum("total")).order_by()
    )
    for pk, number, total in Invoice.objects.filter(kind=InvoiceKind.INVOICE).values_list("pk", "number", "total"):
        if cancelled.get(pk, 0) > total:
            yield Problem("I2 no more is cancelled than was invoiced", number, f"{cancelled[pk]} of {total}")
