"""Refunds that take their time, that fail, and that staff make past the shop."""

import time
from typing import Any

import pytest
import stripe

from demo.stripe_standin import StripeStandin
from demo.stripe_standin.messages import ApiError
from demo.stripe_standin.payments import NoSuchCharge
from demo.stripe_standin.refunds import NoSuchRefund, RefundIsFinal

CREATED = ["refund.created", "charge.refunded"]
UPDATED = ["refund.updated", "charge.refund.updated"]


@pytest.fixture
def intent_id(standin: StripeStandin, session: Any) -> str:
    """Of a paid session of 1,234.50 EUR, its events forgotten."""
    found: str = standin.pay(session.id)["payment_intent"]
    standin.state.events.clear()
    return found


def kinds(standin: StripeStandin) -> list[str]:
    return [event["type"] for event in standin.events]


def refunded(standin: StripeStandin) -> tuple[int, bool]:
    (charge,) = standin.state.charges.values()
    return charge["amount_refunded"], charge["refunded"]


def test_refund_succeeds_at_once_unless_told_otherwise(client: stripe.StripeClient, standin: StripeStandin, intent_id: str) -> None:
    refund = client.v1.refunds.create({"payment_intent": intent_id, "metadata": {"refund": "3"}})
    assert (refund.status, refund.pending_reason if "pending_reason" in refund else None) == ("succeeded", None)
    assert (kinds(standin), refunded(standin)) == (CREATED, (123_450, True))


def test_pending_refund_counts_already(client: stripe.StripeClient, standin: StripeStandin, intent_id: str) -> None:
    standin.account.refund_seconds = None
    refund = client.v1.refunds.create({"payment_intent": intent_id, "amount": 100_000})
    assert (refund.status, refund.pending_reason) == ("pending", "processing")
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        client.v1.refunds.create({"payment_intent": intent_id, "amount": 23_451})
    assert (kinds(standin), refunded(standin)) == (CREATED, (100_000, False))


def test_pending_refund_that_succeeds_stays_counted(client: stripe.StripeClient, standin: StripeStandin, intent_id: str) -> None:
    standin.account.refund_seconds = None
    refund = client.v1.refunds.create({"payment_intent": intent_id})
    standin.settle_refund(refund.id, succeeds=True)
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"
    assert (kinds(standin), refunded(standin)) == (CREATED + UPDATED, (123_450, True))
    assert standin.events[-1]["data"]["previous_attributes"] == {"status": "pending"}


def test_failed_refund_gives_the_amount_back_to_the_charge(
    client: stripe.StripeClient, standin: StripeStandin, intent_id: str
) -> None:
    standin.account.refund_seconds = None
    refund = client.v1.refunds.create({"payment_intent": intent_id})
    standin.settle_refund(refund.id, succeeds=False)
    found = client.v1.refunds.retrieve(refund.id)
    assert (found.status, found.failure_reason) == ("failed", "declined")
    assert (kinds(standin), refunded(standin)) == ([*CREATED, *UPDATED, "refund.failed"], (0, False))
    standin.account.refund_seconds = 0
    assert client.v1.refunds.create({"payment_intent": intent_id}).amount == 123_450
    assert [(row.amount, row.status) for row in client.v1.refunds.list({"payment_intent": intent_id}).data] == [
        (123_450, "succeeded"),
        (123_450, "failed"),
    ]


def test_succeeded_refund_may_come_back_days_later(client: stripe.StripeClient, standin: StripeStandin, intent_id: str) -> None:
    refund = client.v1.refunds.create({"payment_intent": intent_id, "amount": 500})
    standin.settle_refund(refund.id, succeeds=False)
    assert (kinds(standin), refunded(standin)) == ([*CREATED, *UPDATED, "refund.failed"], (0, False))
    assert standin.events[-2]["data"]["previous_attributes"]["status"] == "succeeded"


def test_refund_that_has_ended_is_not_settled_again(client: stripe.StripeClient, standin: StripeStandin, intent_id: str) -> None:
    refund = client.v1.refunds.create({"payment_intent": intent_id, "amount": 500})
    with pytest.raises(RefundIsFinal):
        standin.settle_refund(refund.id, succeeds=True)
    standin.settle_refund(refund.id, succeeds=False)
    before = standin.events
    for succeeds in (True, False):
        with pytest.raises(RefundIsFinal):
            standin.settle_refund(refund.id, succeeds=succeeds)
    with pytest.raises(NoSuchRefund):
        standin.settle_refund("re_missing", succeeds=True)
    assert (standin.events, refunded(standin)) == (before, (0, False))


def test_refund_may_fail_within_the_call(client: stripe.StripeClient, standin: StripeStandin, intent_id: str) -> None:
    standin.account.refund_outcome = "failed"
    assert client.v1.refunds.create({"payment_intent": intent_id}).status == "failed"
    assert (kinds(standin), refunded(standin)) == ([*CREATED, *UPDATED, "refund.failed"], (0, False))


@pytest.mark.parametrize(("outcome", "counted"), [("succeeded", (123_450, True)), ("failed", (0, False))])
def test_refund_ends_by_itself_when_its_time_has_come(
    client: stripe.StripeClient, standin: StripeStandin, intent_id: str, outcome: Any, counted: tuple[int, bool]
) -> None:
    now = time.time()
    standin.state.clock = lambda: now
    standin.account.refund_seconds, standin.account.refund_outcome = 60, outcome
    refund_id = client.v1.refunds.create({"payment_intent": intent_id}).id
    standin.account.refund_outcome = "succeeded"  # what was asked earlier is answered as it was then
    standin.state.clock = lambda: now + 59
    assert client.v1.refunds.retrieve(refund_id).status == "pending"
    standin.state.clock = lambda: now + 60
    assert client.v1.refunds.retrieve(refund_id).status == outcome
    assert refunded(standin) == counted


def test_refund_in_the_dashboard_knows_nothing_of_the_shop(
    client: stripe.StripeClient, standin: StripeStandin, intent_id: str, session: Any
) -> None:
    made = standin.refund_in_dashboard(session.id, amount=1_000)
    rest = standin.refund_in_dashboard(intent_id)
    assert (made["amount"], made["metadata"], made["payment_intent"], rest["amount"]) == (1_000, {}, intent_id, 122_450)
    assert [row.id for row in client.v1.refunds.list({"payment_intent": intent_id}).data] == [rest["id"], made["id"]]
    assert (kinds(standin), refunded(standin)) == (CREATED * 2, (123_450, True))


def test_refund_in_the_dashboard_is_refused_like_one_of_the_shop(standin: StripeStandin, intent_id: str, session: Any) -> None:
    with pytest.raises(ApiError, match="greater than unrefunded amount"):
        standin.refund_in_dashboard(intent_id, amount=123_451)
    with pytest.raises(NoSuchCharge):
        standin.refund_in_dashboard("pi_missing")
    assert (standin.state.refunds, standin.events) == ({}, [])


def test_refund_of_an_open_session_is_refused(standin: StripeStandin, session: Any) -> None:
    with pytest.raises(NoSuchCharge):
        standin.refund_in_dashboard(session.id)
    standin.decline(session.id)
    with pytest.raises(ApiError, match="was not successful"):
        standin.refund_in_dashboard(session.id)
    assert standin.state.refunds == {}
