"""Everything that the passing of time brings about: pages close, banks answer."""

from demo.stripe_standin.appointments import due
from demo.stripe_standin.debits import settle_debit
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.refunds import settle_refund
from demo.stripe_standin.sessions import expire_due
from demo.stripe_standin.state import State


def catch_up(*, state: State, faults: Faults) -> None:
    """Bring `state` to what its clock says: sessions expire, debits and refunds are settled whose time has come."""
    with state.lock:
        expire_due(state=state, faults=faults)
        for object_id, succeeds in due(state):
            if object_id in state.sessions:
                settle_debit(state=state, faults=faults, session_id=object_id, succeeds=succeeds)
            else:
                settle_refund(state=state, faults=faults, refund_id=object_id, succeeds=succeeds)
