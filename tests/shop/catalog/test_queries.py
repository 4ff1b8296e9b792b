"""What a page needs of the catalog, in a number of queries that never grows."""

import pytest
from pytest_django import DjangoAssertNumQueries

from shop.catalog.queries import newest, popular, product_by_slug
from shop.pricing.ledger import price_points
from tests.factories import AT, a_product, a_product_image, a_series, a_variant


def _a_full_product() -> None:
    product = a_product(series=a_series())
    for label in ("S", "M"):
        a_variant(product=product, label=label)
    a_product_image(product=product)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_cards_cost_three_queries(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(rows):
        _a_full_product()
    with django_assert_num_queries(3):  # products; variants with stock and price ledger; images with picture
        shown = [
            (product.series, product.manufacturer, product.category, image.picture.digest, variant.stock.available, point.cents)
            for product in newest(10)
            for variant in product.shown_variants
            for image in product.shown_images
            for point in price_points(variant)
        ]
    assert len(shown) == 2 * rows


@pytest.mark.django_db
def test_newest_are_the_last_that_came_in() -> None:
    products = [a_product(added_at=AT) for _ in range(3)]
    a_product(is_published=False)
    assert list(newest(2)) == [products[2], products[1]]


@pytest.mark.django_db
def test_popular_are_those_looked_for_most() -> None:
    _rare, most, more = (a_product(popularity=popularity) for popularity in (10, 30, 20))
    a_product(is_published=False, popularity=40)
    assert list(popular(2)) == [most, more]


@pytest.mark.django_db
def test_product_is_found_by_its_slug() -> None:
    product = a_product(slug="lumi")
    assert product_by_slug("lumi") == product


@pytest.mark.django_db
def test_unpublished_product_is_not_found() -> None:
    a_product(slug="lumi", is_published=False)
    assert product_by_slug("lumi") is None
