"""Make Checkout Sessions and let them expire."""

from demo.stripe_standin.checks import MAX_LIFE, check_session, check_total
from demo.stripe_standin.events import record_event
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.messages import Json, invalid
from demo.stripe_standin.objects import build_line_item, build_session, new_id
from demo.stripe_standin.state import State

TAKEN_OVER = (
    "allowed_payment_method_types",
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "excluded_payment_method_types",
    "locale",
    "submit_type",
    "success_url",
)


def create_session(*, state: State, params: Json) -> Json:
    """A new open session of `params` (already read by the SDK's shapes). Raises `ApiError` 400 if Stripe would not make it."""
    now = state.now()
    check_session(params, now=now)
    items = [_line_item(item, now) for item in params["line_items"]]
    shipping = _shipping(params.get("shipping_options", []))
    subtotal = sum(item["amount_total"] for item in items)
    currencies = {item["currency"] for item in items} | shipping["currencies"]
    if "currency" in params:
        currencies.add(params["currency"].lower())
    check_total(subtotal + shipping["amount"], currencies)
    currency = items[0]["currency"]
    session = build_session(
        created=now,
        base_url=state.base_url,
        subtotal=subtotal,
        shipping=shipping["amount"],
        currency=currency,
        expires_at=params.get("expires_at", now + MAX_LIFE),
        metadata=params.get("metadata", {}),
        payment_method_types=_methods(state, params, currency),
        **{name: params[name] for name in TAKEN_OVER if name in params},
        **shipping["keys"],
    )
    with state.changing():
        state.sessions[session["id"]] = session
        state.plan_expiry(session)
        state.line_items[session["id"]] = items
        state.intent_data[session["id"]] = params.get("payment_intent_data", {})
    return session


def expire_session(*, state: State, faults: Faults, session: Json) -> Json:
    """Close an open `session` for good. Raises `ApiError` 400 if it is complete or expired already."""
    with state.changing():
        if session["status"] != "open":
            raise invalid(
                'Only Checkout Sessions with a status in ["open"] can be expired. '
                f"This Checkout Session has a status of `{session['status']}`."
            )
        session.update(status="expired", url=None)
        state.intent_data.pop(session["id"], None)
        record_event(state=state, faults=faults, kind="checkout.session.expired", thing=session)
        intent = state.payment_intents.get(session["payment_intent"])
        if intent is not None:  # a card was declined before
            intent.update(status="canceled", canceled_at=state.now(), cancellation_reason="expired")
            record_event(state=state, faults=faults, kind="payment_intent.canceled", thing=intent)
    return session


def expire_due(*, state: State, faults: Faults) -> None:
    """Let every open session expire whose time is over."""
    with state.lock:
        for session in state.sessions_due():
            expire_session(state=state, faults=faults, session=session)


def _line_item(item: Json, now: int) -> Json:
    price = {**item["price_data"], "currency": item["price_data"]["currency"].lower()}
    return build_line_item(created=now, price_data=price, quantity=item["quantity"], metadata=item.get("metadata", {}))


def _methods(state: State, params: Json, currency: str) -> list[str]:
    allowed, excluded = params.get("allowed_payment_method_types"), params.get("excluded_payment_method_types", [])
    found = state.account.methods_for(currency, allowed=allowed, excluded=excluded)
    if not found:
        raise invalid(f"No payment method of the account can be offered for {currency} within what the session allows.")
    return found


def _shipping(options: list[Json]) -> Json:
    """`amount`, `currencies` and the session's `keys`; the first option counts, as it does at Stripe until the customer chooses."""
    if not options:
        return {"amount": 0, "currencies": set(), "keys": {}}
    prices = [option["shipping_rate_data"]["fixed_amount"] for option in options]
    offered = [{"shipping_amount": price["amount"], "shipping_rate": new_id("shr_1", 23)} for price in prices]
    first = offered[0]["shipping_amount"]
    cost = {"amount_subtotal": first, "amount_tax": 0, "amount_total": first, "shipping_rate": offered[0]["shipping_rate"]}
    return {
        "amount": first,
        "currencies": {price["currency"].lower() for price in prices},
        "keys": {"shipping_options": offered, "shipping_cost": cost},
    }
