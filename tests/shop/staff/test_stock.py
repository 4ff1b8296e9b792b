"""The stock list shows what is running out; a correction is a compare-and-swap with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from shop.stock.models import Stock, StockMove
from tests.factories import a_product, a_release, a_variant
from tests.shop.staff.test_admin import staff
from tests.small_shop import load_small_shop

pytestmark = pytest.mark.django_db
LIST = "/admin/shop/stock/"


@pytest.fixture(autouse=True)
def _groups() -> None:
    load_small_shop(at=timezone.now(), products=[], articles=[])


def a_stock(
    *,
    name: str = "Lumi",
    low_at: int = 2,
    on_hand: int = 5,
    reserved: int = 0,
    owed: int = 0,
    to_come: bool = False,
    **product: Any,
) -> Stock:
    made = a_product(name=name, **product)
    day = timezone.localdate() + timedelta(days=60)
    release = a_release(product=made, released_on=day, deliver_by=day) if to_come else None
    variant = a_variant(product=made, release=release, on_hand=on_hand, reserved=reserved, preorder_limit=owed, preordered=owed)
    Stock.objects.filter(variant=variant).update(low_at=low_at)
    return Stock.objects.get(variant=variant)


def listed(query: str = "") -> list[str]:
    result = staff().get(f"{LIST}{query}").context["cl"].result_list
    return [stock.variant.product.name_en.split()[0] for stock in result]


def url(stock: Stock, deed: str = "correction") -> str:
    return f"{LIST}{stock.pk}/{deed}/"


def posted(**changes: str) -> dict[str, str]:
    return {"was": "5", "now": "4", "reason": "counted", **changes}


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def several() -> None:
    a_stock(name="Plenty", on_hand=20)
    a_stock(name="JustAbove", on_hand=3)
    a_stock(name="Low", on_hand=2)
    a_stock(name="Reserved", on_hand=20, reserved=19)
    a_stock(name="Owed", on_hand=3, owed=7)
    a_stock(name="Wanted", on_hand=4, low_at=9, popularity=9)
    a_stock(name="Hidden", on_hand=0, is_published=False)
    a_stock(name="ToCome", on_hand=0, to_come=True)


def test_low_are_published_goods_at_or_under_their_number() -> None:
    several()
    assert listed("?supply=low") == ["Owed", "Wanted", "Reserved", "Low", "ToCome"]


def test_most_urgent_come_first_then_what_is_to_come_and_unpublished_last() -> None:
    several()
    assert listed() == ["Owed", "Wanted", "Reserved", "Low", "JustAbove", "Plenty", "ToCome", "Hidden"]


def test_list_shows_the_numbers_and_the_ways_on() -> None:
    stock = a_stock(on_hand=20, reserved=19)
    text = text_of(staff().get(LIST))
    assert "<strong>1</strong> (low)" in text
    assert f'href="{url(stock)}"' in text
    assert f'href="/admin/shop/stockmove/?variant__id__exact={stock.variant_id}"' in text


def test_way_to_the_ledger_shows_this_variant_alone() -> None:
    stock, other, client = a_stock(), a_stock(), staff()
    client.post(url(stock), posted())
    client.post(url(other), posted(now="3"))
    page = client.get(f"/admin/shop/stockmove/?variant__id__exact={stock.variant_id}")
    assert [move.quantity for move in page.context["cl"].result_list] == [-1, 5]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_with_one_row_and_with_three(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(rows):
        a_stock()
    client = staff()
    with django_assert_num_queries(7):  # session, user; two counts; seller and tax profile, for the menu; the rows
        assert len(client.get(LIST).context["cl"].result_list) == rows


def test_correction_moves_the_stock_and_says_who_and_why() -> None:
    stock, client = a_stock(), staff("Katalog")
    assert "Counted now" in text_of(client.get(url(stock)))
    response = client.post(url(stock), posted(reason="one is broken"))
    assert (response.status_code, response["Location"]) == (302, LIST)
    move = StockMove.objects.exclude(reason="opening").get()
    assert (move.kind, move.quantity, move.reason, move.by) == (
        "corrected",
        -1,
        "one is broken",
        User.objects.get(username="Katalog"),
    )
    assert Stock.objects.get().on_hand == 4


@pytest.mark.parametrize(
    ("now", "reason", "words"),
    [
        ("abc", "counted", "Enter a whole number."),
        ("", "counted", "This field is required."),
        ("-1", "counted", "greater than or equal to 0"),
        ("100001", "counted", "less than or equal to 100000"),
        ("4", "", "This field is required."),
        ("4", "   ", "This field is required."),
        ("4", "x" * 121, "at most 120 characters"),
        ("1", "counted", "2 pieces are reserved for orders, so there cannot be fewer."),
    ],
)
def test_bad_correction_is_refused_with_the_words_kept(now: str, reason: str, words: str) -> None:
    stock = a_stock(reserved=2)
    response = staff().post(url(stock), posted(now=now, reason=reason))
    text = text_of(response)
    assert (response.status_code, words in text) == (422, True)
    assert [f'value="{typed}"' in text for typed in (now, reason) if typed.strip()] == [True] * bool(now) + [True] * bool(
        reason.strip()
    )
    assert (Stock.objects.get().on_hand, StockMove.objects.exclude(reason="opening").count()) == (5, 0)


@pytest.mark.parametrize("was", ["6", "", "abc"])
def test_stock_that_changed_meanwhile_is_left_alone_and_said(was: str) -> None:
    stock = a_stock()
    response = staff().post(url(stock), posted(was=was))
    text = text_of(response)
    assert (response.status_code, "The stock changed meanwhile, so nothing was saved." in text) == (409, True)
    assert ('name="was" value="5"' in text, 'value="4"' in text, 'value="counted"' in text) == (True, True, True)
    assert (Stock.objects.get().on_hand, StockMove.objects.exclude(reason="opening").count()) == (5, 0)


def test_stock_that_is_sold_between_look_and_deed_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from shop.stock.reserve import correct_stock

    def slow(**facts: Any) -> None:
        Stock.objects.update(on_hand=3)
        correct_stock(**facts)

    monkeypatch.setattr("shop.staff.stock.correct_stock", slow)
    response = staff().post(url(a_stock()), posted())
    assert (response.status_code, 'name="was" value="3"' in text_of(response)) == (409, True)
    assert (Stock.objects.get().on_hand, StockMove.objects.exclude(reason="opening").count()) == (3, 0)


def test_number_at_which_it_is_low_is_set() -> None:
    stock = a_stock()
    assert staff().post(url(stock, "low"), {"low_at": "9"}).status_code == 302
    assert Stock.objects.values("low_at", "on_hand").get() == {"low_at": 9, "on_hand": 5}


@pytest.mark.parametrize("low_at", ["-1", "abc", ""])
def test_number_that_is_none_is_refused(low_at: str) -> None:
    assert staff().post(url(a_stock(), "low"), {"low_at": low_at}).status_code == 422
    assert Stock.objects.get().low_at == 2


@pytest.mark.parametrize("deed", ["correction", "low"])
def test_who_may_not_change_stock_neither_sees_nor_does_it(deed: str) -> None:
    stock, client = a_stock(), staff("Bestellungen")
    assert client.get(LIST).status_code == 403
    assert client.post(url(stock, deed), {**posted(), "low_at": "9"}).status_code == 403
    assert Client().post(url(stock, deed), {**posted(), "low_at": "9"}).status_code == 302
    assert Stock.objects.values("low_at", "on_hand").get() == {"low_at": 2, "on_hand": 5}
    assert f'"{LIST}"' not in client.get("/admin/").content.decode()


def test_start_page_leads_to_the_stock() -> None:
    assert f'"{LIST}"' in staff("Katalog").get("/admin/").content.decode()


def test_unknown_stock_is_a_404() -> None:
    assert staff().get(f"{LIST}999999/correction/").status_code == 404
