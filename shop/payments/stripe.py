"""Talk to Stripe: make a hosted payment page, read a session, give money back, check a webhook. Nothing here touches the database.

`import stripe` costs 0.4 s, so it happens inside the functions that need it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from shop.kill_points import reach

if TYPE_CHECKING:
    from stripe import StripeClient

TIMEOUT = 4  # seconds for one try of a call; the page of a waiting customer stands behind it
RETRIES = 1  # so that a call ends within ten seconds


class StripeIsUnreachable(Exception):
    """Stripe did not answer, or answered with a fault of its own; trying again later is right."""


class StripeRefused(StripeIsUnreachable):
    """Stripe answered that it will not do this, as asked; trying the same again is of no use."""


class ForgedWebhook(Exception):
    """The signature is missing, wrong or too old."""


class StaleWebhook(ForgedWebhook):
    """The signature is Stripe's, but of another time: somebody sends it again, or our clock is wrong."""


class OtherMode(Exception):
    """A test event came to a live shop, or the other way round; it is none of our money."""


@dataclass(frozen=True)
class RefundFact:
    """A refund as Stripe has it; `ours` is the id of our row from its metadata, empty for one made in Stripe's dashboard."""

    id: str
    amount: int
    status: str
    ours: str


@dataclass(frozen=True)
class DisputeFact:
    """A dispute as Stripe has it; `status` in Stripe's words ('needs_response', 'won', 'lost' …)."""

    id: str
    amount: int
    status: str
    reason: str


@dataclass(frozen=True)
class Session:
    """Stripe's truth about a Checkout Session; `amount` in cents, `currency` in capitals, `payment_id` our own from its metadata.

    `refunds` and `disputes` are read with `fetch_session` only, once money has moved.
    """

    id: str
    url: str
    status: str
    payment_status: str
    amount: int
    currency: str
    reference: str
    payment_id: str
    intent_id: str | None
    intent_status: str = ""
    refunds: tuple[RefundFact, ...] = ()
    disputes: tuple[DisputeFact, ...] = ()


@dataclass(frozen=True)
class Item:
    """One line of the hosted page; `amount` in cents for each of `quantity` pieces."""

    name: str
    amount: int
    quantity: int


def card_is_offered() -> bool:
    """Whether the shop has keys for Stripe (or for its stand-in)."""
    return bool(settings.STRIPE_SECRET_KEY)


def _client() -> "StripeClient":
    import stripe

    if transaction.get_connection().in_atomic_block and not getattr(settings, "STRIPE_INSIDE_TEST_TRANSACTION", False):
        raise RuntimeError("Stripe is never called inside a transaction: the row locks would wait for a foreign server.")
    http = stripe.RequestsClient(timeout=TIMEOUT)
    addresses: Any = {"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else {}
    return stripe.StripeClient(settings.STRIPE_SECRET_KEY, http_client=http, base_addresses=addresses, max_network_retries=RETRIES)


@contextmanager
def _asking() -> Iterator[None]:
    """Say Stripe's errors in our two words."""
    import stripe

    try:
        yield
    except stripe.InvalidRequestError as error:
        raise StripeRefused(str(error)) from error
    except stripe.StripeError as error:
        raise StripeIsUnreachable(str(error)) from error


def _meta(thing: Any, name: str) -> str:
    return str(thing.metadata[name]) if thing.metadata and name in thing.metadata else ""


def _read(session: Any) -> Session:
    intent = session.payment_intent
    expanded = intent is not None and not isinstance(intent, str)
    return Session(
        id=session.id,
        url=session.url or "",
        status=session.status,
        payment_status=session.payment_status,
        amount=session.amount_total,
        currency=session.currency.upper(),
        reference=session.client_reference_id or "",
        payment_id=_meta(session, "payment"),
        intent_id=intent.id if expanded else intent,
        intent_status=intent.status if expanded else "",
    )


def create_session(
    *,
    key: str,
    reference: str,
    items: list[Item],
    currency: str,
    email: str,
    language: str,
    success_url: str,
    cancel_url: str,
    expires_at: datetime,
    metadata: dict[str, str],
) -> Session:
    """Make the hosted payment page for `items`; the same `key` answers the same session, however often it is asked.

    Raises `StripeIsUnreachable`.
    """
    lines = [
        {
            "price_data": {"currency": currency.lower(), "unit_amount": i.amount, "product_data": {"name": i.name}},
            "quantity": i.quantity,
        }
        for i in items
    ]
    reach("stripe.before_call")
    with _asking():
        session = _client().v1.checkout.sessions.create(
            params={  # type: ignore[arg-type]
                "mode": "payment",
                "line_items": lines,
                "client_reference_id": reference,
                "customer_email": email,
                "locale": language,
                "success_url": success_url,
                "cancel_url": cancel_url,
                "expires_at": int(expires_at.timestamp()),
                "metadata": metadata,
                "payment_intent_data": {"metadata": metadata},
            },
            options={"idempotency_key": key},
        )
    reach("stripe.after_call_before_save")
    return _read(session)


def fetch_session(session_id: str) -> Session:
    """Stripe's present truth about a session with its refunds and disputes; raises `StripeIsUnreachable`."""
    with _asking():
        client = _client()
        answer = client.v1.checkout.sessions.retrieve(session_id, params={"expand": ["payment_intent.latest_charge"]})
        session = _read(answer)
        charge = getattr(answer.payment_intent, "latest_charge", None)
        if charge is None or isinstance(charge, str) or not charge.paid or session.intent_id is None:
            return session
        disputes = client.v1.disputes.list(params={"payment_intent": session.intent_id}) if charge.disputed else None
    found = tuple(DisputeFact(d.id, d.amount, d.status, d.reason) for d in disputes.auto_paging_iter()) if disputes else ()
    return replace(session, refunds=fetch_refunds(session.intent_id), disputes=found)


def find_session(*, payment_id: str, since: datetime, until: datetime) -> Session | None:
    """The session made for our payment between two moments, where we died before writing down its id; raises `StripeIsUnreachable`."""
    with _asking():
        created: Any = {"gte": int(since.timestamp()), "lte": int(until.timestamp())}
        for answer in _client().v1.checkout.sessions.list(params={"created": created, "limit": 100}).auto_paging_iter():
            if _meta(answer, "payment") == payment_id:
                return _read(answer)
    return None


def expire_session(session_id: str) -> None:
    """Close an open session for good, so that nobody pays it any more. Raises `StripeRefused` when it is not open (any more)."""
    with _asking():
        _client().v1.checkout.sessions.expire(session_id)


def fetch_refunds(intent_id: str) -> tuple[RefundFact, ...]:
    """All refunds of a payment intent, whoever made them; raises `StripeIsUnreachable`."""
    with _asking():
        found = _client().v1.refunds.list(params={"payment_intent": intent_id, "limit": 100})
        return tuple(_refund(refund) for refund in found.auto_paging_iter())


def create_refund(*, key: str, intent_id: str, amount: int, ours: str) -> RefundFact:
    """Give `amount` cents back; the same `key` answers the same refund. Raises `StripeIsUnreachable` or `StripeRefused`."""
    with _asking():
        params = {"payment_intent": intent_id, "amount": amount, "metadata": {"refund": ours}}
        refund = _client().v1.refunds.create(params=params, options={"idempotency_key": key})  # type: ignore[arg-type]
    reach("refund.after_call_before_save")
    return _refund(refund)


def _refund(refund: Any) -> RefundFact:
    return RefundFact(id=refund.id, amount=refund.amount, status=refund.status or "", ours=_meta(refund, "refund"))


@dataclass(frozen=True)
class Event:
    """What Stripe says happened; a hint to look at the session, never the truth itself. `order` is what its metadata name."""

    id: str
    kind: str
    session_id: str
    intent_id: str
    order: str
    happened_at: datetime


def read_webhook(*, payload: bytes, signature: str) -> Event:
    """The event in a signed `payload`; either of two secrets will do while one is being replaced.

    Raises `ForgedWebhook` (or its `StaleWebhook`), and `OtherMode`.
    """
    import stripe

    refusal: type[ForgedWebhook] = ForgedWebhook
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            event = stripe.Webhook.construct_event(payload, signature, secret)
            is_ours = getattr(event, "livemode", False) == ("_live_" in settings.STRIPE_SECRET_KEY)
            read = _event(event)
        except (stripe.SignatureVerificationError, ValueError, TypeError, AttributeError, KeyError) as error:
            if "tolerance" in str(error):  # told only after the signature itself was found right
                refusal = StaleWebhook
            continue  # wrongly signed, or signed and no event: the SDK reads it without looking
        if not is_ours:
            raise OtherMode
        return read
    raise refusal


def fetch_events(*, since: datetime) -> list[Event]:
    """All events since a moment (30 days at most), oldest first; raises `StripeIsUnreachable`."""
    with _asking():
        found = _client().v1.events.list(params={"created": {"gte": int(since.timestamp())}, "limit": 100})
        return [_event(event) for event in found.auto_paging_iter()][::-1]


def _event(event: Any) -> Event:
    thing = event.data.object
    kind = getattr(thing, "object", "")  # a StripeObject is no dict
    is_session, is_intent = kind == "checkout.session", kind == "payment_intent"
    intent = thing.id if is_intent else getattr(thing, "payment_intent", None)
    return Event(
        id=event.id,
        kind=event.type,
        session_id=thing.id if is_session else "",
        intent_id=(intent if isinstance(intent, str) else getattr(intent, "id", "")) or "",
        order=_meta(thing, "order") if hasattr(thing, "metadata") else "",
        happened_at=datetime.fromtimestamp(event.created, tz=UTC),
    )
