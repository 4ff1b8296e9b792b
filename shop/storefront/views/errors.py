"""Pages for what went wrong. The last one needs neither database nor template context."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
    page = (Path(settings.BASE_DIR) / "templates" / "500.html").read_text(encoding="utf-8")
    return HttpResponse(page, status=500)
