"""Use a voucher, and give a use back: conditional updates whose row count decides, a CHECK and a unique key behind them."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from shop.vouchers.models import Voucher, VoucherCustomer, VoucherUse


class VoucherUsedUp(Exception):
    """The voucher was used as often as it may be, by all or by this customer."""


def digest(email: str) -> str:
    """Who a customer is to a voucher: the same for 'Jana@Example.org' and 'jana@example.org', readable to nobody."""
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()


@transaction.atomic
def redeem(*, voucher: Voucher, reference: str, email: str, at: datetime) -> None:
    """Count one use of `voucher` for the order `reference`; raises `VoucherUsedUp`. The same order is never counted twice."""
    customer = digest(email)
    use = VoucherUse(voucher=voucher, reference=reference, customer=customer, at=at)
    if VoucherUse.objects.filter(voucher=voucher, reference=reference).exists():
        return
    _count(voucher, customer)
    use.save(force_insert=True)


def _count(voucher: Voucher, customer: str) -> None:
    within = Q(limit__isnull=True) | Q(limit__gt=F("used"))
    if not Voucher.objects.filter(within, pk=voucher.pk).update(used=F("used") + 1):
        raise VoucherUsedUp
    VoucherCustomer.objects.bulk_create([VoucherCustomer(voucher=voucher, customer=customer)], ignore_conflicts=True)
    row = VoucherCustomer.objects.filter(voucher=voucher, customer=customer)
    if voucher.limit_per_customer is not None:
        row = row.filter(used__lt=voucher.limit_per_customer)
    if not row.update(used=F("used") + 1):
        raise VoucherUsedUp


@transaction.atomic
def use_again(*, reference: str) -> None:
    """The order `reference` came back to life: its voucher counts once more; raises `VoucherUsedUp`. Twice changes nothing."""
    for use in VoucherUse.objects.filter(reference=reference, given_back_at__isnull=False).select_related("voucher"):
        if VoucherUse.objects.filter(pk=use.pk, given_back_at__isnull=False).update(given_back_at=None):
            _count(use.voucher, use.customer)


@transaction.atomic
def give_back(*, reference: str, at: datetime) -> None:
    """The order `reference` came to nothing: its voucher may be used again. Twice changes nothing."""
    for use in VoucherUse.objects.filter(reference=reference, given_back_at__isnull=True):
        if VoucherUse.objects.filter(pk=use.pk, given_back_at__isnull=True).update(given_back_at=at):
            Voucher.objects.filter(pk=use.voucher_id).update(used=F("used") - 1)
            VoucherCustomer.objects.filter(voucher=use.voucher_id, customer=use.customer).update(used=F("used") - 1)
