"""Where Stripe reports. The signature is checked before a byte is believed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shop.checkout.stripe_events import handle_event
from shop.payments.stripe import ForgedWebhook, StripeIsUnreachable, read_webhook

MAX_BYTES = 256 * 1024


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """200 when the event is in our books, 400 for a forged one, 503 when Stripe shall send it again."""
    length = request.headers.get("Content-Length", "0")
    if not length.isdigit() or int(length) > MAX_BYTES:
        return HttpResponse("too large", status=413, content_type="text/plain")
    try:
        event = read_webhook(payload=request.body, signature=request.headers.get("Stripe-Signature", ""))
    except ForgedWebhook:
        return HttpResponse("bad signature", status=400, content_type="text/plain")
    try:
        handle_event(event=event, at=timezone.localtime(), shop_url=settings.SITE_URL)
    except StripeIsUnreachable:
        return HttpResponse("try again", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
