"""A card shows its product while that lives, then the next release, the same character, the same series, and else nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from blog.cards.stand_in import CANDIDATES, StandIn, Step, stand_ins
from shop.catalog.models import Product, Variant
from shop.catalog.slug_redirect import keep_old_slug
from shop.stock.models import Stock
from tests.factories import a_character, a_line, a_preorder, a_product, a_release, a_series, a_variant

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


def chosen(*slugs: str, on: date = ON) -> dict[str, tuple[str, Step]]:
    return {slug: (one.slug, one.step) for slug, one in stand_ins(slugs, on=on).choose(slugs).items()}


def unpublish(variant: Variant) -> None:
    Product.objects.filter(pk=variant.product_id).update(is_published=False)


def sell_out(variant: Variant) -> None:
    Stock.objects.filter(variant=variant).update(on_hand=0, reserved=0, preorder_limit=0, preordered=0)


KILLS: list[Callable[[Variant], None]] = [unpublish, sell_out]


def test_product_that_can_be_bought_shows_itself() -> None:
    assert chosen(a_variant().product.slug, a_preorder().product.slug).keys() == set(Product.objects.values_list("slug", flat=True))
    assert {step for _slug, step in chosen(*Product.objects.values_list("slug", flat=True)).values()} == {Step.ITSELF}


def test_unknown_product_shows_nothing() -> None:
    pool = stand_ins(["no-such"], on=ON)
    assert (pool.choose(["no-such"]), pool.wanted) == ({}, {})


def test_text_without_cards_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert stand_ins([], on=ON).choose([]) == {}


@pytest.mark.parametrize("kill", KILLS)
def test_dead_product_is_followed_by_its_character_then_its_series_then_by_nothing(kill: Callable[[Variant], None]) -> None:
    series = a_series()
    lumi = a_character(series=series)
    dead, of_series, of_character = (
        a_variant(product=a_product(series=series, character=character)) for character in (lumi, a_character(series=series), lumi)
    )
    slug = dead.product.slug
    assert chosen(slug) == {slug: (slug, Step.ITSELF)}
    kill(dead)
    assert chosen(slug) == {slug: (of_character.product.slug, Step.CHARACTER)}
    kill(of_character)
    assert chosen(slug) == {slug: (of_series.product.slug, Step.SERIES)}
    kill(of_series)
    assert chosen(slug) == {}


def test_goods_without_character_and_series_have_no_heirs() -> None:
    dead, _other = a_variant(on_hand=0), a_variant()
    assert chosen(dead.product.slug) == {}


def test_sold_out_product_with_an_announced_run_waits_for_it() -> None:
    series = a_series()
    first = a_variant(product=a_product(series=series), on_hand=0)
    a_variant(product=a_product(series=series))
    a_release(product=first.product, released_on=date(2027, 5, 1), deliver_by=None)
    found = stand_ins([first.product.slug], on=ON).choose([first.product.slug])
    slug = first.product.slug
    assert found == {slug: StandIn(first.product_id, slug, Step.NEXT_RELEASE, date(2027, 5, 1), "month")}
    assert chosen(slug, on=date(2027, 5, 1))[slug][1] == Step.SERIES  # its day came, and nothing with it


def test_unpublished_product_does_not_wait_for_its_next_run() -> None:
    coming = a_preorder()
    unpublish(coming)
    assert chosen(coming.product.slug) == {}


def test_preorder_ends_on_the_day_of_its_release() -> None:
    coming = a_preorder().product
    assert chosen(coming.slug, on=date(2027, 2, 28)) == {coming.slug: (coming.slug, Step.ITSELF)}
    assert chosen(coming.slug, on=date(2027, 3, 1)) == {}


def test_heir_of_the_same_line_comes_first_then_of_the_same_category_then_the_newest(at: datetime) -> None:
    lumi, line = a_character(), a_line()
    dead = a_variant(product=a_product(character=lumi, line=line), on_hand=0).product
    fields = [{"line": line}, {"category": dead.category}, {"added_at": at}, {}]
    heirs = [a_variant(product=a_product(**{"character": lumi, "added_at": at - timedelta(days=9), **more})) for more in fields]
    for heir in heirs:
        assert chosen(dead.slug) == {dead.slug: (heir.product.slug, Step.CHARACTER)}
        sell_out(heir)


def test_no_text_shows_the_same_goods_twice_because_a_card_was_healed() -> None:
    series = a_series()
    one, two, three, spare, shown = (a_variant(product=a_product(series=series)) for _ in range(5))
    for variant in (one, two, three):
        sell_out(variant)
    found = chosen(*(variant.product.slug for variant in (one, two, shown, three)))
    assert sorted(slug for slug, _step in found.values()) == sorted([spare.product.slug, shown.product.slug])
    assert found[shown.product.slug] == (shown.product.slug, Step.ITSELF)


def test_large_series_is_not_read_whole() -> None:
    series = a_series()
    dead = a_variant(product=a_product(series=series), on_hand=0).product
    for _ in range(CANDIDATES + 3):
        a_variant(product=a_product(series=series))
    assert len(stand_ins([dead.slug], on=ON).spare) == CANDIDATES


def test_card_of_a_renamed_product_still_finds_it() -> None:
    product = a_variant().product
    old, product.slug = product.slug, "another-name"
    product.save()
    keep_old_slug(thing=product, old_slug=old)
    pool = stand_ins([old], on=ON)
    assert pool.choose([old]) == {old: StandIn(product.pk, "another-name", Step.ITSELF)}
    assert pool.now_called([old, "no-such"]) == {old: "another-name"}


@pytest.mark.parametrize("rows", [1, 20])
def test_any_number_of_cards_dead_or_alive_costs_one_query(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    series = a_series()
    variants = [a_variant(product=a_product(series=series), on_hand=n % 2) for n in range(rows)]
    slugs = [variant.product.slug for variant in variants]
    with django_assert_num_queries(1):
        assert len(stand_ins(slugs, on=ON).choose(slugs)) == rows // 2
