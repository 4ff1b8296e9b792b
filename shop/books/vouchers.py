"""Vouchers: the counters say what the uses say."""

from collections.abc import Iterator

from django.db.models import Count

from shop.books.problem import Problem, compare
from shop.vouchers.models import Voucher, VoucherCustomer, VoucherUse


def verify_vouchers() -> Iterator[Problem]:
    """V1: uses in all, and of each customer."""
    uses = VoucherUse.objects.filter(given_back_at__isnull=True)
    total = dict(uses.values_list("voucher").annotate(n=Count("pk")).order_by())
    for pk, code, used in Voucher.objects.values_list("pk", "code", "used"):
        yield from compare("V1 a voucher counts its uses", code, total.get(pk, 0), used)
    each = {(row[0], row[1]): row[2] for row in uses.values_list("voucher", "customer").annotate(n=Count("pk")).order_by()}
    for voucher, code, customer, used in VoucherCustomer.objects.values_list("voucher", "voucher__code", "customer", "used"):
        yield from compare("V1 a voucher counts each customer's uses", code, each.get((voucher, customer), 0), used)
