"""Readers see published articles only, with their goods, in a number of queries that never grows."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from blog.articles.models import Post
from blog.articles.parts import PostProduct
from blog.articles.queries import goods_of, merchandise, post_by_slug, posts_about, recent_posts
from shop.catalog.models import Product
from shop.listing.present import look_for_changes
from tests.factories import AT, a_picture, a_post, a_product, a_variant

pytestmark = pytest.mark.django_db


def _three_that_are_hidden(at: datetime, *, product: Product | None = None) -> None:
    hidden = [
        a_post(is_draft=True),
        a_post(published_at=at + timedelta(seconds=1)),
        a_post(is_draft=True, published_at=at - timedelta(days=1)),
    ]
    for post in hidden if product else []:
        PostProduct.objects.create(post=post, product=product)


def test_drafts_and_articles_of_the_future_are_invisible(at: datetime) -> None:
    _three_that_are_hidden(at)
    old, new = a_post(published_at=at - timedelta(days=1)), a_post(published_at=at)
    assert list(Post.objects.published(at=at)) == [new, old]
    assert recent_posts(at=at, language="de", limit=9) == [new, old]


def test_article_appears_when_its_moment_has_come(at: datetime) -> None:
    post = a_post(published_at=at + timedelta(hours=1))
    assert (recent_posts(at=at, language="de", limit=9), recent_posts(at=at + timedelta(hours=1), language="de", limit=9)) == (
        [],
        [post],
    )


def test_newest_articles_without_the_one_that_is_read(at: datetime) -> None:
    posts = [a_post(published_at=at - timedelta(days=days)) for days in range(4)]
    assert recent_posts(at=at, language="de", limit=2, exclude=posts[0].pk) == posts[1:3]
    assert recent_posts(at=at, language="de", limit=2) == posts[:2]


def test_articles_about_a_product_are_the_newest_three(at: datetime) -> None:
    product, other = a_product(), a_product()
    _three_that_are_hidden(at, product=product)
    posts = [a_post(published_at=at - timedelta(days=days)) for days in range(4)]
    for post in posts:
        PostProduct.objects.create(post=post, product=product)
    assert (posts_about(product, at=at, language="de"), posts_about(other, at=at, language="de")) == (posts[:3], [])


@pytest.mark.parametrize("rows", [1, 3])
def test_articles_with_cover_and_author_cost_one_query(
    rows: int, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        a_post(cover=a_picture())
    with django_assert_num_queries(1):
        shown = [
            (post.title, post.excerpt, post.author.name, post.cover and post.cover.digest)
            for post in recent_posts(at=at, language="de", limit=9)
        ]
    assert len(shown) == rows


def test_article_is_found_by_the_slug_of_its_language(at: datetime) -> None:
    post = a_post(slug_de="wie-gut", slug_en="how-good")
    assert post_by_slug("how-good", language="en", at=at) == post
    assert post_by_slug("wie-gut", language="de", at=at) == post
    assert post_by_slug("wie-gut", language="en", at=at) is None


@pytest.mark.parametrize("hidden", [{"is_draft": True}, {"published_at": datetime.fromisoformat("2026-11-23T12:00:01+01:00")}])
def test_hidden_article_is_not_found(hidden: dict[str, object], at: datetime) -> None:
    a_post(slug_en="how-good", **hidden)
    assert post_by_slug("how-good", language="en", at=at) is None


def test_merchandise_stands_as_staff_ordered_it_then_the_cards_of_the_text() -> None:
    post = a_post()
    card, second, first, hidden, both = (a_product(slug=slug) for slug in ("card", "second", "first", "hidden", "both"))
    Product.objects.filter(pk=hidden.pk).update(is_published=False)
    for product, position in ((second, 2), (first, 1), (hidden, 0), (both, 3)):
        PostProduct.objects.create(post=post, product=product, position=position)
    PostProduct.objects.create(post=a_post(), product=card, position=0)
    PostProduct.objects.create(post=a_post(), product=both, position=0)
    picked, called = goods_of(post, ["card", "both", "hidden", "no-such"])
    assert (picked, called) == ([first.pk, second.pk, both.pk], {"card": card.pk, "both": both.pk})
    look_for_changes()
    shown = merchandise(post, on=AT.date(), picked=picked, cards=[card.pk, both.pk, hidden.pk])
    assert shown == [first, second, both, card]


@pytest.mark.parametrize("rows", [1, 3])
def test_merchandise_costs_two_queries_and_those_for_goods_that_are_not_known(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    post = a_post()
    for _ in range(rows):
        PostProduct.objects.create(post=post, product=a_variant().product)
    look_for_changes()
    for queries in (5, 2):  # what was picked; what fills up; and once three for products, their variants with prices, images
        with django_assert_num_queries(queries):
            goods = merchandise(post, on=AT.date(), picked=goods_of(post, [])[0])
            shown = [(p.manufacturer.name, v.stock.available) for p in goods for v in p.shown_variants]
        assert len(shown) == rows
