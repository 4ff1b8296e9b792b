"""What a voucher takes off a cart, or why it takes off nothing. Read only; `redeem` counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext, override

from shop.money import allocate, cents, format_cents, round_half_up
from shop.vouchers.models import Voucher, VoucherCustomer, VoucherKind
from shop.vouchers.redeem import digest


class VoucherProblem(StrEnum):
    NOT_VALID = "not_valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    USED_UP = "used_up"
    USED_BY_YOU = "used_by_you"
    BELOW_MINIMUM = "below_minimum"
    NOTHING_TO_REDUCE = "nothing_to_reduce"


@dataclass(frozen=True)
class VoucherQuote:
    """`discounts` are the cents off each line, in the order of the lines that were asked about; `minimum` in cents."""

    code: str
    kind: VoucherKind
    discounts: tuple[int, ...]
    free_shipping: bool
    minimum: int
    problem: VoucherProblem | None = None

    @property
    def discount(self) -> int:
        return sum(self.discounts)


def find_voucher(code: str) -> Voucher | None:
    """The voucher of a typed code: spaces around it and small letters are forgiven."""
    return Voucher.objects.filter(code=code.strip().upper()[:30]).first()


def uses_by(*, voucher: Voucher, email: str) -> int:
    """How often the customer behind `email` has used `voucher`."""
    row = VoucherCustomer.objects.filter(voucher=voucher, customer=digest(email)).values_list("used", flat=True).first()
    return row or 0


def quote_voucher(
    voucher: Voucher, *, goods: Sequence[int], reducible: Sequence[bool], at: datetime, used_by_customer: int = 0
) -> VoucherQuote:
    """What `voucher` takes off lines of `goods` cents; lines that are not `reducible` (fixed prices) keep theirs."""
    base = [amount if may else 0 for amount, may in zip(goods, reducible, strict=True)]
    problem = _problem(voucher, base, at, used_by_customer)
    off = 0 if problem else _off(voucher, sum(base))
    shares = allocate(off, base) if off else [0] * len(base)
    return VoucherQuote(
        code=voucher.code,
        kind=VoucherKind(voucher.kind),
        discounts=tuple(shares),
        free_shipping=voucher.kind == VoucherKind.FREE_SHIPPING and problem is None,
        minimum=cents(voucher.minimum),
        problem=problem,
    )


def _problem(voucher: Voucher, base: Sequence[int], at: datetime, used_by_customer: int) -> VoucherProblem | None:
    if not voucher.is_active:
        return VoucherProblem.NOT_VALID
    if at < voucher.valid_from:
        return VoucherProblem.NOT_YET
    if voucher.valid_until is not None and at >= voucher.valid_until:
        return VoucherProblem.EXPIRED
    if voucher.limit is not None and voucher.used >= voucher.limit:
        return VoucherProblem.USED_UP
    if voucher.limit_per_customer is not None and used_by_customer >= voucher.limit_per_customer:
        return VoucherProblem.USED_BY_YOU
    if not sum(base):
        return VoucherProblem.NOTHING_TO_REDUCE
    if sum(base) < cents(voucher.minimum):
        return VoucherProblem.BELOW_MINIMUM
    return None


def _off(voucher: Voucher, base: int) -> int:
    """The cents off `base`, never more than it."""
    if voucher.kind == VoucherKind.PERCENT:
        return round_half_up(Decimal(base) * int(voucher.percent or 0) / 100)
    if voucher.kind == VoucherKind.AMOUNT and voucher.amount is not None:
        return min(cents(voucher.amount), base)
    return 0


def problem_words(quote: VoucherQuote, *, language: str) -> str:
    """Why the voucher takes off nothing, as one sentence; empty where it does."""
    with override(language):
        if quote.problem is None:
            return ""
        values = {"code": quote.code, "amount": format_cents(quote.minimum, language)}
        return {
            VoucherProblem.NOT_VALID: gettext("The voucher %(code)s is not valid."),
            VoucherProblem.NOT_YET: gettext("The voucher %(code)s is not valid yet."),
            VoucherProblem.EXPIRED: gettext("The voucher %(code)s has expired."),
            VoucherProblem.USED_UP: gettext("The voucher %(code)s has been used up."),
            VoucherProblem.USED_BY_YOU: gettext("You have used the voucher %(code)s as often as it may be used."),
            VoucherProblem.BELOW_MINIMUM: gettext("The voucher %(code)s applies from %(amount)s of goods on."),
            VoucherProblem.NOTHING_TO_REDUCE: gettext("The voucher %(code)s does not apply to books: their price is fixed by law."),
        }[quote.problem] % values
