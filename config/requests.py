"""What no view wants to meet: query strings and paths that no database can compare with."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class CleanQueryMiddleware:
    """Answers 400 to a NUL in the path or query: PostgreSQL raises DataError on it, SQLite does not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "%00" in query or "\x00" in query:
            return render(request, "400.html", status=400)
        return self.get_response(request)


class VisitorAddressMiddleware:
    """Behind a proxy `REMOTE_ADDR` is the proxy's for everybody; the visitor's is the last one that the proxy wrote down.

    Whatever stands before it in the header came from outside and may be a lie. Limits count by this address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if settings.BEHIND_PROXY and named:
            request.META["REMOTE_ADDR"] = named[:45]  # the longest that an address can be
        return self.get_response(request)
