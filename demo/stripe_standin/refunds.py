"""Money back: at once, after a while, or not at all."""

from demo.stripe_standin.appointments import forget, plan
from demo.stripe_standin.events import record_event
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.messages import ApiError, Json, invalid, missing_object
from demo.stripe_standin.objects import new_id
from demo.stripe_standin.reversals import build_refund
from demo.stripe_standin.state import State

NOT_HONORED = ("currency", "customer", "instructions_email", "origin", "refund_application_fee", "reverse_transfer")


class NoSuchRefund(LookupError):
    """There is no refund with this id."""


class RefundIsFinal(Exception):
    """The refund has ended, and it cannot end like this any more."""


def refund(*, state: State, faults: Faults, params: Json) -> Json:
    """Give back `amount`, or all that is left, of a charge. Raises `ApiError` 400 if there is nothing, or not so much, to give.

    The charge counts it as given back at once, even while it is pending (`account.refund_seconds`).
    """
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
        account = state.account
        is_done = account.refund_seconds == 0 and account.refund_outcome == "succeeded"
        made = build_refund(
            created=state.now(),
            charge=charge,
            amount=amount,
            reason=params.get("reason"),
            metadata=params.get("metadata") or {},
            is_done=is_done,
        )
        state.refunds[made["id"]] = made
        before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
        _count(charge, amount)
        record_event(state=state, faults=faults, kind="refund.created", thing=made)
        record_event(state=state, faults=faults, kind="charge.refunded", thing=charge, previous=before)
        if account.refund_seconds == 0 and not is_done:
            settle_refund(state=state, faults=faults, refund_id=made["id"], succeeds=False)
        elif not is_done:
            plan(state, made["id"], seconds=account.refund_seconds, succeeds=account.refund_outcome == "succeeded")
        return made


def settle_refund(*, state: State, faults: Faults, refund_id: str, succeeds: bool) -> Json:
    """End a pending refund; the refund. A succeeded one may still fail, for banks send money back days later.

    What failed may be refunded again: the charge no longer counts it. Raises `NoSuchRefund` or `RefundIsFinal`.
    """
    with state.changing():
        made = state.refunds.get(refund_id)
        if made is None:
            raise NoSuchRefund(refund_id)
        if made["status"] == "failed" or (succeeds and made["status"] == "succeeded"):
            raise RefundIsFinal(refund_id)
        forget(state, refund_id)
        before = {"status": made["status"]}
        made.pop("pending_reason", None)
        if succeeds:
            made.update(status="succeeded")
        else:
            made.update(status="failed", failure_reason="declined", failure_balance_transaction=new_id("txn_3", 23))
            before.update(failure_reason=None, failure_balance_transaction=None)
            _count(state.charges[made["charge"]], -made["amount"])
        for kind in ("refund.updated", "charge.refund.updated"):
            record_event(state=state, faults=faults, kind=kind, thing=made, previous=before)
        if not succeeds:
            record_event(state=state, faults=faults, kind="refund.failed", thing=made)
        return made


def _count(charge: Json, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]


def _refundable_charge(state: State, params: Json) -> Json:
    charge_id, intent_id = params.get("charge"), params.get("payment_intent")
    if charge_id is None and intent_id is None:
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise invalid(message, code="parameter_missing")
    for name in NOT_HONORED:
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
    if any(row["charge"] == charge_id and row["status"] != "won" for row in state.disputes.values()):
        raise invalid(f"Charge {charge_id} has been charged back; cannot issue a refund.", code="charge_disputed")
    return charge
