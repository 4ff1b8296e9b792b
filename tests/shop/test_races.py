"""Buyers at the same instant: real threads with connections of their own, on SQLite and on PostgreSQL.

PostgreSQL is where the races live: SQLite has one writer, so it serializes even naive code (reliability.md, findings 5 and 6).
Each promise stands beside a negative control that takes its guard away; where the control finds no harm, the test above it
would prove nothing.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.models import F, Max, QuerySet
from pytest_django.fixtures import Settings

from demo.stripe_standin import StripeStandin
from shop import deadlocks
from shop.aftersales.cancel_order import cancel_order
from shop.aftersales.expire_order import expire_order
from shop.aftersales.refund_order import refund_order
from shop.books.verify import verify_books
from shop.cart.edit import FewerAvailable, add_to_cart
from shop.cart.models import Cart
from shop.catalog.models import Variant
from shop.checkout import place_order as place_order_module
from shop.checkout.apply_session import apply_session
from shop.checkout.pay_by_card import start_card_payment
from shop.checkout.place_order import CartHasChanged, place_order
from shop.checkout.record_transfer import record_transfer
from shop.invoices import issue as issue_module
from shop.invoices.models import Invoice
from shop.jobs.kinds import JobKind
from shop.jobs.run import run_due_jobs
from shop.mail.models import OutgoingMail
from shop.mail.send import send_due_mails
from shop.orders.models import Order, OrderEvent
from shop.payments.models import Payment
from shop.payments.stripe import fetch_session
from shop.stock.models import Stock
from shop.stock.reserve import NotEnoughStock, Wanted, reserve_all
from shop.throttle.count_try import count_try
from shop.throttle.models import Throttle
from shop.vouchers.models import Voucher, VoucherUse
from shop.vouchers.redeem import VoucherUsedUp
from tests.factories import (
    SHOP_URL,
    a_cart,
    a_checkout_ready_cart,
    a_staff_member,
    a_variant,
    a_voucher,
    an_order,
    fingerprint,
)
from tests.shop.kills.run import race
from tests.shop.mail.smtp_server import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS = 50


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all `deeds` at the same instant, each in a thread; answers what each returned, or the exception that it raised."""
    start = threading.Barrier(len(deeds))
    outcomes: list[Any] = [None] * len(deeds)

    def run(index: int, deed: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            outcomes[index] = deed()
        except Exception as error:  # the outcome is what the test looks at
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def _kinds(outcomes: list[Any]) -> dict[str, int]:
    names = [type(outcome).__name__ for outcome in outcomes]
    return {name: names.count(name) for name in sorted(set(names))}


def _buying(cart: Cart, at: datetime) -> Callable[[], Order]:
    seen = fingerprint(cart)
    return lambda: place_order(cart=Cart.objects.get(pk=cart.pk), seen=seen, language="en", at=at, shop_url=SHOP_URL)


def _promised() -> int:
    return sum(line.quantity for order in Order.objects.exclude(state="cancelled") for line in order.lines.all())


def _buyers_of_one_piece(at: datetime) -> list[Any]:
    variant = a_variant(on_hand=1)
    return at_once(*[_buying(a_checkout_ready_cart(lines=[(variant, 1)]), at) for _ in range(BUYERS)])


def _buyers_in_ten_processes(at: datetime) -> dict[str, int]:
    """The same buyers in ten real processes, five in each: SQLite's locks are between processes."""
    variant = a_variant(on_hand=1)
    carts = [a_checkout_ready_cart(lines=[(variant, 1)]) for _ in range(BUYERS)]
    orders = [[cart.pk, fingerprint(cart)] for cart in carts]
    told = [text for texts in race("buy", [orders[n::10] for n in range(10)], at=at) for text in texts]
    return {name: told.count(name) for name in sorted(set(told))}


def test_last_piece_is_sold_once_to_fifty_buyers(at: datetime) -> None:
    told = _kinds(_buyers_of_one_piece(at)) if connection.vendor == "postgresql" else _buyers_in_ten_processes(at)
    assert told == {"CartHasChanged": 49, "Order": 1}
    assert (Stock.objects.values_list("on_hand", "reserved").get(), _promised()) == ((1, 1), 1)
    rows = (Order, Payment, OrderEvent, OutgoingMail)
    assert [table.objects.count() for table in rows] == [1, 1, 1, 1]
    assert Cart.objects.filter(ordered_at__isnull=False).count() == 1
    assert verify_books(at=at) == []


def test_ten_pieces_are_sold_to_ten_of_twenty_buyers(at: datetime) -> None:
    variant = a_variant(on_hand=10)
    outcomes = at_once(*[_buying(a_checkout_ready_cart(lines=[(variant, 1)]), at) for _ in range(20)])
    assert (_kinds(outcomes), _promised()) == ({"CartHasChanged": 10, "Order": 10}, 10)


def _read_then(write: Callable[[Stock, int], dict[str, Any]]) -> Callable[..., None]:
    """A naive `reserve_all`: everybody reads, then everybody writes. On SQLite the second buyer cannot even begin to read."""
    everybody_has_read = threading.Barrier(BUYERS)

    def naive(*, wanted: list[Wanted], reason: str, at: datetime) -> None:
        (piece,) = wanted
        stock = Stock.objects.get(variant_id=piece.variant_id)
        if connection.vendor == "postgresql":
            everybody_has_read.wait(timeout=30)
        if stock.on_hand < stock.reserved + piece.quantity:
            raise NotEnoughStock(piece.variant_id)
        Stock.objects.filter(pk=stock.pk).update(**write(stock, piece.quantity))

    return naive


def test_control_read_then_write_sells_one_piece_to_everybody(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lost update: each buyer writes 'one is reserved', which no CHECK can find wrong. Only the conditional UPDATE helps."""
    monkeypatch.setattr(
        place_order_module, "reserve_all", _read_then(lambda stock, quantity: {"reserved": stock.reserved + quantity})
    )
    outcomes = _buyers_of_one_piece(at)
    sold = {"Order": 50} if connection.vendor == "postgresql" else {"CartHasChanged": 49, "Order": 1}
    assert _kinds(outcomes) == sold
    assert (Stock.objects.values_list("on_hand", "reserved").get(), _promised()) == ((1, 1), sold["Order"])


def test_control_read_then_count_up_is_stopped_by_the_check(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blind increment: the CHECK behind the guard refuses what the guard would have, but as an error."""
    monkeypatch.setattr(
        place_order_module, "reserve_all", _read_then(lambda stock, quantity: {"reserved": F("reserved") + quantity})
    )
    outcomes = _buyers_of_one_piece(at)
    errors = [error for error in outcomes if isinstance(error, IntegrityError)]
    refused = len(errors) if connection.vendor == "postgresql" else sum(isinstance(o, CartHasChanged) for o in outcomes)
    assert (refused, _promised(), Order.objects.count()) == (49, 1, 1)
    assert all("no_more_is_reserved_than_is_on_hand" in str(error) for error in errors)


def test_same_cart_placed_eight_times_at_once_is_one_order(at: datetime) -> None:
    buy = _buying(a_checkout_ready_cart(lines=[(a_variant(on_hand=9), 2)]), at)
    outcomes = at_once(*[buy] * 8)
    order = Order.objects.get()
    assert outcomes == [order] * 8
    rows = (Payment, OrderEvent, OutgoingMail)
    assert ([table.objects.count() for table in rows], Stock.objects.get().reserved) == ([1, 1, 1], 2)


def test_same_cart_is_one_order_even_without_its_row_lock(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The unique key of the cart stands behind the lock: the losers' inserts fail, and they answer the winner's order."""
    buy = _buying(a_checkout_ready_cart(lines=[(a_variant(on_hand=20), 2)]), at)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    outcomes = at_once(*[buy] * 8)
    assert outcomes == [Order.objects.get()] * 8
    assert (Payment.objects.count(), Stock.objects.get().reserved) == (1, 2)


def _carts_in_opposite_order(one: Variant, two: Variant, pairs: int) -> list[Cart]:
    return [a_checkout_ready_cart(lines=lines) for _ in range(pairs) for lines in ([(one, 1), (two, 1)], [(two, 1), (one, 1)])]


def test_orders_of_two_products_in_opposite_order_never_wait_in_a_ring(at: datetime) -> None:
    one, two = a_variant(on_hand=50), a_variant(on_hand=50)
    outcomes = at_once(*[_buying(cart, at) for cart in _carts_in_opposite_order(one, two, pairs=8)])
    assert _kinds(outcomes) == {"Order": 16}
    assert set(Stock.objects.values_list("on_hand", "reserved")) == {(50, 16)}


@pytest.mark.postgres
def test_control_orders_that_reserve_in_the_order_of_the_cart_do_wait_in_a_ring(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = a_variant(on_hand=50), a_variant(on_hand=50)
    buys = [_buying(cart, at) for cart in _carts_in_opposite_order(one, two, pairs=1)]
    both_hold_their_first = threading.Barrier(2)
    mine = threading.local()

    def one_after_the_other(*, wanted: list[Wanted], reason: str, at: datetime) -> None:
        for piece in wanted:
            reserve_all(wanted=[piece], reason=reason, at=at)
            if not getattr(mine, "holds_one", False):
                mine.holds_one = True
                both_hold_their_first.wait(timeout=30)

    monkeypatch.setattr(place_order_module, "reserve_all", one_after_the_other)
    monkeypatch.setattr(deadlocks, "TRIES", 1)  # the shop would try the loser's order again
    outcomes = at_once(*buys)
    assert _kinds(outcomes) == {"OperationalError": 1, "Order": 1}
    assert any(isinstance(error, OperationalError) and "deadlock detected" in str(error) for error in outcomes)


def test_money_that_eight_bring_at_once_is_booked_once(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = start_card_payment(order=order, at=at, shop_url=SHOP_URL).rsplit("/", 1)[1]
    stripe.pay(session)
    truth = fetch_session(session)
    at_once(*[lambda: apply_session(session=truth, at=at, shop_url=SHOP_URL)] * 8)
    assert (Order.objects.get().state, Payment.objects.get().captured) == ("paid", order.total)
    assert (OrderEvent.objects.filter(to_state="paid").count(), Invoice.objects.count(), OutgoingMail.objects.count()) == (1, 1, 2)
    assert verify_books(at=at) == []


def test_one_line_of_the_statement_is_booked_once(at: datetime) -> None:
    order, staff = an_order(), a_staff_member()
    book = partial(record_transfer, order=order, amount=order.total, reference="line-7", by=staff, at=at, shop_url=SHOP_URL)
    assert _kinds(at_once(*[book] * 8)) == {"Payment": 1, "TransferIsBooked": 7}
    assert (Payment.objects.get().captured, verify_books(at=at)) == (order.total, [])


def test_cancellation_expiry_and_payment_at_once_leave_no_half_order(at: datetime) -> None:
    order, staff = an_order(lines=[(a_variant(on_hand=5), 2)]), a_staff_member()
    later = at + timedelta(days=30)
    at_once(
        lambda: record_transfer(order=order, amount=order.total, reference="1", by=staff, at=later, shop_url=SHOP_URL),
        lambda: cancel_order(order=order, why="by request", by=staff, at=later, shop_url=SHOP_URL),
        lambda: expire_order(order=Order.objects.get(), at=later, shop_url=SHOP_URL),
    )
    state = Order.objects.get().state
    assert (state, Stock.objects.get().reserved) in {("paid", 2), ("cancelled", 0)}
    assert Payment.objects.get().captured == order.total
    assert verify_books(at=later) == []


def test_twenty_refunds_at_once_give_back_no_more_than_came(at: datetime) -> None:
    order, staff = an_order(paid=True), a_staff_member()
    give = [
        partial(refund_order, order=order, amount=10_00, reason="scratch", key=f"{n:016}", by=staff, at=at, shop_url=SHOP_URL)
        for n in range(20)
    ]
    assert _kinds(at_once(*give)) == {"NotSoMuchToRefund": 12, "Refund": 8}
    assert (Payment.objects.get().refunded, verify_books(at=at)) == (80_00, [])


def _thirty_buyers_with_one_voucher(at: datetime) -> list[Any]:
    """Each wants a figure of their own, so that the voucher alone is what they meet at."""
    voucher = a_voucher(limit=3)
    carts = [a_checkout_ready_cart(lines=[(a_variant(), 1)], voucher=voucher, email=f"b{n}@example.org") for n in range(30)]
    return at_once(*[_buying(cart, at) for cart in carts])


def test_voucher_for_three_is_used_by_three_of_thirty(at: datetime) -> None:
    assert _kinds(_thirty_buyers_with_one_voucher(at)) == {"CartHasChanged": 27, "Order": 3}
    assert (Voucher.objects.get().used, VoucherUse.objects.count(), verify_books(at=at)) == (3, 3, [])


@pytest.mark.postgres
def test_control_voucher_that_is_read_then_written_is_used_by_all(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody_has_read = threading.Barrier(30)

    def naive(*, voucher: Voucher, reference: str, email: str, at: datetime) -> None:
        used = Voucher.objects.values_list("used", flat=True).get(pk=voucher.pk)
        everybody_has_read.wait(timeout=30)
        if used >= 3:
            raise VoucherUsedUp
        Voucher.objects.filter(pk=voucher.pk).update(used=used + 1)
        VoucherUse.objects.create(voucher=voucher, reference=reference, customer="x", at=at)

    monkeypatch.setattr(place_order_module, "redeem", naive)
    assert _kinds(_thirty_buyers_with_one_voucher(at)) == {"Order": 30}
    assert [problem.rule[:2] for problem in verify_books(at=at)] == ["V1"]


def _twenty_orders_paid_at_once(at: datetime) -> list[Any]:
    staff = a_staff_member()
    orders = [an_order(lines=[(a_variant(), 1)]) for _ in range(20)]
    pays = [
        partial(record_transfer, order=o, amount=o.total, reference=o.number, by=staff, at=at, shop_url=SHOP_URL) for o in orders
    ]
    return at_once(*pays)


def test_twenty_invoices_at_once_have_no_gap(at: datetime) -> None:
    assert _kinds(_twenty_orders_paid_at_once(at)) == {"Payment": 20}
    assert sorted(Invoice.objects.values_list("value", flat=True)) == list(range(1, 21))
    assert verify_books(at=at) == []


@pytest.mark.postgres
def test_control_numbers_counted_from_the_last_one_collide(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """MAX + 1, as many shops do it: all read the same last number, and the unique key lets one of them through."""
    everybody_has_read = threading.Barrier(20)

    def from_the_last(*, kind: str, year: int) -> tuple[str, int, str]:
        value = (Invoice.objects.aggregate(last=Max("value"))["last"] or 0) + 1
        everybody_has_read.wait(timeout=30)
        return f"RE-{year}", value, f"RE-{year}-{value:06d}"

    monkeypatch.setattr(issue_module, "next_number", from_the_last)
    assert _kinds(_twenty_orders_paid_at_once(at)) == {"IntegrityError": 19, "Payment": 1}


def test_one_job_is_done_by_one_of_four_workers(at: datetime) -> None:
    an_order(paid=True)
    done: list[str] = []
    handlers = {JobKind.RENDER_INVOICE: lambda reference, at: done.append(reference)}
    outcomes = at_once(*[lambda: run_due_jobs(handlers=handlers, at=at)] * 4)  # type: ignore[arg-type]
    assert (sorted(outcomes), len(done)) == ([0, 0, 0, 1], 1)


def test_pieces_added_in_ten_tabs_at_once_are_all_counted(at: datetime) -> None:
    cart, variant = a_cart(), a_variant(on_hand=9)
    outcomes = at_once(*[lambda: add_to_cart(cart=cart, variant=variant, quantity=1, at=at)] * 10)
    assert cart.lines.get().quantity == 9
    assert sum(isinstance(outcome, FewerAvailable) for outcome in outcomes) == 1
    assert _kinds(outcomes) == {"CartLine": 9, "FewerAvailable": 1}


def test_tries_at_once_are_all_counted(at: datetime) -> None:
    outcomes = at_once(*[lambda: count_try(what="login:demo", limit=5, window=timedelta(minutes=15), at=at)] * 12)
    assert (_kinds(outcomes), Throttle.objects.get().count) == ({"NoneType": 5, "TooManyTries": 7}, 5)


def test_mail_is_sent_once_by_four_workers(at: datetime, settings: Settings) -> None:
    an_order()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        outcomes = at_once(*[lambda: send_due_mails(at=at)] * 4)
    assert (sorted(outcomes), len(server.accepted)) == ([0, 0, 0, 1], 1)
