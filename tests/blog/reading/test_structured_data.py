"""An article as machines read it."""

import pytest
from django.test import Client

from shop.pictures.social_card import SocialCard
from tests.factories import LONG_AGO, a_picture, a_post, a_shop, an_author
from tests.shop.storefront.test_product_data import things
from tests.shop.storefront.test_structured_data import HOST, shared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop() -> None:
    a_shop()


def test_review_says_what_was_rated_and_how(client: Client) -> None:
    review = {"kind": "review", "score": 78, "reviewed_en": "Nullsektor 9", "verdict_en": "Worth a night."}
    a_post(slug_en="how-good", author=an_author(name="Mara Vogt"), **review)
    found = things(client, "/en/blog/how-good/")
    thing = found["Review"]
    assert thing["itemReviewed"] == {"@type": "CreativeWorkSeries", "name": "Nullsektor 9"}
    assert thing["reviewRating"] == {"@type": "Rating", "ratingValue": "7.8", "bestRating": "10", "worstRating": "0"}
    assert (thing["author"], thing["reviewBody"]) == ({"@type": "Person", "name": "Mara Vogt"}, "Worth a night.")
    assert (thing["headline"], thing["datePublished"]) == ("How good is Nullsektor 9?", LONG_AGO.isoformat())
    assert [step["name"] for step in found["BreadcrumbList"]["itemListElement"]] == [
        "Sternregal",
        "Magazine",
        "How good is Nullsektor 9?",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "guide", "score": 78, "reviewed_de": "X"},
        {"kind": "review", "score": None, "reviewed_de": "X"},
        {"kind": "review", "score": 78, "reviewed_de": ""},
    ],
)
def test_what_rates_nothing_is_an_article(client: Client, fields: dict[str, object]) -> None:
    a_post(slug_de="gut", **fields)
    found = things(client, "/de/blog/gut/")
    assert ("Review" in found, "reviewRating" in found["Article"]) == (False, False)


def test_rating_of_nought_is_said(client: Client) -> None:
    a_post(slug_de="schlecht", kind="review", score=0, reviewed_de="X")
    assert things(client, "/de/blog/schlecht/")["Review"]["reviewRating"]["ratingValue"] == "0.0"


def test_article_is_shared_with_its_card(client: Client) -> None:
    cover = a_picture()
    post = a_post(slug_de="gut", cover=cover, cover_alt_de="Echo im Regen")
    card = SocialCard(kicker="Review", title=post.title_de, note=post.author.name, picture=cover)
    found = shared(client, "/de/blog/gut/")
    assert (found["og:type"], found["og:image"], found["og:image:alt"]) == (
        "article",
        f"{HOST}/de/blog/gut/{card.name}",
        post.title_de,
    )
    assert found["article:published_time"].startswith(f"{LONG_AGO:%Y-%m-%d}")
