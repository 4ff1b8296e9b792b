"""The release calendar, its months, and the feeds that calendars subscribe to."""

import re
from datetime import date

from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shop.catalog.entities import KINDS
from shop.catalog.models import Release
from shop.catalog.queries import with_cards
from shop.catalog.releases import in_month, months_beside
from shop.storefront.country import country_of, language_of, tariff_of
from shop.storefront.ical import calendar_feed, feed_releases
from shop.storefront.moved import answers_moved
from shop.storefront.release_calendar import calendar, parts_of_month, release_cards
from shop.storefront.views.entities import find

PAGE_SIZE = 48
YEARS = range(2000, 2100)  # an address beyond them is a mistake, or a crawler that counts
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    months = calendar(tariff=tariff_of(request), country=country_of(request), at=timezone.localtime())
    return render(request, "shop/releases.html", {"months": months})


def read_month(text: str) -> date:
    """'2027-03' as its first day; `Http404` for what is no month between 2000 and 2099."""
    match = MONTH.fullmatch(text)
    if match is None or int(match[1]) not in YEARS or not 1 <= int(match[2]) <= 12:
        raise Http404
    return date(int(match[1]), int(match[2]), 1)


@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    first, number = read_month(month), request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise Http404
    try:
        page = Paginator(with_cards(in_month(first)), PAGE_SIZE).page(int(number))
    except EmptyPage as error:
        raise Http404 from error
    cards = release_cards(page.object_list, tariff=tariff_of(request), country=country_of(request), at=timezone.localtime())
    before, after = months_beside(first)
    request.canonical_query = f"page={page.number}" if page.number > 1 else ""  # type: ignore[attr-defined]
    context = {"month": first, "page": page, "parts": parts_of_month(cards), "before": before, "after": after}
    return render(request, "shop/release_month.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """All releases as iCalendar."""
    return _feed(request, feed_releases(on=timezone.localdate()), name=_("Releases at Sternregal"))


@require_safe
@answers_moved
def entity_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The releases of one series or maker."""
    entity = find(kind, slug, view_name=f"shop:{kind}_calendar")
    releases = feed_releases(on=timezone.localdate()).filter(**{f"product__{KINDS[kind].field}": entity})
    return _feed(request, releases, name=_("%(name)s: releases at Sternregal") % {"name": entity.name})


def _feed(request: HttpRequest, releases: QuerySet[Release], *, name: str) -> HttpResponse:
    body = calendar_feed(releases, name=name, language=language_of(request), at=timezone.localtime())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
