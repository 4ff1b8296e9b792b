"""One function for each address of the API, and the table of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from demo.stripe_standin.catch_up import catch_up
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.messages import Json, invalid, missing_object
from demo.stripe_standin.refunds import refund
from demo.stripe_standin.sessions import create_session, expire_session
from demo.stripe_standin.state import State

EXPANDABLE = {
    "checkout.session": {"payment_intent", "line_items"},
    "payment_intent": {"latest_charge"},
    "charge": {"payment_intent", "refunds"},
    "dispute": {"charge", "payment_intent"},
    "refund": {"charge", "payment_intent"},
}
MAX_EXPANSION = 4  # levels, as at Stripe


@dataclass(frozen=True)
class Call:
    """A call that is allowed and well formed: `params` are values, `id` the one in the address or empty."""

    state: State
    faults: Faults
    params: Json
    id: str


def expand(state: State, thing: Json, paths: Sequence[str]) -> Json:
    """A copy of `thing` with the ids at `paths` ("payment_intent.latest_charge") replaced by their objects. Raises `ApiError`."""
    result = dict(thing)
    for path in paths:
        parts = path.split(".")
        if len(parts) > MAX_EXPANSION:
            raise invalid(f"You cannot expand more than {MAX_EXPANSION} levels of a property ({path}).", param="expand")
        if parts[0] == "data" and thing["object"] == "list":
            result["data"] = [expand(state, item, [".".join(parts[1:])]) for item in result["data"]]
        else:
            _expand_one(state, result, parts)
    return result


def _expand_one(state: State, thing: Json, parts: list[str]) -> None:
    name = parts[0]
    if name not in EXPANDABLE.get(thing["object"], ()):
        raise invalid(f"This property cannot be expanded ({name}).", param="expand")
    if name == "line_items":
        thing[name] = page_of(state.line_items[thing["id"]], {}, f"/v1/checkout/sessions/{thing['id']}/line_items")
        return
    if name == "refunds":
        rows = [row for row in reversed(state.refunds.values()) if row["charge"] == thing["id"]]
        thing[name] = page_of(rows, {}, f"/v1/charges/{thing['id']}/refunds")
        return
    inner = state.find(thing[name]) if isinstance(thing[name], str) else thing[name]
    if inner is not None:
        thing[name] = dict(inner)
        if len(parts) > 1:
            _expand_one(state, thing[name], parts[1:])


def page_of(rows: Sequence[Json], params: Json, url: str) -> Json:
    """One page of `rows` (in the order to be shown) as Stripe's list object."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise invalid("This value must be between 1 and 100.", param="limit", code="parameter_invalid_integer")
    is_cut = "starting_after" in params or "ending_before" in params
    ids = [row["id"] for row in rows] if is_cut else []
    first, has_more = 0, False
    for name in ("starting_after", "ending_before"):
        if name in params and params[name] not in ids:
            raise missing_object("object", params[name], param=name, status=400)
    if "starting_after" in params:
        first = ids.index(params["starting_after"]) + 1
    last = first + limit
    has_more = last < len(rows)
    if "ending_before" in params:
        last = ids.index(params["ending_before"])
        first = max(0, last - limit)
        has_more = first > 0
    return {"object": "list", "data": list(rows[first:last]), "has_more": has_more, "url": url}


def _created_in(row: Json, created: Any) -> bool:
    if isinstance(created, int):
        return bool(row["created"] == created)
    at = row["created"]
    return bool(
        at > created.get("gt", -1)
        and at >= created.get("gte", 0)
        and at < created.get("lt", at + 1)
        and at <= created.get("lte", at)
    )


def _newest_first(rows: Sequence[Json], params: Json, **equal: str) -> list[Json]:
    """`rows` within `created`, and with the values that `equal` (parameter=key) asks for."""
    found = list(reversed(rows))
    if "created" in params:
        found = [row for row in found if _created_in(row, params["created"])]
    for name, key in equal.items():
        if name in params:
            found = [row for row in found if row[key] == params[name]]
    return found


def _sessions(call: Call) -> Json:
    for name in ("customer", "customer_account", "customer_details", "payment_link", "subscription"):
        if name in call.params:
            raise invalid(f"The stand-in does not filter by {name}.", param=name)
    rows = list(call.state.sessions.values())
    found = _newest_first(rows, call.params, status="status", payment_intent="payment_intent")
    return page_of(found, call.params, "/v1/checkout/sessions")


def _session(call: Call) -> Json:
    session = call.state.sessions.get(call.id)
    if session is None:
        raise missing_object("checkout.session", call.id, param="session")
    return session


def _line_items(call: Call) -> Json:
    session = _session(call)
    rows = call.state.line_items[session["id"]]
    return page_of(rows, call.params, f"/v1/checkout/sessions/{session['id']}/line_items")


def _payment_intent(call: Call) -> Json:
    return _one(call.state.payment_intents, "payment_intent", call.id, "intent")


def _charge(call: Call) -> Json:
    return _one(call.state.charges, "charge", call.id, "id")


def _refund(call: Call) -> Json:
    return _one(call.state.refunds, "refund", call.id, "id")


def _refunds(call: Call) -> Json:
    rows = list(call.state.refunds.values())
    found = _newest_first(rows, call.params, charge="charge", payment_intent="payment_intent")
    return page_of(found, call.params, "/v1/refunds")


def _dispute(call: Call) -> Json:
    return _one(call.state.disputes, "dispute", call.id, "dispute")


def _disputes(call: Call) -> Json:
    rows = list(call.state.disputes.values())
    found = _newest_first(rows, call.params, charge="charge", payment_intent="payment_intent")
    return page_of(found, call.params, "/v1/disputes")


def _event(call: Call) -> Json:
    return _one({event["id"]: event for event in call.state.events}, "event", call.id, "id")


def _events(call: Call) -> Json:
    """Filters: `created`, `type` (with * as a wildcard), `types`, `delivery_success`."""
    params = call.params
    if "type" in params and "types" in params:
        raise invalid("You may only specify one of these parameters: type, types.", param="types")
    kinds = params.get("types", [params["type"]] if "type" in params else ["*"])
    found = [event for event in _newest_first(call.state.events, params) if any(fnmatchcase(event["type"], k) for k in kinds)]
    if "delivery_success" in params:
        found = [event for event in found if (event["pending_webhooks"] == 0) == params["delivery_success"]]
    return page_of(found, params, "/v1/events")


def _one(table: dict[str, Json], kind: str, object_id: str, param: str) -> Json:
    if object_id not in table:
        raise missing_object(kind, object_id, param=param)
    return table[object_id]


def _make_session(call: Call) -> Json:
    return create_session(state=call.state, params=call.params)


def _expire_session(call: Call) -> Json:
    return expire_session(state=call.state, faults=call.faults, session=_session(call))


def _make_refund(call: Call) -> Json:
    return refund(state=call.state, faults=call.faults, params=call.params)


# method, address, name of the parameters' TypedDict within `stripe.params`, deed
ROUTES: tuple[tuple[str, str, str, Callable[[Call], Json]], ...] = (
    ("POST", r"/v1/checkout/sessions", "checkout.SessionCreateParams", _make_session),
    ("GET", r"/v1/checkout/sessions", "checkout.SessionListParams", _sessions),
    ("GET", r"/v1/checkout/sessions/([^/]+)", "checkout.SessionRetrieveParams", _session),
    ("POST", r"/v1/checkout/sessions/([^/]+)/expire", "checkout.SessionExpireParams", _expire_session),
    ("GET", r"/v1/checkout/sessions/([^/]+)/line_items", "checkout.SessionListLineItemsParams", _line_items),
    ("GET", r"/v1/payment_intents/([^/]+)", "PaymentIntentRetrieveParams", _payment_intent),
    ("GET", r"/v1/charges/([^/]+)", "ChargeRetrieveParams", _charge),
    ("POST", r"/v1/refunds", "RefundCreateParams", _make_refund),
    ("GET", r"/v1/refunds", "RefundListParams", _refunds),
    ("GET", r"/v1/refunds/([^/]+)", "RefundRetrieveParams", _refund),
    ("GET", r"/v1/disputes", "DisputeListParams", _disputes),
    ("GET", r"/v1/disputes/([^/]+)", "DisputeRetrieveParams", _dispute),
    ("GET", r"/v1/events", "EventListParams", _events),
    ("GET", r"/v1/events/([^/]+)", "EventRetrieveParams", _event),
)


def find_route(method: str, path: str) -> tuple[str, str, Callable[[Call], Json]] | None:
    """The parameters' name, the id in the address (or "") and the deed for a call; None if there is no such address."""
    for route_method, pattern, params_name, deed in ROUTES:
        match = re.fullmatch(pattern, path)
        if match and method == route_method:
            return params_name, "".join(match.groups()), deed
    return None


def answer(call: Call, deed: Callable[[Call], Json]) -> Json:
    """What `deed` answers, expanded as asked. Raises `ApiError`."""
    with call.state.lock:
        catch_up(state=call.state, faults=call.faults)
        return expand(call.state, deed(call), call.params.get("expand", []))
