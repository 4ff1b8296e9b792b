"""Links to pages that are not there, or not to be seen."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from blog.canon.advice import Advice, Rule, Text
from blog.canon.links import dead_links
from blog.history.keep import keep_old_addresses
from shop.catalog.slug_redirect import keep_old_slug
from tests.factories import a_post, a_product, a_series, an_author

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, tzinfo=UTC)


def told(*hrefs: str) -> list[tuple[str, Rule]]:
    text = Text(language="en", body="".join(f'<p><a href="{href}" rel="noopener">x</a></p>' for href in hrefs))
    return [(advice.found, advice.rule) for advice in dead_links([text], at=AT)]


def test_links_to_what_is_there_are_well() -> None:
    product = a_product(slug="lumi")
    keep_old_slug(thing=product, old_slug="lumi-old")
    a_series(slug="n9")
    post = a_post(slug_en="here")
    keep_old_addresses(post=post, before={"en": "before"})
    author = an_author(slug="mara")
    good = (
        "/de/products/lumi/", "/en/products/lumi", "/en/products/lumi-old/", "/en/series/n9/", "/en/blog/here/", "/en/blog/before/",
        f"/de/blog/authors/{author.slug}/", "/de/", "/de/products/?q=x", f"{settings.SITE_URL}/de/products/lumi/#top", "#part-1",
        "https://example.com/a?b=c", "http://example.com", "mailto:a@example.com", "/static/x.png", "/media/x.png",
    )  # fmt: skip
    assert told(*good) == []


def test_links_to_what_is_not_there_are_told() -> None:
    a_product(slug="hidden", is_published=False)
    a_post(slug_en="draft", is_draft=True)
    a_post(slug_en="later", published_at=datetime(2027, 1, 1, tzinfo=UTC))
    dead = (
        "/de/products/gone/", "/de/products/hidden/", "/en/series/gone/", "/en/blog/draft/", "/en/blog/later/", "/de/nowhere/x/",
        f"{settings.SITE_URL}/de/products/gone/", "page.html",
    )  # fmt: skip
    assert told(*dead) == [(href, Rule.DEAD_LINK) for href in dead]


def test_links_that_are_no_addresses_are_told() -> None:
    broken = ("https://", "http://localhost-without-dot", "mailto:nobody", "https://[x", "")
    assert told(*broken) == [(href, Rule.BROKEN_LINK) for href in broken]


def test_a_link_says_what_it_is_of_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert told("/de/products/a/", "/de/products/a/") == [("/de/products/a/", Rule.DEAD_LINK)]
    for hrefs in (["/de/products/a/"], [f"/de/products/a{n}/" for n in range(50)]):
        with django_assert_num_queries(2):
            assert len(told(*hrefs)) == len(hrefs)


def test_an_entity_in_the_text_is_read_as_the_browser_reads_it() -> None:
    advice = dead_links([Text(language="de", body='<p><a href="/de/gone/?a=1&amp;b=2">x</a></p>')], at=AT)
    assert advice == [Advice(Rule.DEAD_LINK, "de", "/de/gone/?a=1&b=2")]
