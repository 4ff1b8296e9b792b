"""Headers and checks that every response and every unsafe request passes through."""

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.functional import SimpleLazyObject


def _policy(nonce: str | None) -> str:
    directives = dict(settings.SECURE_CSP)
    if nonce:
        directives["script-src"] = [*directives["script-src"], f"'nonce-{nonce}'"]
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class ContentSecurityPolicyMiddleware:
    """Sends `settings.SECURE_CSP` with each response; a nonce appears in it only where `request.csp_nonce` was used.

    The names are Django 6's (`SECURE_CSP`, `csp_nonce`), so that this class can go with the move to Django 6.2.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        used: list[str] = []

        def make_nonce() -> str:
            used.append(secrets.token_urlsafe(16))
            return used[0]

        request.csp_nonce = SimpleLazyObject(make_nonce)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", _policy(used[0] if used else None))
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()")
        return response


class FetchMetadataCsrfMiddleware(CsrfViewMiddleware):
    """Refuses forged requests by what the browser says of their origin, so that public pages need no token.

    An unsafe request passes when `Sec-Fetch-Site` is `same-origin` or `none`; with the header absent (old browsers, plain
    HTTP on a foreign host) when `Origin` names this host; with both absent when it carries Django's token.
    Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, section on Fetch Metadata.
    """

    def process_view(
        self, request: HttpRequest, callback: Callable, callback_args: tuple, callback_kwargs: dict
    ) -> HttpResponseForbidden | None:
        if request.method in {"GET", "HEAD", "OPTIONS", "TRACE"} or getattr(callback, "csrf_exempt", False):
            return None
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        if site in {"same-origin", "none"}:
            return None
        if site is not None:
            return self._refuse(request, f"Sec-Fetch-Site is {site}")
        if origin is not None and origin != "null":
            if urlsplit(origin).netloc == request.get_host():
                return None
            return self._refuse(request, "the origin is another site")
        return super().process_view(request, callback, callback_args, callback_kwargs)

    def _refuse(self, request: HttpRequest, reason: str) -> HttpResponseForbidden:
        refusal: HttpResponseForbidden = self._reject(request, reason)  # type: ignore[attr-defined]
        return refusal
