"""Searches without result are counted, and nothing personal is kept."""

from datetime import date, timedelta

import pytest

from shop.search import misses
from shop.search.misses import count_miss, forget_old_misses
from shop.search.models import SearchMiss

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def rows() -> list[tuple[str, str, int, date]]:
    return sorted(SearchMiss.objects.values_list("query", "language", "count", "last_on"))


def test_the_same_search_is_one_row_per_language() -> None:
    for query, language, on in (
        ("Tiger Ass", "de", DAY),
        ("  tiger   ass ", "de", DAY + timedelta(days=1)),
        ("tiger ass", "en", DAY),
    ):
        assert count_miss(query, language=language, on=on)
    assert rows() == [("tiger ass", "de", 2, DAY + timedelta(days=1)), ("tiger ass", "en", 1, DAY)]


@pytest.mark.parametrize(
    "query",
    [
        "mika@example.org", "mika.muster@example", "https://shop.example/x", "www.example.org", "SR-2026-000123", "RE20261123", "SR123456",
        "+49 30 5550100", "030/5550100", "2041070101479", "DE02 1203 0000 0000 2020 51", "Rosenweg 4 10115 Berlin", "x" * 61, "a", "",
        "lumi\u202e", "lumi\x00",
    ],
)  # fmt: skip
def test_what_may_be_personal_leaves_no_trace(query: str) -> None:
    assert count_miss(query, language="de", on=DAY) is False
    assert rows() == []


def test_a_full_table_takes_no_new_search_but_counts_the_known(monkeypatch: pytest.MonkeyPatch) -> None:
    count_miss("tiger", language="de", on=DAY)
    monkeypatch.setattr(misses, "MOST_ROWS", 1)
    assert count_miss("löwe", language="de", on=DAY) is False
    assert count_miss("tiger", language="de", on=DAY) is True
    assert rows() == [("tiger", "de", 2, DAY)]


def test_old_searches_are_forgotten() -> None:
    for query, count, days in (("alt", 9, 181), ("einmal", 1, 31), ("oft", 2, 31), ("neu", 1, 1)):
        SearchMiss.objects.create(query=query, language="de", count=count, last_on=DAY - timedelta(days=days))
    assert forget_old_misses(on=DAY) == 2
    assert [row[0] for row in rows()] == ["neu", "oft"]
