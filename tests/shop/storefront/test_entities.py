"""The pages of series, characters, makers, lines, scales and sculptors."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blog.articles.parts import PostProduct
from shop.catalog.entities import KINDS
from shop.catalog.slug_redirect import keep_old_slug
from tests.factories import (
    a_character,
    a_line,
    a_manufacturer,
    a_post,
    a_product,
    a_release,
    a_scale,
    a_sculptor,
    a_series,
    a_shop,
    a_variant,
)

pytestmark = pytest.mark.django_db
MAKE: dict[str, Callable[..., Any]] = {
    "series": a_series,
    "character": a_character,
    "maker": a_manufacturer,
    "line": a_line,
    "scale": a_scale,
    "sculptor": a_sculptor,
}
FOLDER = {
    "series": "series",
    "character": "characters",
    "maker": "makers",
    "line": "lines",
    "scale": "scales",
    "sculptor": "sculptors",
}


@pytest.fixture(autouse=True)
def _shop() -> None:
    a_shop()


def goods(kind: str, entity: Any) -> dict[str, Any]:
    """One product in stock, one to pre-order, one sold out, each named after its part."""
    field = {KINDS[kind].field: entity}
    day = timezone.localdate() + timedelta(days=60)
    coming = a_release(product=a_product(name="Coming", **field), released_on=day, deliver_by=day)
    return {
        "in_stock": a_variant(product=a_product(name="There", **field)).product,
        "preorder": a_variant(release=coming, on_hand=0, preorder_limit=5).product,
        "sold_out": a_variant(product=a_product(name="Gone", **field), on_hand=0).product,
    }


def shown(page: Any) -> dict[str, list[Any]]:
    found = page.context["page"]
    return {name: [card.product for card in getattr(found, name)] for name in ("in_stock", "preorder", "sold_out")}


def test_every_kind_is_tested() -> None:
    assert set(KINDS) == set(MAKE) == set(FOLDER)


@pytest.mark.parametrize("kind", KINDS)
def test_page_shows_its_goods_by_availability_and_nobody_elses(client: Client, kind: str) -> None:
    entity = MAKE[kind](slug="mine", name="Mine")
    own = goods(kind, entity)
    goods(kind, MAKE[kind](slug="other"))
    a_variant(product=a_product(is_published=False, **{KINDS[kind].field: entity}))
    page = client.get(f"/en/{FOLDER[kind]}/mine/")
    assert (page.status_code, shown(page)) == (200, {name: [product] for name, product in own.items()})
    text = page.content.decode()
    assert [row.product for row in page.context["page"].releases] == [own["preorder"]]
    assert f"/en/products/?{kind}=mine" in text
    assert entity.get_absolute_url().endswith(f"/{FOLDER[kind]}/mine/")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_page_without_goods_says_so(client: Client, kind: str, language: str) -> None:
    MAKE[kind](slug="mine", name="Mine")
    page = client.get(f"/{language}/{FOLDER[kind]}/mine/")
    words = "Zu Mine haben wir gerade keine Produkte." if language == "de" else "We have no goods of Mine at the moment."
    assert (page.status_code, words in page.content.decode()) == (200, True)


@pytest.mark.parametrize("kind", KINDS)
def test_page_costs_the_same_with_one_row_and_with_three(client: Client, kind: str, django_assert_max_num_queries: Any) -> None:
    counts = []
    entity = MAKE[kind](slug="mine")
    for rows in (1, 2):  # three in all
        for _ in range(rows):
            for product in goods(kind, entity).values():
                PostProduct.objects.create(post=a_post(), product=product)
        with django_assert_max_num_queries(10) as captured:
            assert client.get(f"/de/{FOLDER[kind]}/mine/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_long_parts_show_their_first_goods_and_a_link_to_all(client: Client) -> None:
    series = a_series(slug="mine")
    for _ in range(9):
        a_variant(product=a_product(series=series))
    page = client.get("/en/series/mine/").context["page"]
    assert (len(page.in_stock), page.more) == (8, {"in_stock"})


def test_articles_are_those_that_name_its_goods_or_the_series_itself(client: Client) -> None:
    series = a_series(slug="mine")
    product = goods("series", series)["in_stock"]
    linked, about, other, hidden = a_post(), a_post(), a_post(), a_post(is_draft=True)
    for post in (linked, hidden):
        PostProduct.objects.create(post=post, product=product)
    about.series.add(series)
    text = client.get("/en/series/mine/").content.decode()
    assert [post.slug_en in text for post in (linked, about, other, hidden)] == [True, True, False, False]


def test_native_name_and_description_stand_on_the_page(client: Client) -> None:
    a_series(slug="mine", name="Ashes", native_name="巴の灰", genre_en="Fantasy", description_en="A jar of ashes. <b>")
    text = client.get("/en/series/mine/").content.decode()
    for words in ('lang="ja">巴の灰<', "Fantasy", "A jar of ashes. &lt;b&gt;"):
        assert words in text


@pytest.mark.parametrize("kind", KINDS)
def test_old_address_leads_to_the_new_one_in_one_query_more(client: Client, kind: str, django_assert_num_queries: Any) -> None:
    entity = MAKE[kind](slug="new")
    keep_old_slug(thing=entity, old_slug="old")
    with django_assert_num_queries(2):
        response = client.get(f"/en/{FOLDER[kind]}/old/")
    assert (response.status_code, response.headers["Location"]) == (301, f"/en/{FOLDER[kind]}/new/")


def test_old_address_of_a_product_leads_to_the_new_one(client: Client) -> None:
    keep_old_slug(thing=a_product(slug="new"), old_slug="old")
    response = client.get("/de/products/old/")
    assert (response.status_code, response.headers["Location"]) == (301, "/de/products/new/")


@pytest.mark.parametrize("folder", FOLDER.values())
@pytest.mark.parametrize("slug", ["unknown", "x" * 2000, "%00", "a%20b", "'; --", "%F0%9F%8D%A3", "..%2F.."])
def test_what_is_not_there_is_not_found(client: Client, folder: str, slug: str) -> None:
    assert client.get(f"/de/{folder}/{slug}/").status_code == (400 if slug == "%00" else 404)


@pytest.mark.parametrize("path", [*(f"{folder}/mine/" for folder in FOLDER.values()), "series/", "makers/"])
def test_pages_are_read_and_never_written(client: Client, path: str) -> None:
    for make in MAKE.values():
        make(slug="mine")
    assert [client.get(f"/de/{path}").status_code, client.head(f"/de/{path}").status_code] == [200, 200]
    assert [getattr(client, method)(f"/de/{path}").status_code for method in ("post", "put", "delete")] == [405, 405, 405]


# Indexes ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("path", "kind"), [("series", "series"), ("makers", "maker")])
def test_index_goes_from_a_to_z_with_what_has_goods(
    client: Client, path: str, kind: str, django_assert_max_num_queries: Any
) -> None:
    field = KINDS[kind].field
    maker = a_manufacturer(name="Maker of the others") if kind == "series" else None
    for name in ("Zoo", "Éclair", "evangelion", "86", "Zebra"):
        entity = MAKE[kind](name=name)
        more = {} if maker is None else {"manufacturer": maker}
        a_product(**{field: entity}, **more)
    MAKE[kind](name="Without goods")
    a_product(is_published=False, **{field: MAKE[kind](name="Draft")})
    with django_assert_max_num_queries(4):
        letters = client.get(f"/de/{path}/").context["letters"]
    assert [(part.letter, [(row.name, row.goods) for row in part.entities]) for part in letters] == [
        ("E", [("Éclair", 1), ("evangelion", 1)]),
        ("Z", [("Zebra", 1), ("Zoo", 1)]),
        ("#", [("86", 1)]),
    ]


def test_empty_index_says_so(client: Client) -> None:
    assert "Nothing stands on this shelf yet" in client.get("/en/series/").content.decode()


# The product's page -------------------------------------------------------------------------------
def test_product_page_leads_to_all_its_entities(client: Client) -> None:
    maker = a_manufacturer(slug="m")
    fields = {"series": a_series(slug="s"), "line": a_line(slug="l", manufacturer=maker), "scale": a_scale(slug="1-7")}
    a_variant(
        product=a_product(slug="p", manufacturer=maker, character=a_character(slug="c"), sculptor=a_sculptor(slug="k"), **fields)
    )
    text = client.get("/en/products/p/").content.decode()
    for path in ("series/s", "characters/c", "makers/m", "lines/l", "scales/1-7", "sculptors/k"):
        assert f'href="/en/{path}/"' in text
