"""No page asks the database more when there is more to show: each list is counted with 1 and with 3 rows."""

import pytest
from django.test import Client
from django.utils import timezone

from shop.catalog.models import Product, Variant
from tests.small_shop import load_small_shop

pytestmark = pytest.mark.django_db
THREE = ["rouge-redstar-1-7", "metal-rouge-1-7", "naomi-ortmann-1-8"]


def count(client: Client, path: str, django_assert_max_num_queries, most: int) -> int:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(most) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("path", "most"),
    [("/de/", 10), ("/de/products/", 5), ("/de/products/?category=scale-figures&availability=in_stock", 5), ("/de/blog/", 10)],
)
def test_list_costs_the_same_with_one_row_and_with_three(
    client: Client, path: str, most: int, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    load_small_shop(at=timezone.now(), products=THREE, articles=["figure-care", "pre-orders", "spotting-fakes"])
    client.get(path)  # the first list of a process reads the catalog whole
    many = count(client, path, django_assert_max_num_queries, most)
    Product.objects.exclude(slug=THREE[0]).update(is_published=False)
    client.get(path)
    assert count(client, path, django_assert_max_num_queries, most) == many


def test_product_page_costs_the_same_with_more_pictures_and_articles(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    load_small_shop(at=timezone.now())
    path = "/de/products/rouge-redstar-1-7/"
    many = count(client, path, django_assert_max_num_queries, 10)
    product = Product.objects.get(slug="rouge-redstar-1-7")
    product.images.all()[1:].model.objects.filter(position__gt=0).delete()
    assert count(client, path, django_assert_max_num_queries, 10) == many


def test_article_costs_at_most_ten_queries_whatever_it_links(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    load_small_shop(at=timezone.now())
    from blog.articles.models import Post
    from blog.articles.parts import PostProduct

    post = Post.objects.get(slug_de__contains="metallic-rouge")
    path = f"/de/blog/{post.slug_de}/"
    client.get(path)  # the first page of a process reads the catalog whole
    many = count(client, path, django_assert_max_num_queries, 10)
    PostProduct.objects.filter(post=post).exclude(product__slug__in=THREE[:1]).delete()
    client.get(path)
    few = count(client, path, django_assert_max_num_queries, 10)
    assert (many, few) == (5, 6)  # one more, because the goods of a short shelf are filled up


@pytest.mark.parametrize("path", ["/de/cart/", "/de/checkout/review/"])
def test_cart_and_review_cost_the_same_with_one_line_and_with_three(
    client: Client, path: str, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    from tests.shop.storefront.test_bad_input import add, walk_to_review

    load_small_shop(at=timezone.now(), products=THREE, articles=[])
    add(client, Variant.objects.get(product__slug=THREE[0]))
    walk_to_review(client)
    client.get(path)
    one = count(client, path, django_assert_max_num_queries, 11)
    for slug in THREE[1:]:
        add(client, Variant.objects.get(product__slug=slug))
    client.get(path)
    assert count(client, path, django_assert_max_num_queries, 11) == one
