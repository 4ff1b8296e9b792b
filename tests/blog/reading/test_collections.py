"""Articles by series, tag, author and month, each with a page and two feeds per language."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from blog.articles.models import Post, Tag
from blog.articles.parts import ArticlePicture, PostProduct
from shop.listing.present import look_for_changes
from tests.factories import a_picture, a_post, a_product, a_series, a_shop, a_variant, an_author

pytestmark = pytest.mark.django_db
KEYS = {"series": "series/nullsektor", "tag": "tags/cyberpunk", "author": "authors/mara", "month": "2025/3"}


@pytest.fixture(autouse=True)
def posts() -> list[Post]:
    a_shop()
    series, tag = a_series(slug="nullsektor"), Tag.objects.create(name_de="Cyberpunk", name_en="Cyberpunk", slug="cyberpunk")
    berlin = ZoneInfo("Europe/Berlin")
    found = [
        a_post(
            title_en=f"Article {number}",
            author=an_author(slug="mara" if number == 0 else f"mara-{number}"),
            published_at=datetime(2025, 3 + number, 1, 0, 0, tzinfo=berlin),
        )
        for number in range(3)
    ]
    found[0].series.add(series)
    found[0].tags.add(tag)
    return found


@pytest.mark.parametrize("kind", KEYS)
def test_collection_has_its_articles_and_no_others_on_the_page_and_in_both_feeds(client: Client, kind: str) -> None:
    for where in ("", "feed.xml", "rss.xml"):
        content = client.get(f"/en/blog/{KEYS[kind]}/{where}").content.decode()
        assert ["Article 0" in content, "Article 1" in content, "Article 2" in content] == [True, False, False], where


@pytest.mark.parametrize("where", ["feed.xml", "rss.xml"])
def test_feed_is_xml_and_says_its_language(client: Client, where: str) -> None:
    Post.objects.update(title_en="Bad \x0b & <b>", body_en="<p>\x08</p>")
    for language in ("de", "en"):
        root = etree.fromstring(client.get(f"/{language}/blog/{where}").content)
        said = root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.findtext("channel/language")
        assert said == language


@pytest.mark.parametrize(
    "path", ["series/x/", "tags/x/", "authors/x/", "2025/13/", "2025/0/", "1500/3/", "99999/3/", "series/x/feed.xml"]
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/en/blog/{path}").status_code == 404


def test_month_without_articles_is_empty_and_not_for_search_engines(client: Client) -> None:
    page = client.get("/en/blog/2024/3/").content.decode()
    assert ("Nothing has been published here yet." in page, 'content="noindex"' in page) == (True, True)


def test_archive_counts_by_the_shop_s_own_months(client: Client) -> None:
    page = client.get("/en/blog/archive/").content.decode()
    assert [f"/en/blog/2025/{month}/" in page for month in (2, 3, 4, 5)] == [False, True, True, True]


def test_article_leads_to_its_topics_and_its_author_and_to_what_is_near(client: Client, posts: list[Post]) -> None:
    near = a_post(title_en="Same series")
    near.series.add(posts[0].series.get())
    page = client.get(f"/en/blog/{posts[0].slug_en}/").content.decode()
    assert [f"/en/blog/{KEYS[kind]}/" in page for kind in ("series", "tag", "author")] == [True, True, True]
    assert page.index("Same series") < page.index("Article 2") < page.index("Article 1")  # although it is the oldest


def test_goods_below_an_article_are_filled_up_by_series_then_character(client: Client, posts: list[Post]) -> None:
    picked = a_variant(product=a_product(slug="picked"))
    a_variant(product=a_product(slug="same-series", series=posts[0].series.get()))
    a_variant(product=a_product(slug="sold-out", series=posts[0].series.get()), on_hand=0)
    a_variant(product=a_product(slug="other"))
    PostProduct.objects.create(post=posts[0], product=picked.product)
    page = client.get(f"/en/blog/{posts[0].slug_en}/").content.decode()
    assert ["/products/sold-out/" in page, "/products/other/" in page] == [False, False]
    assert page.index("/products/picked/") < page.index("/products/same-series/")


def test_text_has_pictures_folds_notes_and_contents(client: Client, posts: list[Post]) -> None:
    ArticlePicture.objects.create(post=posts[0], number=1, picture=a_picture(), alt_en="Lumi waves", caption_de="Lumi winkt")
    body = (
        "<h2>A</h2><p>x[[note:source]]</p><h2>B</h2><p>[[picture:1]]</p><p>[[picture:2]]</p><h2>C</h2>"
        "<p>[[spoiler:the end]]</p><p>secret</p><p>[[picture:1]]</p><p>[[/spoiler]]</p>"
    )
    Post.objects.filter(pk=posts[0].pk).update(body_en=body)
    page = client.get(f"/en/blog/{posts[0].slug_en}/").content.decode()
    assert (page.count('alt="Lumi waves"'), page.count("Lumi winkt"), "[[" in page) == (2, 2, False)
    assert ('<details class="spoiler"><summary>the end</summary>' in page, 'id="note-1"' in page) == (True, True)
    assert ['href="#part-1-a"' in page, 'href="#part-3-c"' in page] == [True, True]
    feed = client.get("/en/blog/feed.xml").content.decode()
    assert ("secret" in feed, "Lumi waves" in feed, "(source)" in feed) == (False, True, True)


def test_everything_an_article_can_have_stays_within_ten_queries(
    client: Client, posts: list[Post], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Post.objects.filter(pk=posts[0].pk).update(kind="top10", body_en="<p>[[picture:1]]</p>")
    ArticlePicture.objects.create(post=posts[0], number=1, picture=a_picture(), alt_en="Lumi waves")
    for number in range(20):
        variant = a_variant(product=a_product(slug=f"lumi-{number}"))
        posts[0].ranking.create(place=number + 1, title_en="Lumi", text_en="x", product=variant.product)
    look_for_changes()
    with django_assert_max_num_queries(10):
        page = client.get(f"/en/blog/{posts[0].slug_en}/").content.decode()
    assert page.count("inline-card__name") == 20
