"""The database is busy, full or gone: a 503 that says so, nothing half written, and the same button works a moment later."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.http import HttpResponse
from django.test import Client
from zeal import zeal_ignore

from demo.stripe_standin import StripeStandin
from shop import deadlocks
from shop.checkout import place_order as place_order_module
from shop.checkout.pay_by_card import start_card_payment
from shop.legal.models import SellerProfile
from shop.orders.models import Order
from shop.payments.models import StripeEvent
from shop.stock.models import Stock
from tests.books import books
from tests.factories import AT, SHOP_URL, a_variant, an_order
from tests.shop.faults.guest import Guest, a_guest

pytestmark = pytest.mark.django_db(transaction=True)
NOTHING = "Nothing was ordered and nothing was charged."


@contextmanager
def another_connection() -> Iterator[Any]:
    """A second client of the same database, as another process would be."""
    other = connection.copy()
    try:
        yield other
    finally:
        other.close()


@contextmanager
def locked_rows(table: str) -> Iterator[None]:
    """PostgreSQL: somebody else holds every row of `table`. The wait for a lock is cut to a tenth of a second."""
    with another_connection() as other, other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f'SELECT 1 FROM "{table}" FOR UPDATE')
        with connection.cursor() as mine:
            mine.execute("SET lock_timeout = '100ms'")
        yield
        cursor.execute("ROLLBACK")
    with connection.cursor() as mine:
        mine.execute("RESET lock_timeout")


@contextmanager
def busy_sqlite() -> Iterator[None]:
    """SQLite: another process writes for longer than we wait, which is cut to a tenth of a second."""
    writer = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with connection.cursor() as mine:
        mine.execute("PRAGMA busy_timeout = 100")
    yield
    writer.execute("ROLLBACK")
    writer.close()
    with connection.cursor() as mine:
        mine.execute("PRAGMA busy_timeout = 20000")


@contextmanager
def held(table: str) -> Iterator[None]:
    with locked_rows(table) if connection.vendor == "postgresql" else busy_sqlite():
        yield


def says_come_back(answer: HttpResponse) -> bool:
    return (answer.status_code, answer["Retry-After"], NOTHING in answer.content.decode()) == (503, "5", True)


def ordered_at_the_second_try(guest: Guest) -> None:
    answer = guest.order()
    assert (answer.status_code, Order.objects.count()) == (302, 1)
    assert answer["Location"] == Order.objects.get().get_absolute_url().replace("/de/", "/en/")


@pytest.mark.parametrize("table", ["shop_cart", "shop_stock"])
def test_row_that_somebody_holds_orders_nothing_and_says_so(table: str) -> None:
    """Rows 3 and 5 of the fault matrix: a locked row, or SQLite's one writer. 503 after the wait, nothing held, at once well again."""
    guest = a_guest()
    before = books()
    with held(table):
        answer = guest.order()
        assert says_come_back(answer)
        assert "Es wurde nichts bestellt und nichts abgebucht." in answer.content.decode()
    assert books() == before
    ordered_at_the_second_try(guest)


def test_row_that_somebody_holds_adds_nothing_to_the_cart() -> None:
    """Rows 3 and 5: adding to the cart is answered with 503, and the cart is as it was."""
    guest, variant = a_guest(), a_variant()
    with held("shop_cart"):
        answer = guest.client.post("/en/cart/lines/", {"variant": variant.pk, "quantity": "1", "product": variant.product.slug})
    assert (answer.status_code, guest.cart.lines.count()) == (503, 1)


def test_pages_are_read_while_somebody_writes() -> None:
    """Rows 3 and 5: browsing goes on."""
    guest = a_guest()
    with held("shop_stock"):
        assert [guest.client.get(path).status_code for path in ("/en/", "/en/products/", "/en/cart/")] == [200] * 3


def test_webhook_meets_a_locked_inbox_and_stripe_sends_it_again(stripe: StripeStandin, settings: Any) -> None:
    """Rows 3 and 5: no 200 before the event is kept, so that Stripe comes back with it."""
    settings.STRIPE_INSIDE_TEST_TRANSACTION = False
    order = an_order(method="card")
    stripe.pay(start_card_payment(order=order, at=AT, shop_url=SHOP_URL).rsplit("/", 1)[1])
    body, signature = stripe.signed(stripe.events[0]["id"])
    client = Client(raise_request_exception=False)

    def send() -> HttpResponse:
        return client.post("/webhooks/stripe/", body, content_type="application/json", headers={"Stripe-Signature": signature})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stripe.Webhook.DEFAULT_TOLERANCE", 10**9)
        with table_gone("shop_stripeevent") if connection.vendor == "postgresql" else busy_sqlite():
            assert send().status_code == 503
        assert StripeEvent.objects.count() == 0
        assert (send().status_code, StripeEvent.objects.count()) == (200, 1)


@contextmanager
def table_gone(table: str) -> Iterator[None]:
    """PostgreSQL: somebody holds the whole table, as a migration does."""
    with another_connection() as other, other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f'LOCK TABLE "{table}"')
        with connection.cursor() as mine:
            mine.execute("SET lock_timeout = '100ms'")
        yield
        cursor.execute("ROLLBACK")
    with connection.cursor() as mine:
        mine.execute("RESET lock_timeout")


@pytest.mark.sqlite
def test_full_disk_orders_nothing_and_says_so() -> None:
    """Row 6: the disk is full. 503, the transaction is gone, and with room the same button works."""
    guest = a_guest()
    before = books()
    SellerProfile.objects.update(editor="x")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA freelist_count")
        (free,) = cursor.fetchone()
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.MonkeyPatch.context() as patch:
        big = "x" * 4096 * (free + 10)  # more than the pages that are free
        patch.setattr("shop.checkout.mails.render_to_string", lambda *_args: big)
        answer = guest.order()
    assert says_come_back(answer)
    assert books() == before
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone() == ("ok",)
    ordered_at_the_second_try(guest)


@pytest.mark.postgres
def test_server_that_drops_us_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 2: PostgreSQL restarts while an order is written. 503, nothing of it is there, the next try is the order."""
    guest = a_guest()
    before = books()
    with another_connection() as other, other.cursor() as cursor:
        cursor.execute("SELECT 1")

        def cut(**_wanted: Any) -> None:
            with connection.cursor() as mine:
                mine.execute("SELECT pg_backend_pid()")
                (pid,) = mine.fetchone()
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
            with connection.cursor() as mine:
                mine.execute("SELECT 1")

        monkeypatch.setattr(place_order_module, "reserve_all", cut)
        assert says_come_back(guest.order())
        monkeypatch.undo()
    connection.close()
    assert books() == before
    ordered_at_the_second_try(guest)


def test_database_that_is_gone_shows_a_page_that_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 2: nobody answers at all. A page to read says reload, and the health check is no longer 200."""
    client = Client(raise_request_exception=False)

    def away(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("could not connect")

    connection.close()
    monkeypatch.setattr(type(connections["default"]), "connect", away)
    page, health = client.get("/en/products/"), client.get("/healthz")
    assert (page.status_code, page["Retry-After"], "Please reload it" in page.content.decode()) == (503, "5", True)
    assert NOTHING not in page.content.decode()
    assert health.status_code == 503


@contextmanager
def ring_in_wait(first: int, second: int) -> Iterator[threading.Thread]:
    """Another transaction holds the stock of `second` and reaches for `first` as soon as somebody waits for it.

    It is told to look for rings much later than we do, so that the one who gives way is the order, on a slow machine, too.
    """
    ready = threading.Event()
    with connection.cursor() as mine:
        mine.execute("SET deadlock_timeout = '3s'")
        mine.execute("SET lock_timeout = '20s'")

    def work() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET deadlock_timeout = '60s'")
                cursor.execute("SET lock_timeout = '20s'")
                cursor.execute("SELECT 1 FROM shop_stock WHERE variant_id = %s FOR UPDATE", [second])
                ready.set()
                for _ in range(100):
                    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                    if cursor.fetchone()[0]:
                        break
                    time.sleep(0.02)
                cursor.execute("UPDATE shop_stock SET low_at = low_at WHERE variant_id = %s", [first])
        finally:
            connection.close()

    other = threading.Thread(target=work)
    other.start()
    ready.wait(10)
    yield other
    other.join(30)
    with connection.cursor() as mine:
        mine.execute("RESET deadlock_timeout")
        mine.execute("RESET lock_timeout")


@pytest.mark.postgres
def test_deadlock_is_tried_again_by_itself() -> None:
    """Row 4: PostgreSQL makes one of two give way. The order is tried again as a whole, and the customer notices nothing."""
    guest = a_guest(pieces=2)
    first, second = Stock.objects.order_by("variant_id").values_list("variant_id", flat=True)
    with ring_in_wait(first, second), zeal_ignore():  # the second try reads the cart once more
        answer = guest.order()
    assert (answer.status_code, Order.objects.count()) == (302, 1)
    assert list(Stock.objects.values_list("reserved", flat=True)) == [1, 1]


@pytest.mark.postgres
def test_control_deadlock_that_is_not_tried_again_is_a_503(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above: with a single try the same ring ends in a 503 with nothing written."""
    monkeypatch.setattr(deadlocks, "TRIES", 1)
    guest = a_guest(pieces=2)
    before = books()
    first, second = Stock.objects.order_by("variant_id").values_list("variant_id", flat=True)
    with ring_in_wait(first, second):
        assert says_come_back(guest.order())
    assert books() == before
