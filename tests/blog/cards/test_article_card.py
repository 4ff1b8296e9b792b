"""A card of an article: the one right button, the last day of a pre-order, and what feeds make of it."""

from datetime import date, datetime

import pytest
from django.utils.translation import override

from blog.cards.article_card import ArticleCard, Button, article_cards
from blog.cards.as_links import Live, as_links
from blog.cards.stand_in import StandIn, Step, stand_ins
from shop.catalog.models import Product, Variant
from shop.catalog.queries import with_card_data
from shop.storefront.cards import product_cards
from tests.factories import a_preorder, a_product, a_release, a_tariff, a_variant

pytestmark = pytest.mark.django_db


def card_of(variant: Variant, at: datetime) -> ArticleCard:
    slug = variant.product.slug
    chosen = stand_ins([slug], on=at.date()).choose([slug])
    cards = product_cards(with_card_data(Product.objects.published()), tariff=a_tariff(), country="DE", at=at)
    return article_cards(chosen, cards=cards, at=at)[slug]


def test_only_variant_is_bought_at_once(at: datetime) -> None:
    variant = a_variant()
    card = card_of(variant, at)
    assert (card.button, card.choices, card.until, card.next_on) == (Button.BUY, (variant,), None, None)


def test_only_size_that_is_left_is_bought_at_once(at: datetime) -> None:
    small = a_variant(label="S")
    a_variant(product=small.product, label="M", on_hand=0)
    assert (card_of(small, at).button, card_of(small, at).choices) == (Button.BUY, (small,))


def test_sizes_are_chosen_on_the_page_of_the_product(at: datetime) -> None:
    small = a_variant(label="S")
    a_variant(product=small.product, label="M")
    assert card_of(small, at).button == Button.CHOOSE


def test_preorder_can_be_had_until_the_day_before_its_release(at: datetime) -> None:
    card = card_of(a_preorder(), at)
    assert (card.button, card.until) == (Button.PREORDER, date(2027, 2, 28))


def test_announced_run_has_no_button_but_a_date(at: datetime) -> None:
    sold_out = a_variant(on_hand=0)
    a_release(product=sold_out.product, deliver_by=None)
    card = card_of(sold_out, at)
    assert (card.button, card.next_on, card.precision, card.step) == (Button.LOOK, date(2027, 3, 1), "month", Step.NEXT_RELEASE)


def test_goods_sold_out_since_the_choice_have_no_button(at: datetime) -> None:
    variant = a_variant(on_hand=0)
    chosen = {"x": StandIn(variant.product_id, variant.product.slug, Step.ITSELF)}
    cards = product_cards(with_card_data(Product.objects.all()), tariff=a_tariff(), country="DE", at=at)
    assert article_cards(chosen, cards=cards, at=at)["x"].button == Button.LOOK


def test_goods_unpublished_since_the_choice_vanish(at: datetime) -> None:
    assert article_cards({"x": StandIn(1, "x", Step.ITSELF)}, cards=[], at=at) == {}


def test_feed_has_a_link_in_place_of_a_card_and_nothing_in_place_of_a_dead_one() -> None:
    product = a_product(name="Lumi & <Echo>", slug="lumi")
    chosen = {"lumi": StandIn(product.pk, "lumi", Step.ITSELF), "gone-since": StandIn(999, "x", Step.ITSELF)}
    body = "<p>a<script>x()</script></p><p>[[product:lumi]]</p><p>[[product:gone-since]]</p><p>[[product:dead]]</p><p>b</p>"
    with override("en"):
        assert as_links(body, Live(chosen=chosen, products={product.pk: product}), language="en", hidden="Spoiler") == (
            '<p>a</p><p>→ <a href="http://127.0.0.1:8000/en/products/lumi/">Lumi &amp; &lt;Echo&gt; (figure)</a></p><p>b</p>'
        )
