"""What has happened, as Stripe's Event objects; each holds a copy of its object as it was at that moment."""

import json

from demo.stripe_standin.faults import Faults
from demo.stripe_standin.messages import Json
from demo.stripe_standin.objects import build_event
from demo.stripe_standin.state import State


def record_event(*, state: State, faults: Faults, kind: str, thing: Json, previous: Json | None = None) -> None:
    """Keep an event of `kind` about `thing` and have it delivered at once; call it within `state.changing()`.

    `previous` are the old values of what a change has changed.
    """
    if faults.take("lost_events"):
        return
    data: Json = {"object": json.loads(json.dumps(thing))}  # a deep copy, three times as fast as `deepcopy`
    if previous is not None:
        data["previous_attributes"] = previous
    event = build_event(created=state.now(), kind=kind, data=data)
    state.events.append(event)
    state.plan_delivery(event["id"])


def find_event(state: State, *, kind: str, object_id: str) -> Json | None:
    """The newest event of `kind` about the object with `object_id`."""
    with state.lock:
        found = (e for e in reversed(state.events) if e["type"] == kind and e["data"]["object"]["id"] == object_id)
        return next(found, None)


def events_of(state: State, *, session_id: str) -> list[Json]:
    """All events, oldest first, about a session, its payment intent, and their charges, refunds and disputes."""
    with state.lock:
        session = state.sessions.get(session_id)
        intent_id = session["payment_intent"] if session else None
        about = [event["data"]["object"] for event in state.events]
        ids = {session_id, intent_id} - {None}
        return [
            event
            for event, thing in zip(state.events, about, strict=True)
            if thing["id"] in ids or thing.get("payment_intent") in ids
        ]
