"""The product list's filter reads addresses without trust."""

from datetime import date, timedelta

import pytest

from shop.catalog.filters import ProductFilter
from tests.factories import AT, a_category, a_preorder, a_product, a_release, a_series, a_variant

ON = AT.date()


def _filter(**query: str) -> ProductFilter:
    return ProductFilter.from_query(query, on=ON)


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ({}, ProductFilter("", "", "", ON)),
        ({"category": "figures", "series": "lumi", "state": "preorder"}, ProductFilter("figures", "lumi", "preorder", ON)),
        ({"state": "sold_out"}, ProductFilter("", "", "", ON)),
        ({"state": "' OR 1=1 --", "page": "7"}, ProductFilter("", "", "", ON)),
        ({"category": "x" * 999, "series": "y" * 999}, ProductFilter("x" * 80, "y" * 140, "", ON)),
    ],
)
def test_query_is_read_without_trust(query: dict[str, str], read: ProductFilter) -> None:
    assert ProductFilter.from_query(query, on=ON) == read


@pytest.mark.django_db
def test_all_published_products_are_found_newest_first() -> None:
    old = a_product(added_at=AT - timedelta(days=2))
    a_product(is_published=False)
    new, newer = a_product(added_at=AT), a_product(added_at=AT)
    assert list(_filter().products()) == [newer, new, old]


@pytest.mark.django_db
def test_category_and_series_are_found_together() -> None:
    figures, lumi = a_category(slug="figures"), a_series(slug="lumi")
    wanted = a_product(category=figures, series=lumi)
    a_product(category=figures)
    a_product(series=lumi)
    assert list(_filter(category="figures", series="lumi").products()) == [wanted]


@pytest.mark.django_db
def test_unknown_slug_finds_nothing() -> None:
    a_product()
    assert list(_filter(category="no-such-thing").products()) == []


@pytest.mark.django_db
def test_in_stock_finds_what_lies_unpromised_on_the_shelf() -> None:
    there = a_variant(on_hand=2, reserved=1).product
    a_variant(product=there, label="M")
    a_variant(on_hand=1, reserved=1)
    a_variant(on_hand=0)
    a_preorder(on_hand=2, limit=5, preordered=2)
    a_product()
    assert list(_filter(state="in_stock").products()) == [there]


@pytest.mark.django_db
def test_preorder_finds_what_is_to_come_and_promised() -> None:
    coming = a_preorder().product
    a_variant()
    a_variant(release=a_release(released_on=ON, deliver_by=ON))
    a_variant(release=a_release(released_on=ON + timedelta(days=1), deliver_by=None))
    a_release()
    assert list(_filter(state="preorder").products()) == [coming]


def test_link_keeps_the_filter_and_changes_one_part() -> None:
    chosen = _filter(category="figures", state="in_stock")
    assert chosen.query() == "category=figures&state=in_stock"
    assert chosen.query(series="lumi & co", state="") == "category=figures&series=lumi+%26+co"


@pytest.mark.django_db
def test_today_decides_what_is_still_to_come() -> None:
    a_variant(release=a_release(released_on=date(2027, 3, 1), deliver_by=date(2027, 4, 30)))
    assert ProductFilter("", "", "preorder", date(2027, 2, 28)).products().count() == 1
    assert ProductFilter("", "", "preorder", date(2027, 3, 1)).products().count() == 0
