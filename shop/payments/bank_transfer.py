"""What somebody who pays an order by transfer has to know; page and mail show the same."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localtime

from shop.legal.models import SellerProfile
from shop.orders.models import Order
from shop.payments.girocode import NoGiroCode, girocode_payload
from shop.payments.models import Payment


@dataclass(frozen=True)
class BankTransfer:
    """`iban` in groups of four; `amount` (still to pay) and `received` in cents.

    `pay_by` is None where no day is set, `girocode` '' where no code can be made.
    """

    holder: str
    iban: str
    bic: str
    amount: int
    received: int
    reference: str
    pay_by: date | None
    girocode: str


def bank_transfer(*, order: Order, payment: Payment | None, seller: SellerProfile) -> BankTransfer:
    """The transfer that pays what is left of `payment`; of the whole order where it has no payment yet.

    Never raises: an account that makes no GiroCode must not keep anybody from ordering.
    """
    amount = order.total if payment is None else payment.rest
    try:
        payload = girocode_payload(
            holder=seller.account_holder, iban=seller.iban, bic=seller.bic, amount=amount, reference=order.number
        )
    except NoGiroCode:
        payload = ""
    pay_by = None
    if order.hold_until is not None:
        pay_by = localtime(order.hold_until - timedelta(microseconds=1)).date()  # midnight ends the day before it
    return BankTransfer(
        holder=seller.account_holder,
        iban=seller.iban_groups,
        bic=seller.bic,
        amount=amount,
        received=0 if payment is None else payment.captured,
        reference=order.number,
        pay_by=pay_by,
        girocode=payload,
    )
