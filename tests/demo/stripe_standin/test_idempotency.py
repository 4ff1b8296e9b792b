"""The same key is answered the same."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
import stripe

from demo.stripe_standin import StripeStandin
from tests.demo.stripe_standin.browser import Answer, browse

Order = Callable[..., dict[str, Any]]


def test_same_key_and_params_answer_the_same_session(client: stripe.StripeClient, standin: StripeStandin, order: Order) -> None:
    params = order()
    first, again = (client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"}) for _ in range(2))
    assert again.id == first.id
    assert list(standin.sessions) == [first.id]
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert again.last_response.headers["Idempotent-Replayed"] == "true"


def test_other_params_under_the_same_key_are_refused(client: stripe.StripeClient, standin: StripeStandin, order: Order) -> None:
    client.v1.checkout.sessions.create(order(), {"idempotency_key": "order-7"})
    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create(order(locale="en"), {"idempotency_key": "order-7"})
    assert len(standin.sessions) == 1


def test_refund_is_made_once(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    browse(f"{session.url}/payment", method="POST")
    params = {"payment_intent": standin.sessions[session.id]["payment_intent"], "amount": 100}
    ids = {client.v1.refunds.create(params, {"idempotency_key": "refund-1"}).id for _ in range(3)}
    assert len(ids) == len(standin.state.refunds) == 1


def test_server_error_is_replayed(client: stripe.StripeClient, standin: StripeStandin, order: Order) -> None:
    standin.faults.server_errors = 1
    params = order()
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"})
    assert standin.sessions == {}
    assert client.v1.checkout.sessions.create(params, {"idempotency_key": "order-8"}).status == "open"


def test_refused_params_are_not_kept(client: stripe.StripeClient, order: Order) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(order(expires_at=1), {"idempotency_key": "order-7"})
    assert client.v1.checkout.sessions.create(order(), {"idempotency_key": "order-7"}).status == "open"


def test_key_is_forgotten_after_a_day(client: stripe.StripeClient, standin: StripeStandin, order: Order) -> None:
    params = order()
    params.pop("expires_at")
    first = client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"})
    later = standin.state.now() + 24 * 3600
    standin.state.clock = lambda: later
    assert client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"}).id != first.id


def test_old_keys_are_dropped_as_the_clock_moves(client: stripe.StripeClient, standin: StripeStandin, order: Order) -> None:
    params = order()
    params.pop("expires_at")
    start = standin.state.now()
    for hours, number in ((0, 1), (1, 2), (24, 3), (25, 1)):
        standin.state.clock = lambda at=start + hours * 3600: at
        client.v1.checkout.sessions.create(params, {"idempotency_key": f"order-{number}"})
    assert list(standin.state.idempotency) == ["order-3", "order-1"]
    assert len(standin.sessions) == 4


def test_key_in_use_is_a_conflict(standin: StripeStandin) -> None:
    standin.faults.hangs, standin.faults.hang_seconds = 1, 0.2
    body = b"mode=payment&success_url=http://shop.test/&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur"
    body += b"&line_items[0][price_data][unit_amount]=100&line_items[0][price_data][product_data][name]=x"
    headers = {
        "Authorization": "Bearer sk_test_standin",
        "Content-Type": "application/x-www-form-urlencoded",
        "Idempotency-Key": "order-7",
    }
    answers: list[Answer] = []

    def call() -> None:
        answers.append(browse(f"{standin.url}/v1/checkout/sessions", method="POST", body=body, headers=headers))

    threads = [threading.Thread(target=call) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status for answer in answers] == [409, 200]  # the conflict is answered first, while the other one hangs
    assert json.loads(answers[0].text)["error"]["code"] == "idempotency_key_in_use"
    assert len(standin.sessions) == 1


def test_long_key_is_refused(client: stripe.StripeClient, order: Order) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="at most 255"):
        client.v1.checkout.sessions.create(order(), {"idempotency_key": "k" * 256})
