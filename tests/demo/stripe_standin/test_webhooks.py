"""Deliveries: signed, repeated, and told apart."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import stripe

from demo.stripe_standin import Delivery, StripeStandin
from tests.demo.stripe_standin.receiver import Receiver


def eventually(is_true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not is_true() and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_true()


def test_paying_delivers_three_signed_events(standin: StripeStandin, receiver: Receiver, session: Any) -> None:
    standin.pay(session.id)
    assert set(receiver.wait_for(3)) == {"checkout.session.completed", "payment_intent.succeeded", "charge.succeeded"}
    assert receiver.forged == 0
    event = next(event for event in receiver.events if event.type == "checkout.session.completed")
    assert (event.api_version, event.livemode, event.request) == ("2026-10-28.endive", False, None)
    assert (event.data.object.id, event.data.object.payment_status) == (session.id, "paid")
    assert eventually(lambda: not any(event["pending_webhooks"] for event in standin.events))
    assert sorted(standin.deliveries) == sorted(Delivery(event["id"], 1, 200) for event in standin.events)


def test_wrong_secret_is_noticed(standin: StripeStandin, receiver: Receiver, session: Any) -> None:
    standin.deliverer.secret = "whsec_other"
    standin.pay(session.id)
    assert eventually(lambda: receiver.forged >= 3)
    assert receiver.received == []


def test_refused_delivery_is_tried_again(standin: StripeStandin, receiver: Receiver, client: Any, session: Any) -> None:
    receiver.statuses = [503, 302]
    client.v1.checkout.sessions.expire(session.id)
    receiver.wait_for(3)
    (event,) = standin.events
    assert eventually(lambda: len(standin.deliveries) == 3)
    assert standin.deliveries == [Delivery(event["id"], n, status) for n, status in ((1, 503), (2, 302), (3, 200))]
    assert event["pending_webhooks"] == 0


def test_delivery_is_given_up_and_listed_as_failed(standin: StripeStandin, receiver: Receiver, client: Any, session: Any) -> None:
    receiver.statuses = [500] * 3  # two retries are set in these tests
    client.v1.checkout.sessions.expire(session.id)
    assert eventually(lambda: len(standin.deliveries) == 3)
    time.sleep(0.15)
    assert [delivery.status for delivery in standin.deliveries] == [500, 500, 500]
    (event,) = client.v1.events.list({"delivery_success": False}).data
    assert standin.deliver(event.id) == 200
    assert client.v1.events.list({"delivery_success": False}).data == []


def test_events_wait_until_somebody_listens(standin: StripeStandin, receiver: Receiver, session: Any) -> None:
    standin.webhook_url = ""
    standin.pay(session.id)
    time.sleep(0.1)
    assert standin.deliveries == []
    standin.webhook_url = receiver.url
    assert len(receiver.wait_for(3)) == 3


def test_nobody_at_the_address_counts_as_an_attempt(standin: StripeStandin, receiver: Receiver, session: Any) -> None:
    receiver.close()
    standin.pay(session.id)
    assert eventually(lambda: len(standin.deliveries) >= 3)
    assert {delivery.status for delivery in standin.deliveries} == {0}


def test_deliver_pending_sends_in_the_order_asked(standin: StripeStandin, receiver: Receiver, session: Any) -> None:
    standin.faults.delayed_deliveries, standin.faults.delay_seconds = 3, 60
    standin.pay(session.id)
    assert standin.deliver_pending(newest_first=True) == 3
    assert receiver.wait_for(3) == ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]
    assert standin.deliver_pending() == 0


def test_deliver_repeats_what_was_delivered(standin: StripeStandin, receiver: Receiver, client: Any, session: Any) -> None:
    client.v1.checkout.sessions.expire(session.id)
    receiver.wait_for(1)
    (event,) = standin.events
    assert standin.deliver(event["id"]) == 200
    assert receiver.received == [(event["id"], "checkout.session.expired")] * 2
    with pytest.raises(KeyError):
        standin.deliver("evt_missing")


def test_session_expires_by_itself(standin: StripeStandin, receiver: Receiver, session: Any) -> None:
    standin.state.clock = lambda: session.expires_at
    assert receiver.wait_for(1) == ["checkout.session.expired"]


def test_sdk_and_standin_speak_the_same_version() -> None:
    from demo.stripe_standin.objects import API_VERSION

    assert stripe.api_version == API_VERSION
