"""Every object that the stand-in answers with is one that the SDK's annotations allow."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import stripe

from demo.stripe_standin import StripeStandin
from demo.stripe_standin.shapes import param_fields, params_class, problems, required_params


def charge_of(standin: StripeStandin, session_id: str) -> str:
    found: str = standin.state.payment_intents[standin.sessions[session_id]["payment_intent"]]["latest_charge"]
    return found


@pytest.fixture(scope="module")
def answers(order: Any) -> Iterator[dict[str, Any]]:
    """One response of each kind, as plain data; one session went through a decline, a payment and a refund, others through debits."""
    standin = StripeStandin(webhook_url="", webhook_secret="whsec_tests", api_key="sk_test_standin")
    standin.start()
    client = stripe.StripeClient("sk_test_standin", base_addresses={"api": standin.url}, max_network_retries=0)
    rate = {"display_name": "DHL", "type": "fixed_amount", "fixed_amount": {"amount": 490, "currency": "eur"}}
    made = client.v1.checkout.sessions.create(order(shipping_options=[{"shipping_rate_data": rate}]))
    standin.decline(made.id)
    declined = client.v1.checkout.sessions.retrieve(made.id, {"expand": ["payment_intent.latest_charge"]})
    standin.pay(made.id)
    refunds = {"expand": ["payment_intent.latest_charge.refunds"]}
    expand = {"expand": ["line_items", "payment_intent.latest_charge"]}
    paid = client.v1.checkout.sessions.retrieve(made.id, expand)  # type: ignore[arg-type]
    refund = client.v1.refunds.create({"payment_intent": paid.payment_intent.id, "metadata": {"order": "7"}})  # type: ignore[union-attr]
    expired = client.v1.checkout.sessions.create(order())
    debits = {name: client.v1.checkout.sessions.create(order()).id for name in ("pending", "debited", "bounced")}
    for name, session_id in debits.items():
        standin.pay_by_debit(session_id)
        if name != "pending":
            standin.settle_debit(session_id, succeeds=name == "debited")
    standin.account.refund_seconds = None
    pending, failed = (client.v1.refunds.create({"charge": charge_of(standin, debits["debited"]), "amount": 100}) for _ in range(2))
    standin.settle_refund(failed.id, succeeds=False)
    disputes = [standin.open_dispute(debits["debited"], amount=100), standin.open_dispute(made.id)]
    standin.close_dispute(disputes[1]["id"], won=True)
    by_charge = {"expand": ["data.charge", "data.payment_intent"]}
    objects = {
        "created": made,
        "declined": declined,
        "paid": paid,
        "refund": refund,
        **{name: client.v1.checkout.sessions.retrieve(found, refunds) for name, found in debits.items()},  # type: ignore[arg-type]
        "pending refund": pending,
        "failed refund": client.v1.refunds.retrieve(failed.id),
        "debit's dispute": client.v1.disputes.retrieve(disputes[0]["id"]),
        "disputes": client.v1.disputes.list(by_charge),  # type: ignore[arg-type]
        "expired": client.v1.checkout.sessions.expire(expired.id),
        "sessions": client.v1.checkout.sessions.list(),
        "line items": client.v1.checkout.sessions.line_items.list(made.id),
        "events": client.v1.events.list({"limit": 100}),
    }
    yield {name: thing.last_response.data for name, thing in objects.items()}
    standin.stop()


def test_responses_have_stripes_shapes(answers: dict[str, Any]) -> None:
    assert {name: found for name, answer in answers.items() if (found := problems(answer))} == {}
    kinds = {event["type"] for event in answers["events"]["data"]}
    assert kinds == {
        "charge.dispute.closed",
        "charge.dispute.created",
        "charge.dispute.funds_reinstated",
        "charge.dispute.funds_withdrawn",
        "charge.failed",
        "charge.pending",
        "charge.refund.updated",
        "charge.refunded",
        "charge.succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.completed",
        "checkout.session.expired",
        "payment_intent.payment_failed",
        "payment_intent.processing",
        "payment_intent.succeeded",
        "refund.created",
        "refund.failed",
        "refund.updated",
    }


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (["amount_totl"], 1, "checkout.session.amount_totl: unknown key"),
        (["status"], "finished", "checkout.session.status: 'finished' is not one of ['complete', 'expired', 'open']"),
        (["amount_total"], "123450", "checkout.session.amount_total: '123450' does not fit <class 'int'>"),
        (["livemode"], 0, "checkout.session.livemode: 0 does not fit <class 'bool'>"),
        (["created"], None, "checkout.session.created: None does not fit <class 'int'>"),
        (["automatic_tax", "on"], True, "checkout.session.automatic_tax.on: unknown key"),
        (["payment_intent", "status"], "paid", "checkout.session.payment_intent.status: 'paid' is not one of"),
        (
            ["payment_intent", "latest_charge", "paid"],
            "yes",
            "checkout.session.payment_intent.latest_charge.paid: 'yes' does not fit",
        ),
        (
            ["line_items", "data", 0, "price", "type"],
            "gift",
            "checkout.session.line_items.data[0].price.type: 'gift' is not one of",
        ),
    ],
)
def test_wrong_shapes_are_found(answers: dict[str, Any], path: list[str | int], value: Any, complaint: str) -> None:
    """The negative control: the check above would fail on each of these."""
    spoiled = deepcopy(answers["paid"])
    target = spoiled
    for part in path[:-1]:
        target = target[part]
    target[path[-1]] = value
    (found,) = problems(spoiled)
    assert found.startswith(complaint)


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (["data", 0, "status"], "open", "dispute.status: 'open' is not one of"),
        (["data", 0, "evidence", "receit"], None, "dispute.evidence.receit: unknown key"),
        (["data", 0, "balance_transactions", 0, "type"], "gift", "dispute.balance_transactions[0].type: 'gift' is not one of"),
        (
            ["data", 0, "charge", "payment_method_details", "card", "brand"],
            7,
            "dispute.charge.payment_method_details.card.brand: 7",
        ),
    ],
)
def test_wrong_disputes_are_found(answers: dict[str, Any], path: list[str | int], value: Any, complaint: str) -> None:
    spoiled = deepcopy(answers["disputes"])
    target = spoiled
    for part in path[:-1]:
        target = target[part]
    target[path[-1]] = value
    (found,) = problems(spoiled["data"][0])
    assert found.startswith(complaint)


def test_missing_keys_are_found(answers: dict[str, Any]) -> None:
    spoiled = deepcopy(answers["paid"])
    del spoiled["status"]  # may be null, so the SDK cannot tell whether it must be there
    del spoiled["livemode"]
    del spoiled["total_details"]["amount_tax"]
    assert problems(spoiled) == ["checkout.session.livemode: missing", "checkout.session.total_details.amount_tax: missing"]


def test_wrong_event_is_found(answers: dict[str, Any]) -> None:
    event = deepcopy(answers["events"]["data"][0])
    event["type"] = "checkout.session.paid"
    event["data"]["object"]["mode"] = "gift"
    first, second = problems(event)
    assert first.startswith("event.type: 'checkout.session.paid' is not one of")
    assert second.startswith("event.data.object.mode: 'gift' is not one of")


def test_client_options_are_no_params() -> None:
    fields = param_fields(params_class("checkout.SessionCreateParams"))
    assert "line_items" in fields
    assert "idempotency_key" not in fields
    assert required_params(params_class("checkout.SessionCreateParams")) == []
