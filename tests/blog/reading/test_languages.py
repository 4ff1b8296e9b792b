"""An article may be there in one language only; pages, lists, feeds, search and sitemap obey that."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from blog.articles.models import Post
from blog.articles.parts import PostProduct
from shop.search.refresh import refresh_index
from shop.search.search import search
from tests.factories import a_post, a_product, a_series, a_shop

pytestmark = pytest.mark.django_db
GERMAN = {"slug_en": None, "title_en": "", "excerpt_en": "", "body_en": "", "slug_de": "nachtwache", "title_de": "Nachtwache"}
NAME = "Nachtwache"


@pytest.fixture
def german() -> Post:
    a_shop()
    product = a_product(slug="lumi", series=a_series(slug="nullsektor"))
    post = a_post(**GERMAN)
    PostProduct.objects.create(post=post, product=product)
    return post


@pytest.mark.parametrize("path", ["", "blog/", "blog/feed.xml", "blog/rss.xml", "products/lumi/", "series/nullsektor/"])
def test_list_shows_it_in_its_language_alone(client: Client, german: Post, path: str) -> None:
    shown = {code: NAME in client.get(f"/{code}/{path}").content.decode() for code in ("de", "en")}
    assert shown == {"de": True, "en": False}


def test_page_names_no_other_language(client: Client, german: Post) -> None:
    page = client.get("/de/blog/nachtwache/").content.decode()
    assert ('hreflang="de"' in page, 'rel="alternate" hreflang="en"' in page) == (True, False)
    assert 'hreflang="x-default" href="http://127.0.0.1:8000/de/blog/nachtwache/"' in page
    assert 'href="/en/blog/"' in page  # the switch leads to what there is
    response = client.get("/en/blog/nachtwache/")
    assert (response.status_code, response["Location"]) == (301, "/de/blog/nachtwache/")


def test_page_in_two_languages_names_both(client: Client) -> None:
    a_shop()
    a_post(slug_de="wie-gut", slug_en="how-good")
    page = client.get("/de/blog/wie-gut/").content.decode()
    assert all(f'hreflang="{code}" href="http://127.0.0.1:8000{path}"' in page for code, path in
               (("de", "/de/blog/wie-gut/"), ("en", "/en/blog/how-good/"), ("x-default", "/en/blog/how-good/")))  # fmt: skip


def test_sitemap_lists_its_one_address(client: Client, german: Post) -> None:
    content = b"".join(client.get("/sitemaps/articles-0.xml").streaming_content).decode()  # type: ignore[arg-type]
    assert (content.count("/de/blog/nachtwache/") > 0, "/en/blog/" in content) == (True, False)


def test_search_finds_it_in_its_language(german: Post) -> None:
    while refresh_index():
        pass
    found = {code: [hit.title for hit in search(NAME, language=code, literally=True).others] for code in ("de", "en")}
    assert found == {"de": [NAME], "en": []}


@pytest.mark.parametrize(
    "fields", [{"slug_de": None, "slug_en": None}, {"slug_de": "a", "title_de": ""}, {"slug_en": "", "title_en": "A"}]
)
def test_article_without_a_whole_language_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_post(**fields)
