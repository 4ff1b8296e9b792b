"""Where Stripe reports. The signature is checked before a byte is believed."""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shop.checkout.stripe_events import apply_event, keep_event
from shop.checkout.watch_webhook import note_stale_webhook
from shop.kill_points import reach
from shop.payments.stripe import ForgedWebhook, OtherMode, StaleWebhook, StripeIsUnreachable, read_webhook

logger = logging.getLogger(__name__)
MAX_BYTES = 256 * 1024


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """200 as soon as the event is in our inbox, 400 for a forged one; one of Stripe's other mode is not ours to keep.

    It is acted on at once, because a customer may be waiting; what does not succeed now, the worker does from the inbox.
    """
    length = request.headers.get("Content-Length", "0")
    if not length.isdigit() or int(length) > MAX_BYTES:
        return HttpResponse("too large", status=413, content_type="text/plain")
    try:
        event = read_webhook(payload=request.body, signature=request.headers.get("Stripe-Signature", ""))
    except ForgedWebhook as error:
        if isinstance(error, StaleWebhook):
            note_stale_webhook(at=timezone.localtime())
        logger.warning("a webhook was refused: %s", type(error).__name__)
        return HttpResponse("bad signature", status=400, content_type="text/plain")
    except OtherMode:
        logger.warning("a webhook of Stripe's other mode (test or live) was ignored")
        return HttpResponse("ignored", content_type="text/plain")
    at = timezone.localtime()
    keep_event(event=event, at=at)
    reach("webhook.after_inbox_commit")
    try:
        apply_event(event_id=event.id, at=at, shop_url=settings.SITE_URL)
    except (StripeIsUnreachable, DatabaseError):
        logger.warning("event %s waits for the worker", event.id, exc_info=True)
    return HttpResponse("ok", content_type="text/plain")
