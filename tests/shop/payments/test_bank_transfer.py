"""What a buyer is told to transfer: what is left to pay, by when, and a code where one can be made."""

from datetime import UTC, date, datetime

import pytest

from shop.orders.models import Order
from shop.payments.bank_transfer import BankTransfer, bank_transfer
from shop.payments.models import Payment
from tests.factories import a_seller, an_order

pytestmark = pytest.mark.django_db


def _transfer(order: Order, **seller: str) -> BankTransfer:
    return bank_transfer(order=order, payment=order.payments.first(), seller=a_seller(**seller))


def test_transfer_of_an_order_pays_all_of_it() -> None:
    order = an_order()
    assert _transfer(order) == BankTransfer(
        holder="Sternregal GmbH", iban="DE02 1203 0000 0000 2020 51", bic="BYLADEM1001", amount=84_80, received=0,
        reference=order.number, pay_by=date(2026, 11, 30),
        girocode=f"BCD\n002\n1\nSCT\nBYLADEM1001\nSternregal GmbH\nDE02120300000000202051\nEUR84.80\n\n\n{order.number}",
    )  # fmt: skip


def test_transfer_of_a_part_leaves_the_rest() -> None:
    order = an_order()
    Payment.objects.update(captured=50_00)
    transfer = _transfer(order)
    assert (transfer.amount, transfer.received, transfer.girocode.split("\n")[7]) == (34_80, 50_00, "EUR34.80")


def test_order_without_a_payment_is_paid_in_full() -> None:
    order = an_order()
    assert bank_transfer(order=order, payment=None, seller=a_seller()) == _transfer(order)


# A moment in UTC is another day in Berlin; midnight ends the day before it.
@pytest.mark.parametrize(
    ("hold_until", "pay_by"),
    [
        (datetime(2026, 11, 30, 11, 0, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 30, 23, 0, 1, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_last_day_is_the_one_in_berlin_on_which_the_goods_are_still_held(hold_until: datetime, pay_by: date) -> None:
    order = an_order()
    order.hold_until = hold_until
    assert _transfer(order).pay_by == pay_by


@pytest.mark.parametrize("seller", [{"iban": "DE02120300000000202052"}, {"bic": "?"}, {"account_holder": ""}])
def test_account_that_makes_no_code_is_still_told(seller: dict[str, str]) -> None:
    transfer = _transfer(an_order(), **seller)
    assert (transfer.girocode, transfer.amount) == ("", 84_80)
