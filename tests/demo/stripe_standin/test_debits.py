"""Bank debits: done for the customer at once, settled by the bank later."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import stripe

from demo.stripe_standin import StripeStandin
from demo.stripe_standin.debits import NothingToSettle
from demo.stripe_standin.payments import MethodIsNotOffered, NoSuchSession, SessionIsComplete, SessionIsExpired
from tests.demo.stripe_standin.receiver import Receiver

Order = Callable[..., dict[str, Any]]
EXPAND: Any = {"expand": ["payment_intent.latest_charge"]}
ORDERED = ["checkout.session.completed", "payment_intent.processing", "charge.pending"]
PAID = ["checkout.session.async_payment_succeeded", "payment_intent.succeeded", "charge.succeeded"]
BOUNCED = ["checkout.session.async_payment_failed", "payment_intent.payment_failed", "charge.failed"]


def kinds(standin: StripeStandin) -> list[str]:
    return [event["type"] for event in standin.events]


def states(client: stripe.StripeClient, session_id: str) -> tuple[Any, ...]:
    """Of session (two), intent (two) and charge (three)."""
    found: Any = client.v1.checkout.sessions.retrieve(session_id, EXPAND)
    intent, charge = found.payment_intent, found.payment_intent.latest_charge
    return (
        (found.status, found.payment_status),
        (intent.status, intent.amount_received),
        (charge.status, charge.paid, charge.amount_captured),
    )


def test_session_without_methods_offers_what_the_account_does(
    client: stripe.StripeClient, standin: StripeStandin, order: Order
) -> None:
    def offered(**changes: Any) -> list[str]:
        return client.v1.checkout.sessions.create(order(**changes)).payment_method_types

    dollars = {"price_data": {"currency": "usd", "unit_amount": 100, "product_data": {"name": "x"}}, "quantity": 1}
    assert offered() == ["card", "sepa_debit"]
    assert offered(allowed_payment_method_types=["card", "klarna"]) == ["card"]
    assert offered(excluded_payment_method_types=["card"]) == ["sepa_debit"]
    assert offered(line_items=[dollars]) == ["card"]  # SEPA moves euros only
    standin.account.methods = ("card",)
    assert offered() == ["card"]


def test_debit_completes_the_session_unpaid(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    assert standin.pay_by_debit(session.id)["id"] == session.id
    assert states(client, session.id) == (("complete", "unpaid"), ("processing", 0), ("pending", False, 123_450))
    assert kinds(standin) == ORDERED
    completed = standin.events[0]["data"]["object"]
    assert (completed["payment_status"], completed["url"]) == ("unpaid", None)


def test_debit_that_succeeds_pays_the_session(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    standin.pay_by_debit(session.id)
    standin.settle_debit(session.id, succeeds=True)
    assert states(client, session.id) == (("complete", "paid"), ("succeeded", 123_450), ("succeeded", True, 123_450))
    assert kinds(standin) == ORDERED + PAID


def test_debit_that_fails_leaves_the_session_complete_and_unpaid(
    client: stripe.StripeClient, standin: StripeStandin, session: Any
) -> None:
    standin.pay_by_debit(session.id)
    standin.settle_debit(session.id, succeeds=False)
    assert states(client, session.id) == (("complete", "unpaid"), ("requires_payment_method", 0), ("failed", False, 0))
    assert kinds(standin) == ORDERED + BOUNCED
    intent: Any = client.v1.payment_intents.retrieve(standin.sessions[session.id]["payment_intent"])
    assert intent.last_payment_error.code == "insufficient_funds"


def test_debit_is_settled_once(standin: StripeStandin, session: Any) -> None:
    with pytest.raises(NothingToSettle):
        standin.settle_debit(session.id, succeeds=True)
    standin.pay_by_debit(session.id)
    standin.settle_debit(session.id, succeeds=False)
    with pytest.raises(NothingToSettle):
        standin.settle_debit(session.id, succeeds=True)
    with pytest.raises(NoSuchSession):
        standin.settle_debit("cs_test_missing", succeeds=True)
    assert kinds(standin) == ORDERED + BOUNCED


def test_debit_of_a_session_paid_by_card_cannot_be_settled(standin: StripeStandin, session: Any) -> None:
    standin.pay(session.id)
    with pytest.raises(NothingToSettle):
        standin.settle_debit(session.id, succeeds=False)
    assert standin.sessions[session.id]["payment_status"] == "paid"


def test_session_with_a_debit_is_not_paid_again(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    standin.pay_by_debit(session.id)
    for again in (standin.pay, standin.decline, standin.pay_by_debit):
        with pytest.raises(SessionIsComplete):
            again(session.id)
    with pytest.raises(stripe.InvalidRequestError, match="has a status of `complete`"):
        client.v1.checkout.sessions.expire(session.id)
    assert len(standin.state.charges) == 1


def test_expired_session_takes_no_debit(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    client.v1.checkout.sessions.expire(session.id)
    with pytest.raises(SessionIsExpired):
        standin.pay_by_debit(session.id)
    assert standin.state.charges == {}


def test_method_that_is_not_offered_is_refused(client: stripe.StripeClient, standin: StripeStandin, order: Order) -> None:
    cards = client.v1.checkout.sessions.create(order(excluded_payment_method_types=["sepa_debit"]))
    debits = client.v1.checkout.sessions.create(order(allowed_payment_method_types=["sepa_debit"]))
    with pytest.raises(MethodIsNotOffered):
        standin.pay_by_debit(cards.id)
    with pytest.raises(MethodIsNotOffered):
        standin.pay(debits.id)
    assert (standin.state.charges, standin.events) == ({}, [])


def test_debit_after_a_declined_card_uses_the_same_intent(standin: StripeStandin, session: Any) -> None:
    first = standin.decline(session.id)["payment_intent"]
    assert standin.pay_by_debit(session.id)["payment_intent"] == first
    assert [charge["status"] for charge in standin.state.charges.values()] == ["failed", "pending"]


def test_pending_debit_cannot_be_refunded_and_a_paid_one_can(
    client: stripe.StripeClient, standin: StripeStandin, session: Any
) -> None:
    intent_id = standin.pay_by_debit(session.id)["payment_intent"]
    with pytest.raises(stripe.InvalidRequestError, match="was not successful"):
        client.v1.refunds.create({"payment_intent": intent_id})
    standin.settle_debit(session.id, succeeds=True)
    refund = client.v1.refunds.create({"payment_intent": intent_id})
    assert (refund.amount, refund.id[:4]) == (123_450, "pyr_")


@pytest.mark.parametrize(("will_succeed", "after"), [(True, PAID), (False, BOUNCED)])
def test_debit_settles_by_itself_when_its_time_has_come(
    client: stripe.StripeClient, standin: StripeStandin, session: Any, will_succeed: bool, after: list[str]
) -> None:
    now = time.time()
    standin.state.clock = lambda: now
    standin.account.debit_seconds = 20
    standin.pay_by_debit(session.id, will_succeed=will_succeed)
    standin.state.clock = lambda: now + 19.9
    client.v1.checkout.sessions.retrieve(session.id)
    assert kinds(standin) == ORDERED
    standin.state.clock = lambda: now + 20
    client.v1.checkout.sessions.retrieve(session.id)
    standin.catch_up()
    assert kinds(standin) == ORDERED + after


def test_debit_settles_in_the_background(standin: StripeStandin, receiver: Receiver, session: Any) -> None:
    standin.account.debit_seconds = 0.1
    standin.pay_by_debit(session.id)
    assert sorted(receiver.wait_for(6)) == sorted(ORDERED + PAID)


def test_debit_settled_by_hand_is_not_settled_again(standin: StripeStandin, session: Any) -> None:
    standin.account.debit_seconds = 20
    standin.pay_by_debit(session.id)
    standin.settle_debit(session.id, succeeds=False)
    standin.state.clock = lambda: time.time() + 60
    standin.catch_up()
    assert kinds(standin) == ORDERED + BOUNCED


def test_settling_from_many_threads_happens_once(standin: StripeStandin, session: Any) -> None:
    standin.pay_by_debit(session.id)
    start = threading.Barrier(8)
    refused: list[str] = []

    def settle(succeeds: bool) -> None:
        start.wait()
        try:
            standin.settle_debit(session.id, succeeds=succeeds)
        except NothingToSettle as error:
            refused.append(str(error))

    threads = [threading.Thread(target=settle, args=(number % 2 == 0,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [session.id] * 7
    assert kinds(standin) in (ORDERED + PAID, ORDERED + BOUNCED)
