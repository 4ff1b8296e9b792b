"""Readers of one process who are counted when the word is given."""

import json
import sys
from datetime import datetime

from django.utils.timezone import localdate


def _wait() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


def read(what: str, at: datetime) -> None:
    """Count so many reads of an article (JSON: its number and how many), one after the other."""
    from blog.figures.count import count

    article, times = json.loads(what)
    _wait()
    for _time in range(times):
        count(article=article, what="reads", at=at)


def read_naively(what: str, at: datetime) -> None:
    """The same for one read by code that looks at the sum first, and writes down one more later."""
    from blog.figures.models import ArticleDay

    day = ArticleDay.objects.get(post=json.loads(what), on=localdate(at))
    _wait()
    day.reads += 1
    day.save()
