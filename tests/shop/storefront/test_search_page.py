"""The page of a search and its suggestions: answers for whatever is typed, a fixed number of queries, misses counted."""

from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from shop.catalog.models import Product
from shop.listing.present import forget_index, look_for_changes
from shop.search.models import SearchMiss
from shop.search.refresh import refresh_index
from shop.stock.models import Stock
from tests.factories import a_post, a_product, a_series, a_shop, a_variant

pytestmark = pytest.mark.django_db
BAD = [
    '"', "'; --", "NEAR(", "%", "_", "*", "🦊", "\u202e\u200f", "...", "a" * 10_000, "wort " * 500, "lumi:*", "\\", "<script>", "\ud800",
]  # fmt: skip


def goods(rows: int = 1) -> list[Product]:
    a_shop()
    made = []
    for row in range(rows):
        product = a_product(name=f"Lumi {'abc'[row]}", popularity=9 - row)
        a_variant(product=product)
        made.append(product)
    while refresh_index():
        pass
    return made


def address(query: str, language: str = "de", rest: str = "") -> str:
    return f"/{language}/search/?q={quote(query.encode('utf-8', 'surrogatepass'))}{rest}"


def text(client: Client, query: str, language: str = "en", rest: str = "") -> str:
    response = client.get(address(query, language, rest))
    assert response.status_code == 200
    return response.content.decode()


def test_page_says_how_many_and_is_not_for_search_machines(client: Client) -> None:
    goods(3)
    page = text(client, "lumi")
    assert "3 products" in page
    assert '<meta name="robots" content="noindex, follow">' in page
    assert 'rel="canonical"' not in page


def test_page_says_what_it_searched_for_and_offers_what_was_typed(client: Client) -> None:
    goods()
    page = text(client, "lmui")
    assert "Results for “<bdi>lumi</bdi>”" in page
    assert "/en/search/?q=lmui&amp;literally=1" in page
    assert "Nothing found for “<bdi>lmui</bdi>”" in text(client, "lmui", rest="&literally=1")


def test_page_without_a_question_is_a_friendly_one(client: Client) -> None:
    goods()
    assert "What are you looking for?" in text(client, "")
    assert "Letters or digits would help" in text(client, "!?")
    assert SearchMiss.objects.count() == 0


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
def test_whatever_is_typed_is_answered(client: Client, language: str, query: str) -> None:
    goods()
    response = client.get(address(query, language))
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert client.get(f"/{language}/search/suggestions/?q={quote(query.encode('utf-8', 'surrogatepass'))}").status_code == 200


def test_nul_is_refused(client: Client) -> None:
    assert client.get("/de/search/?q=%00").status_code == 400


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("&page=999999", 404),
        ("&after=evil", 404),
        ("&after=relevance.5.999999", 404),
        ("&price=abc", 200),
        ("&category=%27%20OR%201=1", 200),
        ("&q=lumi&q=nord", 200),
        ("&sort=evil", 200),
        ("&price_from=10&price_to=99", 302),
        ("".join(f"&series=s{n}" for n in range(60)), 404),
    ],
)
def test_odd_address_has_the_right_status(client: Client, rest: str, status: int) -> None:
    goods(3)
    assert client.get(address("lumi", rest=rest)).status_code == status


def test_typed_price_keeps_the_question(client: Client) -> None:
    goods()
    response = client.get(address("lumi a", rest="&price_from=10&price_to=99"))
    assert response["Location"] == "/de/search/?q=lumi+a&price=10-99"


def test_what_is_not_found_is_counted_once_per_search(client: Client) -> None:
    goods()
    for rest in ("", "", "&category=x", "&literally=1"):
        client.get(address("Xylophon", rest=rest))
    client.head(address("Xylophon"))
    client.get(address("lumi"))
    assert [(miss.query, miss.language, miss.count) for miss in SearchMiss.objects.all()] == [("xylophon", "de", 2)]


def test_nothing_found_offers_ways_on(client: Client) -> None:
    goods()
    page = text(client, "xylophon")
    assert "Nothing found for “<bdi>xylophon</bdi>”" in page
    assert "What others like" in page and "Lumi a" in page


def test_series_and_articles_stand_beside_goods(client: Client) -> None:
    goods()
    a_series(name="Lumiversum")
    post = a_post(title_en="Lumi at night")
    draft = a_post(title_en="Lumi, a draft", is_draft=True)
    while refresh_index():
        pass
    page = text(client, "lumi")
    assert post.title_en in page and draft.title_en not in page
    assert "Lumiversum" in text(client, "lumiversum")
    fragment = client.get("/en/search/suggestions/?q=lumi").content.decode()
    assert post.title_en in fragment and draft.title_en not in fragment


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_three_queries(client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    goods(rows)
    client.get(address("lumi"))  # the first request reads the catalog into the process
    with django_assert_num_queries(3):  # 2 of the search, 1 of the list
        client.get(address("lumi"))
    with django_assert_num_queries(3):
        client.get(address("lmui"))


def test_page_costs_seven_queries_for_goods_that_the_process_does_not_keep(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    goods(3)
    client.get(address("lumi"))
    forget_index()
    look_for_changes()
    with django_assert_num_queries(7):  # 2 of the search, 1 of the list, 3 of cards, 1 of the tariff
        client.get(address("lumi"))


def test_page_costs_at_most_ten_queries_whatever_was_typed(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    products = goods(3)
    a_post(title_en="Lumi at night", title_de="Lumi bei Nacht")
    while refresh_index():
        pass
    for query in ("lumi", "lumi qqqqqqqqq", "qqqqqqqqq", "qqqqqqqqq wwwwwwwww", "lumi nacht"):
        client.get(address(query))
        Stock.objects.filter(variant__product=products[0]).update(on_hand=7)  # the worst moment: right after a sale
        with django_assert_max_num_queries(10):
            client.get(address(query))


@pytest.mark.parametrize("rows", [1, 3])
def test_suggestions_cost_three_queries(client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    goods(rows)
    client.get("/de/search/suggestions/?q=lum")  # the first request reads the catalog into the process
    with django_assert_num_queries(3):  # 2 of the search, 1 look for changes
        client.get("/de/search/suggestions/?q=lum")


def test_suggestions_are_cached_briefly_and_only_for_what_is_long_enough(client: Client) -> None:
    goods()
    response = client.get("/de/search/suggestions/?q=lum")
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Lumi a" in response.content.decode()
    for query in ("", "l", "l" * 61):
        assert client.get("/de/search/suggestions/", {"q": query}).content == b""


def test_every_page_has_the_search(client: Client) -> None:
    goods()
    page = client.get("/de/").content.decode()
    assert 'action="/de/search/"' in page and 'role="search"' in page
