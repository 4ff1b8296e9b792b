"""Each kind of article shows what it has: a review its subject, criteria and verdict, a top list its places."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from lxml import html

from blog.articles.parts import Criterion, RankedItem
from shop.catalog.models import Product
from tests.factories import a_picture, a_post, a_product, a_series, a_shop, a_variant
from tests.shop.storefront.test_product_data import things

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop() -> None:
    a_shop()


def page_of(client: Client, language: str = "en") -> html.HtmlElement:
    slug = {"en": "about", "de": "ueber"}[language]
    return html.fromstring(client.get(f"/{language}/blog/{slug}/").content)


def words(page: html.HtmlElement, name: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.xpath(f"//*[contains(@class, '{name}')]")]


def a_ranking(**fields: object) -> None:
    post = a_post(kind="top10", slug_en="about", slug_de="ueber", **fields)
    for place in (1, 2, 3):
        RankedItem.objects.create(
            post=post,
            place=place,
            title_en=f"Number {place}",
            title_de=f"Nummer {place}",
            text_en="First.\n\nSecond <b>.",
            text_de="Text.",
        )


def test_review_shows_subject_spoilers_criteria_and_verdict(client: Client) -> None:
    series = a_series(name="Nullsektor 9", slug="nullsektor-9")
    review = {"score": 78, "verdict_en": "Worth a night.", "subject": "episode", "season": 2, "episode": 5, "spoilers": "full"}
    post = a_post(slug_en="about", reviewed_series=series, is_review_copy=True, **review)
    for position, (name, score) in enumerate([("Story", 64), ("Pictures", 100)]):
        Criterion.objects.create(post=post, name_en=name, name_de=name, score=score, position=position)
    page = page_of(client)
    (facts,) = page.xpath("//ul[contains(@class, 'article-facts')]")
    assert [" ".join(item.text_content().split()) for item in facts] == [
        "Reviewed: Nullsektor 9, season 2, episode 5",
        "Spoilers: tells what happens",
        "The maker provided a review copy.",
    ]
    assert words(page, "score__criterion") == ["Story 6.4", "Pictures 10.0"]
    assert page.xpath("//*[contains(@class, 'score__fill')]/@width") == ["64", "100"]
    assert "Worth a night." in words(page, "score")[0]


def test_article_without_any_of_it_says_nothing(client: Client) -> None:
    a_post(slug_en="about", kind="news")
    page = page_of(client)
    assert (words(page, "article-facts"), words(page, "score"), words(page, "ranking")) == ([], [], [])


@pytest.mark.parametrize(("countdown", "order"), [(False, ["1", "2", "3"]), (True, ["3", "2", "1"])])
def test_places_stand_in_the_order_in_which_they_are_read(client: Client, countdown: bool, order: list[str]) -> None:
    a_ranking(is_countdown=countdown)
    page = page_of(client)
    assert [number.split()[-1] for number in words(page, "ranking__number")] == order
    assert "Second <b>." in words(page, "ranking__words")[0]


def test_ranking_stands_at_its_mark_and_else_at_the_end(client: Client) -> None:
    a_ranking(body_en="<p>Before.</p><p>[[ranking]]</p><p>After.</p>", body_de="<p>Davor.</p>")
    for language, parts in (("en", ["Before.", "ranking__place", "After."]), ("de", ["Davor.", "ranking__place"])):
        text = html.tostring(page_of(client, language)).decode()
        assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def test_mark_without_a_ranking_is_not_shown(client: Client) -> None:
    a_post(slug_en="about", body_en="<p>Before.</p><p>[[ranking]]</p>")
    assert "[[ranking]]" not in client.get("/en/blog/about/").content.decode()


def test_place_without_a_title_in_a_language_is_left_out_there(client: Client) -> None:
    a_ranking()
    RankedItem.objects.filter(place=2).update(title_en="")
    assert (len(words(page_of(client), "ranking__number")), len(words(page_of(client, "de"), "ranking__number"))) == (2, 3)


def test_place_has_the_live_card_of_its_product(client: Client) -> None:
    variant = a_variant(product=a_product(slug="lumi"))
    a_ranking()
    RankedItem.objects.filter(place=2).update(product=variant.product)
    page = page_of(client)
    assert page.xpath("//*[contains(@class, 'ranking__card')]//input[@name='variant']/@value") == [str(variant.pk)]
    Product.objects.update(is_published=False)
    assert words(page_of(client), "ranking__card") == []


def test_feed_has_the_places_in_order_with_links(client: Client) -> None:
    variant = a_variant(product=a_product(slug="lumi"))
    a_ranking(is_countdown=True)
    RankedItem.objects.filter(place=2).update(product=variant.product)
    feed = client.get("/en/blog/feed.xml").content.decode()
    assert feed.index("3. Number 3") < feed.index("2. Number 2") < feed.index("/en/products/lumi/") < feed.index("1. Number 1")
    assert "Second &amp;lt;b&amp;gt;." in feed


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "series"},
        {"subject": "season", "season": 1},
        {"subject": "season", "with_series": True},
        {"subject": "episode", "with_series": True},
        {"subject": "product"},
    ],
)
def test_subject_without_what_it_names_is_refused(fields: dict[str, object]) -> None:
    series = a_series() if fields.pop("with_series", False) else None
    with pytest.raises(IntegrityError), transaction.atomic():
        a_post(reviewed_series=series, **fields)


def test_ranked_picture_needs_its_description() -> None:
    post = a_post()
    picture = a_picture()
    RankedItem.objects.create(post=post, place=1, title_en="A", alt_en="An A", picture=picture)
    with pytest.raises(IntegrityError), transaction.atomic():
        RankedItem.objects.create(post=post, place=2, title_en="B", title_de="B", alt_en="A B", picture=picture)


@pytest.mark.parametrize(
    ("fields", "kind", "parts"),
    [
        ({"subject": "series"}, "TVSeries", {}),
        ({"subject": "season", "season": 2}, "TVSeason", {"seasonNumber": 2}),
        ({"subject": "episode", "episode": 3}, "TVEpisode", {"episodeNumber": 3}),
        ({"subject": "product"}, "Product", {"name": "Lumi (figure)"}),
    ],
)
def test_machines_read_what_is_reviewed(client: Client, fields: dict[str, object], kind: str, parts: dict[str, object]) -> None:
    product = a_product() if fields["subject"] == "product" else None
    a_post(slug_en="about", score=78, reviewed_series=a_series(), reviewed_product=product, **fields)
    subject = things(client, "/en/blog/about/")["Review"]["itemReviewed"]
    assert subject["@type"] == kind
    assert parts.items() <= subject.items()


def test_machines_read_the_ranking_from_the_first_place_on(client: Client) -> None:
    a_ranking(is_countdown=True)
    places = things(client, "/en/blog/about/")["ItemList"]["itemListElement"]
    assert [(place["position"], place["name"]) for place in places] == [(1, "Number 1"), (2, "Number 2"), (3, "Number 3")]


@pytest.mark.parametrize(
    ("kind", "button"), [("review", "Read the review"), ("guide", "Read the article"), ("news", "Read the article")]
)
def test_front_door_says_what_its_button_leads_to(client: Client, kind: str, button: str) -> None:
    a_post(kind=kind, slug_en="about", slug_de="ueber")
    front = html.fromstring(client.get("/en/").content)
    assert front.xpath("//*[@class='hero']//a[@href='/en/blog/about/']/text()") == [button]
