"""The release calendar, its months, and its feeds read back by a parser."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from shop.catalog.models import Release
from shop.catalog.slug_redirect import keep_old_slug
from shop.storefront.ical import calendar_feed, feed_releases
from tests.factories import AT, a_manufacturer, a_product, a_release, a_series, a_shop, a_variant

pytestmark = pytest.mark.django_db
FEEDS = ["/de/releases/calendar.ics", "/de/series/mine/releases.ics", "/de/makers/mine/releases.ics"]


@pytest.fixture(autouse=True)
def _shop() -> None:
    a_shop()


def a_dated(day: date, *, precision: str = "day", name: str = "Lumi", **fields: Any) -> Release:
    release = a_release(product=a_product(name=name, **fields), released_on=day, deliver_by=None, precision=precision)
    a_variant(release=release)
    return release


def in_months(count: int) -> date:
    today = timezone.localdate()
    months = today.year * 12 + today.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


# Pages --------------------------------------------------------------------------------------------
def test_calendar_shows_this_month_and_those_to_come(client: Client) -> None:
    a_dated(in_months(-1))
    this, later = a_dated(in_months(0)), a_dated(in_months(4), precision="quarter")
    months = client.get("/de/releases/").context["months"]
    assert [(month.first, month.count, [row.release for row in month.cards]) for month in months] == [
        (in_months(0), 1, [this]),
        (in_months(4), 1, [later]),
    ]


def test_calendar_shows_the_first_of_a_full_month_and_counts_them_all(client: Client) -> None:
    for _ in range(6):
        a_dated(in_months(1))
    (month,) = client.get("/de/releases/").context["months"]
    assert (month.count, len(month.cards)) == (6, 4)


def test_month_shows_days_then_the_month_then_the_quarter(client: Client) -> None:
    quarter = a_dated(date(2027, 4, 1), precision="quarter")
    month = a_dated(date(2027, 4, 1), precision="month")
    late, early, too = a_dated(date(2027, 4, 20)), a_dated(date(2027, 4, 2)), a_dated(date(2027, 4, 2))
    page = client.get("/en/releases/2027-04/")
    assert [(p.precision, p.day, [row.release for row in p.cards]) for p in page.context["parts"]] == [
        ("day", date(2027, 4, 2), [early, too]),
        ("day", date(2027, 4, 20), [late]),
        ("month", date(2027, 4, 1), [month]),
        ("quarter", date(2027, 4, 1), [quarter]),
    ]
    text = page.content.decode()
    assert [words in text for words in ("2 April 2027", "Quarter 2 of 2027", "The makers name no day yet.")] == [True] * 3


def test_month_leads_to_its_neighbors(client: Client) -> None:
    for day in (date(2027, 1, 5), date(2027, 4, 5), date(2027, 9, 5)):
        a_dated(day)
    text = client.get("/en/releases/2027-04/").content.decode()
    assert ('rel="prev" href="/en/releases/2027-01/"' in text, 'rel="next" href="/en/releases/2027-09/"' in text) == (True, True)


@pytest.mark.parametrize(
    ("path", "words"), [("releases/", "No dates are known"), ("releases/2031-05/", "Nothing comes out in this month")]
)
def test_empty_calendar_says_so(client: Client, path: str, words: str) -> None:
    page = client.get(f"/en/{path}")
    assert (page.status_code, words in page.content.decode()) == (200, True)


@pytest.mark.parametrize(
    "month",
    [
        "2027-13",
        "2027-00",
        "0000-01",
        "9999-01",
        "1999-12",
        "2100-01",
        "2027-1",
        "202-11",
        "2027-03-01",
        "٢٠٢٧-٠٣",
        "x" * 999,
        "2027",
    ],
)
def test_what_is_no_month_is_not_found(client: Client, month: str) -> None:
    assert client.get(f"/de/releases/{month}/").status_code == 404


@pytest.mark.parametrize("page", ["0", "2", "999999", "-1", "abc", "1" * 500, "²"])
def test_what_is_no_page_of_a_month_is_not_found(client: Client, page: str) -> None:
    assert client.get("/de/releases/2027-03/", {"page": page}).status_code == 404


@pytest.mark.parametrize("path", ["/de/releases/", "/de/releases/2027-03/", *FEEDS])
def test_releases_are_read_and_never_written(client: Client, path: str) -> None:
    a_series(slug="mine"), a_manufacturer(slug="mine")
    assert [client.get(path).status_code, client.head(path).status_code, client.post(path).status_code] == [200, 200, 405]


@pytest.mark.parametrize("path", ["/de/releases/", "month", *FEEDS])
def test_costs_the_same_with_one_row_and_with_three(client: Client, path: str, django_assert_max_num_queries: Any) -> None:
    counts, day = [], in_months(1)
    series, maker = a_series(slug="mine"), a_manufacturer(slug="mine")
    for rows in (1, 2):
        for _ in range(rows):
            a_dated(day, series=series, manufacturer=maker)
        with django_assert_max_num_queries(10) as captured:
            assert client.get(f"/de/releases/{day:%Y-%m}/" if path == "month" else path).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


# Feeds --------------------------------------------------------------------------------------------
def events(body: bytes) -> list[dict[str, Any]]:
    (calendar,) = Calendar.from_ical(body, multiple=True)
    return [{key.lower(): value for key, value in event.items()} for event in calendar.walk("VEVENT")]


def feed(language: str = "en") -> bytes:
    return calendar_feed(feed_releases(on=AT.date()), name="Releases", language=language, at=AT)


def test_event_says_what_and_when_and_where() -> None:
    maker = a_manufacturer(name="Kurogane Works")
    release = a_dated(date(2027, 4, 1), precision="quarter", slug="lumi", manufacturer=maker)
    (event,) = events(feed())
    assert (event["uid"], event["summary"]) == (f"release-{release.pk}@127.0.0.1:8000", "Lumi (figure) (quarter 2 of 2027)")
    assert (event["dtstart"].dt, event["dtstart"].params["VALUE"]) == (date(2027, 4, 1), "DATE")
    assert event["dtstamp"].dt == datetime(2026, 11, 23, 11, 0, tzinfo=ZoneInfo("UTC"))
    assert event["description"] == "Release: quarter 2 of 2027. Maker: Kurogane Works."
    assert event["url"] == "http://127.0.0.1:8000/en/products/lumi/" or event["url"].endswith("/products/lumi/")
    assert event["transp"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Lumi (Figur), Neuauflage (April 2027)"), ("en", "Lumi (figure), re-release (April 2027)")]
)
def test_event_is_said_in_the_language_of_the_address(language: str, words: str) -> None:
    a_release(product=a_product(name="Lumi"), kind="rerun", released_on=date(2027, 4, 1), precision="month")
    (event,) = events(feed(language))
    assert event["summary"] == words


def test_date_that_moves_keeps_the_id_of_its_event() -> None:
    release = a_dated(date(2027, 4, 2))
    before = events(feed())
    Release.objects.filter(pk=release.pk).update(released_on=date(2027, 6, 9))
    after = events(feed())
    assert [(e["uid"], e["dtstart"].dt) for e in before + after] == [
        (before[0]["uid"], date(2027, 4, 2)),
        (before[0]["uid"], date(2027, 6, 9)),
    ]


def test_lines_end_and_fold_as_the_standard_asks() -> None:
    name = "Tomoe, die Große; \\ „Asche“ 巴の灰巴の灰巴の灰巴の灰巴の灰巴の灰巴の灰巴の灰"
    a_dated(date(2027, 4, 2), name=name)
    body = feed()
    lines = body.split(b"\r\n")
    assert (lines[0], lines[-2:], body.count(b"\n") == body.count(b"\r\n")) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""], True)
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines]  # no letter is cut in two
    (event,) = events(body)
    assert event["summary"] == f"{name} (figure) (2 April 2027)"


def test_feed_tells_the_last_three_months_and_all_to_come() -> None:
    on = AT.date()
    a_dated(on - timedelta(days=93))
    kept = [a_dated(on - timedelta(days=92)), a_dated(on), a_dated(on + timedelta(days=900))]
    a_dated(on, is_published=False)
    assert list(feed_releases(on=on)) == kept


def test_feed_of_a_series_and_of_a_maker_tell_their_own(client: Client) -> None:
    series, maker, day = a_series(slug="mine", name="Mine; all"), a_manufacturer(slug="mine"), in_months(2)
    of_series = a_dated(day, series=series)
    of_maker = a_dated(day, manufacturer=maker)
    found = {path: [event["uid"].split("@")[0] for event in events(client.get(path).content)] for path in FEEDS}
    assert found == {
        FEEDS[0]: [f"release-{of_series.pk}", f"release-{of_maker.pk}"],
        FEEDS[1]: [f"release-{of_series.pk}"],
        FEEDS[2]: [f"release-{of_maker.pk}"],
    }
    response = client.get(FEEDS[1])
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert Calendar.from_ical(response.content)["NAME"] == "Mine; all: Releases bei Sternregal"
    assert b"\r\nX-WR-CALNAME:Mine\\; all: Releases bei Sternregal\r\n" in response.content


def test_feed_without_releases_is_an_empty_calendar(client: Client) -> None:
    assert events(client.get(FEEDS[0]).content) == []


def test_feed_of_what_was_renamed_leads_on_and_of_what_is_not_there_is_not_found(client: Client) -> None:
    keep_old_slug(thing=a_series(slug="new"), old_slug="old")
    response = client.get("/de/series/old/releases.ics")
    assert (response.status_code, response.headers["Location"]) == (301, "/de/series/new/releases.ics")
    assert client.get("/de/makers/nobody/releases.ics").status_code == 404


def test_home_names_the_next_six_months_with_their_releases(client: Client) -> None:
    for count in (-1, 0, 2, 2, 3, 4, 5, 6, 7):
        a_dated(in_months(count), name=f"Lumi {count}")
    response = client.get("/en/")
    months = [(month.first, month.count) for month in response.context["months"]]
    assert months == [(in_months(0), 1), (in_months(2), 2), *((in_months(count), 1) for count in (3, 4, 5, 6))]
    assert f'href="/en/releases/{in_months(2):%Y-%m}/"' in response.content.decode()


def test_home_without_dates_shows_no_calendar(client: Client) -> None:
    assert "/en/releases/20" not in client.get("/en/").content.decode()
