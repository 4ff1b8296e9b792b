"""What staff save is found at once, not only when the worker comes round: after every deed in the admin the index is brought up to date.

In a middleware, so that no page of the admin, action or inline, of whatever app, can forget it.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from shop.search.refresh import refresh_index

logger = logging.getLogger(__name__)
AT_ONCE = 200  # marks; a deed that changes more leaves the rest to the worker


class IndexAtOnceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302 and request.path_info.startswith(reverse("admin:index")):
            try:
                refresh_index(limit=AT_ONCE)
            except Exception:  # the deed is done, and the worker will try again and tell
                logger.exception("the search's index was not brought up to date")
        return response
