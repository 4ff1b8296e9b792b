"""Do a transaction once more when the database chose it to give way; nothing of it was written."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

TRIES = 3
PAUSE = 0.1  # seconds at most, so that the two do not meet again at once
GIVE_WAY = {"40P01", "40001"}  # PostgreSQL: deadlock detected, serialization failure

P = ParamSpec("P")
R = TypeVar("R")


def again_after_deadlock(deed: Callable[P, R]) -> Callable[P, R]:
    """Wrap a deed that is one transaction; inside a larger one it is done once, because only the whole can be repeated."""

    @functools.wraps(deed)
    def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
        if transaction.get_connection().in_atomic_block:
            return deed(*args, **kwargs)
        for _ in range(TRIES - 1):
            try:
                return deed(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) not in GIVE_WAY:
                    raise
                time.sleep(random.uniform(0, PAUSE))  # noqa: S311 -- a pause is no secret
        return deed(*args, **kwargs)

    return repeated
