"""Pay by bank debit: the customer is done at once, the bank answers later, and not always with yes."""

from demo.stripe_standin.appointments import forget, plan
from demo.stripe_standin.events import record_event
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.messages import Json
from demo.stripe_standin.objects import customer_details
from demo.stripe_standin.payments import NoSuchSession, charge_for, intent_of, payable_session
from demo.stripe_standin.state import State

_REFUSAL = "The payment was refused because the account has insufficient funds."


class NothingToSettle(Exception):
    """The bank has no open question about this object."""


def pay_by_debit(*, state: State, faults: Faults, session_id: str, will_succeed: bool = True) -> Json:
    """Order a debit: session complete but unpaid, intent processing, charge pending, three events; the session.

    The bank answers after `account.debit_seconds`, with yes if it `will_succeed`. Raises as `payable_session`.
    """
    with state.changing():
        session = payable_session(state=state, faults=faults, session_id=session_id, method="sepa_debit")
        intent = intent_of(state, session)
        charge = charge_for(state, session, intent, status="pending", method="sepa_debit")
        intent.update(
            status="processing",
            latest_charge=charge["id"],
            payment_method=charge["payment_method"],
            last_payment_error=None,
        )
        session.update(status="complete", url=None, customer_details=customer_details(session["customer_email"]))
        for kind, thing in (
            ("checkout.session.completed", session),
            ("payment_intent.processing", intent),
            ("charge.pending", charge),
        ):
            record_event(state=state, faults=faults, kind=kind, thing=thing)
        plan(state, session_id, seconds=state.account.debit_seconds, succeeds=will_succeed)
        return session


def settle_debit(*, state: State, faults: Faults, session_id: str, succeeds: bool) -> Json:
    """Let the bank answer: paid, or refused for want of funds (then the session stays complete and unpaid); the session.

    Raises `NoSuchSession`, or `NothingToSettle` unless a debit of the session is processing.
    """
    with state.changing():
        session = state.sessions.get(session_id)
        if session is None:
            raise NoSuchSession(session_id)
        intent = state.payment_intents.get(session["payment_intent"])
        if intent is None or intent["status"] != "processing":
            raise NothingToSettle(session_id)
        charge = state.charges[intent["latest_charge"]]
        forget(state, session_id)
        if succeeds:
            charge.update(status="succeeded", paid=True)
            intent.update(status="succeeded", amount_received=intent["amount"])
            session.update(payment_status="paid")
            kinds = ("checkout.session.async_payment_succeeded", "payment_intent.succeeded", "charge.succeeded")
        else:
            _refuse(intent, charge)
            kinds = ("checkout.session.async_payment_failed", "payment_intent.payment_failed", "charge.failed")
        for kind, thing in zip(kinds, (session, intent, charge), strict=True):
            record_event(state=state, faults=faults, kind=kind, thing=thing)
        return session


def _refuse(intent: Json, charge: Json) -> None:
    charge.update(
        status="failed",
        amount_captured=0,
        captured=False,
        balance_transaction=None,
        failure_code="insufficient_funds",
        failure_message=_REFUSAL,
        outcome={**charge["outcome"], "network_status": "declined_by_network", "reason": None, "type": "issuer_declined"},
    )
    charge["outcome"]["seller_message"] = "The bank refused the debit."
    problem = {
        "charge": charge["id"],
        "code": "insufficient_funds",
        "doc_url": "https://stripe.com/docs/error-codes/insufficient-funds",
        "message": _REFUSAL,
        "type": "invalid_request_error",
    }
    intent.update(status="requires_payment_method", payment_method=None, last_payment_error=problem)
