"""An order that nobody pays: reminded, then cancelled, by schedule alone; its goods and its voucher are free again."""

from datetime import datetime, timedelta

import pytest

from shop.aftersales.expire_order import ASK_AGAIN, expire_order, remind_order
from shop.books.verify import verify_books
from shop.checkout.record_transfer import record_transfer
from shop.legal.models import SellerProfile
from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.orders.why import Why
from shop.payments.models import Payment
from shop.stock.models import Stock
from shop.vouchers.models import Voucher
from shop.worker.round import do_round
from tests.books import books
from tests.factories import SHOP_URL, a_shop, a_staff_member, a_voucher, an_order, pay

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _mails() -> list[str]:
    return [key.partition(":")[0] for key in OutgoingMail.objects.order_by("pk").values_list("key", flat=True)]


def test_reminder_and_cancellation_come_by_schedule(at: datetime) -> None:
    """Day 4 and the end of day 7, with nobody doing anything but running the worker."""
    order = an_order(voucher=a_voucher(limit=1))
    seen = {}
    for day in range(9):
        do_round(at=at + day * DAY)
        order.refresh_from_db()
        seen[day] = (order.state, len(_mails()))
    assert seen == {
        0: ("pending", 1), 1: ("pending", 1), 2: ("pending", 1), 3: ("pending", 1), 4: ("pending", 2), 5: ("pending", 2),
        6: ("pending", 2), 7: ("pending", 2), 8: ("cancelled", 3),
    }  # fmt: skip
    assert _mails() == ["order-confirmation", "reminder", "cancelled-1"]
    assert (Stock.objects.get().reserved, Voucher.objects.get().used, Payment.objects.get().state) == (0, 0, "cancelled")
    assert verify_books(at=at + 9 * DAY) == []


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [
        ("en", "We have not seen your transfer yet", "November 30, 2026"),
        ("de", "Deine Überweisung ist noch nicht da", "30. November 2026"),
    ],
)
def test_reminder_names_account_sum_code_and_last_day(language: str, words: str, day: str, at: datetime) -> None:
    order = an_order(language=language)
    remind_order(order=order, at=at + 4 * DAY, shop_url=SHOP_URL)
    mail = OutgoingMail.objects.get(key__startswith="reminder")
    assert [text in mail.text for text in (words, day, "DE02 1203 0000 0000 2020 51", order.number)] == [True] * 4
    assert mail.attachments.filter(name="girocode.png").count() == 1


def test_reminder_of_a_part_payment_asks_for_the_rest(at: datetime) -> None:
    order = an_order()
    record_transfer(order=order, amount=50_00, reference="1", by=a_staff_member(), at=at, shop_url=SHOP_URL)
    remind_order(order=order, at=at + 4 * DAY, shop_url=SHOP_URL)
    assert "€34.80" in OutgoingMail.objects.get(key__startswith="reminder").text


def test_reminder_is_sent_once(at: datetime) -> None:
    order = an_order()
    for _ in range(2):
        remind_order(order=order, at=at + 4 * DAY, shop_url=SHOP_URL)
    assert (_mails(), order.events.filter(why=Why.REMINDED).count()) == (["order-confirmation", "reminder"], 1)


@pytest.mark.parametrize("case", ["paid", "cancelled", "card", "over"])
def test_order_that_waits_for_no_transfer_is_not_reminded(case: str, at: datetime) -> None:
    order = an_order(method="card" if case == "card" else "bank_transfer")
    if case == "paid":
        pay(order)
    elif case == "cancelled":
        Order.objects.update(state="cancelled")
    elif case == "over":
        Order.objects.update(hold_until=at)
    before = books()
    remind_order(order=order, at=at + 4 * DAY, shop_url=SHOP_URL)
    assert books() == before


def test_seller_who_wants_no_reminder_has_none(at: datetime) -> None:
    a_shop()
    SellerProfile.objects.update(reminder_days=0)
    an_order()
    do_round(at=at + 5 * DAY)
    assert _mails() == ["order-confirmation"]


def test_order_in_its_time_is_left_alone(at: datetime) -> None:
    order = an_order()
    before = books()
    assert expire_order(order=order, at=at + DAY, shop_url=SHOP_URL) == order.hold_until
    assert books() == before


def test_paid_order_never_ends(at: datetime) -> None:
    order = an_order(paid=True)
    before = books()
    assert expire_order(order=order, at=at + 99 * DAY, shop_url=SHOP_URL) is None
    assert books() == before


def test_order_that_is_paid_in_this_very_moment_stays(at: datetime) -> None:
    """The caller read it before the money came; the lock tells."""
    order = an_order()
    stale = Order.objects.get()
    pay(order)
    before = books()
    assert expire_order(order=stale, at=at + 99 * DAY, shop_url=SHOP_URL) is None
    assert books() == before


def test_order_whose_payment_is_being_decided_waits(at: datetime) -> None:
    order = an_order(method="card")
    Payment.objects.update(state="processing")
    late = at + DAY
    assert expire_order(order=order, at=late, shop_url=SHOP_URL) == late + ASK_AGAIN
    order.refresh_from_db()
    assert (order.state, Stock.objects.get().reserved) == ("pending", 1)


def test_part_payment_of_an_order_that_ends_goes_back(at: datetime) -> None:
    order = an_order()
    record_transfer(order=order, amount=50_00, reference="1", by=a_staff_member(), at=at, shop_url=SHOP_URL)
    do_round(at=at + 9 * DAY)
    order.refresh_from_db()
    assert (order.state, order.payments.get().refunds.get().amount, verify_books(at=at + 9 * DAY)) == ("cancelled", 50_00, [])
