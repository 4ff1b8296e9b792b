"""What is committed is in the next answer, by whatever way it was written, and by whatever process."""

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from shop.catalog.models import Category, Manufacturer, Product, Release, Scale, Series, Variant
from shop.listing import marks
from shop.listing.answer import Listing
from shop.listing.filters import Filters
from shop.listing.listing import listing
from shop.listing.marks import sweep_marks
from shop.listing.models import CatalogChange
from shop.listing.watch import trigger_names
from shop.stock.models import Stock
from shop.stock.reserve import Wanted, reserve_all
from tests.factories import AT, a_preorder, a_product, a_release, a_series, a_variant
from tests.shop.listing.naive import said

ON = AT.date()
pytestmark = pytest.mark.django_db


def ask(query: str = "", *, on: date = ON) -> Listing:
    return listing(filters=Filters.from_query(QueryDict(query)), on=on, language="en")


def values(facet: str, *, on: date = ON) -> dict[str, int]:
    return said(ask(on=on))[facet]


def test_every_trigger_stands_after_all_migrations() -> None:
    table = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger JOIN (SELECT 1) x ON true"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        assert trigger_names() - {name for (name,) in cursor.fetchall()} == set()


def test_goods_are_described_by_all_their_facets() -> None:
    scale, series = Scale.objects.create(name="1/7", slug="1-7", denominator=7), a_series(name="Lumi", slug="lumi")
    product = a_product(series=series, scale=scale, height_mm=245)
    release = a_release(product=product)
    a_variant(product=product, release=release, price="79.90", on_hand=0, preorder_limit=3)
    a_variant(product=product, label="M", price="24.00", on_hand=0)
    found = ask()
    assert (found.ids, found.total, found.is_first) == ([product.pk], 1, True)
    assert said(found) == {
        "availability": {"preorder": 1},
        "category": {product.category.slug: 1},
        "series": {"lumi": 1},
        "maker": {product.manufacturer.slug: 1},
        "scale": {"1-7": 1},
        "price": {"-25": 1},
        "height": {"20-30": 1},
        "release": {"2027-03": 1},
    }


CHANGES: dict[str, tuple[Callable[[Variant], object], str, dict[str, int]]] = {
    "sold": (
        lambda v: reserve_all(wanted=[Wanted(v.pk, 5)], reason="test", at=AT),
        "availability",
        {"in_stock": 1, "sold_out": 1},
    ),
    "stock by bulk update": (
        lambda v: Stock.objects.filter(variant=v).update(on_hand=0),
        "availability",
        {"in_stock": 1, "sold_out": 1},
    ),
    "stock deleted": (lambda v: Stock.objects.filter(variant=v).delete(), "availability", {"in_stock": 1, "sold_out": 1}),
    "repriced": (lambda v: Variant.objects.filter(pk=v.pk).update(price=30), "price", {"25-50": 1, "50-100": 1}),
    "unpublished": (lambda v: Product.objects.filter(pk=v.product_id).update(is_published=False), "price", {"50-100": 1}),
    "moved to a series": (
        lambda v: Product.objects.filter(pk=v.product_id).update(series=a_series(slug="new")),
        "series",
        {"new": 1},
    ),
    "dated": (
        lambda v: Variant.objects.filter(pk=v.pk).update(release=a_release(product=v.product)),
        "release",
        {"2027-03": 1},
    ),
    "height by bulk_update": (
        lambda v: Product.objects.bulk_update([Product(pk=v.product_id, height_mm=450)], ["height_mm"]),
        "height",
        {"40-": 1},
    ),
    "SQL": (
        lambda v: connection.cursor().execute("UPDATE shop_product SET height_mm = 99 WHERE id = %s", [v.product_id]),
        "height",
        {"-10": 1},
    ),
    "variant moved": (
        lambda v: Variant.objects.filter(pk=v.pk).update(product=Product.objects.exclude(pk=v.product_id).get(), label="M"),
        "availability",
        {"in_stock": 1, "sold_out": 1},
    ),
}


@pytest.mark.parametrize(("change", "facet", "after"), CHANGES.values(), ids=CHANGES.keys())
def test_change_is_in_the_next_answer(change: Callable[[Variant], object], facet: str, after: dict[str, int]) -> None:
    variant = a_variant()
    a_variant()
    values(facet)
    change(variant)
    assert values(facet) == after


def test_renamed_entity_is_called_by_its_new_name_and_slug() -> None:
    variant = a_variant()
    ask()
    Category.objects.update(slug="new-figures", name_en="New figures", name_de="Neue Figuren")
    Manufacturer.objects.update(name="Suzume")
    found = ask("category=new-figures")
    names = [choice.name for facet in ("category", "maker") for choice in found.facets[facet]]
    assert (found.ids, names) == ([variant.product_id], ["New figures", "Suzume"])


def test_rolled_back_change_is_in_no_answer() -> None:
    variant = a_variant()
    ask()
    with transaction.atomic():
        Stock.objects.filter(variant=variant).update(on_hand=0)
        assert values("availability") == {"sold_out": 1}
        transaction.set_rollback(True)
    assert values("availability") == {"in_stock": 1}
    with transaction.atomic():  # the marks' ids may come again
        Product.objects.filter(pk=variant.product_id).update(popularity=1)
        assert values("availability") == {"in_stock": 1}


def test_preorder_ends_on_its_day_without_any_change() -> None:
    a_preorder()
    days = [date(2027, 2, 28), date(2027, 3, 1), date(2027, 2, 28)]
    assert [values("availability", on=day) for day in days] == [{"preorder": 1}, {"sold_out": 1}, {"preorder": 1}]


def test_release_that_is_put_off_moves_to_its_new_month() -> None:
    release = a_preorder().release
    assert release is not None
    ask()
    Release.objects.filter(pk=release.pk).update(released_on=date(2027, 4, 1), precision="quarter")
    assert values("release") == {"2027-q2": 1}


def test_answer_costs_one_query_and_one_more_after_a_change(django_assert_num_queries: Any) -> None:
    variant = a_variant()
    ask()
    for _ in range(2):
        with django_assert_num_queries(1):
            ask()
    for _ in range(3):
        a_variant()
    ask()
    Stock.objects.filter(variant=variant).update(on_hand=1)
    with django_assert_num_queries(2):
        ask()
    Series.objects.create(name="New", slug="new")
    with django_assert_num_queries(2):
        ask()


def test_marks_that_were_swept_away_let_everything_be_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "KEPT", 5)
    variant = a_variant()
    ask()
    assert sweep_marks() == 0
    for height in range(20):
        Product.objects.update(height_mm=height)
    Stock.objects.filter(variant=variant).update(on_hand=0)
    for height in range(20):
        Product.objects.update(height_mm=height)
    assert sweep_marks() > 20
    assert CatalogChange.objects.count() == 5
    assert values("availability") == {"sold_out": 1}


def test_more_marks_than_are_worth_reading_let_everything_be_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MOST", 3)
    for _ in range(6):
        a_variant()
    ask()
    Stock.objects.update(on_hand=0)
    assert values("availability") == {"sold_out": 6}


@pytest.mark.django_db(transaction=True)
def test_sale_in_another_thread_is_in_the_next_answer() -> None:
    variant = a_variant()
    assert values("availability") == {"in_stock": 1}

    def sell() -> None:
        reserve_all(wanted=[Wanted(variant.pk, 5)], reason="test", at=AT)
        connection.close()

    seller = threading.Thread(target=sell)
    seller.start()
    seller.join()
    assert values("availability") == {"sold_out": 1}


SELLER = """
import django; django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = {name!r}
connection.cursor().execute("UPDATE shop_stock SET on_hand = 0")
"""


@pytest.mark.django_db(transaction=True)
def test_sale_in_another_process_is_in_the_next_answer() -> None:
    a_variant()
    assert values("availability") == {"in_stock": 1}
    code = SELLER.format(name=str(connection.settings_dict["NAME"]))
    subprocess.run([sys.executable, "-c", code], check=True, env=_environment(), timeout=60)
    assert values("availability") == {"sold_out": 1}


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "SHOP_MODE": "test", "DJANGO_SETTINGS_MODULE": "config.settings"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_transaction_that_stays_open_long_is_not_missed_when_later_ones_are_seen() -> None:
    """Its mark has the lower id and becomes visible last: reading on by id alone would lose it."""
    slow, quick = a_variant(), a_variant()
    ask()
    marked, seen = threading.Event(), threading.Event()

    def sell_slowly() -> None:
        with transaction.atomic():
            Stock.objects.filter(variant=slow).update(on_hand=0)
            marked.set()
            assert seen.wait(20)
        connection.close()

    seller = threading.Thread(target=sell_slowly)
    seller.start()
    assert marked.wait(20)
    Stock.objects.filter(variant=quick).update(on_hand=0)
    assert values("availability") == {"in_stock": 1, "sold_out": 1}
    assert values("availability") == {"in_stock": 1, "sold_out": 1}
    seen.set()
    seller.join()
    assert values("availability") == {"sold_out": 2}


def test_without_its_trigger_a_change_would_be_missed() -> None:
    """The negative control: what these tests see is seen through the triggers."""
    variant = a_variant()
    ask()
    with connection.cursor() as cursor:
        on_table = " ON shop_stock" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER shop_stock_marks_update{on_table}")
    Stock.objects.filter(variant=variant).update(on_hand=0)
    assert values("availability") == {"in_stock": 1}
