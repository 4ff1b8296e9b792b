"""People and machines around an order: staff change goods in carts, bots guess, the worker is missing, disks are full, mail is down."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone
from djmoney.money import Money
from pytest_django.fixtures import Settings

from shop.alerts.models import Alert
from shop.books.verify import verify_books
from shop.catalog.models import Product, Variant
from shop.invoices import render
from shop.invoices.models import Invoice, InvoiceDocument
from shop.jobs.models import Job
from shop.mail.models import OutgoingMail
from shop.mail.outbox import queue_mail
from shop.mail.send import MAX_TRIES
from shop.orders.models import Order
from shop.pricing.set_price import set_price
from shop.stock.models import Stock
from shop.worker.late import late_since
from shop.worker.round import do_round
from tests.books import books
from tests.factories import a_voucher, a_waiting_picture, an_order, pay
from tests.shop.faults.guest import a_guest
from tests.shop.mail.smtp_server import MailServer

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def boss() -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.create_superuser("boss"))
    return client


# Staff change what lies in carts (rows 27 and 28) -----------------------------------------------------
def test_product_that_was_ever_priced_cannot_be_deleted_out_of_carts() -> None:
    """Row 27: its price history is a record, so that staff can only take it off the shop; the admin says why, carts stay as they are."""
    guest = a_guest()
    product = Product.objects.get()
    answer = boss().post(f"/admin/shop/product/{product.pk}/delete/", {"post": "yes"})
    assert (answer.status_code, "Cannot delete product" in answer.content.decode()) == (200, True)
    assert (guest.cart.lines.count(), guest.order().status_code) == (1, 302)


def test_unpublished_product_is_marked_in_the_cart_and_not_ordered() -> None:
    """Row 27: staff take a product off the shop. The line says so, the checkout is blocked, nothing is reserved."""
    guest = a_guest()
    Product.objects.update(is_published=False)
    assert "Something in your cart cannot be ordered as it stands." in guest.client.get("/en/cart/").content.decode()
    before = books()
    assert (guest.order().status_code, books()) == (409, before)


def test_product_that_was_ordered_cannot_be_deleted() -> None:
    """Row 27: an order keeps its product, in the database and in the admin."""
    order = an_order()
    with pytest.raises(ProtectedError), transaction.atomic():
        order.lines.get().variant.product.delete()
    assert Variant.objects.count() == 1


def test_price_edited_during_checkout_orders_nothing_and_says_what_changed() -> None:
    """Row 28: the price of the form is not the price of now. Nothing is ordered; with the new sum before them they may order."""
    guest = a_guest()
    set_price(variant=Variant.objects.get(), price=Money("89.90", "EUR"), at=timezone.now())
    before = books()
    answer = guest.order()
    assert (answer.status_code, "€79.90 before, €89.90 now" in answer.content.decode()) == (409, True)
    assert books() == before
    guest.seen = answer.context["seen"]
    assert guest.order().status_code == 302
    assert Order.objects.get().goods == 89_90


def test_stock_edited_during_checkout_orders_nothing() -> None:
    """Row 28: staff counted again, and there is none."""
    guest = a_guest()
    Stock.objects.update(on_hand=0)
    before = books()
    assert (guest.order().status_code, books()) == (409, before)


# Bots (row 30) ----------------------------------------------------------------------------------------
def test_guessing_vouchers_is_throttled_also_when_the_last_guess_is_right() -> None:
    """Row 30: ten codes an hour from one address; the eleventh is not even looked up, and another address is not held up."""
    guest, voucher = a_guest(), a_voucher(code="STERN-2026")
    codes = [f"GUESS-{n}" for n in range(10)]
    assert [guest.client.post("/en/cart/voucher/", {"code": code}).status_code for code in codes] == [422] * 10
    answer = guest.client.post("/en/cart/voucher/", {"code": voucher.code})
    guest.cart.refresh_from_db()
    assert (answer.status_code, guest.cart.voucher, "Too many codes were tried." in answer.content.decode()) == (429, None, True)
    assert guest.client.post("/en/cart/voucher/", {"code": voucher.code}, REMOTE_ADDR="192.0.2.1").status_code == 302


@pytest.mark.parametrize(
    ("behind", "header", "counted"),
    [
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1, 203.0.113.9", "203.0.113.9"),  # the first was written by the visitor
        (True, "", "127.0.0.1"),
        (False, "203.0.113.9", "127.0.0.1"),
    ],
)
def test_visitors_behind_a_proxy_are_told_apart_by_what_the_proxy_says(
    behind: bool, header: str, counted: str, settings: Settings
) -> None:
    """Row 30: else one bot would use up the tries of everybody, or a header would make anybody a new visitor."""
    settings.BEHIND_PROXY = behind
    request = Client().get("/en/cart/", headers={"X-Forwarded-For": header} if header else {}).wsgi_request
    assert request.META["REMOTE_ADDR"] == counted


# Worker, disk and mail (rows 7, 20, 22) ------------------------------------------------------------------
def test_without_a_worker_health_and_admin_turn_red_after_five_minutes(at: datetime) -> None:
    """Row 22: nobody runs the worker. Orders are taken all the same; the health check and the staff's first page say it."""
    client = boss()
    assert Client().get("/healthz/worker").status_code == 200
    an_order()
    assert (late_since(at=at + 4 * MINUTE), late_since(at=at + 6 * MINUTE)) == (None, at)
    OutgoingMail.objects.update(next_try_at=timezone.now() - 6 * MINUTE)
    health, page = Client().get("/healthz/worker"), client.get("/admin/").content.decode()
    assert (health.status_code, "nothing is taken up since" in health.content.decode()) == (503, True)
    assert "The worker does not run" in page
    assert Client().get("/healthz").status_code == 200
    do_round(at=timezone.now())
    assert "The worker does not run" not in client.get("/admin/").content.decode()
    assert late_since(at=timezone.now()) is None


def test_what_failed_and_waits_is_not_late(at: datetime) -> None:
    """Row 20: a mail server that is away is no missing worker."""
    OutgoingMail.objects.create(
        key="k", to="a@example.org", language="de", subject="x", text="x", queued_at=at, next_try_at=at, tries=1
    )
    assert late_since(at=at + timedelta(days=1)) is None


def test_pictures_that_wait_for_their_turn_are_not_late(at: datetime) -> None:
    """A hundred new ones take some minutes; the worker is there all the same."""
    a_waiting_picture()
    assert late_since(at=at + timedelta(hours=1)) is None


def test_full_disk_while_an_invoice_is_set_is_tried_again_without_half_a_file(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 7: no space left while the PDF is made. The sale stands, nothing half is kept, and the job makes it later."""
    order = an_order()
    pay(order)
    really = render.render_invoice

    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(render, "render_invoice", full)
    do_round(at=at)
    job = Job.objects.get(kind="render_invoice")
    assert (InvoiceDocument.objects.count(), job.failures, job.last_error) == (0, 1, "OSError: [Errno 28] No space left on device")
    assert (order.state, verify_books(at=at)) == ("paid", [])
    monkeypatch.setattr(render, "render_invoice", really)
    do_round(at=at + MINUTE)
    document = InvoiceDocument.objects.get()
    assert (bytes(document.pdf)[:5], Invoice.objects.count(), verify_books(at=at)) == (b"%PDF-", 1, [])


def test_mail_server_that_is_down_delays_no_order(settings: Settings) -> None:
    """Row 20: the order's request talks to no mail server; the page shows all that the mail would."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with MailServer() as gone:
        pass
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    guest = a_guest()
    page = guest.client.get(guest.order()["Location"]).content.decode()
    order = Order.objects.get()
    assert [words in page for words in (order.number, "DE02 1203 0000 0000 2020 51", "€84.80", "Lumi (figure)")] == [True] * 4
    assert (OutgoingMail.objects.get().tries, OutgoingMail.objects.get().sent_at) == (0, None)


def test_mail_that_was_given_up_is_told_and_sent_again_by_staff(at: datetime, settings: Settings) -> None:
    """Row 20 and E4: after twelve tries a mail stops, staff learn of it, and one click takes it up again, but never a sent one."""
    with transaction.atomic():
        queue_mail(key="k", to="jana@example.org", language="de", subject="Bestellung", text="Hallo", at=at)
    settings.EMAIL_BACKEND = "no.such.backend"
    now = at
    for n in range(MAX_TRIES):
        do_round(at=now)
        now = OutgoingMail.objects.get().next_try_at
        assert Alert.objects.filter(kind="mail_fails").count() == int(n == MAX_TRIES - 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    do_round(at=now)
    mail, client = OutgoingMail.objects.get(), boss()
    assert (mail.tries, mail.sent_at) == (MAX_TRIES, None)
    action = {"action": "send_again", "_selected_action": [mail.pk]}
    page = client.post("/admin/shop/outgoingmail/", action, follow=True).content.decode()
    assert "“Bestellung” goes out within seconds." in page
    do_round(at=timezone.now())
    mail.refresh_from_db()
    assert mail.sent_at is not None
    page = client.post("/admin/shop/outgoingmail/", action, follow=True).content.decode()
    assert "“Bestellung” has been sent already." in page
