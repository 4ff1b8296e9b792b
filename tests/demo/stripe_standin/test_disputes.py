"""Chargebacks: opened, won, lost, and what they forbid."""

from collections.abc import Callable
from typing import Any

import pytest
import stripe

from demo.stripe_standin import StripeStandin
from demo.stripe_standin.disputes import CannotBeDisputed, DisputeIsClosed, NoSuchDispute
from demo.stripe_standin.payments import NoSuchCharge

Order = Callable[..., dict[str, Any]]
OPENED = ["charge.dispute.created", "charge.dispute.funds_withdrawn"]


@pytest.fixture
def intent_id(standin: StripeStandin, session: Any) -> str:
    """Of a session of 1,234.50 EUR paid by card, its events forgotten."""
    found: str = standin.pay(session.id)["payment_intent"]
    standin.state.events.clear()
    return found


def kinds(standin: StripeStandin) -> list[str]:
    return [event["type"] for event in standin.events]


def test_dispute_withdraws_the_money(client: stripe.StripeClient, standin: StripeStandin, intent_id: str) -> None:
    made = standin.open_dispute(intent_id, reason="product_not_received")
    found: Any = client.v1.disputes.retrieve(made["id"], {"expand": ["charge", "payment_intent"]})
    assert (found.status, found.amount, found.reason, found.currency) == ("needs_response", 123_450, "product_not_received", "eur")
    assert (found.payment_intent.id, found.charge.disputed, found.is_charge_refundable) == (intent_id, True, False)
    assert [(row.amount, row.fee, row.net) for row in found.balance_transactions] == [(-123_450, 2_000, -125_450)]
    assert kinds(standin) == OPENED


@pytest.mark.parametrize("level", ["charge", "intent", "session"])
def test_dispute_is_opened_by_any_id(standin: StripeStandin, session: Any, intent_id: str, level: str) -> None:
    charge_id = standin.state.payment_intents[intent_id]["latest_charge"]
    ids = {"charge": charge_id, "intent": intent_id, "session": session.id}
    assert standin.open_dispute(ids[level], amount=500)["charge"] == charge_id


def test_won_dispute_brings_the_money_back(client: stripe.StripeClient, standin: StripeStandin, intent_id: str) -> None:
    made = standin.open_dispute(intent_id, amount=50_000)
    standin.close_dispute(made["id"], won=True)
    found = client.v1.disputes.retrieve(made["id"])
    assert (found.status, [row.net for row in found.balance_transactions]) == ("won", [-52_000, 50_000])
    assert kinds(standin) == [*OPENED, "charge.dispute.closed", "charge.dispute.funds_reinstated"]


def test_lost_dispute_brings_nothing_back(client: stripe.StripeClient, standin: StripeStandin, intent_id: str) -> None:
    made = standin.open_dispute(intent_id, amount=50_000)
    standin.close_dispute(made["id"], won=False)
    found = client.v1.disputes.retrieve(made["id"])
    assert (found.status, [row.net for row in found.balance_transactions]) == ("lost", [-52_000])
    assert kinds(standin) == [*OPENED, "charge.dispute.closed"]


def test_dispute_is_closed_once(standin: StripeStandin, intent_id: str) -> None:
    made = standin.open_dispute(intent_id)
    standin.close_dispute(made["id"], won=False)
    before = standin.events
    with pytest.raises(DisputeIsClosed):
        standin.close_dispute(made["id"], won=True)
    with pytest.raises(NoSuchDispute):
        standin.close_dispute("du_missing", won=True)
    assert (standin.events, made["status"]) == (before, "lost")


def test_dispute_of_a_debit_is_final(standin: StripeStandin, session: Any) -> None:
    standin.pay_by_debit(session.id)
    standin.settle_debit(session.id, succeeds=True)
    made = standin.open_dispute(session.id, reason="debit_not_authorized")
    assert (made["status"], kinds(standin)[-3:]) == ("lost", [*OPENED, "charge.dispute.closed"])
    with pytest.raises(DisputeIsClosed):
        standin.close_dispute(made["id"], won=True)


def test_disputes_are_listed_and_filtered(
    client: stripe.StripeClient, standin: StripeStandin, order: Order, intent_id: str
) -> None:
    other = standin.pay(client.v1.checkout.sessions.create(order()).id)["payment_intent"]
    first, second = (standin.open_dispute(found, amount=amount)["id"] for found, amount in ((intent_id, 100), (other, 200)))
    charge_id = standin.state.payment_intents[other]["latest_charge"]

    def listed(**params: Any) -> list[str]:
        return [row.id for row in client.v1.disputes.list(params).data]  # type: ignore[arg-type]

    assert listed() == [second, first]
    assert listed(payment_intent=intent_id) == [first]
    assert listed(charge=charge_id) == [second]
    assert listed(created={"gt": standin.state.now() + 60}) == []


def test_what_is_not_paid_cannot_be_disputed(standin: StripeStandin, session: Any) -> None:
    for missing in (session.id, "pi_missing"):
        with pytest.raises(NoSuchCharge):
            standin.open_dispute(missing)
    standin.decline(session.id)
    with pytest.raises(CannotBeDisputed):
        standin.open_dispute(session.id)
    standin.pay_by_debit(session.id)
    with pytest.raises(CannotBeDisputed):  # the bank has not answered
        standin.open_dispute(session.id)
    assert standin.state.disputes == {}
    assert {charge["disputed"] for charge in standin.state.charges.values()} == {False}


@pytest.mark.parametrize("amount", [0, -1, 123_451])
def test_dispute_is_of_no_more_than_was_paid(standin: StripeStandin, intent_id: str, amount: int) -> None:
    with pytest.raises(CannotBeDisputed):
        standin.open_dispute(intent_id, amount=amount)
    assert standin.events == []


def test_disputes_together_are_of_no_more_than_was_paid(standin: StripeStandin, intent_id: str) -> None:
    first = standin.open_dispute(intent_id, amount=100_000)
    with pytest.raises(CannotBeDisputed):
        standin.open_dispute(intent_id, amount=23_451)
    standin.close_dispute(first["id"], won=True)
    assert standin.open_dispute(intent_id)["amount"] == 123_450


def test_unknown_reason_is_refused(standin: StripeStandin, intent_id: str) -> None:
    with pytest.raises(ValueError, match="bored"):
        standin.open_dispute(intent_id, reason="bored")
    assert standin.state.disputes == {}


def test_disputed_charge_cannot_be_refunded_until_the_dispute_is_won(
    client: stripe.StripeClient, standin: StripeStandin, intent_id: str
) -> None:
    made = standin.open_dispute(intent_id, amount=500)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent_id})
    assert (refused.value.code, standin.state.refunds) == ("charge_disputed", {})
    standin.close_dispute(made["id"], won=True)
    assert client.v1.refunds.create({"payment_intent": intent_id}).status == "succeeded"


def test_refunded_charge_can_still_be_disputed(standin: StripeStandin, intent_id: str) -> None:
    """The bad day on which a customer gets the money twice; the shop must notice."""
    standin.refund_in_dashboard(intent_id)
    assert standin.open_dispute(intent_id)["amount"] == 123_450
