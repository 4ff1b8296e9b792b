"""Invoice numbers: one counter row per series, moved in the transaction that writes the invoice, so that no number is lost."""

from django.db import transaction
from django.db.models import F

from shop.invoices.models import Counter, InvoiceKind

PREFIX = {InvoiceKind.INVOICE: "RE", InvoiceKind.CANCELLATION: "ST"}


class NoTransaction(RuntimeError):
    """A number taken outside of the transaction that spends it could be lost."""


def next_number(*, kind: InvoiceKind, year: int) -> tuple[str, int, str]:
    """The series, the value and the number to print, such as ('RE-2026', 123, 'RE-2026-000123').

    The UPDATE takes the row's lock until the caller commits: the next invoice waits for that, and takes the number over if
    this one is rolled back.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction
    series = f"{PREFIX[kind]}-{year}"
    if not Counter.objects.filter(series=series).update(value=F("value") + 1):
        Counter.objects.bulk_create([Counter(series=series)], ignore_conflicts=True)
        Counter.objects.filter(series=series).update(value=F("value") + 1)
    value = Counter.objects.values_list("value", flat=True).get(series=series)
    return series, value, f"{series}-{value:06d}"
