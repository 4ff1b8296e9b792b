"""Talk to Stripe: make a hosted payment page, read a session, check a webhook. Nothing here touches the database.

`import stripe` costs 0.4 s, so it happens inside the functions that need it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

if TYPE_CHECKING:
    from stripe import StripeClient

TIMEOUT = 8  # seconds for one call; the page of a waiting customer stands behind it


class StripeIsUnreachable(Exception):
    """Stripe did not answer, or answered with a fault of its own; trying again later is right."""


class ForgedWebhook(Exception):
    """The signature is missing, wrong or too old."""


@dataclass(frozen=True)
class Session:
    """What we read of a Checkout Session; `amount` in cents, `currency` in capitals, `payment_id` our own from its metadata."""

    id: str
    url: str
    status: str
    payment_status: str
    amount: int
    currency: str
    reference: str
    payment_id: str
    intent_id: str | None


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
    if settings.STRIPE_API_BASE:
        return stripe.StripeClient(settings.STRIPE_SECRET_KEY, http_client=http, base_addresses={"api": settings.STRIPE_API_BASE})
    return stripe.StripeClient(settings.STRIPE_SECRET_KEY, http_client=http)


def _read(session: object) -> Session:
    intent = getattr(session, "payment_intent", None)
    return Session(
        id=session.id,  # type: ignore[attr-defined]
        url=session.url or "",  # type: ignore[attr-defined]
        status=session.status,  # type: ignore[attr-defined]
        payment_status=session.payment_status,  # type: ignore[attr-defined]
        amount=session.amount_total,  # type: ignore[attr-defined]
        currency=session.currency.upper(),  # type: ignore[attr-defined]
        reference=session.client_reference_id or "",  # type: ignore[attr-defined]
        payment_id=str((session.metadata or {})["payment"]) if "payment" in (session.metadata or {}) else "",  # type: ignore[attr-defined]
        intent_id=intent if isinstance(intent, str) else getattr(intent, "id", None),
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
    import stripe

    lines = [
        {
            "price_data": {"currency": currency.lower(), "unit_amount": i.amount, "product_data": {"name": i.name}},
            "quantity": i.quantity,
        }
        for i in items
    ]
    try:
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
    except stripe.StripeError as error:
        raise StripeIsUnreachable(str(error)) from error
    return _read(session)


def fetch_session(session_id: str) -> Session:
    """Stripe's present truth about a session; raises `StripeIsUnreachable`."""
    import stripe

    try:
        return _read(_client().v1.checkout.sessions.retrieve(session_id))
    except stripe.StripeError as error:
        raise StripeIsUnreachable(str(error)) from error


@dataclass(frozen=True)
class WebhookEvent:
    """What a webhook says happened; a hint to look at the session, never the truth itself."""

    id: str
    kind: str
    session_id: str


def read_webhook(*, payload: bytes, signature: str) -> WebhookEvent:
    """The event in a signed `payload`; raises `ForgedWebhook`. Either of two secrets will do while one is being replaced."""
    import stripe

    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            event = stripe.Webhook.construct_event(payload, signature, secret)
        except (stripe.SignatureVerificationError, ValueError):
            continue
        thing = event.data.object
        is_session = getattr(thing, "object", "") == "checkout.session"  # a StripeObject is no dict
        return WebhookEvent(id=event.id, kind=event.type, session_id=thing.id if is_session else "")
    raise ForgedWebhook
