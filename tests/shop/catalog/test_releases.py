"""Releases by their date."""

from datetime import date

import pytest

from shop.catalog.release_words import release_words
from shop.catalog.releases import coming, counts_by_month, dated, first_of_each, in_month, months_beside, next_month, span
from tests.factories import a_product, a_release

MARCH = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("released_on", "precision", "first", "last"),
    [
        (date(2027, 3, 20), "day", date(2027, 3, 20), date(2027, 3, 20)),
        (date(2027, 2, 1), "month", date(2027, 2, 1), date(2027, 2, 28)),
        (date(2028, 2, 29), "month", date(2028, 2, 1), date(2028, 2, 29)),
        (date(2027, 12, 15), "month", date(2027, 12, 1), date(2027, 12, 31)),
        (date(2027, 4, 1), "quarter", date(2027, 4, 1), date(2027, 6, 30)),
        (date(2027, 12, 31), "quarter", date(2027, 10, 1), date(2027, 12, 31)),
    ],
)
def test_span_is_all_the_days_that_the_maker_left_open(released_on: date, precision: str, first: date, last: date) -> None:
    assert span(released_on, precision) == (first, last)


@pytest.mark.parametrize(
    ("month", "by", "then"), [(MARCH, 1, date(2027, 4, 1)), (date(2027, 12, 1), 1, date(2028, 1, 1)), (MARCH, 22, date(2029, 1, 1))]
)
def test_next_month(month: date, by: int, then: date) -> None:
    assert next_month(month, by) == then


@pytest.mark.parametrize(
    ("precision", "language", "words"),
    [
        ("day", "de", "01.04.2027"),
        ("day", "en", "1 April 2027"),
        ("month", "de", "April 2027"),
        ("quarter", "de", "2. Quartal 2027"),
        ("quarter", "en", "quarter 2 of 2027"),
    ],
)
def test_release_is_said_as_exactly_as_it_is_known(precision: str, language: str, words: str) -> None:
    assert release_words(date(2027, 4, 1), precision, language=language) == words


@pytest.mark.django_db
def test_releases_of_unpublished_goods_and_without_a_date_are_not_told() -> None:
    a_release(product=a_product(is_published=False))
    a_release(released_on=None, deliver_by=None)
    known = a_release()
    assert list(dated()) == [known]


@pytest.mark.django_db
def test_coming_begins_tomorrow() -> None:
    a_release(released_on=MARCH)
    later = a_release(released_on=date(2027, 3, 2))
    assert list(coming(on=MARCH)) == [later]


@pytest.mark.django_db
def test_month_holds_its_first_and_last_day() -> None:
    a_release(released_on=date(2027, 2, 28), deliver_by=None)
    first, last = a_release(released_on=MARCH), a_release(released_on=date(2027, 3, 31))
    a_release(released_on=date(2027, 4, 1))
    assert list(in_month(MARCH)) == [first, last]


@pytest.mark.django_db
def test_months_are_counted_from_the_one_of_today_on() -> None:
    for day in (date(2027, 2, 28), MARCH, date(2027, 3, 31), date(2027, 5, 4)):
        a_release(released_on=day, deliver_by=None)
    assert counts_by_month(since=date(2027, 3, 15)) == {MARCH: 2, date(2027, 5, 1): 1}


@pytest.mark.django_db
def test_first_of_each_month() -> None:
    rows = [a_release(released_on=day, deliver_by=None) for day in (MARCH, MARCH, date(2027, 3, 2), date(2027, 5, 4))]
    assert list(first_of_each([MARCH, date(2027, 5, 1)], limit=2)) == [rows[0], rows[1], rows[3]]
    assert list(first_of_each([], limit=2)) == []


@pytest.mark.django_db
def test_months_beside_are_the_nearest_that_have_releases() -> None:
    for day in (date(2026, 11, 30), date(2026, 12, 31), date(2027, 7, 9), date(2027, 8, 1)):
        a_release(released_on=day, deliver_by=None)
    assert months_beside(MARCH) == (date(2026, 12, 1), date(2027, 7, 1))
    assert months_beside(date(2025, 1, 1)) == (None, date(2026, 11, 1))
    assert months_beside(date(2029, 1, 1)) == (date(2027, 8, 1), None)
