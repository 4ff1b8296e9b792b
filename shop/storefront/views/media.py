"""Pictures, where no web server or bucket hands them out: on one machine, for the demo and for development."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

YEAR = 60 * 60 * 24 * 365  # seconds


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file below `MEDIA_ROOT`; its name says its content, so that a browser asks for it once."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
