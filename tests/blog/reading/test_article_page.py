"""The page of an article: as many questions to the database with twenty cards as with one."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.articles.parts import PostProduct
from shop.listing.present import look_for_changes
from tests.factories import a_character, a_post, a_product, a_product_image, a_series, a_shop, a_variant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("cards", "shown", "dead"), [(0, 0, 0), (1, 1, 1), (20, 13, 1)])
def test_dead_cards_cost_one_query_however_many(
    client: Client, cards: int, shown: int, dead: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_shop()
    series = a_series()
    products = [a_product(series=series) for _ in range(20)]
    for number, product in enumerate(products):
        a_product_image(product=product)
        a_variant(product=product, on_hand=number % 3)  # the first is dead and healed; of twenty, seven find nothing new to show
    body = "".join(f"<p>[[product:{product.slug}]]</p>" for product in products[:cards])
    post = a_post(slug_en="about", body_en=body)
    for number, product in enumerate(products):
        PostProduct.objects.create(post=post, product=product, position=number)
    look_for_changes()
    for first in (4 + dead, 0):  # the products, their variants with prices, images; the tariff; what stands in for the dead
        with django_assert_num_queries(4 + first):
            page = client.get("/en/blog/about/").content.decode()
        assert page.count("inline-card__name") == shown


@pytest.mark.parametrize("cards", [1, 20])
def test_cards_of_goods_that_can_be_bought_cost_no_query(
    client: Client, cards: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_shop()
    products = [a_variant().product for _ in range(20)]
    body = "".join(f"<p>[[product:{product.slug}]]</p>" for product in products[:cards])
    post = a_post(slug_en="about", body_en=body)
    for product in products:
        PostProduct.objects.create(post=post, product=product)
    client.get("/en/blog/about/")
    with django_assert_num_queries(4):  # what has changed, the article, its goods, what to read next
        assert client.get("/en/blog/about/").content.decode().count("inline-card__name") == cards


def test_cards_healed_by_the_same_character_cost_no_query_each(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_shop()
    body = ""
    for number in range(5):
        character = a_character(name=f"Nobody {number}")
        dead, _heir = (a_variant(product=a_product(character=character), on_hand=on_hand).product for on_hand in (0, 1))
        body += f"<p>[[product:{dead.slug}]]</p>"
    a_post(slug_en="about", body_en=body)
    client.get("/en/blog/about/")
    with django_assert_num_queries(5):  # as above, and what fills up the shelf
        page = client.get("/en/blog/about/").content.decode()
    assert [f"also of Nobody {number}:" in page for number in range(5)] == [True] * 5
