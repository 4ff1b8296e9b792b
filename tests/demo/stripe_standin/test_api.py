"""The API through the real SDK: making, reading, listing, expiring and refunding."""

import json
import time
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
import stripe

from demo.stripe_standin import StripeStandin
from tests.demo.stripe_standin.browser import browse

Order = Callable[..., dict[str, Any]]


def paid(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> Any:
    standin.pay(session.id)
    return client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})


def test_create_answers_an_open_session(standin: StripeStandin, session: Any) -> None:
    assert (session.status, session.payment_status, session.amount_total, session.currency) == ("open", "unpaid", 123_450, "eur")
    assert session.url == f"{standin.url}/c/pay/{session.id}"
    assert session.metadata.to_dict() == {"order": "S-2026-0001", "payment": "7"}
    assert session.payment_intent is None
    assert standin.sessions[session.id]["client_reference_id"] == "S-2026-0001"


def test_create_with_shipping_adds_it_to_the_total(client: stripe.StripeClient, order: Order) -> None:
    rate = {"display_name": "DHL", "type": "fixed_amount", "fixed_amount": {"amount": 490, "currency": "eur"}}
    session = client.v1.checkout.sessions.create(order(shipping_options=[{"shipping_rate_data": rate}]))
    assert (session.amount_subtotal, session.amount_total) == (123_450, 123_940)
    assert session.shipping_cost.amount_total == session.total_details.amount_shipping == 490


def test_retrieve_answers_what_create_did(client: stripe.StripeClient, session: Any) -> None:
    assert client.v1.checkout.sessions.retrieve(session.id).to_dict() == session.to_dict()


def test_retrieve_expands_intent_and_charge(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    found = paid(client, standin, session)
    intent, charge = found.payment_intent, found.payment_intent.latest_charge
    assert (found.status, found.payment_status, found.url) == ("complete", "paid", None)
    assert (intent.status, intent.amount_received, intent.metadata.to_dict()) == ("succeeded", 123_450, {"order": "S-2026-0001"})
    assert (charge.status, charge.amount_captured, charge.payment_intent) == ("succeeded", 123_450, intent.id)
    assert client.v1.payment_intents.retrieve(intent.id).latest_charge == charge.id
    assert client.v1.charges.retrieve(charge.id).to_dict() == charge.to_dict()


def test_intent_expands_its_charge_and_that_its_refunds(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    intent_id = paid(client, standin, session).payment_intent.id
    refunds = [standin.refund_in_dashboard(intent_id, amount=100)["id"] for _ in range(2)]
    found = client.v1.payment_intents.retrieve(intent_id, {"expand": ["latest_charge.refunds"]})
    charge: Any = found.latest_charge
    assert (charge.status, charge.amount_refunded, [refund.id for refund in charge.refunds.data]) == (
        "succeeded",
        200,
        refunds[::-1],
    )


def test_sessions_are_found_by_their_intent(
    client: stripe.StripeClient, standin: StripeStandin, order: Order, session: Any
) -> None:
    client.v1.checkout.sessions.create(order())
    intent_id = paid(client, standin, session).payment_intent.id
    assert [found.id for found in client.v1.checkout.sessions.list({"payment_intent": intent_id}).data] == [session.id]
    assert client.v1.checkout.sessions.list({"payment_intent": "pi_other"}).data == []


def test_long_answer_does_not_wait_for_an_acknowledgement(client: stripe.StripeClient, order: Order) -> None:
    """With Nagle's algorithm, each answer of more than one packet took 40 ms."""
    for _ in range(5):
        client.v1.checkout.sessions.create(order())
    took = []
    for _ in range(10):
        began = time.perf_counter()
        assert len(client.v1.checkout.sessions.list().last_response.body) > 8192
        took.append(time.perf_counter() - began)
    assert min(took) < 0.03


def test_line_items_are_listed(client: stripe.StripeClient, session: Any) -> None:
    items = client.v1.checkout.sessions.line_items.list(session.id).data
    assert [(item.description, item.quantity, item.amount_total) for item in items] == [
        ("Rouge Redstar 1/7", 2, 119_800),
        ("Artbook <Alter>", 1, 3_650),
    ]


def test_list_pages_from_the_newest(client: stripe.StripeClient, order: Order) -> None:
    made = [client.v1.checkout.sessions.create(order()).id for _ in range(3)]
    first = client.v1.checkout.sessions.list({"limit": 2, "status": "open"})
    assert ([s.id for s in first.data], first.has_more) == ([made[2], made[1]], True)
    assert [s.id for s in first.auto_paging_iter()] == made[::-1]
    assert client.v1.checkout.sessions.list({"status": "complete"}).data == []
    back = client.v1.checkout.sessions.list({"limit": 1, "ending_before": made[0]})
    assert ([s.id for s in back.data], back.has_more) == ([made[1]], True)


@pytest.mark.parametrize(
    ("params", "param"),
    [({"limit": 101}, "limit"), ({"starting_after": "cs_test_missing"}, "starting_after"), ({"customer": "cus_1"}, "customer")],
)
def test_list_refuses_what_it_cannot_do(client: stripe.StripeClient, params: Any, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.list(params)
    assert refused.value.param == param


def test_expire_closes_an_open_session_once(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    gone = client.v1.checkout.sessions.expire(session.id)
    assert (gone.status, gone.payment_status, gone.url) == ("expired", "unpaid", None)
    with pytest.raises(stripe.InvalidRequestError, match="has a status of `expired`"):
        client.v1.checkout.sessions.expire(session.id)
    assert [event["type"] for event in standin.events] == ["checkout.session.expired"]


def test_session_expires_when_its_time_is_over(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    standin.decline(session.id)
    standin.state.clock = lambda: time.time() + 31 * 60
    found = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (found.status, found.payment_intent.status) == ("expired", "canceled")
    assert [event["type"] for event in standin.events][-2:] == ["checkout.session.expired", "payment_intent.canceled"]


def test_refund_in_parts_up_to_the_whole(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    intent = paid(client, standin, session).payment_intent
    part = client.v1.refunds.create({"payment_intent": intent.id, "amount": 1_000, "reason": "requested_by_customer"})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 122_451})
    rest = client.v1.refunds.create({"charge": intent.latest_charge.id})
    assert (part.status, part.amount, rest.amount) == ("succeeded", 1_000, 122_450)
    assert client.v1.refunds.retrieve(part.id).to_dict() == part.to_dict()
    charge = client.v1.charges.retrieve(intent.latest_charge.id)
    assert (charge.amount_refunded, charge.refunded) == (123_450, True)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent.id})
    assert refused.value.code == "charge_already_refunded"
    assert [r.id for r in client.v1.refunds.list({"payment_intent": intent.id}).data] == [rest.id, part.id]


def test_refund_of_nothing_paid_is_refused(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    standin.decline(session.id)
    intent_id = standin.sessions[session.id]["payment_intent"]
    with pytest.raises(stripe.InvalidRequestError, match="was not successful"):
        client.v1.refunds.create({"payment_intent": intent_id})
    with pytest.raises(stripe.InvalidRequestError, match="One of the following"):
        client.v1.refunds.create({"amount": 5})
    charge_id = standin.state.payment_intents[intent_id]["latest_charge"]
    with pytest.raises(stripe.InvalidRequestError, match="does not belong"):
        client.v1.refunds.create({"payment_intent": "pi_other", "charge": charge_id})
    with pytest.raises(stripe.InvalidRequestError, match="does not act on"):
        client.v1.refunds.create({"payment_intent": intent_id, "reverse_transfer": True})
    with pytest.raises(stripe.InvalidRequestError, match="No such payment_intent"):
        client.v1.refunds.create({"payment_intent": "pi_missing"})
    assert standin.state.refunds == {}


def test_events_are_filtered(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    standin.webhook_url = ""
    paid(client, standin, session)
    now = int(time.time())

    def kinds(**params: Any) -> list[str]:
        return [event.type for event in client.v1.events.list(params).data]

    everything = ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]
    assert kinds() == kinds(delivery_success=False) == kinds(created={"gte": now - 60, "lt": now + 60}) == everything
    assert kinds(type="checkout.session.completed") == ["checkout.session.completed"]
    assert kinds(type="charge.*") == kinds(types=["charge.succeeded"]) == ["charge.succeeded"]
    assert kinds(created={"gt": now + 60}) == kinds(delivery_success=True) == []


def test_one_event_is_retrieved(client: stripe.StripeClient, session: Any) -> None:
    client.v1.checkout.sessions.expire(session.id)
    (event,) = client.v1.events.list().data
    assert client.v1.events.retrieve(event.id).data.object.id == session.id


def test_defect_looks_like_one_of_stripes(
    client: stripe.StripeClient, standin: StripeStandin, session: Any, caplog: pytest.LogCaptureFixture
) -> None:
    del standin.state.line_items[session.id]
    with pytest.raises(stripe.APIError) as error:
        client.v1.checkout.sessions.line_items.list(session.id)
    assert error.value.http_status == 500
    assert "defect at GET" in caplog.text


def unknown_param(order: dict[str, Any]) -> None:
    order["line_itmes"] = "x"


def unknown_nested_param(order: dict[str, Any]) -> None:
    order["line_items"][1]["price_data"]["product_data"]["sku"] = "x"


def no_currency(order: dict[str, Any]) -> None:
    del order["line_items"][0]["price_data"]["currency"]


def no_line_items(order: dict[str, Any]) -> None:
    del order["line_items"]


def two_currencies(order: dict[str, Any]) -> None:
    order["line_items"][0]["price_data"]["currency"] = "usd"


def price(amount: int, currency: str = "eur") -> dict[str, Any]:
    return {"price_data": {"currency": currency, "unit_amount": amount, "product_data": {"name": "Pin"}}, "quantity": 1}


@pytest.mark.parametrize(
    ("spoil", "code", "param"),
    [
        (unknown_param, "parameter_unknown", "line_itmes"),
        (unknown_nested_param, "parameter_unknown", "line_items[1][price_data][product_data][sku]"),
        (no_currency, "parameter_missing", "line_items[0][price_data][currency]"),
        (no_line_items, "parameter_missing", "line_items"),
        (two_currencies, None, "line_items"),
        (lambda o: o.update(expires_at=int(time.time()) + 29 * 60), None, "expires_at"),
        (lambda o: o.update(expires_at=int(time.time()) + 25 * 3600), None, "expires_at"),
        (lambda o: o.update(expires_at="soon"), "parameter_invalid_integer", "expires_at"),
        (lambda o: o.update(locale="klingon"), None, "locale"),
        (lambda o: o.update(customer_email=""), "parameter_invalid_empty", "customer_email"),
        (lambda o: o.update(customer_email="mika"), "email_invalid", "customer_email"),
        (lambda o: o.update(success_url="javascript:alert(1)"), "url_invalid", "success_url"),
        (lambda o: o.update(cancel_url="http://a.test\r\nX: y"), "url_invalid", "cancel_url"),
        (lambda o: o.update(line_items="two figures"), None, "line_items"),
        (lambda o: o["line_items"][0].update(quantity=0), "parameter_invalid_integer", "line_items[0][quantity]"),
        (lambda o: o.update(line_items=[{**o["line_items"][1], "quantity": 10**6}]), "amount_too_large", None),
        (lambda o: o.update(line_items=[price(49)]), "amount_too_small", None),
        (lambda o: o.update(line_items=[price(-1)]), "parameter_invalid_integer", "line_items[0][price_data][unit_amount]"),
        (lambda o: o.update(line_items=[price(100_000_000)]), "amount_too_large", "line_items[0][price_data][unit_amount]"),
        (lambda o: o.update(line_items=[price(100)] * 101), None, "line_items"),
        (lambda o: o.update(line_items=[{"price": "price_1", "quantity": 1}]), None, "line_items[0][price]"),
        (lambda o: o.update(line_items=[price(100, currency="euro")]), None, "line_items[0][price_data][currency]"),
        (lambda o: o["line_items"][0].pop("quantity"), "parameter_missing", "line_items[0][quantity]"),
        (
            lambda o: o["line_items"][0]["price_data"].pop("unit_amount"),
            "parameter_missing",
            "line_items[0][price_data][unit_amount]",
        ),
        (
            lambda o: o.update(shipping_options=[{"shipping_rate_data": {"display_name": "DHL"}}]),
            "parameter_missing",
            "shipping_options[0][shipping_rate_data][fixed_amount]",
        ),
        (lambda o: o.update(shipping_options=[{"shipping_rate_data": {"display_name": "DHL"}}] * 6), None, "shipping_options"),
        (lambda o: o.update(client_reference_id="x" * 201), None, "client_reference_id"),
        (lambda o: o.update(customer_email={"a": "b"}), None, "customer_email"),
        (lambda o: o.update(allow_promotion_codes="perhaps"), None, "allow_promotion_codes"),
        (lambda o: o.update(metadata={str(n): "v" for n in range(51)}), None, "metadata"),
        (lambda o: o.update(metadata={"a": {"b": "c"}}), None, "metadata"),
        (lambda o: o.update(metadata={"k" * 41: "v"}), None, "metadata"),
        (lambda o: o.update(mode="subscription"), None, "mode"),
        (lambda o: o.update(discounts=[{"coupon": "SALE"}]), None, "discounts"),
        (lambda o: o.update(payment_method_types=["card"]), "parameter_unknown", "payment_method_types"),  # of older versions
        (lambda o: o.update(allowed_payment_method_types=["klarna"]), None, None),
        (lambda o: o.update(allowed_payment_method_types=["sepa_debit"], line_items=[price(100, currency="usd")]), None, None),
    ],
)
def test_create_refuses_what_stripe_would_refuse(
    client: stripe.StripeClient,
    standin: StripeStandin,
    order: Order,
    spoil: Callable[[dict[str, Any]], None],
    code: str | None,
    param: str | None,
) -> None:
    params = order()
    spoil(params)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(params)
    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, code, param)
    assert standin.sessions == {}


def test_unknown_id_is_a_404(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.retrieve("cs_test_missing")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


def test_expanding_what_cannot_be_expanded_is_refused(client: stripe.StripeClient, session: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.checkout.sessions.retrieve(session.id, {"expand": ["livemode"]})


def test_unknown_address_is_a_404_in_stripes_shape(standin: StripeStandin) -> None:
    answer = browse(f"{standin.url}/v1/subscriptions", headers={"Authorization": "Bearer sk_test_standin"})
    assert answer.status == 404
    assert json.loads(answer.text)["error"]["message"] == "Unrecognized request URL (GET: /v1/subscriptions)."


@pytest.mark.parametrize("key", ["sk_test_other", "sk_test_standin2", "ключ"])
def test_wrong_key_is_refused(standin: StripeStandin, key: str) -> None:
    header = {"Authorization": "Basic " + b64encode(f"{key}:".encode()).decode()}
    answer = browse(f"{standin.url}/v1/events", headers=header)
    assert (answer.status, json.loads(answer.text)["error"]["type"]) == (401, "invalid_request_error")


def test_missing_key_is_refused(standin: StripeStandin) -> None:
    assert browse(f"{standin.url}/v1/events").status == 401


def test_basic_auth_is_understood(standin: StripeStandin) -> None:
    header = {"Authorization": "Basic " + b64encode(b"sk_test_standin:").decode()}
    assert browse(f"{standin.url}/v1/events", headers=header).status == 200


@pytest.mark.parametrize(
    ("body", "status"), [(b"a" * (256 * 1024 + 1), 413), (b"a[b=c", 400), (b"a=%ff", 400), (b"a" + b"[b]" * 20 + b"=1", 400)]
)
def test_bad_body_is_refused(standin: StripeStandin, body: bytes, status: int) -> None:
    header = {"Authorization": "Bearer sk_test_standin", "Content-Type": "application/x-www-form-urlencoded"}
    assert browse(f"{standin.url}/v1/refunds", method="POST", body=body, headers=header).status == status


def test_json_body_is_refused(standin: StripeStandin) -> None:
    header = {"Authorization": "Bearer sk_test_standin", "Content-Type": "application/json"}
    assert browse(f"{standin.url}/v1/refunds", method="POST", body=b"{}", headers=header).status == 400
