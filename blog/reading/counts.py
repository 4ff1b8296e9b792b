"""A page tells that its article was read, or that one of its goods was clicked: only that it happened, and nothing of who did it."""

import re
from datetime import timedelta

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from blog.figures.count import Counted, NotPublished, count
from shop.throttle.count_try import TooManyTries, count_try

MACHINES = re.compile(r"(?<!cu)bots?\b|crawl|spider|headless|lighthouse|preview|monitor|curl|wget|python|^$", re.IGNORECASE)
MOST, WINDOW = 200, timedelta(hours=1)  # from one address, behind which many readers may be; nobody makes an article famous alone


@require_POST
@never_cache
def add_count(request: HttpRequest, article: int, what: Counted) -> HttpResponse:
    """204 when it was counted, or when a machine asked; 404 for no article that readers can see; 429 for too many from one address."""
    if MACHINES.search(request.headers.get("User-Agent", "")):
        return HttpResponse(status=204)
    now = timezone.localtime()
    try:
        count_try(what=f"article counts:{request.META.get('REMOTE_ADDR', '')}", limit=MOST, window=WINDOW, at=now)
        count(article=article, what=what, at=now)
    except TooManyTries:
        return HttpResponse(status=429, headers={"Retry-After": str(int(WINDOW.total_seconds()))})
    except (NotPublished, IntegrityError):  # or it was deleted at this very moment
        return HttpResponse(status=404)
    return HttpResponse(status=204)
