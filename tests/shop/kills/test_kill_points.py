"""kill -9 at every named point: after the restart the books are right, and nobody is charged for nothing."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from pytest_django.fixtures import Settings

from demo.stripe_standin import StripeStandin
from shop.aftersales.refund_order import refund_order
from shop.books.verify import verify_books
from shop.cart.models import Cart
from shop.checkout.pay_by_card import start_card_payment
from shop.checkout.place_order import place_order
from shop.invoices.models import Invoice, InvoiceDocument
from shop.jobs.models import Job
from shop.kill_points import POINTS
from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.payments.models import Payment, Refund
from shop.stock.models import Stock
from tests.factories import (
    SHOP_URL,
    a_checkout_ready_cart,
    a_staff_member,
    a_variant,
    a_waiting_picture,
    an_order,
    fingerprint,
    pay,
)
from tests.shop.kills.run import come_back, do, nobody_was_charged_for_nothing
from tests.shop.mail.smtp_server import MailServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture(autouse=True)
def _as_outside_of_tests(stripe: StripeStandin, settings: Settings) -> None:
    settings.STRIPE_INSIDE_TEST_TRANSACTION = False


def _is_well(stripe: StripeStandin, now: datetime) -> None:
    assert verify_books(at=now) == []
    assert nobody_was_charged_for_nothing(stripe)
    assert OutgoingMail.objects.filter(sent_at=None).count() == 0
    assert Job.objects.filter(done_at=None, run_at__lte=now - timedelta(minutes=10)).count() == 0


def _again(cart: Cart, at: datetime) -> Order:
    """The customer presses the button once more."""
    return place_order(cart=cart, seen=fingerprint(cart), language="en", at=at, shop_url=SHOP_URL)


@pytest.mark.parametrize("point", ["place.after_order_row", "place.after_reserve_first_sku", "place.before_commit"])
def test_killed_before_the_commit_nothing_was_ordered(point: str, stripe: StripeStandin, mail: MailServer, at: datetime) -> None:
    cart = a_checkout_ready_cart(lines=[(a_variant(on_hand=2), 1), (a_variant(on_hand=2), 2)])
    do("place", cart.pk, at=at, mail=mail, kill_at=point)
    assert (Order.objects.count(), Stock.objects.filter(reserved__gt=0).count(), OutgoingMail.objects.count()) == (0, 0, 0)
    _again(cart, at)
    now = come_back(at=at, stripe=stripe)
    assert (Order.objects.count(), len(mail.accepted)) == (1, 1)
    _is_well(stripe, now)


def test_killed_after_the_commit_the_retry_finds_the_order(stripe: StripeStandin, mail: MailServer, at: datetime) -> None:
    cart = a_checkout_ready_cart()
    do("place", cart.pk, at=at, mail=mail, kill_at="place.after_commit")
    order = Order.objects.get()
    assert _again(cart, at).pk == order.pk
    now = come_back(at=at, stripe=stripe)
    assert (Order.objects.count(), len(mail.accepted)) == (1, 1)
    _is_well(stripe, now)


@pytest.mark.parametrize("point", ["stripe.before_call", "stripe.after_call_before_save"])
def test_killed_around_the_call_there_is_one_page_and_one_payment(
    point: str, stripe: StripeStandin, mail: MailServer, at: datetime
) -> None:
    order = an_order(method="card")
    do("start", order.pk, at=at, mail=mail, kill_at=point)
    url = start_card_payment(order=order, at=at + timedelta(minutes=3), shop_url=SHOP_URL)
    assert (len(stripe.sessions), Payment.objects.get(state="open").session_url) == (1, url)
    stripe.pay(url.rsplit("/", 1)[1])
    now = come_back(at=at, stripe=stripe)
    assert (Order.objects.get().state, Invoice.objects.count()) == ("paid", 1)
    _is_well(stripe, now)


def test_killed_after_the_call_nobody_comes_back_and_the_page_was_paid(
    stripe: StripeStandin, mail: MailServer, at: datetime
) -> None:
    order = an_order(method="card")
    do("start", order.pk, at=at, mail=mail, kill_at="stripe.after_call_before_save")
    (session,) = stripe.sessions
    stripe.pay(session)  # the answer reached the customer's browser, but not our books
    now = come_back(at=at, stripe=stripe)
    assert (Order.objects.get().state, Payment.objects.get().session_id) == ("paid", session)
    _is_well(stripe, now)


def test_killed_after_the_inbox_the_event_is_not_lost(stripe: StripeStandin, mail: MailServer, at: datetime) -> None:
    _paid_at_stripe(stripe, at)
    body, signature = stripe.signed(stripe.events[-1]["id"])
    do("webhook", json.dumps([body.decode(), signature]), at=at, mail=mail, kill_at="webhook.after_inbox_commit")
    assert Order.objects.get().state == "pending"
    now = come_back(at=at, stripe=stripe)
    assert (Order.objects.get().state, Invoice.objects.count()) == ("paid", 1)
    _is_well(stripe, now)


def _paid_at_stripe(stripe: StripeStandin, at: datetime) -> str:
    order = an_order(method="card")
    session = start_card_payment(order=order, at=at, shop_url=SHOP_URL).rsplit("/", 1)[1]
    stripe.pay(session)
    return session


@pytest.mark.parametrize(
    "point", ["settle.after_state", "settle.after_invoice_number", "settle.before_commit", "settle.after_commit"]
)
@pytest.mark.parametrize("method", ["card", "bank_transfer"])
def test_killed_while_settling_it_is_paid_once_without_a_gap(
    method: str, point: str, stripe: StripeStandin, mail: MailServer, at: datetime
) -> None:
    if method == "card":
        _paid_at_stripe(stripe, at)
        do("work", "", at=at + timedelta(minutes=6), mail=mail, kill_at=point)
    else:
        a_staff_member()
        order = an_order()
        do("transfer", order.pk, at=at, mail=mail, kill_at=point)
        if point != "settle.after_commit":
            do("transfer", order.pk, at=at, mail=mail)
    now = come_back(at=at + timedelta(minutes=6), stripe=stripe)
    assert (Order.objects.get().state, [invoice.number for invoice in Invoice.objects.all()]) == ("paid", ["RE-2026-000001"])
    assert InvoiceDocument.objects.count() == 1
    assert Payment.objects.get().captured == Order.objects.get().total
    _is_well(stripe, now)


def test_killed_after_the_mail_server_said_yes_it_goes_out_at_most_twice(
    stripe: StripeStandin, mail: MailServer, at: datetime
) -> None:
    an_order()
    do("work", "", at=at, mail=mail, kill_at="mail.after_smtp_before_mark")
    now = come_back(at=at, stripe=stripe)
    assert (len(mail.accepted), len({message["Message-ID"] for message in mail.accepted})) == (2, 1)
    _is_well(stripe, now)


def test_killed_after_the_refund_was_made_it_is_made_once(stripe: StripeStandin, mail: MailServer, at: datetime) -> None:
    _paid_at_stripe(stripe, at)
    come_back(at=at, stripe=stripe, minutes=6)
    order, later = Order.objects.get(), at + timedelta(hours=1)
    refund_order(order=order, amount=10_00, reason="scratch", key="0" * 16, by=a_staff_member(), at=later, shop_url=SHOP_URL)
    do("work", "", at=later, mail=mail, kill_at="refund.after_call_before_save")
    assert (len(stripe.state.refunds), Refund.objects.get().state) == (1, "requested")
    now = come_back(at=later, stripe=stripe)
    assert (len(stripe.state.refunds), Refund.objects.get().state) == (1, "succeeded")
    _is_well(stripe, now)


def test_killed_between_closing_the_page_and_releasing_the_goods(stripe: StripeStandin, mail: MailServer, at: datetime) -> None:
    order = an_order(method="card")
    start_card_payment(order=order, at=at, shop_url=SHOP_URL)
    late = at + timedelta(minutes=30)  # the page is open for one more minute
    Order.objects.update(hold_until=late)
    Job.objects.filter(kind="expire_order").update(run_at=late)
    Job.objects.filter(kind="look_at_payment").update(run_at=late + timedelta(hours=1))
    stripe.state.clock = late.timestamp
    do("work", "", at=late, mail=mail, kill_at="expire.after_stripe_expire_before_release")
    assert (Order.objects.get().state, Stock.objects.get().reserved) == ("pending", 1)
    now = come_back(at=late, stripe=stripe, minutes=120)
    assert (Order.objects.get().state, Stock.objects.get().reserved) == ("cancelled", 0)
    _is_well(stripe, now)


def test_killed_with_a_job_in_hand_another_worker_takes_it_over(stripe: StripeStandin, mail: MailServer, at: datetime) -> None:
    pay(an_order())
    do("work", "", at=at, mail=mail, kill_at="job.after_claim")
    assert InvoiceDocument.objects.count() == 0
    now = come_back(at=at, stripe=stripe)
    assert InvoiceDocument.objects.count() == 1
    _is_well(stripe, now)


def test_control_without_a_point_the_deed_is_done(stripe: StripeStandin, mail: MailServer, at: datetime) -> None:
    cart = a_checkout_ready_cart()
    do("place", cart.pk, at=at, mail=mail)
    assert Order.objects.get().cart_id == cart.pk


@pytest.mark.parametrize("point", ["picture.after_file", "picture.before_record"])
def test_killed_while_it_makes_a_picture_nothing_is_shown_and_the_next_makes_it(
    point: str, stripe: StripeStandin, mail: MailServer, at: datetime
) -> None:
    picture = a_waiting_picture(size=(500, 250))
    do("work", "", at=at, mail=mail, kill_at=point)
    picture.refresh_from_db()
    assert (picture.renditions, picture.url()) == ({}, picture.placeholder)
    come_back(at=at, stripe=stripe)
    picture.refresh_from_db()
    assert picture.renditions == {codec: [240, 480, 500] for codec in ("avif", "webp", "jpeg")}
    for codec in picture.renditions:
        for width in picture.widths:
            with default_storage.open(picture.path(width, codec)) as file:
                Image.open(file).load()


def test_every_point_is_tried() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [point for point in POINTS if f'"{point}"' not in text] == []
