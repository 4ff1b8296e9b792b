"""Pay, decline, refund: every move of pretended money. Each is one change under the lock, so two tabs cannot both charge."""

from demo.stripe_standin.events import record_event
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.messages import ApiError, Json, invalid, missing_object
from demo.stripe_standin.objects import build_charge, build_intent, build_refund, customer_details
from demo.stripe_standin.sessions import expire_due
from demo.stripe_standin.state import State


class NoSuchSession(LookupError):
    """There is no session with this id."""


class SessionIsExpired(Exception):
    """The time to pay is over."""


class SessionIsPaid(Exception):
    """The session has been paid already; nothing is charged again."""


def open_session(*, state: State, faults: Faults, session_id: str) -> Json:
    """The session if it can be paid. Raises `NoSuchSession`, `SessionIsExpired` or `SessionIsPaid`."""
    with state.lock:
        expire_due(state=state, faults=faults)
        session = state.sessions.get(session_id)
        if session is None:
            raise NoSuchSession(session_id)
        if session["status"] == "expired":
            raise SessionIsExpired(session_id)
        if session["status"] == "complete":
            raise SessionIsPaid(session_id)
        return session


def pay(*, state: State, faults: Faults, session_id: str) -> None:
    """Charge the test card: session complete and paid, intent succeeded, one charge, three events. Raises as `open_session`."""
    with state.changing():
        session = open_session(state=state, faults=faults, session_id=session_id)
        intent = _intent(state, session)
        charge = _charge(state, session, intent, is_paid=True)
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


def decline(*, state: State, faults: Faults, session_id: str) -> None:
    """Let the bank refuse the card: a failed charge, the session stays open. Raises as `open_session`."""
    with state.changing():
        session = open_session(state=state, faults=faults, session_id=session_id)
        intent = _intent(state, session)
        charge = _charge(state, session, intent, is_paid=False)
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


def refund(*, state: State, faults: Faults, params: Json) -> Json:
    """Give back `amount`, or all that is left, of a charge. Raises `ApiError` 400 if there is nothing, or not so much, to give."""
    with state.changing():
        charge = _refundable_charge(state, params)
        left = charge["amount_captured"] - charge["amount_refunded"]
        amount = params.get("amount", left)
        if left == 0:
            raise invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
        if amount < 1:
            raise invalid("This value must be greater than or equal to 1.", param="amount", code="parameter_invalid_integer")
        if amount > left:
            raise invalid(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount")
        made = build_refund(
            created=state.now(),
            charge=charge,
            amount=amount,
            reason=params.get("reason"),
            metadata=params.get("metadata") or {},
        )
        state.refunds[made["id"]] = made
        before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
        record_event(state=state, faults=faults, kind="refund.created", thing=made)
        record_event(state=state, faults=faults, kind="charge.refunded", thing=charge, previous=before)
        return made


def _intent(state: State, session: Json) -> Json:
    """The payment intent of `session`; like Stripe, it is made when a card is tried for the first time."""
    intent = state.payment_intents.get(session["payment_intent"])
    if intent is None:
        intent_data = state.intent_data.pop(session["id"], {})
        intent = build_intent(created=state.now(), session=session, intent_data=intent_data)
        state.payment_intents[intent["id"]] = intent
        session["payment_intent"] = intent["id"]
    return intent


def _charge(state: State, session: Json, intent: Json, *, is_paid: bool) -> Json:
    charge = build_charge(created=state.now(), intent=intent, email=session["customer_email"], is_paid=is_paid)
    state.charges[charge["id"]] = charge
    return charge


def _refundable_charge(state: State, params: Json) -> Json:
    charge_id, intent_id = params.get("charge"), params.get("payment_intent")
    if charge_id is None and intent_id is None:
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise invalid(message, code="parameter_missing")
    for name in ("currency", "customer", "instructions_email", "origin", "refund_application_fee", "reverse_transfer"):
        if name in params:
            raise invalid(f"The stand-in does not act on the parameter {name}, so it refuses it.", param=name)
    if charge_id is None:
        intent = state.payment_intents.get(intent_id or "")
        if intent is None:
            raise missing_object("payment_intent", str(intent_id), param="payment_intent", status=400)
        charge_id = intent["latest_charge"]
    charge = state.charges.get(charge_id or "")
    if charge is None:
        raise missing_object("charge", str(charge_id), param="charge", status=400)
    if intent_id is not None and charge["payment_intent"] != intent_id:
        raise invalid(f"Charge {charge_id} does not belong to payment intent {intent_id}.", param="charge")
    if not charge["paid"]:
        raise ApiError(400, f"Charge {charge_id} was not successful and cannot be refunded.", param="charge")
    return charge
