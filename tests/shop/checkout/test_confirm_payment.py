"""Money is booked once, whoever brings the news and however often."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from shop.checkout.confirm_payment import NoOpenTransfer, apply_session, confirm_payment, record_transfer
from shop.mail.models import OutgoingMail
from shop.orders.models import Order, OrderEvent
from shop.payments.models import Payment, PaymentState
from shop.payments.stripe import Session
from tests.books import books
from tests.factories import SHOP_URL, a_staff_member, an_order

pytestmark = pytest.mark.django_db


def _paid_events() -> list[tuple[Any, ...]]:
    return list(OrderEvent.objects.filter(to_state="paid").values_list("from_state", "why", "by", "at"))


def _mails() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("key", flat=True))


def test_payment_and_order_become_paid_together(at: datetime) -> None:
    order, later = an_order(), at + timedelta(hours=1)
    confirm_payment(payment=Payment.objects.get(), why="because", at=later, shop_url=SHOP_URL)
    assert Payment.objects.values_list("state", "captured", "changed_at").get() == ("paid", order.total, later)
    assert (Order.objects.get().state, _paid_events()) == ("paid", [("pending", "because", None, later)])
    assert _mails() == [f"order-confirmation:{order.pk}", f"payment-received:{order.pk}"]
    mail = OutgoingMail.objects.get(key__startswith="payment-received")
    assert (mail.to, mail.subject) == ("jana@example.org", f"Payment received for your order {order.number}")


def test_second_bringer_of_the_same_news_changes_nothing(at: datetime) -> None:
    an_order()
    first, second = Payment.objects.get(), Payment.objects.get()
    confirm_payment(payment=first, why="webhook", at=at, shop_url=SHOP_URL)
    before = books()
    confirm_payment(payment=second, why="page", at=at + timedelta(hours=1), shop_url=SHOP_URL)
    assert (books(), second.state) == (before, PaymentState.PAID)


def test_money_for_a_cancelled_order_is_booked_but_the_order_stays_cancelled(at: datetime) -> None:
    order = an_order()
    Order.objects.update(state="cancelled")
    Payment.objects.update(state="cancelled")
    confirm_payment(payment=Payment.objects.get(), why="late", at=at, shop_url=SHOP_URL)
    assert Payment.objects.values_list("state", "captured").get() == ("paid", order.total)
    assert (Order.objects.get().state, _paid_events(), len(_mails())) == ("cancelled", [], 1)


def test_staff_records_a_transfer(at: datetime) -> None:
    order, staff = an_order(method="bank_transfer"), a_staff_member()
    record_transfer(order=order, by=staff, at=at, shop_url=SHOP_URL)
    assert Payment.objects.values_list("state", "captured", "intent_id").get() == ("paid", order.total, None)
    assert (Order.objects.get().state, _paid_events()) == ("paid", [("pending", "bank transfer received", staff.pk, at)])


@pytest.mark.parametrize(("method", "times"), [("bank_transfer", 1), ("card", 0)])
def test_transfer_that_is_not_awaited_leaves_no_trace(method: str, times: int, at: datetime) -> None:
    order, staff = an_order(method=method), a_staff_member()
    for _ in range(times):
        record_transfer(order=order, by=staff, at=at, shop_url=SHOP_URL)
    before = books()
    for asked in (order, Order.objects.get()):
        with pytest.raises(NoOpenTransfer, match=order.number):
            record_transfer(order=asked, by=staff, at=at, shop_url=SHOP_URL)
    assert books() == before


def test_transfer_for_a_cancelled_order_leaves_no_trace(at: datetime) -> None:
    an_order()
    Order.objects.update(state="cancelled")
    before = books()
    with pytest.raises(NoOpenTransfer):
        record_transfer(order=Order.objects.get(), by=a_staff_member(), at=at, shop_url=SHOP_URL)
    assert books() == before


# A card payment, as Stripe tells of it ------------------------------------------------------------
def _a_card_order() -> Order:
    order = an_order(method="card")
    Payment.objects.update(session_id="cs_1")
    return order


def _sessions(order: Order) -> dict[str, Session]:
    payment_id = str(order.payments.get().pk)
    session = Session(
        id="cs_1", url="", status="open", payment_status="unpaid", amount=order.total, currency="EUR", reference=order.number,
        payment_id=payment_id, intent_id=None,
    )  # fmt: skip
    return {
        "open": session,
        "processing": replace(session, status="complete", intent_id="pi_1"),
        "paid": replace(session, status="complete", payment_status="paid", intent_id="pi_1"),
        "expired": replace(session, status="expired"),
    }


@pytest.mark.parametrize(
    ("news", "state"), [("open", "open"), ("processing", "processing"), ("paid", "paid"), ("expired", "expired")]
)
def test_session_moves_its_payment(news: str, state: str, at: datetime) -> None:
    order = _a_card_order()
    apply_session(session=_sessions(order)[news], at=at, shop_url=SHOP_URL)
    assert Payment.objects.get().state == state
    assert Order.objects.get().state == ("paid" if news == "paid" else "pending")


def test_paid_session_books_the_money_and_remembers_the_intent(at: datetime) -> None:
    order = _a_card_order()
    apply_session(session=_sessions(order)["paid"], at=at, shop_url=SHOP_URL)
    assert Payment.objects.values_list("state", "captured", "intent_id").get() == ("paid", order.total, "pi_1")
    assert _paid_events() == [("pending", "card payment", None, at)]


@pytest.mark.parametrize("news", sorted(set(permutations(["open", "paid", "paid", "processing", "expired"]))))
def test_news_in_any_order_end_in_the_same_books(news: tuple[str, ...], at: datetime) -> None:
    order = _a_card_order()
    for name in news:
        apply_session(session=_sessions(order)[name], at=at, shop_url=SHOP_URL)
    assert Payment.objects.values_list("state", "captured", "intent_id").get() == ("paid", order.total, "pi_1")
    assert (Order.objects.get().state, _paid_events()) == ("paid", [("pending", "card payment", None, at)])
    assert _mails() == [f"order-confirmation:{order.pk}", f"payment-received:{order.pk}"]


@pytest.mark.parametrize("lie", [{"amount": 1}, {"currency": "USD"}, {"reference": "SR-2222-2222"}, {"reference": ""}])
def test_session_that_does_not_match_pays_nothing(lie: dict[str, Any], at: datetime) -> None:
    order = _a_card_order()
    apply_session(session=replace(_sessions(order)["paid"], **lie), at=at, shop_url=SHOP_URL)
    assert Payment.objects.values_list("state", "captured").get() == ("mismatch", 0)
    assert (Order.objects.get().state, _paid_events(), len(_mails())) == ("pending", [], 1)


def test_session_of_somebody_else_is_ignored(at: datetime) -> None:
    order = _a_card_order()
    before = books()
    apply_session(session=replace(_sessions(order)["paid"], id="cs_2"), at=at, shop_url=SHOP_URL)
    assert books() == before


def test_session_whose_id_was_never_written_down_is_adopted(at: datetime) -> None:
    order = an_order(method="card")  # we died between Stripe's answer and our commit
    apply_session(session=_sessions(order)["paid"], at=at, shop_url=SHOP_URL)
    assert Payment.objects.values_list("state", "session_id", "captured").get() == ("paid", "cs_1", order.total)


def test_session_never_pays_an_order_that_waits_for_a_transfer(at: datetime) -> None:
    order = an_order(method="bank_transfer")
    before = books()
    apply_session(session=_sessions(order)["paid"], at=at, shop_url=SHOP_URL)
    assert books() == before
