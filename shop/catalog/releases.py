"""Releases by their date: what is still to come, month by month, and how exactly the maker named it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from shop.catalog.entities import EntityKind
from shop.catalog.models import DatePrecision, Named, Release


def span(released_on: date, precision: str) -> tuple[date, date]:
    """The first and the last day on which a release so named may come: a day, a whole month, or a whole quarter."""
    if precision == DatePrecision.DAY:
        return released_on, released_on
    first = released_on.replace(day=1)
    months = 1
    if precision == DatePrecision.QUARTER:
        first, months = first.replace(month=first.month - (first.month - 1) % 3), 3
    return first, next_month(first, months) - timedelta(days=1)


def next_month(month: date, by: int = 1) -> date:
    """The first day of the month that lies `by` months after that of `month`."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def dated() -> QuerySet[Release]:
    """The releases of published goods that have a date, in its order."""
    return Release.objects.filter(product__is_published=True, released_on__isnull=False).order_by("released_on", "pk")


def coming(*, on: date) -> QuerySet[Release]:
    """What is still to come on the day `on`, with its product."""
    return dated().filter(released_on__gt=on).select_related("product")


def coming_of(kind: EntityKind, entity: Named, *, on: date) -> QuerySet[Release]:
    return coming(on=on).filter(**{f"product__{kind.field}": entity})


def in_month(month: date) -> QuerySet[Release]:
    """The releases of the month that begins on `month`; a quarter stands under its first month."""
    return dated().filter(released_on__gte=month, released_on__lt=next_month(month))


def counts_by_month(*, since: date) -> dict[date, int]:
    """How many releases each month has, from the month of `since` on: one query."""
    days = dated().filter(released_on__gte=since.replace(day=1)).values_list("released_on")
    months: dict[date, int] = {}
    for day, count in days.annotate(n=Count("pk")).order_by("released_on"):
        month = day.replace(day=1)
        months[month] = months.get(month, 0) + count
    return months


def first_of_each(months: Iterable[date], *, limit: int) -> QuerySet[Release]:
    """The first `limit` releases of each of `months`, found by their dates: what a month has more costs nothing."""
    found = Q(pk__in=[])
    for month in months:
        found |= Q(pk__in=in_month(month).values("pk")[:limit])
    return Release.objects.filter(found).order_by("released_on", "pk")


def months_beside(month: date) -> tuple[date | None, date | None]:
    """The nearest months before and after `month` that have releases: two queries."""
    before = dated().filter(released_on__lt=month).order_by("-released_on").values_list("released_on", flat=True).first()
    after = dated().filter(released_on__gte=next_month(month)).values_list("released_on", flat=True).first()
    return before and before.replace(day=1), after and after.replace(day=1)
