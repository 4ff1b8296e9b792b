"""Count a try, and refuse the one that is too many."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from shop.throttle.models import Throttle


class TooManyTries(Exception):
    """The limit of the window is reached; `until` is when it ends."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"too many tries until {until}")
        self.until = until


@transaction.atomic
def count_try(*, what: str, limit: int, window: timedelta, at: datetime) -> None:
    """Count one try of `what` (such as 'login:demo:192.0.2.1'); raises `TooManyTries` above `limit` in one `window`.

    The row count of a conditional UPDATE decides, so that a hundred tries at once are counted as a hundred.
    """
    key = hashlib.sha256(what.encode()).hexdigest()
    Throttle.objects.bulk_create([Throttle(key=key, window_ends_at=at + window)], ignore_conflicts=True)
    row = Throttle.objects.filter(key=key)
    row.filter(window_ends_at__lte=at).update(window_ends_at=at + window, count=0)
    if row.filter(count__lt=limit).update(count=F("count") + 1):
        return
    until = row.values_list("window_ends_at", flat=True).first()
    if until is None:  # an old row, forgotten between these lines
        count_try(what=what, limit=limit, window=window, at=at)
    else:
        raise TooManyTries(until)


def forget_old_tries(*, at: datetime) -> int:
    """Delete the rows whose window has ended, which say nothing any more; answers how many."""
    old, _rows = Throttle.objects.filter(window_ends_at__lte=at).delete()
    return old
