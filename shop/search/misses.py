"""Count what was searched and not found, without who searched; what may be personal is not kept at all."""

import re
from datetime import date, timedelta

from django.db.models import F

from shop.search.models import SearchMiss

LONGEST = 60  # characters; what people paste by mistake is longer
MOST_ROWS = 5000  # a machine that asks for nonsense fills no disk
KEPT = timedelta(days=180)
KEPT_ONCE = timedelta(days=30)  # what was asked for once
PERSONAL = re.compile(
    r"@|https?:|www\.|\d[\d\s/()-]{6,}"  # e-mail addresses, links, telephone and bank numbers, and GTINs, which tell nothing
    r"|\b[a-z]{1,4}-?\d{4,}"  # numbers of orders and invoices
    r"|\b\d{5}\b",  # postcodes
    re.IGNORECASE,
)


def count_miss(query: str, *, language: str, on: date) -> bool:
    """Count that `query` found nothing on the day `on`; answers whether it was counted. Three queries at most."""
    words = " ".join(query.casefold().split())
    if not 2 <= len(words) <= LONGEST or PERSONAL.search(words) or not words.isprintable():
        return False
    row = SearchMiss.objects.filter(query=words, language=language)
    if row.update(count=F("count") + 1, last_on=on):
        return True
    if SearchMiss.objects.count() >= MOST_ROWS:
        return False
    SearchMiss.objects.bulk_create(
        [SearchMiss(query=words, language=language, last_on=on)],
        update_conflicts=True,  # another visitor of this moment asked the same
        unique_fields=["query", "language"],
        update_fields=["last_on"],
    )
    return True


def forget_old_misses(*, on: date) -> int:
    """Delete what nobody has asked for in half a year, and what was asked for once and a month ago; answers how many."""
    old, _rows = SearchMiss.objects.filter(last_on__lt=on - KEPT).delete()
    once, _rows = SearchMiss.objects.filter(count=1, last_on__lt=on - KEPT_ONCE).delete()
    return old + once
