"""Pay by card, over real HTTP with the stand-in for Stripe: retries, lost answers and late customers end in one payment."""

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from demo.stripe_standin import StripeStandin
from demo.stripe_standin.sessions import expire_due
from shop.checkout.pay_by_card import NothingToPay, look_at_card_payment, start_card_payment
from shop.orders.models import Order
from shop.payments.models import Payment
from shop.payments.stripe import StripeIsUnreachable, _client, card_is_offered, fetch_session
from tests.books import books
from tests.factories import SHOP_URL, a_variant, an_order

pytestmark = pytest.mark.django_db


def _pay(stripe: StripeStandin, url: str) -> None:
    """The customer pays on the hosted page."""
    stripe.pay(url.rsplit("/", 1)[1])


def _look(order: Order, at: datetime) -> None:
    for payment in Payment.objects.filter(order=order).order_by("pk"):
        look_at_card_payment(payment=payment, at=at, shop_url=SHOP_URL)


def _start(order: Order, at: datetime) -> str:
    return start_card_payment(order=order, at=at, shop_url=SHOP_URL)


def test_hosted_page_asks_for_what_was_ordered(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card", lines=[(a_variant(price="39.95"), 2)])
    url = _start(order, at)
    (session,) = stripe.sessions.values()
    payment = Payment.objects.get()
    assert (payment.session_id, payment.session_url, payment.expires_at) == (session["id"], url, at + timedelta(minutes=31))
    assert {key: session[key] for key in ("amount_total", "currency", "client_reference_id", "customer_email", "locale", "expires_at")} == {
        "amount_total": 84_80, "currency": "eur", "client_reference_id": order.number, "customer_email": "jana@example.org", "locale": "en",
        "expires_at": int(at.timestamp()) + 31 * 60,
    }  # fmt: skip
    assert session["metadata"] == {"order": order.number, "payment": str(payment.pk)}
    items = [(item["description"], item["quantity"], item["amount_total"]) for item in stripe.state.line_items[session["id"]]]
    assert items == [("Lumi (figure)", 2, 79_90), ("Shipping", 1, 4_90)]


def test_asking_again_answers_the_same_page(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    assert _start(order, at) == _start(order, at + timedelta(minutes=5))
    assert (len(stripe.sessions), Payment.objects.count()) == (1, 1)


def test_order_that_ships_free_has_no_shipping_item(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card", lines=[(a_variant(price="100.01"), 1)])
    _start(order, at)
    (session_id,) = stripe.sessions
    assert [item["amount_total"] for item in stripe.state.line_items[session_id]] == [order.total] == [100_01]


def test_paid_page_is_seen_when_we_look(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    _pay(stripe, _start(order, at))
    _look(order, at)
    (session,) = stripe.sessions.values()
    assert Payment.objects.values_list("state", "captured", "intent_id").get() == ("paid", order.total, session["payment_intent"])
    assert Order.objects.get().state == "paid"


def test_paid_page_cannot_be_paid_again(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    _pay(stripe, _start(order, at))
    with pytest.raises(NothingToPay, match=order.number):
        _start(order, at)
    assert (Order.objects.get().state, len(stripe.sessions)) == ("paid", 1)


def test_expired_page_makes_room_for_a_new_one(stripe: StripeStandin, at: datetime) -> None:
    order, later = an_order(method="card"), at + timedelta(hours=1)
    first = _start(order, at)
    stripe.state.clock = later.timestamp
    expire_due(state=stripe.state, faults=stripe.faults)
    second = _start(order, later)
    assert (first == second, [session["status"] for session in stripe.sessions.values()]) == (False, ["expired", "open"])
    assert list(Payment.objects.order_by("pk").values_list("state", flat=True)) == ["expired", "open"]


def test_lost_answer_is_asked_for_again_under_the_same_key(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    stripe.faults.lost_answers = 9
    with pytest.raises(StripeIsUnreachable):
        _start(order, at)
    stripe.faults.lost_answers = 0
    url = _start(order, at + timedelta(seconds=30))
    assert ([session["url"] for session in stripe.sessions.values()], Payment.objects.count()) == ([url], 1)


@pytest.mark.parametrize(
    ("fault", "minutes"),
    [("resets", 0), ("resets", 1), ("resets", 2), ("resets", 60 * 20), ("lost_answers", 2), ("server_errors", 2)],
)
def test_order_can_be_paid_later_when_stripe_was_away(fault: str, minutes: int, stripe: StripeStandin, at: datetime) -> None:
    order, later = an_order(method="card"), at + timedelta(minutes=minutes)
    setattr(stripe.faults, fault, 9)
    with pytest.raises(StripeIsUnreachable):
        _start(order, at)
    setattr(stripe.faults, fault, 0)
    stripe.state.clock = later.timestamp
    _pay(stripe, _start(order, later))
    _look(order, later)
    assert (Order.objects.get().state, Payment.objects.filter(state="paid").count()) == ("paid", 1)


@pytest.mark.parametrize(("method", "state"), [("bank_transfer", "pending"), ("card", "paid"), ("card", "cancelled")])
def test_order_that_waits_for_no_card_leaves_no_trace(method: str, state: str, stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method=method)
    Order.objects.update(state=state)
    before = books()
    with pytest.raises(NothingToPay):
        _start(order, at)
    assert (books(), len(stripe.sessions)) == (before, 0)


def test_payment_that_is_being_processed_is_not_asked_for_again(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    Payment.objects.update(state="processing")
    with pytest.raises(NothingToPay):
        _start(order, at)
    assert len(stripe.sessions) == 0


def test_looking_at_an_order_without_a_page_asks_nobody(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    stripe.stop()
    before = books()
    _look(order, at)
    assert books() == before


def test_unknown_session_is_told_as_unreachable(stripe: StripeStandin) -> None:
    with pytest.raises(StripeIsUnreachable, match="cs_no_such_session"):
        fetch_session("cs_no_such_session")


def test_stripe_is_never_called_inside_a_transaction(stripe: StripeStandin, settings: Settings) -> None:
    settings.STRIPE_INSIDE_TEST_TRANSACTION = False
    with pytest.raises(RuntimeError, match="never called inside a transaction"):
        fetch_session("cs_1")


def test_without_a_stand_in_stripe_itself_is_called(settings: Settings) -> None:
    settings.STRIPE_API_BASE, settings.STRIPE_INSIDE_TEST_TRANSACTION = "", True
    assert _client()._requestor.base_addresses["api"] == "https://api.stripe.com"


@pytest.mark.parametrize(("key", "offered"), [("sk_test_standin", True), ("", False)])
def test_card_is_offered_with_keys_only(key: str, offered: bool, settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = key
    assert card_is_offered() is offered
