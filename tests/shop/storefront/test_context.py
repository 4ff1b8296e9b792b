"""Which address a page is known by, and in which languages."""

import re

import pytest
from django.test import Client

from tests.factories import a_post, a_product, a_series, a_shop, a_variant
from tests.shop.storefront.test_bad_input import add, walk_to_review

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"
LINK = re.compile(r'<link rel="(canonical|alternate)"(?: hreflang="([^"]+)")? href="([^"]+)">')


@pytest.fixture(autouse=True)
def _shop() -> None:
    a_shop()


def links(client: Client, path: str) -> dict[str, str]:
    """Canonical and alternate addresses of a page, without the host."""
    text = client.get(path).content.decode()
    assert (LINK.search(text) is None) == ('<meta name="robots" content="noindex">' in text)
    return {language or "canonical": url.removeprefix(HOST) for _rel, language, url in LINK.findall(text)}


@pytest.mark.parametrize(
    "path",
    [
        "products/",
        "products/lumi/",
        "series/",
        "series/mine/",
        "makers/",
        "releases/",
        "blog/",
        "shipping/",
        "legal/imprint/",
        "withdraw/",
    ],
)
def test_public_page_is_known_by_its_path_alone(client: Client, path: str) -> None:
    a_variant(product=a_product(slug="lumi", series=a_series(slug="mine")))
    assert links(client, f"/de/{path}?country=AT&utm_source=x&page=1") == {
        "canonical": f"/de/{path}",
        "de": f"/de/{path}",
        "en": f"/en/{path}",
        "x-default": f"/en/{path}",
    }


def test_front_door_is_for_everybody_else(client: Client) -> None:
    assert links(client, "/en/?utm_source=x") == {"canonical": "/en/", "de": "/de/", "en": "/en/", "x-default": "/"}


def test_pages_of_a_list_are_known_by_their_number(client: Client) -> None:
    for _ in range(13):
        a_post()
    assert links(client, "/de/blog/?page=2&kind=review&foo=1")["canonical"] == "/de/blog/?kind=review&amp;page=2"
    assert links(client, "/de/blog/?page=1&kind=nonsense")["canonical"] == "/de/blog/"


def test_article_is_known_by_the_slug_of_each_language(client: Client) -> None:
    a_post(slug_de="wie-gut", slug_en="how-good")
    assert links(client, "/de/blog/wie-gut/") == {
        "canonical": "/de/blog/wie-gut/",
        "de": "/de/blog/wie-gut/",
        "en": "/en/blog/how-good/",
        "x-default": "/en/blog/how-good/",
    }


@pytest.mark.parametrize("path", ["cart/", "nowhere/", "products/nothing/", "releases/2031-01/"])
def test_personal_missing_and_empty_pages_are_not_for_search_engines(client: Client, path: str) -> None:
    assert links(client, f"/de/{path}") == {}


def test_checkout_and_order_are_not_for_search_engines(client: Client) -> None:
    add(client, a_variant(product=a_product(slug="lumi")))
    seen = walk_to_review(client)
    for path in ("checkout/", "checkout/payment/", "checkout/review/"):
        assert links(client, f"/de/{path}") == {}
    where = client.post("/de/checkout/order/", {"seen": seen}).headers["Location"]
    assert links(client, where) == {}
