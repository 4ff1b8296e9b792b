"""Pages for what went wrong. The last two need neither database nor template context."""

import sys
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

# A lock that was waited for too long, a deadlock, a full disk, a server that restarts: it passes, and nothing was written.
DATABASE_IS_AWAY = (OperationalError, InterfaceError)
COME_BACK = "5"  # seconds


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent from another site, or by a browser that says nothing of where it came from."""
    return render(request, "403.html", {"forged": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled, wherever it arose: view, template or middleware."""
    if isinstance(sys.exception(), DATABASE_IS_AWAY):
        return database_away(request)
    page = (Path(settings.BASE_DIR) / "templates" / "500.html").read_text(encoding="utf-8")
    return HttpResponse(page, status=500)


def database_away(request: HttpRequest) -> HttpResponse:
    """503 with `Retry-After`: Stripe sends its news again, and a customer reads that nothing was ordered or charged."""
    page = get_template("503.html").render({"sent": request.method not in {"GET", "HEAD"}})
    return HttpResponse(page, status=503, headers={"Retry-After": COME_BACK, "Cache-Control": "no-store"})
