"""What home and entity pages say to machines, and how pages look where they are shared."""

import re
from typing import Any

import pytest
from django.test import Client

from shop.pictures.social_card import SocialCard
from tests.factories import a_character, a_manufacturer, a_product, a_product_image, a_scale, a_series, a_shop, a_variant
from tests.shop.storefront.test_product_data import things

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def _shop() -> None:
    a_shop()


def shared(client: Client, path: str) -> dict[str, str]:
    """The Open Graph properties of a page."""
    return dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', client.get(path).content.decode()))


def test_home_says_who_the_shop_is(client: Client) -> None:
    found = things(client, "/de/")
    assert (found["Organization"]["name"], found["Organization"]["url"]) == ("Sternregal", f"{HOST}/")
    assert (found["WebSite"]["url"], found["WebSite"]["inLanguage"]) == (f"{HOST}/", "de")
    assert found["Organization"]["logo"].startswith(f"{HOST}/static/img/favicon")


def test_entity_is_a_collection_of_the_goods_that_it_shows(client: Client) -> None:
    series = a_series(slug="ashes", name="Ashes", native_name="巴の灰", description_en="A jar.")
    product = a_variant(product=a_product(slug="lumi", series=series)).product
    assert things(client, "/en/series/ashes/")["CollectionPage"] == {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": "Ashes",
        "description": "A jar.",
        "url": f"{HOST}/en/series/ashes/",
        "inLanguage": "en",
        "about": {"@type": "CreativeWorkSeries", "name": "Ashes", "alternateName": "巴の灰"},
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": 1,
            "itemListElement": [{"@type": "ListItem", "position": 1, "url": f"{HOST}/en/products/lumi/", "name": product.name_en}],
        },
    }


def test_entity_without_goods_lists_none(client: Client) -> None:
    a_scale(slug="1-7")
    assert {"mainEntity", "about"} & set(things(client, "/en/scales/1-7/")["CollectionPage"]) == set()


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("series/mine/", ["Sternregal", "Series", "Mine"]),
        ("makers/mine/", ["Sternregal", "Makers", "Mine"]),
        ("scales/mine/", ["Sternregal", "All goods", "Mine"]),
        ("characters/mine/", ["Sternregal", "Its series", "Mine"]),
    ],
)
def test_way_to_an_entity(client: Client, path: str, way: list[str]) -> None:
    for make in (a_series, a_manufacturer, a_scale):
        make(slug="mine", name="Mine")
    a_character(slug="mine", name="Mine", series=a_series(name="Its series"))
    steps = things(client, f"/en/{path}")["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == way


# Open Graph ---------------------------------------------------------------------------------------
def test_product_is_shared_with_its_card(client: Client) -> None:
    product = a_product(slug="lumi", summary_de='Sie sagt: "Hallo"')
    a_variant(product=product)
    picture = a_product_image(product=product).picture
    card = SocialCard(kicker=product.manufacturer.name, title="Lumi (Figur)", picture=picture)
    assert shared(client, "/de/products/lumi/") == {
        "og:site_name": "Sternregal",
        "og:type": "product",
        "og:title": "Lumi (Figur)",
        "og:description": "Sie sagt: &quot;Hallo&quot;",
        "og:url": f"{HOST}/de/products/lumi/",
        "og:locale": "de_DE",
        "og:locale:alternate": "en_GB",
        "og:image": f"{HOST}/de/products/lumi/{card.name}",
        "og:image:type": "image/jpeg",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Lumi (Figur)",
    }


@pytest.mark.parametrize(("path", "title"), [("", "Anime figures, merchandise and reviews"), ("series/mine/", "Mine")])
def test_pages_without_a_picture_are_shared_with_the_shops_own_card(client: Client, path: str, title: str) -> None:
    a_series(slug="mine", name="Mine")
    found = shared(client, f"/en/{path}")
    assert (found["og:title"], found["og:url"], found["og:locale"], found["og:image"]) == (
        title,
        f"{HOST}/en/{path}",
        "en_GB",
        f"{HOST}/static/img/social-card.jpg",
    )


def test_picture_of_another_host_keeps_its_address(client: Client, settings: Any) -> None:
    settings.MEDIA_URL = "https://cdn.example/"
    product = a_product(series=a_series(slug="mine"))
    a_variant(product=product)
    a_product_image(product=product)
    found = shared(client, "/de/series/mine/")
    assert found["og:image"].startswith("https://cdn.example/pictures/")
    assert (found["og:image:width"], found["og:image:height"]) == ("60", "40")
