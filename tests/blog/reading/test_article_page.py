"""The page of an article: as many questions to the database with twenty cards as with one."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.articles.parts import PostProduct
from tests.factories import a_post, a_product, a_product_image, a_series, a_shop, a_variant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("cards", "shown", "queries"), [(0, 0, 6), (1, 1, 7), (20, 13, 7)])
def test_cards_cost_one_query_however_many(
    client: Client, cards: int, shown: int, queries: int, django_assert_num_queries: DjangoAssertNumQueries
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
    with django_assert_num_queries(queries):
        page = client.get("/en/blog/about/").content.decode()
    assert page.count("inline-card__name") == shown
