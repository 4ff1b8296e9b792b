"""Releases as iCalendar (RFC 5545), for calendars that subscribe to them."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext, override
from icalendar import Calendar, Event, vText

from shop.catalog.models import Release, ReleaseKind
from shop.catalog.release_words import release_words
from shop.catalog.releases import dated

PAST = timedelta(days=92)  # what came out in the last months stays in the calendar for a while
MOST = 500  # events; a calendar that shows more is no help


def feed_releases(*, on: date) -> QuerySet[Release]:
    """What a feed tells on the day `on`: the last three months and all that is still to come."""
    return dated().filter(released_on__gte=on - PAST).select_related("product", "product__manufacturer")


def calendar_feed(releases: QuerySet[Release], *, name: str, language: str, at: datetime) -> bytes:
    """One all-day event for each of the first `MOST` releases, on its first possible day; the words say how exactly it is known."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Sternregal//Releases//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", vText(name))  # the name that Apple, Google and Outlook read
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    with override(language):
        for release in releases[:MOST]:
            calendar.add_component(_event(release, language=language, at=at))
    return calendar.to_ical()


def _event(release: Release, *, language: str, at: datetime) -> Event:
    product, released_on = release.product, release.released_on
    assert released_on is not None
    when = release_words(released_on, release.precision, language=language)
    rerun = f", {gettext('re-release')}" if release.kind == ReleaseKind.RERUN else ""
    event = Event()
    # The id stays when the date moves, so that the event moves in the reader's calendar instead of standing there twice.
    event.add("uid", f"release-{release.pk}@{urlsplit(settings.SITE_URL).netloc}")
    event.add("dtstamp", at)
    event.add("dtstart", released_on)
    event.add("summary", f"{product.name}{rerun} ({when})")
    maker = product.manufacturer.name
    event.add("description", gettext("Release: %(when)s. Maker: %(maker)s.") % {"when": when, "maker": maker})
    event.add("url", settings.SITE_URL + product.get_absolute_url())
    event.add("transp", "TRANSPARENT")  # a release makes nobody busy
    return event
