"""Whether the shop is up."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.worker.late import late_since


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 'ok' when the database answers; a 503 otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """200 'ok' while jobs and mails are taken up when they are due, 503 with the moment since when they are not.

    Apart from the address above, because a web server is not to be taken out of service for a worker that stands still.
    """
    since = late_since(at=timezone.localtime())
    if since is None:
        return HttpResponse("ok", content_type="text/plain")
    return HttpResponse(f"nothing is taken up since {since.isoformat()}", status=503, content_type="text/plain")
