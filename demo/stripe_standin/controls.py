"""What people do whom the shop cannot steer: customers, banks, the shop's own staff in Stripe's dashboard, and attackers."""

from collections.abc import Iterable
from typing import Any, overload

from demo.stripe_standin.account import Account
from demo.stripe_standin.catch_up import catch_up
from demo.stripe_standin.debits import pay_by_debit, settle_debit
from demo.stripe_standin.disputes import close_dispute, open_dispute
from demo.stripe_standin.events import events_of
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.messages import Json
from demo.stripe_standin.payments import NoSuchSession, charge_of, decline, pay
from demo.stripe_standin.refunds import refund, settle_refund
from demo.stripe_standin.state import State
from demo.stripe_standin.webhooks import Deliverer


class Controls:
    """The same deeds as behind the API and the hosted page, for tests. Each answers the very object that the API answers with."""

    state: State
    faults: Faults
    deliverer: Deliverer

    @property
    def account(self) -> Account:
        """How fast banks answer and how refunds end; may be changed at any time."""
        return self.state.account

    def pay(self, session_id: str) -> Json:
        """The customer pays by card; the session. Raises `NoSuchSession`, `SessionIsExpired`, `SessionIsComplete`, `MethodIsNotOffered`."""
        return pay(state=self.state, faults=self.faults, session_id=session_id)

    def decline(self, session_id: str) -> Json:
        """The customer's bank refuses the card; the session, still open. Raises as `pay`."""
        return decline(state=self.state, faults=self.faults, session_id=session_id)

    def pay_by_debit(self, session_id: str, *, will_succeed: bool = True) -> Json:
        """The customer orders a debit; the session, complete and unpaid. `will_succeed` if it settles by itself. Raises as `pay`."""
        return pay_by_debit(state=self.state, faults=self.faults, session_id=session_id, will_succeed=will_succeed)

    def settle_debit(self, session_id: str, *, succeeds: bool) -> Json:
        """The bank answers a debit now; the session. Raises `NoSuchSession` or `NothingToSettle`."""
        return settle_debit(state=self.state, faults=self.faults, session_id=session_id, succeeds=succeeds)

    def settle_refund(self, refund_id: str, *, succeeds: bool) -> Json:
        """The bank takes or returns a refund; the refund. Raises `NoSuchRefund` or `RefundIsFinal`."""
        return settle_refund(state=self.state, faults=self.faults, refund_id=refund_id, succeeds=succeeds)

    def refund_in_dashboard(self, object_id: str, *, amount: int | None = None) -> Json:
        """Staff give money back at Stripe, past the shop and so without its metadata; the refund.

        `object_id` is of a charge, an intent or a session. Raises `NoSuchCharge`, or `ApiError` as the API would.
        """
        with self.state.changing():
            params: Json = {"charge": charge_of(self.state, object_id)["id"], "reason": "requested_by_customer"}
            if amount is not None:
                params["amount"] = amount
            return refund(state=self.state, faults=self.faults, params=params)

    def open_dispute(self, object_id: str, *, amount: int | None = None, reason: str = "fraudulent") -> Json:
        """The customer's bank takes the money of a charge (or of an intent's or session's latest) back; the dispute.

        Raises `NoSuchCharge`, `CannotBeDisputed`, or ValueError for a `reason` that Stripe does not know.
        """
        return open_dispute(state=self.state, faults=self.faults, object_id=object_id, amount=amount, reason=reason)

    def close_dispute(self, dispute_id: str, *, won: bool) -> Json:
        """The bank decides, for the shop if `won`; the dispute. Raises `NoSuchDispute` or `DisputeIsClosed`."""
        return close_dispute(state=self.state, faults=self.faults, dispute_id=dispute_id, won=won)

    def tamper(self, session_id: str, **changes: Any) -> Json:
        """Make a session say something else, without an event; the session. Raises `NoSuchSession`, KeyError for an unknown key.

        Before the first attempt to pay, `amount_total` and `currency` are what will be charged; afterwards they only lie.
        """
        with self.state.changing():
            session = self.state.sessions.get(session_id)
            if session is None:
                raise NoSuchSession(session_id)
            unknown = changes.keys() - session.keys()
            if unknown:
                raise KeyError(*sorted(unknown))
            session.update(changes)
            self.state.plan_expiry(session)
            return session

    def forget_idempotency(self) -> None:
        """Forget all idempotency keys, as Stripe may after a day: the next call under an old key is done anew."""
        with self.state.changing():
            self.state.idempotency.clear()

    def catch_up(self) -> None:
        """Do now what has come due: pages expire, debits and refunds settle."""
        catch_up(state=self.state, faults=self.faults)

    def events_of(self, session_id: str) -> list[Json]:
        """All events, oldest first, about a session, its payment intent, and their charges, refunds and disputes."""
        return events_of(self.state, session_id=session_id)

    def signed(self, event_id: str) -> tuple[bytes, str]:
        """An event's body and Stripe-Signature, for a test to send by itself. Raises KeyError."""
        return self.deliverer.signed(event_id)

    @overload
    def deliver(self, events: str) -> int: ...

    @overload
    def deliver(self, events: list[str] | tuple[str, ...]) -> list[int]: ...

    def deliver(self, events: str | Iterable[str]) -> int | list[int]:
        """Send an event now, again if need be; the shop's HTTP status, 0 for no answer. Raises KeyError.

        Of several ids, each is sent when the one before is answered, in any order and as often as named; their statuses.
        """
        return self.deliverer.deliver(events) if isinstance(events, str) else self.deliverer.deliver_each(events)

    def deliver_pending(self, *, newest_first: bool = False) -> int:
        """Send all events that have not arrived yet; how many arrived."""
        return self.deliverer.deliver_pending(newest_first=newest_first)
