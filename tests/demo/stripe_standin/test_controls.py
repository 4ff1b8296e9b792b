"""The controls for tests: tampering, forgetting, and delivering events by hand in any order."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import stripe

from demo.stripe_standin import Delivery, StripeStandin
from demo.stripe_standin.payments import NoSuchSession
from tests.demo.stripe_standin.browser import browse
from tests.demo.stripe_standin.receiver import SECRET

Order = Callable[..., dict[str, Any]]
API_KEY = "sk_test_standin"


class Mailbox:
    """A shop in this process: what was received, each signature checked by the real SDK."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.status = 200

    def __call__(self, payload: bytes, signature: str) -> int:
        self.received.append(stripe.Webhook.construct_event(payload, signature, SECRET).id)
        return self.status


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def quiet(mailbox: Mailbox) -> Iterator[StripeStandin]:
    """A stand-in where nothing happens by itself."""
    made = StripeStandin(webhook_url="", webhook_secret=SECRET, api_key=API_KEY, receive=mailbox, background=False)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def paid(quiet: StripeStandin, order: Order) -> str:
    """The id of a session that was declined, paid, refunded in part and disputed; another one expired beside it."""
    client = stripe.StripeClient(API_KEY, base_addresses={"api": quiet.url}, max_network_retries=0)
    first, other = (client.v1.checkout.sessions.create(order()).id for _ in range(2))
    quiet.decline(first)
    quiet.pay(first)
    client.v1.checkout.sessions.expire(other)
    quiet.refund_in_dashboard(first, amount=100)
    quiet.open_dispute(first, amount=100)
    return first


def test_events_of_a_session_are_in_order_and_its_own(quiet: StripeStandin, paid: str) -> None:
    assert [event["type"] for event in quiet.events_of(paid)] == [
        "charge.failed",
        "payment_intent.payment_failed",
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.succeeded",
        "refund.created",
        "charge.refunded",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
    ]
    assert len(quiet.events) == 10
    assert quiet.events_of("cs_test_missing") == []


def test_nothing_is_delivered_by_itself(quiet: StripeStandin, mailbox: Mailbox, paid: str) -> None:
    assert (mailbox.received, quiet.deliveries) == ([], [])
    assert {event["pending_webhooks"] for event in quiet.events} == {1}


def test_deliver_takes_any_order_and_duplicates(quiet: StripeStandin, mailbox: Mailbox, paid: str) -> None:
    ids = [event["id"] for event in quiet.events_of(paid)[:3]]
    orders = [[*order, order[0]] for order in itertools.permutations(ids)]
    for order in orders:
        assert quiet.deliver(order) == [200] * 4
    assert mailbox.received == [event_id for order in orders for event_id in order]
    assert quiet.deliver(ids[0]) == 200
    assert quiet.deliver([]) == []


def test_deliver_records_what_the_shop_answered(quiet: StripeStandin, mailbox: Mailbox, paid: str) -> None:
    event_id = quiet.events[0]["id"]
    mailbox.status = 500
    assert quiet.deliver([event_id]) == [500]
    mailbox.status = 200
    assert quiet.deliver([event_id]) == [200]
    assert quiet.deliveries == [Delivery(event_id, 1, 500), Delivery(event_id, 2, 200)]
    assert quiet.deliver_pending() == 9


def test_deliver_of_an_unknown_event_is_an_error(quiet: StripeStandin, mailbox: Mailbox, paid: str) -> None:
    for unknown in ("evt_missing", ["evt_missing"]):
        with pytest.raises(KeyError):
            quiet.deliver(unknown)  # type: ignore[call-overload]
    with pytest.raises(KeyError):
        quiet.signed("evt_missing")
    assert mailbox.received == []


def test_what_the_shop_raises_reaches_the_test(quiet: StripeStandin, paid: str) -> None:
    def explode(_payload: bytes, _signature: str) -> int:
        raise RuntimeError("a defect of the shop")

    quiet.deliverer.receive = explode
    with pytest.raises(RuntimeError, match="a defect of the shop"):
        quiet.deliver(quiet.events[0]["id"])
    assert quiet.deliveries == []


def test_signed_event_passes_the_sdk_and_a_changed_one_does_not(quiet: StripeStandin, paid: str) -> None:
    event_id = quiet.events[0]["id"]
    payload, signature = quiet.signed(event_id)
    assert stripe.Webhook.construct_event(payload, signature, SECRET).id == event_id
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(payload + b" ", signature, SECRET)
    assert quiet.deliveries == []


def test_visitor_does_not_wait_where_nothing_happens_by_itself(quiet: StripeStandin, order: Order) -> None:
    quiet.first_delivery_wait = 60
    client = stripe.StripeClient(API_KEY, base_addresses={"api": quiet.url}, max_network_retries=0)
    assert browse(f"{client.v1.checkout.sessions.create(order()).url}/payment", method="POST").status == 303


def test_time_passes_only_when_it_is_looked_at(quiet: StripeStandin, order: Order) -> None:
    client = stripe.StripeClient(API_KEY, base_addresses={"api": quiet.url}, max_network_retries=0)
    session = client.v1.checkout.sessions.create(order())
    quiet.state.clock = lambda: session.expires_at
    assert quiet.sessions[session.id]["status"] == "open"
    quiet.catch_up()
    quiet.catch_up()
    assert [event["type"] for event in quiet.events] == ["checkout.session.expired"]


def test_background_delivers_to_this_process_too(mailbox: Mailbox, order: Order) -> None:
    standin = StripeStandin(webhook_url="", webhook_secret=SECRET, api_key=API_KEY, receive=mailbox)
    standin.start()
    client = stripe.StripeClient(API_KEY, base_addresses={"api": standin.url}, max_network_retries=0)
    try:
        browse(f"{client.v1.checkout.sessions.create(order()).url}/payment", method="POST")  # waits for the first delivery
        assert standin.events[0]["id"] in mailbox.received
    finally:
        standin.stop()


def test_tampered_session_lies_and_tells_nobody(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    standin.tamper(session.id, amount_total=1, currency="usd", client_reference_id="S-OTHER")
    found = client.v1.checkout.sessions.retrieve(session.id)
    assert (found.amount_total, found.currency, found.client_reference_id) == (1, "usd", "S-OTHER")
    assert standin.events == []
    standin.pay(session.id)
    (charge,) = standin.state.charges.values()
    assert (charge["amount"], charge["currency"]) == (1, "usd")


def test_tampering_after_the_payment_changes_no_charge(standin: StripeStandin, session: Any) -> None:
    standin.pay(session.id)
    standin.tamper(session.id, amount_total=1)
    (charge,) = standin.state.charges.values()
    assert (standin.sessions[session.id]["amount_total"], charge["amount"]) == (1, 123_450)


@pytest.mark.parametrize("early", [True, False])
def test_tampering_with_the_time_counts(standin: StripeStandin, session: Any, early: bool) -> None:
    due = session.expires_at
    standin.tamper(session.id, expires_at=due - 60 if early else due + 60)
    standin.state.clock = lambda: due - 1 if early else due
    standin.catch_up()
    assert standin.sessions[session.id]["status"] == ("expired" if early else "open")
    standin.state.clock = lambda: due + 60
    standin.catch_up()
    assert standin.sessions[session.id]["status"] == "expired"


def test_tampering_with_what_is_not_there_is_refused(standin: StripeStandin, session: Any) -> None:
    with pytest.raises(KeyError):
        standin.tamper(session.id, amount_totl=1)
    with pytest.raises(NoSuchSession):
        standin.tamper("cs_test_missing", amount_total=1)
    assert standin.sessions[session.id]["amount_total"] == 123_450


def test_forgotten_key_makes_a_second_session(client: stripe.StripeClient, standin: StripeStandin, order: Order) -> None:
    params = order()
    first = client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"})
    assert client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"}).id == first.id
    standin.forget_idempotency()
    assert client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"}).id != first.id
    assert len(standin.sessions) == 2
