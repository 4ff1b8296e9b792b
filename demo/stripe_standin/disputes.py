"""Chargebacks: a customer's bank takes the money back, and perhaps returns it when the shop has won."""

from demo.stripe_standin.events import record_event
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.messages import Json
from demo.stripe_standin.payments import charge_of
from demo.stripe_standin.reversals import build_dispute, build_transaction
from demo.stripe_standin.state import State

REASONS = frozenset(
    "bank_cannot_process check_returned credit_not_processed customer_initiated debit_not_authorized duplicate fraudulent general "
    "incorrect_account_details insufficient_funds noncompliant product_not_received product_unacceptable subscription_canceled "
    "unrecognized".split()
)


class CannotBeDisputed(Exception):
    """The charge is not paid, or less is left of it to dispute."""


class NoSuchDispute(LookupError):
    """There is no dispute with this id."""


class DisputeIsClosed(Exception):
    """The dispute has been won or lost; Stripe knows no way back."""


def open_dispute(*, state: State, faults: Faults, object_id: str, amount: int | None = None, reason: str = "fraudulent") -> Json:
    """Charge back `amount` (all that is undisputed, if None) of a charge, or of the latest of an intent or session; the dispute.

    What was refunded can be charged back too, as on a bad day. A debit's dispute is final: it is lost and closed at once.
    Raises `NoSuchCharge`, `CannotBeDisputed`, or ValueError for a `reason` that Stripe does not know.
    """
    if reason not in REASONS:
        raise ValueError(reason)
    with state.changing():
        charge = charge_of(state, object_id)
        others = [row["amount"] for row in state.disputes.values() if row["charge"] == charge["id"] and row["status"] != "won"]
        left = charge["amount_captured"] - sum(others) if charge["paid"] else 0
        amount = left if amount is None else amount
        if not 0 < amount <= left:
            raise CannotBeDisputed(f"{amount} of {charge['id']}; {left} may be disputed")
        made = build_dispute(created=state.now(), charge=charge, amount=amount, reason=reason)
        state.disputes[made["id"]] = made
        charge["disputed"] = True
        kinds = ["charge.dispute.created", "charge.dispute.funds_withdrawn"]
        if made["status"] == "lost":
            kinds.append("charge.dispute.closed")
        for kind in kinds:
            record_event(state=state, faults=faults, kind=kind, thing=made)
        return made


def close_dispute(*, state: State, faults: Faults, dispute_id: str, won: bool) -> Json:
    """Let the customer's bank decide; a dispute that is `won` brings the money back, without the fee. The dispute.

    Raises `NoSuchDispute` or `DisputeIsClosed`.
    """
    with state.changing():
        dispute = state.disputes.get(dispute_id)
        if dispute is None:
            raise NoSuchDispute(dispute_id)
        if dispute["status"] in ("won", "lost"):
            raise DisputeIsClosed(dispute_id)
        dispute["status"] = "won" if won else "lost"
        if won:
            charge = state.charges[dispute["charge"]]
            back = build_transaction(created=state.now(), dispute_id=dispute_id, charge=charge, amount=dispute["amount"])
            dispute["balance_transactions"].append(back)
        record_event(state=state, faults=faults, kind="charge.dispute.closed", thing=dispute)
        if won:
            record_event(state=state, faults=faults, kind="charge.dispute.funds_reinstated", thing=dispute)
        return dispute
