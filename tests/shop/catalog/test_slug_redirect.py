"""An address that something had before leads to where it is now."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from shop.catalog.models import Product
from shop.catalog.slug_redirect import KINDS, RedirectKind, SlugRedirect, keep_old_slug, new_slug
from tests.factories import a_character, a_line, a_manufacturer, a_product, a_scale, a_sculptor, a_series

pytestmark = pytest.mark.django_db
MAKERS: dict[RedirectKind, Callable[..., Any]] = {
    RedirectKind.PRODUCT: a_product,
    RedirectKind.SERIES: a_series,
    RedirectKind.CHARACTER: a_character,
    RedirectKind.MANUFACTURER: a_manufacturer,
    RedirectKind.LINE: a_line,
    RedirectKind.SCALE: a_scale,
    RedirectKind.SCULPTOR: a_sculptor,
}


def rename(thing: Any, slug: str) -> None:
    old, thing.slug = thing.slug, slug
    thing.save()
    keep_old_slug(thing=thing, old_slug=old)


def test_every_kind_has_a_model_and_a_test() -> None:
    assert set(KINDS) == set(MAKERS) == set(RedirectKind)


@pytest.mark.parametrize("kind", RedirectKind)
def test_old_slug_is_found_in_one_query(kind: RedirectKind, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rename(MAKERS[kind](slug="old"), "new")
    with django_assert_num_queries(1):
        assert new_slug(kind=kind, old_slug="old") == "new"


def test_slug_that_nothing_ever_had_is_not_found() -> None:
    rename(a_series(slug="old"), "new")
    assert new_slug(kind=RedirectKind.SERIES, old_slug="other") is None


def test_old_slug_of_another_kind_is_not_found() -> None:
    rename(a_series(slug="old"), "new")
    assert new_slug(kind=RedirectKind.PRODUCT, old_slug="old") is None


def test_chain_of_changes_is_one_step() -> None:
    lumi = a_product(slug="one")
    for slug in ("two", "three"):
        rename(lumi, slug)
    assert [new_slug(kind=RedirectKind.PRODUCT, old_slug=slug) for slug in ("one", "two")] == ["three", "three"]


def test_name_taken_back_is_nobodys_old_address() -> None:
    lumi = a_product(slug="one")
    rename(lumi, "two")
    rename(lumi, "one")
    assert list(SlugRedirect.objects.values_list("old_slug", flat=True)) == ["two"]
    assert new_slug(kind=RedirectKind.PRODUCT, old_slug="two") == "one"


def test_slug_taken_anew_leads_to_the_one_that_left_it_last() -> None:
    first, second = a_product(slug="lumi"), a_product(slug="second")
    rename(first, "first")
    rename(second, "lumi")
    rename(second, "third")
    assert new_slug(kind=RedirectKind.PRODUCT, old_slug="lumi") == "third"


def test_unpublished_or_deleted_goods_are_not_found() -> None:
    lumi = a_product(slug="old")
    rename(lumi, "new")
    Product.objects.update(is_published=False)
    assert new_slug(kind=RedirectKind.PRODUCT, old_slug="old") is None
    lumi.delete()
    assert new_slug(kind=RedirectKind.PRODUCT, old_slug="old") is None
