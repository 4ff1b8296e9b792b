"""Stripe's events: each kept once, in any order and any number of times, with the same books at the end."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from demo.stripe_standin import StripeStandin
from shop.alerts.models import Alert
from shop.books.verify import verify_books
from shop.checkout.pay_by_card import start_card_payment
from shop.checkout.stripe_events import apply_event, keep_event, read_events
from shop.jobs.models import Job
from shop.orders.models import Order
from shop.payments.models import Payment, StripeEvent
from shop.payments.stripe import Event, StripeIsUnreachable, read_webhook
from tests.books import books
from tests.factories import SHOP_URL, an_order

pytestmark = pytest.mark.django_db


def _start(order: Order, at: datetime) -> str:
    return start_card_payment(order=order, at=at, shop_url=SHOP_URL).rsplit("/", 1)[1]


def _event(session_id: str, at: datetime, *, number: str = "", name: str = "evt_1") -> Event:
    return Event(id=name, kind="checkout.session.completed", session_id=session_id, intent_id="", order=number, happened_at=at)


def _bring(event: Event, at: datetime) -> datetime | None:
    keep_event(event=event, at=at)
    return apply_event(event_id=event.id, at=at, shop_url=SHOP_URL)


def test_event_makes_us_read_stripes_truth_once(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = _start(order, at)
    stripe.pay(session)
    assert _bring(_event(session, at), at) is None
    before = books()
    assert _bring(_event(session, at), at + timedelta(hours=1)) is None
    assert (Order.objects.get().state, books()) == ("paid", before)
    assert list(StripeEvent.objects.values_list("event_id", "session_id", "received_at", "handled_at")) == [
        ("evt_1", session, at, at)
    ]


def test_event_that_lies_about_a_session_pays_nothing(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    _bring(_event(_start(order, at), at), at)
    assert (Order.objects.get().state, Payment.objects.get().state) == ("pending", "open")


def test_event_that_finds_stripe_away_waits_in_its_job(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = _start(order, at)
    stripe.pay(session)
    stripe.faults.resets = 9
    with pytest.raises(StripeIsUnreachable):
        _bring(_event(session, at), at)
    assert Job.objects.filter(kind="apply_event", reference="evt_1", done_at=None).count() == 1
    assert StripeEvent.objects.get().handled_at is None
    stripe.faults.resets = 0
    assert apply_event(event_id="evt_1", at=at, shop_url=SHOP_URL) is None
    assert Order.objects.get().state == "paid"


def test_event_about_something_else_is_kept_and_left_alone(stripe: StripeStandin, at: datetime) -> None:
    assert _bring(_event("", at), at) is None
    assert (StripeEvent.objects.get().handled_at, Alert.objects.count()) == (at, 0)


def test_event_of_another_program_on_the_account_is_left_alone(stripe: StripeStandin, at: datetime) -> None:
    assert _bring(_event("cs_of_somebody_else", at, number="INV-7"), at) is None
    assert Alert.objects.count() == 0


def test_event_of_an_order_that_is_not_here_waits_a_day_then_alarms(stripe: StripeStandin, at: datetime) -> None:
    event = _event("cs_lost_in_a_restore", at, number="SR-AAAA-BBBB")
    assert _bring(event, at) == at + timedelta(minutes=10)
    later = at + timedelta(hours=24)
    assert apply_event(event_id="evt_1", at=later, shop_url=SHOP_URL) is None
    assert list(Alert.objects.values_list("kind", "reference")) == [("unknown_payment", "SR-AAAA-BBBB")]


def test_events_that_never_came_are_read_from_stripes_list(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = _start(order, at)
    stripe.pay(session)
    made = len(stripe.events)
    assert (read_events(at=at), read_events(at=at)) == (made, 0)
    for event in StripeEvent.objects.order_by("happened_at"):
        apply_event(event_id=event.pk, at=at, shop_url=SHOP_URL)
    assert (Order.objects.get().state, verify_books(at=at)) == ("paid", [])


def test_webhook_is_read_with_its_intent_and_order(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = stripe.pay(_start(order, at))
    names = {}
    for made in stripe.events:
        payload, _signature = stripe.signed(made["id"])
        names[made["type"]] = json.loads(payload)
    event = read_webhook(payload=payload, signature=_signature)
    assert (event.kind, event.session_id, event.intent_id) == ("charge.succeeded", "", session["payment_intent"])
    assert (event.order, event.happened_at) == (order.number, datetime.fromtimestamp(int(at.timestamp()), tz=UTC))
