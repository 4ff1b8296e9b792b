"""The page of a list: its links, its form and its answers to odd addresses."""

import re

import pytest
from django.test import Client

from shop.catalog.models import Product
from shop.listing.present import look_for_changes
from tests.factories import a_category, a_product, a_series, a_shop, a_variant

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "", language: str = "en") -> str:
    response = client.get(f"/{language}/products/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def links(text: str, attributes: str) -> list[str]:
    return [url.replace("&amp;", "&") for url in re.findall(rf'<(?:a|link)\b[^>]*{attributes}[^>]*href="([^"]+)"', text)]


def goods(number: int) -> list[Product]:
    category = a_category(slug="figures", name_en="Figures")
    series = a_series(slug="lumi", name="Lumi & friends")
    return [a_variant(product=a_product(category=category, series=series), price="79.90").product for _ in range(number)]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("price=abc", 200), ("price=100-50", 200), ("price=-5-10", 200), ("price=99999999999999999999", 200), ("price=-1", 200),
        ("height=%27%3B--", 200), ("series=%27%20OR%201=1--", 200), ("series=x&series=x&series=lumi", 200), ("category=%F0%9F%98%80", 200),
        ("series=%E2%80%AEimul", 200), ("sort=evil", 200), ("availability=evil", 200), ("release=2027-13", 200), ("release=evil", 200),
        ("scale=" + "1" * 5000, 200), ("category=%ff%fe", 200), ("page=1", 200), ("utm_source=%00x".replace("%00", ""), 200),
        ("page=999999", 404), ("page=2", 404), ("page=", 404), ("after=", 404), ("after=x", 404), ("after=price.1.1", 404),
        ("after=newest.0.0", 404), ("after=newest." + "9" * 18 + ".1", 200), ("after=newest." + "9" * 19 + ".1", 404),
        ("&".join(f"series=s{n}" for n in range(200)), 404), ("&".join(["series=lumi"] * 200), 200),
        ("price_from=abc&price_to=", 302), ("price_from=" + "9" * 400, 302), ("&".join(f"price_from={n}" for n in range(200)), 302),
        ("price_from=1&" + "&".join(f"series=s{n}" for n in range(60)), 404), ("state=evil", 301), ("state=", 301),
    ],
)  # fmt: skip
def test_odd_address_gets_a_page_or_a_404_and_never_the_whole_shop(client: Client, query: str, status: int) -> None:
    goods(1)
    for language in ("de", "en"):
        response = client.get(f"/{language}/products/?{query}")
        assert response.status_code == status, query
        if status in {301, 302}:
            assert client.get(response["Location"]).status_code in {200, 404}


@pytest.mark.parametrize("query", ["price=abc", "series=unknown", "availability=evil", "release=evil", "height=900-", "line=x"])
def test_value_that_means_nothing_finds_nothing_and_offers_a_way_out(client: Client, query: str) -> None:
    goods(2)
    text = page(client, query)
    assert "Nothing stands on this shelf" in text
    assert (text.count('class="card"'), 'class="button" href="/en/products/" data-swap' in text) == (0, True)


def test_way_out_says_how_many_each_filter_holds_back(client: Client) -> None:
    goods(3)
    text = page(client, "series=lumi&price=200-&maker=unknown&sort=price")
    assert "Without “" not in text
    text = page(client, "series=lumi&price=200-&sort=price")
    assert "Without “Price”" in text
    assert "Without “Series”" not in text
    assert "/en/products/?series=lumi&sort=price" in re.findall(r'href="([^"]+)"', text.replace("&amp;", "&"))


def test_typed_range_becomes_one_address(client: Client) -> None:
    response = client.get(
        "/de/products/?sort=newest&price_to=100&price_from=49,90&height_from=&height_to=&series=lumi&utm_source=x"
    )
    assert (response.status_code, response["Location"]) == (302, "/de/products/?series=lumi&price=49.90-100")
    text = page(client, "price=49.90-100")
    assert 'value="49.90"' in text


def test_old_address_leads_to_the_new_one_for_good(client: Client) -> None:
    response = client.get("/de/products/?state=preorder&category=figures")
    assert (response.status_code, response["Location"]) == (301, "/de/products/?availability=preorder&category=figures")


def test_canonical_link_knows_no_order_and_no_foreign_parameter(client: Client) -> None:
    goods(30)
    text = page(client, "sort=price&utm_source=mail&series=lumi&category=figures&gclid=1")
    assert links(text, 'rel="canonical"') == ["http://127.0.0.1:8000/en/products/?category=figures&series=lumi"]
    assert "utm_source" not in text
    assert "gclid" not in text
    assert '<meta name="robots" content="noindex, follow">' in text
    assert '<meta name="robots"' not in page(client, "series=lumi")


def test_pages_are_linked_there_and_back_and_the_first_has_the_clean_address(client: Client) -> None:
    products = goods(60)
    first = page(client)
    (following,) = links(first, 'class="pill paging__link" rel="next"')
    second = client.get(following).content.decode()
    assert links(second, 'class="pill paging__link" rel="prev"') == ["/en/products/"]
    assert links(second, 'rel="canonical"') == [f"http://127.0.0.1:8000{following}"]
    (last,) = links(second, 'class="pill paging__link" rel="next"')
    third = client.get(last).content.decode()
    assert links(third, 'class="pill paging__link" rel="prev"') == [following]
    assert links(third, 'rel="next"') == []
    shown = [re.findall(r'href="/en/products/(product-\d+)/"', text) for text in (first, second, third)]
    assert [slug for slugs in shown for slug in slugs] == [product.slug for product in reversed(products)]


def test_chip_takes_its_own_value_away(client: Client) -> None:
    goods(1)
    text = page(client, "series=lumi&category=figures&sort=price")
    assert re.findall(r'class="pill pill--chosen" href="([^"]+)"', text.replace("&amp;", "&")) == [
        "/en/products/?series=lumi&sort=price",
        "/en/products/?category=figures&sort=price",
    ]
    assert "Lumi &amp; friends" in text


def test_form_works_without_script_and_keeps_what_it_does_not_show(client: Client) -> None:
    a_shop()
    goods(1)
    text = page(client, "country=at&line=x")
    assert '<input type="hidden" name="country" value="AT">' in text
    assert '<input type="hidden" name="line" value="x">' in text
    assert '<form class="facets" id="facets-form" method="get" action="/en/products/"' in text


def test_other_language_is_linked_by_the_canonical_address(client: Client) -> None:
    goods(1)
    text = page(client, "utm_source=x&series=lumi")
    assert 'hreflang="de" href="http://127.0.0.1:8000/de/products/?series=lumi"' in text


@pytest.mark.parametrize("language", ["de", "en"])
def test_list_costs_one_query_with_one_product_and_with_three(client: Client, language: str, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    a_shop()
    for more in (1, 2):
        goods_of(more)
        page(client, language=language)
        for query in ("", "availability=in_stock&price=50-100&sort=price"):
            with django_assert_num_queries(1):
                page(client, query, language)


def test_list_costs_five_queries_for_goods_that_the_process_does_not_keep(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    a_shop()
    goods_of(3)
    look_for_changes()  # the first list of a process reads the catalog whole
    with django_assert_num_queries(5):  # 1 of the list, 3 of the cards, 1 of the tariff
        page(client)


def test_list_costs_five_queries_right_after_a_sale(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    a_shop()
    variants = goods_of(3)
    page(client)
    for variant in variants:
        variant.stock.on_hand = 9
        variant.stock.save()
    with django_assert_num_queries(5):  # 2 of the list, 3 of the cards
        page(client)


def goods_of(number: int) -> list:  # type: ignore[type-arg]
    return [a_variant(price="79.90") for _ in range(number)]
