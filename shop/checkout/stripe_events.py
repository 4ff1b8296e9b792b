"""Stripe's webhooks: kept once by their id, then used as a hint to read Stripe's truth."""

from datetime import datetime

from shop.checkout.confirm_payment import apply_session
from shop.payments.models import StripeEvent
from shop.payments.stripe import WebhookEvent, fetch_session


def handle_event(*, event: WebhookEvent, at: datetime, shop_url: str) -> None:
    """Keep `event`, then apply what Stripe says of its session now. Raises `StripeIsUnreachable`, and Stripe sends it again."""
    row, _created = StripeEvent.objects.get_or_create(
        event_id=event.id, defaults={"kind": event.kind, "session_id": event.session_id, "received_at": at}
    )
    if row.handled_at is not None:
        return
    if event.session_id:
        apply_session(session=fetch_session(event.session_id), at=at, shop_url=shop_url)
    StripeEvent.objects.filter(pk=row.pk).update(handled_at=at)
