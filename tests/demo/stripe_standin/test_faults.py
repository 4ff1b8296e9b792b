"""Faults strike as often as they are told to, and no more."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import stripe

from demo.stripe_standin import StripeStandin
from tests.demo.stripe_standin.receiver import Receiver

Order = Callable[..., dict[str, Any]]


def test_server_errors_end(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    standin.faults.server_errors = 2
    for _ in range(2):
        with pytest.raises(stripe.APIError) as error:
            client.v1.checkout.sessions.retrieve(session.id)
        assert error.value.http_status == 500
    assert client.v1.checkout.sessions.retrieve(session.id).id == session.id


def test_rate_limit_says_when_to_come_back(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    standin.faults.rate_limits, standin.faults.retry_after = 1, 7
    with pytest.raises(stripe.RateLimitError) as error:
        client.v1.checkout.sessions.retrieve(session.id)
    assert error.value.headers["Retry-After"] == "7"
    assert client.v1.checkout.sessions.retrieve(session.id).id == session.id


def test_hang_outlasts_a_hasty_client(standin: StripeStandin, order: Order) -> None:
    standin.faults.hangs, standin.faults.hang_seconds = 1, 0.2
    http = stripe.RequestsClient(timeout=0.05)
    client = stripe.StripeClient("sk_test_standin", base_addresses={"api": standin.url}, http_client=http, max_network_retries=0)
    params = order()
    with pytest.raises(stripe.APIConnectionError):
        client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"})
    time.sleep(0.3)
    assert len(standin.sessions) == 1  # the work was done all the same
    again = client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"})
    assert list(standin.sessions) == [again.id]


def test_reset_happens_before_the_work(client: stripe.StripeClient, standin: StripeStandin, order: Order) -> None:
    standin.faults.resets = 1
    with pytest.raises(stripe.APIConnectionError):
        client.v1.checkout.sessions.create(order())
    assert standin.sessions == {}
    assert client.v1.checkout.sessions.create(order()).status == "open"


def test_lost_answer_comes_after_the_work(client: stripe.StripeClient, standin: StripeStandin, order: Order) -> None:
    standin.faults.lost_answers = 1
    params = order()
    with pytest.raises(stripe.APIConnectionError):
        client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"})
    (session_id,) = standin.sessions
    assert client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"}).id == session_id


def test_sdk_repeats_a_lost_call_by_itself(standin: StripeStandin, order: Order) -> None:
    standin.faults.lost_answers = 1
    client = stripe.StripeClient("sk_test_standin", base_addresses={"api": standin.url}, max_network_retries=1)
    session = client.v1.checkout.sessions.create(order())
    assert list(standin.sessions) == [session.id]


def test_dropped_delivery_is_made_up_for(standin: StripeStandin, receiver: Receiver, client: Any, session: Any) -> None:
    standin.faults.dropped_deliveries = 1
    client.v1.checkout.sessions.expire(session.id)
    receiver.wait_for(1)
    assert standin.deliveries[0].status == 0
    assert len(receiver.received) == 1


def test_duplicated_delivery_arrives_twice(standin: StripeStandin, receiver: Receiver, client: Any, session: Any) -> None:
    standin.faults.duplicated_deliveries = 1
    client.v1.checkout.sessions.expire(session.id)
    assert receiver.wait_for(2) == ["checkout.session.expired"] * 2
    assert len({event_id for event_id, _kind in receiver.received}) == 1


def test_delayed_delivery_arrives_late(standin: StripeStandin, receiver: Receiver, client: Any, session: Any) -> None:
    standin.faults.delayed_deliveries, standin.faults.delay_seconds = 1, 0.3
    before = time.monotonic()
    client.v1.checkout.sessions.expire(session.id)
    receiver.wait_for(1)
    assert time.monotonic() - before >= 0.3


def test_lost_event_is_never_made(standin: StripeStandin, client: Any, session: Any) -> None:
    standin.faults.lost_events = 1
    client.v1.checkout.sessions.expire(session.id)
    assert standin.events == []
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"


def test_stopped_standin_answers_nobody_and_comes_back(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    url = standin.url
    standin.stop()
    with pytest.raises(stripe.APIConnectionError):  # also over the connection that the client has kept open
        client.v1.checkout.sessions.retrieve(session.id)
    standin.start()
    assert standin.url == url
    assert client.v1.checkout.sessions.retrieve(session.id).id == session.id
