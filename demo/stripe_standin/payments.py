"""Pay by card and be declined: every move of pretended money. Each is one change under the lock, so two tabs cannot both charge."""

from typing import Literal

from demo.stripe_standin.events import record_event
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.messages import Json
from demo.stripe_standin.objects import build_charge, build_intent, customer_details
from demo.stripe_standin.sessions import expire_due
from demo.stripe_standin.state import State


class NoSuchSession(LookupError):
    """There is no session with this id."""


class NoSuchCharge(LookupError):
    """There is no charge with this id, or nothing was tried to charge yet."""


class SessionIsExpired(Exception):
    """The time to pay is over."""


class SessionIsComplete(Exception):
    """The session has been paid already, or a debit was ordered; nothing is charged again."""


class MethodIsNotOffered(Exception):
    """The session was made for other payment methods."""


def open_session(*, state: State, faults: Faults, session_id: str) -> Json:
    """The session if it can be paid. Raises `NoSuchSession`, `SessionIsExpired` or `SessionIsComplete`."""
    with state.lock:
        expire_due(state=state, faults=faults)
        session = state.sessions.get(session_id)
        if session is None:
            raise NoSuchSession(session_id)
        if session["status"] == "expired":
            raise SessionIsExpired(session_id)
        if session["status"] == "complete":
            raise SessionIsComplete(session_id)
        return session


def payable_session(*, state: State, faults: Faults, session_id: str, method: str) -> Json:
    """The session if it can be paid by `method`. Raises as `open_session`, and `MethodIsNotOffered`."""
    session = open_session(state=state, faults=faults, session_id=session_id)
    if method not in session["payment_method_types"]:
        raise MethodIsNotOffered(method)
    return session


def pay(*, state: State, faults: Faults, session_id: str) -> Json:
    """Charge the test card: session complete and paid, intent succeeded, one charge, three events; the session.

    Raises as `payable_session`.
    """
    with state.changing():
        session = payable_session(state=state, faults=faults, session_id=session_id, method="card")
        intent = intent_of(state, session)
        charge = charge_for(state, session, intent, status="succeeded")
        intent.update(
            status="succeeded",
            amount_received=intent["amount"],
            latest_charge=charge["id"],
            payment_method=charge["payment_method"],
            last_payment_error=None,
        )
        details = customer_details(session["customer_email"])
        session.update(status="complete", payment_status="paid", url=None, customer_details=details)
        # The session's event goes first, because the visitor waits for its delivery.
        for kind, thing in (
            ("checkout.session.completed", session),
            ("payment_intent.succeeded", intent),
            ("charge.succeeded", charge),
        ):
            record_event(state=state, faults=faults, kind=kind, thing=thing)
        return session


def decline(*, state: State, faults: Faults, session_id: str) -> Json:
    """Let the bank refuse the card: a failed charge, the session stays open; the session. Raises as `payable_session`."""
    with state.changing():
        session = payable_session(state=state, faults=faults, session_id=session_id, method="card")
        intent = intent_of(state, session)
        charge = charge_for(state, session, intent, status="failed")
        problem = {
            "advice_code": "try_again_later",
            "charge": charge["id"],
            "code": "card_declined",
            "decline_code": "generic_decline",
            "doc_url": "https://stripe.com/docs/error-codes/card-declined",
            "message": "Your card was declined.",
            "type": "card_error",
        }
        intent.update(latest_charge=charge["id"], last_payment_error=problem)
        record_event(state=state, faults=faults, kind="charge.failed", thing=charge)
        record_event(state=state, faults=faults, kind="payment_intent.payment_failed", thing=intent)
        return session


def intent_of(state: State, session: Json) -> Json:
    """The payment intent of `session`; like Stripe, it is made when a payment is tried for the first time."""
    intent = state.payment_intents.get(session["payment_intent"])
    if intent is None:
        intent_data = state.intent_data.pop(session["id"], {})
        intent = build_intent(created=state.now(), session=session, intent_data=intent_data)
        state.payment_intents[intent["id"]] = intent
        session["payment_intent"] = intent["id"]
    return intent


def charge_for(
    state: State,
    session: Json,
    intent: Json,
    *,
    status: Literal["succeeded", "pending", "failed"],
    method: Literal["card", "sepa_debit"] = "card",
) -> Json:
    """A new charge for the whole of `intent`."""
    email = session["customer_email"]
    charge = build_charge(created=state.now(), intent=intent, email=email, status=status, method=method)
    state.charges[charge["id"]] = charge
    return charge


def charge_of(state: State, object_id: str) -> Json:
    """The charge with this id, or the latest of the intent or session with it. Raises `NoSuchCharge`."""
    with state.lock:
        session = state.sessions.get(object_id)
        intent = state.payment_intents.get(session["payment_intent"] if session else object_id)
        charge = state.charges.get(intent["latest_charge"] if intent else object_id)
        if charge is None:
            raise NoSuchCharge(object_id)
        return charge
