"""What was found under another address before: a permanent redirect, looked for only where nothing is found."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from shop.catalog.slug_redirect import RedirectKind, new_slug


class Moved(Exception):
    """What was asked for stands at `url` now."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def follow(*, kind: RedirectKind, old_slug: str, view_name: str) -> NoReturn:
    """Raise `Moved` with the address of what had this slug before, or `Http404`: one query."""
    slug = new_slug(kind=kind, old_slug=old_slug)
    if slug is None:
        raise Http404
    raise Moved(reverse(view_name, args=[slug]))


def answers_moved(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let `view` raise `Moved`."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Moved as moved:
            return HttpResponsePermanentRedirect(moved.url)

    return answer
