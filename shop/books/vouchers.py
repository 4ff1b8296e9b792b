"""Vouchers: the counters say what the uses say, and the uses what the orders say."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shop.books.problem import Problem, compare
from shop.invoices.models import Invoice
from shop.orders.models import Order, OrderState
from shop.vouchers.models import Voucher, VoucherCustomer, VoucherUse


def verify_vouchers() -> Iterator[Problem]:
    """V1: uses in all, and of each customer. V2: each order that used a voucher, and no other, counts."""
    uses = VoucherUse.objects.filter(given_back_at__isnull=True)
    total = dict(uses.values_list("voucher").annotate(n=Count("pk")).order_by())
    for pk, code, used in Voucher.objects.values_list("pk", "code", "used"):
        yield from compare("V1 a voucher counts its uses", code, total.get(pk, 0), used)
    each = {(row[0], row[1]): row[2] for row in uses.values_list("voucher", "customer").annotate(n=Count("pk")).order_by()}
    for voucher, code, customer, used in VoucherCustomer.objects.values_list("voucher", "voucher__code", "customer", "used"):
        yield from compare("V1 a voucher counts each customer's uses", code, each.get((voucher, customer), 0), used)
    yield from _orders(uses)


def _orders(uses: QuerySet[VoucherUse]) -> Iterator[Problem]:
    """A cancelled order gives its voucher back if it was never paid."""
    counts = Exists(uses.filter(reference=OuterRef("number")))
    came_to_nothing = Q(state=OrderState.CANCELLED) & ~Exists(Invoice.objects.filter(order=OuterRef("pk")))
    with_voucher = Order.objects.exclude(voucher_code="")
    for number in with_voucher.filter(~came_to_nothing & ~counts).values_list("number", flat=True):
        yield Problem("V2 an order's voucher counts", number, "its use is missing")
    for number in with_voucher.filter(came_to_nothing & counts).values_list("number", flat=True):
        yield Problem("V2 an order's voucher counts", number, "the order came to nothing, and its voucher was not given back")
